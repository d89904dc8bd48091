package api

import (
	"fmt"
	"strings"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// nextOf says what happens to a message next. The lane is nil when this relayer does
// not serve it any more.
func nextOf(e *index.Entry, lane *relayer.LaneStatus) Next {
	switch {
	case e.Stage == index.Delivered:
		return Next{Step: NextNothing, Text: "it is delivered"}
	case e.Stage == index.Failed:
		return Next{Step: NextRetry, Text: "its recipient failed; anybody may call retry of the Inbox with the message"}
	case lane == nil:
		return Next{Step: NextOperator, Text: "this relayer does not serve its lane any more: add the lane to the configuration"}
	}
	if next, stopped := laneNext(lane); stopped {
		return next
	}
	switch e.Stage {
	case index.Requested:
		return approvalNext(e.Batch)
	case index.Approved:
		return Next{Step: NextSubmit, Text: fmt.Sprintf("its delivery is broadcast when those of the batches before it are; %d of %d batches are in flight", lane.InFlight, lane.MaxInFlight)}
	case index.Submitted:
		return finalityNext(e.Delivery)
	}
	if lane.MaxInFlight > 0 && lane.InFlight >= lane.MaxInFlight {
		return Next{Step: NextCut, Text: fmt.Sprintf("it joins a batch when one of the %d that are in flight is delivered", lane.InFlight)}
	}
	return Next{Step: NextCut, Text: "it joins a batch", At: e.VerifiedAt.Add(lane.Limits.Age).UTC()}
}

// laneNext says what a lane that does not work waits for.
func laneNext(lane *relayer.LaneStatus) (next Next, stopped bool) {
	at := lane.RetryAt.UTC()
	switch lane.State {
	case relayer.Halted:
		return Next{Step: NextOperator, Text: "the lane is halted for good: " + lane.Error}, true
	case relayer.Paused:
		return Next{Step: NextRecheck, Text: "the lane is paused on the target until its owner resumes it; the target is read again", At: at}, true
	case relayer.BackingOff:
		return Next{Step: NextRestart, Text: "the lane starts over: " + lane.Error, At: at}, true
	case relayer.Starting:
		return Next{Step: NextRestart, Text: "the lane reads the chains", At: at}, true
	}
	return Next{}, false
}

// approvalNext says who is waited for.
func approvalNext(b *index.Batch) Next {
	if b == nil {
		return Next{Step: NextApproval, Text: "signers are asked"}
	}
	var silent, refusing []string
	for _, missing := range b.Missing {
		if missing.Reason == "" {
			silent = append(silent, missing.Signer.Hex())
			continue
		}
		refusing = append(refusing, fmt.Sprintf("%s (%s)", missing.Signer.Hex(), missing.Reason))
	}
	text := fmt.Sprintf("%d of %d approvals", len(b.Approved), b.Threshold)
	if len(refusing) > 0 {
		text += "; refusing: " + strings.Join(refusing, ", ")
	}
	if len(silent) > 0 {
		text += "; silent: " + strings.Join(silent, ", ")
	}
	return Next{Step: NextApproval, Text: text, At: b.AskAgainAt.UTC()}
}

func finalityNext(d *index.Delivery) Next {
	if d == nil || d.Attempts == 0 {
		return Next{Step: NextFinality, Text: "its delivery gets into a final block"}
	}
	return Next{Step: NextFinality, Text: fmt.Sprintf("its delivery %s gets into a final block; attempt %d, at a higher price if it is stuck", d.Tx, d.Attempts)}
}

// laneOf finds the lanes of messages.
func laneOf(statuses []relayer.LaneStatus) func(messages.LaneID) *relayer.LaneStatus {
	byID := make(map[messages.LaneID]*relayer.LaneStatus, len(statuses))
	for i := range statuses {
		byID[statuses[i].ID] = &statuses[i]
	}
	return func(id messages.LaneID) *relayer.LaneStatus { return byID[id] }
}
