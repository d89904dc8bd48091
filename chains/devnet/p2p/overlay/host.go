package overlay

import (
	"errors"
	"fmt"
	"slices"

	dht "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/core/sec"
	basichost "github.com/libp2p/go-libp2p/p2p/host/basic"
	"github.com/libp2p/go-libp2p/p2p/host/eventbus"
	"github.com/libp2p/go-libp2p/p2p/host/peerstore/pstoremem"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
	"github.com/libp2p/go-libp2p/p2p/muxer/yamux"
	"github.com/libp2p/go-libp2p/p2p/net/connmgr"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
	"github.com/libp2p/go-libp2p/p2p/net/upgrader"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
)

// openHost puts a host together from its parts and listens. libp2p.New would do the same and link QUIC, WebRTC and
// WebTransport with it, a third of the binary's growth for transports that nobody here asks for.
func (s *settings) openHost(bans *bans) (h host.Host, err error) {
	peers, err := pstoremem.NewPeerstore()
	if err != nil {
		return nil, fmt.Errorf("open peer store: %w", err)
	}
	if err := errors.Join(peers.AddPubKey(s.id, s.key.GetPublic()), peers.AddPrivKey(s.id, s.key)); err != nil {
		return nil, errors.Join(fmt.Errorf("open peer store: %w", err), peers.Close())
	}
	resources, err := rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(limits()), rcmgr.WithMetricsDisabled())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bound resources: %w", err), peers.Close())
	}
	bus := eventbus.NewBus()
	network, err := swarm.NewSwarm(s.id, peers, bus, swarm.WithConnectionGater(bans), swarm.WithResourceManager(resources), swarm.WithDialTimeout(dialTimeout))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open network: %w", err), resources.Close(), peers.Close())
	}
	if err := s.listenOn(network, resources, bans); err != nil {
		return nil, errors.Join(err, network.Close(), resources.Close(), peers.Close())
	}
	connections, err := connmgr.NewConnManager(lowPeers, highPeers)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("manage connections: %w", err), network.Close(), resources.Close(), peers.Close())
	}
	basic, err := basichost.NewHost(network, &basichost.HostOpts{
		EventBus: bus, ConnManager: connections, EnablePing: true, UserAgent: "catenary", ProtocolVersion: s.name("1"),
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open host: %w", err), connections.Close(), network.Close(), resources.Close(), peers.Close())
	}
	basic.Start()
	return basic, nil
}

func (s *settings) listenOn(n *swarm.Swarm, resources network.ResourceManager, bans *bans) error {
	muxers := []upgrader.StreamMuxer{{ID: yamux.ID, Muxer: yamux.DefaultTransport}}
	secure, err := noise.New(noise.ID, s.key, muxers)
	if err != nil {
		return fmt.Errorf("open network: %w", err)
	}
	upgrade, err := upgrader.New([]sec.SecureTransport{secure}, muxers, nil, resources, bans)
	if err != nil {
		return fmt.Errorf("open network: %w", err)
	}
	// With SO_REUSEPORT, which serves hole punching, two nodes could listen on one port and each get half of the callers.
	transport, err := tcp.NewTCPTransport(upgrade, resources, nil, tcp.DisableReuseport())
	if err != nil {
		return fmt.Errorf("open network: %w", err)
	}
	if err := n.AddTransport(transport); err != nil {
		return fmt.Errorf("open network: %w", err)
	}
	if err := n.Listen(s.listen...); err != nil {
		return fmt.Errorf("listen on %v: %w", s.Listen, err)
	}
	return nil
}

// limits are what all peers together, and each of them, may have of this host.
func limits() rcmgr.ConcreteLimitConfig {
	all := rcmgr.ResourceLimits{
		Conns: maxConns, ConnsInbound: maxConns, ConnsOutbound: maxConns, FD: 2 * maxConns, Memory: maxMemory,
		Streams: maxConns * maxStreamsPerPeer, StreamsInbound: maxConns * maxStreamsPerPeer, StreamsOutbound: maxConns * maxStreamsPerPeer,
	}
	one := rcmgr.ResourceLimits{
		Conns: 4, ConnsInbound: 4, ConnsOutbound: 4, FD: 4, Memory: maxMemory / 4,
		Streams: maxStreamsPerPeer, StreamsInbound: maxStreamsPerPeer, StreamsOutbound: maxStreamsPerPeer,
	}
	return rcmgr.PartialLimitConfig{System: all, PeerDefault: one}.Build(rcmgr.DefaultLimits.Scale(maxMemory, 2*maxConns))
}

// openTable joins the Kademlia table of this chain. It finds peers and stores nothing for anybody.
func (s *settings) openTable(h host.Host) (*dht.IpfsDHT, error) {
	table, err := dht.New(h, dht.Mode(dht.ModeServer), dht.ProtocolPrefix(protocol.ID(s.name("table"))),
		dht.DisableProviders(), dht.DisableValues(), dht.BootstrapPeers(slices.Clone(s.join)...))
	if err != nil {
		return nil, fmt.Errorf("open table: %w", err)
	}
	return table, nil
}
