package relayer

import (
	"fmt"
	"math/big"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/catenary-bridge/catenary/chains"
)

// metrics are what an operator counts; see gauges for what one watches. Names
// follow the Prometheus conventions: base units, _total for counters.
type metrics struct {
	verified        *prometheus.CounterVec
	deliveredTotal  *prometheus.CounterVec
	failedTotal     *prometheus.CounterVec
	batches         *prometheus.CounterVec
	gasUsed         *prometheus.CounterVec
	feeWei          *prometheus.CounterVec
	refusals        *prometheus.CounterVec
	restarts        *prometheus.CounterVec
	overtaken       *prometheus.CounterVec
	batchSize       *prometheus.HistogramVec
	approvalSeconds *prometheus.HistogramVec
	deliverySeconds *prometheus.HistogramVec
}

func newMetrics(registry prometheus.Registerer) (*metrics, error) {
	var all []prometheus.Collector
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "catenary", Name: name, Help: help}, append([]string{"lane"}, labels...))
		all = append(all, c)
		return c
	}
	histogram := func(name, help string, buckets []float64) *prometheus.HistogramVec {
		h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "catenary", Name: name, Help: help, Buckets: buckets}, []string{"lane"})
		all = append(all, h)
		return h
	}
	seconds := prometheus.ExponentialBuckets(0.01, 2, 16)
	m := &metrics{
		verified:       counter("messages_verified_total", "Messages proven under a final source header."),
		deliveredTotal: counter("messages_delivered_total", "Messages executed by deliveries of this relayer, failed handlers included."),
		failedTotal:    counter("messages_failed_total", "Executed messages whose recipient failed; anybody may retry them."),
		batches:        counter("batches_delivered_total", "Deliveries that are final."),
		gasUsed:        counter("delivery_gas_total", "Gas used by deliveries."),
		feeWei:         counter("delivery_fee_wei_total", "Wei paid for deliveries."),
		refusals:       counter("refusals_total", "Refusals of signers by reason, repetitions included.", "reason"),
		restarts:       counter("lane_restarts_total", "Sessions of the lane that ended with an error."),
		batchSize:      histogram("batch_messages", "Messages in a batch.", prometheus.ExponentialBuckets(1, 2, 12)),
		approvalSeconds: histogram("approval_seconds", "From cutting a batch to its threshold of approvals.",
			seconds),
		deliverySeconds: histogram("delivery_seconds", "From cutting a batch to its final receipt.", seconds),
		overtaken:       counter("batches_overtaken_total", "Batches that another relayer delivered before this one paid for them."),
	}
	for _, c := range all {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

// begin makes a lane's series exist, so that rates and alerts see its first event.
func (m *metrics) begin(lane string) {
	for _, c := range []*prometheus.CounterVec{m.verified, m.deliveredTotal, m.failedTotal, m.batches, m.gasUsed, m.feeWei, m.restarts, m.overtaken} {
		c.WithLabelValues(lane)
	}
}

// gauges reads the lanes' status when it is asked for, so that no gauge can be
// older than what the API says.
type gauges struct{ lanes []*lane }

func gauge(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("catenary_lane_"+name, help, append([]string{"lane"}, labels...), nil)
}

var (
	gaugeState     = gauge("state", "1 for the state that the lane is in, 0 for the others.", "state")
	gaugeHalted    = gauge("halted", "1 when the lane has halted for good.")
	gaugeProven    = gauge("proven_nonce", "Newest nonce that is proven under a final source header.")
	gaugeDelivered = gauge("delivered_nonce", "Newest nonce that is executed on the target.")
	gaugePending   = gauge("pending_messages", "Messages that are proven and not delivered.")
	gaugeOldest    = gauge("oldest_pending_seconds", "Age of the oldest message that is proven and not delivered, by the source chain's clock; 0 when there is none.")
	gaugeInFlight  = gauge("in_flight_batches", "Batches that are cut and not delivered.")
	gaugeFinal     = gauge("final_block", "Source block under which the lane is proven.")
	gaugeEpoch     = gauge("signer_set_epoch", "Epoch of the verifier's signer set.")
)

// Describe implements prometheus.Collector.
func (g *gauges) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{gaugeState, gaugeHalted, gaugeProven, gaugeDelivered, gaugePending, gaugeOldest, gaugeInFlight, gaugeFinal, gaugeEpoch} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (g *gauges) Collect(out chan<- prometheus.Metric) {
	for _, l := range g.lanes {
		s := l.status.snapshot()
		send := func(d *prometheus.Desc, value float64, labels ...string) {
			out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, append([]string{l.name}, labels...)...)
		}
		for _, state := range States() {
			send(gaugeState, truth(s.State == state), string(state))
		}
		send(gaugeHalted, truth(s.State == Halted))
		send(gaugeProven, float64(s.Proven.Nonce))
		send(gaugeDelivered, float64(s.Delivered.Nonce))
		send(gaugePending, float64(s.Pending()))
		send(gaugeOldest, s.OldestPendingSeconds)
		send(gaugeInFlight, float64(s.InFlight))
		send(gaugeFinal, float64(s.Final.Number))
		send(gaugeEpoch, float64(s.Epoch))
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (m *metrics) executed(lane string, receipt chains.Receipt, took time.Duration) {
	m.deliveredTotal.WithLabelValues(lane).Add(float64(receipt.Executed))
	m.failedTotal.WithLabelValues(lane).Add(float64(len(receipt.Failed)))
	m.batches.WithLabelValues(lane).Inc()
	m.gasUsed.WithLabelValues(lane).Add(float64(receipt.GasUsed))
	m.deliverySeconds.WithLabelValues(lane).Observe(took.Seconds())
	if fee, ok := new(big.Float).SetString(receipt.FeeWei); ok {
		wei, _ := fee.Float64()
		m.feeWei.WithLabelValues(lane).Add(wei)
	}
}
