package clique_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// rival returns a branch that leaves the chain below a block, sealed by the given
// signers, by default by as many as make its first block final.
func (s *script) rival(number uint64, signers ...cliquetest.Key) *cliquetest.Chain {
	c := s.chain.Fork(number - 1)
	if len(signers) == 0 {
		c.Add(cliquetest.Block{Change: cliquetest.Alter("rival")})
		return c.Grow(int(s.confirmations()))
	}
	c.Add(cliquetest.Block{Change: cliquetest.Alter("rival"), By: signers[0]})
	return c.SealedBy(signers[1:]...)
}

func (s *script) mustFreeze(c *clique.Client, number uint64) lightclient.Evidence {
	s.t.Helper()
	before := c.Final()
	var frozen *lightclient.FrozenError
	if _, err := c.Update(context.Background()); !errors.As(err, &frozen) {
		s.t.Fatalf("update: %v, want a FrozenError", err)
	}
	e := frozen.Evidence
	if e.Number != number || e.Trusted != s.At(number) || e.Conflicting.Number != number || e.Conflicting.Hash == e.Trusted.Hash {
		s.t.Errorf("evidence is of height %d, %+v and %+v, want %+v and another one", e.Number, e.Trusted, e.Conflicting, s.At(number))
	}
	if err := s.checkEvidence(e); err != nil {
		s.t.Errorf("evidence: %v", err)
	}
	if c.Final() != before {
		s.t.Errorf("frozen, and yet moved to %+v", c.Final().Header())
	}
	return e
}

func TestAttackConflict(t *testing.T) {
	for _, n := range []int{4, 5} {
		t.Run("of the endpoint that is followed", func(t *testing.T) {
			s := newScript(t, n, 8)
			c := s.open(nil, nil)
			s.mustReach(c, 14)
			s.endpoints[0].Show(s.rival(14))
			s.mustFreeze(c, 14)
		})
		t.Run("of that endpoint, some blocks below", func(t *testing.T) {
			s := newScript(t, n, 8)
			c := s.open(nil, nil)
			s.mustReach(c, 14)
			s.endpoints[0].Show(s.rival(11).Grow(2))
			s.mustFreeze(c, 11)
		})
		t.Run("of a witness, before anything is released", func(t *testing.T) {
			s := newScript(t, n, 8)
			c := s.open(nil, nil)
			s.mustReach(c, 14)
			s.Grow(3)
			s.endpoints[2].Show(s.rival(16).Grow(1))
			s.mustFreeze(c, 16)
		})
	}
	t.Run("of the next endpoint, when the first one has brought more", func(t *testing.T) {
		s := newScript(t, 5, 8)
		c := s.open(nil, nil)
		s.mustReach(c, 14)
		s.Grow(3)
		s.clock.Add(time.Hour) // so that all are asked
		rival, asked := s.endpoints[1], false
		rival.Show(s.rival(14))
		rival.Lie(func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
			if !asked { // as a witness
				asked = true
				return nil, lightclient.ErrNoSuchHeader
			}
			return honest, nil
		})
		s.mustFreeze(c, 14)
	})
	t.Run("after a restart", func(t *testing.T) {
		s := newScript(t, 5, 8)
		store := s.store()
		s.mustReach(s.open(store, nil), 14)
		c := s.open(store, nil)
		s.endpoints[0].Show(s.rival(14))
		s.mustFreeze(c, 14) // ours is fetched anew
		s.Grow(1)
		s.show()
		for _, c := range []*clique.Client{c, s.open(store, nil)} { // for good
			if _, err := c.Update(context.Background()); !errors.As(err, new(*lightclient.FrozenError)) {
				t.Errorf("among honest endpoints: %v, want a FrozenError", err)
			}
		}
	})
	t.Run("after a restart and another header", func(t *testing.T) {
		s := newScript(t, 5, 8)
		store := s.store()
		s.mustReach(s.open(store, nil), 14)
		c := s.open(store, nil)
		s.Grow(2)
		s.mustReach(c, 16)
		s.endpoints[0].Show(s.rival(13).Grow(3)) // ours is held from 15 on
		s.mustFreeze(c, 13)
	})
	t.Run("of all endpoints", func(t *testing.T) {
		s := newScript(t, 5, 8)
		c := s.open(nil, nil)
		s.mustReach(c, 14)
		for _, e := range s.endpoints {
			e.Show(s.rival(12).Grow(3))
		}
		s.mustFreeze(c, 12) // ours is held
	})
	t.Run("of an endpoint that is behind", func(t *testing.T) {
		s := newScript(t, 5, 8)
		c := s.open(nil, nil)
		s.mustReach(c, 14)
		s.endpoints[0].Show(s.rival(11))
		s.mustFreeze(c, 11)
	})
	t.Run("after hundreds of blocks", func(t *testing.T) {
		s := newScript(t, 3, 200)
		s.chain.Grow(500)
		s.show()
		c := s.open(nil, nil)
		s.mustReach(c, s.final())
		s.endpoints[0].Show(s.rival(s.final()))
		s.mustFreeze(c, s.final())
	})
	t.Run("after a restart, of which nobody can prove ours", func(t *testing.T) {
		s := newScript(t, 5, 8)
		store := s.store()
		s.mustReach(s.open(store, nil), 14)
		c := s.open(store, nil)
		for _, e := range s.endpoints {
			e.Show(s.rival(14).Grow(1))
		}
		s.mustFail(c, lightclient.ErrDisagreement, "so that there is no proof")
		s.endpoints[2].Show(s.chain)
		s.mustFreeze(c, 14)
	})
	t.Run("which no store takes", func(t *testing.T) {
		s := newScript(t, 5, 8)
		c := s.open(&fullStore{s.store()}, nil)
		s.mustReach(c, 14)
		s.endpoints[0].Show(s.rival(14))
		if _, err := c.Update(context.Background()); !errors.Is(err, errDiskFull) || !errors.As(err, new(*lightclient.FrozenError)) {
			t.Fatalf("update: %v, want a FrozenError and that of the store", err)
		}
		s.mustFreeze(c, 14) // as long as the process lives
	})
}

var errDiskFull = errors.New("no space left on device")

type fullStore struct{ lightclient.Store }

func (s *fullStore) SaveEvidence(lightclient.Evidence) error { return errDiskFull }

// What must not stop a lane: branches that prove nothing.
func TestAttackFalseAlarm(t *testing.T) {
	key := func(s *script, i int) cliquetest.Key { return s.chain.Keys()[i] }
	for _, test := range []struct {
		name  string
		n     int
		rival func(s *script) *cliquetest.Chain
		err   error
		text  string
	}{
		{"sealed by half of the signers", 4, func(s *script) *cliquetest.Chain { return s.rival(14, key(s, 2), key(s, 3)) }, lightclient.ErrSeals, "header 14 is not final"},
		{"sealed by just under half", 5, func(s *script) *cliquetest.Chain { return s.rival(14, key(s, 4), key(s, 0)) }, lightclient.ErrSeals, "header 14 is not final"},
		{"sealed by strangers", 5, func(s *script) *cliquetest.Chain {
			return s.rival(14, cliquetest.Keys(s.t, "strangers", 3)...)
		}, lightclient.ErrSeals, "who is none of the 5 signers"},
		{"of another genesis", 5, func(s *script) *cliquetest.Chain {
			return cliquetest.New(s.t, 8, genesisTime+1, s.chain.Keys()).Grow(20)
		}, lightclient.ErrWrongChain, "serves another chain"},
		{"that leaves below the anchor", 5, func(s *script) *cliquetest.Chain { return s.rival(7).Grow(12) }, lightclient.ErrWrongChain, "or a fork of many blocks"},
		{"that is shorter than what is trusted", 5, func(s *script) *cliquetest.Chain { return s.chain.Fork(10) }, lightclient.ErrStale, "its newest is 10, trusted is 14"},
		{"that is shorter than what is remembered", 5, func(s *script) *cliquetest.Chain { return s.chain.Fork(5) }, lightclient.ErrStale, "its newest is 5, trusted is 14"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScript(t, test.n, 8)
			c := s.open(nil, nil)
			s.mustReach(c, 14)
			for _, e := range s.endpoints {
				e.Show(test.rival(s))
			}
			s.mustFail(c, test.err, test.text)
			for _, e := range s.endpoints[1:] {
				e.Show(s.chain)
			}
			s.Grow(1)
			s.endpoints[0].Show(test.rival(s))
			s.mustReach(c, s.final())
			s.chain.Grow(1)
			s.endpoints[1].Show(s.chain)
			s.endpoints[0].Show(s.chain)
			s.endpoints[2].Show(test.rival(s)) // as a witness
			s.mustReach(c, s.final())
		})
	}
}

// Above what is final, Clique has forks every day. The client follows whichever
// becomes final.
func TestAttackReorgAboveFinal(t *testing.T) {
	s := newScript(t, 5, 8)
	c := s.open(nil, nil)
	s.mustReach(c, 14)
	left := s.chain.Fork(15)
	left.Add(cliquetest.Block{Change: cliquetest.Alter("left")})
	left.Grow(1)
	for _, e := range s.endpoints {
		e.Show(left)
	}
	s.mustReach(c, 15) // in both
	s.chain.Grow(3)    // of 16 there are two now: this one and that of left
	s.show()
	s.mustReach(c, 17)
	s.endpoints[0].Show(left.Fork(17)) // left, and final never
	s.mustReach(c, 17)
}

// Answers that are no headers, and others than were asked for.
func TestAttackAnswers(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer clienttest.Lie
		err    error
		text   string
	}{
		{"one too few", func(_ context.Context, h []*types.Header) ([]*types.Header, error) { return h[:max(1, len(h)-1)], nil }, lightclient.ErrMalformed, "got 3 of them"},
		{"one too many", func(_ context.Context, h []*types.Header) ([]*types.Header, error) { return append(h, h[0]), nil }, lightclient.ErrMalformed, "got 5 of them"},
		{"absent ones", func(_ context.Context, h []*types.Header) ([]*types.Header, error) {
			if len(h) > 1 {
				h = make([]*types.Header, len(h))
			}
			return h, nil
		}, lightclient.ErrMalformed, "there is no header"},
		{"no newest one", func(_ context.Context, h []*types.Header) ([]*types.Header, error) { return nil, nil }, lightclient.ErrMalformed, "there is no header"},
		{"an endless error", func(context.Context, []*types.Header) ([]*types.Header, error) {
			return nil, errors.New(strings.Repeat("x", 1<<20))
		}, lightclient.ErrUnavailable, "newest header"},
		{"a branch that contradicts itself", func() clienttest.Lie {
			first := true
			return func(_ context.Context, h []*types.Header) ([]*types.Header, error) {
				if len(h) > 1 && first {
					first = false
					h[0] = types.CopyHeader(h[0])
					h[0].ParentHash[0]++
				}
				return h, nil
			}
		}(), lightclient.ErrNotLinked, "it contradicts itself"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScript(t, 5, 8)
			c := s.open(nil, func(cfg *clique.Config) { cfg.Providers = cfg.Providers[:1] })
			s.mustReach(c, 14)
			s.Grow(2)
			s.endpoints[0].Lie(test.answer)
			s.mustFail(c, test.err, test.text)
			if _, err := c.Update(context.Background()); err != nil && len(err.Error()) > 2000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
			s.endpoints[0].Lie(nil)
			s.mustReach(c, 16)
		})
	}
}

// The signers of the anchor are not believed for ever, and not before their time.
func TestAttackOldAnchor(t *testing.T) {
	s := newScript(t, 5, 8)
	c := s.open(nil, nil)
	s.clock.Add(s.params.TrustingPeriod)
	s.mustFail(c, lightclient.ErrExpired, "header 8 is")
	s = newScript(t, 5, 8)
	s.clock.Turn(at(genesisTime + 2)) // header 8 is 6 s ahead, and 5 are allowed
	s.mustFail(s.open(nil, nil), lightclient.ErrFuture, "timestamp is")
	s.clock.Turn(at(genesisTime + 16))
	other := cliquetest.New(t, 8, genesisTime+1, s.chain.Keys()).Grow(16)
	for _, e := range s.endpoints {
		e.Show(other)
	}
	s.mustFail(s.open(nil, nil), lightclient.ErrWrongChain, "the configured anchor is")
}

// TestAttackNothingFinal: A and B drop three others so fast that, of the five who were
// entitled to seal block 7, never a third one seals again. Whether they may is beyond
// what this client can know: it stops.
func TestAttackNothingFinal(t *testing.T) {
	s := newScript(t, 5, 8)
	s.params = testParams(clique.DefaultEpoch)
	chain, _, err := play(t, s.params, "ABCDE", "B-C C-E D-E A-D C-D E A-E B-D A-C")
	if err != nil {
		t.Fatal(err)
	}
	s.chain = chain.Grow(260)
	for _, e := range s.endpoints {
		e.Show(chain.Fork(30))
	}
	s.clock.SetUnix(chain.Head().Time)
	c := s.open(nil, nil)
	s.mustReach(c, 6)
	s.show()
	s.mustFail(c, lightclient.ErrSeals, "of 256 headers upon the trusted one none is final; configure as anchor a later checkpoint")
}

// The suite's faults, each from one endpoint, are in TestSuite. Here is what is left:
// the last endpoint alone is honest, and told last.
func TestAttackAllButOneLie(t *testing.T) {
	for _, fault := range []clienttest.Fault{clienttest.Forged, clienttest.Unlinked, clienttest.Future, clienttest.Nonsense, clienttest.OtherChain, clienttest.Refuse} {
		s := newScript(t, 5, 8)
		c := s.open(nil, nil)
		s.mustReach(c, 14)
		s.Set(0, fault)
		s.Set(1, fault)
		s.Grow(1)
		s.mustReach(c, 15)
	}
}

func TestAttackBranchEncoding(t *testing.T) {
	s := newScript(t, 5, 8)
	good, err := clique.EncodeBranch(s.chain.From(1))
	if err != nil {
		t.Fatal(err)
	}
	if headers, err := clique.DecodeBranch(good); err != nil || len(headers) != 16 || !cliquetest.Same(t, headers[15], s.chain.Head()) {
		t.Fatalf("%d headers, %v", len(headers), err)
	}
	many, err := clique.EncodeBranch(slices.Repeat(s.chain.From(1)[:1], clique.MaxBatch))
	if err != nil || second(clique.DecodeBranch(many)) != nil {
		t.Errorf("a branch of %d headers: %v", clique.MaxBatch, err)
	}
	more, _ := clique.EncodeBranch(slices.Repeat(s.chain.From(1)[:1], clique.MaxBatch+1))
	for name, b := range map[string][]byte{
		"nothing": nil, "cut": good[:len(good)-1], "longer": append(slices.Clone(good), 0), "a header": good[4:], "one too many": more,
		"too long": make([]byte, lightclient.MaxStateBytes+1), "no headers": {0xc1, 0xc0},
	} {
		if _, err := clique.DecodeBranch(b); !errors.Is(err, lightclient.ErrMalformed) {
			t.Errorf("%s: %v, want ErrMalformed", name, err)
		}
	}
	bad := types.CopyHeader(s.chain.Head())
	bad.WithdrawalsHash = &types.EmptyWithdrawalsHash
	if _, err := clique.EncodeBranch([]*types.Header{bad}); !errors.Is(err, lightclient.ErrMalformed) {
		t.Errorf("header with withdrawals: %v", err)
	}
}
