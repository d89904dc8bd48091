package executor

import (
	"encoding/binary"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/keccaks"
)

// newReceipt is that of a transaction that has used so much gas, and is next in its block. What follows from it and from
// the block is left to fillBlooms, locate and stamp: nothing that is executed asks for it.
func (x *execution) newReceipt(tx *types.Transaction, status, gas uint64) *types.Receipt {
	if len(x.room) == 0 {
		x.room = make([]types.Receipt, receiptsTogether)
	}
	var r *types.Receipt
	r, x.room = &x.room[0], x.room[1:]
	r.Type, r.Status, r.CumulativeGasUsed, r.TxHash, r.GasUsed = tx.Type(), status, x.gas.CumulativeUsed(), tx.Hash(), gas
	return r
}

// receiptOf is what the EVM's result and the state's logs say.
func (x *execution) receiptOf(tx *types.Transaction, result *core.ExecutionResult) *types.Receipt {
	status := types.ReceiptStatusSuccessful
	if result.Failed() {
		status = types.ReceiptStatusFailed
	}
	r := x.newReceipt(tx, status, result.UsedGas)
	r.Logs = x.state.GetLogs(tx.Hash(), x.header.Number.Uint64(), common.Hash{}, x.header.Time)
	return r
}

// deriveReceipts fills in what storage leaves out.
func deriveReceipts(signer types.Signer, receipts types.Receipts, block *types.Block, hash common.Hash) error {
	if len(receipts) != len(block.Transactions()) {
		return errReceiptCount
	}
	header := block.Header()
	fillBlooms(receipts)
	locate(signer, receipts, block.Transactions(), header)
	stamp(receipts, hash)
	return nil
}

var errReceiptCount = errors.New("there are not as many receipts as transactions")

// locate fills in positions, prices, and the addresses of contracts. (There are no blobs in this chain.)
func locate(signer types.Signer, receipts types.Receipts, txs types.Transactions, header *types.Header) {
	var (
		number = new(big.Int).Set(header.Number)
		prices = make([]big.Int, len(txs))
		log    = uint(0)
		before = uint64(0) // gas
	)
	for i, r := range receipts {
		tx := txs[i]
		r.Type, r.TxHash, r.GasUsed = tx.Type(), tx.Hash(), r.CumulativeGasUsed-before
		r.BlockNumber, r.TransactionIndex = number, uint(i)
		r.EffectiveGasPrice = priceOf(&prices[i], tx, header.BaseFee)
		if tx.To() == nil {
			from, _ := types.Sender(signer, tx) // as when it was executed
			r.ContractAddress = crypto.CreateAddress(from, tx.Nonce())
		}
		if r.Logs == nil {
			r.Logs = []*types.Log{} // as when it is read from the store
		}
		for _, l := range r.Logs {
			l.BlockNumber, l.BlockTimestamp, l.TxHash, l.TxIndex, l.Index = header.Number.Uint64(), header.Time, r.TxHash, uint(i), log
			log++
		}
		before = r.CumulativeGasUsed
	}
}

// priceOf sets a price to what a gas of a transaction costs: EIP-1559. (Of one that names a single price both are that.)
func priceOf(price *big.Int, tx *types.Transaction, baseFee *big.Int) *big.Int {
	most := tx.GasFeeCap()
	if price.Add(tx.GasTipCap(), baseFee).Cmp(most) > 0 {
		price.Set(most)
	}
	return price
}

// stamp fills in the hash of the block, which needs everything else first.
func stamp(receipts types.Receipts, hash common.Hash) {
	for _, r := range receipts {
		r.BlockHash = hash
		for _, l := range r.Logs {
			l.BlockHash = hash
		}
	}
}

// fillBlooms computes the filters of logs (Yellow Paper, 4.3.1), of many receipts at a time, since hashes cost less
// together.
func fillBlooms(receipts types.Receipts) {
	var messages [][]byte
	hashes := make([]common.Hash, 0, 4*receiptsTogether)
	for len(receipts) > 0 {
		some := receipts[:min(len(receipts), receiptsTogether)]
		receipts = receipts[len(some):]
		messages = messages[:0]
		for _, r := range some {
			messages = appendLogged(messages, r.Logs)
		}
		if cap(hashes) < len(messages) {
			hashes = make([]common.Hash, len(messages))
		}
		hashes = hashes[:len(messages)]
		keccaks.Sum(messages, hashes)
		rest := hashes
		for _, r := range some {
			n := logged(r.Logs)
			r.Bloom = types.Bloom{}
			for i := range rest[:n] {
				addToBloom(&r.Bloom, &rest[i])
			}
			rest = rest[n:]
		}
	}
}

// logged counts the addresses and topics of logs.
func logged(logs []*types.Log) (n int) {
	for _, l := range logs {
		n += 1 + len(l.Topics)
	}
	return n
}

func appendLogged(to [][]byte, logs []*types.Log) [][]byte {
	for _, l := range logs {
		to = append(to, l.Address[:])
		for i := range l.Topics {
			to = append(to, l.Topics[i][:])
		}
	}
	return to
}

// addToBloom sets three bits, whose places are the low eleven bits of the first three pairs of bytes of a hash.
func addToBloom(b *types.Bloom, hash *common.Hash) {
	for i := 0; i < 6; i += 2 {
		bit := binary.BigEndian.Uint16(hash[i:]) & 0x7ff
		b[types.BloomByteLength-1-bit/8] |= 1 << (bit % 8)
	}
}
