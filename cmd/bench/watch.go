package bench

import (
	"context"
	"slices"
	"time"

	"github.com/catenary-bridge/catenary/cmd/bench/measure"
)

// View is told of a running load.
type View interface {
	Show(Live)
}

// Live is what can be seen of a load while it runs.
type Live struct {
	Title                                     string
	Seconds                                   float64
	Signed                                    int
	Sent, Accepted, Refused, Pushed, Included int
	All                                       measure.Latency // since the load began
	Sample                                                    // of the last second
}

// watch takes a sample each second until ctx ends, and shows it.
func (c *carrier) watch(ctx context.Context, title string, m *meter, view View) (samples []Sample, peak Memory) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var recent measure.Histogram
	before := m.before
	last, lastCPU := Sample{}, time.Duration(0)
	var sent, included int
	var gas, limit uint64
	at := time.Now()
	take := func() {
		now := m.read()
		elapsed := time.Since(at).Seconds()
		at = time.Now()
		s := Sample{Second: time.Since(c.start).Seconds(), Resident: now.resident}
		nowIncluded, nowGas, nowLimit := c.follow.snapshot(&recent)
		nowSent, generator := int(c.counts.sent.Load()), time.Duration(c.counts.generator.Load())
		s.Sent, s.Included = nowSent-sent, nowIncluded-included
		s.InFlight, _ = c.window.look()
		s.P50, s.P99 = float64(recent.Percentile(50))/1000, float64(recent.Percentile(99))/1000
		s.Fill = float64(nowGas-gas) / float64(max(1, nowLimit-limit))
		s.CPU, s.Generator = (now.cpu-before.cpu).Seconds()/elapsed, (generator-lastCPU).Seconds()/elapsed
		s.PauseMillis = gcSince(before, now).TotalMillis
		sent, included, gas, limit, before, lastCPU, last = nowSent, nowIncluded, nowGas, nowLimit, now, generator, s
		peak.Resident, peak.Heap = max(peak.Resident, now.resident), max(peak.Heap, now.heap)
		samples = append(samples, last)
		view.Show(Live{Title: title, Seconds: s.Second, Signed: c.load.book.Len(), Sent: nowSent, Accepted: int(c.counts.accepted.Load()),
			Refused: int(c.counts.refused.Load()), Pushed: int(c.counts.pushedBack.Load()), Included: nowIncluded, All: c.follow.latency(), Sample: s})
	}
	for {
		select {
		case <-tick.C:
			take()
		case <-ctx.Done():
			take()
			return samples, peak
		}
	}
}

func (f *follower) latency() measure.Latency {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.all.Latency()
}

// carry puts a load on the node, watches it, and says what came of it.
func (s *site) carry(ctx context.Context, title string, l *load, p pace, view View) (Result, error) {
	c := newCarrier(s.client, l, p)
	m := newMeter()
	watching, stop := context.WithCancel(ctx)
	defer stop()
	type watched struct {
		samples []Sample
		peak    Memory
	}
	done := make(chan watched, 1)
	if err := c.begin(ctx); err != nil {
		return Result{}, err
	}
	go func() {
		samples, peak := c.watch(watching, title, m, view)
		done <- watched{samples, peak}
	}()
	err := c.run(ctx)
	after := m.read()
	stop()
	seen := <-done
	if err != nil {
		return Result{}, err
	}
	r := c.result(m.before, after)
	r.Series, r.Memory = seen.samples, seen.peak
	r.Median = medianTPS(seen.samples, r.Seconds)
	return r, nil
}

// result counts; all goroutines of the carrier have ended.
func (c *carrier) result(before, after usage) Result {
	f := c.follow
	r := Result{Offered: float64(c.pace.rate), Tally: c.load.book.Tally(), Pushed: int(c.counts.pushedBack.Load()), Seconds: f.elapsed().Seconds(),
		Latency: f.all.Latency(), GC: gcSince(before, after), Failures: int(c.counts.failures.Load()), Said: c.refusal.samples}
	included := float64(r.Tally.Included)
	if r.Seconds > 0 {
		r.TPS = included / r.Seconds
	}
	switch {
	case r.Tally.Lost > 0 || r.Tally.Missing > 0 || r.Tally.Untaken > 0:
		r.EndedBy = "stalled"
	case r.Tally.Sent < r.Tally.Signed && c.over():
		r.EndedBy = "duration"
	case r.Tally.Refused > 0:
		r.EndedBy = "refusals"
	default:
		r.EndedBy = "all sent"
	}
	facts := &f.chain
	r.Blocks = Blocks{Count: facts.blocks, Empty: facts.empty, Strangers: facts.strangers, IntervalMillis: spread(facts.intervals)}
	if fill := spread(facts.fill); len(facts.fill) > 0 {
		r.Blocks.MedianFill, r.Blocks.MaxFill = fill.P50, fill.Max
		slices.Sort(facts.sizes)
		r.Blocks.MedianTransactions, r.Blocks.MaxTransactions = facts.sizes[(len(facts.sizes)-1)/2], facts.sizes[len(facts.sizes)-1]
	}
	if r.Seconds > 0 {
		r.Blocks.GasPerSecond = float64(facts.gasUsed) / r.Seconds
	}
	r.CPU = CPU{Process: (after.cpu - before.cpu).Seconds(), Generator: time.Duration(c.counts.generator.Load()).Seconds()}
	if included > 0 {
		r.CPU.GeneratorMicros = r.CPU.Generator / included * 1e6
	}
	return r
}

// spread takes nearest ranks; it sorts the values.
func spread(values []float64) Spread {
	if len(values) == 0 {
		return Spread{}
	}
	slices.Sort(values)
	rank := func(percent int) float64 { return values[max(0, (len(values)*percent+99)/100-1)] }
	return Spread{rank(50), rank(99), values[len(values)-1]}
}

// medianTPS is over whole seconds of the load, the first and what is after the last block
// left out.
func medianTPS(samples []Sample, seconds float64) float64 {
	var rates []float64
	for i, s := range samples {
		if i > 0 && s.Second <= seconds {
			rates = append(rates, float64(s.Included)/(s.Second-samples[i-1].Second))
		}
	}
	return spread(rates).P50
}
