package e2e_test

import (
	"slices"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/e2e"
)

// BenchmarkStart measures what a test pays before its first line: two chains with
// contracts and lanes (prepared), and with relayer, bus and three signers (whole).
// Stopping them is not counted. The median tells more than the mean: a start waits for
// blocks, which come every 100 ms.
func BenchmarkStart(b *testing.B) {
	for name, start := range map[string]func(testing.TB){
		"prepared": func(t testing.TB) { e2e.Prepare(t, e2e.Config{}) },
		"whole":    func(t testing.TB) { e2e.Start(t, e2e.Config{}) },
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				err := e2e.Run(func(t testing.TB) {
					begun := time.Now()
					start(t)
					took = append(took, time.Since(begun))
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "ms-median")
			b.ReportMetric(float64(took[len(took)-1].Milliseconds()), "ms-worst")
		})
	}
}
