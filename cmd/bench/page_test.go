package bench

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/pprof/profile"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/cmd/bench/measure"
)

// sampleReport is of a stepwise load that has something of everything.
func sampleReport() *Report {
	held := true
	load := Result{Offered: 1000, Tally: measure.Tally{Signed: 5000, Sent: 5000, Accepted: 5000, Included: 4990, Lost: 10}, TPS: 987, Seconds: 5.05, Held: &held, EndedBy: "stalled",
		Said:   []Refusal{{"<script>alert(1)</script>", 3}},
		Series: []Sample{{Second: 1, Sent: 1000, Included: 900, P50: 60, P99: 110, Fill: 0.2, CPU: 1.5, Generator: 0.1, Resident: 90 << 20, PauseMillis: 0.3}, {Second: 2, Sent: 1000, Included: 1100}}}
	return &Report{Version: 1, Conditions: Conditions{Node: "node/1.0 & more", Workload: Transfers, Mode: Steps, Rate: 1000, InProcess: true, Validators: 4, BlockTime: 100},
		Loads: []Result{load, load}, Knee: &Knee{Rate: 1000, Demand: "all of it", Below: &Point{Rate: 800}},
		Verified: Verified{Nonces: Count{"nonces", 9980, 9980}, Effects: &Count{"wei", 9980, 9980}},
		Profile:  &Profile{Bottleneck: "the CPU", Tables: []Table{{Title: "CPU", Total: 2, Lines: []Line{{"chains/devnet/mempool", 1, 0.5}}}}}, Wrong: []string{"10 of 5000 are lost"}}
}

// TestPageNeedsNothingElse: it is well-formed, loads nothing, runs nothing, and says what
// the report does; what a node said is text in it.
func TestPageNeedsNothingElse(t *testing.T) {
	var b strings.Builder
	r := sampleReport()
	if err := r.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "Compared") {
		t.Error("a page without other nodes compares")
	}
	slow := &Report{Conditions: Conditions{Node: "slow/2 <b>"}, Loads: []Result{{TPS: 400}}}
	dead := &Report{Conditions: Conditions{Endpoint: "127.0.0.1:1"}, Wrong: []string{"it does not answer"}}
	r.Compared = []*Report{slow, dead}
	b.Reset()
	if err := r.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"node/1.0 &amp; more", "Wrong: 10 of 5000 are lost", "Knee: 1000 tx/s or more", "987 tx/s", "&lt;script&gt;", "Step 2: 1000 tx/s offered", "Latency, by offered load",
		"Transactions a second", "GC pauses", "the CPU", "chains/devnet/mempool", "9980 of 9980", "4 validators", "a block every 100 ms",
		"Compared", "slow/2 &lt;b&gt;", "2.50 times as much", "127.0.0.1:1", "it does not answer"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, never := range []string{"<script", "http://", "https://", " src=", "@import", "url(", "NaN", "ZgotmplZ", "everything that was accepted"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
	page = regexp.MustCompile(`<!doctype html>|<meta [^>]*>`).ReplaceAllString(page, "")
	decoder := xml.NewDecoder(strings.NewReader(page))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPlotsStayInThePicture: whatever is drawn, and its labels go up to it.
func TestPlotsStayInThePicture(t *testing.T) {
	number := regexp.MustCompile(`[ML](-?[0-9.]+) (-?[0-9.]+)`)
	rapid.Check(t, func(t *rapid.T) {
		scale := math.Pow(10, float64(rapid.IntRange(-3, 9).Draw(t, "scale")))
		points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) point {
			return point{rapid.Float64Range(0, 1).Draw(t, "x") * scale, rapid.Float64Range(0, 1).Draw(t, "y") * scale}
		}), 0, 40).Draw(t, "points")
		p := newPlot("t", "x", "y", curve{Name: "a", Points: points}, curve{Name: "b"})
		found := number.FindAllStringSubmatch(p.Curves[0].Path, -1)
		if len(found) != len(points) {
			t.Fatalf("%d of %d points are drawn", len(found), len(points))
		}
		for _, at := range found {
			var x, y float64
			if _, err := fmt.Sscan(at[1], &x); err != nil {
				t.Fatal(err)
			}
			if _, err := fmt.Sscan(at[2], &y); err != nil {
				t.Fatal(err)
			}
			if x < plotLeft-0.1 || x > plotRight+0.1 || y < plotTop-0.1 || y > plotBottom+0.1 {
				t.Fatalf("a point is at %g, %g", x, y)
			}
		}
		if n := len(p.YTicks); n < 2 || n > 12 || p.YTicks[n-1].At > plotTop+1e-6+(plotBottom-plotTop) {
			t.Fatalf("%d labels: %+v", n, p.YTicks)
		}
	})
}

// TestProfilesAreAttributed to what the work was for, not to what did it.
func TestProfilesAreAttributed(t *testing.T) {
	for name, c := range map[string]struct {
		name  func([]string) string
		stack []string
		want  string
	}{
		"our package":        {partOf, []string{"runtime.mallocgc", ourModule + "chains/devnet/mempool.(*Pool).Add", ourModule + "chains/devnet/rpcapi.(*ethSend).SendRawTransaction"}, "chains/devnet/mempool"},
		"the collector":      {partOf, []string{"runtime.scanobject", "runtime.gcBgMarkWorker.func2"}, "garbage collector"},
		"the scheduler":      {partOf, []string{"runtime.futex", "runtime.findRunnable", "runtime.mcall"}, "scheduler"},
		"go-ethereum's":      {partOf, []string{"encoding/json.Unmarshal", "github.com/ethereum/go-ethereum/rpc.(*handler).handleCall", "net/http.(*conn).serve"}, "github.com/ethereum/go-ethereum/rpc"},
		"the server's":       {partOf, []string{"syscall.Syscall", "net/http.(*conn).serve"}, "net/http"},
		"anything":           {partOf, []string{"a/b.C", "d/e.F.func1"}, "d/e"},
		"nothing":            {partOf, nil, ""},
		"a lock's user":      {placeOf, []string{"sync.(*Mutex).Unlock", ourModule + "chains/devnet/mempool.(*Pool).insert"}, ourModule + "chains/devnet/mempool.(*Pool).insert"},
		"the generator's":    {placeOf, []string{"runtime.selectgo", ourModule + "cmd/bench.sleep"}, ""},
		"the runtime's":      {placeOf, []string{"runtime.selectgo", "runtime.main"}, ""},
		"the innermost one":  {leafOf, []string{"a.B", "c.D"}, "a.B"},
		"what C was called":  {leafOf, []string{"runtime.cgocall", "secp256k1._Cfunc_recover"}, "secp256k1._Cfunc_recover"},
		"of an empty sample": {leafOf, nil, ""},
	} {
		if got := c.name(c.stack); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestTopAddsUp what has one name, the greatest first.
func TestTopAddsUp(t *testing.T) {
	sample := func(name string, nanos int64) *profile.Sample {
		return &profile.Sample{Value: []int64{1, nanos}, Location: []*profile.Location{{Line: []profile.Line{{Function: &profile.Function{Name: name}}}}}}
	}
	got := top("CPU", &profile.Profile{Sample: []*profile.Sample{sample("a.A", 1e9), sample("b.B", 5e8), sample("a.A", 1e9), sample("c.C", 1.5e9)}}, leafOf)
	if got.Total != 4 || len(got.Lines) != 3 || got.Lines[0] != (Line{"a.A", 2, 0.5}) || got.Lines[1] != (Line{"c.C", 1.5, 0.375}) {
		t.Errorf("got %+v", got)
	}
}

func TestBottleneckIsNamed(t *testing.T) {
	tables := []Table{{Lines: []Line{{"chains/devnet/mempool", 6, 0.6}}}, {Lines: []Line{{"secp256k1", 4, 0.4}}}, {Total: 3, Lines: []Line{{"pool.insert", 2, 0.66}}}, {}}
	if got := bottleneck(tables, 19, 10, 2); !strings.Contains(got, "CPU is the bottleneck") || !strings.Contains(got, "chains/devnet/mempool (60 %)") || !strings.Contains(got, "secp256k1 (40 %)") {
		t.Error(got)
	}
	if got := bottleneck(tables, 9, 10, 2); !strings.Contains(got, "CPU is not the bottleneck") || !strings.Contains(got, "contended for 3.00 s, most at pool.insert") {
		t.Error(got)
	}
	tables[2].Total = 0.1
	if got := bottleneck(tables, 9, 10, 2); strings.Contains(got, "contended") {
		t.Error(got)
	}
}

// TestProfileOfALoad names what it was spent on, and leaves files for go tool pprof.
func TestProfileOfALoad(t *testing.T) {
	c := small("")
	c.Profile = filepath.Join(t.TempDir(), "profiles")
	c.Transactions = 600 // some 150 ms of CPU, which is 15 samples
	c.Drain = DefaultConfig().Drain
	r := measured(t, c)
	if !r.OK() || r.Profile == nil || r.Profile.Bottleneck == "" || len(r.Profile.Tables) != 4 || r.Profile.Tables[0].Total <= 0 {
		t.Fatalf("%v: %+v", r.Wrong, r.Profile)
	}
	text, err := os.ReadFile(filepath.Join(c.Profile, "top.txt"))
	if err != nil || !strings.Contains(string(text), "chains/devnet/") {
		t.Errorf("%v: %s", err, text)
	}
	for _, name := range []string{"cpu", "mutex", "block"} {
		file, err := os.Open(filepath.Join(c.Profile, name+".pprof"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := profile.Parse(file); err != nil {
			t.Error(name, err)
		}
		file.Close()
	}
}

// TestViewDrawsOverItself: on a terminal a load has one picture, elsewhere a line a second.
func TestViewDrawsOverItself(t *testing.T) {
	live := Live{Title: "load", Seconds: 2, Signed: 100, Included: 40, All: measure.Latency{P50: 60}, Sample: Sample{Included: 40, Fill: 0.5, CPU: 1.25, InFlight: 7}}
	var terminal, log strings.Builder
	picture := &picture{out: &terminal}
	for range 3 {
		picture.Show(live)
		lines{&log}.Show(live)
	}
	if strings.Count(log.String(), "\n") != 3 || strings.Contains(log.String(), "\x1b") || !strings.Contains(log.String(), "40 of 100 in blocks, 7 in flight") {
		t.Errorf("a log gets %q", &log)
	}
	if got := strings.Count(terminal.String(), "\x1b[7A"); got != 2 || strings.Count(terminal.String(), "\n") != 21 {
		t.Errorf("a terminal goes up %d times: %q", got, &terminal)
	}
	live.Title = "another"
	picture.Show(live)
	if strings.Count(terminal.String(), "\x1b[7A") != 2 {
		t.Error("another load draws over the one before")
	}
	if spark([]int{0, 5, 10}, 2) != "▄█" || bar(0.5, 4) != "██░░" || bar(7, 2) != "██" || bar(-1, 2) != "░░" {
		t.Error(spark([]int{0, 5, 10}, 2), bar(0.5, 4))
	}
}

// TestProfileIsOfOneLoad: what goroutines waited for in an earlier one is not in a later one's.
func TestProfileIsOfOneLoad(t *testing.T) {
	waits := func(wait bool) (n int) {
		dir := t.TempDir()
		p, err := startProfiler(dir)
		if err != nil {
			t.Fatal(err)
		}
		if wait {
			waitForAMoment()
		}
		if err := p.stop(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, "block.pprof"))
		if err != nil {
			t.Fatal(err)
		}
		blocked, err := profile.ParseData(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range blocked.Sample {
			for _, l := range s.Location {
				if strings.Contains(l.Line[0].Function.Name, "waitForAMoment") {
					n++
				}
			}
		}
		return n
	}
	if waits(true) == 0 {
		t.Fatal("who waited is not in the profile")
	}
	if n := waits(false); n != 0 {
		t.Errorf("a load in which nobody waits has %d places of the one before", n)
	}
}

//go:noinline
func waitForAMoment() {
	tell := make(chan struct{})
	time.AfterFunc(50*time.Millisecond, func() { close(tell) })
	<-tell
}
