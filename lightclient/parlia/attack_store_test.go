package parlia_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// saved is a client's State, as it is on disk.
type saved struct {
	Proof []byte
	Sum   common.Hash
}

func decodeSaved(t testing.TB, state []byte) (saved, *parlia.Proof) {
	t.Helper()
	var s saved
	if err := rlp.DecodeBytes(state, &s); err != nil {
		t.Fatal(err)
	}
	proof, err := parlia.DecodeProof(s.Proof)
	if err != nil {
		t.Fatal(err)
	}
	return s, proof
}

// encodeSaved writes a state whose sum is right, whatever it holds.
func encodeSaved(t testing.TB, proof []byte) []byte {
	t.Helper()
	b, err := rlp.EncodeToBytes(saved{Proof: proof, Sum: crypto.Keccak256Hash(proof)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAttackStore changes what a client saved, with a right sum: as whoever can write
// to a store does by mistake, or knows no better.
func TestAttackStore(t *testing.T) {
	s := newScript(t)
	client, store := s.open(nil)
	honest, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	top := client.Final().Header().Number
	raw := func(proof []byte) func(*parlia.Proof) []byte { return func(*parlia.Proof) []byte { return proof } }
	changed := func(change func(*parlia.Proof)) func(*parlia.Proof) []byte {
		return func(p *parlia.Proof) []byte {
			change(p)
			b, err := rlp.EncodeToBytes(p)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	evil, crowd := setOf(t, "evil", 5, 1).Announcement().Validators, make([]parlia.Validator, parlia.MaxValidators)
	for i := range crowd {
		crowd[i].Address[0] = byte(i + 1)
	}
	setAll := func(p *parlia.Proof, validators []parlia.Validator) {
		for i := range p.Terms {
			p.Terms[i].Validators = validators
		}
	}
	for name, attack := range map[string]struct {
		proof func(*parlia.Proof) []byte
		text  string
	}{
		"no proof":                  {raw(nil), "proof"},
		"a proof too large":         {raw(make([]byte, parlia.MaxProofBytes+1)), "proof has 262081 bytes"},
		"a proof that is none":      {raw([]byte{0xc0}), "proof"},
		"no headers":                {changed(func(p *parlia.Proof) { p.Headers = nil }), "proof has 0 headers"},
		"a byte more":               {func(p *parlia.Proof) []byte { return append(changed(func(*parlia.Proof) {})(p), 0) }, "proof: rlp"},
		"as many headers as may be": {changed(func(p *parlia.Proof) { p.Headers = slices.Repeat(p.Headers[:1], 274) }), "number is"},
		"a set as large as may be":  {changed(func(p *parlia.Proof) { setAll(p, crowd) }), "none of the 64 validators"},
		"too many headers":          {changed(func(p *parlia.Proof) { p.Headers = slices.Repeat(p.Headers[:1], 275) }), "proof has 275 headers"},
		"a gap between headers":     {changed(func(p *parlia.Proof) { p.Headers = append(p.Headers[:1], p.Headers[2:]...) }), "number is"},
		"votes left out":            {changed(func(p *parlia.Proof) { p.Headers = p.Headers[:2] }), "none of the headers is final"},
		"votes for the next one too": {changed(func(p *parlia.Proof) {
			p.Headers = s.chain.Range(top, top+2)
			p.Headers = append(p.Headers, s.chain.Fork(top+2).Add(block{}))
		}), "saved proof is of header"},
		"another header of the chain":  {changed(func(p *parlia.Proof) { p.Headers = s.chain.Range(top-1, top+1) }), "the record says"},
		"no terms":                     {changed(func(p *parlia.Proof) { p.Terms = nil }), "snapshot has 0 terms"},
		"too many terms":               {changed(func(p *parlia.Proof) { p.Terms = slices.Repeat(p.Terms[:1], 4) }), "snapshot has 4 terms"},
		"terms reordered":              {changed(func(p *parlia.Proof) { p.Terms[0], p.Terms[1] = p.Terms[1], p.Terms[0] }), "snapshot has a term from"},
		"two terms at one time":        {changed(func(p *parlia.Proof) { p.Terms[1].From = p.Terms[0].From }), "snapshot has a term from"},
		"a term beyond all numbers":    {changed(func(p *parlia.Proof) { p.Terms[len(p.Terms)-1].From = math.MaxInt64 + 1 }), "want at most 9223372036854775807"},
		"terms that begin too late":    {changed(func(p *parlia.Proof) { p.Terms = p.Terms[:1]; p.Terms[0].From = top + 1 }), "validators of block"},
		"another set":                  {changed(func(p *parlia.Proof) { setAll(p, evil) }), "who is none of the 5 validators"},
		"an empty set":                 {changed(func(p *parlia.Proof) { p.Terms[0].Validators = nil }), "term has 0 validators"},
		"a huge set":                   {changed(func(p *parlia.Proof) { p.Terms[0].Validators = make([]parlia.Validator, 65) }), "term has 65 validators"},
		"a set of one validator twice": {changed(func(p *parlia.Proof) { p.Terms[0].Validators[1] = p.Terms[0].Validators[0] }), "distinct and ascending"},
		"turn length 0":                {changed(func(p *parlia.Proof) { p.Terms[0].TurnLength = 0 }), "turn length 0"},
		"epoch length 0":               {changed(func(p *parlia.Proof) { p.EpochLength = 0 }), "epoch length 0"},
		"epoch length 1":               {changed(func(p *parlia.Proof) { p.EpochLength = 1 }), "epoch length 1"},
		"a huge epoch length":          {changed(func(p *parlia.Proof) { p.EpochLength = parlia.MaxEpochLength + 1 }), "epoch length 10001"},
		"the genesis":                  {changed(func(p *parlia.Proof) { p.Headers = s.chain.Range(0, 0) }), "proof is of block 0"},
		"epoch length 2":               {changed(func(p *parlia.Proof) { p.EpochLength = 2 }), "announces 248 validators"},
		"a header of broken extra": {changed(func(p *parlia.Proof) {
			p.Headers[0].Extra = append(p.Headers[0].Extra[:32:32], make([]byte, 66)...)
			p.Headers = p.Headers[:1]
		}), "attestation"},
	} {
		t.Run(name, func(t *testing.T) {
			_, proof := decodeSaved(t, honest.State)
			record := honest
			record.State = encodeSaved(t, attack.proof(proof))
			s.mustBeDamaged(t, record, attack.text)
		})
	}
	// The same bytes, as they were.
	_, proof := decodeSaved(t, honest.State)
	encoded, err := proof.Encode()
	if err != nil || !slices.Equal(encodeSaved(t, encoded), honest.State) {
		t.Fatalf("an unchanged proof is encoded otherwise, %v", err)
	}
	record := honest
	record.State = honest.State[:len(honest.State)-1]
	s.mustBeDamaged(t, record, "state of the client")
	record.State = slices.Clone(honest.State)
	record.State[len(record.State)-1] ^= 1
	s.mustBeDamaged(t, record, "sum of the saved proof")
	// The key of one who did not vote is covered by the sum alone.
	record = honest
	record.Trusted.StateRoot[0] ^= 1
	s.mustBeDamaged(t, record, "the record says")
}

// mustBeDamaged requires that no client is made of a record.
func (s *script) mustBeDamaged(t *testing.T, record lightclient.Record, text string) {
	t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: record.ChainID, Kind: record.Kind})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Save(record); err != nil {
		t.Fatal(err)
	}
	client, err := parlia.New(s.config(store, record.Anchor))
	if !errors.Is(err, lightclient.ErrStoreDamaged) || !strings.Contains(err.Error(), text) {
		t.Fatalf("error is %v, want ErrStoreDamaged: %q", err, text)
	}
	if client != nil {
		t.Fatal("a client is returned with the error")
	}
}

// TestAttackHugeHeaders: a bad validator makes three blocks of the largest size in a
// row, which the next ones attest, so that no store takes the proof. Nothing is
// released that cannot be kept, and a few blocks later the client goes on.
func TestAttackHugeHeaders(t *testing.T) {
	s := newScriptOn(t, deep())
	s.extend(8) // past the epoch block 36
	for _, e := range s.endpoints {
		e.Show(s.chain, nil)
	}
	client, store := s.open(nil)
	before, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	huge := longExtra(parlia.MaxExtraBytes)
	huge.Up = 3
	for _, b := range []block{{Mute: true}, {Mute: true}, huge, huge, huge, {Up: 3}, {Up: 3}} {
		s.chain.Add(b)
	}
	s.clock.SetUnix(s.chain.Head().Time)
	s.endpoints[0].Show(s.chain, nil)
	final, err := client.Update(t.Context())
	if err != nil || final.Header() != before.Trusted { // as where nothing newer is final yet
		t.Fatalf("trusts %d, %v, want %d still", final.Header().Number, err, before.Trusted.Number)
	}
	if after, err := store.Load(); err != nil || after.Trusted != before.Trusted {
		t.Fatalf("the store has %d, %v", after.Trusted.Number, err)
	}
	s.extend(3)
	s.endpoints[0].Show(s.chain, nil)
	s.mustReach(client, s.head()-2)
}

// TestAttackStoreOfAnotherNetwork: the same validators run a second network, whose
// record is put in the place of the first one's.
func TestAttackStoreOfAnotherNetwork(t *testing.T) {
	s := newScript(t)
	_, store := s.open(nil)
	record, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	s.network.ChainID++
	record.ChainID++
	s.mustBeDamaged(t, record, "over chain id 9002")
	for _, owner := range []lightclient.Owner{{ChainID: 9001, Kind: parlia.Kind}, {ChainID: 9002, Kind: "qbft"}} {
		foreign, err := lightclient.NewMemoryStore(owner)
		if err != nil {
			t.Fatal(err)
		}
		record.ChainID, record.Kind = owner.ChainID, owner.Kind
		if err := foreign.Save(record); err != nil {
			t.Fatal(err)
		}
		if _, err := parlia.New(s.config(foreign, record.Anchor)); !errors.Is(err, lightclient.ErrStoreForeign) {
			t.Errorf("record of %v: %v", owner, err)
		}
	}
}

// TestStoreRolledBack: an older record is what the client itself once wrote. It makes
// it believe nothing false, and is caught up with.
func TestStoreRolledBack(t *testing.T) {
	s := newScript(t)
	_, store := s.open(nil)
	record, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	s.Grow(20)
	old, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: parlia.Kind})
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Save(record); err != nil {
		t.Fatal(err)
	}
	client, err := parlia.New(s.config(old, record.Anchor))
	if err != nil {
		t.Fatal(err)
	}
	if got := client.Final().Header(); got != record.Trusted {
		t.Fatalf("trusts %+v", got)
	}
	s.mustReach(client, s.head()-2)
}

// TestAttackProofs: what a stranger shows as evidence.
func TestAttackProofs(t *testing.T) {
	s := newScript(t)
	client, store := s.open(nil)
	record, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	final := client.Final().Header()
	verdictOf := func(change func(*parlia.Proof)) (parlia.Verdict, error) {
		_, proof := decodeSaved(t, record.State)
		change(proof)
		return proof.Check(s.network)
	}
	on := func(number uint64, blocks ...block) []*types.Header { // headers from final on, altered from number on
		fork := s.chain.Fork(number - 1)
		for _, b := range blocks {
			fork.Add(b)
		}
		return fork.Range(final.Number, fork.Head().Number.Uint64())
	}
	for name, test := range map[string]struct {
		change func(*parlia.Proof)
		final  bool
		vote   uint64 // target; 0: none
		text   string // of the error
	}{
		"as it is":                       {func(*parlia.Proof) {}, true, final.Number + 1, ""},
		"the header alone":               {func(p *parlia.Proof) { p.Headers = p.Headers[:1] }, false, 0, ""},
		"with one vote":                  {func(p *parlia.Proof) { p.Headers = p.Headers[:2] }, false, final.Number, ""},
		"with one vote for its child":    {func(p *parlia.Proof) { p.Headers = on(final.Number+1, block{Mute: true}, block{}, block{Mute: true}) }, false, final.Number + 1, ""},
		"with too few votes":             {func(p *parlia.Proof) { p.Headers = on(final.Number+1, few) }, false, 0, "validators voted"},
		"with too few votes for a child": {func(p *parlia.Proof) { p.Headers = on(final.Number+2, few) }, false, 0, "validators voted"},
		"with more bytes after the vote": {func(p *parlia.Proof) { p.Headers = on(final.Number+1, trailed) }, false, 0, ""},
		"without validators": {func(p *parlia.Proof) {
			p.Terms = p.Terms[len(p.Terms)-1:]
			p.Terms[0].From = final.Number + 2
			p.Headers = p.Headers[:2]
		}, false, 0, "validators of block"},
		"with too few, but not for the child": {func(p *parlia.Proof) { p.Headers = on(final.Number+1, few, block{}) }, false, 0, "validators voted"},
		"with the longest epoch":              {func(p *parlia.Proof) { p.EpochLength = parlia.MaxEpochLength }, true, final.Number + 1, ""},
		"with a term at the end of numbers": {func(p *parlia.Proof) {
			p.Terms = append(p.Terms[max(0, len(p.Terms)-2):], parlia.Term{From: math.MaxInt64, Validators: p.Terms[0].Validators, TurnLength: 1})
		}, true, final.Number + 1, ""},
		"unlinked": {func(p *parlia.Proof) { p.Headers[1] = p.Headers[2] }, false, 0, "number is"},
	} {
		t.Run(name, func(t *testing.T) {
			verdict, err := verdictOf(test.change)
			if test.text != "" {
				if err == nil || !strings.Contains(err.Error(), test.text) || verdict != (parlia.Verdict{}) {
					t.Fatalf("%+v, %v, want an error that says %q", verdict, err, test.text)
				}
				return
			}
			if err != nil || verdict.Final != test.final || verdict.Vote.TargetNumber != test.vote || verdict.Header != final {
				t.Fatalf("%+v, %v", verdict, err)
			}
		})
	}
	_, proof := decodeSaved(t, record.State)
	if _, err := proof.Check(parlia.Network{}); err == nil {
		t.Error("a proof is checked by no rules at all")
	}
	proof.Headers[0].Number = nil
	if _, err := proof.Encode(); !errors.Is(err, lightclient.ErrMalformed) {
		t.Errorf("a header without a number is encoded: %v", err)
	}
	proof.Headers[0] = s.chain.At(1)
	for size, fits := range map[int]bool{parlia.MaxProofBytes: true, parlia.MaxProofBytes + 1: false} {
		proof.Headers[0].Extra = make([]byte, 200_000)
		b, err := proof.Encode()
		if err != nil {
			t.Fatal(err)
		}
		proof.Headers[0].Extra = make([]byte, 200_000+size-len(b))
		if b, err = proof.Encode(); fits != (err == nil) || !fits && !strings.Contains(err.Error(), "at most 262080 are kept") {
			t.Errorf("a proof of %d bytes is encoded: %v", size, err)
		}
		if fits {
			if _, err := parlia.DecodeProof(b); len(b) != size || err != nil {
				t.Errorf("a proof of %d bytes: %v", len(b), err)
			}
		}
	}
}
