package e2e_test

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"testing"
)

// busiest are the stories in which most happens at a time. They are what -short tells,
// for the race detector, which makes a whole bridge five times as slow.
const busiest = "^(TestBothDirections|TestBusKilledUnderLoad|TestRotationUnderLoad|" +
	"TestOverlappingBatchesOfTwoRelayers|TestAPITellsWhatALaneWaitsFor|TestVerdict.*)$"

// TestMain tells more stories at a time than there are processors: each waits for
// blocks most of its time.
func TestMain(m *testing.M) {
	flag.Parse()
	unlessChosen("test.parallel", fmt.Sprint(2*runtime.GOMAXPROCS(0)))
	if testing.Short() {
		unlessChosen("test.run", busiest)
	}
	os.Exit(m.Run())
}

func unlessChosen(name, value string) {
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == name })
	if chosen {
		return
	}
	if err := flag.Set(name, value); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
