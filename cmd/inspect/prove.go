package inspect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/messages"
)

// prove shows that a message is in its lane, by the same code as relayers and signers:
// a light client verifies a final header, a storage proof shows where the lane stands
// under it, and the messages up to there have to fold to that. It fails only where
// this shows that the message is not in the lane; where it cannot be shown, the facts
// say why.
func (d *Direct) prove(ctx context.Context, f *facts) error {
	d.mu.Lock()
	f.proof = d.proofs[f.sent.ID]
	d.mu.Unlock()
	source := d.Look.Chains[f.lane.SourceChain]
	switch {
	case f.proof != nil:
		return nil
	case d.Prove <= 0:
		f.proofWhy = "not asked for"
		return nil
	case source.Light == nil:
		f.proofWhy = daemon.ErrNoLightClient.Error()
		return nil
	case f.heads != nil && f.heads.Final != nil && f.heads.Final.Number < f.sent.Block:
		f.proofWhy = "its block is not final yet"
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.Prove)
	defer cancel()
	// The Inbox's position saves folding what is delivered. It is an endpoint's word, but
	// the proven end shows whether it was true.
	start := f.lane.Start()
	if f.inbox != nil && f.inbox.Position.Nonce < f.sent.Message.Nonce {
		start = f.inbox.Position
	}
	err := d.fold(ctx, f, source, start)
	var divergence *observe.DivergenceError
	if errors.As(err, &divergence) && start != f.lane.Start() {
		err = d.fold(ctx, f, source, f.lane.Start())
	}
	if errors.Is(err, ErrNotFound) {
		return err
	}
	if err != nil {
		f.proofWhy = err.Error()
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.proofs == nil || len(d.proofs) >= maxProven {
		d.proofs = map[messages.ID]*proof{}
	}
	d.proofs[f.sent.ID] = f.proof
	return nil
}

// fold reads the lane from a position until the message's nonce is proven.
func (d *Direct) fold(ctx context.Context, f *facts, source *daemon.LookChain, start messages.Position) error {
	nonce := f.sent.Message.Nonce
	if nonce-start.Nonce > maxProven {
		return fmt.Errorf("%d messages would have to be folded, more than %d", nonce-start.Nonce, maxProven)
	}
	observer, err := source.Observe(f.lane, start)
	if err != nil {
		return err
	}
	for {
		segment, err := observer.Next(ctx)
		if err != nil {
			if trouble := observer.Status().Trouble; errors.Is(err, context.DeadlineExceeded) {
				if trouble == "" {
					trouble = "the light client's final header is not that far"
				}
				return fmt.Errorf("within %v: %s", d.Prove.Round(time.Millisecond), trouble)
			}
			return err
		}
		if segment.To().Nonce < nonce {
			continue
		}
		there := segment.Messages()[nonce-segment.From().Nonce-1]
		header := segment.Final().Header()
		if there.ID != f.sent.ID {
			return fmt.Errorf("%w: an endpoint shows message %s as nonce %d of lane %s, but message %s is what block %d proves there: the endpoint lies",
				ErrNotFound, f.sent.ID, nonce, f.lane, there.ID, header.Number)
		}
		word := Proven
		if source.Quorum {
			word = Agreed
		}
		f.proof = &proof{block: header.Number, at: unixTime(header.Time), word: word}
		return nil
	}
}
