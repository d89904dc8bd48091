package signer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

// targetView is what the target's endpoints say about verifier and signer set,
// remembered for a while. Nothing in it makes the signer sign.
type targetView struct {
	target      Target
	sourceChain uint64
	lane        messages.LaneID
	inbox       messages.InboxID
	self        common.Address
	configured  common.Address // verifier
	now         func() time.Time
	log         *slog.Logger

	first   sync.Once  // question ever
	reading sync.Mutex // one question at a time
	triedAt time.Time

	mu    sync.Mutex
	known bool
	state chains.Inbox
	set   messages.SignerSet
}

// accepts refuses a verifier that the lane does not have, or an epoch at which a
// signature would not count. When the target cannot be asked, the configured
// verifier is served at any epoch: the contract will judge.
func (v *targetView) accepts(ctx context.Context, verifier common.Address, epoch uint64) error {
	// A signer that has just started finds requests of former epochs waiting.
	v.first.Do(func() { v.refresh(ctx) })
	if err := v.judge(verifier, epoch); err == nil {
		return nil
	}
	// What is remembered may be out of date, just after a rotation for instance.
	v.refresh(ctx)
	return v.judge(verifier, epoch)
}

// judge compares with what is remembered.
func (v *targetView) judge(verifier common.Address, epoch uint64) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	named := v.known && verifier == v.state.Verifier
	switch {
	case verifier != v.configured && !named:
		return refuse(messages.ReasonUnknownLane, "verifier %s, the lane's is %s", verifier, v.configured)
	case !named:
		return nil
	case epoch != v.set.Epoch:
		return refuse(messages.ReasonEpoch, "epoch %d, the verifier is at %d", epoch, v.set.Epoch)
	case !slices.Contains(v.set.Signers, v.self):
		return refuse(messages.ReasonEpoch, "signer %s is not in the verifier's set of epoch %d", v.self, v.set.Epoch)
	}
	return nil
}

// refresh asks the target, at most every setRetry: requests with an epoch that
// never was must not become load on the target. On failure what was known stays.
func (v *targetView) refresh(ctx context.Context) {
	v.reading.Lock()
	defer v.reading.Unlock()
	now := v.now()
	if now.Sub(v.triedAt) < setRetry {
		return
	}
	v.triedAt = now
	inbox, err := v.read(ctx)
	if err != nil {
		v.log.Warn("target cannot be read", "error", err)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	set, err := v.target.SignerSet(ctx, inbox.Verifier)
	if err != nil {
		v.log.Warn("signer set cannot be read", "verifier", inbox.Verifier, "error", err)
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known && (set.Epoch != v.set.Epoch || inbox.Verifier != v.state.Verifier) {
		v.log.Info("verifier has changed", "verifier", inbox.Verifier, "epoch", set.Epoch)
	}
	v.state, v.set, v.known = inbox, set, true
}

// read asks for the Inbox's state of the lane, and refuses one that is of another
// deployment.
func (v *targetView) read(ctx context.Context) (chains.Inbox, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	inbox, err := v.target.Inbox(ctx, v.sourceChain)
	switch {
	case err != nil:
		// An answer that makes no sense: another chain has no such lane, for instance.
		// Whoever does not answer was passed over already.
		if ctx.Err() == nil && !errors.Is(err, chains.ErrUnavailable) {
			v.doubt()
		}
		return chains.Inbox{}, fmt.Errorf("read Inbox: %w", err)
	case inbox.ID != v.inbox:
		v.doubt()
		return chains.Inbox{}, fmt.Errorf("target shows inbox %s, the lane's is %s", inbox.ID, v.inbox)
	case inbox.Lane != v.lane:
		v.doubt()
		return chains.Inbox{}, fmt.Errorf("target's Inbox has lane %s open, want %s", inbox.Lane, v.lane)
	}
	return inbox, nil
}

// doubter is a target that has several endpoints; *evm.InboxReader is one.
type doubter interface {
	// Doubt has another endpoint asked from now on, and returns how many there are.
	Doubt() int
}

// doubt turns to another endpoint of the target: the one that was asked is of another
// chain or deployment, and would keep the lane from being followed.
func (v *targetView) doubt() {
	if target, ok := v.target.(doubter); ok {
		target.Doubt()
	}
}

// position returns where the Inbox was when it was read last.
func (v *targetView) position() (messages.Position, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.state.Position, v.known
}
