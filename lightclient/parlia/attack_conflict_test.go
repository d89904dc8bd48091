package parlia_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// open returns a client of the script's endpoints that trusts what is final, and its
// store.
func (s *script) open(change func(*parlia.Config)) (*parlia.Client, lightclient.Store) {
	s.t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: parlia.Kind})
	if err != nil {
		s.t.Fatal(err)
	}
	cfg := s.config(store, s.chain.Anchor(s.head()-6))
	cfg.StallAfter = time.Hour
	if change != nil {
		change(&cfg)
	}
	client, err := parlia.New(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
	return client, store
}

func (s *script) mustReach(c *parlia.Client, number uint64) {
	s.t.Helper()
	final, err := c.Update(context.Background())
	if err != nil || final.Header() != s.At(number) {
		s.t.Fatalf("trusts %d, %v, want %d", final.Header().Number, err, number)
	}
}

// rivals are branches of four validators, beside a chain whose head is top and whose
// final block is top-2. A client that sees one has to freeze, or must not.
var rivals = map[string]struct {
	leaves uint64  // how far below the head is the last common block
	blocks []block // the branch
	// what the evidence has to show of the rival: final, or a vote for a block so far
	// from the final one; "" if there must be no evidence, and the reason then
	shows  string
	target int64
	reason error
}{
	"final at the same height":            {3, []block{altered, {}, {}, {}}, "final", 2, nil},
	"final at the same height, in a fork": {3, []block{altered, {}, {}}, "final", 1, nil},
	"final higher up":                     {3, []block{altered, {Mute: true}, {}, {}, {}}, "final", 3, nil},
	"final further down":                  {6, []block{altered, {}, {}}, "final", -2, nil},
	"two votes for one height":            {3, []block{altered, {}, {Mute: true}}, "vote", 0, nil},
	"two votes for the child's height":    {3, []block{altered, {Mute: true}, {}, {Mute: true}}, "vote", 1, nil},
	"a vote around another":               {4, []block{altered, {Mute: true}, {Mute: true}, {Mute: true}, {}}, "vote", 2, nil},
	"a vote one block below":              {4, []block{altered, {}, {Mute: true}, {Mute: true}}, "", 0, lightclient.ErrNotLinked},
	"nobody votes":                        {3, []block{altered, {Mute: true}, {Mute: true}}, "", 0, lightclient.ErrNotLinked},
	"too few vote":                        {3, []block{altered, few, {Mute: true}}, "", 0, lightclient.ErrNotLinked},
	"too few vote for the child":          {6, []block{altered, {}, few}, "", 0, lightclient.ErrNotLinked},
	"more bytes after the votes":          {3, []block{altered, trailed, {Mute: true}}, "", 0, lightclient.ErrNotLinked},
	"sealed for no turn at all":           {6, []block{{Change: difficulty(7)}, {}, {}}, "", 0, lightclient.ErrNotLinked},
	"dated ahead":                         {3, []block{altered, {}, {}, {Time: genesisTime + 1e6}}, "", 0, lightclient.ErrFuture},
}

var (
	altered = block{Change: parliatest.Alter("rival")}
	few     = block{Attest: func(a *parlia.Attestation) { a.Voters &= a.Voters - 1; a.Voters &= a.Voters - 1 }}
	trailed = block{Raw: func(b []byte) []byte { return append(b, 0) }}
)

// TestAttackRivals shows each branch to a client that follows the honest chain over
// another endpoint, as a witness, and as the only endpoint.
func TestAttackRivals(t *testing.T) {
	for name, rival := range rivals {
		for _, witness := range []bool{true, false} {
			t.Run(name+map[bool]string{true: " at a witness", false: ""}[witness], func(t *testing.T) {
				s := newScript(t)
				client, store := s.open(func(cfg *parlia.Config) { cfg.Providers = cfg.Providers[:2] })
				trusted := client.Final().Header()
				branch := s.chain.Fork(s.head() - rival.leaves)
				for _, b := range rival.blocks {
					branch.Add(b)
				}
				s.endpoints[1].Show(branch, nil)
				if witness {
					s.extend(1)
				}
				s.endpoints[0].Show(map[bool]*parliatest.Chain{true: s.chain, false: branch}[witness], nil)
				if witness {
					trusted = s.At(s.head() - 2)
				}
				_, err := client.Update(context.Background())
				var frozen *lightclient.FrozenError
				evidence, _ := store.Evidence()
				switch {
				case witness && (rival.shows == "" || branch.Head().Number.Uint64() < trusted.Number || rival.shows == "vote" && rival.target < 1):
					// No rival, or one that has nothing to say about the new header, which is one above.
					if err != nil || evidence != nil {
						t.Fatalf("error is %v, evidence %v, want none", err, evidence)
					}
				case rival.shows == "":
					if errors.As(err, &frozen) || evidence != nil || !errors.Is(err, rival.reason) {
						t.Fatalf("error is %v, want %v", err, rival.reason)
					}
				case !errors.As(err, &frozen) || evidence == nil:
					t.Fatalf("error is %v, want a FrozenError", err)
				default:
					s.mustShow(*evidence, rival.shows, int64(s.head())-2+rival.target, witness)
				}
			})
		}
	}
}

// mustShow checks what evidence shows of the rival.
func (s *script) mustShow(e lightclient.Evidence, shows string, target int64, witness bool) {
	s.t.Helper()
	if e.Trusted != s.At(e.Number) || e.Conflicting.Number != e.Number || e.Conflicting.Hash == e.Trusted.Hash {
		s.t.Fatalf("evidence is no conflict: %+v and %+v", e.Trusted, e.Conflicting)
	}
	for _, side := range []struct {
		raw    []byte
		header lightclient.Header
		rival  bool
	}{{e.RawTrusted, e.Trusted, false}, {e.RawConflicting, e.Conflicting, true}} {
		proof, err := parlia.DecodeProof(side.raw)
		if err != nil {
			s.t.Fatal(err)
		}
		verdict, err := proof.Check(s.network)
		if err != nil || verdict.Header != side.header {
			s.t.Fatalf("the proof shows %+v, %v, want header %+v", verdict, err, side.header)
		}
		if final := !side.rival || shows == "final"; verdict.Final != final {
			s.t.Errorf("final: %t, want %t", verdict.Final, final)
		}
		if side.rival && !witness && int64(verdict.Vote.TargetNumber) != target {
			s.t.Errorf("vote is for %d, want %d", verdict.Vote.TargetNumber, target)
		}
	}
}

// TestAttackRivalsThatAreNone: branches that must not freeze a client, although all of
// their votes are real: of another chain, or of validators of too long ago.
func TestAttackRivalsThatAreNone(t *testing.T) {
	t.Run("another genesis", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		for _, e := range s.endpoints {
			e.Show(s.other.GrowTo(s.head()+3), nil)
		}
		s.mustStay(client, store, lightclient.ErrWrongChain)
	})
	t.Run("a fork from below what is remembered", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil) // from the anchor at head-6 on
		branch := s.chain.Fork(s.head() - 8)
		branch.Add(altered)
		for _, e := range s.endpoints {
			e.Show(branch.Grow(8), nil)
		}
		s.mustStay(client, store, lightclient.ErrWrongChain)
	})
	t.Run("after the trusting period", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		branch := s.chain.Fork(s.head() - 3)
		branch.Add(altered)
		for _, e := range s.endpoints {
			e.Show(branch.Grow(2), nil) // as high as the trusted chain
		}
		s.Advance(params(s.network).TrustingPeriod)
		s.mustStay(client, store, lightclient.ErrExpired)
	})
	t.Run("a fork above the final header", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		branch := s.chain.Fork(s.head() - 2)
		branch.Add(altered)
		s.endpoints[0].Show(branch, nil)
		s.mustReach(client, s.head()-2)
		if evidence, err := store.Evidence(); evidence != nil || err != nil {
			t.Fatalf("evidence: %v, %v", evidence, err)
		}
	})
	t.Run("an endpoint that contradicts itself", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		s.extend(3)
		for _, e := range s.endpoints { // the trusted headers are the honest ones, those above name another parent
			e.Show(s.chain, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				if len(honest) > 0 && honest[0].Number.Uint64() == client.Final().Header().Number+1 {
					honest[0] = types.CopyHeader(honest[0])
					honest[0].ParentHash[0] ^= 1
				}
				return honest, nil
			})
		}
		s.mustStay(client, store, lightclient.ErrNotLinked)
	})
}

// mustStay requires that an Update is refused for a reason, and no evidence kept.
func (s *script) mustStay(client *parlia.Client, store lightclient.Store, reason error) {
	s.t.Helper()
	before := client.Final()
	final, err := client.Update(context.Background())
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) || final != before {
		s.t.Fatalf("trusts %d, %v, want %v", final.Header().Number, err, reason)
	}
	if evidence, err := store.Evidence(); evidence != nil || err != nil {
		s.t.Fatalf("evidence: %v, %v", evidence, err)
	}
}

// TestEvidenceThatCannotBeSaved: the client freezes all the same, and says so.
func TestEvidenceThatCannotBeSaved(t *testing.T) {
	s := newScript(t)
	client, _ := s.open(func(cfg *parlia.Config) { cfg.Store = noEvidence{cfg.Store} })
	branch := s.chain.Fork(s.head() - 3)
	branch.Add(altered)
	s.endpoints[0].Show(branch.Grow(3), nil)
	for range 2 {
		_, err := client.Update(context.Background())
		var frozen *lightclient.FrozenError
		if !errors.As(err, &frozen) {
			t.Fatalf("error is %v, want a FrozenError", err)
		}
		if first := strings.Contains(err.Error(), "disk full"); !first && client.Final().IsZero() {
			t.Fatalf("error is %v", err)
		}
	}
}

type noEvidence struct{ lightclient.Store }

func (noEvidence) SaveEvidence(lightclient.Evidence) error { return errors.New("disk full") }
