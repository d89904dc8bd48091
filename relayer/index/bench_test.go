package index

import (
	"runtime"
	"testing"
)

// BenchmarkIndex carries messages through all stages, in batches of 400, in a view
// that is full.
func BenchmarkIndex(b *testing.B) {
	const batch = 400
	x, err := New(20_000, now)
	if err != nil {
		b.Fatal(err)
	}
	var nonce uint64
	carry := func() {
		entries := make([]Entry, batch)
		for i := range entries {
			entries[i] = entry(laneA, nonce+uint64(i)+1)
		}
		if err := x.Add(entries); err != nil {
			b.Fatal(err)
		}
		for _, stage := range Stages()[1:5] {
			report := &Batch{}
			if err := x.Update(laneA, nonce+1, nonce+batch, func(_ uint64, p *Progress) { p.Stage, p.Batch = stage, report }); err != nil {
				b.Fatal(err)
			}
		}
		nonce += batch
	}
	for nonce < 20_000 {
		carry()
	}
	b.ReportAllocs()
	b.ResetTimer()
	for n := 0; n < b.N; n += batch {
		carry()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkMemory tells what a message takes.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		x, err := New(100_000, now)
		if err != nil {
			b.Fatal(err)
		}
		for nonce := uint64(1); nonce <= 100_000; nonce += 1000 {
			entries := make([]Entry, 1000)
			for i := range entries {
				entries[i] = entry(laneA, nonce+uint64(i))
			}
			if err := x.Add(entries); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/100_000, "bytes/message")
		runtime.KeepAlive(x)
	}
}
