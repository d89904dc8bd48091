package lightclient_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

type named string

func (n named) Name() string { return string(n) }

// table is a rotation of three endpoints, a, b and c, which rest for a minute.
type table struct {
	*lightclient.Rotation
	now time.Time
	log bytes.Buffer
}

var errExcused = errors.New("excused")

func newTable() *table {
	tb := &table{now: time.Unix(1_700_000_000, 0)}
	tb.Rotation = lightclient.NewRotation([]named{"a", "b", "c"}, time.Minute, func() time.Time { return tb.now }, slog.New(slog.NewTextHandler(&tb.log, nil)), errExcused)
	return tb
}

func (tb *table) mustOrder(t *testing.T, fit int, want ...int) {
	t.Helper()
	if got, n := tb.Order(); !slices.Equal(got, want) || n != fit {
		t.Fatalf("order is %v, %d of them fit, want %v and %d", got, n, want, fit)
	}
}

// TestRotationRests: who fails is asked last until its time is over, and told of once.
func TestRotationRests(t *testing.T) {
	tb, failed := newTable(), errors.New("no answer")
	tb.mustOrder(t, 3, 0, 1, 2)
	if err := tb.Blame(t.Context(), 0, failed); !errors.Is(err, failed) || err.Error() != "a: no answer" {
		t.Fatalf("error is %v", err)
	}
	tb.mustOrder(t, 2, 1, 2, 0)
	tb.now = tb.now.Add(59 * time.Second)
	_ = tb.Blame(t.Context(), 0, failed)
	tb.now = tb.now.Add(59 * time.Second)
	tb.mustOrder(t, 2, 1, 2, 0)
	if n := strings.Count(tb.log.String(), "provider refused"); n != 1 || !strings.Contains(tb.log.String(), "provider=a") {
		t.Fatalf("the operator was told %d times, want once, by name:\n%s", n, &tb.log)
	}
	tb.now = tb.now.Add(time.Second)
	tb.mustOrder(t, 3, 0, 1, 2)
	_ = tb.Blame(t.Context(), 0, failed)
	if n := strings.Count(tb.log.String(), "provider refused"); n != 2 {
		t.Fatalf("the operator was told %d times, want again after its rest:\n%s", n, &tb.log)
	}
}

func TestRotationBlamesNobody(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx context.Context
		err error
	}{
		"behind":              {t.Context(), fmt.Errorf("%w: by two", lightclient.ErrStale)},
		"excused":             {t.Context(), errExcused},
		"our own store":       {t.Context(), &lightclient.LocalError{Err: errors.New("disk is full")}},
		"frozen":              {t.Context(), &lightclient.FrozenError{}},
		"nobody waits for it": {ended, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			tb := newTable()
			if err := tb.Blame(test.ctx, 1, test.err); !errors.Is(err, test.err) || !strings.HasPrefix(err.Error(), "b: ") {
				t.Fatalf("error is %v", err)
			}
			if tb.mustOrder(t, 3, 0, 1, 2); tb.log.Len() > 0 {
				t.Fatalf("the operator was told:\n%s", &tb.log)
			}
		})
	}
}

func TestRotationAsks(t *testing.T) {
	failed, own := errors.New("no answer"), &lightclient.LocalError{Err: errors.New("disk is full")}
	type answer struct {
		enough bool
		err    error
	}
	for name, test := range map[string]struct {
		answers  [3]answer
		resting  []int
		asked    []int
		answered bool
		err      error
		text     string
	}{
		"the first has enough":              {answers: [3]answer{{true, nil}}, asked: []int{0}, answered: true},
		"the second has, after one failed":  {answers: [3]answer{{false, failed}, {true, nil}}, asked: []int{0, 1}, answered: true},
		"what the failed one had is none":   {answers: [3]answer{{true, failed}, {true, nil}}, asked: []int{0, 1}, answered: true},
		"none has enough":                   {asked: []int{0, 1, 2}, answered: true},
		"none answers":                      {answers: [3]answer{{false, failed}, {false, failed}, {false, failed}}, asked: []int{0, 1, 2}, err: failed, text: "a: no answer\nb: no answer\nc: no answer"},
		"one of them answers":               {answers: [3]answer{{false, failed}, {false, nil}, {false, failed}}, asked: []int{0, 1, 2}, answered: true, err: failed, text: "a: no answer\nc: no answer"},
		"resting ones are left alone":       {resting: []int{0, 2}, asked: []int{1}, answered: true},
		"resting ones are better than none": {answers: [3]answer{1: {false, failed}}, resting: []int{0, 2}, asked: []int{1, 0}, answered: true, err: failed, text: "b: no answer"},
		"our own store fails":               {answers: [3]answer{{false, failed}, {false, own}}, asked: []int{0, 1}, err: own, text: "disk is full"},
		"our own store fails later":         {answers: [3]answer{1: {false, own}}, asked: []int{0, 1}, answered: true, err: own, text: "disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			tb := newTable()
			for _, i := range test.resting {
				_ = tb.Blame(t.Context(), i, failed)
			}
			var asked []int
			answered, err := tb.Ask(t.Context(), func(i int) (bool, error) {
				asked = append(asked, i)
				return test.answers[i].enough, test.answers[i].err
			})
			if answered != test.answered || !errors.Is(err, test.err) || err != nil && err.Error() != test.text || !slices.Equal(asked, test.asked) {
				t.Fatalf("asked %v, answered: %t, error %q, want %v, %t, %q", asked, answered, err, test.asked, test.answered, test.text)
			}
		})
	}
}

// TestRotationStopsWithItsContext: whoever failed because nobody waits any more does not rest for it.
func TestRotationStopsWithItsContext(t *testing.T) {
	tb := newTable()
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	if _, err := tb.Ask(ctx, func(int) (bool, error) { asked++; cancel(); return false, ctx.Err() }); !errors.Is(err, context.Canceled) || asked != 1 {
		t.Fatalf("asked %d, error %v", asked, err)
	}
	tb.mustOrder(t, 3, 0, 1, 2)
}

func TestRotationWitnesses(t *testing.T) {
	failed, conflict := errors.New("another header"), &lightclient.ConflictError{Evidence: &lightclient.Evidence{Number: 7}}
	t.Run("all but the primary and those that rest", func(t *testing.T) {
		tb := newTable()
		_ = tb.Blame(t.Context(), 2, failed)
		var asked atomic.Int32
		err := tb.AskWitnesses(t.Context(), 0, 7, func(i int) error {
			asked.Add(1)
			if i != 1 {
				t.Errorf("asked %d", i)
			}
			return nil
		})
		if err != nil || asked.Load() != 1 {
			t.Fatalf("asked %d of them, error %v", asked.Load(), err)
		}
	})
	t.Run("a conflict is told", func(t *testing.T) {
		tb := newTable()
		if err := tb.AskWitnesses(t.Context(), 0, 7, func(i int) error {
			return []error{nil, failed, fmt.Errorf("witness: %w", conflict)}[i]
		}); err != error(conflict) { //nolint:errorlint // itself
			t.Fatalf("error is %v, want the conflict", err)
		}
	})
	t.Run("who is not to be believed rests", func(t *testing.T) {
		tb := newTable()
		if err := tb.AskWitnesses(t.Context(), 1, 7, func(i int) error {
			return []error{failed, nil, fmt.Errorf("%w: 7", lightclient.ErrNoSuchHeader)}[i]
		}); err != nil {
			t.Fatal(err)
		}
		tb.mustOrder(t, 2, 1, 2, 0)
		if !strings.Contains(tb.log.String(), "provider=a number=7") {
			t.Fatalf("the operator was not told:\n%s", &tb.log)
		}
	})
	t.Run("nobody waits any more", func(t *testing.T) {
		tb := newTable()
		ctx, cancel := context.WithCancel(t.Context())
		if err := tb.AskWitnesses(ctx, 0, 7, func(int) error { cancel(); return failed }); !errors.Is(err, context.Canceled) {
			t.Fatalf("error is %v", err)
		}
		tb.mustOrder(t, 3, 0, 1, 2)
	})
}

// TestAttackProviders: an endpoint under two names of the configuration would be its own witness.
func TestAttackProviders(t *testing.T) {
	a, b := named("a"), named("b")
	for name, test := range map[string]struct {
		providers []*named
		want      string // empty: accepted
	}{
		"as many as allowed": {[]*named{&a, &b}, ""},
		"none":               {nil, "there are 0 providers, want 1 to 2"},
		"too many":           {[]*named{&a, &b, &b}, "there are 3 providers, want 1 to 2"},
		"a missing one":      {[]*named{&a, nil}, "provider 1 is missing"},
		"one twice":          {[]*named{&a, &a}, `two providers are named "a"`},
	} {
		t.Run(name, func(t *testing.T) {
			err := lightclient.CheckProviders(test.providers, 2)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error is %v, want %q", err, test.want)
			}
		})
	}
}
