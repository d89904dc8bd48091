package index

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// Stage is how far a message has come.
type Stage string

// The stages, in their order. Delivered and Failed are both executed and final;
// a failed message may be retried on the target by anybody.
const (
	Verified  Stage = "verified"  // proven under a final header
	Requested Stage = "requested" // its checkpoint awaits approval
	Approved  Stage = "approved"  // the threshold has signed
	Submitted Stage = "submitted" // its delivery is broadcast
	Delivered Stage = "delivered" // its handler ran
	Failed    Stage = "failed"    // its recipient failed
)

// Stages lists all of them.
func Stages() []Stage { return []Stage{Verified, Requested, Approved, Submitted, Delivered, Failed} }

// order numbers the stages, from 1 on, each differently: it is a part of keys.
var order = map[Stage]byte{Verified: 1, Requested: 2, Approved: 3, Submitted: 4, Delivered: 5, Failed: 6}

// Executed reports whether the message has reached its end on the target.
func (s Stage) Executed() bool { return order[s] >= order[Delivered] }

// Valid reports whether the stage is one that exists.
func (s Stage) Valid() bool { return order[s] != 0 }

// Facts is what never changes of a message.
type Facts struct {
	Seq         uint64           `json:"seq"` // place in the view: later ones were entered later
	ID          messages.ID      `json:"id"`
	Lane        messages.LaneID  `json:"lane"`
	Nonce       uint64           `json:"nonce"`
	SourceChain uint64           `json:"sourceChain"`
	TargetChain uint64           `json:"targetChain"`
	Sender      messages.Account `json:"sender"`
	Recipient   messages.Account `json:"recipient"`
	GasLimit    uint64           `json:"gasLimit"`
	PayloadSize int              `json:"payloadSize"` // bytes
	SourceBlock uint64           `json:"sourceBlock"` // hearsay of an endpoint
	SourceTx    common.Hash      `json:"sourceTx"`    // hearsay of an endpoint
	FinalBlock  uint64           `json:"finalBlock"`  // final source block under which it is proven
	SentAt      time.Time        `json:"sentAt"`      // source block time
	VerifiedAt  time.Time        `json:"verifiedAt"`
}

// Progress is how far a message has come. Batch and Delivery are shared among the
// messages of one batch: they are never changed, only replaced.
type Progress struct {
	Stage       Stage       `json:"stage"`
	Reason      string      `json:"reason,omitempty"`  // why it stays here, or why its recipient failed
	TargetTx    common.Hash `json:"targetTx,omitzero"` // of the delivery
	TargetBlock uint64      `json:"targetBlock,omitempty"`
	RequestedAt time.Time   `json:"requestedAt,omitzero"`
	ApprovedAt  time.Time   `json:"approvedAt,omitzero"`
	SubmittedAt time.Time   `json:"submittedAt,omitzero"`
	ExecutedAt  time.Time   `json:"executedAt,omitzero"`
	Batch       *Batch      `json:"-"`
	Delivery    *Delivery   `json:"-"`
}

// Entry is what is known of one message.
type Entry struct {
	Facts
	Progress
	Revision uint64 `json:"revision"` // of the view's latest change to it
}

// Batch is the run of messages with which a message is approved.
type Batch struct {
	First      uint64              `json:"first"` // nonce
	Last       uint64              `json:"last"`  // nonce
	Checkpoint messages.Checkpoint `json:"checkpoint"`
	Verifier   common.Address      `json:"verifier"`
	CutAt      time.Time           `json:"cutAt"`
	Threshold  int                 `json:"threshold"`
	Attempts   int                 `json:"attempts"` // how often signers have been asked
	AskedAt    time.Time           `json:"askedAt,omitzero"`
	AskAgainAt time.Time           `json:"askAgainAt,omitzero"`
	Approved   []Vote              `json:"approved,omitempty"`
	Missing    []Missing           `json:"missing,omitempty"`
}

// Vote is an approval.
type Vote struct {
	Signer common.Address `json:"signer"`
	At     time.Time      `json:"at"`
}

// Missing is a signer that has not approved, with its latest refusal if there is one.
type Missing struct {
	Signer    common.Address  `json:"signer"`
	Reason    messages.Reason `json:"reason,omitempty"`
	Detail    string          `json:"detail,omitempty"`
	RefusedAt time.Time       `json:"refusedAt,omitzero"`
}

// Delivery is the transaction of a message's delivery.
type Delivery struct {
	Tx           common.Hash    `json:"tx"` // the newest attempt, or the one that is in a block
	From         common.Address `json:"from,omitzero"`
	AccountNonce uint64         `json:"accountNonce"`
	Attempts     int            `json:"attempts"`
	GasLimit     uint64         `json:"gasLimit"`
	MaxFeeWei    string         `json:"maxFeeWei,omitempty"` // per gas
	MaxTipWei    string         `json:"maxTipWei,omitempty"` // per gas
	SubmittedAt  time.Time      `json:"submittedAt"`
	Block        uint64         `json:"block,omitempty"`
	GasUsed      uint64         `json:"gasUsed,omitempty"`
	FeeWei       string         `json:"feeWei,omitempty"`
}

// NewEntry describes a message that has just been verified under a final block.
func NewEntry(m *messages.Message, id messages.ID, lane messages.LaneID, block uint64, tx common.Hash, final uint64, now time.Time) Entry {
	return Entry{
		Facts: Facts{
			ID: id, Lane: lane, Nonce: m.Nonce, SourceChain: m.SourceChain, TargetChain: m.TargetChain,
			Sender: m.Sender, Recipient: m.Recipient, GasLimit: m.GasLimit, PayloadSize: len(m.Payload),
			SourceBlock: block, SourceTx: tx, FinalBlock: final,
			SentAt: time.Unix(int64(min(m.Timestamp, 1<<40)), 0).UTC(), VerifiedAt: now,
		},
		Progress: Progress{Stage: Verified},
	}
}
