// Package leaks looks for goroutines that tests leave behind, as goleak does, and as long as a busy machine may need to end
// what ends: goleak itself looks for half a second.
package leaks

import (
	"testing"
	"time"

	"go.uber.org/goleak"
)

// patience is how long what was told to end may take.
const patience = 20 * time.Second

// Main runs a package's tests and fails if goroutines are left. It is all that a TestMain has to do.
func Main(m *testing.M, ignore ...goleak.Option) {
	goleak.VerifyTestMain(patient{m, ignore}, ignore...)
}

// patient waits, after tests that passed, until goleak would find nothing.
type patient struct {
	*testing.M
	ignore []goleak.Option
}

func (p patient) Run() int {
	code := p.M.Run()
	if code == 0 {
		_ = Find(p.ignore...) // goleak looks itself, and says what it sees
	}
	return code
}

// Find returns an error about goroutines that go on, unless they end in time.
func Find(ignore ...goleak.Option) error { return find(patience, ignore...) }

func find(patience time.Duration, ignore ...goleak.Option) (err error) {
	for deadline := time.Now().Add(patience); ; {
		if err = goleak.Find(ignore...); err == nil || time.Now().After(deadline) {
			return err
		}
	}
}
