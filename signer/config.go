package signer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/policy"
	"github.com/catenary-bridge/catenary/signer/record"
)

// Key makes signatures; signer/keys has one. It may be called concurrently.
type Key interface {
	Address() common.Address
	Sign(digest [32]byte) (messages.Signature, error)
}

// Record keeps claims; *record.Record is one. Claim returns only when the claim
// will survive a power failure, and not at all when its from is not the highest.
// Its methods may be called concurrently.
type Record interface {
	Signer() common.Address
	Highest(key record.Key) (record.Claim, bool)
	Claim(key record.Key, from *messages.Position, to record.Claim) error
	Stopped(key record.Key) (record.Stop, bool)
	Stop(key record.Key, stop record.Stop) error
}

// Bus brings requests and takes answers; *bus.Signer is one. Requests calls serve
// concurrently and publishes what it returns. Claims returns the signer's own
// approvals, signatures verified, before anything is published.
type Bus interface {
	Requests(ctx context.Context, serve func(context.Context, messages.Request) (messages.Answer, error)) error
	Claims(ctx context.Context, lane messages.LaneID) ([]messages.Approval, error)
}

// Observer yields the lane's proven messages; *observe.Observer is one.
type Observer interface {
	Run(ctx context.Context) error
	Next(ctx context.Context) (observe.Segment, error)
}

// Target is what the signer asks of the target chain. No answer is believed: they
// choose where to begin folding, and spare signatures that could not count.
type Target interface {
	Inbox(ctx context.Context, sourceChain uint64) (chains.Inbox, error)
	SignerSet(ctx context.Context, verifier common.Address) (messages.SignerSet, error)
}

// LaneConfig is one lane that the signer serves.
type LaneConfig struct {
	Lane  messages.Lane
	Inbox messages.InboxID // the deployment on the target chain

	// Verifier is the contract that the signatures are for. Where the Inbox names
	// another one, because its owner has changed it, requests for that one are served
	// too: what is signed is true whoever verifies it.
	Verifier common.Address

	// Observe opens an observer that starts at the position.
	Observe func(start messages.Position) (Observer, error)
	Target  Target
	Policy  policy.Rules
}

// Config is what a Daemon needs. All fields without a default are required.
type Config struct {
	Key    Key
	Record Record
	Bus    Bus
	Lanes  []LaneConfig

	// EvidenceDir is where alarms leave what proves them.
	EvidenceDir string

	// Halt is the operator's switch; the zero value is never thrown.
	Halt policy.HaltSwitch

	// Vouch is the operator's word that a record which is behind the signer's own
	// approvals on the bus may be raised to them. Without it such a record is refused.
	Vouch bool

	// Patience is how long a request waits for finality; default [DefaultPatience].
	Patience time.Duration

	Now    func() time.Time // time.Now outside tests
	Logger *slog.Logger

	// Hook, where set, is called at each point of a request's life but the last, which
	// is the bus's; for tests that kill a signer there. Concurrently.
	Hook func(Point)
}

// ErrConfig is wrapped by every error about a configuration.
var ErrConfig = errors.New("signer configuration")

func (c *Config) validate() error {
	switch {
	case c.Key == nil || c.Record == nil || c.Bus == nil || c.Now == nil || c.Logger == nil:
		return fmt.Errorf("%w: key, record, bus, clock and logger are required", ErrConfig)
	case c.Record.Signer() != c.Key.Address():
		return fmt.Errorf("%w: the record is of signer %s, the key of %s", ErrConfig, c.Record.Signer(), c.Key.Address())
	case c.EvidenceDir == "":
		return fmt.Errorf("%w: no directory for evidence", ErrConfig)
	case len(c.Lanes) < 1 || len(c.Lanes) > maxLanes:
		return fmt.Errorf("%w: %d lanes, want 1 to %d", ErrConfig, len(c.Lanes), maxLanes)
	case c.Patience < 0 || c.Patience > maxPatience:
		return fmt.Errorf("%w: patience %v, want 0 to %v", ErrConfig, c.Patience, maxPatience)
	}
	seen := map[record.Key]bool{}
	for i := range c.Lanes {
		lane := &c.Lanes[i]
		key := record.Key{Lane: lane.Lane.ID(), Inbox: lane.Inbox}
		switch {
		case lane.Lane.SourceChain == 0 || lane.Lane.TargetChain == 0 || lane.Lane.SourceChain == lane.Lane.TargetChain:
			return fmt.Errorf("%w: lanes[%d] is %s, want two different chain ids, neither 0", ErrConfig, i, lane.Lane)
		case lane.Inbox == messages.InboxID{}:
			return fmt.Errorf("%w: lanes[%d] (%s) has no inbox id", ErrConfig, i, lane.Lane)
		case lane.Verifier == common.Address{}:
			return fmt.Errorf("%w: lanes[%d] (%s) has no verifier", ErrConfig, i, lane.Lane)
		case lane.Observe == nil || lane.Target == nil:
			return fmt.Errorf("%w: lanes[%d] (%s) has no observer or no target", ErrConfig, i, lane.Lane)
		case seen[key]:
			return fmt.Errorf("%w: lanes[%d] (%s) is there twice", ErrConfig, i, lane.Lane)
		}
		seen[key] = true
		if err := lane.Policy.Validate(); err != nil {
			return fmt.Errorf("%w: lanes[%d] (%s): %w", ErrConfig, i, lane.Lane, err)
		}
	}
	return nil
}
