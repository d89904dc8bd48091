package overlay

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	dht "github.com/libp2p/go-libp2p-kad-dht"
	pubsub "github.com/libp2p/go-libp2p-pubsub"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

// Node is one process's place in the overlay. All methods may be called concurrently; Run once.
type Node struct {
	settings
	hub    *p2p.Hub
	uplink *p2p.Endpoint // the overlay's own place among the validators of this process
	bans   bans
	// What validators, and what peers besides messages, may send.
	authors  rates[common.Address]
	controls rates[peer.ID]
	repeats  repeats
	offences offences
	serve    turnstile
	ready    chan struct{}
	live     atomic.Pointer[stack]
	traced   []pubsub.Option // what tests see of gossip
}

// stack is what exists while Run runs.
type stack struct {
	host   host.Host
	table  *dht.IpfsDHT
	gossip *pubsub.PubSub
	topics map[string]*pubsub.Topic
}

// New checks the configuration and opens nothing.
func New(cfg Config) (*Node, error) {
	s, err := cfg.settle()
	if err != nil {
		return nil, err
	}
	hub := p2p.NewHub()
	uplink, err := hub.Join(common.Address{}) // nobody has this address
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	return &Node{settings: s, hub: hub, uplink: uplink, ready: make(chan struct{}),
		authors:  rates[common.Address]{perSecond: relayRate, burst: relayBurst, most: maxAuthors},
		controls: rates[peer.ID]{perSecond: controlRate, burst: controlBurst, most: maxOffenders},
		repeats:  newRepeats(),
	}, nil
}

// Hub is where the validators of this process meet each other and, while Run runs, those of others.
func (n *Node) Hub() *p2p.Hub { return n.hub }

// Run takes part in the overlay until the context ends; then it returns nil, after its goroutines.
func (n *Node) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // libp2p's own goroutines too, when opening fails half-way
	s, err := n.open(ctx)
	if err != nil {
		return fmt.Errorf("overlay: %w", err)
	}
	n.live.Store(s)
	defer n.live.Store(nil)
	close(n.ready)
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return n.publishFrames(running, s) })
	group.Go(func() error { return n.discover(running, s) })
	group.Go(func() error { return n.watch(running, s) })
	err = group.Wait()
	cancel()
	return errors.Join(err, s.table.Close(), s.host.Close())
}

func (n *Node) open(ctx context.Context) (*stack, error) {
	h, err := n.openHost(&n.bans)
	if err != nil {
		return nil, err
	}
	table, err := n.openTable(h)
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	s := &stack{host: h, table: table}
	if err := n.openGossip(ctx, s); err != nil {
		return nil, errors.Join(err, table.Close(), h.Close())
	}
	for i := range n.Services {
		h.SetStreamHandler(n.protocol(n.Services[i].Name), n.handler(ctx, &n.Services[i]))
	}
	h.Network().Notify(&network.NotifyBundle{DisconnectedF: func(_ network.Network, c network.Conn) {
		if h.Network().Connectedness(c.RemotePeer()) != network.Connected {
			table.RoutingTable().RemovePeer(c.RemotePeer())
		}
	}})
	return s, nil
}

// Ready is closed when the node listens.
func (n *Node) Ready() <-chan struct{} { return n.ready }

// ID names this node.
func (n *Node) ID() Peer { return n.id.String() }

// Addresses are what other nodes may join: where this one listens, with its name. Nil before Ready.
func (n *Node) Addresses() []string {
	s := n.live.Load()
	if s == nil {
		return nil
	}
	whole, err := peer.AddrInfoToP2pAddrs(&peer.AddrInfo{ID: n.id, Addrs: s.host.Addrs()})
	if err != nil {
		return nil
	}
	texts := make([]string, len(whole))
	for i, a := range whole {
		texts[i] = a.String()
	}
	return texts
}

// Peers lists the nodes that this one is connected with, in the order of their names.
func (n *Node) Peers() []Peer {
	s := n.live.Load()
	if s == nil {
		return nil
	}
	return names(s.host.Network().Peers())
}

// Known lists the nodes in the Kademlia table, in the order of their names.
func (n *Node) Known() []Peer {
	s := n.live.Load()
	if s == nil {
		return nil
	}
	return names(s.table.RoutingTable().ListPeers())
}

// Listeners lists the connected nodes that take part in a topic.
func (n *Node) Listeners(topic string) []Peer {
	s := n.live.Load()
	if s == nil || s.topics[topic] == nil {
		return nil
	}
	return names(s.topics[topic].ListPeers())
}

func names(ids []peer.ID) []Peer {
	list := make([]Peer, len(ids))
	for i, id := range ids {
		list[i] = id.String()
	}
	slices.Sort(list)
	return list
}

// Ban hangs up on a peer and does not talk to it for a minute. The reason goes into the log.
func (n *Node) Ban(p Peer, reason error) {
	id, err := peer.Decode(p)
	if err != nil {
		return // not one that we are connected with
	}
	n.Log.Warn("peer banned", "peer", p, "for", banLifetime, "reason", reason)
	n.bans.add(id, time.Now())
	if s := n.live.Load(); s != nil {
		s.drop(id)
	}
}

// drop forgets a peer everywhere.
func (s *stack) drop(id peer.ID) {
	_ = s.host.Network().ClosePeer(id) // an error is a connection that was broken already
	s.table.RoutingTable().RemovePeer(id)
	s.host.Peerstore().ClearAddrs(id)
}
