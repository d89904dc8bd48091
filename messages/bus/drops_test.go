package bus

import (
	"bytes"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
)

// TestNonsenseFillsNoLog: of a member that writes nonsense without end the log tells
// less and less, whoever else writes some is told of at once, and subjects that nobody
// has been given take no more room.
func TestNonsenseFillsNoLog(t *testing.T) {
	var text bytes.Buffer
	log := slog.New(slog.NewTextHandler(&text, nil))
	var d drops
	for range 1000 {
		d.add(log, "answer", "one", errors.New("nonsense"))
	}
	d.add(log, "answer", "other", errors.New("nonsense"))
	if one, other := strings.Count(text.String(), "subject=one "), strings.Count(text.String(), "subject=other "); one != 10 || other != 1 || d.count() != 1001 {
		t.Errorf("%d lines of 1000 by one, %d of another, %d counted; want 10, 1, 1001", one, other, d.count())
	}
	for i := range 2 * maxDropped {
		d.add(log, "answer", strconv.Itoa(i), errors.New("nonsense"))
	}
	if len(d.of) > maxDropped+1 {
		t.Errorf("%d subjects are counted, want at most %d", len(d.of), maxDropped+1)
	}
}
