package api

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// Uint is an unsigned 64-bit integer as the protocol writes it in JSON: a number up
// to 2^53 - 1, which every reader of JSON holds exactly, and a decimal string above.
type Uint uint64

const maxJSONInteger = 1<<53 - 1

// MarshalJSON writes the number, or the string above 2^53 - 1.
func (u Uint) MarshalJSON() ([]byte, error) {
	text := strconv.FormatUint(uint64(u), 10)
	if u > maxJSONInteger {
		text = strconv.Quote(text)
	}
	return []byte(text), nil
}

// UnmarshalJSON reads either form.
func (u *Uint) UnmarshalJSON(b []byte) error {
	text := string(b)
	if len(text) > 1 && text[0] == '"' {
		text = strings.TrimSuffix(text[1:], `"`)
	}
	value, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fmt.Errorf("%.40q is not an unsigned 64-bit integer", b)
	}
	*u = Uint(value)
	return nil
}

// Message is one message in the answers of the API. Times are RFC 3339 in UTC. What
// is not known yet is absent.
type Message struct {
	ID          messages.ID      `json:"id"`
	Lane        messages.LaneID  `json:"lane"`
	Nonce       Uint             `json:"nonce"`
	SourceChain Uint             `json:"sourceChain"` // EIP-155 chain id
	TargetChain Uint             `json:"targetChain"` // EIP-155 chain id
	Sender      messages.Account `json:"sender"`
	Recipient   messages.Account `json:"recipient"`
	GasLimit    Uint             `json:"gasLimit"`    // of the recipient's handler
	PayloadSize int              `json:"payloadSize"` // bytes
	Stage       index.Stage      `json:"stage"`
	Reason      string           `json:"reason,omitempty"`     // why it stays here, or why its recipient failed
	SourceBlock Uint             `json:"sourceBlock"`          // hearsay of an endpoint
	SourceTx    common.Hash      `json:"sourceTx"`             // hearsay of an endpoint
	FinalBlock  Uint             `json:"finalBlock,omitempty"` // final source block under which it is proven
	TargetTx    common.Hash      `json:"targetTx,omitzero"`    // of the delivery that executed it, once that is final
	TargetBlock Uint             `json:"targetBlock,omitempty"`
	SentAt      time.Time        `json:"sentAt"`     // source block time
	VerifiedAt  time.Time        `json:"verifiedAt"` // this and what follows: the relayer's clock
	RequestedAt time.Time        `json:"requestedAt,omitzero"`
	ApprovedAt  time.Time        `json:"approvedAt,omitzero"`
	SubmittedAt time.Time        `json:"submittedAt,omitzero"`
	ExecutedAt  time.Time        `json:"executedAt,omitzero"` // delivered or failed
	Batch       *Batch           `json:"batch,omitempty"`     // from the cut on
	Delivery    *Delivery        `json:"delivery,omitempty"`  // from the broadcast on
	Next        Next             `json:"next"`
}

// Batch is the run of messages of one lane that is approved and delivered as one.
type Batch struct {
	First      Uint                `json:"first"` // nonce
	Last       Uint                `json:"last"`  // nonce
	Checkpoint messages.Checkpoint `json:"checkpoint"`
	Verifier   common.Address      `json:"verifier"`
	CutAt      time.Time           `json:"cutAt"`
	Approvals  Approvals           `json:"approvals"`
}

// Approvals is how the approval of a checkpoint stands. Once the threshold is met it
// is not updated: a signer that is missing then was not waited for.
type Approvals struct {
	Threshold  int        `json:"threshold"`
	Attempts   int        `json:"attempts"` // how often signers have been asked
	AskedAt    time.Time  `json:"askedAt,omitzero"`
	AskAgainAt time.Time  `json:"askAgainAt,omitzero"` // absent once approved
	Approved   []Approval `json:"approved"`            // by address
	Missing    []Missing  `json:"missing"`             // by address
}

// Approval is a signer that has approved.
type Approval struct {
	Signer common.Address `json:"signer"`
	At     time.Time      `json:"at"`
}

// Missing is a signer of the set that has not approved. Without a refusal it has not
// answered at all.
type Missing struct {
	Signer  common.Address `json:"signer"`
	Refusal *Refusal       `json:"refusal,omitempty"`
}

// Refusal is the latest refusal of a signer. Nothing proves it but the subject of the
// bus to which it was written.
type Refusal struct {
	Reason messages.Reason `json:"reason"` // for machines
	Detail string          `json:"detail"` // for people
	At     time.Time       `json:"at"`
}

// Delivery is the transaction that delivers a batch, or a part of one. Attempts to
// replace it by one at a higher price share its account nonce.
type Delivery struct {
	Tx           common.Hash    `json:"tx"` // the newest attempt, or the one that is in a block
	From         common.Address `json:"from,omitzero"`
	AccountNonce Uint           `json:"accountNonce"`
	Attempts     int            `json:"attempts"`
	GasLimit     Uint           `json:"gasLimit"`
	MaxFeeWei    string         `json:"maxFeeWei,omitempty"` // per gas, of the newest attempt; decimal
	MaxTipWei    string         `json:"maxTipWei,omitempty"` // per gas, of the newest attempt; decimal
	SubmittedAt  time.Time      `json:"submittedAt"`
	Block        Uint           `json:"block,omitempty"` // this and what follows: once it is final
	GasUsed      Uint           `json:"gasUsed,omitempty"`
	FeeWei       string         `json:"feeWei,omitempty"` // paid in all; decimal
}

// NextStep says, for machines, what happens to a message next.
type NextStep string

// The next steps.
const (
	NextCut      NextStep = "cut"      // joins a batch
	NextApproval NextStep = "approval" // signers answer; missing ones are asked again at At
	NextSubmit   NextStep = "submit"   // its delivery is broadcast
	NextFinality NextStep = "finality" // its delivery gets into a final block
	NextRestart  NextStep = "restart"  // the lane is in trouble and starts over at At
	NextRecheck  NextStep = "recheck"  // the lane is paused on the target, which is read again at At
	NextOperator NextStep = "operator" // nothing, until the operator acts: the lane is halted
	NextRetry    NextStep = "retry"    // its recipient failed; anybody may retry it on the target
	NextNothing  NextStep = "nothing"  // it is delivered
)

// NextSteps lists all of them.
func NextSteps() []NextStep {
	return []NextStep{NextCut, NextApproval, NextSubmit, NextFinality, NextRestart, NextRecheck, NextOperator, NextRetry, NextNothing}
}

// Next is what happens to a message next.
type Next struct {
	Step NextStep  `json:"step"`
	Text string    `json:"text"` // for people: what, and what it waits for
	At   time.Time `json:"at,omitzero"`
}

// Page is the answer of /v1/messages, the newest first. Next is the value of ?cursor=
// for the page behind it; absent when there is none. A page may be short, or even
// empty, and still have one behind it: a filter may pass over many messages.
type Page struct {
	Messages []Message `json:"messages"`
	Next     string    `json:"next,omitempty"`
}

// Position is a point of a lane.
type Position = messages.Position

// Lane is one lane in the answers of the API.
type Lane struct {
	Name      string             `json:"name"` // unique among the lanes of a relayer
	Lane      messages.Lane      `json:"lane"`
	ID        messages.LaneID    `json:"id"`
	State     relayer.State      `json:"state"`
	Since     time.Time          `json:"since"`
	RetryAt   time.Time          `json:"retryAt,omitzero"` // when a lane in trouble starts over, or a paused one is looked at
	Error     string             `json:"error,omitempty"`
	Proven    Position           `json:"proven"`         // newest verified on the source
	Delivered Position           `json:"delivered"`      // newest executed on the target, as far as this relayer saw
	Final     lightclient.Header `json:"final,omitzero"` // under which Proven is proven
	Verifier  common.Address     `json:"verifier,omitzero"`
	Epoch     Uint               `json:"epoch"`
	Threshold int                `json:"threshold"`
	Signers   []common.Address   `json:"signers"` // of the epoch
	InFlight  int                `json:"inFlight"`
	Pending   Uint               `json:"pending"` // messages that are proven on the source and not executed on the target

	// OldestPendingSeconds is how long ago, by the source chain's clock, the oldest
	// pending message was sent; 0 when there is none.
	OldestPendingSeconds float64             `json:"oldestPendingSeconds"`
	Messages             map[index.Stage]int `json:"messages"` // in the view, by stage
	Sources              []Source            `json:"sources"`  // endpoints of the source chain

	// Alarms is the evidence against signers of the lane, as they signed it, so that
	// anybody can verify it; absent when there is none.
	Alarms []approve.Alarm `json:"alarms,omitempty"`
}

// Source is what one endpoint of a source chain has done for a lane since the lane's
// session began.
type Source struct {
	Name      string    `json:"name"`
	Faults    Uint      `json:"faults"`
	LastFault string    `json:"lastFault,omitempty"`
	FaultAt   time.Time `json:"faultAt,omitzero"`
	Watching  bool      `json:"watching"` // its subscription is open
}

// Signer is one signer in the answers of the API: one of a lane's set, or one that
// was heard of.
type Signer struct {
	Address     common.Address    `json:"address"`
	Lanes       []messages.LaneID `json:"lanes"`         // in whose current set it is
	Seen        time.Time         `json:"seen,omitzero"` // when it was last heard of
	Approved    Uint              `json:"approved"`      // approvals that counted, since the relayer started
	Refused     Uint              `json:"refused"`       // refusals, repetitions included, since the relayer started
	LastRefusal *SignerRefusal    `json:"lastRefusal,omitempty"`
}

// SignerRefusal is what a signer refused last.
type SignerRefusal struct {
	Lane  messages.LaneID `json:"lane"`
	Nonce Uint            `json:"nonce"`
	Refusal
}

// Chain is what is known of a chain's head and of the relayer's account there.
type Chain struct {
	ID      Uint      `json:"id"`                // EIP-155 chain id
	Latest  *Head     `json:"latest,omitempty"`  // newest block; hearsay of an endpoint
	Final   *Head     `json:"final,omitempty"`   // newest header that the light client holds to be final
	Account *Account  `json:"account,omitempty"` // that pays for deliveries on this chain
	Error   string    `json:"error,omitempty"`   // why the newest look failed
	LookAt  time.Time `json:"lookAt,omitzero"`   // when the chain was looked at last
}

// Head is a block of a chain.
type Head struct {
	Number Uint        `json:"number"`
	Hash   common.Hash `json:"hash,omitzero"` // of a final one
	Time   time.Time   `json:"time"`
}

// Account is an account of the relayer.
type Account struct {
	Address    common.Address `json:"address"`
	BalanceWei string         `json:"balanceWei,omitempty"` // decimal; hearsay of an endpoint
	NextNonce  Uint           `json:"nextNonce"`
	InFlight   int            `json:"inFlight"`  // transactions that are not final
	Replaced   Uint           `json:"replaced"`  // attempts at a higher price, since the start
	AtMaximum  int            `json:"atMaximum"` // transactions that wait because the price is at its maximum
	Trouble    string         `json:"trouble,omitempty"`
}

// Status is the answer of /v1/status.
type Status struct {
	Version       string   `json:"version"`
	UptimeSeconds float64  `json:"uptimeSeconds"`
	Ready         bool     `json:"ready"`
	Reason        string   `json:"reason,omitempty"` // why it is not ready
	Lanes         []Lane   `json:"lanes"`
	Chains        []Chain  `json:"chains"`
	Signers       []Signer `json:"signers"`
}

// Change is the data of a "message" event of /v1/events: the newest
// state of a message that has changed.
type Change = Message

// Health is the answer of /healthz and of /readyz.
type Health struct {
	Status string `json:"status"`
}

// Failure is the body of every answer that is not a success.
type Failure struct {
	Error string `json:"error"`
}
