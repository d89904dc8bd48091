package qbft

import (
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// Quorum returns ⌈2n/3⌉, the number of seals that a set of n validators needs.
func Quorum(n int) int {
	if n <= 0 {
		return 0
	}
	return n - n/3
}

// MaxFaulty returns ⌊(n−1)/3⌋, the number of faulty validators that a set of n
// withstands.
func MaxFaulty(n int) int {
	if n <= 0 {
		return 0
	}
	return (n - 1) / 3
}

// CommittedSealHash returns the hash that committed seals sign: of the header with
// its extraData without seals, the round included. It fails on a header that is
// malformed (see CheckShape for what it does not check).
func CommittedSealHash(h *types.Header) (common.Hash, error) {
	return hashWith(h, func(raw *rawExtra) []byte { return raw.withoutSeals() })
}

// OnChainHash returns the hash of the block, which its child names as parentHash:
// of the header with its extraData without round and seals. Honest nodes may hold
// one block under different rounds and seals; this is what they agree on.
func OnChainHash(h *types.Header) (common.Hash, error) {
	return hashWith(h, func(raw *rawExtra) []byte { return raw.withoutRoundAndSeals() })
}

func hashWith(h *types.Header, strip func(*rawExtra) []byte) (common.Hash, error) {
	if err := checkHashable(h); err != nil {
		return common.Hash{}, err
	}
	raw, err := splitExtra(h.Extra)
	if err != nil {
		return common.Hash{}, err
	}
	stripped := *h
	stripped.Extra = strip(&raw)
	return stripped.Hash(), nil
}

func (raw *rawExtra) withoutSeals() []byte {
	if raw.format == FormatDraft {
		return joinList(raw.vanity, raw.validators, raw.vote, raw.roundField)
	}
	return joinList(raw.vanity, raw.validators, raw.vote, raw.roundField, rlp.EmptyList)
}

func (raw *rawExtra) withoutRoundAndSeals() []byte {
	if raw.format == FormatDraft {
		return joinList(raw.vanity, raw.validators, raw.vote)
	}
	return joinList(raw.vanity, raw.validators, raw.vote, rlp.EmptyString, rlp.EmptyList)
}

// joinList returns the RLP list of items that are encoded already.
func joinList(items ...[]byte) []byte {
	w := rlp.NewEncoderBuffer(nil)
	list := w.List()
	for _, item := range items {
		_, _ = w.Write(item) // an EncoderBuffer's Write never fails
	}
	w.ListEnd(list)
	return w.ToBytes()
}

var errGap = errors.New("absent before a later field that is present")

// checkHashable refuses headers whose hash would not be the hash of all they say:
// numbers that RLP cannot carry (go-ethereum's Hash ignores the error), and gaps
// between optional fields (an absent and a zero base fee would hash alike).
func checkHashable(h *types.Header) error {
	if h == nil {
		return malformed("there is no header")
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
	if h.BlockAccessListHash != nil || h.SlotNumber != nil {
		return malformed("field blockAccessListHash or slotNumber belongs to a fork after Osaka, which this client does not know")
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
	}
	for i := 1; i < len(optional); i++ {
		if optional[i].present && !optional[i-1].present {
			return malformed("field %s is %v (%s)", optional[i-1].name, errGap, optional[i].name)
		}
	}
	return nil
}

func checkInteger(name string, v *big.Int, bits int) error {
	switch {
	case v == nil:
		return malformed("field %s is absent", name)
	case v.Sign() < 0:
		return malformed("field %s is negative", name)
	case v.BitLen() > bits:
		return malformed("field %s has %d bits, at most %d are allowed", name, v.BitLen(), bits)
	}
	return nil
}
