package measure

import (
	"math"
	"math/bits"
)

// Histogram counts values, microseconds here, in buckets whose width is at most 1/128 of
// the values in them: below 256 µs exactly, above with an error under 0.8 %, always
// upwards. It has a fixed size, whatever is counted. The zero value is empty.
type Histogram struct {
	counts [buckets]uint64
	count  uint64
	sum    float64
	max    uint64
}

const (
	subBits = 7 // 128 buckets for each doubling
	// maxValue is what fits: 19 hours. Greater values count as this much.
	maxValue = 1<<36 - 1
	buckets  = (36-subBits)<<subBits + 1<<subBits
)

// bucketOf places a value: exactly below 2^8, then by its upper 8 bits.
func bucketOf(v uint64) int {
	if v < 1<<(subBits+1) {
		return int(v)
	}
	shift := bits.Len64(v) - subBits - 1
	return shift<<subBits + int(v>>shift)
}

// highest is the greatest value in a bucket.
func highest(bucket int) uint64 {
	if bucket < 1<<(subBits+1) {
		return uint64(bucket)
	}
	shift := bucket>>subBits - 1
	return uint64(bucket-shift<<subBits+1)<<shift - 1
}

// Add counts a value.
func (h *Histogram) Add(v uint64) {
	v = min(v, maxValue)
	h.counts[bucketOf(v)]++
	h.count++
	h.sum += float64(v)
	h.max = max(h.max, v)
}

// Count is how many values were counted.
func (h *Histogram) Count() uint64 { return h.count }

// Max is the greatest of them.
func (h *Histogram) Max() uint64 { return h.max }

// Mean is their average, 0 without any.
func (h *Histogram) Mean() float64 { return h.sum / float64(max(1, h.count)) }

// Percentile is the nearest rank: the least value such that at least p percent of all are
// no greater, rounded up to the end of its bucket; 0 without any. p is 0 to 100.
func (h *Histogram) Percentile(p float64) uint64 {
	if h.count == 0 {
		return 0
	}
	rank := max(1, uint64(math.Ceil(float64(h.count)*p/100)))
	var below uint64
	for i, n := range h.counts {
		if below += n; below >= rank {
			return min(highest(i), h.max)
		}
	}
	return h.max
}

// Latency is what a report says of a histogram, in milliseconds.
type Latency struct {
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
	Mean float64 `json:"mean"`
}

// Latency summarises.
func (h *Histogram) Latency() Latency {
	millis := func(micros uint64) float64 { return float64(micros) / 1000 }
	return Latency{millis(h.Percentile(50)), millis(h.Percentile(90)), millis(h.Percentile(99)), millis(h.Percentile(99.9)),
		millis(h.max), math.Round(h.Mean()) / 1000}
}
