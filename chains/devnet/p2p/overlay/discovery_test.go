package overlay

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
)

// Eight nodes that know one address find all the others.
func TestNodesFindEachOther(t *testing.T) {
	nodes := cluster(t, 8, func(int) Config { return Config{Gate: suiteGate} })
	meshed(t, consensusTopic, nodes)
	for i, n := range nodes {
		eventually(t, "the table has everybody", func() bool { return len(n.Known()) == len(nodes)-1 })
		if slices.Contains(n.Peers(), n.ID()) {
			t.Errorf("node %d is its own peer", i)
		}
	}
}

// A node that leaves is dropped from connections, topics and tables of all.
func TestNodeThatLeavesIsDropped(t *testing.T) {
	var stop func()
	var nodes []*Node
	for i := range 4 {
		cfg := Config{Gate: suiteGate}
		if i > 0 {
			cfg.Join = nodes[0].Addresses()
		}
		n, s := launch(t, cfg)
		nodes, stop = append(nodes, n), s
	}
	meshed(t, consensusTopic, nodes)
	gone := nodes[3].ID()
	stop()
	for _, n := range nodes[:3] {
		eventually(t, "nobody knows it any more", func() bool {
			return !slices.Contains(n.Peers(), gone) && !slices.Contains(n.Known(), gone) && !slices.Contains(n.Listeners(consensusTopic), gone)
		})
	}
}

// The first node may come last: the others try again.
func TestNodesWaitForTheFirst(t *testing.T) {
	t.Parallel() // it waits most of its time
	listen := reserved(t)
	first, stop := launch(t, Config{Listen: listen})
	key, address := first.Key, first.Addresses()
	stop()
	late, _ := launch(t, Config{Join: address})
	again, _ := launch(t, Config{Key: key, Listen: listen})
	eventually(t, "they are connected", func() bool { return slices.Contains(late.Peers(), again.ID()) })
}

// However often a peer could not be reached, it is tried again: a network that was cut for hours is whole soon after.
func TestOftenMissedPeerIsTriedAgain(t *testing.T) {
	t.Parallel() // it waits most of its time
	listen := reserved(t)
	first, stop := launch(t, Config{Listen: listen})
	key, address, at := first.Key, first.Addresses(), first.live.Load().host.Addrs()[0]
	stop()
	late, _ := launch(t, Config{Join: address})
	backoff := late.live.Load().host.Network().(*swarm.Swarm).Backoff()
	for range 100 {
		backoff.AddBackoff(first.id, at)
	}
	again, _ := launch(t, Config{Key: key, Listen: listen})
	eventually(t, "they are connected", func() bool { return slices.Contains(late.Peers(), again.ID()) })
}

// Two nodes that have lost each other meet again, although nobody is left who knows them both.
func TestLostPeersMeetAgain(t *testing.T) {
	t.Parallel() // it waits most of its time
	first, stop := launch(t, Config{})
	var pair []*Node
	for range 2 {
		n, _ := launch(t, Config{Join: first.Addresses()})
		pair = append(pair, n)
	}
	eventually(t, "they know each other", func() bool {
		return slices.Contains(pair[0].Known(), pair[1].ID()) && slices.Contains(pair[1].Known(), pair[0].ID())
	})
	time.Sleep(3 * discoverEvery) // each has had a look at whom it knows, on a busy machine too
	stop()
	for i, n := range pair {
		n.live.Load().drop(pair[1-i].id)
	}
	eventually(t, "they know each other again", func() bool {
		return slices.Contains(pair[0].Known(), pair[1].ID()) && slices.Contains(pair[1].Known(), pair[0].ID())
	})
}

func TestMetNodesAreBoundedAndForgotten(t *testing.T) {
	var m met
	begin := time.Unix(1000, 0)
	for i := range maxMet + 5 {
		m.see(peer.AddrInfo{ID: peer.ID(fmt.Sprint(i))}, begin.Add(time.Duration(i)*time.Second))
	}
	if all := m.all(begin); len(all) != maxMet || m.peers["4"].info.ID != "" || m.peers["5"].info.ID == "" {
		t.Errorf("%d are remembered, want the last %d", len(all), maxMet)
	}
	if all := m.all(begin.Add(10*time.Second + metLifetime)); len(all) != maxMet-5 || m.peers["9"].info.ID != "" || len(m.peers) != len(all) {
		t.Errorf("%d are remembered after a day, want those that were seen since", len(all))
	}
}

// Nodes of two chains have no protocol in common, and so neither topics nor a table.
func TestOtherNetworkIsNotHeard(t *testing.T) {
	t.Parallel() // it waits most of its time
	n, _ := launch(t, Config{Gate: suiteGate})
	other, _ := launch(t, Config{Gate: suiteGate, Network: common.HexToHash("0xbad"), Join: n.Addresses()})
	eventually(t, "they are connected", func() bool { return len(other.Peers()) == 1 })
	time.Sleep(time.Second)
	if len(other.Known()) > 0 || len(other.Listeners(consensusTopic)) > 0 || len(n.Known()) > 0 || len(n.Listeners(consensusTopic)) > 0 {
		t.Fatal("a node of another chain is in the tables")
	}
}

// A peer that is there but says nothing any more is hung up on.
func TestSilentPeerIsDropped(t *testing.T) {
	t.Parallel() // it waits most of its time
	nodes := cluster(t, 2, func(int) Config { return Config{Gate: suiteGate} })
	eventually(t, "they are connected", func() bool { return len(nodes[0].Peers()) == 1 })
	// Its ping protocol is taken away, which is as near to a stopped process as one process comes.
	h := nodes[1].live.Load().host
	h.SetStreamHandler("/ipfs/ping/1.0.0", func(s network.Stream) {}) // opens, and never answers
	nodes[1].bans.add(nodes[0].id, time.Now())                        // and doesn't dial again
	eventually(t, "the silent peer is dropped", func() bool { return len(nodes[0].Peers()) == 0 && len(nodes[0].Known()) == 0 })
}
