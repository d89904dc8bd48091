package overlay

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

const benchNodes = 8

// BenchmarkGossip spreads b.N messages of 256 bytes from eight nodes at once to all others, no more than 512 of them on
// their way at a time, until nothing comes any more. It reports messages and deliveries a second, up to the last
// delivery, the share that was delivered (gossip may drop what it has no room for) and the processor time of a message
// with all of its deliveries, since the clock also shows what else the machine does.
func BenchmarkGossip(b *testing.B) {
	g := newGossip(b, benchNodes)
	start, spent := time.Now(), processorTime(b)
	g.publishAll(b, func(i int) {
		for stuck := time.Now(); g.count.Load() < int64(i-512)*(benchNodes-1) && time.Since(stuck) < time.Second; {
			time.Sleep(time.Millisecond)
		}
	})
	g.settle()
	took := time.Unix(0, g.last.Load()).Sub(start).Seconds()
	b.ReportMetric(float64(b.N)/took, "messages/s")
	b.ReportMetric(float64(g.count.Load())/took, "deliveries/s")
	b.ReportMetric(float64((processorTime(b)-spent).Microseconds())/float64(b.N), "cpu-µs/message")
	b.ReportMetric(float64(g.count.Load())/float64(b.N*(benchNodes-1))*100, "%delivered")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkDissemination publishes at a fixed rate, an eighth of it from each node, and reports how long messages are on
// their way.
func BenchmarkDissemination(b *testing.B) {
	for _, rate := range []int{1000, 2000, 4000, 5000, 6000} {
		b.Run(fmt.Sprint(rate, "/s"), func(b *testing.B) {
			g := newGossip(b, benchNodes)
			start := time.Now()
			g.publishAll(b, func(i int) { time.Sleep(time.Until(start.Add(time.Duration(i) * time.Second / time.Duration(rate)))) })
			b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "messages/s")
			g.settle()
			all := g.latencies()
			b.ReportMetric(float64(len(all))/float64(b.N*(benchNodes-1))*100, "%delivered")
			b.ReportMetric(all[len(all)/2].Seconds()*1000, "p50-ms")
			b.ReportMetric(all[len(all)*99/100].Seconds()*1000, "p99-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// processorTime is what this process has used, in user and system mode.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

type gossip struct {
	nodes []*Node
	count atomic.Int64
	last  atomic.Int64 // delivery, Unix nanoseconds
	mu    sync.Mutex
	took  []time.Duration
}

func newGossip(b *testing.B, n int) *gossip {
	g := new(gossip)
	topic := Topic{Name: "bench", MaxBytes: 1024, Quick: true, Admit: func(_ context.Context, _ Peer, payload []byte) error {
		now := time.Now()
		took := now.Sub(time.Unix(0, int64(binary.BigEndian.Uint64(payload))))
		g.last.Store(now.UnixNano())
		g.mu.Lock()
		g.took = append(g.took, took)
		g.mu.Unlock()
		g.count.Add(1)
		return nil
	}}
	g.nodes = cluster(b, n, func(int) Config { return Config{Topics: []Topic{topic}} })
	meshed(b, "bench", g.nodes)
	time.Sleep(time.Second) // two heartbeats: the mesh has formed
	return g
}

// publishAll publishes b.N messages, each node every eighth one; before each it waits.
func (g *gossip) publishAll(b *testing.B, wait func(i int)) {
	var group errgroup.Group
	for k, node := range g.nodes {
		group.Go(func() error {
			for i := k; i < b.N; i += len(g.nodes) {
				wait(i)
				payload := binary.BigEndian.AppendUint64(make([]byte, 0, 256), uint64(time.Now().UnixNano()))
				payload = binary.BigEndian.AppendUint64(payload, uint64(i))
				if err := node.Publish(b.Context(), "bench", payload[:256]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}

// settle waits until nothing has come for a second.
func (g *gossip) settle() {
	for last := int64(-1); last != g.count.Load(); time.Sleep(time.Second) {
		last = g.count.Load()
	}
}

func (g *gossip) latencies() []time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := slices.Clone(g.took)
	slices.Sort(all)
	return all
}
