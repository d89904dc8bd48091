package relayer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/batch"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// Observer yields a lane's verified segments. *observe.Observer is one.
type Observer interface {
	Run(ctx context.Context) error
	Next(ctx context.Context) (observe.Segment, error)
}

// LaneConfig is one lane that the relayer serves.
type LaneConfig struct {
	Lane     messages.Lane
	Inbox    messages.InboxID // the deployment on the target, as configured
	Target   chains.Target
	Limits   batch.Limits
	InFlight int // batches; 0 means 8

	// Observe starts following the lane from a position, which the proven end of the
	// first segment authenticates.
	Observe func(start messages.Position) (Observer, error)

	// Outcome asks the target how the execution of a message ended that others have
	// delivered; an error where that can't be told yet. It may be nil: then the view does
	// not say.
	Outcome OutcomeOf

	// Retried asks the target whether a failed message was retried with success. It may
	// be nil: then what failed stays so in the view.
	Retried RetriedOf

	// OnHalt keeps the evidence when the lane has to halt for good. It may be nil.
	OnHalt func(error)
}

// Errors that end a lane's session, beside those of chains and observe.
var (
	// ErrOtherDeployment: the target answers for another Outbox or Inbox than the
	// configured one. Waiting does not help; correct the configuration.
	ErrOtherDeployment = errors.New("target serves another deployment than the configured one")
	// ErrNeverFits: a message holds its lane up that no transaction can deliver. The
	// way out is the target's guardian: a message above the lane's maxHandlerGas is
	// recorded as failed without a call.
	ErrNeverFits = errors.New("message needs more gas than a transaction may have: have the guardian lower the lane's maxHandlerGas below its gas limit")
	// ErrPanicked: a defect, in a target for instance, that this lane's sessions meet.
	ErrPanicked = errors.New("lane's session panicked")
	// errPaused: looked at again from time to time.
	errPaused = errors.New("lane is paused on the target: its owner has to resume it")
	// errStartOver: nothing is wrong, but what was known of the target has changed.
	errStartOver = errors.New("target has moved on")
)

// lane is the worker of one lane.
type lane struct {
	config    LaneConfig
	name      string // for people and metrics; unique among the lanes of a relayer
	id        messages.LaneID
	collector *approve.Collector
	index     *index.Index
	metrics   *metrics
	logger    *slog.Logger
	status    *statusBoard
	hook      func(Point) // for tests that kill a relayer at each stage

	doubts    int          // sessions in a row that ended at an unproven position of the Inbox; of run alone
	unproven  unproven     // position of the Inbox beyond what the source proves; of one session after the other
	contended atomic.Int64 // when another relayer was last seen to deliver, Unix nanoseconds
	observing atomic.Value // observed, of the newest session
	wonders   *wonders
}

// observed is an Observer that may tell how its endpoints behave.
type observed struct{ Observer }

// snapshot is the lane's status with what its observer tells.
func (l *lane) snapshot() LaneStatus {
	status := l.status.snapshot()
	status.Limits, status.MaxInFlight = l.config.Limits, l.config.InFlight
	if now, ok := l.observing.Load().(observed); ok {
		if told, ok := now.Observer.(interface{ Status() observe.Status }); ok {
			status.Sources = told.Status().Sources
		}
	}
	return status
}

func newLane(config LaneConfig, name string, r *Relayer) (*lane, error) {
	if config.Target == nil || config.Observe == nil {
		return nil, fmt.Errorf("lane %s: target and observe are required", config.Lane)
	}
	if config.Target.ChainID() != config.Lane.TargetChain {
		return nil, fmt.Errorf("lane %s: target is chain %d, want %d", config.Lane, config.Target.ChainID(), config.Lane.TargetChain)
	}
	if err := config.Limits.Validate(); err != nil {
		return nil, fmt.Errorf("lane %s: %w", config.Lane, err)
	}
	if config.InFlight == 0 {
		config.InFlight = defaultInFlight
	}
	if config.InFlight < 1 || config.InFlight > maxInFlight {
		return nil, fmt.Errorf("lane %s: %d batches in flight, want 1 to %d", config.Lane, config.InFlight, maxInFlight)
	}
	l := &lane{
		config: config, name: name, id: config.Lane.ID(), collector: r.collector, index: r.index, metrics: r.metrics,
		logger: r.logger.With("lane", name), status: newStatusBoard(name, config.Lane), hook: r.hook, wonders: newWonders(),
	}
	l.config.Observe = func(start messages.Position) (Observer, error) {
		observer, err := config.Observe(start)
		if err == nil {
			l.observing.Store(observed{observer})
		}
		return observer, err
	}
	l.metrics.begin(name)
	return l, nil
}

// run supervises the lane's sessions until ctx ends or the lane halts for good.
// Its trouble is its own: it never returns an error, other lanes go on.
func (l *lane) run(ctx context.Context) {
	wait := firstRestart
	for {
		started := time.Now()
		l.status.starting()
		s := newSession(l)
		err := guard(func() error { return s.run(ctx) })
		if ctx.Err() != nil {
			return
		}
		switch {
		case !halts(err):
			l.doubts = 0
		case !l.hearsay(err, s):
			l.halt(err)
			return
		}
		// Trouble after work that went well is new trouble.
		if s.executed.Load() || time.Since(started) > settled {
			wait = firstRestart
		}
		pause := l.pauseAfter(err, jitter(wait))
		l.status.waits(time.Now().Add(pause))
		timer := time.NewTimer(pause)
		l.metrics.restarts.WithLabelValues(l.name).Inc()
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		wait = min(2*wait, maxRestart)
	}
}

func (l *lane) halt(err error) {
	l.status.halted(err)
	l.logger.Error("lane is halted for good: keep the evidence and deploy a new pair", "err", err)
	if l.config.OnHalt == nil {
		return
	}
	if err := guard(func() error { l.config.OnHalt(err); return nil }); err != nil {
		l.logger.Error("evidence may not be kept", "err", err)
	}
}

// jitter spreads a wait over its upper half, lest two relayers that collided do so
// again in step.
func jitter(wait time.Duration) time.Duration { return wait/2 + rand.N(wait/2) + 1 }

// pauseAfter says how long to wait after a session ended with err, and tells
// people why. Even what is no fault waits longer each time: a target that keeps
// saying the same must not be asked in a tight loop.
func (l *lane) pauseAfter(err error, wait time.Duration) time.Duration {
	var panicked *panicError
	switch {
	case errors.Is(err, errPaused), errors.Is(err, chains.ErrLanePaused):
		l.status.paused(err)
		l.logger.Warn("lane is paused on the target")
		return pausedRecheck
	case errors.Is(err, errStartOver), errors.Is(err, chains.ErrNothingNew), errors.Is(err, chains.ErrGap):
		l.status.backingOff(err)
		l.logger.Info("target has moved, reading it again", "reason", err)
		return min(wait, maxContention)
	case errors.Is(err, approve.ErrSetChanged), errors.Is(err, chains.ErrUnattested):
		l.status.backingOff(err)
		l.logger.Info("signer set has changed, pending checkpoints are approved again", "reason", err)
		return wait
	case errors.As(err, &panicked):
		l.status.backingOff(err)
		l.logger.Error("lane panicked, starting over", "wait", wait, "err", err, "stack", string(panicked.stack))
		return wait
	default:
		l.status.backingOff(err)
		l.logger.Warn("lane is in trouble, starting over", "wait", wait, "err", err)
		return wait
	}
}

// panicError is a panic that was caught, so that it costs its lane a session and
// not the other lanes their process.
type panicError struct {
	cause any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("%v: %v", ErrPanicked, e.cause) }
func (e *panicError) Unwrap() error { return ErrPanicked }

func guard(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &panicError{cause, debug.Stack()}
		}
	}()
	return work()
}

// halts reports whether an error is for good: the fold and the chain can't meet,
// or the light client trusts nothing any more.
func halts(err error) bool {
	var divergence *observe.DivergenceError
	var frozen *lightclient.FrozenError
	return errors.As(err, &divergence) || errors.As(err, &frozen)
}
