package clique_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/clique"
)

// after answers honestly for n requests, and then as it is told.
func after(n int, then clienttest.Lie) clienttest.Lie {
	return func(ctx context.Context, honest []*types.Header) ([]*types.Header, error) {
		if n--; n >= 0 {
			return honest, nil
		}
		return then(ctx, honest)
	}
}

// Answers that turn bad in the middle, each at each request of an anchor, of following,
// and of a conflict.
func TestAttackBreaksOff(t *testing.T) {
	bad := map[string]clienttest.Lie{
		"an error": func(context.Context, []*types.Header) ([]*types.Header, error) {
			return nil, errors.New("out of memory")
		},
		"too few": func(_ context.Context, h []*types.Header) ([]*types.Header, error) { return h[:len(h)-1], nil },
		"absent ones": func(_ context.Context, h []*types.Header) ([]*types.Header, error) {
			return make([]*types.Header, len(h)), nil
		},
		"an absent one": func(_ context.Context, h []*types.Header) ([]*types.Header, error) { h[len(h)-1] = nil; return h, nil },
	}
	for name, answer := range bad {
		reason := lightclient.ErrMalformed
		if name == "an error" {
			reason = lightclient.ErrUnavailable
		}
		for n := range 3 {
			t.Run(fmt.Sprintf("%s at first, after %d", name, n), func(t *testing.T) {
				s := newScript(t, 5, 8)
				c := s.open(nil, func(cfg *clique.Config) { cfg.Providers = cfg.Providers[:1] })
				s.endpoints[0].Lie(after(n, answer))
				final, err := c.Update(context.Background())
				switch {
				case n == 0 && (!errors.As(err, new(*lightclient.RejectedError)) || !errors.Is(err, reason) || !final.IsZero()):
					t.Errorf("trusts %+v, %v", final.Header(), err)
				case n > 0 && (err != nil || final.Header() != s.At(8)):
					t.Errorf("trusts %+v, %v, want the anchor", final.Header(), err)
				}
			})
			t.Run(fmt.Sprintf("%s in a conflict, after %d", name, n), func(t *testing.T) {
				s := newScript(t, 5, 8)
				c := s.open(nil, func(cfg *clique.Config) { cfg.Providers = cfg.Providers[:1] })
				s.mustReach(c, 14)
				s.endpoints[0].Show(s.rival(12)) // asked for its newest, its newest again, and its branch
				s.endpoints[0].Lie(after(n, answer))
				_, err := c.Update(context.Background())
				if !errors.As(err, new(*lightclient.RejectedError)) || !errors.Is(err, reason) {
					t.Errorf("error is %v, want a rejection for %v", err, reason)
				}
				s.endpoints[0].Lie(nil)
				s.clock.Add(rested)
				s.mustFreeze(c, 12)
			})
			t.Run(fmt.Sprintf("%s of a witness, after %d", name, n), func(t *testing.T) {
				s := newScript(t, 5, 8)
				c := s.open(nil, nil)
				s.mustReach(c, 14)
				s.Grow(1)
				s.endpoints[1].Show(s.rival(12).Grow(1))
				s.endpoints[1].Lie(after(n, answer))
				s.mustReach(c, 15)
				if n == 0 {
					return
				}
				s.Grow(1)
				s.endpoints[1].Show(s.rival(12).Grow(3))
				s.endpoints[1].Lie(nil)
				s.clock.Add(rested)
				s.mustFreeze(c, 12)
			})
		}
	}
}

// rested is longer than a script's clients let an endpoint rest.
const rested = 2e6

func TestAttackContextEnds(t *testing.T) {
	s := newScript(t, 5, 8)
	c := s.open(nil, nil)
	ended := func(n, endpoint int) {
		t.Helper()
		before := c.Final()
		ctx, cancel := context.WithCancel(context.Background())
		s.endpoints[endpoint].Lie(after(n, func(ctx context.Context, _ []*types.Header) ([]*types.Header, error) {
			cancel()
			return nil, ctx.Err()
		}))
		if n < 0 {
			cancel()
		}
		if _, err := c.Update(ctx); !errors.Is(err, context.Canceled) || errors.As(err, new(*lightclient.RejectedError)) {
			t.Errorf("after %d requests of endpoint %d: %v, want context.Canceled", n, endpoint, err)
		}
		if c.Final() != before {
			t.Errorf("moved to %+v", c.Final().Header())
		}
		s.endpoints[endpoint].Lie(nil)
		s.clock.Add(rested)
	}
	for range 20 { // it asks nobody, whichever it notices first
		s.mustSpend([]int{0, 0, 0}, func() { ended(-1, 0) })
	}
	ended(0, 0)
	s.mustReach(c, 14)
	s.Grow(2)
	ended(0, 0)
	ended(1, 0)
	ended(0, 1)
	s.mustReach(c, 16)
}

// The reasons that a provider gives are kept, since they tell an operator what to do.
func TestAttackReasons(t *testing.T) {
	for _, reason := range []error{lightclient.ErrWrongChain, lightclient.ErrMalformed, lightclient.ErrNoSuchHeader} {
		s := newScript(t, 5, 8)
		c := s.open(nil, nil)
		s.mustReach(c, 14)
		for _, e := range s.endpoints {
			e.Lie(func(context.Context, []*types.Header) ([]*types.Header, error) {
				return nil, fmt.Errorf("chain 7: %w", reason)
			})
		}
		s.mustFail(c, reason, "newest header")
	}
}

// An endpoint that has no more than what is trusted is behind, and no liar.
func TestAttackLaggard(t *testing.T) {
	s := newScript(t, 5, 8)
	c := s.open(nil, func(cfg *clique.Config) { cfg.Providers = cfg.Providers[:1] })
	s.mustReach(c, 14)
	s.endpoints[0].Show(s.chain.Fork(14))
	s.mustReach(c, 14)
	s.endpoints[0].Show(s.chain.Fork(13))
	s.mustFail(c, lightclient.ErrStale, "its newest is 13, trusted is 14")
	// Others that it has seen more of, it asks at once.
	s.show()
	c = s.open(nil, nil)
	s.mustReach(c, 14)
	s.Grow(1)
	s.Set(0, clienttest.Stale)
	s.mustReach(c, 15)
}

// Encodings of the wrong length, and such as hold more than they should.
func TestAttackEncodings(t *testing.T) {
	s := newScript(t, 5, 8)
	sized := func(size int) *types.Header { // whose RLP has that size
		h := types.CopyHeader(s.chain.Head())
		for range 4 {
			h.Extra = make([]byte, max(0, len(h.Extra)+size-len(encode(t, h))))
		}
		if got := len(encode(t, h)); got != size {
			t.Fatalf("header has %d bytes, want %d", got, size)
		}
		return h
	}
	if _, err := clique.DecodeHeader(encode(t, sized(clique.MaxHeaderBytes))); err != nil {
		t.Errorf("as large as can be: %v", err)
	}
	later := types.CopyHeader(s.chain.Head())
	later.WithdrawalsHash = &types.EmptyWithdrawalsHash
	good := encode(t, s.chain.Head())
	for name, b := range map[string][]byte{
		"nothing": nil, "cut": good[:len(good)-1], "longer": append(slices.Clone(good), 0),
		"too large": encode(t, sized(clique.MaxHeaderBytes+1)), "withdrawals": encode(t, later),
	} {
		if _, err := clique.DecodeHeader(b); !errors.Is(err, lightclient.ErrMalformed) {
			t.Errorf("%s: %v, want ErrMalformed", name, err)
		}
	}
	branch := slices.Repeat([]*types.Header{sized(6000)}, 42)
	rest := lightclient.MaxStateBytes - 42*6000 - 4 - 6000
	branch = append(branch, sized(6000), sized(rest))
	full, err := clique.EncodeBranch(branch)
	if err != nil || len(full) != lightclient.MaxStateBytes {
		t.Fatalf("branch has %d bytes, %v", len(full), err)
	}
	if _, err := clique.DecodeBranch(full); err != nil {
		t.Errorf("as long as can be: %v", err)
	}
	if again, err := clique.EncodeProof(branch); err != nil || len(again) != len(full) {
		t.Errorf("cut to %d bytes, %v, though it fits", len(again), err)
	}
	branch[43] = sized(rest + 1)
	long, _ := clique.EncodeBranch(branch)
	if _, err := clique.DecodeBranch(long); !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), "262145 bytes") {
		t.Errorf("a byte too long: %v", err)
	}
	if cut, err := clique.EncodeProof(branch); err != nil || len(first(clique.DecodeBranch(cut))) != 22 {
		t.Errorf("a proof that fits into no store: %d bytes, %v", len(cut), err)
	}
	for _, seal := range [][]byte{nil, make([]byte, 64), make([]byte, 66)} {
		if _, err := clique.Sealer(clique.SealHash(s.chain.Head()), seal); !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), "want 65") {
			t.Errorf("seal of %d bytes: %v", len(seal), err)
		}
	}
}

func first[T any](v T, _ error) T { return v }
