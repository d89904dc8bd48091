package policy

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

var noon = time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)

func TestJudge(t *testing.T) {
	paced := Rules{Messages: 10, Per: time.Minute}
	for name, c := range map[string]struct {
		rules Rules
		facts Facts
		held  bool
		until time.Time
	}{
		"nothing forbids":              {Rules{}, Facts{Now: noon, Messages: 1 << 60}, false, time.Time{}},
		"held by configuration":        {Rules{Hold: "audit"}, Facts{Now: noon}, true, time.Time{}},
		"halted":                       {Rules{}, Facts{Now: noon, Halt: "incident"}, true, time.Time{}},
		"too young":                    {Rules{Delay: time.Hour}, Facts{Now: noon, ProvenAt: noon.Add(-time.Minute)}, true, noon.Add(59 * time.Minute)},
		"old enough":                   {Rules{Delay: time.Hour}, Facts{Now: noon, ProvenAt: noon.Add(-time.Hour)}, false, time.Time{}},
		"proof from the future":        {Rules{Delay: time.Hour}, Facts{Now: noon, ProvenAt: noon.Add(time.Hour)}, true, noon.Add(2 * time.Hour)},
		"within the burst":             {paced, Facts{Now: noon, Messages: 1, NotBefore: noon.Add(time.Minute)}, false, time.Time{}},
		"beyond the burst":             {paced, Facts{Now: noon, Messages: 1, NotBefore: noon.Add(61 * time.Second)}, true, noon.Add(time.Second)},
		"signed before, beyond burst":  {paced, Facts{Now: noon, Messages: 0, NotBefore: noon.Add(time.Hour)}, false, time.Time{}},
		"any size when it is its turn": {paced, Facts{Now: noon, Messages: 1 << 62, NotBefore: noon}, false, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			verdict := c.rules.Judge(c.facts)
			if verdict.Held != c.held || !verdict.Until.Equal(c.until) || verdict.Held && verdict.Detail == "" {
				t.Fatalf("verdict %+v", verdict)
			}
			if !verdict.Held && verdict.NotBefore.Before(c.facts.NotBefore) {
				t.Fatalf("an allowance is given back: %v, was %v", verdict.NotBefore, c.facts.NotBefore)
			}
		})
	}
}

// TestPaceIsKeptAndNobodyIsVetoed: whatever is asked for, the long run keeps the
// pace, and whoever waits is let through within a day.
func TestPaceIsKeptAndNobodyIsVetoed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := Rules{
			Messages: rapid.Uint64Range(1, 1000).Draw(t, "messages"),
			Per:      time.Duration(rapid.Int64Range(int64(time.Second), int64(time.Hour)).Draw(t, "per")),
		}
		now, notBefore, total, last := noon, time.Time{}, 0.0, uint64(0)
		for range rapid.IntRange(1, 60).Draw(t, "requests") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(rules.Per)/2).Draw(t, "pause")))
			n := rapid.Uint64Range(1, rules.Messages*2).Draw(t, "n")
			facts := Facts{Now: now, Messages: n, NotBefore: notBefore}
			verdict := rules.Judge(facts)
			if verdict.Held {
				facts.Now = verdict.Until
				if verdict.Until.Sub(now) > maxDelay || rules.Judge(facts).Held {
					t.Fatalf("waiting until %v does not help", verdict.Until)
				}
				continue
			}
			notBefore = verdict.NotBefore
			total += float64(n)
			last = n
		}
		// Burst, plus what the time allows, plus one checkpoint of any size.
		allowed := float64(rules.Messages)*(1+now.Sub(noon).Seconds()/rules.Per.Seconds()) + float64(last) + float64(2*rules.Messages)
		if total > allowed {
			t.Fatalf("%.0f messages passed, the pace allows %.0f", total, allowed)
		}
	})
}

func TestValidate(t *testing.T) {
	for name, rules := range map[string]Rules{
		"negative delay":  {Delay: -1},
		"endless delay":   {Delay: maxDelay + 1},
		"pace, no period": {Messages: 1},
		"period, no pace": {Per: time.Second},
		"negative period": {Messages: 1, Per: -1},
		"long period":     {Messages: 1, Per: maxDelay + 1},
		"overflow":        {Messages: maxRate + 1, Per: 1},
	} {
		if err := rules.Validate(); !errors.Is(err, ErrRules) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, rules := range []Rules{{}, {Hold: "x", Delay: time.Hour, Messages: 1, Per: time.Second}} {
		if err := rules.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestHaltSwitch(t *testing.T) {
	one, other := messages.LaneID{1}, messages.LaneID{2}
	s := HaltSwitch{Dir: t.TempDir()}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(s.Dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if s.Why(one) != "" || (HaltSwitch{}).Why(one) != "" {
		t.Fatal("a switch that nobody threw is thrown")
	}
	write("halt-"+one.String(), "line\none \"quoted\"\x00"+strings.Repeat("x", 1000))
	if why := s.Why(one); !strings.HasPrefix(why, "line one  quoted") || len(why) > maxHaltText {
		t.Errorf("reason %q", why)
	}
	if s.Why(other) != "" {
		t.Error("another lane is halted too")
	}
	write("halt", "  ")
	if why := s.Why(other); why != "halt file halt" {
		t.Errorf("reason %q of an empty file", why)
	}
	// A directory in its place cannot be read: thrown.
	dir := HaltSwitch{Dir: t.TempDir()}
	if err := os.Mkdir(filepath.Join(dir.Dir, "halt"), 0o700); err != nil {
		t.Fatal(err)
	}
	if why := dir.Why(one); !strings.Contains(why, "cannot be read") {
		t.Errorf("reason %q, want that the switch cannot be read", why)
	}
}
