package parlia_test

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// TestAttackShape: a miner sealed these headers and a quorum voted for them, as they
// stand: the named field is all that is wrong.
func TestAttackShape(t *testing.T) {
	s := usual(t)
	one := common.Hash{31: 1}
	for name, attack := range map[string]struct {
		change func(*types.Header)
		text   string // "": it is believed
	}{
		"nothing":                   {func(*types.Header) {}, ""},
		"uncles":                    {func(h *types.Header) { h.UncleHash[0] ^= 1 }, "sha3Uncles"},
		"beacon root":               {func(h *types.Header) { h.ParentBeaconRoot = &one }, "parentBeaconBlockRoot is 0x00"},
		"beacon root absent":        {func(h *types.Header) { h.ParentBeaconRoot, h.RequestsHash = nil, nil }, "from before the Bohr fork"},
		"withdrawals":               {func(h *types.Header) { h.WithdrawalsHash = &one }, "withdrawalsRoot"},
		"requests absent":           {func(h *types.Header) { h.RequestsHash = nil }, ""}, // before the Pascal fork
		"requests":                  {func(h *types.Header) { h.RequestsHash = &one }, ""},
		"a later fork's list":       {func(h *types.Header) { h.BlockAccessListHash = &one }, "blockAccessListHash"},
		"a later fork's slot":       {func(h *types.Header) { h.BlockAccessListHash, h.SlotNumber = &one, new(uint64) }, "blockAccessListHash"},
		"a gap between fields":      {func(h *types.Header) { h.BlobGasUsed = nil }, "blobGasUsed is absent before"},
		"milliseconds too early":    {func(h *types.Header) { h.MixDigest[31] = 1 }, "mixHash"},
		"nonce, which nobody reads": {func(h *types.Header) { h.Nonce[0] = 1 }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			headers := s.put(block{Change: attack.change}, block{}, block{})
			if attack.text == "" {
				s.accept(7, headers)
				return
			}
			s.refuse(headers, lightclient.ErrMalformed, attack.text)
		})
	}
}

// TestAttackMilliseconds: what bsc reads of mixHash since the Lorentz fork.
func TestAttackMilliseconds(t *testing.T) {
	network := short()
	network.Forks[0].Milliseconds = true
	s := newScene(t, network, newIdleChain(t, network, setOf(t, "usual", 4, 1), 6))
	mix := func(h common.Hash) block {
		return block{Time: s.chain.Head().Time + 3, Change: func(b *types.Header) { b.MixDigest = h }}
	}
	next := block{Time: s.chain.Head().Time + 5}
	s.accept(7, s.put(mix(common.Hash{30: 3, 31: 231}), next, block{})) // 999
	s.accept(7, s.put(mix(common.Hash{0: 1, 23: 1}), next, block{}))    // bsc leaves the high bytes free
	s.refuse(s.put(mix(common.Hash{30: 3, 31: 232}), next, block{}), lightclient.ErrMalformed, "1000 milliseconds")
	s.refuse(s.put(mix(common.Hash{24: 1}), next, block{}), lightclient.ErrMalformed, "milliseconds")
}

// TestAttackExtraLength: too short to hold a seal, or longer than nodes pass on.
func TestAttackExtraLength(t *testing.T) {
	s := usual(t)
	cut := func(n int) block { return block{Change: func(h *types.Header) { h.Extra = h.Extra[:n] }} }
	s.refuse(s.put(cut(96), block{}, block{}), lightclient.ErrMalformed, "extraData has 96 bytes, want 97")
	if _, err := parlia.SealHash(s.put(cut(64))[0], testChainID); err == nil {
		t.Error("extraData of 64 bytes has something sealed in it")
	}
	s.refuse(s.put(cut(0), block{}, block{}), lightclient.ErrMalformed, "extraData has 0 bytes, want 97")
	s.refuse(s.put(longExtra(parlia.MaxExtraBytes+1), block{}, block{}), lightclient.ErrMalformed, "extraData has 102401 bytes")
	s.accept(7, s.put(longExtra(parlia.MaxExtraBytes), block{}, block{})) // a nuisance, but the chain's
	s.accept(7, s.put(block{Mute: true}, block{}, block{}))               // exactly 97
}

// TestAttackNumbers: numbers that RLP or this package cannot carry.
func TestAttackNumbers(t *testing.T) {
	s := usual(t)
	for name, attack := range map[string]struct {
		change func(*types.Header)
		text   string
	}{
		"no number":           {func(h *types.Header) { h.Number = nil }, "number is absent"},
		"negative number":     {func(h *types.Header) { h.Number = big.NewInt(-2) }, "number is negative"},
		"number of 65 bits":   {func(h *types.Header) { h.Number = new(big.Int).Lsh(big.NewInt(1), 64) }, "number has 65 bits"},
		"number of 64 bits":   {func(h *types.Header) { h.Number = new(big.Int).Lsh(big.NewInt(1), 63) }, "want at most 9223372036854775807"},
		"no difficulty":       {func(h *types.Header) { h.Difficulty = nil }, "difficulty is absent"},
		"negative difficulty": {func(h *types.Header) { h.Difficulty = big.NewInt(-1) }, "difficulty is negative"},
		"negative base fee":   {func(h *types.Header) { h.BaseFee = big.NewInt(-7) }, "baseFeePerGas is negative"},
	} {
		t.Run(name, func(t *testing.T) {
			h := types.CopyHeader(s.put(block{})[0])
			attack.change(h)
			mustRefuse(t, s.trusted, []*types.Header{h}, at(h.Time), params(s.network), lightclient.ErrMalformed, attack.text)
			if _, err := parlia.SealHash(h, testChainID); err == nil {
				t.Error("it has a seal hash")
			}
			if name == "number of 64 bits" {
				return // RLP carries it
			}
			if _, err := parlia.EncodeHeader(h); err == nil {
				t.Error("it is encoded")
			}
		})
	}
	h := types.CopyHeader(s.put(block{})[0])
	h.Number.SetUint64(1<<63 - 1)
	mustRefuse(t, s.trusted, []*types.Header{h}, at(h.Time), params(s.network), lightclient.ErrTooManyBlocks, "headers begin at 9223372036854775807")
}

// longExtra fills extraData up with bytes behind the attestation.
func longExtra(n int) block {
	return block{Raw: func(b []byte) []byte { return append(b, make([]byte, n-97-len(b))...) }}
}
