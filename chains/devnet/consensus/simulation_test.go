package consensus

import (
	"flag"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
)

var simSeed = flag.Int64("seed", -1, "run the simulation of this seed alone, and show what happens in it")

// seedsVariable asks for a longer run, by hand: CATENARY_SIMULATION_SEEDS=1000000 runs that many seeds, and
// 1000000-2000000 those from the first up to the second.
const seedsVariable = "CATENARY_SIMULATION_SEEDS"

// seeds returns the seeds of a test: count from 0 on unless -seed or the variable say otherwise.
func seeds(t *testing.T, count uint64) (from, to uint64) {
	t.Helper()
	if *simSeed >= 0 {
		return uint64(*simSeed), uint64(*simSeed) + 1
	}
	asked := os.Getenv(seedsVariable)
	if asked == "" {
		return 0, count
	}
	first, last, isRange := strings.Cut(asked, "-")
	if !isRange {
		first, last = "0", first
	}
	from, err := strconv.ParseUint(first, 10, 63)
	if err == nil {
		to, err = strconv.ParseUint(last, 10, 63)
	}
	if err != nil {
		t.Fatalf("%s is %q, want a number of seeds or a range of them: %v", seedsVariable, asked, err)
	}
	return from, to
}

// simulate runs one seed, and if something is wrong, once more with a trace.
func simulate(t *testing.T, seed uint64, keys func(n int) simKeys, change func(*simPlan)) *simulation {
	t.Helper()
	s := newSimulation(t, seed, keys)
	if change != nil {
		change(&s.plan)
	}
	s.tracing = *simSeed >= 0
	s.run()
	if s.failure != "" && !s.tracing {
		again := newSimulation(t, seed, keys)
		if change != nil {
			change(&again.plan)
		}
		again.tracing = true
		again.run()
		if first, _, _ := strings.Cut(s.failure, "\n"); !strings.HasPrefix(again.failure, first) {
			t.Errorf("seed %d does not repeat itself: %q, then %q", seed, s.failure, again.failure)
		}
		s = again
	}
	if s.tracing {
		t.Logf("seed %d: %+v\n%s", seed, s.plan, strings.Join(s.trace[max(0, len(s.trace)-maxSimLog):], "\n"))
	}
	if s.failure != "" {
		t.Fatalf("seed %d (repeat it with -run '%s' -seed %d): %s", seed, t.Name(), seed, s.failure)
	}
	return s
}

// TestSimulation runs whole networks of 4, 7 and 10 validators, one a seed: see simulation for what goes wrong in them
// and watch for what must not. In every step: no two blocks are final at one height; what is decided is sealed by a
// quorum of the set that the votes in headers make; nobody honest says two things; what may be decided stays locked;
// what is kept is bounded. And after the network has healed, everybody decides within healingBound.
//
// Signatures are MACs (macKeys), blocks are empty and not executed; the codec, machine, tally and what goes into a journal
// are those of a validator. FileJournal and its disk are not simulated. TestSimulationWithRealSignatures simulates neither
// signatures nor seals.
func TestSimulation(t *testing.T) {
	count := uint64(10_000)
	switch {
	case raceEnabled: // one goroutine: there is nothing to find
		count = 100
	case testing.Short():
		count = 1000
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // a world is garbage when its seed is done
	from, to := seeds(t, count)
	var blocks, rounds, changes, worst uint64
	for seed := from; seed < to; seed++ {
		s := simulate(t, seed, macKeys, nil)
		for _, n := range s.nodes {
			rounds = max(rounds, uint64(n.machine.Status().Round))
		}
		blocks += s.target
		changes += uint64(s.changes)
		worst = max(worst, uint64(s.took.Milliseconds()))
	}
	t.Logf("%d seeds, %d blocks, %d changes of the set; decided at most %d ms after the healing", to-from, blocks, changes, worst)
}

// TestSimulationWithRealSignatures is the same with secp256k1, blocks with a body, and qbft.Verify over every chain.
func TestSimulationWithRealSignatures(t *testing.T) {
	count := uint64(60)
	if testing.Short() || raceEnabled {
		count = 6
	}
	real := func(n int) simKeys { return realKeys(t, n) }
	from, to := seeds(t, count)
	for seed := from; seed < to; seed++ {
		s := simulate(t, seed, real, func(p *simPlan) { p.withTxs = true })
		if err := s.checkLightClient(); err != nil {
			t.Fatalf("seed %d: the light client does not follow: %v", seed, err)
		}
	}
}

// A failing seed is worth nothing if it does not fail again.
func TestSimulationRepeatsItself(t *testing.T) {
	for seed := range uint64(30) {
		var first uint64
		for run := range 2 {
			s := newSimulation(t, seed, macKeys)
			s.tracing = true
			s.run()
			if run == 0 {
				first = s.fingerprint()
			} else if got := s.fingerprint(); got != first {
				t.Fatalf("seed %d went differently the second time", seed)
			}
		}
	}
}
