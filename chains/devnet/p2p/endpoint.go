package p2p

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Endpoint is one validator's place on a hub. Broadcast may be called from anywhere; Receive by one goroutine at a time.
type Endpoint struct {
	hub  *Hub
	id   common.Address
	wake chan struct{} // holds a token when something was queued since Receive last looked

	mu     sync.Mutex
	closed bool
	links  map[common.Address]*link
	turn   []common.Address // senders in the order in which they are served
}

// link is the queue from one sender.
type link struct {
	queue   []packet
	bytes   int
	dropped uint64
}

type packet struct {
	payload []byte
	due     time.Time // zero: at once
}

// Broadcast queues a payload for every other endpoint that can be reached, without ever waiting. The payload is copied
// once; receivers share it and must not change it. ErrEmpty, ErrTooLarge and ErrClosed are the only errors: what is lost on the
// way is lost silently, as on a network.
func (e *Endpoint) Broadcast(payload []byte) error {
	if err := e.check("broadcast", payload); err != nil {
		return err
	}
	shared := append([]byte(nil), payload...)
	to, rule := e.hub.reachable(e.id)
	e.hand(e.id, shared, to, rule)
	return nil
}

// Relay queues a payload that came from elsewhere for every endpoint but this one and the one that is named as its sender.
// It is how a bridge, an endpoint like any other, brings in what other processes send. The payload is shared and must
// not change any more; errors are those of Broadcast.
func (e *Endpoint) Relay(from common.Address, payload []byte) error {
	if err := e.check("relay", payload); err != nil {
		return err
	}
	to, rule := e.hub.reachable(e.id)
	e.hand(from, payload, to, rule)
	return nil
}

// check refuses what may not be sent.
func (e *Endpoint) check(verb string, payload []byte) error {
	if len(payload) == 0 {
		return fmt.Errorf("%s by %s: %w", verb, e.id, ErrEmpty)
	}
	if len(payload) > MaxMessageBytes {
		return fmt.Errorf("%s by %s: %w: %d bytes, at most %d allowed", verb, e.id, ErrTooLarge, len(payload), MaxMessageBytes)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return fmt.Errorf("%s by %s: %w", verb, e.id, ErrClosed)
	}
	return nil
}

// hand offers a payload to all receivers but its sender.
func (e *Endpoint) hand(from common.Address, payload []byte, to []*Endpoint, rule Rule) {
	for _, receiver := range to {
		if receiver.id == from {
			continue
		}
		var v Verdict
		if rule != nil {
			v = rule(from, receiver.id, payload)
		}
		receiver.offer(from, payload, v)
	}
}

// offer queues a payload as the verdict says.
func (e *Endpoint) offer(from common.Address, payload []byte, v Verdict) {
	if v.Drop {
		return
	}
	p := packet{payload: payload}
	if v.Delay > 0 {
		p.due = time.Now().Add(min(v.Delay, MaxDelay))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	l := e.links[from]
	if l == nil {
		if len(e.links) >= MaxLinks && !e.forget() {
			return
		}
		l = new(link)
		e.links[from] = l
		e.turn = append(e.turn, from)
	}
	for range 1 + min(max(v.Extra, 0), MaxCopies) {
		l.push(p, v.Ahead)
	}
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// forget drops the links on which nothing waits; false if there are none.
func (e *Endpoint) forget() bool {
	before := len(e.turn)
	e.turn = slices.DeleteFunc(e.turn, func(from common.Address) bool {
		if len(e.links[from].queue) > 0 {
			return false
		}
		delete(e.links, from)
		return true
	})
	return len(e.turn) < before
}

// push adds a packet and drops the oldest ones beyond the bounds; the newest one always stays.
func (l *link) push(p packet, ahead bool) {
	for len(l.queue) > 0 && (len(l.queue) >= MaxQueueMessages || l.bytes+len(p.payload) > MaxQueueBytes) {
		l.bytes -= len(l.queue[0].payload)
		l.queue[0] = packet{}
		l.queue = l.queue[1:]
		l.dropped++
	}
	if ahead {
		l.queue = append([]packet{p}, l.queue...)
	} else {
		l.queue = append(l.queue, p)
	}
	l.bytes += len(p.payload)
}

// pop removes the first packet that is due; otherwise it says when the next one will be (zero: the queue is empty).
func (l *link) pop(now time.Time) (payload []byte, next time.Time) {
	for i, p := range l.queue {
		if !p.due.After(now) {
			l.bytes -= len(p.payload)
			if i == 0 {
				l.queue[0] = packet{} // let the payload go
				l.queue = l.queue[1:]
			} else {
				l.queue = append(l.queue[:i], l.queue[i+1:]...)
			}
			return p.payload, time.Time{}
		}
		if next.IsZero() || p.due.Before(next) {
			next = p.due
		}
	}
	return nil, next
}

// Receive returns the next payload, taking senders in turn so that a busy one doesn't starve the others. It waits
// until there is one, the context ends (its error is returned) or the endpoint is closed (ErrClosed).
func (e *Endpoint) Receive(ctx context.Context) ([]byte, error) {
	for {
		payload, next, err := e.take(time.Now())
		if payload != nil || err != nil {
			return payload, err
		}
		if err := e.wait(ctx, next); err != nil {
			return nil, err
		}
	}
}

// wait returns when something was queued or next has come (zero: never).
func (e *Endpoint) wait(ctx context.Context, next time.Time) error {
	var due <-chan time.Time
	if !next.IsZero() {
		timer := time.NewTimer(time.Until(next))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-e.wake:
	case <-due:
	}
	return nil
}

func (e *Endpoint) take(now time.Time) (payload []byte, next time.Time, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, time.Time{}, fmt.Errorf("receive as %s: %w", e.id, ErrClosed)
	}
	for i, from := range e.turn {
		payload, due := e.links[from].pop(now)
		if payload != nil {
			// The one served goes to the end of the line.
			e.turn = append(append(e.turn[:i:i], e.turn[i+1:]...), from)
			return payload, time.Time{}, nil
		}
		if !due.IsZero() && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	return nil, next, nil
}

// Dropped counts the messages from a sender that were given up because its queue was full.
func (e *Endpoint) Dropped(from common.Address) uint64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	if l := e.links[from]; l != nil {
		return l.dropped
	}
	return 0
}

// Close leaves the hub; a waiting Receive returns ErrClosed. It is safe to call again.
func (e *Endpoint) Close() {
	e.hub.leave(e)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	e.links, e.turn = make(map[common.Address]*link), nil
	select {
	case e.wake <- struct{}{}:
	default:
	}
}
