package lightclient

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/core/types"
)

// ReadHeader hashes an execution header that somebody gave us and returns what it
// says, in memory of its own. The hash is keccak256(rlp(header)) (Yellow Paper,
// section 4.4.3), by which Ethereum and most of its kin link blocks; QBFT, for one,
// does not. In itself the result is a claim: it is worth what its hash is compared
// with. Errors wrap ErrMalformed.
func ReadHeader(untrusted *types.Header) (Header, error) {
	if err := CheckHashable(untrusted); err != nil {
		return Header{}, err
	}
	return Header{
		Number: untrusted.Number.Uint64(), Hash: untrusted.Hash(), ParentHash: untrusted.ParentHash, StateRoot: untrusted.Root,
		ReceiptsRoot: untrusted.ReceiptHash, Time: untrusted.Time,
	}, nil
}

// CheckHashable refuses headers whose hash would not be the hash of all they say:
// numbers that RLP cannot carry (go-ethereum's Hash ignores the error), and gaps
// between optional fields (an absent and a zero base fee would hash alike). Errors
// wrap ErrMalformed.
func CheckHashable(h *types.Header) error {
	if h == nil {
		return fmt.Errorf("%w: there is no header", ErrMalformed)
	}
	if err := checkInteger("number", h.Number, 64); err != nil {
		return err
	}
	if err := checkInteger("difficulty", h.Difficulty, 256); err != nil {
		return err
	}
	if h.BaseFee != nil {
		if err := checkInteger("baseFeePerGas", h.BaseFee, 256); err != nil {
			return err
		}
	}
	optional := [...]struct {
		name    string
		present bool
	}{
		{"baseFeePerGas", h.BaseFee != nil},
		{"withdrawalsRoot", h.WithdrawalsHash != nil},
		{"blobGasUsed", h.BlobGasUsed != nil},
		{"excessBlobGas", h.ExcessBlobGas != nil},
		{"parentBeaconBlockRoot", h.ParentBeaconRoot != nil},
		{"requestsHash", h.RequestsHash != nil},
		{"blockAccessListHash", h.BlockAccessListHash != nil},
		{"slotNumber", h.SlotNumber != nil},
	}
	for i := 1; i < len(optional); i++ {
		if optional[i].present && !optional[i-1].present {
			return fmt.Errorf("%w: field %s is absent before a later field that is present (%s)", ErrMalformed, optional[i-1].name, optional[i].name)
		}
	}
	return nil
}

func checkInteger(name string, v *big.Int, bits int) error {
	switch {
	case v == nil:
		return fmt.Errorf("%w: field %s is absent", ErrMalformed, name)
	case v.Sign() < 0:
		return fmt.Errorf("%w: field %s is negative", ErrMalformed, name)
	case v.BitLen() > bits:
		return fmt.Errorf("%w: field %s has %d bits, at most %d are allowed", ErrMalformed, name, v.BitLen(), bits)
	}
	return nil
}
