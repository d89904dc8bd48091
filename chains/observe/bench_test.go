package observe

import (
	"fmt"
	"testing"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
)

// BenchmarkLook measures one look at a lane that has moved: proof, decoding,
// refolding; the endpoint is in memory.
func BenchmarkLook(b *testing.B) {
	for _, count := range []int{1, 100, maxSegmentMessages} {
		b.Run(fmt.Sprintf("%d messages", count), func(b *testing.B) {
			chain := observetest.New(observetest.Lane())
			source := chain.Source("one", 0)
			chain.Send(count, 64)
			chain.Seal()
			o, err := New(Config{Lane: observetest.Lane(), OutboxCodeHash: observetest.CodeHash, Client: chain,
				Sources: []chains.Source{source}, Start: observetest.Lane().Start()})
			if err != nil {
				b.Fatal(err)
			}
			start := o.cursor
			b.ReportAllocs()
			for b.Loop() {
				o.cursor, o.seen = start, lightclient.Final{}
				if _, moved, err := o.look(b.Context()); err != nil || !moved {
					b.Fatalf("moved: %t, error: %v", moved, err)
				}
			}
			b.ReportMetric(float64(b.N*count)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
