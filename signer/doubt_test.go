package signer

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

// foreign is a target with two endpoints, of which the first is of another chain or
// deployment.
type foreign struct {
	Target
	change  func(*chains.Inbox) error
	doubted int
}

func (f *foreign) Inbox(ctx context.Context, sourceChain uint64) (chains.Inbox, error) {
	inbox, err := f.Target.Inbox(ctx, sourceChain)
	if f.doubted == 0 {
		err = f.change(&inbox)
	}
	return inbox, err
}

func (f *foreign) Doubt() int { f.doubted++; return 2 }

// TestAttackEndpointOfAnotherDeploymentIsPassedOver: it would keep the lane from being
// followed for as long as it answers, although an honest one is configured beside it.
func TestAttackEndpointOfAnotherDeploymentIsPassedOver(t *testing.T) {
	for name, change := range map[string]func(*chains.Inbox) error{
		"another inbox": func(i *chains.Inbox) error { i.ID[0] ^= 1; return nil },
		"another lane":  func(i *chains.Inbox) error { i.Lane[0] ^= 1; return nil },
		"no lane":       func(*chains.Inbox) error { return chains.ErrUnknownLane },
	} {
		t.Run(name, func(t *testing.T) {
			honest := chains.Inbox{ID: messages.InboxID{1}, Lane: messages.LaneID{2}, Position: messages.Position{Nonce: 3}}
			asked := &foreign{Target: &target{inbox: honest}, change: change}
			view := &targetView{target: asked, inbox: honest.ID, lane: honest.Lane, now: time.Now, log: slog.New(slog.DiscardHandler)}
			if _, err := view.read(t.Context()); err == nil {
				t.Fatal("another deployment's Inbox was taken for the lane's")
			}
			if inbox, err := view.read(t.Context()); err != nil || inbox != honest || asked.doubted != 1 {
				t.Fatalf("inbox %+v, error %v, doubted %d times, want the other endpoint's answer", inbox, err, asked.doubted)
			}
		})
	}
}
