package leaks

import (
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestGoroutineThatEndsLateIsNoLeak(t *testing.T) {
	before := goleak.IgnoreCurrent()
	go time.Sleep(1500 * time.Millisecond) // goleak alone would not wait for it
	if err := Find(before); err != nil {
		t.Error(err)
	}
}
