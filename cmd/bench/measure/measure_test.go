package measure

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// TestPercentilesAgainstExact: never below the nearest rank of the values themselves, and
// above it by less than 1/128.
func TestPercentilesAgainstExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		magnitude := rapid.IntRange(1, 36).Draw(t, "bits")
		values := rapid.SliceOfN(rapid.Uint64Range(0, 1<<magnitude-1), 1, 400).Draw(t, "values")
		p := rapid.SampledFrom([]float64{0, 1, 25, 50, 90, 99, 99.9, 100}).Draw(t, "percent")
		var h Histogram
		for _, v := range values {
			h.Add(v)
		}
		slices.Sort(values)
		exact := values[max(0, int(math.Ceil(float64(len(values))*p/100))-1)]
		got := h.Percentile(p)
		if got < exact || float64(got) > float64(exact)*(1+1.0/128) || got > values[len(values)-1] {
			t.Fatalf("p%g is %d, exactly %d", p, got, exact)
		}
		if h.Count() != uint64(len(values)) || h.Max() != values[len(values)-1] {
			t.Fatalf("count %d, max %d", h.Count(), h.Max())
		}
	})
}

// TestBucketsTile: each value lies in one bucket, and buckets are in order.
func TestBucketsTile(t *testing.T) {
	for bucket := range buckets {
		last := highest(bucket)
		if bucketOf(last) != bucket {
			t.Fatalf("%d ends bucket %d and lies in %d", last, bucket, bucketOf(last))
		}
		if bucket+1 < buckets && bucketOf(last+1) != bucket+1 {
			t.Fatalf("%d begins bucket %d and lies in %d", last+1, bucket+1, bucketOf(last+1))
		}
	}
	if highest(buckets-1) != maxValue {
		t.Errorf("the last bucket ends at %d, want %d", highest(buckets-1), uint64(maxValue))
	}
	var h Histogram
	h.Add(math.MaxUint64)
	if h.Max() != maxValue {
		t.Error("a value beyond all is not the greatest that there is")
	}
}

func TestEmptyHistogram(t *testing.T) {
	var h Histogram
	if got := h.Latency(); got != (Latency{}) {
		t.Errorf("got %+v", got)
	}
	h.Add(1500)
	if got, want := h.Latency(), (Latency{1.5, 1.5, 1.5, 1.5, 1.5, 1.5}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestKneeIsFound: wherever a chain stops, the search ends within its resolution below.
func TestKneeIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.Float64Range(1, 1e6).Draw(t, "limit")
		c := SearchConfig{First: rapid.Float64Range(1, 1e5).Draw(t, "first"), Factor: rapid.Float64Range(1.1, 4).Draw(t, "factor"),
			Resolution: rapid.Float64Range(0.01, 0.5).Draw(t, "resolution"), Most: 2e6, Steps: 1000}
		s, err := NewSearch(c)
		if err != nil {
			t.Fatal(err)
		}
		steps := 0
		for {
			load, more := s.Next()
			if !more {
				break
			}
			if steps++; steps > 500 {
				t.Fatal("the search does not end")
			}
			s.Observe(load <= limit)
		}
		knee, bounded := s.Knee()
		if !bounded || knee > limit || limit > 0 && knee < limit*(1-c.Resolution)-1e-9 && knee > 0 || knee == 0 && limit >= c.First {
			t.Fatalf("knee %g (bounded %v), the chain carries %g", knee, bounded, limit)
		}
	})
}

// TestKneeNobodyReached: a chain that carries all is said to carry no less.
func TestKneeNobodyReached(t *testing.T) {
	s, err := NewSearch(SearchConfig{First: 100, Factor: 2, Resolution: 0.1, Most: 500, Steps: 10})
	if err != nil {
		t.Fatal(err)
	}
	var loads []float64
	for load, more := s.Next(); more; load, more = s.Next() {
		loads = append(loads, load)
		s.Observe(true)
	}
	if knee, bounded := s.Knee(); knee != 500 || bounded || !slices.Equal(loads, []float64{100, 200, 400, 500}) {
		t.Errorf("knee %g, bounded %v, by %v", knee, bounded, loads)
	}
}

// TestChainThatCarriesNothing: the search gives up after its steps, and there is no knee.
func TestChainThatCarriesNothing(t *testing.T) {
	s, err := NewSearch(SearchConfig{First: 100, Factor: 2, Resolution: 0.1, Most: 500, Steps: 4})
	if err != nil {
		t.Fatal(err)
	}
	var loads []float64
	for load, more := s.Next(); more; load, more = s.Next() {
		loads = append(loads, load)
		s.Observe(false)
	}
	if knee, bounded := s.Knee(); knee != 0 || !bounded || !slices.Equal(loads, []float64{100, 50, 25, 12.5}) {
		t.Errorf("knee %g, bounded %v, by %v", knee, bounded, loads)
	}
}

func TestSearchRefuses(t *testing.T) {
	good := SearchConfig{First: 100, Factor: 2, Resolution: 0.1, Most: 500, Steps: 4}
	for says, spoil := range map[string]func(*SearchConfig){
		"from 0 to":       func(c *SearchConfig) { c.First = 0 },
		"from NaN":        func(c *SearchConfig) { c.First = math.NaN() },
		"to 99 tx/s":      func(c *SearchConfig) { c.Most = 99 },
		"by factor 1,":    func(c *SearchConfig) { c.Factor = 1 },
		"by factor NaN":   func(c *SearchConfig) { c.Factor = math.NaN() },
		"to within 0,":    func(c *SearchConfig) { c.Resolution = 0 },
		"to within 1,":    func(c *SearchConfig) { c.Resolution = 1 },
		"search in no st": func(c *SearchConfig) { c.Steps = 0 },
	} {
		c := good
		spoil(&c)
		if _, err := NewSearch(c); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v", says, err)
		}
	}
}

// TestDemandSaysWhatIsMissed: each of them alone is enough.
func TestDemandSaysWhatIsMissed(t *testing.T) {
	d := Demand{Share: 0.95, P99Millis: 200}
	if miss := d.Miss(1000, 950, 200, 0, 0); miss != "" {
		t.Error(miss)
	}
	for want, got := range map[string]string{
		"1 lost":                   d.Miss(1000, 950, 200, 1, 0),
		"2 refused":                d.Miss(1000, 950, 200, 0, 2),
		"carried 949 of 1000 tx/s": d.Miss(1000, 949, 200, 0, 0),
		"p99 201 ms, above 200":    d.Miss(1000, 950, 201, 0, 0),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if miss := (Demand{Share: 0.95}).Miss(1000, 950, 1e6, 0, 0); miss != "" {
		t.Errorf("without a bound: %s", miss)
	}
}

// TestBookCountsWhatBecameOfEach against a slow and simple account of the same events.
func TestBookCountsWhatBecameOfEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "n")
		hashes := make([]common.Hash, n)
		for i := range hashes { // many begin with the same bytes, so that slots collide
			hashes[i] = common.Hash{byte(i % 3), 31: byte(i)}
		}
		b, err := NewBook(hashes)
		if err != nil {
			t.Fatal(err)
		}
		want := Tally{Signed: n}
		for i := range n {
			sent := rapid.Bool().Draw(t, "sent")
			state := Unsent
			if sent {
				b.Send(i, int64(10*i))
				want.Sent++
				state = rapid.SampledFrom([]State{Unsent, Accepted, Refused, Unanswered}).Draw(t, "state")
				b.Answer(i, state)
			}
			in := rapid.Bool().Draw(t, "included")
			if in {
				took, ours := b.Include(hashes[i], int64(10*i+7))
				if !ours || sent && took != 7 || !sent && took != 0 {
					t.Fatalf("took %d, ours %v", took, ours)
				}
				if _, again := b.Include(hashes[i], 1000); again {
					t.Fatal("a transaction counts twice")
				}
				want.Included++
			}
			count := func(total, gone *int) {
				*total++
				if !in {
					*gone++
				}
			}
			switch {
			case state == Accepted:
				count(&want.Accepted, &want.Lost)
			case state == Refused:
				want.Refused++
			case state == Unanswered:
				count(&want.Unanswered, &want.Missing)
			case sent:
				want.Untaken++
			}
		}
		if _, ours := b.Include(common.Hash{9}, 0); ours {
			t.Fatal("a stranger is ours")
		}
		if got := b.Tally(); got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestBookRefusesTwoOfOneHash(t *testing.T) {
	if _, err := NewBook([]common.Hash{{1}, {2}, {1}}); err == nil {
		t.Error("they are taken")
	}
}
