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

func TestGoroutineThatGoesOnIsFound(t *testing.T) {
	before, end := goleak.IgnoreCurrent(), make(chan struct{})
	go func() { <-end }()
	if find(time.Second, before) == nil {
		t.Error("nothing is found")
	}
	close(end)
	if err := Find(before); err != nil {
		t.Error(err)
	}
}
