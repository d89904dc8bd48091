package e2e_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/relayer"
)

// TestRelayersOfOneLaneKilled attacks two relayers of the same lanes, both at work under
// load, with SIGKILL in the middle of a delivery: first the one, then the other with
// the bus that it serves. What the dead one has left in the pool and what the living
// one does overlap; every message arrives once.
func TestRelayersOfOneLaneKilled(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	rival := n.AdmitRival("rival")
	small := func(c *daemon.RelayerConfig) { c.Batch.Count = 4 }
	dying := func(job e2e.Job) e2e.Job {
		job.KillAt, job.KillAfter = string(relayer.PointBroadcast), 1
		return job
	}
	sent := uint64(0)
	load := func() {
		for range 6 {
			n.Ping(n.Left, n.Right, sent+1, 10)
			n.Ping(n.Right, n.Left, sent+1, 10)
			sent += 10
		}
	}
	first := n.StartProcess("first", n.RelayerJob(small))
	first.AwaitReady()
	n.StartSigners(nil)
	second := n.StartProcess("second", dying(rival.Job(small)))
	second.AwaitReady()
	load()
	// The second does not get to its second delivery where the first is always faster.
	n.Eventually("the second is killed", func() bool {
		if !second.Ended() {
			load()
			time.Sleep(500 * time.Millisecond) // to deliver some of it
		}
		return second.Ended()
	})
	second.AwaitKilled(string(relayer.PointBroadcast))
	n.AwaitExactlyOnce(n.Right, n.Left, sent)
	n.AwaitExactlyOnce(n.Left, n.Right, sent)
	first.Stop()

	first = n.StartProcess("first", dying(n.RelayerJob(small)))
	first.AwaitReady()
	second = n.StartProcess("second", rival.Job(small))
	second.AwaitReady()
	n.Eventually("the first is killed", func() bool {
		if !first.Ended() {
			load()
			time.Sleep(500 * time.Millisecond) // to deliver some of it
		}
		return first.Ended()
	})
	first.AwaitKilled(string(relayer.PointBroadcast))
	load()
	first = n.StartProcess("first", n.RelayerJob(small))
	n.AwaitExactlyOnce(n.Right, n.Left, sent)
	n.AwaitExactlyOnce(n.Left, n.Right, sent)
	first.Stop()
	second.Kill() // its bus is gone
}

// TestRelayerRestartedOften attacks a machine's patience: a relayer that is started and
// ended fifty times in one process leaves neither goroutines nor open files behind.
func TestRelayerRestartedOften(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("open files are counted in /proc")
	}
	const restarts = 50
	n := e2e.Prepare(t, e2e.Config{})
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 5)
	job := n.RelayerJob(func(c *daemon.RelayerConfig) { c.Log.Level = "error" })
	job.Restarts = restarts
	process := n.StartProcess("relayer", job)
	for seen := 0; seen < restarts && !process.Ended(); seen = len(process.Words()) {
		before := seen
		n.Eventually("another restart", func() bool { return len(process.Words()) > before || process.Ended() })
	}
	if err := process.AwaitEnd(); err != nil {
		t.Fatalf("the relayer ended with %v:\n%s", err, process.Log())
	}
	var goroutines, files []int
	for _, word := range process.Words() {
		var g, f int
		if count, _ := fmt.Sscanf(strings.TrimPrefix(word, "usage "), "%d %d", &g, &f); count == 2 {
			goroutines, files = append(goroutines, g), append(files, f)
		}
	}
	if len(goroutines) != restarts {
		t.Fatalf("%d restarts are reported, want %d: %q", len(goroutines), restarts, process.Words())
	}
	// The first ones fill pools and caches that stay. What has not quite ended yet makes
	// some reports too high: the least of ten is held against the least of ten.
	const warm, some = 5, 10
	for what, all := range map[string][]int{"goroutines": goroutines, "open files": files} {
		early, late := slices.Min(all[warm:warm+some]), slices.Min(all[restarts-some:])
		t.Logf("%s: %d to %d", what, early, late)
		if late-early > 4 {
			t.Errorf("%d %s more after %d restarts: %v", late-early, what, restarts-warm-some, all)
		}
	}
}
