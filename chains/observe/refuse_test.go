package observe

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
)

// TestRefusedEndpointIsLoggedOnce: with an honest endpoint beside it a liar does no
// harm, so that no look fails; the operator has to hear of it all the same, and not
// at every look.
func TestRefusedEndpointIsLoggedOnce(t *testing.T) {
	for name, liar := range map[string]func(*observetest.Source) chains.Source{
		"hides":  func(s *observetest.Source) chains.Source { return observetest.Hide(s, "liar", 5) },
		"alters": func(s *observetest.Source) chains.Source { return observetest.Alter(s, "liar", 5, change) },
		"proves another account": func(s *observetest.Source) chains.Source {
			return proofOf(s, [20]byte{1}, 9002)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			chain := tenMessages()
			honest := chain.Source("honest", 0)
			o := newObserver(t, chain, liar(chain.Source("liar", 0)), honest)
			o.logger = slog.New(slog.NewTextHandler(&log, nil))
			for range 3 {
				if _, moved, err := o.look(t.Context()); err != nil || !moved {
					t.Fatalf("moved %t, error %v, want a segment from the honest endpoint", moved, err)
				}
				chain.Send(3, 16)
				chain.Seal()
			}
			if n := strings.Count(log.String(), "endpoint refused"); n != 1 || !strings.Contains(log.String(), "liar") {
				t.Fatalf("refused %d times in the log, want once, by name:\n%s", n, &log)
			}
		})
	}
}

// TestLiarIsNamedAlthoughItStalledBefore: the operator was told that an endpoint does
// not answer. That it lies when it does is news.
func TestLiarIsNamedAlthoughItStalledBefore(t *testing.T) {
	var log bytes.Buffer
	chain := tenMessages()
	asked := 0
	liar := &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "liar",
		ChangeEvents: func(_ context.Context, _, _ uint64, honest []chains.Event) ([]chains.Event, error) {
			if asked++; asked%2 == 1 {
				return nil, chains.ErrUnavailable
			}
			return honest[1:], nil
		}}
	o := newObserver(t, chain, liar)
	o.logger = slog.New(slog.NewTextHandler(&log, nil))
	for range 6 {
		if _, _, err := o.look(t.Context()); err == nil {
			t.Fatal("the liar was believed")
		}
	}
	if n := strings.Count(log.String(), "endpoint refused"); n != 2 || !strings.Contains(log.String(), ErrHidden.Error()) {
		t.Fatalf("refused %d times in the log, want once for each of two reasons:\n%s", n, &log)
	}
}
