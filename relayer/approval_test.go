package relayer

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// TestRefusalsAreLoggedOnceEachTimeSignersAreAsked: a signer that refuses without end, for
// ever other reasons, can't fill a disk with what the log says of it.
func TestRefusalsAreLoggedOnceEachTimeSignersAreAsked(t *testing.T) {
	var log bytes.Buffer
	counters, err := newMetrics(prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	view, err := index.New(10, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := &session{lane: &lane{metrics: counters, index: view, logger: slog.New(slog.NewTextHandler(&log, nil))}}
	b := &cutBatch{messages: []pending{{}}}
	reasons := []messages.Reason{messages.ReasonHeld, messages.ReasonMismatch}
	for i := range 100 {
		s.report(b, approve.Progress{Asked: 1 + i/50, Threshold: 2,
			Refusals: map[common.Address]messages.Refusal{{1}: {Reason: reasons[i%2]}}})
	}
	if lines := strings.Count(log.String(), "lacks approval"); lines != 2 {
		t.Errorf("%d lines, want one for each time that signers were asked", lines)
	}
}
