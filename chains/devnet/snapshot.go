package devnet

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// snapshot is a place to which a developer's chain can be taken back. It lives as long
// as the process.
type snapshot struct {
	id      uint64
	header  *types.Header
	now     time.Time // on the chain's clock
	release func()    // lets go of the state
}

// Snapshot implements rpcapi.Developer.
func (d *developerBackend) Snapshot() (uint64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.snapshots) >= maxSnapshots {
		return 0, fmt.Errorf("%d snapshots are taken, at most %d; revert to one", len(d.snapshots), maxSnapshots)
	}
	header := d.Head()
	release, err := d.Hold(header)
	if err != nil {
		return 0, fmt.Errorf("snapshot of block %d: %w", header.Number, err)
	}
	s := snapshot{id: d.nextSnapshot, header: header, now: d.clock.Now(), release: release}
	d.nextSnapshot++
	d.snapshots = append(d.snapshots, s)
	return s.id, nil
}

// Revert implements rpcapi.Developer.
func (d *developerBackend) Revert(ctx context.Context, id uint64, rewound func(head uint64)) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, s := range d.snapshots {
		if s.id == id {
			return true, d.back(ctx, i, s.header.Number.Uint64(), s.now, rewound)
		}
	}
	return false, nil
}

// Reset implements rpcapi.Developer.
func (d *developerBackend) Reset(ctx context.Context, rewound func(head uint64)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.back(ctx, 0, 0, time.Time{}, rewound); err != nil {
		return err
	}
	clear(d.impersonated)
	d.everybody = false
	return nil
}

// back takes the chain to a block, sets the clock, and forgets the snapshots from one on.
func (d *developerBackend) back(ctx context.Context, from int, number uint64, now time.Time, rewound func(head uint64)) error {
	for _, v := range d.Validators() {
		if v.InSet && v.Index < 0 {
			return fmt.Errorf("take blocks back: %w: validator %s runs in another one", ErrShared, v.Address)
		}
	}
	err := d.backend.rewind(ctx, func() error {
		if err := d.Rewind(number); err != nil {
			return err
		}
		d.clock.reset(now)
		rewound(number)
		return nil
	})
	if err != nil {
		return err
	}
	gone := d.snapshots[from:]
	d.snapshots = d.snapshots[:from:from]
	for _, s := range gone {
		s.release()
	}
	return nil
}

// rewinding is a request to change the chain while no validator runs.
type rewinding struct {
	act  func() error
	done chan error
}

// rewind has act done while the validators stand still.
func (b *backend) rewind(ctx context.Context, act func() error) error {
	request := rewinding{act: act, done: make(chan error, 1)}
	select {
	case b.rewinds <- request:
	case <-ctx.Done():
		return fmt.Errorf("wait for the validators to stop: %w", ctx.Err())
	}
	select {
	case err := <-request.done: // soon: it waits for nobody outside
		return err
	case <-b.stopped:
		return ErrNotRunning
	}
}

// run keeps the validators running until ctx ends or one of them fails. For a rewind
// they are ended, and begin anew at the head that is left, as after a start.
func (b *backend) run(ctx context.Context) error {
	defer close(b.stopped)
	for {
		running, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- b.validators.Run(running) }()
		select {
		case err := <-ended:
			stop()
			return err
		case request := <-b.rewinds:
			stop()
			if err := <-ended; err != nil {
				request.done <- err
				return err
			}
			err := b.validators.Rewind(request.act)
			b.hub.Drain()
			request.done <- err
		}
	}
}
