package overlay

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
	"github.com/libp2p/go-libp2p/p2p/protocol/ping"
	"golang.org/x/sync/errgroup"
)

// discover keeps the node connected: first with those it was told of, then with those that they know, and with those that
// it knew itself.
func (n *Node) discover(ctx context.Context, s *stack) error {
	ticker := time.NewTicker(discoverEvery)
	defer ticker.Stop()
	var met met
	for {
		now := time.Now()
		for _, id := range s.table.RoutingTable().ListPeers() {
			if info := s.host.Peerstore().PeerInfo(id); len(info.Addrs) > 0 && s.host.Network().Connectedness(id) == network.Connected {
				met.see(info, now)
			}
		}
		if len(s.host.Network().Peers()) < wantedPeers {
			n.connect(ctx, s, n.join)
			n.walk(ctx, s)
			n.connect(ctx, s, met.all(now))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// connect dials all that are not connected, at the same time. Who can't be reached is tried again next time.
func (n *Node) connect(ctx context.Context, s *stack, peers []peer.AddrInfo) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	var group errgroup.Group
	for _, p := range peers {
		if p.ID == n.id || s.host.Network().Connectedness(p.ID) == network.Connected {
			continue
		}
		group.Go(func() error {
			// libp2p would leave a peer alone for longer each time, up to five minutes, and as long it would take a healed
			// network to be whole again. How often it is tried is decided here.
			if n, ok := s.host.Network().(*swarm.Swarm); ok {
				n.Backoff().Clear(p.ID)
			}
			if err := s.host.Connect(ctx, p); err != nil {
				n.Log.Debug("peer can't be reached", "peer", p.ID, "error", err)
			}
			return nil
		})
	}
	_ = group.Wait() // nothing returns an error
}

// walk asks the table for the neighbours of a random place and connects with those it names.
func (n *Node) walk(ctx context.Context, s *stack) {
	if s.table.RoutingTable().Size() == 0 {
		return
	}
	var place [32]byte
	if _, err := rand.Read(place[:]); err != nil {
		return
	}
	walking, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	ids, err := s.table.GetClosestPeers(walking, string(place[:]))
	if err != nil {
		n.Log.Debug("table gives no peers", "error", err)
	}
	infos := make([]peer.AddrInfo, 0, len(ids))
	for _, id := range ids {
		if info := s.host.Peerstore().PeerInfo(id); len(info.Addrs) > 0 {
			infos = append(infos, info)
		}
	}
	n.connect(ctx, s, infos)
}

// watch drops the peers that answer no ping: a process that was stopped, or a host that lost its network, closes nothing.
func (n *Node) watch(ctx context.Context, s *stack) error {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		var group errgroup.Group
		for _, id := range s.host.Network().Peers() {
			group.Go(func() error {
				n.checkAlive(ctx, s, id)
				return nil
			})
		}
		_ = group.Wait() // nothing returns an error
	}
}

func (n *Node) checkAlive(ctx context.Context, s *stack, id peer.ID) {
	pinging, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	select {
	case result, ok := <-ping.Ping(pinging, s.host, id):
		if ok && result.Error == nil {
			return
		}
	case <-pinging.Done():
	}
	if ctx.Err() != nil || s.host.Network().Connectedness(id) != network.Connected {
		return
	}
	n.Log.Info("peer answers no more", "peer", id)
	s.drop(id)
}
