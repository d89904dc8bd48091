package qbft_test

import (
	"bytes"
	"errors"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// The genesis of Besu's documentation begins like this: vanity, list, no vote, round
// 0, no seals.
func TestEncodeAsDeployed(t *testing.T) {
	e := &qbft.ExtraData{Validators: []common.Address{{19: 1}}}
	want := common.FromHex("0xf83aa0" + strings.Repeat("00", 32) + "d594" + strings.Repeat("00", 19) + "01" + "c080c0")
	if got := e.Encode(); !bytes.Equal(got, want) {
		t.Errorf("encoded %x, want %x", got, want)
	}
	e.Vote = &qbft.Vote{Recipient: common.Address{19: 2}}
	if got := e.Encode(); !bytes.Contains(got, append(common.Address{19: 2}.Bytes(), 0x80, 0x80, 0xc0)) {
		t.Errorf("a drop vote is encoded %x, want its type as the empty string", got)
	}
}

func TestAttackExtraData(t *testing.T) {
	var (
		vanity  = append([]byte{0xa0}, make([]byte, 32)...)
		address = append([]byte{0x94}, make([]byte, 20)...)
		list    = append([]byte{0xd5}, address...)
		seal    = append([]byte{0xb8, 65}, make([]byte, 65)...)
		empty   = []byte{0xc0}
		zero    = []byte{0x80}
		zero4   = []byte{0x84, 0, 0, 0, 0}
	)
	join := func(items ...[]byte) []byte { return listOf(t, items...) }
	type bad struct {
		b    []byte
		text string
	}
	inIBFT2 := map[string]bad{
		"vote absent as in QBFT":    {join(vanity, list, empty, zero4, empty), "absent vote is an empty List"},
		"QBFT's drop":               {join(vanity, list, listOf(t, address, zero), zero4, empty), "type of the vote is 0x"},
		"round as in QBFT":          {join(vanity, list, zero, zero, empty), "round has 0 bytes, want 4"},
		"round of three bytes":      {join(vanity, list, zero, []byte{0x83, 1, 0, 0}, empty), "round has 3 bytes, want 4"},
		"round of five bytes":       {join(vanity, list, zero, []byte{0x85, 0, 0, 0, 0, 0}, empty), "round has 5 bytes, want 4"},
		"round of 2^24":             {join(vanity, list, zero, []byte{0x84, 1, 0, 0, 0}, empty), "round is 16777216, at most 16777215"},
		"vote of unknown type":      {join(vanity, list, listOf(t, address, []byte{1}), zero4, empty), "type of the vote is 0x01"},
		"vote with a third field":   {join(vanity, list, listOf(t, address, []byte{0}, zero), zero4, empty), "vote does not end"},
		"vote as a string":          {join(vanity, list, []byte{0x82, 1, 2}, zero4, empty), "vote is a String"},
		"without seals":             {join(vanity, list, zero, zero4), "seals"},
		"without round and seals":   {join(vanity, list, zero), "round"},
		"something after its seals": {join(vanity, list, zero, zero4, empty, zero), "beyond its five"},
	}
	inQBFT := map[string]bad{
		"empty":                        {nil, "no RLP list"},
		"a string":                     {[]byte{0x81, 0xff}, "no RLP list"},
		"cut":                          {join(vanity, list, empty, zero, empty)[:59], "no RLP list"},
		"something after it":           {append(join(vanity, list, empty, zero, empty), 0), "1 bytes after its end"},
		"four fields":                  {join(vanity, list, empty, zero), "seals"},
		"six fields":                   {join(vanity, list, empty, zero, empty, empty), "beyond its five"},
		"vanity of 31 bytes":           {join(append([]byte{0x9f}, make([]byte, 31)...), list, empty, zero, empty), "vanity has 32 bytes with its prefix"},
		"vanity of 33 bytes":           {join(append([]byte{0xa1}, make([]byte, 33)...), list, empty, zero, empty), "vanity has 34 bytes with its prefix"},
		"vanity as a list":             {join(listOf(t, vanity[:1]), list, empty, zero, empty), "vanity"},
		"validators as a string":       {join(vanity, zero, empty, zero, empty), "validators is a"},
		"validator of 19 bytes":        {join(vanity, listOf(t, append([]byte{0x93}, make([]byte, 19)...)), empty, zero, empty), "validator 0 has 19 bytes"},
		"validator as a list":          {join(vanity, listOf(t, list), empty, zero, empty), "validator 0"},
		"vote absent as in IBFT 2.0":   {join(vanity, list, zero, zero, empty), "absent vote is an empty String"},
		"vote as a string":             {join(vanity, list, []byte{0x82, 1, 2}, zero, empty), "vote is a String"},
		"vote without type":            {join(vanity, list, listOf(t, address), zero, empty), "vote does not end"},
		"vote with a third field":      {join(vanity, list, listOf(t, address, zero, zero), zero, empty), "vote does not end"},
		"vote for 19 bytes":            {join(vanity, list, listOf(t, append([]byte{0x93}, make([]byte, 19)...), zero), zero, empty), "recipient of the vote has 19 bytes"},
		"vote of unknown type":         {join(vanity, list, listOf(t, address, []byte{1}), zero, empty), "type of the vote is 0x01"},
		"IBFT 2.0's drop":              {join(vanity, list, listOf(t, address, []byte{0}), zero, empty), "type of the vote is 0x00"},
		"round as in IBFT 2.0":         {join(vanity, list, empty, zero4, empty), "round 0x00000000 is no RLP integer"},
		"round with a leading zero":    {join(vanity, list, empty, []byte{0x82, 0, 1}, empty), "round 0x0001"},
		"round as a list":              {join(vanity, list, empty, empty, empty), "round is a List"},
		"round of 2^24":                {join(vanity, list, empty, []byte{0x84, 1, 0, 0, 0}, empty), "round is 16777216, at most 16777215"},
		"round of nine bytes":          {join(vanity, list, empty, []byte{0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0}, empty), "no RLP integer"},
		"one-byte round in two":        {join(vanity, list, empty, []byte{0x81, 5}, empty), "round"},
		"seals as a string":            {join(vanity, list, empty, zero, zero), "seals is a"},
		"seal of 64 bytes":             {join(vanity, list, empty, zero, listOf(t, append([]byte{0xb8, 64}, make([]byte, 64)...))), "seal 0 has 64 bytes"},
		"seal as a list":               {join(vanity, list, empty, zero, listOf(t, listOf(t, seal))), "seal 0"},
		"long list header for a short": {append([]byte{0xf8, 0x3a}, join(vanity, list, empty, zero, empty)[2:]...)[:59], "no RLP list"},
		"too many validators":          {join(vanity, listOf(t, bytes.Repeat(address, qbft.MaxValidators+1)), empty, zero, empty), "more than 1000 validators"},
		"too many seals":               {join(vanity, list, empty, zero, listOf(t, bytes.Repeat(seal, qbft.MaxValidators+1))), "more than 1000 seals"},
		"too long":                     {make([]byte, qbft.MaxExtraBytes+1), "at most 88128 are allowed"},
	}
	if _, err := qbft.DecodeExtra(join(vanity, list, empty, zero, listOf(t, seal))); err != nil {
		t.Fatalf("what the tests below damage is refused: %v", err)
	}
	if _, err := qbft.IBFT2.DecodeExtra(join(vanity, list, zero, zero4, empty)); err != nil {
		t.Fatalf("what the tests damage in IBFT 2.0 is refused: %v", err)
	}
	for d, tests := range map[qbft.Dialect]map[string]bad{qbft.QBFT: inQBFT, qbft.IBFT2: inIBFT2} {
		for name, test := range tests {
			t.Run(d.String()+"/"+name, func(t *testing.T) {
				if hash, err := d.OnChainHash(&types.Header{Number: big.NewInt(1), Difficulty: big.NewInt(1), Extra: []byte{0xc0}}); err == nil {
					t.Errorf("header without extraData has hash %s", hash)
				}
				e, err := d.DecodeExtra(test.b)
				if !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), test.text) {
					t.Errorf("decoded %+v, %v, want ErrMalformed and %q", e, err, test.text)
				}
			})
		}
	}
}

func listOf(t *testing.T, items ...[]byte) []byte {
	t.Helper()
	raw := make([]rlp.RawValue, len(items))
	for i := range items {
		raw[i] = items[i]
	}
	b, err := rlp.EncodeToBytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var dialects = []qbft.Dialect{qbft.QBFT, qbft.IBFT2}

func drawExtra(t *rapid.T) *qbft.ExtraData {
	e := &qbft.ExtraData{
		Vanity:  [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "vanity")),
		Round:   rapid.Uint32Range(0, qbft.MaxRound).Draw(t, "round"),
		Dialect: rapid.SampledFrom(dialects).Draw(t, "dialect"),
	}
	e.Validators = make([]common.Address, rapid.IntRange(0, 30).Draw(t, "validators"))
	for i := range e.Validators {
		e.Validators[i] = common.Address(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "validator"))
	}
	e.Seals = make([][]byte, rapid.IntRange(0, 30).Draw(t, "seals"))
	for i := range e.Seals {
		e.Seals[i] = rapid.SliceOfN(rapid.Byte(), 65, 65).Draw(t, "seal")
	}
	if rapid.Bool().Draw(t, "vote") {
		e.Vote = &qbft.Vote{Recipient: common.Address{rapid.Byte().Draw(t, "recipient")}, Add: rapid.Bool().Draw(t, "add")}
	}
	return e
}

func TestExtraDataRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExtra(t)
		got, err := e.Dialect.DecodeExtra(e.Encode())
		if err != nil {
			t.Fatal(err)
		}
		// What one dialect writes is nothing in the other: absent votes differ, and so do
		// rounds.
		if other, err := (1 - e.Dialect).DecodeExtra(e.Encode()); err == nil {
			t.Fatalf("reads as %+v in the dialect %v too", other, 1-e.Dialect)
		}
		if !reflect.DeepEqual(got, e) {
			t.Fatalf("decoded %+v, want %+v", got, e)
		}
	})
}

// What each hash covers, field by field.
func TestHashesCover(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "cover", 4)).Grow(1)
	base := chain.Head()
	both, sealOnly, neither := [2]bool{true, true}, [2]bool{false, true}, [2]bool{}
	tests := map[string]struct {
		change  func(*types.Header)
		changes [2]bool // on-chain hash, committed-seal hash
	}{
		"seals":      {extraChange(t, func(e *qbft.ExtraData) { e.Seals = e.Seals[1:] }), neither},
		"round":      {extraChange(t, func(e *qbft.ExtraData) { e.Round++ }), sealOnly},
		"validators": {extraChange(t, func(e *qbft.ExtraData) { e.Validators[0][0]++ }), both},
		"vote":       {extraChange(t, func(e *qbft.ExtraData) { e.Vote = new(qbft.Vote) }), both},
		"vanity":     {extraChange(t, func(e *qbft.ExtraData) { e.Vanity[31]++ }), both},
		"state root": {func(h *types.Header) { h.Root[0]++ }, both},
		"number":     {func(h *types.Header) { h.Number.SetInt64(7) }, both},
		"base fee":   {func(h *types.Header) { h.BaseFee.SetInt64(8) }, both},
		"requests":   {func(h *types.Header) { h.RequestsHash = &common.Hash{1} }, both},
		"bloom":      {func(h *types.Header) { h.Bloom[0]++ }, both},
		"coinbase":   {func(h *types.Header) { h.Coinbase[0]++ }, both},
		"nonce":      {func(h *types.Header) { h.Nonce[0]++ }, both},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := changed(base, test.change)
			for i, hash := range []func(*types.Header) (common.Hash, error){qbft.OnChainHash, qbft.CommittedSealHash} {
				before, err := hash(base)
				if err != nil {
					t.Fatal(err)
				}
				after, err := hash(h)
				if err != nil {
					t.Fatal(err)
				}
				if (before != after) != test.changes[i] {
					t.Errorf("hash %d: changed is %t, want %t", i, before != after, test.changes[i])
				}
			}
		})
	}
}

func extraChange(t *testing.T, change func(*qbft.ExtraData)) func(*types.Header) {
	return func(h *types.Header) { h.Extra = qbfttest.Reseal(t, h, change).Extra }
}

func TestAttackHeaderBytes(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "decode", 1)).Grow(1)
	good, err := qbft.EncodeHeader(chain.Head())
	if err != nil {
		t.Fatal(err)
	}
	if h, err := qbft.DecodeHeader(good); err != nil || h.Hash() != chain.Head().Hash() {
		t.Fatalf("decoded %+v, %v", h, err)
	}
	var fields []rlp.RawValue
	if err := rlp.DecodeBytes(good, &fields); err != nil {
		t.Fatal(err)
	}
	with := func(more ...[]byte) []byte {
		all := make([][]byte, 0, len(fields)+len(more))
		for _, f := range fields {
			all = append(all, f)
		}
		return listOf(t, append(all, more...)...)
	}
	hash := append([]byte{0xa0}, make([]byte, 32)...)
	withExtra := func(n int) []byte {
		b, err := qbft.EncodeHeader(changed(chain.Head(), func(h *types.Header) { h.Extra = make([]byte, n) }))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	room := qbft.MaxHeaderBytes - len(withExtra(qbft.MaxExtraBytes))
	if longest := withExtra(qbft.MaxExtraBytes + room); len(longest) != qbft.MaxHeaderBytes {
		t.Fatalf("the longest header has %d bytes, want %d", len(longest), qbft.MaxHeaderBytes)
	} else if _, err := qbft.DecodeHeader(longest); err != nil {
		t.Fatalf("the longest header is refused: %v", err)
	}
	long := withExtra(qbft.MaxExtraBytes + room + 1)
	tests := map[string][]byte{
		"empty":                  nil,
		"cut":                    good[:len(good)-1],
		"longer":                 append(bytes.Clone(good), 0),
		"field of a later fork":  with(hash),
		"two of a later fork":    with(hash, []byte{0x80}),
		"unknown fields":         with(hash, []byte{0x80}, []byte{1}),
		"too long":               long,
		"without required field": listOf(t, fields[0], fields[1]),
	}
	for name, b := range tests {
		t.Run(name, func(t *testing.T) {
			if h, err := qbft.DecodeHeader(b); !errors.Is(err, lightclient.ErrMalformed) {
				t.Errorf("decoded %+v, %v, want ErrMalformed", h, err)
			}
		})
	}
}

func TestQuorum(t *testing.T) {
	want := []int{0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7}
	for n, q := range want {
		if got := qbft.Quorum(n); got != q {
			t.Errorf("quorum of %d is %d, want %d", n, got, q)
		}
	}
	if qbft.Quorum(-1) != 0 || qbft.MaxFaulty(-1) != 0 || qbft.MaxFaulty(4) != 1 || qbft.MaxFaulty(3) != 0 || qbft.MaxFaulty(7) != 2 {
		t.Error("quorum of -1 or the tolerated number is wrong")
	}
	// Two quorums share an honest validator, whatever the size: what finality rests on.
	for n := 1; n <= 2000; n++ {
		if shared := 2*qbft.Quorum(n) - n; shared <= qbft.MaxFaulty(n) {
			t.Fatalf("two quorums of %d share only %d, as many as may be faulty", n, shared)
		}
	}
}

func TestAttackAssembledHeader(t *testing.T) {
	keys := qbfttest.Keys(t, "assemble", 4)
	chain := qbfttest.New(t, genesisTime, keys).Grow(1)
	proposal := chain.Next(qbfttest.Block{Change: qbfttest.Alter("proposal")})
	unsealed, err := qbft.WithRound(proposal, 4)
	if err != nil {
		t.Fatal(err)
	}
	if e := qbfttest.Extra(t, unsealed); e.Round != 4 || len(e.Seals) != 0 {
		t.Fatalf("extraData is %+v, want round 4 and no seals", e)
	}
	hash, err := qbft.CommittedSealHash(unsealed)
	if err != nil {
		t.Fatal(err)
	}
	seals := signAll(t, hash, keys[:3])
	sealed, err := qbft.WithSeals(unsealed, seals)
	if err != nil {
		t.Fatal(err)
	}
	mustAccept(t, trust(t, chain, 1), []*types.Header{sealed}, at(chain.Head().Time+1))
	again, err := qbft.WithSeals(unsealed, [][]byte{seals[2], seals[0], seals[1]})
	if err != nil || !bytes.Equal(again.Extra, sealed.Extra) {
		t.Errorf("the same seals in another order make other bytes (%v)", err)
	}
	stranger := signAll(t, hash, qbfttest.Keys(t, "assembly stranger", 1))[0]
	tests := map[string]struct {
		seals [][]byte
		text  string
	}{
		"a stranger's":     {[][]byte{seals[0], stranger}, "no validator"},
		"one twice":        {[][]byte{seals[0], seals[1], seals[0]}, "second by"},
		"one in two forms": {[][]byte{seals[0], highS(seals[0])}, "second by"},
		"a short one":      {[][]byte{seals[0][:10]}, "10 bytes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := qbft.WithSeals(unsealed, test.seals); !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), test.text) {
				t.Errorf("error is %v, want ErrMalformed and %q", err, test.text)
			}
		})
	}
	if _, err := qbft.WithRound(proposal, qbft.MaxRound); err != nil {
		t.Errorf("the highest round: %v", err)
	}
	if _, err := qbft.WithSeals(nil, nil); !errors.Is(err, lightclient.ErrMalformed) {
		t.Errorf("seals of no header: %v", err)
	}
	short := changed(unsealed, func(h *types.Header) {
		h.Extra = listOf(t, []byte{0x83, 1, 2, 3}, rlp.EmptyList, rlp.EmptyList, rlp.EmptyString, rlp.EmptyList)
	})
	if _, err := qbft.WithSeals(short, nil); !errors.Is(err, lightclient.ErrMalformed) {
		t.Errorf("seals of a header with a short vanity: %v", err)
	}
	if _, err := qbft.WithSeals(changed(unsealed, func(h *types.Header) { h.Number = nil }), nil); !errors.Is(err, lightclient.ErrMalformed) {
		t.Errorf("seals of a header without a number: %v", err)
	}
	if _, err := qbft.WithRound(proposal, qbft.MaxRound+1); !errors.Is(err, lightclient.ErrMalformed) {
		t.Errorf("round beyond the maximum: %v", err)
	}
	if _, err := qbft.WithRound(nil, 1); !errors.Is(err, lightclient.ErrMalformed) {
		t.Errorf("no header: %v", err)
	}
}
