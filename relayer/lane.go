package relayer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
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

	// OnHalt keeps the evidence when the lane has to halt for good. It may be nil.
	OnHalt func(error)
}

// Errors that end a lane's session, beside those of chains and observe.
var (
	// ErrOtherDeployment: the target answers for another Outbox or Inbox than the
	// configured one. Waiting does not help; correct the configuration.
	ErrOtherDeployment = errors.New("target serves another deployment than the configured one")
	// errPaused: looked at again from time to time.
	errPaused = errors.New("lane is paused on the target: its owner has to resume it")
	// errStartOver: nothing is wrong, but what was known of the target has changed.
	errStartOver = errors.New("target has moved on")
)

// lane is the worker of one lane.
type lane struct {
	config    LaneConfig
	id        messages.LaneID
	collector *approve.Collector
	index     *index.Index
	metrics   *metrics
	logger    *slog.Logger
	status    *statusBoard
	hook      func(Point) // for tests that kill a relayer at each stage

	contended atomic.Int64 // when another relayer was last seen to deliver, Unix nanoseconds
}

func newLane(config LaneConfig, r *Relayer) (*lane, error) {
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
	id := config.Lane.ID()
	return &lane{
		config: config, id: id, collector: r.collector, index: r.index, metrics: r.metrics,
		logger: r.logger.With("lane", config.Lane.String()), status: newStatusBoard(config.Lane), hook: r.hook,
	}, nil
}

// run supervises the lane's sessions until ctx ends or the lane halts for good.
// Its trouble is its own: it never returns an error, other lanes go on.
func (l *lane) run(ctx context.Context) {
	wait := firstRestart
	for {
		started := time.Now()
		l.status.starting()
		err := newSession(l).run(ctx)
		if ctx.Err() != nil {
			return
		}
		if halts(err) {
			l.status.halted(err)
			l.metrics.halted.WithLabelValues(l.config.Lane.String()).Set(1)
			l.logger.Error("lane is halted for good: keep the evidence and deploy a new pair", "err", err)
			if l.config.OnHalt != nil {
				l.config.OnHalt(err)
			}
			return
		}
		if time.Since(started) > settled {
			wait = firstRestart
		}
		pause := l.pauseAfter(err, wait)
		l.metrics.restarts.WithLabelValues(l.config.Lane.String()).Inc()
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		if pause == wait {
			wait = min(2*wait, maxRestart)
		}
	}
}

// pauseAfter says how long to wait after a session ended with err, and tells
// people why.
func (l *lane) pauseAfter(err error, wait time.Duration) time.Duration {
	switch {
	case errors.Is(err, errPaused), errors.Is(err, chains.ErrLanePaused):
		l.status.paused(err)
		l.logger.Warn("lane is paused on the target")
		return pausedRecheck
	case errors.Is(err, errStartOver), errors.Is(err, chains.ErrNothingNew):
		l.status.backingOff(nil)
		l.logger.Info("target has moved on, reading it again", "reason", err)
		return firstRestart
	case errors.Is(err, approve.ErrSetChanged), errors.Is(err, chains.ErrUnattested):
		l.status.backingOff(err)
		l.logger.Info("signer set has changed, pending checkpoints are approved again", "reason", err)
		return firstRestart
	default:
		l.status.backingOff(err)
		l.logger.Warn("lane is in trouble, starting over", "wait", wait, "err", err)
		return wait
	}
}

// halts reports whether an error is for good: the fold and the chain can't meet,
// or the light client trusts nothing any more.
func halts(err error) bool {
	var divergence *observe.DivergenceError
	var frozen *lightclient.FrozenError
	return errors.As(err, &divergence) || errors.As(err, &frozen)
}

// contend remembers that another relayer was faster.
func (l *lane) contend() { l.contended.Store(time.Now().UnixNano()) }

// yield waits a random moment when another relayer serves the lane as well.
func (l *lane) yield(ctx context.Context) {
	if time.Since(time.Unix(0, l.contended.Load())) > contentionMemory {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(rand.N(maxContention)):
	}
}
