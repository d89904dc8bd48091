package inspect

import (
	"fmt"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// compose tells a message's way from what was read of it. It is pure.
func compose(f *facts) Message {
	m := describe(f.lane, f.sent.Message, f.sent.ID)
	m.Outcome = Pending
	if f.executed() {
		m.Outcome = OutcomeDelivered
		if f.failed() {
			m.Outcome = OutcomeFailed
		}
	}
	m.Approvals = tally(f)
	m.Steps = append(m.Steps, f.sentStep(), f.finalStep(), f.provenStep(), f.requestedStep(), f.approvedStep(&m.Approvals), f.submittedStep(&m.Approvals))
	m.Steps = append(m.Steps, f.executionSteps()...)
	m.settle()
	m.Next = f.next(&m)
	return m
}

// describe is what a message says of itself.
func describe(lane messages.Lane, m *messages.Message, id messages.ID) Message {
	return Message{
		ID: id.String(), Lane: lane.String(), LaneID: lane.ID().String(), Nonce: Number(m.Nonce),
		SourceChain: Number(m.SourceChain), TargetChain: Number(m.TargetChain), Sender: m.Sender.String(), Recipient: m.Recipient.String(),
		GasLimit: Number(m.GasLimit), PayloadSize: len(m.Payload),
	}
}

func (f *facts) source() Number { return Number(f.lane.SourceChain) }
func (f *facts) target() Number { return Number(f.lane.TargetChain) }

// sentStep: what was sent is what the id is the hash of; where, an endpoint says.
func (f *facts) sentStep() Step {
	return Step{Name: StepSent, State: Done, At: unixTime(f.sent.Message.Timestamp), Chain: f.source(), Block: Number(f.sent.Block),
		Tx: f.sent.TxHash.String(), Source: FromChain, Word: Hearsay}
}

// finalByNow speaks of the newest final block, which is later than the one with which
// the message became final: that one nobody keeps.
func finalByNow(block Number) string { return fmt.Sprintf("block %d is final by now", block) }

func (f *facts) finalStep() Step {
	s := Step{Name: StepFinal, State: Done, Chain: f.source(), Source: FromChain, Word: Hearsay}
	switch {
	case f.proof != nil:
		s.Word, s.Block, s.Text = f.proof.word, Number(f.proof.block), finalByNow(Number(f.proof.block))
	case f.heads == nil:
		s.State, s.Text, s.Source, s.Word = Unknown, f.headsWhy, "", ""
	case f.heads.Final == nil:
		s.State, s.Text = Waiting, fmt.Sprintf("chain %d has no final block yet", f.lane.SourceChain)
	case f.heads.Final.Number < f.sent.Block:
		s.State = Waiting
		s.Text = fmt.Sprintf("block %d is %d blocks above the final one, %d", f.sent.Block, f.sent.Block-f.heads.Final.Number, f.heads.Final.Number)
	default:
		s.Block, s.Text = Number(f.heads.Final.Number), finalByNow(Number(f.heads.Final.Number))
	}
	if s.State != Done && f.executed() {
		s.State, s.Text, s.Source, s.Word = Done, "", FromChain, Hearsay // the target would not have taken it
	}
	return s
}

func (f *facts) provenStep() Step {
	s := Step{Name: StepProven, Chain: f.source(), Source: FromChain}
	switch {
	case f.proof != nil:
		s.State, s.Block, s.At, s.Word = Done, Number(f.proof.block), f.proof.at, f.proof.word
		s.Text = "in its lane, by the light client started here"
		if f.proof.word == Agreed {
			s.Text = "in its lane, under a header that enough endpoints agree on"
		}
	case f.finalStep().State == Waiting:
		s.State, s.Source = Ahead, ""
	default:
		s.State, s.Source, s.Text = Unknown, "", "not verified here: "+f.proofWhy
	}
	return s
}

func (f *facts) requestedStep() Step {
	s := Step{Name: StepRequested, Source: FromBus, Word: Hearsay}
	first := time.Time{}
	found := false
	for i := range f.told {
		if told := &f.told[i]; f.concerns(told) {
			if found = true; !told.Claim && (first.IsZero() || told.At.Before(first)) {
				first = told.At
			}
		}
	}
	switch {
	case found:
		s.State, s.At, s.Text = Done, first, "at the latest: a signer has answered"
	case f.executed():
		s.State, s.Source = Done, FromChain
	case f.finalStep().State == Waiting:
		s.State, s.Source, s.Word = Ahead, "", ""
	case !f.asked:
		s.State, s.Source, s.Word, s.Text = Unknown, "", "", "cannot be seen from here"
	case f.own != (common.Address{}):
		s.State, s.Text = Unknown, "this signer has not answered for it; others' answers are not for its identity to read"
	default:
		s.State, s.Text = Waiting, "no signer has answered for it"
	}
	return s
}

func (f *facts) approvedStep(a *Approvals) Step {
	s := Step{Name: StepApproved, Source: FromBus, Word: Signed}
	switch {
	case f.executed():
		// The verifier contract would not have let it through.
		s.State, s.Source, s.Word = Done, FromChain, Hearsay
		if a.Attestable {
			s.At = reachedAt(a)
			s.Source, s.Word = FromBus, Signed
		}
	case !a.Known:
		s.State, s.Source, s.Word, s.Text = Unknown, "", "", a.Why
	case a.Attestable:
		s.State, s.At = Done, reachedAt(a)
	case f.requestedStep().State == Ahead:
		s.State, s.Source, s.Word = Ahead, "", ""
	default:
		s.State, s.Text = Waiting, fmt.Sprintf("%d of %d approvals", a.Count, a.Threshold)
		if a.Count == 0 {
			s.Word = Hearsay // the set's size is all that is said
		}
	}
	return s
}

// submittedStep: a transaction on its way is seen by nobody but its sender, from here.
func (f *facts) submittedStep(a *Approvals) Step {
	s := Step{Name: StepSubmitted, State: Ahead}
	switch {
	case len(f.executions) > 0:
		first := f.executions[0]
		s.State, s.Chain, s.Tx, s.Source, s.Word = Done, f.target(), first.TxHash.String(), FromChain, Hearsay
	case f.executed():
		s.State, s.Source, s.Word = Done, FromChain, Hearsay
	case a.Attestable:
		s.State, s.Text = Unknown, "a delivery that is in no block yet is not to be seen from here: ask the relayer"
	}
	return s
}

func (f *facts) executionSteps() (steps []Step) {
	for i, e := range f.executions {
		s := Step{Name: StepDelivered, State: Done, At: e.at, Chain: f.target(), Block: Number(e.Block), Tx: e.TxHash.String(), Source: FromChain, Word: Hearsay}
		switch {
		case e.Failed:
			s.Name, s.State, s.Text = StepFailed, Broken, e.Reason
			if i > 0 {
				s.Text = "a retry failed: " + e.Reason
			}
		case i > 0:
			s.Name = StepRetried
		}
		steps = append(steps, s)
	}
	switch {
	case len(steps) > 0:
	case f.executed():
		s := Step{Name: StepDelivered, State: Done, Chain: f.target(), Source: FromChain, Word: Hearsay,
			Text: fmt.Sprintf("the Inbox is at nonce %d; no endpoint shows the log", f.inbox.Position.Nonce)}
		if f.failed() {
			s.Name, s.State = StepFailed, Broken
		}
		steps = append(steps, s)
	case f.execWhy != "" && f.inbox == nil:
		steps = append(steps, Step{Name: StepDelivered, State: Unknown, Chain: f.target(), Text: f.execWhy})
	default:
		steps = append(steps, Step{Name: StepDelivered, State: Ahead, Chain: f.target()})
	}
	return steps
}

// next says what has to happen now.
func (f *facts) next(m *Message) Next {
	approved := f.approvedStep(&m.Approvals)
	switch {
	case m.Outcome == OutcomeDelivered:
		return Next{What: "nothing: it is delivered"}
	case m.Outcome == OutcomeFailed:
		return Next{What: "anybody may retry it (catenary retry " + m.ID + "); until then nothing happens", Who: "anybody"}
	case f.finalStep().State == Waiting:
		return Next{What: "its block becomes final: " + f.finalStep().Text, Who: fmt.Sprintf("chain %d", f.lane.SourceChain)}
	case f.inbox != nil && f.inbox.Paused:
		return Next{What: "the lane is paused on the target: its owner has to resume it", Who: "owner of the Inbox"}
	case f.inbox == nil:
		return Next{What: "cannot be told: " + f.inboxWhy}
	case approved.State == Done:
		return Next{What: "a relayer delivers it", Who: "relayer"}
	case approved.State == Unknown:
		return Next{What: "signers approve its checkpoint; how far they are cannot be seen from here", Who: "signers"}
	case f.requestedStep().State != Done:
		return Next{What: "a relayer has its checkpoint approved; no signer has answered yet: is a relayer running, and are the signers?", Who: "relayer"}
	}
	return Next{What: waitsFor(&m.Approvals), Who: "signers"}
}

// waitsFor names what an approval lacks, and of whom.
func waitsFor(a *Approvals) string {
	text := fmt.Sprintf("%d more of the %d approvals", a.Threshold-a.Count, a.Threshold)
	var lacking []string
	for i := range a.Signers {
		switch s := &a.Signers[i]; s.State {
		case SignerRefused:
			lacking = append(lacking, fmt.Sprintf("%s refuses (%s)", s.Address, s.Reason))
		case SignerSilent:
			lacking = append(lacking, s.Address+" is silent")
		}
	}
	if len(lacking) > 0 {
		text += ": " + strings.Join(lacking, ", ")
	}
	return text
}

func unixTime(seconds uint64) time.Time { return time.Unix(int64(min(seconds, 1<<40)), 0).UTC() }
