package observe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// met is a walk that came as far as the proof but arrived at another accumulator.
type met struct {
	endpoint *endpoint
	walk     *walk
}

// draft finds an endpoint whose messages fold from the cursor to the proven
// position, and lays down where the chunks between end.
func (o *Observer) draft(ctx context.Context, proven messages.Position, final lightclient.Final) error {
	if o.byReceipts {
		return o.draftFromTrail(ctx, proven, final)
	}
	var faults []error
	var missed []met
	for i, e := range o.inOrder(forMessages) {
		w, err := o.walkLane(ctx, e, o.cursor, proven.Nonce, 0, final.Header().Number, o.hurried(i))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			o.refuse(e, forMessages, err)
			faults = append(faults, err)
		case w.last == proven:
			o.status.good(e, forMessages)
			o.blame(missed, w)
			o.plan, o.planFinal, o.ahead = w.ends, final, w.first
			return nil
		default:
			missed = append(missed, met{e, w})
		}
	}
	if len(missed) == len(o.endpoints) && agree(missed) {
		if err := o.settle(ctx, proven, final); err != nil {
			return err
		}
	}
	for i, m := range missed {
		fault := o.missedFault(m, proven, missed[:i])
		o.refuse(m.endpoint, forMessages, fault)
		faults = append(faults, fault)
	}
	return errors.Join(faults...)
}

// blame notes, for each endpoint whose messages did not fold to the proof, the
// first nonce at which it differs from one whose did.
func (o *Observer) blame(missed []met, good *walk) {
	for _, m := range missed {
		fault := &EndpointError{Source: m.endpoint.source.Name()}
		nonce, ok := m.walk.differ(good, o.cursor.Nonce)
		if ok {
			fault.Nonce = nonce
		}
		fault.Err = fmt.Errorf("%w: another endpoint's messages fold to the proven accumulator, these do not", ErrAltered)
		o.refuse(m.endpoint, forMessages, fault)
	}
}

// missedFault says what is wrong with an endpoint when nobody was proven right.
func (o *Observer) missedFault(m met, proven messages.Position, others []met) error {
	fault := &EndpointError{Source: m.endpoint.source.Name(), Err: fmt.Errorf("%w: messages %d to %d fold to accumulator %s, %s is proven",
		ErrAltered, o.cursor.Nonce+1, proven.Nonce, m.walk.last.Accumulator, proven.Accumulator)}
	for _, other := range others {
		if nonce, ok := m.walk.differ(other.walk, o.cursor.Nonce); ok {
			fault.Err = fmt.Errorf("%w; endpoint %s differs first at nonce %d", fault.Err, other.endpoint.source.Name(), nonce)
			break
		}
	}
	return fault
}

// agree reports whether all walks arrived at one accumulator.
func agree(missed []met) bool {
	for _, m := range missed[1:] {
		if m.walk.last != missed[0].walk.last {
			return false
		}
	}
	return true
}

// settle is called when every endpoint tells the same messages and these do not
// connect the cursor with the proof. Either all of them lie, or the cursor is not
// on the lane. The lane's own beginning is beyond doubt, so its whole history
// decides: if that folds to the proof, the endpoint is honest and the accumulator
// passed at the cursor's nonce is the true one. Settle returns a *DivergenceError,
// or nil when endpoints are at fault.
func (o *Observer) settle(ctx context.Context, proven messages.Position, final lightclient.Final) error {
	if o.cursor == o.lane.Start() {
		return nil // the walk that failed was the whole history: all of them lie
	}
	if !o.lastSettled.IsZero() && time.Since(o.lastSettled) < settleEvery {
		return nil
	}
	o.lastSettled = time.Now()
	divergence := &DivergenceError{Lane: o.lane, Known: o.cursor, Proven: proven, Header: final.Header()}
	untold := false
	for i, e := range o.inOrder(forMessages) {
		w, err := o.walkLane(ctx, e, o.lane.Start(), proven.Nonce, o.cursor.Nonce, final.Header().Number, o.hurried(i))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			untold = true
		case w.last == proven:
			divergence.Certain, divergence.History = true, w.passed.Accumulator
			return divergence
		}
	}
	// A cursor that a proof has confirmed is above suspicion while nothing is certain:
	// endpoints that all tell one lie, and keep the history to themselves, could halt
	// the lane for good otherwise. They are at fault until one tells more.
	if untold && !o.authentic {
		return divergence
	}
	return nil
}

// reread returns the messages from the cursor to the plan's next chunk end, as told
// by an endpoint whose messages fold to it.
func (o *Observer) reread(ctx context.Context, to messages.Position, final lightclient.Final) ([]Observed, error) {
	if o.byReceipts {
		return o.readFromTrail(ctx, to)
	}
	var faults []error
	for i, e := range o.inOrder(forMessages) {
		observed, err := o.rereadFrom(ctx, e, to, final, o.hurried(i))
		switch {
		case err == nil:
			o.status.good(e, forMessages)
			return observed, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		}
		o.refuse(e, forMessages, err)
		faults = append(faults, err)
	}
	return nil, errors.Join(faults...)
}

// refuse notes what an endpoint did. Of several faults in a row the first of each kind
// is logged: where another endpoint is proven right the look goes well, and nobody else would
// tell the operator that one of his endpoints lies.
func (o *Observer) refuse(e *endpoint, purpose int, err error) {
	if o.status.fault(e, purpose, err) {
		o.logger.Warn("endpoint refused", "error", err)
	}
}

// hurried reports whether there is another endpoint to ask after the one at the
// index of an order.
func (o *Observer) hurried(i int) bool { return i < len(o.endpoints)-1 }

func (o *Observer) rereadFrom(ctx context.Context, e *endpoint, to messages.Position, final lightclient.Final, hurried bool) ([]Observed, error) {
	w, err := o.walkLane(ctx, e, o.cursor, to.Nonce, 0, final.Header().Number, hurried)
	if err != nil {
		return nil, err
	}
	if w.last != to {
		return nil, &EndpointError{Source: e.source.Name(), Err: fmt.Errorf("%w: messages %d to %d fold to accumulator %s, want %s",
			ErrAltered, o.cursor.Nonce+1, to.Nonce, w.last.Accumulator, to.Accumulator)}
	}
	// The same ids make the same chunk, so that it is the first one entire.
	return w.first, nil
}
