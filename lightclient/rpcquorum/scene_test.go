package rpcquorum

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// scene is a client over n nodes of one honest chain of 30 headers, anchored at 10, where the
// newest header is final.
type scene struct {
	t      *testing.T
	honest branch
	nodes  []*node
	store  lightclient.Store
	cfg    Config
	*Client
}

func newScene(t *testing.T, quorum, size int) *scene {
	t.Helper()
	s := &scene{t: t, honest: branch{}.grow(31, "honest")}
	for i := range size {
		s.nodes = append(s.nodes, &node{name: fmt.Sprintf("node-%d", i), branch: s.honest})
	}
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: 1337, Kind: Kind})
	if err != nil {
		t.Fatal(err)
	}
	s.store = store
	s.cfg = Config{
		ChainID: 1337, Anchor: s.honest.anchor(10), Finality: Finalized(), Endpoints: endpoints(s.nodes),
		Quorum: quorum, AllowSingle: true, Store: store,
	}
	s.reopen()
	return s
}

func (s *scene) reopen() {
	s.t.Helper()
	client, err := New(s.cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Client = client
}

// serve gives the nodes these branches.
func (s *scene) serve(branches ...branch) {
	for i, b := range branches {
		s.nodes[i].set(func(n *node) { n.branch = b })
	}
}

func (s *scene) mustReach(b branch, number uint64) {
	s.t.Helper()
	final, err := s.Update(context.Background())
	if err != nil || final.Header() != b.at(number) || s.Final() != final {
		s.t.Fatalf("got %d (%s), %v; want %d (%s)", final.Header().Number, final.Header().Hash, err, number, b[number].Hash())
	}
}

// mustReject checks that an update fails for the reason, with the words, and changes nothing.
func (s *scene) mustReject(reason error, words ...string) {
	s.t.Helper()
	before := s.Final()
	_, err := s.Update(context.Background())
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) {
		s.t.Fatalf("got %v, want a rejection because %q", err, reason)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			s.t.Fatalf("got %v, want the words %q in it", err, w)
		}
	}
	if s.Final() != before || rejected.Trusted != before.Header().Number {
		s.t.Fatalf("final moved from %d to %d, error says %d", before.Header().Number, s.Final().Header().Number, rejected.Trusted)
	}
	if evidence, err := s.store.Evidence(); evidence != nil || err != nil {
		s.t.Fatalf("evidence %v, %v, want none", evidence, err)
	}
}

func (s *scene) mustFreeze(number uint64, conflicting *types.Header) {
	s.t.Helper()
	_, err := s.Update(context.Background())
	var frozen *lightclient.FrozenError
	if !errors.As(err, &frozen) {
		s.t.Fatalf("got %v, want a FrozenError", err)
	}
	e := frozen.Evidence
	if e.Number != number || e.Trusted != s.Final().Header() || e.Conflicting.Hash != conflicting.Hash() || checkEvidence(e) != nil {
		s.t.Fatalf("evidence %+v (%v), want height %d and conflicting %s", e, checkEvidence(e), number, conflicting.Hash())
	}
}
