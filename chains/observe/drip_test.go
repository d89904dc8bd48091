package observe

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
)

// drip tells the truth, one message in almost the time that a call may take.
func drip(honest *observetest.Source, name string) chains.Source {
	return &observetest.Liar{Source: honest, ChangeName: name,
		ChangeEvents: func(ctx context.Context, _, _ uint64, events []chains.Event) ([]chains.Event, error) {
			select {
			case <-time.After(990 * time.Millisecond):
				return events[:1], nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}
}

// TestAttackDrippingEndpointIsPassedOver: every answer is true and in time, and yet
// 500 messages would take eight minutes. The next endpoint is asked.
func TestAttackDrippingEndpointIsPassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		end := chain.Send(500, 8)
		chain.Seal()
		o := newObserver(t, chain, drip(chain.Source("", 0), "dripping"), chain.Source("honest", 0))
		began := time.Now()
		segment, err := o.Next(t.Context())
		if err != nil || segment.To() != end {
			t.Fatalf("segment up to %+v, error %v", segment.To(), err)
		}
		if took := time.Since(began); took > (walkCalls+1)*time.Second {
			t.Errorf("took %s", took)
		}
		if faults := o.Status().Sources[0].Faults; faults != 1 {
			t.Errorf("the dripping endpoint has %d faults, want 1", faults)
		}
		chain.Send(10, 8) // from now on it is asked last
		chain.Seal()
		began = time.Now()
		if _, err := o.Next(t.Context()); err != nil || time.Since(began) > defaultInterval {
			t.Errorf("error %v after %s", err, time.Since(began))
		}
	})
}

// TestOnlyEndpointMayBeSlow: where nobody else can be asked, a node that gives one
// message a call must not stop the lane.
func TestOnlyEndpointMayBeSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		end := chain.Send(60, 8)
		chain.Seal()
		o := newObserver(t, chain, drip(chain.Source("", 0), "slow"))
		segment, err := o.Next(t.Context())
		if err != nil || segment.To() != end {
			t.Fatalf("segment up to %+v, error %v", segment.To(), err)
		}
	})
}

// TestAttackLieBesideLostHistoryHaltsNothing: where a proof has confirmed the cursor,
// endpoints that alter what follows it and do not show the history are at fault, and
// when one of them tells the truth again the lane goes on.
func TestAttackLieBesideLostHistoryHaltsNothing(t *testing.T) {
	chain := tenMessages()
	lying := false
	o := newObserver(t, chain, &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "liar",
		ChangeEvents: func(_ context.Context, after, _ uint64, events []chains.Event) ([]chains.Event, error) {
			switch {
			case !lying:
				return events, nil
			case after < 10:
				return nil, fmt.Errorf("%w: old logs are gone", chains.ErrNoState)
			}
			return []chains.Event{observetest.Forge(events[0], change)}, nil
		}})
	if _, moved, err := o.look(t.Context()); err != nil || !moved {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
	lying = true
	end := chain.Send(1, 8)
	chain.Seal()
	_, moved, err := o.look(t.Context())
	var divergence *DivergenceError
	if moved || !errors.Is(err, ErrAltered) || errors.As(err, &divergence) {
		t.Fatalf("moved: %t, error: %v, want the endpoint's fault", moved, err)
	}
	lying = false
	if segment, moved, err := o.look(t.Context()); err != nil || !moved || segment.To() != end {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
}
