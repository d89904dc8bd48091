package inspect

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/api"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// Trace asks the relayer about a message, or about all that a source transaction sent.
// ErrNotFound says that it does not know of any; a message that is not final yet, for
// instance, it has not seen.
func (a *API) Trace(ctx context.Context, asked common.Hash, now time.Time) (*Trace, error) {
	trace := &Trace{Asked: asked.Hex(), Source: FromAPI, From: a.Address(), At: now.UTC(), Messages: []Message{}, Notes: []string{}}
	found, err := a.find(ctx, asked)
	if err != nil {
		return trace, err
	}
	if len(found) == 0 {
		return trace, fmt.Errorf("%w: the relayer at %s knows of no message %s and of no message sent by a transaction of that hash; it sees messages when they are final, on its own lanes, and forgets old ones", ErrNotFound, a.Address(), asked)
	}
	seen := a.seen(ctx, found, trace)
	for i := range found {
		trace.Messages = append(trace.Messages, tell(&found[i], seen))
	}
	if found[0].ID != messages.ID(asked) {
		trace.Transaction = &Transaction{Chain: Number(found[0].SourceChain), Block: Number(found[0].SourceBlock)}
	}
	return trace, nil
}

// find asks for a message of that id, and else for those of a transaction.
func (a *API) find(ctx context.Context, asked common.Hash) ([]api.Message, error) {
	var one api.Message
	err := a.get(ctx, "/v1/messages/"+asked.Hex(), nil, &one)
	switch {
	case err == nil && one.ID != messages.ID(asked):
		return nil, fmt.Errorf("%w at %s: asked for message %s, got %s", ErrAPI, a.Address(), asked, one.ID)
	case err == nil:
		return []api.Message{one}, nil
	case !notFound(err):
		return nil, err
	}
	var found []api.Message
	query := url.Values{"sourceTx": {asked.Hex()}}
	for pages := 0; len(found) < maxMessages && pages < maxPages; pages++ {
		var page api.Page
		if err := a.get(ctx, "/v1/messages", query, &page); err != nil {
			return nil, err
		}
		for i := range page.Messages {
			if page.Messages[i].SourceTx != asked {
				return nil, fmt.Errorf("%w at %s: asked for the messages of transaction %s, got one of %s", ErrAPI, a.Address(), asked, page.Messages[i].SourceTx)
			}
		}
		found = append(found, page.Messages...)
		if page.Next == "" {
			break
		}
		query.Set("cursor", page.Next)
	}
	// The newest come first; a transaction is read in the order in which it sent.
	for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
		found[i], found[j] = found[j], found[i]
	}
	return found, nil
}

// seen asks when signers were last heard of, where one is silent.
func (a *API) seen(ctx context.Context, found []api.Message, trace *Trace) map[common.Address]time.Time {
	silent := false
	for i := range found {
		if b := found[i].Batch; b != nil && found[i].ApprovedAt.IsZero() {
			for _, missing := range b.Approvals.Missing {
				silent = silent || missing.Refusal == nil
			}
		}
	}
	if !silent {
		return nil
	}
	var signers []api.Signer
	if err := a.get(ctx, "/v1/signers", nil, &signers); err != nil {
		trace.Notes = append(trace.Notes, err.Error())
		return nil
	}
	seen := map[common.Address]time.Time{}
	for _, s := range signers {
		seen[s.Address] = s.Seen
	}
	return seen
}

// tell turns what the relayer says of a message into a trace's words. It is pure.
func tell(a *api.Message, seen map[common.Address]time.Time) Message {
	m := Message{
		ID: a.ID.String(), Lane: fmt.Sprintf("%d>%d", a.SourceChain, a.TargetChain), LaneID: a.Lane.String(), Nonce: Number(a.Nonce),
		SourceChain: Number(a.SourceChain), TargetChain: Number(a.TargetChain), Sender: a.Sender.String(), Recipient: a.Recipient.String(),
		GasLimit: Number(a.GasLimit), PayloadSize: a.PayloadSize, Outcome: Pending, Next: tellNext(a),
	}
	switch a.Stage {
	case index.Delivered:
		m.Outcome = OutcomeDelivered
	case index.Failed:
		m.Outcome = OutcomeFailed
	}
	m.Approvals = tellApprovals(a, seen)
	m.Steps = tellSteps(a, &m.Approvals)
	m.settle()
	return m
}

func tellSteps(a *api.Message, approvals *Approvals) []Step {
	source, target := Number(a.SourceChain), Number(a.TargetChain)
	step := func(name string, state State, at time.Time) Step {
		s := Step{Name: name, State: state, At: at}
		if state != Ahead {
			s.Source, s.Word = FromAPI, Relayer
		}
		return s
	}
	sent := step(StepSent, Done, a.SentAt)
	sent.Chain, sent.Block, sent.Tx = source, Number(a.SourceBlock), a.SourceTx.Hex()
	final := step(StepFinal, Done, time.Time{})
	final.Chain, final.Block, final.Text = source, Number(a.FinalBlock), finalByNow(Number(a.FinalBlock))
	if a.FinalBlock == 0 {
		final.Text = ""
	}
	proven := step(StepProven, Done, a.VerifiedAt)
	proven.Chain, proven.Text = source, "by the relayer's light client"

	// A step that another relayer took is done without a time of its own.
	executed := a.Stage.Executed()
	state := func(at time.Time, waits bool) State {
		switch {
		case !at.IsZero() || executed:
			return Done
		case waits:
			return Waiting
		}
		return Ahead
	}
	requested := step(StepRequested, state(a.RequestedAt, true), a.RequestedAt)
	if requested.State == Waiting {
		requested.Text = a.Reason
	} else if b := a.Batch; b != nil {
		requested.Text = fmt.Sprintf("checkpoint of nonces %d to %d, asked %s", b.First, b.Last, times(b.Approvals.Attempts))
	}
	approved := step(StepApproved, state(a.ApprovedAt, requested.State == Done), a.ApprovedAt)
	if approved.State == Waiting {
		approved.Text = fmt.Sprintf("%d of %d approvals", approvals.Count, approvals.Threshold)
	}
	submitted := step(StepSubmitted, state(a.SubmittedAt, approved.State == Done), a.SubmittedAt)
	if d := a.Delivery; d != nil && submitted.State == Done {
		submitted.Chain, submitted.Tx, submitted.Text = target, d.Tx.Hex(), fmt.Sprintf("account nonce %d, broadcast %s", d.AccountNonce, times(d.Attempts))
	} else if submitted.State == Waiting {
		submitted.Text = a.Reason
	}
	return []Step{sent, final, proven, requested, approved, submitted, tellExecution(a, submitted.State == Done)}
}

func tellExecution(a *api.Message, submitted bool) Step {
	s := Step{Name: StepDelivered, State: Ahead, Chain: Number(a.TargetChain)}
	switch a.Stage {
	case index.Delivered, index.Failed:
		s.State, s.At, s.Block, s.Text, s.Source, s.Word = Done, a.ExecutedAt, Number(a.TargetBlock), a.Reason, FromAPI, Relayer
		if a.TargetTx != (common.Hash{}) {
			s.Tx = a.TargetTx.Hex()
		}
		if a.Stage == index.Failed {
			s.Name, s.State = StepFailed, Broken
		}
	default:
		if submitted {
			s.State, s.Source, s.Word, s.Text = Waiting, FromAPI, Relayer, a.Reason
		}
	}
	return s
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

func tellApprovals(a *api.Message, seen map[common.Address]time.Time) Approvals {
	b := a.Batch
	if b == nil {
		why := "no checkpoint is asked for yet"
		if a.Stage.Executed() {
			why = "this relayer had no part in its approval"
		}
		return Approvals{Why: why, Signers: []Signer{}}
	}
	out := Approvals{
		Known: true, Nonce: Number(b.Checkpoint.Nonce), Epoch: Number(b.Checkpoint.Epoch), Threshold: b.Approvals.Threshold, Count: len(b.Approvals.Approved),
		Signers: []Signer{}, Source: FromAPI, SetSource: FromAPI, SetWord: Relayer,
		Attestable: b.Approvals.Threshold > 0 && len(b.Approvals.Approved) >= b.Approvals.Threshold,
	}
	for _, approval := range b.Approvals.Approved {
		out.Signers = append(out.Signers, Signer{Address: approval.Signer.Hex(), State: SignerApproved, At: approval.At, Word: Relayer})
	}
	for _, missing := range b.Approvals.Missing {
		s := Signer{Address: missing.Signer.Hex(), State: SignerSilent, At: seen[missing.Signer], Again: b.Approvals.AskAgainAt, Word: Relayer}
		if r := missing.Refusal; r != nil {
			s.State, s.At, s.Reason, s.Detail = SignerRefused, r.At, string(r.Reason), r.Detail
		} else if !a.ApprovedAt.IsZero() {
			s.State, s.At, s.Detail = SignerUnknown, time.Time{}, "was not waited for"
		}
		out.Signers = append(out.Signers, s)
	}
	return out
}

// who says in whose hands a next step is.
var who = map[api.NextStep]string{
	api.NextCut: "relayer", api.NextApproval: "signers", api.NextSubmit: "relayer", api.NextFinality: "target chain",
	api.NextRestart: "relayer", api.NextRecheck: "owner of the Inbox", api.NextOperator: "operator", api.NextRetry: "anybody",
}

func tellNext(a *api.Message) Next {
	text := a.Next.Text
	if text == "" {
		text = string(a.Next.Step)
	}
	return Next{What: text, At: a.Next.At, Who: who[a.Next.Step]}
}
