package qbft

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
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

// checkHashable refuses headers whose hash would not be the hash of all they say,
// and those of later forks, whose hash this client could not vouch for.
func checkHashable(h *types.Header) error {
	if err := lightclient.CheckHashable(h); err != nil {
		return err
	}
	if h.BlockAccessListHash != nil || h.SlotNumber != nil {
		return malformed("field blockAccessListHash or slotNumber belongs to a fork after Osaka, which this client does not know")
	}
	return nil
}
