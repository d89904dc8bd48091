package inspect

import (
	"strconv"
	"time"
)

// Source says where a fact comes from.
type Source string

// The places to look.
const (
	FromAPI   Source = "api"   // a relayer's API
	FromChain Source = "chain" // an endpoint of a chain
	FromBus   Source = "bus"   // the streams of the bus
)

// Word says on whose word a fact stands.
type Word string

// The words, the strongest first.
const (
	Proven  Word = "proven"  // verified here, under a header that a light client believes
	Signed  Word = "signed"  // its signature was verified here
	Agreed  Word = "agreed"  // as Proven, but the header is one that enough endpoints agree on (rpcquorum)
	Relayer Word = "relayer" // the relayer says so
	Hearsay Word = "hearsay" // one endpoint, or one member of the bus, says so
)

// State is how a step of a message's way stands.
type State string

// The states of a step.
const (
	Done    State = "done"
	Waiting State = "waiting" // this is what the message waits for
	Ahead   State = "ahead"   // comes later
	Broken  State = "failed"  // it ended badly, and can be tried again
	Unknown State = "unknown" // cannot be seen from here; the text says why
)

// The steps of a message's way, in their order. Each execution is a step, so that a
// message that was retried has several.
const (
	StepSent      = "sent"
	StepFinal     = "final"
	StepProven    = "proven"
	StepRequested = "requested"
	StepApproved  = "approved"
	StepSubmitted = "submitted"
	StepDelivered = "delivered"
	StepFailed    = "failed"
	StepRetried   = "retried"
)

// Number is a uint64 as the protocol's JSON has it: a number up to 2^53-1, which every
// reader holds exactly, and a decimal text above.
type Number uint64

// MarshalJSON writes the number.
func (n Number) MarshalJSON() ([]byte, error) {
	text := strconv.AppendUint(nil, uint64(n), 10)
	if n >= 1<<53 {
		text = append(append([]byte{'"'}, text...), '"')
	}
	return text, nil
}

// Trace is what is known of the messages that a question is about.
type Trace struct {
	Asked    string    `json:"asked"`  // message id or transaction hash
	Source   Source    `json:"source"` // api, or chain: with the bus, where there is an identity for it
	From     string    `json:"from"`   // which relayer or chains, without what may be secret
	At       time.Time `json:"at"`     // when this was looked up
	Messages []Message `json:"messages"`

	// Transaction is the source transaction, where one was asked for.
	Transaction *Transaction `json:"transaction,omitempty"`

	Notes []string `json:"notes"` // what could not be looked at, and why
}

// Transaction is a source transaction.
type Transaction struct {
	Chain   Number `json:"chain"`
	Pending bool   `json:"pending"` // in a pool, and in no block yet: there are no messages
	Block   Number `json:"block,omitempty"`
}

// Outcome is how a message ended.
type Outcome string

// The outcomes.
const (
	Pending          Outcome = "pending"
	OutcomeDelivered Outcome = "delivered"
	OutcomeFailed    Outcome = "failed" // at its recipient; anybody may retry it
)

// Message is one message on its way.
type Message struct {
	ID          string    `json:"id"`
	Lane        string    `json:"lane"` // its name, source>target
	LaneID      string    `json:"laneId"`
	Nonce       Number    `json:"nonce"`
	SourceChain Number    `json:"sourceChain"`
	TargetChain Number    `json:"targetChain"`
	Sender      string    `json:"sender"`    // account of 32 bytes
	Recipient   string    `json:"recipient"` // account of 32 bytes
	GasLimit    Number    `json:"gasLimit"`
	PayloadSize int       `json:"payloadSize"` // bytes
	Outcome     Outcome   `json:"outcome"`
	Stage       string    `json:"stage"` // the last step that is done
	Steps       []Step    `json:"steps"`
	Approvals   Approvals `json:"approvals"`
	Next        Next      `json:"next"`
}

// Step is one step of a message's way.
type Step struct {
	Name   string    `json:"name"`
	State  State     `json:"state"`
	At     time.Time `json:"at,omitzero"`
	Chain  Number    `json:"chain,omitempty"`
	Block  Number    `json:"block,omitempty"`
	Tx     string    `json:"tx,omitempty"`
	Text   string    `json:"text,omitempty"`   // for people
	Source Source    `json:"source,omitempty"` // empty for what is ahead
	Word   Word      `json:"word,omitempty"`
}

// Approvals is how the approval of the checkpoint stands that a message is under.
type Approvals struct {
	Known      bool     `json:"known"`           // false: cannot be seen from here
	Why        string   `json:"why,omitempty"`   // why not
	Nonce      Number   `json:"nonce,omitempty"` // of the checkpoint
	Epoch      Number   `json:"epoch,omitempty"`
	Threshold  int      `json:"threshold"`
	Count      int      `json:"count"`
	Signers    []Signer `json:"signers"`
	Source     Source   `json:"source,omitempty"`
	SetSource  Source   `json:"setSource,omitempty"` // of threshold and set
	SetWord    Word     `json:"setWord,omitempty"`
	Attestable bool     `json:"attestable"` // the threshold is met
}

// What a signer has done about a checkpoint.
const (
	SignerApproved = "approved"
	SignerRefused  = "refused"
	SignerSilent   = "silent"
	SignerUnknown  = "unknown"
)

// Signer is what one signer says about a checkpoint.
type Signer struct {
	Address string    `json:"address"`
	State   string    `json:"state"`            // approved, refused, silent or unknown
	At      time.Time `json:"at,omitzero"`      // of the answer; of the last sign of life where it is silent
	Reason  string    `json:"reason,omitempty"` // a code of the protocol
	Detail  string    `json:"detail,omitempty"` // the signer's own words
	Again   time.Time `json:"again,omitzero"`   // when it is asked again
	Word    Word      `json:"word,omitempty"`
}

// Next is what comes next.
type Next struct {
	What string    `json:"what"`
	At   time.Time `json:"at,omitzero"` // when, as far as that is known
	Who  string    `json:"who,omitempty"`
}

// step returns a message's step of that name, nil when there is none.
func (m *Message) step(name string) *Step {
	for i := range m.Steps {
		if m.Steps[i].Name == name {
			return &m.Steps[i]
		}
	}
	return nil
}

// settle derives the stage from the steps.
func (m *Message) settle() {
	for _, s := range m.Steps {
		if s.State == Done || s.State == Broken {
			m.Stage = s.Name
		}
	}
}

// Executed reports whether every message has been executed, whether its recipient
// took it or not.
func (t *Trace) Executed() bool {
	for i := range t.Messages {
		if t.Messages[i].Outcome == Pending {
			return false
		}
	}
	return len(t.Messages) > 0
}

// Failed counts the messages that wait for a retry.
func (t *Trace) Failed() (n int) {
	for i := range t.Messages {
		if t.Messages[i].Outcome == OutcomeFailed {
			n++
		}
	}
	return n
}
