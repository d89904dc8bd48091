package messages

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// Request asks the signers of a lane to approve a checkpoint. Nothing in it is
// believed: a signer finds out for itself whether the checkpoint is true.
type Request struct {
	Checkpoint  Checkpoint `json:"checkpoint"`
	Domain      Domain     `json:"domain"`
	SourceChain uint64     `json:"sourceChain"` // EIP-155 chain id
	SourceBlock uint64     `json:"sourceBlock"` // final block at which the relayer saw it proven
	Attempt     uint64     `json:"attempt"`     // from 1 on; a repeated request carries a higher one, also after a restart
}

// Reason says, for machines, why a signer refuses.
type Reason string

// The reasons for a refusal. They are part of the protocol: do not rename.
const (
	ReasonUnknownLane   Reason = "unknown-lane"   // the signer does not serve this lane, inbox or verifier
	ReasonNotFinal      Reason = "not-final"      // the signer's light client is not that far yet
	ReasonMismatch      Reason = "mismatch"       // the signer folds to another accumulator
	ReasonHeld          Reason = "held"           // policy delays or halts the lane
	ReasonEquivocation  Reason = "equivocation"   // no one fold passes through this and an earlier claim
	ReasonStopped       Reason = "stopped"        // the lane was stopped by an earlier alarm
	ReasonEpoch         Reason = "epoch"          // the verifier is at another epoch
	ReasonLimit         Reason = "limit"          // too far ahead to fold in one go
	ReasonUnavailable   Reason = "unavailable"    // the signer's own chain access fails for now
	ReasonBadRequest    Reason = "bad-request"    // the request cannot be read
	ReasonRecordFailure Reason = "record-failure" // the claim could not be written durably
)

// reasons lists them for the decoder.
var reasons = map[Reason]bool{
	ReasonUnknownLane: true, ReasonNotFinal: true, ReasonMismatch: true, ReasonHeld: true,
	ReasonEquivocation: true, ReasonStopped: true, ReasonEpoch: true, ReasonLimit: true,
	ReasonUnavailable: true, ReasonBadRequest: true, ReasonRecordFailure: true,
}

// Refusal is a signer's answer when it does not sign. Silence is never an answer.
type Refusal struct {
	Checkpoint Checkpoint     `json:"checkpoint"`
	Domain     Domain         `json:"domain"`
	Signer     common.Address `json:"signer"`
	Reason     Reason         `json:"reason"`
	Detail     string         `json:"detail"` // for people, at most [MaxReasonSize] bytes
}

// Answer is what a signer writes to a request: exactly one of approval and
// refusal, and the attempt that it answers.
type Answer struct {
	Attempt  uint64    `json:"attempt"`
	Approval *Approval `json:"approval,omitempty"`
	Refusal  *Refusal  `json:"refusal,omitempty"`
}

// Checkpoint returns the checkpoint that the answer speaks of.
func (a *Answer) Checkpoint() Checkpoint {
	if a.Approval != nil {
		return a.Approval.Checkpoint
	}
	return a.Refusal.Checkpoint
}

// Signer returns the signer that the answer names. For a refusal nothing proves
// it but the subject it was written to.
func (a *Answer) Signer() common.Address {
	if a.Approval != nil {
		return a.Approval.Signer
	}
	return a.Refusal.Signer
}

// Validate reports the first field whose value no encoder would write.
func (a *Answer) Validate() error {
	switch {
	case (a.Approval == nil) == (a.Refusal == nil):
		return fmt.Errorf("%w: answer holds both or neither of approval and refusal, want exactly one", ErrDecode)
	case a.Refusal != nil && !reasons[a.Refusal.Reason]:
		return fmt.Errorf("%w: refusal reason %q is unknown", ErrDecode, abbreviate([]byte(a.Refusal.Reason)))
	case a.Refusal != nil && len(a.Refusal.Detail) > MaxReasonSize:
		return fmt.Errorf("%w: refusal detail of %d bytes, want at most %d", ErrDecode, len(a.Refusal.Detail), MaxReasonSize)
	}
	return nil
}
