package relayer

import (
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/relayer/batch"
)

// BenchmarkSession carries messages through everything that a session does:
// proofs, folds, five real signatures a batch of which two are verified for the
// threshold and again by the Inbox, the view, the metrics. Chains, bus and target are in memory, the
// target mines every millisecond.
func BenchmarkSession(b *testing.B) {
	for name, count := range map[string]int{"batches of 400": 400, "batches of 10": 10, "alone": 1} {
		b.Run(name, func(b *testing.B) {
			r := newRoute(9001)
			r.inbox.block = time.Millisecond
			r.limits = batch.Limits{Count: count, Bytes: batch.MaxBytes, Gas: batch.MaxTransactionGas, Age: 5 * time.Millisecond}
			w := newWorld(b, r)
			w.start(nil, nil)
			b.ReportAllocs()
			b.ResetTimer()
			for sent := 0; sent < b.N; sent += 500 {
				r.send(min(500, b.N-sent))
			}
			for n := 0; n < b.N; time.Sleep(200 * time.Microsecond) {
				r.inbox.locked(func() { n = len(r.inbox.handled) })
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
