package qbft

import (
	"bytes"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// Digest is the mixHash of every QBFT and IBFT 2 header (Besu: EXPECTED_MIX_HASH).
var Digest = common.HexToHash("0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")

// Sealer returns who made the seal over hash. Both halves of the range of S are
// taken, as Besu does: seals are counted by signer, so that a second form of one
// seal gains nobody anything.
func Sealer(hash common.Hash, seal []byte) (common.Address, error) {
	if len(seal) != sealBytes {
		return common.Address{}, malformed("seal has %d bytes, want %d", len(seal), sealBytes)
	}
	if seal[sealBytes-1] > 1 {
		return common.Address{}, malformed("recovery id of a seal is %d, want 0 or 1", seal[sealBytes-1])
	}
	pub, err := crypto.Ecrecover(hash[:], seal)
	if err != nil {
		return common.Address{}, malformed("seal recovers to no key (%v)", err)
	}
	return common.BytesToAddress(crypto.Keccak256(pub[1:])[12:]), nil
}

// WithExtra returns a copy of h that carries e.
func WithExtra(h *types.Header, e *ExtraData) *types.Header {
	c := types.CopyHeader(h)
	c.Extra = e.Encode()
	return c
}

// WithRound returns a copy of h, a QBFT header, decided in the given round and not sealed yet. Its
// CommittedSealHash is what validators then sign.
func WithRound(h *types.Header, round uint32) (*types.Header, error) {
	if round > MaxRound {
		return nil, malformed("round is %d, at most %d is allowed", round, MaxRound)
	}
	e, err := decodeHeaderExtra(h)
	if err != nil {
		return nil, err
	}
	e.Round, e.Seals = round, nil
	return WithExtra(h, e), nil
}

// WithSeals returns a copy of h, a QBFT header, that carries the given seals, sorted, so that those
// who hold the same seals hold the same bytes. It fails when a seal was not made
// by a validator that h lists, or two were made by one.
func WithSeals(h *types.Header, seals [][]byte) (*types.Header, error) {
	e, err := decodeHeaderExtra(h)
	if err != nil {
		return nil, err
	}
	hash, err := CommittedSealHash(h)
	if err != nil {
		return nil, err
	}
	seen := make(map[common.Address]bool, len(seals))
	for i, seal := range seals {
		by, err := Sealer(hash, seal)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(e.Validators, by) {
			return nil, malformed("seal %d is by %s, who is no validator of this header", i, by)
		}
		if seen[by] {
			return nil, malformed("seal %d is the second by %s", i, by)
		}
		seen[by] = true
	}
	e.Seals = make([][]byte, len(seals))
	for i := range seals {
		e.Seals[i] = slices.Clone(seals[i])
	}
	slices.SortFunc(e.Seals, bytes.Compare)
	return WithExtra(h, e), nil
}

func decodeHeaderExtra(h *types.Header) (*ExtraData, error) {
	if h == nil {
		return nil, malformed("there is no header")
	}
	return DecodeExtra(h.Extra)
}
