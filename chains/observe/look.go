package observe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// look asks once whether the lane has moved: the light client for its newest final
// header, an endpoint for the lane's proof under it, and endpoints for the messages
// up to the proven position. moved is false when the lane has not.
func (o *Observer) look(ctx context.Context) (segment Segment, moved bool, err error) {
	if len(o.plan) > 0 {
		return o.nextOfPlan(ctx)
	}
	final, err := o.newestFinal(ctx)
	if err != nil {
		return Segment{}, false, err
	}
	if final == o.seen {
		return Segment{}, false, nil
	}
	proven, err := o.prove(ctx, final)
	if errors.Is(err, errUnfinished) {
		o.hint() // by ourselves: to go on at once
		return Segment{}, false, nil
	}
	if err != nil {
		return Segment{}, false, err
	}
	o.status.prove(final.Header(), proven)
	switch {
	case proven.Nonce > o.cursor.Nonce:
		if err := o.draft(ctx, proven, final); err != nil {
			return Segment{}, false, err
		}
		o.seen = final
		return o.nextOfPlan(ctx)
	case proven == o.cursor:
		o.authentic = true
	case proven.Nonce < o.cursor.Nonce && !o.authentic:
		// The position we were given is ahead of the newest final header: whoever
		// gave it follows the chain more closely. Wait for the header.
	default:
		return Segment{}, false, &DivergenceError{
			Lane: o.lane, Known: o.cursor, Proven: proven, Header: final.Header(), Certain: true,
		}
	}
	o.seen = final
	return Segment{}, false, nil
}

// newestFinal returns the newest header that the light client believes. Where an
// update fails, another lane's observer may have updated the shared client.
func (o *Observer) newestFinal(ctx context.Context) (lightclient.Final, error) {
	call, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	final, err := o.client.Update(call)
	if err == nil {
		return final, nil
	}
	if isFinal(err) {
		return lightclient.Final{}, err
	}
	if final = o.client.Final(); !final.IsZero() && final != o.seen {
		return final, nil
	}
	return lightclient.Final{}, fmt.Errorf("light client: %w", err)
}

// prove returns the lane's position under the header, by whatever the mode allows.
func (o *Observer) prove(ctx context.Context, final lightclient.Final) (messages.Position, error) {
	if o.mode != ModeReceipts {
		proven, err := o.proveByLaneProof(ctx, final)
		if !errors.Is(err, errNoProofs) {
			o.byReceipts = false
			return proven, err
		}
		if !o.byReceipts {
			o.logger.Info("no endpoint makes lane proofs: receipts are read instead", "error", err)
		}
	}
	o.byReceipts = true
	return o.proveByReceipts(ctx, final)
}

// proveByLaneProof returns the lane's position under the header, proven by the first
// endpoint whose proof holds. In ModeAuto errNoProofs says that none did and that one at
// least makes no proofs.
func (o *Observer) proveByLaneProof(ctx context.Context, final lightclient.Final) (messages.Position, error) {
	var faults []error
	unsupported := false
	for _, e := range o.inOrder(forProofs) {
		if o.mode == ModeAuto && time.Since(e.makesNone) < proofsAgain {
			unsupported = true
			continue
		}
		call, cancel := context.WithTimeout(ctx, o.timeout)
		proof, err := e.source.LaneProof(call, o.lane, final)
		cancel()
		if err == nil {
			var position messages.Position
			if position, err = VerifyLane(o.lane, o.codeHash, final, proof); err == nil {
				o.status.good(e, forProofs)
				return position, nil
			}
		}
		if ctx.Err() != nil {
			return messages.Position{}, ctx.Err()
		}
		fault := &EndpointError{Source: e.source.Name(), Err: fmt.Errorf("lane proof at block %d: %w", final.Header().Number, err)}
		if o.mode == ModeAuto && errors.Is(err, chains.ErrUnsupported) {
			// Nobody's fault either, where there is another way.
			unsupported, e.makesNone = true, time.Now()
			faults = append(faults, fault)
			continue
		}
		// A pruned state is nobody's fault: the next header will do.
		if !errors.Is(err, chains.ErrNoState) {
			o.refuse(e, forProofs, fault)
		}
		faults = append(faults, fault)
	}
	if unsupported {
		faults = append(faults, errNoProofs)
	}
	return messages.Position{}, errors.Join(faults...)
}

// nextOfPlan returns the plan's next chunk and advances the cursor.
func (o *Observer) nextOfPlan(ctx context.Context) (Segment, bool, error) {
	to := o.plan[0]
	observed := o.ahead
	if observed == nil {
		var err error
		if observed, err = o.reread(ctx, to, o.planFinal); err != nil {
			if errors.Is(err, errUnfinished) {
				o.plan, o.seen = nil, lightclient.Final{} // to be laid down anew
				o.hint()
				return Segment{}, false, nil
			}
			return Segment{}, false, err
		}
	}
	segment := Segment{lane: o.lane, from: o.cursor, to: to, messages: observed, final: o.planFinal}
	o.plan, o.ahead = o.plan[1:], nil
	o.cursor, o.authentic = to, true
	o.status.advance(to)
	return segment, true, nil
}
