package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/cmd/bench/measure"
)

const (
	stepTime       = 5 * time.Second // of a step where no duration is given
	stepFactor     = 1.5
	stepResolution = 0.1
	stepShare      = 0.95
	// stepBlocks is how many block times the 99th percentile may take on a devnet of ours:
	// a transaction waits half a block on average, and one more where a block is late.
	stepBlocks = 2
	// belowKnee is the share of the knee at which latency is measured at the end.
	belowKnee = 0.8
)

// steps raises the load until the chain no longer keeps up, and closes in on the knee.
func (b *bench) steps(ctx context.Context) error {
	search, err := measure.NewSearch(measure.SearchConfig{First: float64(b.config.Rate), Factor: stepFactor, Resolution: stepResolution, Most: maxRate, Steps: maxSteps})
	if err != nil {
		return err
	}
	demand := measure.Demand{Share: stepShare}
	if b.site.node != nil && !b.config.OnDemand {
		demand.P99Millis = float64(stepBlocks*b.config.BlockTime) / float64(time.Millisecond)
	}
	for {
		rate, more := search.Next()
		if !more {
			break
		}
		result, err := b.step(ctx, int(rate), demand, b.profiled) // the last one is near the knee
		if err != nil {
			return err
		}
		search.Observe(*result.Held)
	}
	knee, bounded := search.Knee()
	b.report.Knee = &Knee{Rate: knee, Bounded: bounded, Demand: demand.String()}
	if knee == 0 {
		return nil
	}
	below, err := b.step(ctx, int(knee*belowKnee), demand, b.carried)
	if err != nil {
		return err
	}
	b.report.Knee.Below = &Point{Rate: below.Offered, TPS: below.TPS, Latency: below.Latency}
	return nil
}

// step runs one step and says whether it held. Its transactions are signed before its
// clock starts, and it ends when all of them are mined.
func (b *bench) step(ctx context.Context, rate int, demand measure.Demand, carry carry) (Result, error) {
	duration := b.config.Duration
	if duration == 0 {
		duration = stepTime
	}
	count := max(1, int(float64(rate)*duration.Seconds()))
	if count > maxTransactions {
		return Result{}, fmt.Errorf("%w: a step of %d tx/s for %v has %d transactions, want at most %d: lower the duration", ErrConfig, rate, duration, count, maxTransactions)
	}
	l, err := b.sign(ctx, count)
	if err != nil {
		return Result{}, err
	}
	title := fmt.Sprintf("step %d: %d tx/s", len(b.report.Loads)+1, rate)
	b.tools.Progress.Step("%s for %v", title, duration)
	r, err := carry(ctx, title, l, b.pace(rate, duration))
	if err != nil {
		return Result{}, err
	}
	// A backlog that is worked off later was not carried while the step lasted. Two block times
	// of grace are what the last transaction may take anyway.
	grace := demand.P99Millis
	if grace == 0 {
		grace = stepBlocks * r.Blocks.IntervalMillis.P50
	}
	carried := float64(r.Tally.Included) / max(duration.Seconds(), r.Seconds-grace/1000)
	r.Miss = demand.Miss(float64(count)/duration.Seconds(), carried, r.Latency.P99, r.Tally.Lost+r.Tally.Missing+r.Tally.Untaken, r.Tally.Refused)
	held := r.Miss == ""
	r.Held = &held
	if err := b.add(ctx, l, r); err != nil {
		return Result{}, err
	}
	return b.report.Loads[len(b.report.Loads)-1], b.resume(ctx)
}

// resume signs on from where the chain is: what a step did not get to send is not missed.
func (b *bench) resume(ctx context.Context) error {
	nonces, err := b.site.nonces(ctx, b.accounts)
	if err != nil {
		return fmt.Errorf("read nonces: %w", err)
	}
	for i, nonce := range nonces {
		b.accounts[i].nonce = nonce
	}
	return nil
}
