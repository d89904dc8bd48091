package consensus

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

// The simulation drives machines by a driver of its own. Here it is the validators' own, with its timers and its worker:
// what runs well with the other must not stand still with this one.

// driven is a group of validators among faults. What happens to a call is drawn from the seed and how many there were
// before; goroutines run in any order, so that a seed narrows a failure down and does not replay it.
type driven struct {
	*running
	random *rand.Rand // of the faults themselves
	seed   uint64
	calls  atomic.Uint64
	loss   atomic.Int64 // messages lost, of a hundred
}

// steps are steps of time so wide that much happens at once, which is when an order is not what it was thought to be.
func steps(n int64) time.Duration { return time.Duration(n) * 10 * time.Millisecond }

// draw is a number below n.
func (d *driven) draw(n int64) int64 {
	return rand.New(rand.NewPCG(d.seed, d.calls.Add(1))).Int64N(n)
}

func (d *driven) pass(_, _ common.Address, _ []byte) p2p.Verdict {
	return p2p.Verdict{
		Drop: d.draw(100) < d.loss.Load(), Delay: steps(d.draw(2)), Extra: int(d.draw(8) / 7), Ahead: d.draw(4) == 0,
	}
}

// unsteady is a ledger that takes its time, now and then more of it than a round may take, and has work always.
type unsteady struct {
	*memLedger
	d *driven
}

func (u unsteady) rest(ctx context.Context) {
	n := u.d.draw(2)
	if u.d.draw(64) == 0 {
		n = 150
	}
	select {
	case <-ctx.Done():
	case <-time.After(steps(n)):
	}
}

func (unsteady) Pending() bool { return true }

func (u unsteady) Build(ctx context.Context, p BuildParams) (*types.Block, error) {
	u.rest(ctx)
	return u.memLedger.Build(ctx, p)
}

func (u unsteady) Verify(ctx context.Context, b *types.Block) error {
	u.rest(ctx)
	return u.memLedger.Verify(ctx, b)
}

func (u unsteady) Commit(ctx context.Context, b *types.Block) error {
	u.rest(ctx)
	return u.memLedger.Commit(ctx, b)
}

// fault has something happen to the network or a validator.
func (d *driven) fault() {
	members := d.group.Members()
	switch v := members[d.random.IntN(len(members))]; d.random.IntN(6) {
	case 0:
		v.Pause()
	case 1, 2:
		v.Resume()
	case 3:
		var sides [2][]common.Address
		for _, s := range d.signers {
			i := d.random.IntN(2)
			sides[i] = append(sides[i], s.Address())
		}
		d.hub.Partition(sides[0], sides[1])
	case 4:
		d.hub.Heal()
	case 5:
		d.loss.Store(int64(d.random.IntN(60)))
	}
}

// After two seconds of faults all is well, but for one validator of four, which is gone for good: blocks go on.
func TestValidatorsGoOnAfterFaults(t *testing.T) {
	seeds := uint64(150)
	if testing.Short() || raceEnabled {
		seeds = 30
	}
	for seed := range seeds {
		synctest.Test(t, func(t *testing.T) {
			d := drive(t, seed)
			for ended := time.Now().Add(2 * time.Second); time.Now().Before(ended); {
				d.fault()
				d.after(steps(d.random.Int64N(20)))
			}
			d.heal(d.random.IntN(len(d.signers)))
			want, healed := d.ledger.height()+20, time.Now()
			for d.ledger.height() < want && time.Since(healed) < 3*DefaultMaxTimeout {
				d.after(100 * time.Millisecond)
			}
			if got := d.ledger.height(); got < want {
				t.Errorf("seed %d: height %d, want %d, %s after the last fault: %s", seed, got, want, time.Since(healed), d.statuses())
			}
			d.end()
		})
	}
}

func drive(t *testing.T, seed uint64) *driven {
	t.Helper()
	d := &driven{seed: seed, random: rand.New(rand.NewPCG(seed, 0))}
	period := []time.Duration{0, 0, 20 * time.Millisecond, 100 * time.Millisecond}[d.random.IntN(4)]
	d.running = launch(t, 4, 0, period, func(c *ValidatorConfig) { c.Ledger = unsteady{c.Ledger.(*memLedger), d} })
	d.hub.SetRule(d.pass)
	return d
}

// heal ends all faults but that one validator is gone.
func (d *driven) heal(gone int) {
	d.hub.Heal()
	d.loss.Store(0)
	for i, v := range d.group.Members() {
		if i == gone {
			v.Pause()
		} else {
			v.Resume()
		}
	}
}

func (d *driven) statuses() (text string) {
	for _, v := range d.group.Members() {
		text += fmt.Sprintf("%+v paused %t; ", v.Status(), v.Paused())
	}
	return text
}
