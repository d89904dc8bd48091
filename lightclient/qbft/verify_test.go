package qbft_test

import (
	"crypto/ecdsa"
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// paramsOf returns the tests' parameters with a chain's rules.
func paramsOf(c *qbfttest.Chain) qbft.Params {
	p := testParams
	p.Schedule = c.Schedule()
	return p
}

// trust returns the state that trusts block number of c.
func trust(t testing.TB, c *qbfttest.Chain, number uint64) qbft.TrustedState {
	t.Helper()
	state, err := qbft.TrustAnchorProven(c.At(number), c.Anchor(number), c.AnchorProof(number), paramsOf(c))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func at(seconds uint64) time.Time { return time.Unix(int64(seconds), 0) }

func mustAccept(t testing.TB, trusted qbft.TrustedState, headers []*types.Header, now time.Time) qbft.TrustedState {
	t.Helper()
	state, err := qbft.Verify(trusted, headers, now, testParams)
	if err != nil {
		t.Fatalf("honest headers are refused: %v", err)
	}
	last := headers[len(headers)-1]
	if got := state.Header(); got.Hash != qbfttest.Hash(t, last) || got.Number != last.Number.Uint64() || got.StateRoot != last.Root ||
		got.ReceiptsRoot != last.ReceiptHash || got.ParentHash != last.ParentHash || got.Time != last.Time {
		t.Fatalf("state is %+v after header %v", got, last.Number)
	}
	if listed := qbfttest.Extra(t, last).Validators; !slices.Equal(state.Validators(), listed) {
		t.Fatalf("trusts the set %v, header %v lists %v", state.Validators(), last.Number, listed)
	}
	return state
}

func mustRefuse(t testing.TB, trusted qbft.TrustedState, headers []*types.Header, now time.Time, number uint64, reason error, text string) {
	t.Helper()
	state, err := qbft.Verify(trusted, headers, now, testParams)
	if err == nil {
		t.Fatalf("accepted header %d (%s)", state.Header().Number, state.Header().Hash)
	}
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) {
		t.Fatalf("error is %v, want a RejectedError for %q", err, reason)
	}
	if rejected.Number != number || rejected.Trusted != trusted.Header().Number {
		t.Errorf("error is about header %d over %d, want %d over %d", rejected.Number, rejected.Trusted, number, trusted.Header().Number)
	}
	if !strings.Contains(err.Error(), text) {
		t.Errorf("error is %q, want it to say %q", err, text)
	}
	if !state.IsZero() {
		t.Errorf("returned state %+v with the error", state.Header())
	}
}

// Each of these headers is sealed by a quorum, as it stands: the named field is all
// that is wrong with it.
func TestAttackSealedHeaderOfWrongShape(t *testing.T) {
	keys := qbfttest.Keys(t, "shape", 4)
	tests := map[string]struct {
		change func(*types.Header)
		reason error
		text   string
	}{
		"difficulty":             {func(h *types.Header) { h.Difficulty = big.NewInt(2) }, lightclient.ErrMalformed, "difficulty is 2, want 1"},
		"mix hash":               {func(h *types.Header) { h.MixDigest[31]++ }, lightclient.ErrMalformed, "mixHash"},
		"ommers":                 {func(h *types.Header) { h.UncleHash[0]++ }, lightclient.ErrMalformed, "ommersHash"},
		"later fork's hash":      {func(h *types.Header) { h.BlockAccessListHash = new(common.Hash) }, lightclient.ErrMalformed, "blockAccessListHash"},
		"later fork's slot":      {func(h *types.Header) { h.SlotNumber = new(uint64) }, lightclient.ErrMalformed, "blockAccessListHash is absent before"},
		"two of a later fork":    {func(h *types.Header) { h.BlockAccessListHash, h.SlotNumber = new(common.Hash), new(uint64) }, lightclient.ErrMalformed, "blockAccessListHash"},
		"gap in optional fields": {func(h *types.Header) { h.BaseFee = nil }, lightclient.ErrMalformed, "baseFeePerGas is absent before"},
		"number too high":        {func(h *types.Header) { h.Number = big.NewInt(3) }, lightclient.ErrMalformed, "number is 3, want 2"},
		"number of the parent":   {func(h *types.Header) { h.Number = big.NewInt(1) }, lightclient.ErrMalformed, "number is 1, want 2"},
		"other parent":           {func(h *types.Header) { h.ParentHash[5]++ }, lightclient.ErrNotLinked, "parentHash"},
		"older than its parent":  {func(h *types.Header) { h.Time -= 2 }, lightclient.ErrTime, "timestamp"},
		"from the future":        {func(h *types.Header) { h.Time += 6 }, lightclient.ErrFuture, "timestamp"},
		"from the end of time":   {func(h *types.Header) { h.Time = math.MaxUint64 }, lightclient.ErrFuture, "timestamp"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := qbfttest.New(t, genesisTime, keys).Grow(1)
			trusted, now := trust(t, c, 1), at(c.Head().Time+1)
			mustAccept(t, trusted, []*types.Header{c.Next(qbfttest.Block{})}, now)
			bad := sealRegardless(t, c, test.change)
			mustRefuse(t, trusted, []*types.Header{bad}, now, 2, test.reason, test.text)
		})
	}
}

// sealRegardless makes the next header, changes it, and seals it over whatever RLP
// then says, as validators would who know no rules.
func sealRegardless(t *testing.T, c *qbfttest.Chain, change func(*types.Header)) *types.Header {
	t.Helper()
	h := c.Next(qbfttest.Block{Sealers: []*ecdsa.PrivateKey{}})
	change(h)
	e := qbfttest.Extra(t, h)
	unsealed := types.CopyHeader(h)
	unsealed.Extra = e.Encode()
	hash := unsealed.Hash()
	for _, key := range c.Keys()[:3] {
		seal, err := crypto.Sign(hash[:], key)
		if err != nil {
			t.Fatal(err)
		}
		e.Seals = append(e.Seals, seal)
	}
	return qbft.WithExtra(h, e)
}

// Numbers that RLP cannot carry, which go-ethereum's Hash passes over.
func TestAttackHeaderWithoutHash(t *testing.T) {
	c := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "unhashable", 4)).Grow(1)
	trusted, now := trust(t, c, 1), at(c.Head().Time+1)
	huge := new(big.Int).Lsh(big.NewInt(1), 70_000)
	tests := map[string]struct {
		change func(*types.Header)
		text   string
	}{
		"no number":           {func(h *types.Header) { h.Number = nil }, "number is absent"},
		"negative number":     {func(h *types.Header) { h.Number = big.NewInt(-2) }, "number is negative"},
		"number of 65 bits":   {func(h *types.Header) { h.Number = new(big.Int).Lsh(big.NewInt(1), 64) }, "number has 65 bits"},
		"no difficulty":       {func(h *types.Header) { h.Difficulty = nil }, "difficulty is absent"},
		"negative difficulty": {func(h *types.Header) { h.Difficulty = big.NewInt(-1) }, "difficulty is negative"},
		"huge difficulty":     {func(h *types.Header) { h.Difficulty = huge }, "difficulty has 70001 bits"},
		"negative base fee":   {func(h *types.Header) { h.BaseFee = big.NewInt(-7) }, "baseFeePerGas is negative"},
		"huge base fee":       {func(h *types.Header) { h.BaseFee = huge }, "baseFeePerGas has 70001 bits"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := types.CopyHeader(c.Next(qbfttest.Block{}))
			test.change(h)
			mustRefuse(t, trusted, []*types.Header{h}, now, 2, lightclient.ErrMalformed, test.text)
			if _, err := qbft.OnChainHash(h); !errors.Is(err, lightclient.ErrMalformed) {
				t.Errorf("on-chain hash: %v", err)
			}
			if _, err := qbft.EncodeHeader(h); !errors.Is(err, lightclient.ErrMalformed) {
				t.Errorf("encode: %v", err)
			}
		})
	}
	t.Run("nil header", func(t *testing.T) {
		mustRefuse(t, trusted, []*types.Header{nil}, now, 2, lightclient.ErrMalformed, "no header")
	})
	t.Run("no headers", func(t *testing.T) {
		mustRefuse(t, trusted, nil, now, 2, lightclient.ErrMalformed, "no header")
	})
	t.Run("huge extraData", func(t *testing.T) {
		h := types.CopyHeader(c.Next(qbfttest.Block{}))
		h.Extra = make([]byte, qbft.MaxExtraBytes+1)
		mustRefuse(t, trusted, []*types.Header{h}, now, 2, lightclient.ErrMalformed, "extraData has")
	})
}

func TestAttackSeals(t *testing.T) {
	keys := qbfttest.Keys(t, "seals", 4)
	strangers := qbfttest.Keys(t, "strangers", 4)
	c := qbfttest.New(t, genesisTime, keys).Grow(1)
	honest := c.Next(qbfttest.Block{})
	other := c.Next(qbfttest.Block{Change: qbfttest.Alter("other")})
	late := c.Next(qbfttest.Block{Round: 2}) // in round 0 both hashes are one
	reseal := func(change func(e *qbft.ExtraData)) *types.Header { return qbfttest.Reseal(t, honest, change) }
	by := func(sealers ...*ecdsa.PrivateKey) *types.Header { return qbfttest.Seal(t, honest, sealers) }

	tests := map[string]struct {
		header *types.Header
		text   string // "" if it is to be believed
	}{
		"by a quorum":                  {by(keys[0], keys[1], keys[2]), ""},
		"by another quorum":            {by(keys[3], keys[1], keys[0]), ""},
		"by all":                       {by(keys...), ""},
		"by a quorum and a stranger":   {by(strangers[0], keys[0], keys[1], keys[2]), ""},
		"by nobody":                    {by(), "0 of the 4 validators sealed it, want 3"},
		"by one less than the quorum":  {by(keys[0], keys[1]), "2 of the 4 validators sealed it, want 3"},
		"by strangers":                 {by(strangers...), "4 seals of strangers"},
		"by two and strangers":         {by(keys[0], keys[1], strangers[0], strangers[1]), "2 seals of strangers"},
		"by one thrice":                {by(keys[0], keys[0], keys[0]), "1 of the 4 validators sealed it"},
		"by one in two forms":          {reseal(func(e *qbft.ExtraData) { e.Seals = [][]byte{e.Seals[0], e.Seals[1], highS(e.Seals[0])} }), "1 repeated"},
		"of another header":            {reseal(func(e *qbft.ExtraData) { e.Seals = qbfttest.Extra(t, other).Seals }), "sealed it, want 3"},
		"of another round":             {reseal(func(e *qbft.ExtraData) { e.Round = 1 }), "sealed it, want 3"},
		"over the on-chain hash":       {qbfttest.Reseal(t, late, func(e *qbft.ExtraData) { e.Seals = signAll(t, qbfttest.Hash(t, late), keys) }), "sealed it, want 3"},
		"in a later round":             {late, ""},
		"of wrong length":              {reseal(func(e *qbft.ExtraData) { e.Seals[1] = e.Seals[1][:64] }), "seal 1 has 64 bytes, want 65"},
		"with recovery id 27":          {reseal(func(e *qbft.ExtraData) { addToRecoveryID(e.Seals, 27) }), "3 unusable"},
		"with zero signatures":         {reseal(func(e *qbft.ExtraData) { e.Seals = [][]byte{make([]byte, 65), make([]byte, 65), make([]byte, 65)} }), "3 unusable"},
		"more than validators":         {by(keys[0], keys[1], keys[2], keys[3], strangers[0]), "5 seals for 4 validators"},
		"state root changed":           {changed(honest, func(h *types.Header) { h.Root[0]++ }), "sealed it, want 3"},
		"receipts root changed":        {changed(honest, func(h *types.Header) { h.ReceiptHash[0]++ }), "sealed it, want 3"},
		"time changed":                 {changed(honest, func(h *types.Header) { h.Time++ }), "sealed it, want 3"},
		"requests hash dropped":        {changed(honest, func(h *types.Header) { h.RequestsHash = nil }), "sealed it, want 3"},
		"vanity changed":               {reseal(func(e *qbft.ExtraData) { e.Vanity[0]++ }), "sealed it, want 3"},
		"vote added":                   {reseal(func(e *qbft.ExtraData) { e.Vote = &qbft.Vote{Add: true} }), "sealed it, want 3"},
		"set replaced by strangers'":   {reseal(func(e *qbft.ExtraData) { e.Validators = qbfttest.Addresses(strangers) }), "3 seals of strangers"},
		"set reordered after the fact": {reseal(func(e *qbft.ExtraData) { slices.Reverse(e.Validators) }), "sealed it, want 3"},
	}
	trusted, now := trust(t, c, 1), at(c.Head().Time+3)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.text == "" {
				mustAccept(t, trusted, []*types.Header{test.header}, now)
				return
			}
			reason := lightclient.ErrSeals
			if name == "of wrong length" {
				reason = lightclient.ErrMalformed
			}
			mustRefuse(t, trusted, []*types.Header{test.header}, now, 2, reason, test.text)
		})
	}
}

func changed(h *types.Header, change func(*types.Header)) *types.Header {
	c := types.CopyHeader(h)
	change(c)
	return c
}

// highS returns the other form of a seal, by the same key over the same hash.
func highS(seal []byte) []byte {
	twin := slices.Clone(seal)
	s := new(big.Int).SetBytes(seal[32:64])
	new(big.Int).Sub(crypto.S256().Params().N, s).FillBytes(twin[32:64])
	twin[64] ^= 1
	return twin
}

func addToRecoveryID(seals [][]byte, n byte) {
	for _, seal := range seals {
		seal[64] += n
	}
}

func signAll(t *testing.T, hash common.Hash, keys []*ecdsa.PrivateKey) (seals [][]byte) {
	t.Helper()
	for _, key := range keys {
		seal, err := crypto.Sign(hash[:], key)
		if err != nil {
			t.Fatal(err)
		}
		seals = append(seals, seal)
	}
	return seals
}

// One key holds both forms of a seal: they count once. The twin recovers to the same
// signer, so that only counting by signer stops it.
func TestAttackSealTwin(t *testing.T) {
	key := qbfttest.Keys(t, "twin", 1)[0]
	hash := crypto.Keccak256Hash([]byte("twin"))
	seal := signAll(t, hash, []*ecdsa.PrivateKey{key})[0]
	for _, s := range [][]byte{seal, highS(seal)} {
		if by, err := qbft.Sealer(hash, s); err != nil || by != qbfttest.Address(key) {
			t.Errorf("sealer is %s, %v, want %s", by, err, qbfttest.Address(key))
		}
	}
}

// A point whose x is beyond the group's order makes recovery ids 2 and 3 possible.
// Besu and GoQuorum know 0 and 1 alone.
func TestAttackRecoveryIDBeyondOne(t *testing.T) {
	hash := crypto.Keccak256Hash([]byte("beyond"))
	for r := int64(1); ; r++ {
		seal := make([]byte, 65)
		big.NewInt(r).FillBytes(seal[:32])
		seal[63], seal[64] = 1, 2
		if _, err := crypto.Ecrecover(hash[:], seal); err != nil {
			continue // no such point, try the next
		}
		if by, err := qbft.Sealer(hash, seal); !errors.Is(err, lightclient.ErrMalformed) {
			t.Errorf("a seal with recovery id 2 is by %s, %v, want ErrMalformed", by, err)
		}
		return
	}
}

func TestAttackSetChange(t *testing.T) {
	abcd, efgh := qbfttest.Keys(t, "old", 4), qbfttest.Keys(t, "new", 4)
	a, b, c, d, e := abcd[0], abcd[1], abcd[2], abcd[3], efgh[0]
	set := func(keys ...*ecdsa.PrivateKey) []*ecdsa.PrivateKey { return keys }
	tests := map[string]struct {
		block  qbfttest.Block
		reason error
		text   string
	}{
		"one added":                          {qbfttest.Block{Keys: set(a, b, c, d, e), Sealers: set(e, b, c, d)}, nil, ""},
		"one dropped":                        {qbfttest.Block{Keys: set(a, b, c), Sealers: set(a, b)}, nil, ""},
		"two of four in a quorum of six":     {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: append(set(a, b), efgh[:2]...)}, nil, ""},
		"the former ones' seals come last":   {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: append(slices.Clone(efgh), a, b)}, nil, ""},
		"the same in another order":          {qbfttest.Block{Keys: set(d, c, b, a), Sealers: set(d, c, b)}, nil, ""},
		"all replaced":                       {qbfttest.Block{Keys: efgh}, lightclient.ErrTrustOverlap, "0 of the 4 validators trusted last sealed it, want 2"},
		"one of four is no third":            {qbfttest.Block{Keys: append(set(a), efgh...), Sealers: append(set(a), efgh[:3]...)}, lightclient.ErrTrustOverlap, "1 of the 4 validators trusted last sealed it, want 2"},
		"former sealed but are not listed":   {qbfttest.Block{Keys: efgh, Sealers: set(efgh[0], efgh[1], a, b)}, lightclient.ErrSeals, "2 seals of strangers"},
		"listed but did not seal":            {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: efgh}, lightclient.ErrTrustOverlap, "0 of the 4"},
		"third of the former but no quorum":  {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: set(a, b, efgh[0])}, lightclient.ErrSeals, "3 of the 6 validators sealed it, want 4"},
		"one listed twice":                   {qbfttest.Block{Keys: set(a, b, a), Sealers: set(a, b)}, lightclient.ErrMalformed, "twice"},
		"one listed twice in the same place": {qbfttest.Block{Keys: set(a, a, b, c, d), Sealers: set(a, b, c, d)}, lightclient.ErrMalformed, "twice"},
		"none listed":                        {qbfttest.Block{Keys: []*ecdsa.PrivateKey{}, Sealers: []*ecdsa.PrivateKey{}}, lightclient.ErrMalformed, "lists no validators"},
		"shrunk to one bad key":              {qbfttest.Block{Keys: set(d), Sealers: set(d)}, lightclient.ErrTrustOverlap, "1 of the 4"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			chain := qbfttest.New(t, genesisTime, abcd).Grow(1)
			trusted, now := trust(t, chain, 1), at(chain.Head().Time+10)
			chain.Add(test.block)
			if test.reason == nil {
				chain.Grow(2)
				mustAccept(t, trusted, chain.Range(2, 4), now) // in one step
				state := trusted
				for n := uint64(2); n <= 4; n++ { // and in three
					state = mustAccept(t, state, chain.Range(n, n), now)
				}
				return
			}
			mustRefuse(t, trusted, chain.Range(2, 2), now, 2, test.reason, test.text)
			// A quorum of the set that it would bring in makes it no better.
			chain.Grow(2)
			if _, err := qbft.Verify(trusted, chain.Range(2, 4), now, testParams); !errors.Is(err, test.reason) {
				t.Errorf("with two headers on top: %v, want %v", err, test.reason)
			}
		})
	}
}

// abcd -> bcde -> cdef -> defg -> efgh: the last set knows nobody of the first. Each
// change is covered by the one before; without the seals of one of them it isn't.
func TestAttackSetReplacedStepByStep(t *testing.T) {
	all := qbfttest.Keys(t, "rolling", 8)
	chain := qbfttest.New(t, genesisTime, all[:4]).Grow(1)
	for i := 1; i <= 4; i++ {
		chain.Grow(2)
		chain.Add(qbfttest.Block{Keys: all[i : i+4]})
	}
	chain.Grow(1)
	trusted, now, top := trust(t, chain, 1), at(chain.Head().Time), uint64(chain.Len()-1)
	mustAccept(t, trusted, chain.Range(2, top), now)

	t.Run("seals stripped from one change", func(t *testing.T) {
		headers := chain.Range(2, top)
		headers[5] = qbfttest.Reseal(t, headers[5], func(e *qbft.ExtraData) { e.Seals = nil })
		mustRefuse(t, trusted, headers, now, 7, lightclient.ErrSeals, "0 of the 4")
	})
	t.Run("seals stripped where nothing changes", func(t *testing.T) {
		headers := chain.Range(2, top)
		for _, i := range []int{0, 1, 3, 4} {
			headers[i] = qbfttest.Reseal(t, headers[i], func(e *qbft.ExtraData) { e.Seals = nil })
		}
		mustAccept(t, trusted, headers, now) // the hash of the sealed ones covers them
	})
	t.Run("seals stripped from the last", func(t *testing.T) {
		headers := chain.Range(2, top)
		headers[len(headers)-1] = qbfttest.Reseal(t, headers[len(headers)-1], func(e *qbft.ExtraData) { e.Seals = nil })
		mustRefuse(t, trusted, headers, now, top, lightclient.ErrSeals, "0 of the 4")
	})
}

func TestAttackUnlinkedBatch(t *testing.T) {
	keys := qbfttest.Keys(t, "batch", 4)
	chain := qbfttest.New(t, genesisTime, keys).Grow(8)
	trusted, now := trust(t, chain, 1), at(chain.Head().Time)
	tests := map[string]struct {
		headers func() []*types.Header
		number  uint64
		reason  error
	}{
		"one left out":   {func() []*types.Header { return slices.Delete(chain.Range(2, 8), 2, 3) }, 4, lightclient.ErrMalformed},
		"first left out": {func() []*types.Header { return chain.Range(3, 8) }, 2, lightclient.ErrMalformed},
		"one repeated":   {func() []*types.Header { return slices.Insert(chain.Range(2, 8), 3, chain.At(4)) }, 5, lightclient.ErrMalformed},
		"reversed":       {func() []*types.Header { h := chain.Range(2, 8); slices.Reverse(h); return h }, 2, lightclient.ErrMalformed},
		"one nil":        {func() []*types.Header { h := chain.Range(2, 8); h[4] = nil; return h }, 6, lightclient.ErrMalformed},
		"middle exchanged": {func() []*types.Header {
			h := chain.Range(2, 8)
			h[2] = changed(h[2], func(h *types.Header) { h.Root[0]++ })
			return h
		}, 5, lightclient.ErrNotLinked},
		"of another chain": {func() []*types.Header { return qbfttest.New(t, genesisTime+1, keys).Grow(8).Range(2, 8) }, 2, lightclient.ErrNotLinked},
		"the trusted one":  {func() []*types.Header { return chain.Range(1, 1) }, 2, lightclient.ErrMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			mustRefuse(t, trusted, test.headers(), now, test.number, test.reason, "")
		})
	}
	t.Run("too many", func(t *testing.T) {
		long := chain.Fork(8).Grow(qbft.MaxBatch)
		mustAccept(t, trusted, long.Range(2, qbft.MaxBatch+1), at(long.Head().Time))
		mustRefuse(t, trusted, long.Range(2, qbft.MaxBatch+2), at(long.Head().Time), 2, lightclient.ErrTooManyBlocks, "257 headers, at most 256")
	})
}

func TestAttackTimes(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "times", 4)).Grow(1)
	trusted := trust(t, chain, 1)
	head := chain.Head().Time
	same := chain.Next(qbfttest.Block{Time: head})
	t.Run("same second as the parent", func(t *testing.T) { mustAccept(t, trusted, []*types.Header{same}, at(head)) })
	t.Run("our clock is behind by the drift", func(t *testing.T) { mustAccept(t, trusted, []*types.Header{same}, at(head-5)) })
	t.Run("our clock is behind by more", func(t *testing.T) {
		mustRefuse(t, trusted, []*types.Header{same}, at(head-6), 2, lightclient.ErrFuture, "clock")
	})
	t.Run("our clock is before 1970", func(t *testing.T) {
		mustRefuse(t, trusted, []*types.Header{same}, time.Unix(-100, 0), 2, lightclient.ErrFuture, "")
	})
	t.Run("our clock says 1970", func(t *testing.T) {
		early := qbfttest.New(t, 0, qbfttest.Keys(t, "times", 4))
		first := early.Next(qbfttest.Block{Change: func(h *types.Header) { h.Time = 0 }})
		mustAccept(t, trust(t, early, 0), []*types.Header{first}, time.Unix(-5, 0))
	})
	period := uint64(testParams.TrustingPeriod / time.Second)
	t.Run("last second of the trusting period", func(t *testing.T) {
		mustAccept(t, trusted, []*types.Header{same}, at(head+period-1))
	})
	t.Run("trusting period has passed", func(t *testing.T) {
		// With a fresh header, by all validators: only the age of the trusted one stops it.
		fresh := chain.Next(qbfttest.Block{Time: head + period, Sealers: chain.Keys()})
		mustRefuse(t, trusted, []*types.Header{fresh}, at(head+period), 2, lightclient.ErrExpired, "configure as anchor")
	})
	t.Run("trusted header dated at the end of time", func(t *testing.T) {
		late := qbfttest.New(t, math.MaxUint64-5, qbfttest.Keys(t, "late", 1))
		mustRefuse(t, trust(t, late, 0), []*types.Header{late.Next(qbfttest.Block{})}, at(head), 1, lightclient.ErrFuture, "")
	})
}

func TestAttackNothingTrusted(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "zero", 1)).Grow(1)
	if _, err := qbft.Verify(qbft.TrustedState{}, chain.Range(1, 1), at(chain.Head().Time), testParams); !errors.Is(err, lightclient.ErrNotLinked) {
		t.Errorf("over the zero state: %v", err)
	}
}

func TestAttackAnchor(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "anchor", 4)).Grow(2)
	tests := map[string]struct {
		header *types.Header
		anchor lightclient.Anchor
		reason error
	}{
		"another hash":              {chain.At(1), lightclient.Anchor{Number: 1, Hash: common.Hash{1}}, lightclient.ErrWrongChain},
		"another number":            {chain.At(1), lightclient.Anchor{Number: 2, Hash: qbfttest.Hash(t, chain.At(1))}, lightclient.ErrMalformed},
		"another validator set":     {qbfttest.Reseal(t, chain.At(1), func(e *qbft.ExtraData) { e.Validators = e.Validators[:1] }), chain.Anchor(1), lightclient.ErrWrongChain},
		"another state root":        {changed(chain.At(1), func(h *types.Header) { h.Root[0]++ }), chain.Anchor(1), lightclient.ErrWrongChain},
		"the hash of all its bytes": {chain.At(1), lightclient.Anchor{Number: 1, Hash: chain.At(1).Hash()}, lightclient.ErrWrongChain},
		"no header":                 {nil, chain.Anchor(1), lightclient.ErrMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := qbft.TrustAnchor(test.header, test.anchor, testParams); !errors.Is(err, test.reason) {
				t.Errorf("error is %v, want %v", err, test.reason)
			}
		})
	}
	t.Run("other seals and round of the same block", func(t *testing.T) {
		h := qbfttest.Reseal(t, chain.At(1), func(e *qbft.ExtraData) { e.Seals, e.Round = nil, 3 })
		if _, err := qbft.TrustAnchor(h, chain.Anchor(1), testParams); err != nil {
			t.Errorf("refused: %v", err)
		}
	})
}

func TestVerifyKeepsNothingOfItsArguments(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "aliases", 4)).Grow(2)
	headers := []*types.Header{types.CopyHeader(chain.At(2))}
	state := mustAccept(t, trust(t, chain, 1), headers, at(chain.Head().Time))
	before := state.Header()
	headers[0].Root[0]++
	headers[0].Number.SetUint64(99)
	headers[0].Extra[40] ^= 0xff
	state.Validators()[0] = common.Address{}
	if after := state.Header(); after != before {
		t.Errorf("state changed from %+v to %+v with its argument", before, after)
	}
	mustAccept(t, state, []*types.Header{chain.Next(qbfttest.Block{})}, at(chain.Head().Time+1))
}

func TestParamsValidate(t *testing.T) {
	tests := map[string]struct {
		params qbft.Params
		text   string
	}{
		"defaults":           {qbft.DefaultParams(), ""},
		"bad schedule":       {qbft.Params{TrustingPeriod: time.Hour, Schedule: qbft.Schedule{{From: 1}}}, "schedule begins at block 1"},
		"shortest":           {qbft.Params{TrustingPeriod: time.Second}, ""},
		"no trusting period": {qbft.Params{MaxClockDrift: time.Second}, "trusting period is 0s"},
		"negative drift":     {qbft.Params{TrustingPeriod: time.Hour, MaxClockDrift: -1}, "drift is -1ns"},
		"drift too long":     {qbft.Params{TrustingPeriod: time.Hour, MaxClockDrift: time.Hour}, "less than the trusting period"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.params.Validate()
			if (err == nil) != (test.text == "") || err != nil && !strings.Contains(err.Error(), test.text) {
				t.Errorf("error is %v, want %q", err, test.text)
			}
		})
	}
}
