package relayer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/history"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// Config is all that a relayer needs. Logger, Bus and at least one lane are
// required.
type Config struct {
	Lanes    []LaneConfig
	Bus      approve.Bus
	History  int           // messages kept in the view; 0 means 100,000
	Log      *history.Log  // keeps the view; nil for none. It is the caller's to close
	Kept     history.Kept  // what an earlier run has kept
	Chains   []ChainConfig // to be shown
	Registry *prometheus.Registry
	Logger   *slog.Logger

	// Alarms are those of earlier runs that have not been dealt with; OnAlarm keeps the
	// evidence of new ones. Both may be nil.
	Alarms  []approve.Alarm
	OnAlarm func(approve.Alarm)

	// Hook is called at each point of a batch's life, but those that the target's sender
	// of transactions reaches (txsender.Point); for tests that stop a relayer there.
	Hook func(Point)
}

// Relayer runs lanes.
type Relayer struct {
	lanes     []*lane
	chains    []*chainWatch
	collector *approve.Collector
	index     *index.Index
	log       *history.Log // nil for none
	restored  uint64       // revision of the view that the log knows
	metrics   *metrics
	registry  *prometheus.Registry
	logger    *slog.Logger
	hook      func(Point)
	started   time.Time
}

// New checks the configuration. It starts nothing.
func New(config Config) (*Relayer, error) {
	switch {
	case config.Bus == nil || config.Logger == nil:
		return nil, errors.New("relayer: bus and logger are required")
	case len(config.Lanes) == 0:
		return nil, errors.New("relayer: no lanes are configured, want at least one")
	}
	if config.Hook != nil {
		config.Bus = askHook{config.Bus, config.Hook}
	}
	if config.History == 0 {
		config.History = 100_000
	}
	if config.Registry == nil {
		config.Registry = prometheus.NewRegistry()
	}
	view, err := index.New(config.History, time.Now())
	if err != nil {
		return nil, err
	}
	counters, err := newMetrics(config.Registry)
	if err != nil {
		return nil, fmt.Errorf("relayer: %w", err)
	}
	r := &Relayer{
		// Milliseconds of the clock are above every attempt of an earlier run.
		collector: approve.New(config.Bus, uint64(time.Now().UnixMilli()), config.Logger),
		index:     view, log: config.Log, metrics: counters, registry: config.Registry,
		logger: config.Logger, hook: config.Hook, started: time.Now(),
	}
	r.collector.Restore(config.Alarms)
	r.collector.OnAlarm(config.OnAlarm)
	for _, chain := range config.Chains {
		r.chains = append(r.chains, &chainWatch{config: chain})
	}
	seen := map[messages.LaneID]bool{}
	names := laneNames(config.Lanes)
	for i, laneConfig := range config.Lanes {
		id := laneConfig.Lane.ID()
		if seen[id] {
			return nil, fmt.Errorf("relayer: lane %s is configured twice", laneConfig.Lane)
		}
		seen[id] = true
		worker, err := newLane(laneConfig, names[i], r)
		if err != nil {
			return nil, fmt.Errorf("relayer: %w", err)
		}
		r.lanes = append(r.lanes, worker)
	}
	if err := r.restore(config.Kept); err != nil {
		return nil, err
	}
	for _, c := range []prometheus.Collector{&gauges{lanes: r.lanes}, &answers{collector: r.collector}} {
		if err := config.Registry.Register(c); err != nil {
			return nil, fmt.Errorf("relayer: register metrics: %w", err)
		}
	}
	return r, nil
}

// laneNames tells lanes apart for people and metrics: two deployments may stand
// between the same chains while one replaces the other.
func laneNames(lanes []LaneConfig) []string {
	count := map[string]int{}
	for _, l := range lanes {
		count[l.Lane.String()]++
	}
	names := make([]string, len(lanes))
	for i, l := range lanes {
		if names[i] = l.Lane.String(); count[names[i]] > 1 {
			names[i] += "@" + l.Lane.ID().String()[:10]
		}
	}
	return names
}

// errDeaf: without answers no batch is ever approved.
var errDeaf = errors.New("bus hands on no more answers")

// Run works until ctx ends and returns after everything it started has ended. A
// lane in trouble, even one that halts, does not end it; that the bus can't be
// heard any more does.
func (r *Relayer) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		err := r.collector.Run(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			err = errDeaf
		}
		return fmt.Errorf("hear approvals: %w", err)
	})
	keep, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var kept sync.WaitGroup
	if r.log != nil {
		kept.Go(func() { r.log.Run(keep, r.index, r.restored) })
	}
	for _, worker := range r.lanes {
		group.Go(func() error { worker.run(ctx); return nil })
		group.Go(func() error { worker.lookUp(ctx); return nil })
		group.Go(func() error { worker.followRetries(ctx); return nil })
	}
	for _, watch := range r.chains {
		group.Go(func() error { watch.run(ctx); return nil })
	}
	err := group.Wait()
	stop() // when nothing changes any more
	kept.Wait()
	return err
}

// Lanes returns a snapshot of every lane.
func (r *Relayer) Lanes() []LaneStatus {
	statuses := make([]LaneStatus, len(r.lanes))
	alarms := r.collector.Alarms()
	for i, worker := range r.lanes {
		statuses[i] = worker.snapshot()
		for _, alarm := range alarms {
			if alarm.Lane == worker.id {
				statuses[i].Alarms = append(statuses[i].Alarms, alarm)
			}
		}
	}
	return statuses
}

// Index returns the view of messages.
func (r *Relayer) Index() *index.Index { return r.index }

// Registry returns the Prometheus registry.
func (r *Relayer) Registry() *prometheus.Registry { return r.registry }

// Signers returns what has been heard of each signer.
func (r *Relayer) Signers() []approve.Signer { return r.collector.Signers() }

// Ready reports whether every lane follows its chains; err names the first that
// does not.
func (r *Relayer) Ready() error {
	for _, status := range r.Lanes() {
		switch status.State {
		case Following, Paused:
		default:
			if status.Error != "" {
				return fmt.Errorf("lane %s is %s: %s", status.Name, status.State, status.Error)
			}
			return fmt.Errorf("lane %s is %s", status.Name, status.State)
		}
	}
	return nil
}
