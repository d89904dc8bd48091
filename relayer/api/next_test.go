package api

import (
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/batch"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// TestNextSaysWhatIsWaitedFor: for each stage and each state of its lane, what happens
// next, when, and what it waits for. What is executed waits for no lane.
func TestNextSaysWhatIsWaitedFor(t *testing.T) {
	later := at.Add(time.Minute)
	following := relayer.LaneStatus{State: relayer.Following, InFlight: 1, MaxInFlight: 8, Limits: batch.DefaultLimits()}
	full, halted, paused, trouble, starting := following, following, following, following, following
	full.InFlight = 8
	halted.State, halted.Error, halted.RetryAt = relayer.Halted, "the fold diverges", later
	paused.State, paused.RetryAt = relayer.Paused, later
	trouble.State, trouble.Error, trouble.RetryAt = relayer.BackingOff, "endpoint does not answer", later
	starting.State = relayer.Starting
	asked := &index.Batch{Threshold: 3, AskAgainAt: later, Approved: []index.Vote{{Signer: one}},
		Missing: []index.Missing{{Signer: two, Reason: messages.ReasonHeld, RefusedAt: at}, {Signer: three}}}
	sent := &index.Delivery{Tx: common.Hash{0xab}, Attempts: 3}
	for name, c := range map[string]struct {
		progress index.Progress
		lane     *relayer.LaneStatus
		step     NextStep
		at       time.Time
		says     string
	}{
		"verified":                      {index.Progress{Stage: index.Verified}, &following, NextCut, at.Add(batch.DefaultLimits().Age), "joins a batch"},
		"verified, all slots are taken": {index.Progress{Stage: index.Verified}, &full, NextCut, time.Time{}, "when one of the 8 that are in flight is delivered"},
		"requested":                     {index.Progress{Stage: index.Requested, Batch: asked}, &following, NextApproval, later, "1 of 3 approvals; refusing: " + two.Hex() + " (held); silent: " + three.Hex()},
		"requested, nothing known":      {index.Progress{Stage: index.Requested}, &following, NextApproval, time.Time{}, "signers are asked"},
		"approved":                      {index.Progress{Stage: index.Approved}, &following, NextSubmit, time.Time{}, "1 of 8 batches are in flight"},
		"submitted":                     {index.Progress{Stage: index.Submitted, Delivery: sent}, &following, NextFinality, time.Time{}, "attempt 3"},
		"submitted, nothing known":      {index.Progress{Stage: index.Submitted}, &following, NextFinality, time.Time{}, "final block"},
		"delivered":                     {index.Progress{Stage: index.Delivered}, &halted, NextNothing, time.Time{}, "delivered"},
		"failed":                        {index.Progress{Stage: index.Failed}, &paused, NextRetry, time.Time{}, "retry"},
		"failed, lane not served":       {index.Progress{Stage: index.Failed}, nil, NextRetry, time.Time{}, "retry"},
		"lane not served":               {index.Progress{Stage: index.Requested, Batch: asked}, nil, NextOperator, time.Time{}, "does not serve its lane"},
		"lane halted":                   {index.Progress{Stage: index.Requested, Batch: asked}, &halted, NextOperator, time.Time{}, "the fold diverges"},
		"lane paused":                   {index.Progress{Stage: index.Verified}, &paused, NextRecheck, later, "paused on the target"},
		"lane in trouble":               {index.Progress{Stage: index.Submitted, Delivery: sent}, &trouble, NextRestart, later, "endpoint does not answer"},
		"lane starting":                 {index.Progress{Stage: index.Approved}, &starting, NextRestart, time.Time{}, "reads the chains"},
	} {
		t.Run(name, func(t *testing.T) {
			next := nextOf(&index.Entry{Facts: index.Facts{VerifiedAt: at}, Progress: c.progress}, c.lane)
			if next.Step != c.step || !next.At.Equal(c.at) || !strings.Contains(next.Text, c.says) {
				t.Errorf("got %+v, want %s at %v saying %q", next, c.step, c.at, c.says)
			}
		})
	}
}
