package evm

import (
	"context"
	"errors"
	"slices"
	"time"
)

// contested asks a question whose wrong answer would bring a lane to a standstill:
// whether it is paused, or whether a delivery would revert. A single endpoint that
// lies, or is behind, could do that for ever, with honest ones beside it. So an error
// is only believed when no other endpoint answers without one; the first that does so
// is returned, and asked first from now on.
//
// What is done upon its word is to deliver, and the contract is the judge of that. One
// that was wrong has cost a transaction; see mute.
func (f *failover) contested(ctx context.Context, ask func(context.Context, *Client) error) (by *Client, objection error, err error) {
	return f.contestedBy(ctx, f.inTurn(), ask)
}

// contestedUnmuted is contested among endpoints of which those that were wrong are
// asked last. Whoever sends transactions upon an answer asks like this: doubt may have
// made a liar the first that is asked, who needs to contradict nobody then.
func (f *failover) contestedUnmuted(ctx context.Context, ask func(context.Context, *Client) error) (by *Client, objection error, err error) {
	order := f.inTurn()
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case f.isMuted(a) == f.isMuted(b):
			return 0
		case f.isMuted(b):
			return -1
		}
		return 1
	})
	return f.contestedBy(ctx, order, ask)
}

// inTurn lists all endpoints, the current one first.
func (f *failover) inTurn() []int {
	first, order := int(f.current.Load()), make([]int, len(f.clients))
	for i := range order {
		order[i] = (first + i) % len(order)
	}
	return order
}

func (f *failover) isMuted(index int) bool {
	return time.Now().UnixNano() < f.records[index].muted.Load()
}

func (f *failover) contestedBy(ctx context.Context, order []int, ask func(context.Context, *Client) error) (by *Client, objection error, err error) {
	var objector int
	var failures []error
	for _, index := range order {
		if objection != nil && f.isMuted(index) {
			continue
		}
		err := f.askOne(ctx, f.clients[index], objection != nil, ask)
		switch {
		case err == nil:
			f.current.Store(uint32(index))
			if objection != nil {
				f.logger.Warn("endpoints of the target contradict each other; the one that lets the lane go on is believed",
					"endpoint", f.clients[objector].name, "says", objection, "other", f.clients[index].name)
			}
			return f.clients[index], objection, nil
		case ctx.Err() != nil && objection == nil:
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				index++ // as in do: it took all the time that the caller had
			}
			f.current.Store(uint32(index % len(f.clients)))
			return nil, nil, err
		case mayBetterElsewhere(err):
			failures = append(failures, err)
		case objection == nil:
			objection, objector = err, index
		}
	}
	if objection != nil {
		f.current.Store(uint32(objector))
		return nil, objection, objection
	}
	f.current.Store(uint32((order[0] + 1) % len(f.clients)))
	return nil, nil, errors.Join(failures...)
}

// askOne limits how long a second opinion may take: the lane has an answer already.
func (f *failover) askOne(ctx context.Context, c *Client, second bool, ask func(context.Context, *Client) error) error {
	if second {
		limited, cancel := context.WithTimeout(ctx, secondOpinionTimeout)
		defer cancel()
		ctx = limited
	}
	return ask(ctx, c)
}

// judge holds an endpoint to its word, upon which a delivery was sent. Where it came
// to nothing, the endpoint may not contradict others for a while: one that lies, or
// stands still, could otherwise have the relayer pay for such deliveries without end.
// Chance can do that to an honest one too, when the lane is paused or another relayer
// delivers between its word and the next block; it is still asked for everything else,
// and the next delivery that does something clears it.
func (f *failover) judge(c *Client, right bool) {
	index := slices.Index(f.clients, c)
	switch {
	case index < 0:
		return // nobody was asked
	case right:
		f.records[index].wrong.Store(0)
		return
	}
	silence := min(firstMute<<min(f.records[index].wrong.Add(1)-1, 10), maxMute)
	f.records[index].muted.Store(time.Now().Add(silence).UnixNano())
	if len(f.clients) > 1 {
		f.logger.Warn("an endpoint's word that a delivery would do something was wrong", "endpoint", c.name, "mayNotContradictFor", silence)
		f.current.CompareAndSwap(uint32(index), uint32((index+1)%len(f.clients)))
	}
}
