package bench

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestCompare puts the same load on a devnet and on two other nodes, of which one doesn't
// answer: that is the other's trouble, and what is secret in its URL stays so.
func TestCompare(t *testing.T) {
	with := tools()
	with.Hide = func(err error, urls ...string) error {
		text := err.Error()
		for _, url := range urls {
			text = strings.ReplaceAll(text, url, "hidden")
		}
		return errors.New(strings.ReplaceAll(text, "secret", "…"))
	}
	fake, dead := startFake(t, &fakeNode{perBlock: 50}), "http://127.0.0.1:1/secret"
	c := small("")
	c.Drain = 30 * time.Second
	r, err := Compare(t.Context(), c, []string{dead, fake}, with)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() || r.Loads[0].Tally.Included != 200 || len(r.Compared) != 2 {
		t.Fatalf("%v: %+v", r.Wrong, r.Loads)
	}
	silent, other := r.Compared[0], r.Compared[1]
	if silent.OK() || silent.Loads == nil || silent.Conditions.Endpoint != "hidden" || strings.Contains(silent.Wrong[0], "secret") || silent.Conditions.InProcess {
		t.Errorf("of a node that doesn't answer: %+v", silent)
	}
	if !other.OK() || other.Loads[0].Tally.Included != 200 || other.Conditions.ChainID != fakeChain.Uint64() || other.Conditions.InProcess {
		t.Errorf("%v: %+v", other.Wrong, other)
	}
	var out bytes.Buffer
	r.printCompared(&out)
	if lines := strings.Split(out.String(), "\n"); len(lines) != 7 || !strings.HasPrefix(lines[3], "hidden\t0") || lines[4] != "\t"+silent.Wrong[0] || !strings.Contains(lines[5], " times as much") {
		t.Errorf("printed:\n%s", &out)
	}
}

// TestCompareRefuses what it could not do, before the first load.
func TestCompareRefuses(t *testing.T) {
	against := small("http://127.0.0.1:1")
	for name, test := range map[string]struct {
		config Config
		others []string
	}{
		"against another node":  {against, []string{"http://127.0.0.1:2"}},
		"a devnet of ours":      {small(""), []string{"http://127.0.0.1:2", ""}},
		"a scheme not for this": {small(""), []string{"ws://127.0.0.1:2"}},
	} {
		if _, err := Compare(t.Context(), test.config, test.others, tools()); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "compare") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// The rate that stands for a run is the knee's where one was looked for, also where none
// was found.
func TestCarriedIsTheKnee(t *testing.T) {
	load := Result{TPS: 500}
	for name, test := range map[string]struct {
		report Report
		want   float64
	}{
		"one load":  {Report{Loads: []Result{load}}, 500},
		"a knee":    {Report{Loads: []Result{load}, Knee: &Knee{Rate: 400, Below: &Point{TPS: 320}}}, 400},
		"no knee":   {Report{Loads: []Result{load}, Knee: &Knee{}}, 0},
		"no answer": {Report{}, 0},
	} {
		if got, _, _ := test.report.carried(); got != test.want {
			t.Errorf("%s: carried is %v, want %v", name, got, test.want)
		}
	}
}
