package mpt

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// ReceiptsRoot returns the root of the receipts trie of a block, whose receipts are given in the
// order of its transactions, each in its consensus encoding. It is pure, and costs little more than
// hashing the receipts. It fails when there are more than a block can have (ErrTooLarge) or one is
// empty (ErrWrongRoot), and does not look into them any further.
func ReceiptsRoot(encoded [][]byte) (common.Hash, error) {
	if err := checkReceiptList(encoded); err != nil {
		return common.Hash{}, err
	}
	return newOrderedTrie(encoded).root(), nil
}

// VerifyReceipts proves that these are all receipts of a block: the trie is rebuilt from them, and
// its root must be the header's. A trie of one receipt more, less, or elsewhere has another root, so
// that what comes back holds every log of the block, in order. Each receipt is decoded strictly, its
// bloom compared with its logs, and the gas of the block may not fall. Any error means that nothing
// was proven: ErrTooLarge and ErrWrongRoot say that the list is not the block's,
// ErrMalformedValue that the block's own receipts are of no kind that is known here. Log data
// points into encoded.
func VerifyReceipts(receiptsRoot common.Hash, encoded [][]byte) ([]Receipt, error) {
	root, err := ReceiptsRoot(encoded)
	if err != nil {
		return nil, fmt.Errorf("receipts under receipts root %s: %w", receiptsRoot, err)
	}
	if root != receiptsRoot {
		return nil, fmt.Errorf("%w: root of %d receipts is %s, the header has %s", ErrWrongRoot, len(encoded), root, receiptsRoot)
	}
	receipts := make([]Receipt, len(encoded))
	var blooms bloomBits
	gas := uint64(0)
	for i := range encoded {
		if receipts[i], err = decodeReceipt(encoded[i], &blooms); err != nil {
			return nil, fmt.Errorf("receipt %d under receipts root %s: %w", i, receiptsRoot, err)
		}
		// Equal is possible: system transactions of some chains use none.
		if receipts[i].CumulativeGasUsed < gas {
			return nil, fmt.Errorf("receipt %d under receipts root %s: %w: cumulative gas %d after %d, want at least as much",
				i, receiptsRoot, ErrMalformedValue, receipts[i].CumulativeGasUsed, gas)
		}
		gas = receipts[i].CumulativeGasUsed
	}
	return receipts, nil
}

// ProveReceipt makes, from all receipts of a block, the proof that VerifyReceipt and ReadReceipt
// take: of the receipt at index, or beyond the last one that there is none. It returns the receipts
// root too, for the caller to compare with the header's: a proof made of a wrong list is a proof
// under another root. Nodes come root first.
func ProveReceipt(encoded [][]byte, index uint64) (receiptsRoot common.Hash, proof [][]byte, err error) {
	if err := checkReceiptList(encoded); err != nil {
		return common.Hash{}, nil, err
	}
	t := newOrderedTrie(encoded)
	t.target = rlp.AppendUint64(nil, index)
	receiptsRoot = t.root()
	for i := len(t.proof) - 1; i >= 0; i-- {
		proof = append(proof, t.proof[i])
	}
	return receiptsRoot, proof, nil
}

// ReadReceipt is VerifyReceipt for whoever wants to know what the receipt says: it is decoded as
// strictly as DecodeReceipt does. It proves what the block says of one transaction, and nothing
// about what else the block holds; that is VerifyReceipts' business.
func ReadReceipt(receiptsRoot common.Hash, index uint64, proof [][]byte) (Receipt, bool, error) {
	encoded, present, err := VerifyReceipt(receiptsRoot, index, proof)
	if !present {
		return Receipt{}, false, err
	}
	receipt, err := DecodeReceipt(encoded)
	if err != nil {
		return Receipt{}, false, fmt.Errorf("receipt proof of index %d under receipts root %s: %w", index, receiptsRoot, err)
	}
	return receipt, true, nil
}

func checkReceiptList(encoded [][]byte) error {
	if len(encoded) > MaxReceipts {
		return fmt.Errorf("%w: %d receipts, at most %d are possible", ErrTooLarge, len(encoded), MaxReceipts)
	}
	total := 0
	for i := range encoded {
		if len(encoded[i]) == 0 {
			return fmt.Errorf("%w: receipt %d is empty, and no trie holds an empty value", ErrWrongRoot, i)
		}
		if total += len(encoded[i]); total > MaxReceiptsBytes {
			return fmt.Errorf("%w: more than %d bytes in the first %d of %d receipts", ErrTooLarge, MaxReceiptsBytes, i+1, len(encoded))
		}
	}
	return nil
}
