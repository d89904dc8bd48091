package relayer

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/catenary-bridge/catenary/relayer/approve"
)

// answers shows what became of the signers' answers, and the alarms. It is read when
// it is asked for, like the gauges.
type answers struct{ collector *approve.Collector }

var (
	answersTotal = prometheus.NewDesc("catenary_answers_total", "Answers of signers by what became of them.", []string{"outcome"}, nil)
	signerAlarms = prometheus.NewDesc("catenary_signer_alarms", "Pairs of signer and lane against which there is evidence; any is one too many.", nil, nil)
)

// Describe implements prometheus.Collector.
func (a *answers) Describe(out chan<- *prometheus.Desc) {
	out <- answersTotal
	out <- signerAlarms
}

// Collect implements prometheus.Collector.
func (a *answers) Collect(out chan<- prometheus.Metric) {
	heard := a.collector.Heard()
	for _, outcome := range approve.Outcomes() {
		out <- prometheus.MustNewConstMetric(answersTotal, prometheus.CounterValue, float64(heard[outcome]), string(outcome))
	}
	out <- prometheus.MustNewConstMetric(signerAlarms, prometheus.GaugeValue, float64(len(a.collector.Alarms())))
}
