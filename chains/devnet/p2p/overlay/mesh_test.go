package overlay

import (
	"slices"
	"sync"
	"testing"
	"time"

	pubsub "github.com/libp2p/go-libp2p-pubsub"
	"github.com/libp2p/go-libp2p/core/connmgr"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
)

// mesh is whom a node hands on what it has heard to.
type mesh struct {
	mu    sync.Mutex
	peers map[peer.ID]bool
}

var _ pubsub.RawTracer = (*mesh)(nil)

func (m *mesh) set(p peer.ID, in bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if delete(m.peers, p); in {
		m.peers[p] = true
	}
}

func (m *mesh) size() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.peers)
}

func (m *mesh) has(p peer.ID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.peers[p]
}

func (m *mesh) Graft(p peer.ID, _ string)        { m.set(p, true) }
func (m *mesh) Prune(p peer.ID, _ string)        { m.set(p, false) }
func (m *mesh) OnClosedOutboundStream(p peer.ID) { m.set(p, false) }

func (*mesh) OnNewOutboundStream(peer.ID, protocol.ID)             {}
func (*mesh) Join(string)                                          {}
func (*mesh) Leave(string)                                         {}
func (*mesh) ValidateMessage(*pubsub.Message)                      {}
func (*mesh) DeliverMessage(*pubsub.Message)                       {}
func (*mesh) RejectMessage(*pubsub.Message, string)                {}
func (*mesh) DuplicateMessage(*pubsub.Message)                     {}
func (*mesh) ThrottlePeer(peer.ID)                                 {}
func (*mesh) RecvRPC(*pubsub.RPC)                                  {}
func (*mesh) SendRPC(*pubsub.RPC, peer.ID)                         {}
func (*mesh) SendRPCCompleted(*pubsub.RPC, peer.ID, time.Duration) {}
func (*mesh) DropRPC(*pubsub.RPC, peer.ID)                         {}
func (*mesh) UndeliverableMessage(*pubsub.Message)                 {}

// launchMeshed starts a node of which is seen whom it has in its mesh.
func launchMeshed(t *testing.T, join []string) (*Node, *mesh) {
	t.Helper()
	m := &mesh{peers: make(map[peer.ID]bool)}
	n, _ := launchWith(t, Config{Topics: []Topic{noteTopic()}, Join: join}, func(n *Node) {
		n.traced = []pubsub.Option{pubsub.WithRawTracer(m)}
	})
	return n, m
}

// A node that comes to five who have each other dials all of them: who is dialled refuses to have one more where that would
// be one too many.
func TestLatecomerGetsIntoMeshes(t *testing.T) {
	var meshes []*mesh
	var addresses []string
	for range meshPeers + 1 {
		n, m := launchMeshed(t, addresses)
		meshes, addresses = append(meshes, m), append(addresses, n.Addresses()...)
	}
	eventually(t, "everybody has as many as are needed", func() bool {
		return !slices.ContainsFunc(meshes, func(m *mesh) bool { return m.size() < meshLeast })
	})
	late, _ := launchMeshed(t, addresses)
	eventually(t, "one of them lets the latecomer in", func() bool {
		return slices.ContainsFunc(meshes, func(m *mesh) bool { return m.has(late.id) })
	})
}

// Gossip would count deliveries in tags of the connection manager, if it had any.
func TestGossipFindsNoTags(t *testing.T) {
	n, _ := launch(t, Config{})
	h := n.live.Load().host
	if _, ok := connmgr.SupportsDecay(h.ConnManager()); !ok {
		t.Fatal("the host has none either, so that nothing is seen")
	}
	if _, ok := connmgr.SupportsDecay(gatheringHost{h}.ConnManager()); ok {
		t.Error("it does")
	}
}
