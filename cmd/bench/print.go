package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Print writes the report for people.
func (r *Report) Print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	r.print(table)
	r.printCompared(table)
	_ = table.Flush() // what w refuses is w's trouble
	if r.Profile != nil {
		r.Profile.Print(w)
	}
}

func (r *Report) print(table io.Writer) {
	q := r.Conditions
	fmt.Fprintf(table, "\nnode\t%s at %s, chain %d\n", q.Node, q.Endpoint, q.ChainID)
	if q.InProcess {
		pace := fmt.Sprintf("blocks every %g ms", q.BlockTime)
		if q.OnDemand {
			pace = "blocks on demand"
		}
		kept := "in memory"
		if q.OnDisk {
			kept = "on disk"
		}
		fmt.Fprintf(table, "devnet\tin this process: %d validators, %s of %d M gas, %s\n", q.Validators, pace, q.GasLimit/1_000_000, kept)
	}
	fmt.Fprintf(table, "load\t%s, %d senders, %s; batches of %d over %d connections, at most %d in flight, variant %d\n",
		q.Workload, q.Senders, q.mode(), q.Batch, q.Connections, q.InFlight, q.Variant)
	fmt.Fprintf(table, "machine\t%d cores, %s, %s, %s, GOGC=%s, GOMEMLIMIT=%s, load average %.2f before\n", q.Cores, q.CPU, q.Platform, q.GoVersion, q.GOGC, q.GOMEMLIMIT, q.LoadAverage)
	fmt.Fprintf(table, "catenary\t%s, %s\n", q.Commit, q.Started)
	fmt.Fprintf(table, "set-up\taccounts %.1f s, node %.1f s, funding and contracts %.1f s, signing %.1f s (%d transactions)\n\n",
		r.SetUp.Accounts, r.SetUp.Node, r.SetUp.Funding, r.SetUp.Signing, r.SetUp.Signed)
	if r.Knee != nil {
		r.printSteps(table)
	} else if len(r.Loads) > 0 {
		r.Loads[0].print(table, q)
	}
	for _, c := range []*Count{&r.Verified.Nonces, r.Verified.Effects, &r.Verified.Receipts} {
		if c != nil && c.What != "" {
			fmt.Fprintf(table, "on chain\t%s: %d of %d\n", c.What, c.Found, c.Expected)
		}
	}
	if r.OK() {
		fmt.Fprintf(table, "verdict\teverything that was accepted is on the chain\n")
	}
	for _, wrong := range r.Wrong {
		fmt.Fprintf(table, "WRONG\t%s\n", wrong)
	}
}

func (q Conditions) mode() string {
	switch q.Mode {
	case Fixed:
		return fmt.Sprintf("%d tx/s", q.Rate)
	case Steps:
		return fmt.Sprintf("steps from %d tx/s", q.Rate)
	}
	return "as many as go"
}

func (l Result) print(w io.Writer, q Conditions) {
	t := l.Tally
	fmt.Fprintf(w, "TPS\t%.0f (%d in %.2f s; median second %.0f); ended by: %s\n", l.TPS, t.Included, l.Seconds, l.Median, l.EndedBy)
	fmt.Fprintf(w, "transactions\t%d signed, %d sent, %d accepted, %d in blocks, %d lost, %d refused, %d unanswered, pushed back %d times\n",
		t.Signed, t.Sent, t.Accepted, t.Included, t.Lost, t.Refused, t.Unanswered, l.Pushed)
	fmt.Fprintf(w, "latency\tp50 %.0f ms, p90 %.0f, p99 %.0f, p99.9 %.0f, max %.0f (submission to block, looked for every %g ms)\n",
		l.Latency.P50, l.Latency.P90, l.Latency.P99, l.Latency.P999, l.Latency.Max, q.PollMillis)
	fmt.Fprintf(w, "blocks\t%d (%d empty), every %.0f ms (p99 %.0f), %d transactions (max %d), %.1f %% full (max %.1f), %.0f M gas/s\n", l.Blocks.Count, l.Blocks.Empty,
		l.Blocks.IntervalMillis.P50, l.Blocks.IntervalMillis.P99, l.Blocks.MedianTransactions, l.Blocks.MaxTransactions, 100*l.Blocks.MedianFill, 100*l.Blocks.MaxFill, l.Blocks.GasPerSecond/1e6)
	node := ""
	if l.CPU.NodeMicros > 0 {
		node = fmt.Sprintf(", devnet %.1f µs", l.CPU.NodeMicros)
	}
	fmt.Fprintf(w, "CPU\t%.1f s of %.1f; a transaction: generator %.2f µs%s\n", l.CPU.Process, l.Seconds*float64(q.Cores), l.CPU.GeneratorMicros, node)
	fmt.Fprintf(w, "memory\t%d MB resident, %d MB heap; %d GC cycles, pauses %.1f ms in all, p99 %.2f ms, max %.2f ms\n",
		l.Memory.Resident>>20, l.Memory.Heap>>20, l.GC.Cycles, l.GC.TotalMillis, l.GC.P99Millis, l.GC.MaxMillis)
	for _, s := range l.Said {
		fmt.Fprintf(w, "said\t%d times: %s\n", s.Count, s.Message)
	}
}

func (r *Report) printSteps(w io.Writer) {
	fmt.Fprintln(w, "offered tx/s\tcarried\tp50 ms\tp99 ms\tblocks\tgenerator µs/tx\theld")
	for _, l := range r.Loads {
		held := "yes"
		if l.Miss != "" {
			held = "no: " + l.Miss
		}
		fmt.Fprintf(w, "%.0f\t%.0f\t%.0f\t%.0f\t%d\t%.2f\t%s\n", l.Offered, l.TPS, l.Latency.P50, l.Latency.P99, l.Blocks.Count, l.CPU.GeneratorMicros, held)
	}
	fmt.Fprintln(w)
	more := ""
	if !r.Knee.Bounded {
		more = " or more"
	}
	fmt.Fprintf(w, "knee\t%.0f tx/s%s (%s)\n", r.Knee.Rate, more, r.Knee.Demand)
	if below := r.Knee.Below; below != nil {
		fmt.Fprintf(w, "at 80 %%\t%.0f tx/s: p50 %.0f ms, p99 %.0f ms\n", below.Rate, below.Latency.P50, below.Latency.P99)
	}
}
