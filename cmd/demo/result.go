package demo

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// Result is what a demo found. Its JSON form is documented and stable.
type Result struct {
	Messages          int             `json:"messages"`
	Delivered         int             `json:"delivered"`      // counted from the recipients' own storage
	Missing           int             `json:"missing"`        // sent and not there
	Duplicates        int             `json:"duplicates"`     // arrived again, likewise from storage
	OutOfOrder        int             `json:"outOfOrder"`     // arrived after a later one, likewise
	FailedHandlers    int             `json:"failedHandlers"` // recorded as failed by the Inboxes
	Chains            int             `json:"chains"`
	Signers           int             `json:"signers"`
	Threshold         int             `json:"threshold"`
	Batches           int             `json:"batches"`
	ElapsedSeconds    float64         `json:"elapsedSeconds"` // from the first send to the last arrival
	MessagesPerSecond float64         `json:"messagesPerSecond"`
	LatencyMillis     Latency         `json:"latencyMillis"` // from broadcasting the send to the final delivery
	GasPerMessage     GasPerMessage   `json:"gasPerMessage"`
	SetUpSeconds      float64         `json:"setUpSeconds"` // chains, contracts and daemons
	Directions        []DirectionStat `json:"directions"`
}

// Latency holds percentiles, in milliseconds.
type Latency struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

// GasPerMessage holds averages of whole transactions.
type GasPerMessage struct {
	Send    uint64 `json:"send"`
	Deliver uint64 `json:"deliver"`
}

// DirectionStat is one lane's part.
type DirectionStat struct {
	Lane       string `json:"lane"`
	Sent       int    `json:"sent"`
	Delivered  int    `json:"delivered"`
	Duplicates int    `json:"duplicates"`
	OutOfOrder int    `json:"outOfOrder"`
	Batches    int    `json:"batches"`
}

// OK reports whether every message arrived exactly once and in order.
func (r *Result) OK() bool {
	return r.Delivered == r.Messages && r.Missing == 0 && r.Duplicates == 0 && r.OutOfOrder == 0 && r.FailedHandlers == 0
}

// received reads what the recipient at the target counted in its own storage.
func (d *direction) received(ctx context.Context) (bindings.PingPongReceivedOutput, error) {
	pingPong := bindings.NewPingPong()
	out, err := d.target.Client.CallContract(ctx, ethereum.CallMsg{To: &d.target.Deployment.PingPong, Data: pingPong.PackReceived(d.source.ID)}, nil)
	if err != nil {
		return bindings.PingPongReceivedOutput{}, fmt.Errorf("read the recipient on chain %d: %w", d.target.ID, err)
	}
	return pingPong.UnpackReceived(out)
}

// deliveries looks up when each message was executed, and the gas of the
// deliveries that did it.
func (d *direction) deliveries(ctx context.Context, view *relayer.Relayer) (latencies []time.Duration, failed int, gas map[common.Hash]uint64, err error) {
	gas = map[common.Hash]uint64{}
	for _, s := range d.sent {
		entry, ok := view.Index().Get(s.id)
		if !ok || entry.ExecutedAt.IsZero() {
			continue
		}
		if entry.Stage == index.Failed {
			failed++
		}
		latencies = append(latencies, entry.ExecutedAt.Sub(s.at))
		tx := entry.TargetTx
		if _, known := gas[tx]; known {
			continue
		}
		receipt, err := d.target.Client.TransactionReceipt(ctx, tx)
		if err != nil {
			return nil, 0, nil, fmt.Errorf("receipt of delivery %s: %w", tx, err)
		}
		gas[tx] = receipt.GasUsed
	}
	return latencies, failed, gas, nil
}

func (d *direction) lane() messages.Lane { return d.source.Deployment.LaneTo(d.target.ID) }

// count fills in the result from the chains.
func count(ctx context.Context, r *Result, directions []*direction, view *relayer.Relayer) error {
	var latencies []time.Duration
	var sendGas, deliverGas uint64
	for _, d := range directions {
		received, err := d.received(ctx)
		if err != nil {
			return err
		}
		took, failed, gas, err := d.deliveries(ctx, view)
		if err != nil {
			return err
		}
		stat := DirectionStat{Lane: d.lane().String(), Sent: len(d.sent), Delivered: int(received.Count),
			Duplicates: int(received.Duplicates), OutOfOrder: int(received.OutOfOrder), Batches: len(gas)}
		r.Directions = append(r.Directions, stat)
		r.Delivered += stat.Delivered
		r.Duplicates += stat.Duplicates
		r.OutOfOrder += stat.OutOfOrder
		r.Batches += stat.Batches
		r.FailedHandlers += failed
		latencies = append(latencies, took...)
		for _, s := range d.sent {
			sendGas += s.gasUsed
		}
		for _, g := range gas {
			deliverGas += g
		}
	}
	r.Missing = r.Messages - r.Delivered
	r.LatencyMillis = percentiles(latencies)
	r.GasPerMessage = GasPerMessage{Send: sendGas / uint64(r.Messages), Deliver: deliverGas / uint64(max(1, r.Delivered))}
	r.MessagesPerSecond = float64(r.Delivered) / r.ElapsedSeconds
	return nil
}

// percentiles takes the nearest rank.
func percentiles(latencies []time.Duration) Latency {
	if len(latencies) == 0 {
		return Latency{}
	}
	slices.Sort(latencies)
	rank := func(percent int) float64 {
		i := (len(latencies)*percent + 99) / 100
		return float64(latencies[max(0, i-1)].Microseconds()) / 1000
	}
	return Latency{P50: rank(50), P99: rank(99)}
}

// Print writes the result for people.
func (r *Result) Print(w io.Writer) {
	verdict := "every message arrived exactly once and in order"
	if !r.OK() {
		verdict = fmt.Sprintf("NOT what was sent: %d missing, %d duplicates, %d out of order, %d failed", r.Missing, r.Duplicates, r.OutOfOrder, r.FailedHandlers)
	}
	fmt.Fprintf(w, "\n%d of %d messages delivered: %s\n\n", r.Delivered, r.Messages, verdict)
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "lane\tsent\tdelivered\tduplicates\tout of order\tbatches")
	for _, d := range r.Directions {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\n", d.Lane, d.Sent, d.Delivered, d.Duplicates, d.OutOfOrder, d.Batches)
	}
	fmt.Fprintln(table)
	fmt.Fprintf(table, "approval\t%d of %d signers\n", r.Threshold, r.Signers)
	fmt.Fprintf(table, "elapsed\t%.2f s (set-up %.2f s)\n", r.ElapsedSeconds, r.SetUpSeconds)
	fmt.Fprintf(table, "rate\t%.0f messages/s\n", r.MessagesPerSecond)
	fmt.Fprintf(table, "latency\tp50 %.0f ms, p99 %.0f ms\n", r.LatencyMillis.P50, r.LatencyMillis.P99)
	fmt.Fprintf(table, "gas a message\tsend %d, deliver %d\n", r.GasPerMessage.Send, r.GasPerMessage.Deliver)
	_ = table.Flush() // what w refuses is w's trouble
}
