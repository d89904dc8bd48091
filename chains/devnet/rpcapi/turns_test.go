package rpcapi

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestTurns: a flood waits in a bounded queue with bounded patience, and a turn
// that is given back is taken.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		life, kill := context.WithCancel(context.Background())
		r := &reader{life: life}
		turns := newTurns(1)
		_, first, err := turns.begin(context.Background(), r, time.Second)
		check(t, err)
		errs := make(chan error, maxWaiting)
		for range maxWaiting {
			go func() {
				_, end, err := turns.begin(context.Background(), r, time.Second)
				if err == nil {
					end()
				}
				errs <- err
			}()
		}
		synctest.Wait()
		_, _, err = turns.begin(context.Background(), r, time.Second)
		wantError(t, err, -32005, "too many requests: 1024 are waiting already")
		time.Sleep(2 * time.Second)
		for range maxWaiting {
			if err := <-errs; err == nil || !strings.Contains(err.Error(), "the node is busy") || !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("after a second of waiting: %v", err)
			}
		}
		first()
		ctx, end, err := turns.begin(context.Background(), r, time.Second)
		check(t, err)
		go func() {
			_, _, err := turns.begin(context.Background(), r, time.Hour)
			errs <- err
		}()
		synctest.Wait()
		kill() // the server ends
		if err := <-errs; !errors.Is(err, errShuttingDown) {
			t.Errorf("who waited gets %v", err)
		}
		if synctest.Wait(); ctx.Err() == nil {
			t.Error("who had a turn goes on")
		}
		end()
	})
}
