package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/cmd/daemon"
)

// World is a running demo.
type World struct {
	Dir         string
	Left, Right *Chain
	Signers     []*Signer
	Relayer     *daemon.Relayer
}

// Run runs a demo. It returns the result even where that is not what it should be;
// an error says that there is none. With config.Keep it calls kept and goes on
// until ctx ends.
func Run(ctx context.Context, config Config, version string, progress *Progress, logger *slog.Logger, kept func(*World, *Result)) (_ *Result, err error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	dir, remove, err := workDir(config.Data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	outer := ctx
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	result, err := story(ctx, group, outer, config, dir, version, progress, logger, kept)
	stop()
	// Why a daemon ended early explains better than what its end made fail.
	if groupErr := group.Wait(); groupErr != nil && !errors.Is(groupErr, context.Canceled) {
		return nil, fmt.Errorf("a daemon ended early: %w", groupErr)
	}
	return result, err
}

func story(ctx context.Context, group *errgroup.Group, outer context.Context, config Config, dir, version string, progress *Progress, logger *slog.Logger, kept func(*World, *Result)) (*Result, error) {
	started := time.Now()
	world, err := start(ctx, group, config, dir, version, progress, logger)
	if world != nil {
		defer world.close()
	}
	if err != nil {
		return nil, err
	}
	result := &Result{Messages: config.Messages, Chains: 2, Signers: config.Signers, Threshold: config.Threshold, SetUpSeconds: time.Since(started).Seconds()}
	limited, cancel := context.WithTimeout(ctx, config.Timeout)
	defer cancel()
	if err := carry(limited, world, config, result, progress); err != nil {
		return nil, err
	}
	progress.Close()
	if config.Keep {
		kept(world, result)
		<-outer.Done()
	}
	return result, nil
}

// start brings up chains, contracts, relayer and signers, in this order.
func start(ctx context.Context, group *errgroup.Group, config Config, dir, version string, progress *Progress, logger *slog.Logger) (*World, error) {
	world := &World{Dir: dir}
	var err error
	progress.Step("starting two chains of %d validators each", config.Validators)
	if world.Left, err = StartChain(ctx, group, leftChain, config, chainDir(config, dir, "left"), logger); err != nil {
		return world, err
	}
	if world.Right, err = StartChain(ctx, group, rightChain, config, chainDir(config, dir, "right"), logger); err != nil {
		return world, err
	}
	if world.Signers, err = MakeSigners(config.Signers, dir); err != nil {
		return world, err
	}
	progress.Step("deploying contracts, opening lanes %d>%d and %d>%d for %d of %d signers", leftChain, rightChain, rightChain, leftChain, config.Threshold, config.Signers)
	if err := OpenLanes(ctx, world.Left, world.Right, Addresses(world.Signers), config.Threshold, dir); err != nil {
		return world, err
	}
	progress.Step("starting relayer, bus and signers")
	if world.Relayer, err = startRelayer(ctx, group, world, version, logger); err != nil {
		return world, err
	}
	return world, startSigners(ctx, group, world, logger)
}

// chainDir keeps chains on disk only where the demo itself is kept: their files
// are worth nothing in a directory that is removed afterwards.
func chainDir(config Config, dir, name string) string {
	if config.Data == "" {
		return ""
	}
	return filepath.Join(dir, name)
}

// carry sends the messages and waits until the recipients have them all.
func carry(ctx context.Context, world *World, config Config, result *Result, progress *Progress) error {
	directions := []*direction{
		{source: world.Left, target: world.Right, count: (config.Messages + 1) / 2},
		{source: world.Right, target: world.Left, count: config.Messages / 2},
	}
	progress.Step("sending %d messages by contract calls", config.Messages)
	sentBar, arrivedBar := progress.Bar("sent", config.Messages), progress.Bar("delivered", config.Messages)
	begun := time.Now()
	group, groupCtx := errgroup.WithContext(ctx)
	for _, d := range directions {
		group.Go(func() error { return d.run(groupCtx, config.Payload, sentBar.Add) })
	}
	arrived := make(chan time.Time, 1)
	group.Go(func() error { return awaitArrival(groupCtx, directions, config.Messages, arrivedBar, arrived) })
	if err := group.Wait(); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	end := time.Now()
	select {
	case end = <-arrived:
	default: // not all have arrived; the count says how many are missing
	}
	result.ElapsedSeconds = end.Sub(begun).Seconds()
	counting, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	if err := awaitView(counting, world, directions); err != nil {
		return err
	}
	return count(counting, result, directions, world.Relayer.View())
}

// awaitArrival polls the recipients' own storage.
func awaitArrival(ctx context.Context, directions []*direction, want int, bar *Bar, arrived chan<- time.Time) error {
	for {
		total := 0
		for _, d := range directions {
			received, err := d.received(ctx)
			if err != nil {
				return err
			}
			total += int(received.Count)
		}
		bar.Set(total)
		if total >= want {
			arrived <- time.Now()
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(poll):
		}
	}
}

// awaitView waits a moment for the relayer to have read the receipts of what has
// already arrived; latencies and batches are told by it.
func awaitView(ctx context.Context, world *World, directions []*direction) error {
	deadline := time.Now().Add(2 * time.Second)
	for time.Now().Before(deadline) {
		executed := 0
		for _, d := range directions {
			counts := world.Relayer.View().Index().Counts(d.lane().ID())
			executed += counts["delivered"] + counts["failed"]
		}
		sent := 0
		for _, d := range directions {
			sent += len(d.sent)
		}
		if executed >= sent {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(poll):
		}
	}
	return nil
}

func (w *World) close() {
	for _, c := range []*Chain{w.Left, w.Right} {
		if c != nil {
			c.Close()
		}
	}
}

// workDir returns the directory of the demo and what removes it afterwards.
func workDir(configured string) (dir string, remove func() error, err error) {
	if configured != "" {
		if err := os.MkdirAll(configured, 0o700); err != nil {
			return "", nil, fmt.Errorf("%w: data %s: make directory: %w", ErrConfig, configured, err)
		}
		entries, err := os.ReadDir(configured)
		if err != nil {
			return "", nil, fmt.Errorf("%w: data %s: %w", ErrConfig, configured, err)
		}
		// A demo counts from nothing: chains, contracts and keys of another one would be
		// counted with it.
		if len(entries) > 0 {
			return "", nil, fmt.Errorf("%w: data %s is not empty (it has %s), want a new or an empty directory", ErrConfig, configured, entries[0].Name())
		}
		return configured, func() error { return nil }, nil
	}
	if dir, err = os.MkdirTemp("", "catenary-demo-"); err != nil {
		return "", nil, fmt.Errorf("make directory: %w", err)
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}
