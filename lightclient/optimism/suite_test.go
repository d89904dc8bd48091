package optimism_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// TestSuite is the suite of all light clients, over each kind of deployment. An endpoint
// of the suite is one of either chain, which have the same fault: what lies between them
// is tested beside it. The parent chain's light client is right, but for Rival, which
// only those can make who decide games.
func TestSuite(t *testing.T) {
	for kind := range optimismtest.Deployments {
		t.Run(kind, func(t *testing.T) {
			clienttest.Run(t, func(t *testing.T) clienttest.Harness { return newScript(t, kind).harness() })
		})
	}
}

// script is a world behind three endpoints.
type script struct {
	t         *testing.T
	world     *optimismtest.World
	light     *optimismtest.Light
	endpoints []*optimismtest.Endpoint
	faults    []clienttest.Fault
	bases     []base // by endpoint: the honest chains when its fault was set
	other     *optimismtest.World
}

type base struct {
	parents []optimismtest.Parent
	l2      optimismtest.L2
}

func newScript(t *testing.T, kind string) *script {
	s := &script{t: t, world: optimismtest.New(t, optimismtest.Deployments[kind](), 13), light: &optimismtest.Light{ID: optimismtest.ParentChainID}}
	for i := range 3 {
		s.endpoints = append(s.endpoints, optimismtest.NewEndpoint(t, fmt.Sprintf("endpoint-%d", i)))
	}
	s.faults, s.bases = make([]clienttest.Fault, 3), make([]base, 3)
	s.other = optimismtest.New(t, optimismtest.Deployments[kind](), 0)
	s.other.L2 = optimismtest.L2{}.Grow(t, 60, "other", nil)
	s.other.Now += 7
	s.other.Publish(s.other.L2.Head())
	s.publish()
	return s
}

// publish makes the head of the L2 final.
func (s *script) publish() {
	parent := s.world.Publish(s.world.L2.Head())
	s.light.Show(parent.Final(), nil)
	for i := range s.faults {
		s.apply(i)
	}
}

func (s *script) harness() clienttest.Harness {
	return clienttest.Harness{
		Owner: lightclient.Owner{ChainID: optimismtest.ChainID, Kind: optimism.Kind}, Chain: s,
		Anchor: lightclient.Anchor{Number: 2, Hash: s.world.L2[2].Header.Hash()},
		Open: func(store lightclient.Store, anchor lightclient.Anchor) (lightclient.Client, error) {
			return optimism.New(s.config(store, anchor))
		},
		CheckEvidence: func(e lightclient.Evidence) error {
			linked, err := optimism.CheckEvidence(e, s.world.Deployment, s.isParents)
			if err == nil && !linked {
				err = errors.New("the way down is not in the evidence")
			}
			return err
		},
		Endpoints: 3, SafeWith: 3, LiveWith: 2,
	}
}

func (s *script) isParents(header lightclient.Header) bool {
	for _, p := range s.world.Parents {
		if p.Header == header {
			return true
		}
	}
	return false
}

func (s *script) config(store lightclient.Store, anchor lightclient.Anchor) optimism.Config {
	cfg := optimism.Config{
		ChainID: optimismtest.ChainID, Anchor: anchor, Deployment: s.world.Deployment, Parent: s.light, Store: store, RequestTimeout: 100 * time.Millisecond,
	}
	for _, e := range s.endpoints {
		cfg.ParentEndpoints, cfg.Endpoints = append(cfg.ParentEndpoints, e), append(cfg.Endpoints, e)
	}
	return cfg
}

func (s *script) Grow(n int) lightclient.Header {
	s.world.L2 = s.world.L2.Grow(s.t, n, "honest", nil)
	s.publish()
	return s.world.L2.Head().Summary()
}

func (s *script) At(number uint64) lightclient.Header { return s.world.L2[number].Summary() }

func (s *script) Advance(time.Duration) {}

func (s *script) Set(i int, fault clienttest.Fault) {
	s.faults[i], s.bases[i] = fault, base{s.world.Parents, s.world.L2}
	s.apply(i)
	s.light.Hang(0)
	if !slices.ContainsFunc(s.faults, func(f clienttest.Fault) bool { return f != clienttest.Hang }) {
		s.light.Hang(100 * time.Millisecond) // it asks the same endpoints
	}
	if fault == clienttest.Rival {
		// The head is replaced, one more is put on it, and a game is decided for that.
		rival := s.world.L2[:len(s.world.L2)-1].Grow(s.t, 2, "rival", nil)
		s.light.Show(s.world.Publish(rival.Head()).Final(), nil)
		for _, e := range s.endpoints {
			e.Show(s.world.Parents, rival, optimismtest.Lies{})
		}
	}
}

// apply makes endpoint i serve what its fault says.
func (s *script) apply(i int) {
	parents, l2, lies := s.world.Parents, s.world.L2, optimismtest.Lies{}
	forge := func(change func(*types.Header)) func([]*types.Header) []*types.Header {
		return func(headers []*types.Header) []*types.Header {
			change(headers[len(headers)-1])
			return headers
		}
	}
	switch s.faults[i] {
	case clienttest.Honest, clienttest.Rival:
	case clienttest.Hang:
		lies.Fail = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	case clienttest.Refuse:
		lies.Fail = func(context.Context) error { return errors.New("429 too many requests") }
	case clienttest.Stale:
		parents, l2 = s.bases[i].parents[:max(len(s.bases[i].parents), 2)-2], s.bases[i].l2[:len(s.bases[i].l2)-2]
	case clienttest.Forged:
		parents = s.forged()
		lies.Headers = forge(func(h *types.Header) { h.Root[0] ^= 1 })
	case clienttest.Unlinked:
		lies.Headers = forge(func(h *types.Header) { h.ParentHash[0] ^= 1 })
	case clienttest.Future:
		lies.Headers = forge(func(h *types.Header) { h.Time += 86_400 })
	case clienttest.Nonsense:
		lies.Headers = func(headers []*types.Header) []*types.Header { return make([]*types.Header, len(headers)) }
		lies.Proofs = func([][]byte, [][][]byte) ([][]byte, [][][]byte) { return [][]byte{{0xc0}}, [][][]byte{nil} }
		lies.Code = func([]byte) []byte { return make([]byte, 2*optimism.MaxCodeBytes) }
	case clienttest.OtherChain:
		l2 = s.other.L2
		parents = []optimismtest.Parent{{Header: s.world.Parents[len(s.world.Parents)-1].Header, Tries: s.other.Parents[0].Tries}}
	}
	s.endpoints[i].Show(parents, l2, lies)
}

// forged is the newest block of the parent chain, with a state in which a game for a
// forged block was won long ago.
func (s *script) forged() []optimismtest.Parent {
	newest := s.world.Parents[len(s.world.Parents)-1]
	w := *s.world
	w.State = s.world.State.Clone()
	forged := w.Publish(w.L2.Grow(s.t, 1, "forged", nil).Head())
	return []optimismtest.Parent{{Header: newest.Header, Tries: forged.Tries}}
}
