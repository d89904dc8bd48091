package signer

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/messages"
)

// sharedBus shows the approvals of another process with the same key.
type sharedBus struct {
	mu     sync.Mutex
	claims []messages.Approval
}

func (b *sharedBus) Requests(ctx context.Context, _ func(context.Context, messages.Request) (messages.Answer, error)) error {
	<-ctx.Done()
	return ctx.Err()
}

func (b *sharedBus) Claims(context.Context, messages.LaneID) ([]messages.Approval, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]messages.Approval(nil), b.claims...), nil
}

func (b *sharedBus) show(approval messages.Approval) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.claims = []messages.Approval{approval}
}

// TestAttackKeyThatSignsElsewhere: a copy of the data directory runs on another
// machine. What that signs with the key is not in this record; the signer ends.
func TestAttackKeyThatSignsElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := &sharedBus{}
	w.bus = elsewhere
	w.send(9)
	w.start()
	w.signs(w.request(5))
	elsewhere.show(w.approval(4))
	select {
	case err := <-w.done:
		t.Fatalf("the signer ended with %v over what its record knows", err)
	case <-time.After(ownInterval + time.Second):
	}
	elsewhere.show(w.approval(9))
	var unknown *RolledBackError
	if err := w.ended(); !errors.As(err, &unknown) || unknown.Approved.Checkpoint.Nonce != 9 || unknown.Recorded.Nonce != 5 {
		t.Fatalf("error %v, want a RolledBackError about nonce 9, recorded 5", err)
	}
}

// approval is one that another process with the same key would give.
func (w *world) approval(nonce uint64) messages.Approval {
	w.t.Helper()
	request := w.request(nonce)
	signature, err := w.key.Sign(request.Checkpoint.Digest(request.Domain))
	must(w.t, err)
	return messages.Approval{Checkpoint: request.Checkpoint, Domain: request.Domain, Signer: w.key.Address(), Signature: signature}
}
