package mpt

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// The types of receipts that are known. Each but the deposit has the same four fields (EIP-2718,
// EIP-2930, EIP-1559, EIP-4844, EIP-7702). A type that is not listed may mean something else by
// them, so a block that holds one is refused rather than guessed at.
const (
	LegacyReceipt     = 0x00
	AccessListReceipt = 0x01
	DynamicFeeReceipt = 0x02
	BlobReceipt       = 0x03
	SetCodeReceipt    = 0x04
	// DepositReceipt is of the transactions that an OP-stack chain takes from its parent (OP-stack
	// specification, "Deposited transaction type").
	DepositReceipt = 0x7e
)

// canyonVersion is the only depositReceiptVersion there is (OP-stack specification, Canyon).
const canyonVersion = 1

// Receipt is what a block says about one of its transactions (Yellow Paper section 4.4.1).
type Receipt struct {
	Type byte // one of the constants above
	// PostState is the state root after the transaction, which legacy receipts held instead of a
	// status before Byzantium (EIP-658). nil: Status counts.
	PostState *common.Hash
	Status    byte // 1: the transaction succeeded, 0: it reverted
	// CumulativeGasUsed is of the block up to and with this transaction.
	CumulativeGasUsed uint64
	Bloom             types.Bloom // of Logs
	Logs              []Log
	// Deposit is nil but in an OP-stack deposit's receipt since Canyon. Before, the root did not
	// cover these two fields (op-geth, Receipts.EncodeIndex).
	Deposit *Deposit
}

// Log is what a contract emitted.
type Log struct {
	Address common.Address
	Topics  []common.Hash // at most 4
	Data    []byte
}

// Deposit is what an OP-stack deposit's receipt has beside the four fields.
type Deposit struct {
	Nonce   uint64 // of the sender's account
	Version uint64 // 1
}

// AppendReceipt appends the consensus encoding of a receipt, EIP-2718 type byte included: the value
// that the receipts trie holds. DecodeReceipt reads it back if the receipt makes sense; nothing is
// checked here.
func AppendReceipt(b []byte, r *Receipt) []byte {
	if r.Type != LegacyReceipt {
		b = append(b, r.Type)
	}
	w := rlp.NewEncoderBuffer(nil)
	list := w.List()
	switch {
	case r.PostState != nil:
		w.WriteBytes(r.PostState[:])
	default:
		w.WriteUint64(uint64(r.Status))
	}
	w.WriteUint64(r.CumulativeGasUsed)
	w.WriteBytes(r.Bloom[:])
	logs := w.List()
	for i := range r.Logs {
		appendLog(&w, &r.Logs[i])
	}
	w.ListEnd(logs)
	if r.Deposit != nil {
		w.WriteUint64(r.Deposit.Nonce)
		w.WriteUint64(r.Deposit.Version)
	}
	w.ListEnd(list)
	return w.AppendToBytes(b)
}

func appendLog(w *rlp.EncoderBuffer, log *Log) {
	outer := w.List()
	w.WriteBytes(log.Address[:])
	topics := w.List()
	for j := range log.Topics {
		w.WriteBytes(log.Topics[j][:])
	}
	w.ListEnd(topics)
	w.WriteBytes(log.Data)
	w.ListEnd(outer)
}

// DecodeReceipt reads the one consensus encoding of a receipt, and refuses every other: unknown
// types, second forms of a number, too many topics, fields too few or too many, and a bloom that is
// not the logs' own. It is what AppendReceipt makes. Errors wrap ErrMalformedValue. The data of the
// logs points into encoded.
func DecodeReceipt(encoded []byte) (Receipt, error) {
	var blooms bloomBits
	return decodeReceipt(encoded, &blooms)
}

func decodeReceipt(encoded []byte, blooms *bloomBits) (Receipt, error) {
	r, err := splitReceipt(encoded)
	if err != nil {
		return Receipt{}, fmt.Errorf("%w: receipt: %w", ErrMalformedValue, err)
	}
	if bloom := blooms.of(r.Logs); bloom != r.Bloom {
		return Receipt{}, fmt.Errorf("%w: receipt: its bloom is not that of its %d logs", ErrMalformedValue, len(r.Logs))
	}
	return r, nil
}
