package beacon

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// StepKind says what was verified.
type StepKind string

// The kinds of steps.
const (
	StepCheckpoint StepKind = "checkpoint" // the operator's block, and the committee in its state
	StepPeriod     StepKind = "period"     // the committee of the period after
	StepFinal      StepKind = "final"      // a newer finalized block
	StepHead       StepKind = "head"       // a newer signed block, which is not final
	StepForced     StepKind = "forced"     // a signed block from which to go on without finality
)

// Step is something that a client has verified, to be shown.
type Step struct {
	Kind StepKind
	// Provider is who served it.
	Provider string
	// Slot and Root name the block: the finalized one, or that of the head.
	Slot Slot
	Root common.Hash
	// AttestedSlot and SignatureSlot are of the block that was signed and of the one that
	// holds the signature; Participants of Committee keys signed. All are 0 at a checkpoint.
	AttestedSlot  Slot
	SignatureSlot Slot
	Participants  uint64
	Committee     uint64
	// Period is the one that the committee signs for which was learned, and NextCommittee its
	// hash tree root. At a checkpoint these are the period's own.
	Period        Period
	NextCommittee common.Hash
	// Execution is what was released: zero before Capella, and of a head, whose execution
	// block is only named by BlockHash. ByHeader says that its own header was seen, beside
	// what the beacon chain says of it.
	Execution lightclient.Header
	ByHeader  bool
	BlockHash common.Hash
}

func signedStep(kind StepKind, provider string, u *LightClientUpdate, shown *LightClientHeader) Step {
	return Step{
		Kind: kind, Provider: provider, Slot: shown.Beacon.Slot, Root: shown.blockRoot(),
		AttestedSlot: u.AttestedHeader.Beacon.Slot, SignatureSlot: u.SignatureSlot,
		Participants: u.SyncAggregate.Bits.Count(), Committee: uint64(len(u.SyncAggregate.Bits)) * 8,
		BlockHash: shown.ExecutionBlockHash(),
	}
}
