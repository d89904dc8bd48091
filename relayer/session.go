package relayer

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/quorum"
	"github.com/catenary-bridge/catenary/relayer/approve"
)

// Point is a moment in a batch's life at which a test may kill the relayer.
type Point string

// The points, in their order.
const (
	PointVerified  Point = "verified"
	PointCut       Point = "cut"
	PointAsked     Point = "asked" // the bus has the request on its disk
	PointApproved  Point = "approved"
	PointJournaled Point = "journaled" // the transaction is on our disk; no node has it yet
	PointBroadcast Point = "broadcast" // a node has it; the journal and the chain alone know
	PointSubmitted Point = "submitted"
	PointMined     Point = "mined" // in a block that may not be final
	PointDelivered Point = "delivered"
)

// askHook tells a hook of requests that are on the bus's disk.
type askHook struct {
	approve.Bus
	hook func(Point)
}

func (b askHook) PublishRequest(ctx context.Context, request messages.Request) error {
	err := b.Bus.PublishRequest(ctx, request)
	if err == nil {
		b.hook(PointAsked)
	}
	return err
}

// session is one run of a lane's pipeline, from reading the Inbox until something
// changes or fails. Starting anew is the only recovery there is, so the path is
// walked all the time.
type session struct {
	*lane
	start messages.Position
	set   messages.SignerSet

	pending chan []pending // segments
	batches chan *cutBatch
	slots   chan struct{} // one per batch in flight

	group *errgroup.Group
	// deliveries outlives the group's context: what is broadcast is seen through
	// although the session has failed, or the next one would pay for it again. Only the
	// end of the relayer or of the lane ends it.
	deliveries context.Context
	abandon    context.CancelFunc
	failed     sync.Once
	cause      error          // of the end, guarded by failed
	underway   sync.WaitGroup // deliveries that are broadcast and not final
	alone      atomic.Int32   // how many these are
	executed   atomic.Bool    // a delivery of this session has executed messages
}

func newSession(l *lane) *session {
	return &session{
		lane: l, pending: make(chan []pending, maxQueue),
		batches: make(chan *cutBatch, l.config.InFlight), slots: make(chan struct{}, l.config.InFlight),
	}
}

// run reads the Inbox and works until an error. It returns after all deliveries
// that are broadcast have come to an end, so that the next session does not pay
// for them again.
func (s *session) run(ctx context.Context) error {
	s.awaitSettled(ctx)
	if err := s.readTarget(ctx); err != nil {
		return err
	}
	observer, err := s.config.Observe(s.start)
	if err != nil {
		return fmt.Errorf("follow lane from nonce %d: %w", s.start.Nonce, err)
	}
	s.status.following(s.start, s.set)
	s.deliveries, s.abandon = context.WithCancel(ctx)
	defer s.abandon()
	group, ctx := errgroup.WithContext(ctx)
	s.group = group
	s.spawn(func() error { return observer.Run(ctx) })
	s.spawn(func() error { return s.feed(ctx, observer) })
	s.spawn(func() error { return s.cut(ctx) })
	s.spawn(func() error { return s.submit(ctx) })
	s.spawn(func() error { return s.recheck(ctx, observer) })
	// What failed first is why the session ends; the group may hear of what that
	// interrupted before it hears of that.
	if err := group.Wait(); s.cause == nil {
		return err
	}
	return s.cause
}

// spawn runs a part of the session. The first that fails ends all the others.
func (s *session) spawn(work func() error) {
	s.group.Go(func() error {
		err := guard(work)
		if err != nil {
			s.failed.Do(func() { s.cause = err; s.fail(err) })
		}
		return err
	})
}

// fail tells people at once: seeing deliveries through may take long. A lane that
// halts for good has none worth waiting for.
func (s *session) fail(err error) {
	switch {
	case s.deliveries.Err() != nil: // the relayer stops
	case halts(err):
		s.abandon()
	default:
		s.status.backingOff(err)
	}
}

// settler is a target that remembers what an earlier run broadcast; *evm.Target is
// one.
type settler interface {
	// Settled waits until all of that is in blocks or given up.
	Settled(ctx context.Context) error
}

// awaitSettled waits, at the start of the process, for deliveries that were on their
// way when it ended: the Inbox does not show them yet, so that the same messages
// would be delivered, and paid for, again.
func (s *session) awaitSettled(ctx context.Context) {
	target, ok := s.config.Target.(settler)
	if !ok {
		return
	}
	limited, cancel := context.WithTimeout(ctx, settlePatience)
	defer cancel()
	if err := target.Settled(limited); err != nil && ctx.Err() == nil {
		s.logger.Warn("deliveries of an earlier run are not mined yet, going on without them", "err", err)
	}
}

// readTarget finds out where the lane stands and who has to approve.
func (s *session) readTarget(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	inbox, err := s.readInbox(ctx)
	if err != nil {
		return err
	}
	s.passed(inbox.Position.Nonce)
	if inbox.Paused {
		return errPaused
	}
	set, err := s.readSet(ctx, inbox)
	if err != nil {
		return err
	}
	s.start, s.set = inbox.Position, set
	return nil
}

// readInbox reads the lane's state in the Inbox, and refuses another deployment's.
func (l *lane) readInbox(ctx context.Context) (chains.Inbox, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	inbox, err := l.config.Target.Inbox(ctx, l.config.Lane.SourceChain)
	switch {
	case err != nil:
		// An answer that makes no sense: another chain has no such lane, for instance.
		// Whoever does not answer was passed over already.
		if ctx.Err() == nil && !errors.Is(err, chains.ErrUnavailable) {
			l.doubtTarget()
		}
		return inbox, fmt.Errorf("read the Inbox: %w", err)
	case inbox.ID != l.config.Inbox:
		l.doubtTarget()
		return inbox, fmt.Errorf("%w: inbox id %s, want %s", ErrOtherDeployment, inbox.ID, l.config.Inbox)
	case inbox.Lane != l.id:
		l.doubtTarget()
		return inbox, fmt.Errorf("%w: lane id %s, want %s", ErrOtherDeployment, inbox.Lane, l.id)
	case inbox.Position.Nonce == 0 && inbox.Position != l.config.Lane.Start():
		// No observer starts there, so that the same endpoint would be asked for ever.
		l.doubtTarget()
		return inbox, fmt.Errorf("read the Inbox: accumulator %s at nonce 0, want the lane id %s", inbox.Position.Accumulator, l.id)
	}
	return inbox, nil
}

func (s *session) readSet(ctx context.Context, inbox chains.Inbox) (messages.SignerSet, error) {
	set, err := s.config.Target.SignerSet(ctx, inbox.Verifier)
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, chains.ErrUnavailable) {
			s.doubtTarget()
		}
		return set, fmt.Errorf("read the signer set: %w", err)
	}
	if err := quorum.Validate(set); err != nil {
		s.doubtTarget()
		return set, fmt.Errorf("read the signer set of %s: %w", inbox.Verifier, err)
	}
	return set, nil
}

// recheck looks at the Inbox now and then. A delivery, of another relayer for
// instance, that was seen at the newest block and then reorganised away leaves
// messages behind that nobody would deliver; a pause would go unnoticed while
// there is nothing to deliver, and so would a target that answers no more.
func (s *session) recheck(ctx context.Context, observer Observer) error {
	ticker := time.NewTicker(inboxRecheck)
	defer ticker.Stop()
	failures, behind, ahead := 0, 0, 0
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		if status, is := s.aheadOfSource(observer); !is {
			ahead, s.unproven = 0, unproven{}
		} else if err := s.forgotten(status); err != nil {
			return err
		} else if ahead++; ahead == recheckPatience {
			return s.doubtStart()
		}
		believed := s.status.snapshot().Delivered.Nonce
		inbox, err := s.readInbox(ctx)
		if err != nil {
			if failures++; failures == recheckPatience {
				return err
			}
			continue
		}
		failures = 0
		if inbox.Paused {
			return errPaused
		}
		if inbox.Position.Nonce >= believed && !s.disputed(ctx, believed) {
			behind = 0
			continue
		}
		// One answer may come from a node that lags. If all do, the next session begins
		// where the one that contradicts says.
		if behind++; behind == recheckPatience {
			return fmt.Errorf("%w: the Inbox is at nonce %d and was at %d before", errStartOver, inbox.Position.Nonce, believed)
		}
	}
}

func (s *session) at(point Point) {
	if s.hook != nil {
		s.hook(point)
	}
}
