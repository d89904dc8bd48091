package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/catenary-bridge/catenary/cmd/bench/wire"
)

// Compare is Run on config.Against, or a devnet of this process, and then with the same load
// on each other node in turn, one at a time. A node on which that fails is in the report
// with its error; what is wrong with others is theirs alone.
func Compare(ctx context.Context, config Config, others []string, tools Tools) (*Report, error) {
	if config.Against != "" && len(others) > 0 {
		return nil, fmt.Errorf("%w: compare: that is with a devnet of this process, want no --against with it", ErrConfig)
	}
	for i, url := range others { // now, not after the first load; an empty one would be a devnet of ours again
		if _, err := wire.NewClient(url, requestTimeout); err != nil {
			return nil, fmt.Errorf("%w: compare: URL %d: %w", ErrConfig, i+1, tools.hide(err, url))
		}
	}
	report, err := Run(ctx, config, tools)
	if err != nil {
		return nil, err
	}
	for _, url := range others {
		debug.FreeOSMemory() // of the one before
		c := config
		c.Against, c.Profile = url, ""
		other, err := Run(ctx, c, tools)
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			other = &Report{Version: 1, Conditions: conditions(c, tools.Commit), Loads: []Result{}, Wrong: []string{tools.hide(err, url).Error()}}
			other.Conditions.Endpoint = tools.hide(errors.New(url), url).Error()
		}
		report.Compared = append(report.Compared, other)
	}
	return report, nil
}

// hide keeps what may be secret in a URL out of an error's text.
func (t Tools) hide(err error, url string) error {
	if t.Hide == nil {
		return err
	}
	return t.Hide(err, url)
}

// carried is the rate that stands for a run: the knee's where it was looked for.
func (r *Report) carried() (tps, p50, p99 float64) {
	if r.Knee != nil && r.Knee.Below != nil {
		return r.Knee.Rate, r.Knee.Below.Latency.P50, r.Knee.Below.Latency.P99
	}
	if r.Knee == nil && len(r.Loads) > 0 {
		l := r.Loads[0]
		return l.TPS, l.Latency.P50, l.Latency.P99
	}
	return 0, 0, 0
}

// standing is a node's line in a comparison.
type standing struct {
	Node          string
	TPS, P50, P99 float64
	Times         float64 // as much the first one carries; 0 for itself and where nothing was carried
	Wrong         []string
}

// standings are the node of the report and then the others; none if there are no others.
func (r *Report) standings() []standing {
	if len(r.Compared) == 0 {
		return nil
	}
	var all []standing
	for i, o := range append([]*Report{r}, r.Compared...) {
		s := standing{Node: cmp.Or(o.Conditions.Node, o.Conditions.Endpoint), Wrong: o.Wrong}
		s.TPS, s.P50, s.P99 = o.carried()
		if i > 0 && s.TPS > 0 {
			s.Times = all[0].TPS / s.TPS
		}
		all = append(all, s)
	}
	return all
}

// printCompared is a line for each node, and what the first one carries of theirs.
func (r *Report) printCompared(w io.Writer) {
	for i, s := range r.standings() {
		if i == 0 {
			fmt.Fprintf(w, "\ncompared\tTPS\tp50 ms\tp99 ms\tthis devnet carries\n")
			s.Wrong = nil // said above
		}
		times := ""
		if s.Times > 0 {
			times = fmt.Sprintf("%.2f times as much", s.Times)
		}
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%.0f\t%s\n", s.Node, s.TPS, s.P50, s.P99, times)
		for _, wrong := range s.Wrong {
			fmt.Fprintf(w, "\t%s\n", wrong)
		}
	}
}
