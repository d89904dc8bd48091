package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beaconapi"
)

// follower runs one lightclient follow.
type follower struct {
	config    followConfig
	net       *beacon.Network
	client    beacon.Config
	recording *beaconapi.Recording // nil: nodes are asked
	recorder  *beaconapi.Recorder  // nil: nothing is recorded
	show      *followShow
	io        IO
	closers   []func()

	newest beacon.Period // whose committee is known
	steps  int           // after which more was trusted
	ended  func()        // ends the run once what was asked for is there
}

// newFollower opens what the configuration names. It asks nobody anything.
func newFollower(config followConfig, asJSON bool, io IO) (_ *follower, err error) {
	f := &follower{config: config, io: io}
	defer func() {
		if err != nil {
			f.close()
			var exit *ExitError
			if !errors.As(err, &exit) {
				err = &ExitError{CodeUsage, hideURL(err, append(config.Beacon, config.Execution...)...)}
			}
		}
	}()
	if err := config.check(); err != nil {
		return nil, err
	}
	if f.net, err = config.openNetwork(); err != nil {
		return nil, err
	}
	logger, err := newLogger(config.Log, io.err)
	if err != nil {
		return nil, err
	}
	f.client = beacon.Config{
		Network: f.net, Checkpoint: config.Checkpoint, Params: beacon.DefaultParams(), Now: time.Now, Log: logger, FollowHead: true,
		Observe: f.observe, ForceUpdate: config.ForceUpdate, RequestTimeout: config.Timeout, WitnessTimeout: config.Timeout,
	}
	f.client.Params.TrustPeriod = config.TrustPeriod
	if config.Record != "" {
		f.recorder = beaconapi.NewRecorder(f.net)
	}
	if config.Replay != "" {
		err = f.openReplay()
	} else {
		err = f.openNodes()
	}
	if err != nil {
		return nil, err
	}
	if err := f.openStore(); err != nil {
		return nil, err
	}
	f.show = newFollowShow(io, f.net, asJSON, f.client.Now)
	return f, nil
}

func (f *follower) close() {
	if f.show != nil {
		f.show.close()
	}
	for _, end := range f.closers {
		end()
	}
}

func (f *follower) run(ctx context.Context) error {
	client, err := beacon.New(f.client)
	if err != nil {
		return err
	}
	f.show.begin(&f.client, f.recording, client.Final())
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	f.ended = func() { cancel(errFollowed) }
	if f.recording != nil {
		err = f.replay(ctx, client)
	} else {
		err = f.live(ctx, client)
	}
	err = hideURL(err, append(f.config.Beacon, f.config.Execution...)...)
	if f.recorder != nil {
		if failed := f.recorder.Write(f.config.Record); failed != nil {
			err = errors.Join(err, fmt.Errorf("record: %w", failed))
		}
	}
	if err == nil {
		f.show.end(f.newest, client.Final())
	}
	return err
}

// errFollowed ends a run in which what was asked for has come.
var errFollowed = errors.New("followed as far as was asked")

// observe shows a step and ends the run when it is the one that was asked for. A final
// block that is verified and durable stays so, whatever the context.
func (f *follower) observe(step beacon.Step) {
	if step.NextCommittee != (beacon.Step{}).NextCommittee {
		f.newest = max(f.newest, step.Period)
	}
	if step.Kind != beacon.StepHead {
		f.steps++
	}
	f.show.step(step)
	if f.config.UntilPeriod != 0 && uint64(f.newest) >= f.config.UntilPeriod {
		f.ended()
	}
}

// live asks until it is interrupted, or has what it was asked for.
func (f *follower) live(ctx context.Context, client *beacon.Client) error {
	interval := f.config.Interval
	if interval == 0 {
		interval = f.net.SlotDuration
	}
	said := ""
	for {
		before := f.steps
		_, err := client.Update(ctx)
		switch {
		case ctx.Err() != nil:
			return nil // it was meant to end so
		case f.steps > before && f.config.Once:
			continue // what stopped it, if anything did, is said by the next one
		case err != nil && (f.config.Once || forGood(err)):
			return explain(err)
		case err != nil && err.Error() != said:
			said = err.Error()
			f.show.trouble(hideURL(explain(err), append(f.config.Beacon, f.config.Execution...)...))
		case err == nil && f.config.Once:
			return nil
		case err == nil:
			said = ""
		}
		timer := time.NewTimer(interval)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

// replay leads the client through a recording, from signature to signature.
func (f *follower) replay(ctx context.Context, client *beacon.Client) error {
	slots := f.recording.Slots()
	// Once more at the end: an Update that came further keeps its complaint for the next.
	for _, slot := range append(slots, slots[len(slots)-1]) {
		f.recording.Advance(slot)
		_, err := client.Update(ctx)
		if ctx.Err() != nil {
			return nil
		}
		// Before the first finality update of a recording there is nothing to take.
		if err != nil && (slot == slots[len(slots)-1] || !errors.Is(err, lightclient.ErrNoSuchHeader)) {
			return explain(err)
		}
	}
	return nil
}

// forGood reports whether asking again will not help.
func forGood(err error) bool {
	var frozen *lightclient.FrozenError
	return errors.As(err, &frozen) || errors.Is(err, lightclient.ErrExpired) || errors.Is(err, lightclient.ErrOtherAnchor)
}

// explain adds what to do next, where the error itself does not say.
func explain(err error) error {
	var frozen *lightclient.FrozenError
	for _, advice := range []struct {
		applies bool
		text    string
	}{
		{errors.As(err, &frozen), "two finalized branches are signed by more than two thirds: stop what relies on this chain, and compare both with other sources"},
		{errors.Is(err, lightclient.ErrExpired), "take a fresh checkpoint: the root of the finalized block of a node that you trust (/eth/v1/beacon/headers/finalized)"},
		{errors.Is(err, lightclient.ErrWrongChain), "check that --network and --checkpoint belong to the chain that the nodes serve"},
		{errors.Is(err, lightclient.ErrFuture), "check the clock of this machine"},
		{errors.Is(err, lightclient.ErrNoSuchHeader), "nodes keep light client data of recent blocks alone, " +
			"and some only of the first block of an epoch: take a checkpoint that they serve, or other nodes"},
		{errors.Is(err, lightclient.ErrUnavailable), "check the addresses, or give more of them"},
	} {
		if advice.applies {
			return fmt.Errorf("%w; %s", err, advice.text)
		}
	}
	return err
}
