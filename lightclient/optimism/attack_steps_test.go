package optimism_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// nth makes lies of which only one answer, by number, is a lie.
func nth(n int, lie func() error) (func(context.Context) error, *int) {
	calls := new(int)
	return func(context.Context) error {
		*calls++
		if *calls == n {
			return lie()
		}
		return nil
	}, calls
}

// TestAttackOneAnswerAmongMany: one request fails, or one proof is empty, whichever it
// is. Were that passed over, a game could be hidden by it, and an older one shown for
// the newest.
func TestAttackOneAnswerAmongMany(t *testing.T) {
	for _, kind := range []string{"registry", "portal", "oracle"} {
		older, newer := 7, 9
		begin := func(t *testing.T) *rig {
			r := newRig(t, optimismtest.Deployments[kind](), 14)
			r.world.Publish(r.world.L2[older])
			r.publish(r.world.L2[newer])
			return r
		}
		r := begin(t)
		r.mustReach(uint64(newer))
		parentCalls, l2Calls := r.parents.Calls(), r.l2.Calls()
		if parentCalls < 3 || l2Calls < 2 {
			t.Fatalf("%d and %d requests", parentCalls, l2Calls)
		}
		for n := 1; n <= parentCalls; n++ {
			t.Run(fmt.Sprintf("%s/parent request %d fails", kind, n), func(t *testing.T) {
				r := begin(t)
				fail, _ := nth(n, func() error { return errors.New("it failed at a step") })
				r.parents.Show(r.world.Parents, nil, optimismtest.Lies{Fail: fail})
				r.mustStay(lightclient.ErrUnavailable, "it failed at a step")
			})
			t.Run(fmt.Sprintf("%s/parent answer %d is empty", kind, n), func(t *testing.T) {
				r := begin(t)
				count, calls := nth(n, func() error { return nil })
				empty := func(account [][]byte, storage [][][]byte) ([][]byte, [][][]byte) {
					if *calls == n {
						return [][]byte{}, make([][][]byte, len(storage))
					}
					return account, storage
				}
				r.parents.Show(r.world.Parents, nil, optimismtest.Lies{Fail: count, Proofs: empty, Code: func(code []byte) []byte {
					if *calls == n {
						return nil
					}
					return code
				}})
				r.mustStay(lightclient.ErrProof, "parent: proof does not show what it has to")
			})
		}
		for n := 1; n <= l2Calls; n++ {
			t.Run(fmt.Sprintf("%s/L2 request %d fails", kind, n), func(t *testing.T) {
				r := begin(t)
				fail, _ := nth(n, func() error { return errors.New("it failed at a step") })
				r.l2.Show(nil, r.world.L2, optimismtest.Lies{Fail: fail})
				r.open()
				// The older block is as good as any; the newer one is asked for again.
				if _, err := r.client.Update(context.Background()); err != nil && !errors.Is(err, lightclient.ErrUnavailable) {
					t.Fatal(err)
				}
				r.show(r.world.Parents[1])
				r.mustReach(uint64(newer))
			})
		}
	}
}

// TestAttackL2StepFails: the same for the L2's only endpoint, when there is one block.
func TestAttackL2StepFails(t *testing.T) {
	for _, isthmus := range []uint64{0, 1 << 62} {
		d := optimismtest.Deployments["registry"]()
		d.IsthmusTime = isthmus
		for n := 1; n <= 2; n++ {
			r := newRig(t, d, 14)
			fail, _ := nth(n, func() error { return errors.New("it failed at a step") })
			r.publish(r.world.L2[9])
			r.l2.Show(nil, r.world.L2, optimismtest.Lies{Fail: fail})
			r.mustStay(lightclient.ErrUnavailable, "it failed at a step")
		}
	}
	t.Run("message passer's proof is empty", func(t *testing.T) {
		d := optimismtest.Deployments["registry"]()
		d.IsthmusTime = 1 << 62
		r := newRig(t, d, 14)
		r.publish(r.world.L2[9])
		r.l2.Show(nil, r.world.L2, optimismtest.Lies{Proofs: func([][]byte, [][][]byte) ([][]byte, [][][]byte) { return nil, nil }})
		r.mustStay(lightclient.ErrProof, "account proof of "+optimism.MessagePasser.String())
	})
}

// TestAttackOutputThatCannotBeRead: the newest output of an oracle is none.
func TestAttackOutputThatCannotBeRead(t *testing.T) {
	r := newRig(t, optimismtest.Deployments["oracle"](), 14)
	r.world.Publish(r.world.L2[9])
	word := r.world.State[optimismtest.OutputOracle].Storage[optimismtest.Element(3, 1)]
	word[0] = 1
	r.world.State.Set(optimismtest.OutputOracle, optimismtest.Element(3, 1), word)
	r.show(r.world.Seal())
	r.mustStay(lightclient.ErrProof, "block number in")
}

// TestAttackInterrupted: an Update whose context ends says so, and believes nothing,
// whatever it was about to.
func TestAttackInterrupted(t *testing.T) {
	update := func(t *testing.T, r *rig, ctx context.Context) {
		t.Helper()
		before := r.client.Final()
		_, err := r.client.Update(ctx)
		var frozen *lightclient.FrozenError
		if !errors.Is(err, context.Canceled) || errors.As(err, &frozen) || r.client.Final() != before {
			t.Fatalf("trusts %d, error is %v, want one that wraps context.Canceled", r.client.Final().Header().Number, err)
		}
	}
	t.Run("before it", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		for range 20 { // a turn is free, too, and which of the two is seen first is chance
			update(t, r, ctx)
		}
	})
	t.Run("while the parent chain is asked, and while it waits its turn", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.open()
		first, endFirst := context.WithCancel(context.Background())
		second, endSecond := context.WithCancel(context.Background())
		asked, done := make(chan struct{}), make(chan error, 1)
		r.parents.Show(r.world.Parents, nil, optimismtest.Lies{Fail: func(ctx context.Context) error { close(asked); <-ctx.Done(); return ctx.Err() }})
		go func() { _, err := r.client.Update(first); done <- err }()
		<-asked
		time.AfterFunc(time.Millisecond, endSecond)
		update(t, r, second)
		endFirst()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Fatalf("error is %v", err)
		}
	})
	t.Run("while evidence is gathered", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		r.game(r.world.L2[9], func(g *optimismtest.Game) { g.RootClaim = common.Hash{0xbb} })
		r.show(r.world.Seal())
		ctx, cancel := context.WithCancel(context.Background())
		r.l2.Show(nil, r.world.L2, optimismtest.Lies{Fail: func(ctx context.Context) error { cancel(); return ctx.Err() }})
		update(t, r, ctx)
		r.show(r.world.Parents[1])
		r.mustFreeze()
	})
}

// TestAttackSilence: an endpoint that never answers costs one time-out, and the next one
// is asked.
func TestAttackSilence(t *testing.T) {
	r := registryRig(t)
	r.publish(r.world.L2[9])
	silent := optimismtest.NewEndpoint(t, "silent")
	silent.Show(nil, nil, optimismtest.Lies{Fail: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }})
	client, err := optimism.New(optimism.Config{
		ChainID: optimismtest.ChainID, Anchor: r.anchor, Deployment: r.world.Deployment, Parent: r.light, Store: r.store, RequestTimeout: time.Millisecond,
		ParentEndpoints: []optimism.ParentEndpoint{silent}, Endpoints: []optimism.Endpoint{silent},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.client = client
	r.mustStay(lightclient.ErrUnavailable, "silent: provider does not answer: no answer within 1ms")
}

// TestAttackWayOfOneEndpointEndsInAnother: parts of the way down come from whoever has
// them, and each is held against the hash above it.
func TestAttackWayOfOneEndpointEndsInAnother(t *testing.T) {
	r := registryRig(t)
	r.world.L2 = r.world.L2.Grow(t, 290, "honest", nil)
	top := r.world.L2.Head()
	r.publish(top)
	half := optimismtest.NewEndpoint(t, "half")
	half.Show(nil, r.world.L2, optimismtest.Lies{Headers: func(h []*types.Header) []*types.Header {
		if h[0].Number.Uint64() < 40 {
			h[0] = types.CopyHeader(h[0])
			h[0].GasUsed++
		}
		return h
	}})
	other := optimismtest.NewEndpoint(t, "other half")
	other.Show(nil, r.world.L2, optimismtest.Lies{Headers: func(h []*types.Header) []*types.Header {
		if h[0].Number.Uint64() > 40 {
			h[0] = types.CopyHeader(h[0])
			h[0].GasUsed++
		}
		return h
	}})
	client, err := optimism.New(optimism.Config{
		ChainID: optimismtest.ChainID, Anchor: r.anchor, Deployment: r.world.Deployment, Parent: r.light, Store: r.store,
		ParentEndpoints: []optimism.ParentEndpoint{r.parents}, Endpoints: []optimism.Endpoint{half, other},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.client = client
	r.mustReach(uint64(len(r.world.L2) - 1))
}
