package rpcapi

import (
	"context"
	"strings"
	"testing"
	"time"
)

// A clock that is set back while evm_mine waits for its block would have it make blocks until time has caught up.
func TestMineEndsWhenTheClockIsSetBack(t *testing.T) {
	n := newTestNode(t)
	looks := 0
	now := func() time.Time {
		looks++
		return time.Unix(1_800_000_000/int64(looks), 0)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := (&evmAPI{reader: &reader{backend: n, now: now, life: ctx}}).Mine(ctx, nil)
	if err == nil || !strings.Contains(err.Error(), "set back to 900000000") || n.CurrentHeader().Number.Uint64() != 1 {
		t.Errorf("block %d: %v", n.CurrentHeader().Number, err)
	}
}
