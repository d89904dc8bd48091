package signer

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/policy"
	"github.com/catenary-bridge/catenary/signer/record"
)

// shared is what all lanes of a signer use.
type shared struct {
	key         Key
	record      Record
	halt        policy.HaltSwitch
	evidenceDir string
	patience    time.Duration
	now         func() time.Time
	log         *slog.Logger

	// beforeSign, where set, is called between record and signature: tests die there.
	beforeSign func() error
	hook       func(Point)
}

// lane is one lane that the signer serves.
type lane struct {
	config *shared
	lane   messages.Lane
	key    record.Key
	name   string
	policy policy.Rules
	open   func(start messages.Position) (Observer, error)
	target *targetView

	deciding sync.Mutex // held from the first look at the record to the signature

	mu         sync.Mutex
	fold       *history           // nil until the lane is followed
	header     lightclient.Header // under which the fold's end is proven
	claim      *anchor            // the highest claim ever made; nil when there is none
	inbox      *anchor            // where the Inbox was when the fold began; nil when it could not be read
	trouble    string             // why the lane is not followed; empty when it is
	alarmed    bool               // an alarm was raised since the start
	shunInbox  bool               // the Inbox's answer led to a fold that cannot be
	pending    int                // requests that wait
	changed    chan struct{}      // closed and replaced at every change of the above
	approvals  uint64
	refusals   map[messages.Reason]uint64
	told       messages.Reason // why the last request was refused; empty after an approval
	lastSigned uint64
}

func newLane(config *shared, c LaneConfig) *lane {
	id := c.Lane.ID()
	logger := config.log.With("lane", c.Lane.String())
	return &lane{
		config: config, lane: c.Lane, key: record.Key{Lane: id, Inbox: c.Inbox}, name: c.Lane.String(),
		policy: c.Policy, open: c.Observe, changed: make(chan struct{}), refusals: map[messages.Reason]uint64{},
		target: &targetView{
			target: c.Target, sourceChain: c.Lane.SourceChain, lane: id, inbox: c.Inbox,
			self: config.key.Address(), configured: c.Verifier, now: config.now, log: logger,
		},
	}
}

// broadcast wakes whoever waits. The caller holds the lock.
func (l *lane) broadcast() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// begin forgets the fold and starts another one. Nothing is signed on it before it
// has passed both anchors.
func (l *lane) begin(start messages.Position, inbox *messages.Position) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fold, l.trouble, l.claim, l.inbox = newHistory(start), "", nil, nil
	if highest, ok := l.config.record.Highest(l.key); ok {
		l.claim = &anchor{position: highest.Position}
	}
	if inbox != nil {
		l.inbox = &anchor{position: *inbox}
	}
	l.broadcast()
}

// take adds a proven segment to the fold. An error means that the segment cannot
// belong to it; failed is the claim that the fold does not pass through.
func (l *lane) take(segment observe.Segment) (failed *messages.Position, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.fold.extend(segment); err != nil {
		return nil, err
	}
	l.header = segment.Final().Header()
	for _, a := range []*anchor{l.claim, l.inbox} {
		if a != nil {
			a.hold(l.fold)
		}
	}
	if l.inbox != nil && l.inbox.met {
		l.shunInbox = false // its answers make sense
	}
	l.broadcast()
	if l.claim != nil && l.claim.failed {
		return &l.claim.position, nil
	}
	return nil, nil
}

// await returns when the nonce can be decided upon: the fold has reached it, and
// both anchors. A request that comes before that waits, because it was made by
// somebody who follows the same chain and is a moment ahead.
func (l *lane) await(ctx context.Context, nonce uint64) error {
	patience := time.NewTimer(l.config.patience)
	defer patience.Stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	for counted := false; ; {
		ready, err := l.ready(nonce)
		if ready || err != nil {
			return err
		}
		if !counted {
			if l.pending >= maxPending {
				return l.unready(nonce, "too many requests wait already")
			}
			l.pending++
			defer func() { l.pending-- }()
			counted = true
		}
		changed := l.changed
		l.mu.Unlock()
		timeout := false
		select {
		case <-changed:
		case <-patience.C:
			timeout = true
		case <-ctx.Done():
			err = ctx.Err()
		}
		l.mu.Lock()
		if err != nil {
			return err
		}
		if timeout {
			return l.unready(nonce, "waited for it")
		}
	}
}

// ready reports whether the nonce can be decided upon. The caller holds the lock.
func (l *lane) ready(nonce uint64) (bool, error) {
	switch {
	case l.alarmed:
		return false, refuse(messages.ReasonEquivocation, "lane is stopped: its messages do not pass through what was claimed earlier")
	case l.fold == nil || !l.fold.proven():
		return false, nil
	case l.claim != nil && l.claim.failed:
		return true, nil // to be decided: the alarm
	case l.inbox != nil && l.inbox.failed:
		// The Inbox is where a threshold of signers, this one perhaps among them, has
		// been. Its answer may be a lie; it is asked again, and meanwhile nothing is
		// signed: if our record was rolled back, this is what shows it.
		return false, refuse(messages.ReasonStopped, "Inbox is at nonce %d with accumulator %s, the source chain has %s there",
			l.inbox.position.Nonce, l.inbox.position.Accumulator, l.inbox.missed)
	case l.claim != nil && !l.claim.met, l.inbox != nil && !l.inbox.met:
		return false, nil
	}
	return l.fold.tip().Nonce >= nonce, nil
}

// unready is the refusal of a nonce that the fold has not reached. The caller
// holds the lock.
func (l *lane) unready(nonce uint64, why string) error {
	switch {
	case l.trouble != "":
		return refuse(messages.ReasonUnavailable, "lane is not followed: %s", l.trouble)
	case l.fold == nil || !l.fold.proven():
		return refuse(messages.ReasonNotFinal, "nonce %d: nothing new is proven yet (%s)", nonce, why)
	case l.claim != nil && !l.claim.met:
		return refuse(messages.ReasonNotFinal, "nonce %d: the fold is at %d and has not passed the highest claim, %d (%s)", nonce, l.fold.tip().Nonce, l.claim.position.Nonce, why)
	case l.inbox != nil && !l.inbox.met:
		return refuse(messages.ReasonNotFinal, "nonce %d: the fold is at %d and has not passed the Inbox, %d (%s)", nonce, l.fold.tip().Nonce, l.inbox.position.Nonce, why)
	}
	return refuse(messages.ReasonNotFinal, "nonce %d: block %d proves %d (%s)", nonce, l.header.Number, l.fold.tip().Nonce, why)
}

// knowledge is what the signer knows of a nonce, all at one moment.
type knowledge struct {
	accumulator messages.Accumulator
	provenAt    time.Time
	passesClaim bool // the fold passes through the highest claim, or there is none
}

// look returns what the signer knows of a nonce. It repeats what await has waited
// for, because the fold may have begun anew since.
func (l *lane) look(nonce uint64, highest messages.Position, claimed bool) (knowledge, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if ready, err := l.ready(nonce); err != nil {
		return knowledge{}, err
	} else if !ready {
		return knowledge{}, l.unready(nonce, "the fold began anew")
	}
	known := knowledge{provenAt: l.fold.provenAt(nonce), passesClaim: !claimed}
	if claimed {
		if l.claim == nil || l.claim.position != highest {
			return knowledge{}, refuse(messages.ReasonUnavailable, "the record has changed under the signer")
		}
		known.passesClaim = l.claim.met
		if !known.passesClaim {
			// Whatever else is asked for, this comes first: there is no fold on which
			// both could stand.
			known.accumulator, _ = l.fold.at(nonce)
			return known, nil
		}
	}
	accumulator, ok := l.fold.at(nonce)
	if !ok {
		return knowledge{}, refuse(messages.ReasonLimit, "nonce %d is not remembered: the fold began at %d and holds %d positions up to %d",
			nonce, l.fold.start.Nonce, len(l.fold.accumulators), l.fold.tip().Nonce)
	}
	known.accumulator = accumulator
	return known, nil
}

// claimed notes that the record has a new highest claim. Whether it lies on the
// fold is looked at again: the fold may not be the one that was decided on.
func (l *lane) claimed(position messages.Position) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.claim = &anchor{position: position}
	if l.fold != nil {
		l.claim.hold(l.fold)
	}
}

func (l *lane) hasAlarmed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.alarmed
}

// paceBase is where the lane stood when nothing had been claimed: what was
// delivered before this signer's time does not count.
func (l *lane) paceBase() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.inbox == nil {
		return 0
	}
	return l.inbox.position.Nonce
}
