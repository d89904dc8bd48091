package relayer

import (
	"math/big"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/catenary-bridge/catenary/chains"
)

// metrics are what an operator watches. Names follow the Prometheus conventions:
// base units, _total for counters.
type metrics struct {
	verified        *prometheus.CounterVec
	deliveredTotal  *prometheus.CounterVec
	failedTotal     *prometheus.CounterVec
	batches         *prometheus.CounterVec
	gasUsed         *prometheus.CounterVec
	feeWei          *prometheus.CounterVec
	refusals        *prometheus.CounterVec
	restarts        *prometheus.CounterVec
	halted          *prometheus.GaugeVec
	batchSize       *prometheus.HistogramVec
	approvalSeconds *prometheus.HistogramVec
	deliverySeconds *prometheus.HistogramVec
}

func newMetrics(registry prometheus.Registerer) *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "catenary", Name: name, Help: help}, append([]string{"lane"}, labels...))
		registry.MustRegister(c)
		return c
	}
	histogram := func(name, help string, buckets []float64) *prometheus.HistogramVec {
		h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "catenary", Name: name, Help: help, Buckets: buckets}, []string{"lane"})
		registry.MustRegister(h)
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
		halted: prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "catenary", Name: "lane_halted",
			Help: "1 when the lane has halted for good."}, []string{"lane"}),
	}
	registry.MustRegister(m.halted)
	return m
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
