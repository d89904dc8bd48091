package qbft_test

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

var inIBFT2 = qbft.Schedule{{Dialect: qbft.IBFT2}}

// A header that is right in one dialect is none in the other, also when validators
// have sealed what it would be there.
func TestAttackHeaderOfOtherDialect(t *testing.T) {
	keys := qbfttest.Keys(t, "other dialect", 4)
	for _, vote := range []*qbft.Vote{nil, {Recipient: common.Address{1}}, {Recipient: common.Address{1}, Add: true}} {
		for _, schedule := range []qbft.Schedule{nil, inIBFT2} {
			s := newScene(t, schedule, keys, 1)
			d := schedule.At(0).Dialect
			good := s.chain.Next(qbfttest.Block{Sealers: keys, Vote: vote, Round: 3})
			s.mustAccept([]*types.Header{good}, qbft.SetProof{})
			e := qbfttest.In(d).Extra(t, good)
			e.Dialect = 1 - d
			theirs := qbfttest.In(1-d).Seal(t, qbft.WithExtra(good, e), keys)
			s.mustRefuse([]*types.Header{theirs}, qbft.SetProof{}, lightclient.ErrMalformed, "extraData")
		}
	}
}

// Fields of the other dialect, one at a time, in headers that are sealed as this
// dialect hashes them.
func TestAttackFieldOfOtherDialect(t *testing.T) {
	keys := qbfttest.Keys(t, "fields", 4)
	item := func(v any) []byte {
		b, err := rlp.EncodeToBytes(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	var (
		vanity      = item(make([]byte, 32))
		list        = item(qbfttest.Addresses(keys))
		none, zero  = rlp.EmptyList, rlp.EmptyString
		round4      = item(make([]byte, 4))
		huge        = item([]byte{1, 0, 0, 0})
		to          = common.Address{1}
		dropIBFT2   = item([]any{to, []byte{0}})
		dropQBFT    = item([]any{to, []byte{}})
		other       = item([]any{to, []byte{0x7f}})
		shortVote   = item([]any{to[:19], []byte{0xff}})
		threeFields = item([]any{to, []byte{0xff}, []byte{}})
		one         = item([]any{to})
	)
	qbftExtra := func(vote, round []byte) func([][]byte) []byte {
		return func(seals [][]byte) []byte { return listOf(t, vanity, list, vote, round, item(seals)) }
	}
	ibft2Extra := func(vote, round []byte) func([][]byte) []byte {
		return func(seals [][]byte) []byte {
			if seals == nil {
				return listOf(t, vanity, list, vote, round)
			}
			return listOf(t, vanity, list, vote, round, item(seals))
		}
	}
	top := item([]byte{0xff, 0xff, 0xff})
	longest := func(seals [][]byte) []byte {
		sealed := item(slices.Repeat([][]byte{make([]byte, 65)}, len(keys))) // as long as seals will be
		vanity := make([]byte, qbft.MaxExtraBytes-len(listOf(t, item(make([]byte, 70_000)), list, none, zero, sealed))+70_000)
		return listOf(t, item(vanity), list, none, zero, item(seals))
	}
	if n := len(longest(slices.Repeat([][]byte{make([]byte, 65)}, len(keys)))); n != qbft.MaxExtraBytes {
		t.Fatalf("the longest extraData has %d bytes, want %d", n, qbft.MaxExtraBytes)
	}
	tests := map[string]struct {
		schedule qbft.Schedule
		extra    func([][]byte) []byte
		text     string
	}{
		"qbft, as long as may be":          {nil, longest, ""},
		"qbft, as late a round as may be":  {nil, qbftExtra(none, top), ""},
		"ibft2, as late a round as may be": {inIBFT2, ibft2Extra(zero, item([]byte{0, 0xff, 0xff, 0xff})), ""},
		"qbft":                             {nil, qbftExtra(none, zero), ""},
		"qbft, drop":                       {nil, qbftExtra(dropQBFT, zero), ""},
		"qbft, vanity of another length": {nil, func(seals [][]byte) []byte {
			return listOf(t, item([]byte("besu 25.1.0")), list, none, zero, item(seals))
		}, ""},
		"qbft, absent vote of ibft2":             {nil, qbftExtra(zero, zero), "absent vote is an empty String"},
		"qbft, drop of ibft2":                    {nil, qbftExtra(dropIBFT2, zero), "type of the vote is 0x00"},
		"qbft, vote of no kind":                  {nil, qbftExtra(other, zero), "type of the vote is 0x7f"},
		"qbft, vote for 19 bytes":                {nil, qbftExtra(shortVote, zero), "recipient of the vote has 19 bytes"},
		"qbft, vote of three fields":             {nil, qbftExtra(threeFields, zero), "vote does not end"},
		"qbft, vote of one field":                {nil, qbftExtra(one, zero), "vote does not end"},
		"qbft, vote that is a string":            {nil, qbftExtra(item([]byte("vote")), zero), "vote is a String"},
		"qbft, round of ibft2":                   {nil, qbftExtra(none, round4), "no RLP integer"},
		"qbft, round of 2^24":                    {nil, qbftExtra(none, huge), "round is 16777216"},
		"qbft, round that is a list":             {nil, qbftExtra(none, none), "round is a List"},
		"qbft, vanity that is a list":            {nil, func(seals [][]byte) []byte { return listOf(t, none, list, none, zero, item(seals)) }, "vanity is a List"},
		"ibft2":                                  {inIBFT2, ibft2Extra(zero, round4), ""},
		"ibft2, drop":                            {inIBFT2, ibft2Extra(dropIBFT2, round4), ""},
		"ibft2, absent vote of qbft":             {inIBFT2, ibft2Extra(none, round4), "absent vote is an empty List"},
		"ibft2, drop of qbft":                    {inIBFT2, ibft2Extra(dropQBFT, round4), "type of the vote is 0x"},
		"ibft2, round of qbft":                   {inIBFT2, ibft2Extra(zero, zero), "round has 0 bytes"},
		"ibft2, round of five bytes":             {inIBFT2, ibft2Extra(zero, item(make([]byte, 5))), "round has 5 bytes"},
		"ibft2, round of 2^24":                   {inIBFT2, ibft2Extra(zero, huge), "round is 16777216"},
		"ibft2, seals over what qbft would hash": {inIBFT2, func(seals [][]byte) []byte { return listOf(t, vanity, list, zero, round4, item(seals)) }, "sealed it, want 3"},
		"qbft, seals over what ibft2 would hash": {nil, ibft2Extra(none, zero), "sealed it, want 3"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, test.schedule, keys, 1)
			headers := []*types.Header{sealAnyway(t, s.chain.Next(qbfttest.Block{}), keys, test.extra)}
			switch test.text {
			case "":
				s.mustAccept(headers, qbft.SetProof{})
			case "sealed it, want 3":
				s.mustRefuse(headers, qbft.SetProof{}, lightclient.ErrSeals, test.text)
			default:
				s.mustRefuse(headers, qbft.SetProof{}, lightclient.ErrMalformed, test.text)
			}
		})
	}
}

// A chain changes its dialect at block 4: the old one a block late and the new one a
// block early are refused, and each header is linked by the hash of its own dialect.
func TestAttackDialectAtTransition(t *testing.T) {
	keys := qbfttest.Keys(t, "dialect transition", 4)
	schedule := qbft.Schedule{{Dialect: qbft.IBFT2}, {From: 4}}
	s := newScene(t, schedule, keys, 2)
	s.chain.Grow(3)
	for n := uint64(3); n <= 5; n++ {
		headers, proof := s.upTo(n)
		s.mustAccept(headers, proof)
	}
	inOther := func(h *types.Header) *types.Header {
		d := schedule.At(h.Number.Uint64()).Dialect
		e := qbfttest.In(d).Extra(t, h)
		e.Dialect = 1 - d
		return qbfttest.In(1-d).Seal(t, qbft.WithExtra(h, e), keys)
	}
	for name, number := range map[string]uint64{"a block early": 3, "a block late": 4} {
		t.Run(name, func(t *testing.T) {
			headers, proof := s.upTo(number)
			headers[len(headers)-1] = inOther(headers[len(headers)-1])
			s.mustRefuse(headers, proof, lightclient.ErrMalformed, "extraData")
		})
	}
	t.Run("linked by the hash of the new dialect", func(t *testing.T) {
		headers, proof := s.upTo(4)
		wrong, err := qbft.QBFT.OnChainHash(inOther(headers[0]))
		if err != nil {
			t.Fatal(err)
		}
		relinked := changed(headers[1], func(h *types.Header) { h.ParentHash = wrong })
		headers[1] = qbfttest.Seal(t, relinked, keys)
		s.mustRefuse(headers, proof, lightclient.ErrNotLinked, "parentHash")
	})
}

// IBFT 2.0 headers have no nonce, QBFT's may have any: no node looks at it, so that a
// single bad proposer could otherwise stop us for good.
func TestAttackNonce(t *testing.T) {
	keys := qbfttest.Keys(t, "nonce", 4)
	nonce := qbfttest.Block{Change: func(h *types.Header) { h.Nonce[7] = 1 }}
	s := newScene(t, inIBFT2, keys, 1)
	headers, _ := s.add(nonce)
	s.mustRefuse(headers, qbft.SetProof{}, lightclient.ErrMalformed, "nonce is")
	s = newScene(t, nil, keys, 1)
	headers, _ = s.add(nonce)
	s.mustAccept(headers, qbft.SetProof{})
}

// In IBFT 2.0 too, the seals have to be of this header, this round and this set.
func TestAttackSealsInIBFT2(t *testing.T) {
	keys, strangers := qbfttest.Keys(t, "ibft2 seals", 4), qbfttest.Keys(t, "strangers", 4)
	in := qbfttest.In(qbft.IBFT2)
	s := newScene(t, inIBFT2, keys, 1)
	honest := s.chain.Next(qbfttest.Block{Round: 2, Sealers: keys})
	over := func(hash common.Hash) *types.Header {
		return in.Reseal(t, honest, func(e *qbft.ExtraData) { e.Seals = signAll(t, hash, keys) })
	}
	onChain, err := qbft.IBFT2.OnChainHash(honest)
	if err != nil {
		t.Fatal(err)
	}
	s.mustAccept([]*types.Header{honest}, qbft.SetProof{})
	for name, h := range map[string]*types.Header{
		"over the on-chain hash": over(onChain),
		"over all its bytes":     over(honest.Hash()),
		"of another round":       in.Reseal(t, honest, func(e *qbft.ExtraData) { e.Round = 1 }),
		"of strangers":           in.Seal(t, honest, strangers),
		"of too few":             in.Seal(t, honest, keys[:2]),
		"of one, thrice":         in.Seal(t, honest, slices.Repeat(keys[:1], 3)),
		"of another state":       changed(honest, func(h *types.Header) { h.Root[0]++ }),
		"over hash and 0x02, as in GoQuorum's ibft": over(crypto.Keccak256Hash(onChain[:], []byte{2})),
	} {
		t.Run(name, func(t *testing.T) {
			s.mustRefuse([]*types.Header{h}, qbft.SetProof{}, lightclient.ErrSeals, "sealed it, want 3")
		})
	}
}

// Besu hashes an IBFT 2.0 genesis as it stands, round and seals included. Whoever
// hashes it like other blocks is on another chain.
func TestGenesisIsHashedAsItStands(t *testing.T) {
	keys := qbfttest.Keys(t, "genesis", 4)
	for _, d := range dialects {
		h := qbfttest.NewBy(t, qbft.Schedule{{Dialect: d}}, genesisTime, keys).At(0)
		if got, err := d.OnChainHash(h); err != nil || got != h.Hash() {
			t.Errorf("%v: hash of the genesis is %s, %v, want that of all its bytes, %s", d, got, err, h.Hash())
		}
	}
}
