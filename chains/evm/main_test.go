package evm_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patient{m}) }

// patient gives the last goroutines longer to end than goleak does, which a busy machine
// needs.
type patient struct{ *testing.M }

func (m patient) Run() (code int) {
	code = m.M.Run()
	for deadline := time.Now().Add(20 * time.Second); code == 0 && goleak.Find() != nil && time.Now().Before(deadline); {
	}
	return code
}
