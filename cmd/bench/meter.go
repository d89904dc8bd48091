package bench

import (
	"math"
	"os"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// meter reads what this process uses.
type meter struct {
	samples []metrics.Sample
	before  usage
}

// usage is at one moment; times and counts are since the process began.
type usage struct {
	cpu      time.Duration
	resident uint64
	heap     uint64
	cycles   uint64
	pauses   *metrics.Float64Histogram // seconds
}

func newMeter() *meter {
	m := &meter{samples: []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/cycles/total:gc-cycles"}, {Name: "/sched/pauses/total/gc:seconds"},
	}}
	m.before = m.read()
	return m
}

func (m *meter) read() usage {
	metrics.Read(m.samples)
	pauses := m.samples[2].Value.Float64Histogram()
	return usage{cpu: processTime(), resident: residentBytes(), heap: m.samples[0].Value.Uint64(), cycles: m.samples[1].Value.Uint64(),
		pauses: &metrics.Float64Histogram{Counts: append([]uint64(nil), pauses.Counts...), Buckets: append([]float64(nil), pauses.Buckets...)}}
}

// gcSince summarises the pauses between two moments, each taken as long as its bucket's end.
func gcSince(before, after usage) GC {
	gc := GC{Cycles: after.cycles - before.cycles}
	var count uint64
	for i := range after.pauses.Counts {
		count += after.pauses.Counts[i] - before.pauses.Counts[i]
	}
	rank, below := uint64(math.Ceil(float64(count)*0.99)), uint64(0)
	for i := range after.pauses.Counts {
		n := after.pauses.Counts[i] - before.pauses.Counts[i]
		if n == 0 {
			continue
		}
		millis := after.pauses.Buckets[i+1] * 1000
		if math.IsInf(millis, 1) {
			millis = after.pauses.Buckets[i] * 1000
		}
		gc.TotalMillis += millis * float64(n)
		if below < rank {
			gc.P99Millis = millis
		}
		below += n
		gc.MaxMillis = millis
	}
	return gc
}

// residentBytes is what the process has in memory, 0 where /proc does not tell.
func residentBytes() uint64 {
	content, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(content))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseUint(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}

// loadAverage is of the last minute, -1 where /proc does not tell.
func loadAverage() float64 {
	content, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return -1
	}
	first, _, _ := strings.Cut(string(content), " ")
	value, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return -1
	}
	return value
}

// cpuModel is the processor's name, empty where /proc does not tell.
func cpuModel() string {
	content, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(content)) {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
