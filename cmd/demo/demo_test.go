package demo

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestPercentilesTakeTheNearestRank: the p-th percentile of n values is the ceil(n·p/100)-th.
func TestPercentilesTakeTheNearestRank(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(100-i) * time.Millisecond // not sorted
	}
	ms := time.Millisecond
	for name, c := range map[string]struct {
		latencies []time.Duration
		want      Latency
	}{
		"none":       {nil, Latency{}},
		"one":        {[]time.Duration{7 * ms}, Latency{7, 7}},
		"two":        {[]time.Duration{9 * ms, 3 * ms}, Latency{3, 9}},
		"three":      {[]time.Duration{3 * ms, 1 * ms, 2 * ms}, Latency{2, 3}},
		"hundred":    {hundred, Latency{50, 99}},
		"fractional": {[]time.Duration{1500 * time.Microsecond}, Latency{1.5, 1.5}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := percentiles(c.latencies); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestPercentilesAreOfTheValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		millis := rapid.SliceOfN(rapid.IntRange(0, 10_000), 1, 300).Draw(t, "millis")
		var latencies []time.Duration
		for _, m := range millis {
			latencies = append(latencies, time.Duration(m)*time.Millisecond)
		}
		got := percentiles(latencies)
		for percent, value := range map[int]float64{50: got.P50, 99: got.P99} {
			atMost := 0
			below := 0
			for _, m := range millis {
				if float64(m) <= value {
					atMost++
				}
				if float64(m) < value {
					below++
				}
			}
			if atMost*100 < percent*len(millis) || below*100 >= percent*len(millis) {
				t.Fatalf("p%d is %v: %d of %d are at most that, %d below", percent, value, atMost, len(millis), below)
			}
		}
	})
}

// TestOKDemandsEachMessageOnceInOrder: each count alone is enough to fail.
func TestOKDemandsEachMessageOnceInOrder(t *testing.T) {
	good := Result{Messages: 4, Delivered: 4}
	if !good.OK() {
		t.Fatal("all arrived, and it is not OK")
	}
	for name, spoil := range map[string]func(*Result){
		"missing":      func(r *Result) { r.Delivered, r.Missing = 3, 1 },
		"duplicate":    func(r *Result) { r.Duplicates = 1 },
		"out of order": func(r *Result) { r.OutOfOrder = 1 },
		"failed":       func(r *Result) { r.FailedHandlers = 1 },
		"too many":     func(r *Result) { r.Delivered, r.Missing = 5, -1 },
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			spoil(&r)
			if r.OK() {
				t.Errorf("%+v is OK", r)
			}
			var out bytes.Buffer
			r.Print(&out)
			if !strings.Contains(out.String(), "NOT what was sent") {
				t.Errorf("people are not told: %s", out.String())
			}
		})
	}
}

// TestResultFieldsAreStable: these names are documented in the help text.
func TestResultFieldsAreStable(t *testing.T) {
	content, err := json.Marshal(Result{Directions: []DirectionStat{{}}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"messages":0,"delivered":0,"missing":0,"duplicates":0,"outOfOrder":0,"failedHandlers":0,"chains":0,"signers":0,"threshold":0,"batches":0,` +
		`"elapsedSeconds":0,"messagesPerSecond":0,"latencyMillis":{"p50":0,"p99":0},"gasPerMessage":{"send":0,"deliver":0},"setUpSeconds":0,` +
		`"directions":[{"lane":"","sent":0,"delivered":0,"duplicates":0,"outOfOrder":0,"batches":0}]}`
	if string(content) != want {
		t.Errorf("got  %s\nwant %s", content, want)
	}
}

func TestConfigRefuses(t *testing.T) {
	if err := DefaultConfig().validate(); err != nil {
		t.Fatal(err)
	}
	for says, spoil := range map[string]func(*Config){
		"messages 0, want 1 to 1000000":                   func(c *Config) { c.Messages = 0 },
		"messages 1000001, want":                          func(c *Config) { c.Messages = maxMessages + 1 },
		"signers 0, want 1 to 64":                         func(c *Config) { c.Signers = 0 },
		"signers 65, want 1 to 64":                        func(c *Config) { c.Signers = 65 },
		"threshold 6, want 1 to the number of signers, 5": func(c *Config) { c.Threshold = 6 },
		"threshold 0, want 1 to the number of signers, 5": func(c *Config) { c.Threshold = 0 },
		"validators 0, want 1 to 32":                      func(c *Config) { c.Validators = 0 },
		"validators 33, want 1 to 32":                     func(c *Config) { c.Validators = 33 },
		"block-time 0s, want 10ms to 1m0s":                func(c *Config) { c.BlockTime = 0 },
		"block-time 2m0s, want 10ms to 1m0s":              func(c *Config) { c.BlockTime = 2 * time.Minute },
		"payload 8, want 9 to 4096 bytes":                 func(c *Config) { c.Payload = 8 },
		"payload 4097, want 9 to 4096 bytes":              func(c *Config) { c.Payload = 4097 },
		"timeout 0s, want more than 0":                    func(c *Config) { c.Timeout = 0 },
	} {
		t.Run(says, func(t *testing.T) {
			c := DefaultConfig()
			spoil(&c)
			if err := c.validate(); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestUsedDirectoryIsRefused: a second demo would count what the first one sent.
func TestUsedDirectoryIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	got, remove, err := workDir(dir)
	if err != nil || got != dir {
		t.Fatalf("a new directory: %q, %v", got, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "signer-1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "signer-1")); err != nil {
		t.Error("a directory that was asked for is gone:", err)
	}
	if _, _, err := workDir(dir); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "signer-1") {
		t.Errorf("a used directory: %v", err)
	}
	file := filepath.Join(dir, "signer-1")
	if _, _, err := workDir(file); !errors.Is(err, ErrConfig) {
		t.Errorf("a file: %v", err)
	}
}

func TestTemporaryDirectoryIsRemoved(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir, remove, err := workDir("")
	if err != nil {
		t.Fatal(err)
	}
	if err := remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("it is still there:", err)
	}
}

// TestProgressWithoutTerminal: a log gets a line a second at most, and always the last.
func TestProgressWithoutTerminal(t *testing.T) {
	var out bytes.Buffer
	p := NewProgress(&out)
	p.Step("sending %d messages", 3)
	bar := p.Bar("sent", 1000)
	for range 999 {
		bar.Add(1)
	}
	bar.Set(500) // never goes back
	bar.Add(1)
	p.Close()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if !strings.HasSuffix(lines[0], "s  sending 3 messages") || !strings.HasSuffix(lines[len(lines)-1], "s  sent 1000/1000") {
		t.Errorf("got %q", lines)
	}
	if len(lines) > 6 || strings.Contains(out.String(), "\x1b") {
		t.Errorf("%d lines, or a terminal's codes: %q", len(lines), lines)
	}
}
