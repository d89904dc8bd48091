package inspect

import (
	"context"
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

func (d *Direct) laneState(ctx context.Context, lane messages.Lane) (LaneState, messages.SignerSet) {
	l := LaneState{Name: lane.String(), ID: lane.ID().String(), State: laneUnknown, Word: Hearsay}
	fail := func(err error) (LaneState, messages.SignerSet) {
		l.Error = err.Error()
		return l, messages.SignerSet{}
	}
	source, err := d.finder(lane.SourceChain)
	if err != nil {
		return fail(err)
	}
	target, err := d.finder(lane.TargetChain)
	if err != nil {
		return fail(err)
	}
	inbox, err := target.Inbox(ctx, lane.SourceChain)
	if err != nil {
		return fail(err)
	}
	if want := d.Look.Chains[lane.TargetChain].Deployment.InboxID; inbox.ID != want || inbox.Lane != lane.ID() {
		return fail(fmt.Errorf("the target serves lane %s of inbox %s, want %s of %s: another deployment", inbox.Lane, inbox.ID, lane.ID(), want))
	}
	delivered := Number(inbox.Position.Nonce)
	l.State, l.Delivered = laneOpen, &delivered
	if inbox.Paused {
		l.State, l.Error = lanePaused, "on the target: its owner has to resume it"
	}
	d.readPending(ctx, &l, lane, source)
	if l.Proven, err = d.provenNonce(ctx, lane); err != nil {
		l.Error = "proof of the lane: " + err.Error()
	}
	set, err := target.SignerSet(ctx, inbox.Verifier)
	if err != nil {
		l.Error = err.Error()
		return l, messages.SignerSet{}
	}
	l.Epoch, l.Threshold, l.SignerCount = Number(set.Epoch), set.Threshold, len(set.Signers)
	return l, set
}

// provenNonce shows how far the lane is proven on its source: the light client verifies
// a final header, and an endpoint's proof has to hold under it.
func (d *Direct) provenNonce(ctx context.Context, lane messages.Lane) (*Number, error) {
	look := d.Look.Chains[lane.SourceChain]
	if d.Prove <= 0 || look.Light == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.Prove)
	defer cancel()
	final, err := look.Light.Update(ctx)
	if err != nil {
		return nil, nil // the chain's line says so
	}
	var faults []error
	makesNone := 0
	for _, endpoint := range look.Endpoints {
		proof, err := evm.NewSource(endpoint).LaneProof(ctx, lane, final)
		if err == nil {
			var position messages.Position
			if position, err = observe.VerifyLane(lane, look.Deployment.OutboxCodeHash, final, proof); err == nil {
				nonce := Number(position.Nonce)
				return &nonce, nil
			}
		}
		if errors.Is(err, chains.ErrUnsupported) {
			makesNone++
		}
		faults = append(faults, fmt.Errorf("%s: %w", endpoint.Name(), err))
	}
	if makesNone == len(look.Endpoints) {
		return nil, nil // reading all receipts is what daemons do, and takes longer than anybody looks
	}
	return nil, errors.Join(faults...)
}

// readPending reads how many messages wait, and since when the oldest does.
func (d *Direct) readPending(ctx context.Context, l *LaneState, lane messages.Lane, source *evm.Finder) {
	sent, err := source.Sent(ctx, lane.TargetChain)
	if err != nil {
		l.Error = err.Error()
		return
	}
	number, pending := Number(sent), Number(0)
	l.Sent, l.Pending = &number, &pending
	if number <= *l.Delivered { // the two chains are read one after the other
		return
	}
	pending = number - *l.Delivered
	oldest, err := source.SentAs(ctx, lane.TargetChain, uint64(*l.Delivered)+1)
	switch {
	case err != nil:
		l.Error = err.Error()
	case oldest != nil:
		l.OldestPendingSeconds = max(0, d.Now().Sub(unixTime(oldest.Message.Timestamp)).Seconds())
	}
}
