package inspect

import (
	"context"
	"fmt"

	"github.com/catenary-bridge/catenary/messages"
)

// Complete adds to what a relayer tells what it does not look for: what became, on the
// target, of messages that failed, or that others delivered. Where the chain cannot be
// asked, a note says so and the relayer's word stands.
func (d *Direct) Complete(ctx context.Context, t *Trace) {
	for i := range t.Messages {
		m := &t.Messages[i]
		last := m.Steps[len(m.Steps)-1]
		if m.Outcome == Pending || m.Outcome == OutcomeDelivered && last.Tx != "" {
			continue
		}
		if err := d.complete(ctx, m); err != nil {
			t.Notes = append(t.Notes, fmt.Sprintf("what became of message %s on chain %d since: %v", m.ID, m.TargetChain, err))
		}
	}
}

func (d *Direct) complete(ctx context.Context, m *Message) error {
	id, err := messages.ParseID(m.ID)
	if err != nil {
		return err
	}
	source, ok := d.Look.Chains[uint64(m.SourceChain)]
	if !ok {
		return fmt.Errorf("chain %d is not configured here", m.SourceChain)
	}
	f := &facts{lane: source.Deployment.LaneTo(uint64(m.TargetChain))}
	if f.lane.ID().String() != m.LaneID {
		return fmt.Errorf("the relayer's lane is %s, the configuration's %s: another deployment", m.LaneID, f.lane.ID())
	}
	f.sent.ID, f.sent.Message = id, &messages.Message{Nonce: uint64(m.Nonce)}
	d.readTarget(ctx, f)
	if len(f.executions) == 0 {
		return fmt.Errorf("no log is found: %s", orNothing(f.execWhy))
	}
	m.Outcome = OutcomeDelivered
	if f.failed() {
		m.Outcome = OutcomeFailed
	}
	m.Steps = append(m.Steps[:len(m.Steps)-1], f.executionSteps()...)
	m.settle()
	m.Next = f.next(m)
	return nil
}

func orNothing(why string) string {
	if why == "" {
		return "the endpoints know of none"
	}
	return why
}
