package rpcquorum

import (
	"context"
	"fmt"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient"
)

// BenchmarkUpdate is our own cost of one new header agreed on by 3 of 5 endpoints that answer at
// once from memory, the store in memory too.
func BenchmarkUpdate(b *testing.B) {
	honest := branch{}.grow(11, "honest")
	nodes := make([]*node, 5)
	for i := range nodes {
		nodes[i] = &node{name: fmt.Sprintf("node-%d", i), branch: honest}
	}
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: 1337, Kind: Kind})
	if err != nil {
		b.Fatal(err)
	}
	client, err := New(Config{ChainID: 1337, Anchor: honest.anchor(10), Finality: Finalized(), Endpoints: endpoints(nodes), Quorum: 3, Store: store})
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		b.StopTimer()
		honest = append(honest, honest.grow(1, "honest").head())
		for _, n := range nodes {
			n.set(func(n *node) { n.branch, n.asked = honest, nil })
		}
		b.StartTimer()
		final, err := client.Update(context.Background())
		if err != nil || final.Header().Number != uint64(len(honest)-1) {
			b.Fatal(final.Header().Number, err)
		}
	}
}
