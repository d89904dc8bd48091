package consensus

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Code is the kind of a message: the number that is signed with it and that precedes it on the wire. The numbers are
// those of Besu and GoQuorum (QbftV1), so that a devp2p transport could carry the same bytes.
type Code byte

// The four kinds of message (EEA QBFT v1, section "Message Types").
const (
	CodeProposal    Code = 0x12
	CodePrepare     Code = 0x13
	CodeCommit      Code = 0x14
	CodeRoundChange Code = 0x15
)

func (c Code) String() string {
	switch c {
	case CodeProposal:
		return "proposal"
	case CodePrepare:
		return "prepare"
	case CodeCommit:
		return "commit"
	case CodeRoundChange:
		return "round-change"
	}
	return fmt.Sprintf("code %#02x", byte(c))
}

// Message is one of *Proposal, *Prepare, *Commit and *RoundChange. Messages are immutable once made: they are shared
// between validators of one process and reappear inside certificates.
type Message interface {
	Code() Code
	Height() uint64 // the block number being decided ("sequence" in the specification)
	Round() uint32
	// Author recovers the address that signed the payload; an error wraps ErrBadSignature. It costs one public-key
	// recovery.
	Author() (common.Address, error)
	// Digest is the committed-seal hash of the block concerned (round included, seals not); the zero hash for a
	// round-change without a prepared block.
	Digest() common.Hash
	// signed is what Author recovers from.
	signed() (hash common.Hash, sig []byte, err error)
}

// Proposal offers a block for a round. Above round 0 it carries a quorum of round-changes to that round and, if any
// of them is prepared, a quorum of prepares for the highest prepared one's block.
type Proposal struct {
	Payload      ProposalPayload
	Signature    []byte
	RoundChanges []*SignedRoundChange
	Prepares     []*Prepare

	derived *derived // as derivation returns it, and of no other payload
}

// ProposalPayload is the signed part of a proposal.
type ProposalPayload struct {
	Sequence uint64
	Round    uint32
	Block    *types.Block
}

// Prepare says that its author has verified the proposal with this digest.
type Prepare struct {
	Payload   PreparePayload
	Signature []byte
}

// PreparePayload is the signed part of a prepare.
type PreparePayload struct {
	Sequence uint64
	Round    uint32
	Digest   common.Hash
}

// Commit says that its author has seen a quorum prepare this digest; the seal goes into the block.
type Commit struct {
	Payload   CommitPayload
	Signature []byte
}

// CommitPayload is the signed part of a commit. Seal is the author's 65-byte signature (r, s, v in {0,1}) over Digest.
type CommitPayload struct {
	Sequence uint64
	Round    uint32
	Digest   common.Hash
	Seal     []byte
}

// RoundChange asks for a round and shows what its author has prepared, if anything: Block and a quorum of prepares.
// The block carries the prepared round in its extraData.
type RoundChange struct {
	SignedRoundChange
	Block    *types.Block // nil if nothing is prepared
	Prepares []*Prepare
}

// SignedRoundChange is the part of a round-change that is repeated in proposals.
type SignedRoundChange struct {
	Payload   RoundChangePayload
	Signature []byte
}

// RoundChangePayload is the signed part of a round-change.
type RoundChangePayload struct {
	Sequence uint64
	Round    uint32
	Prepared *PreparedMetadata // nil if nothing is prepared
}

// PreparedMetadata names the last prepared block and the round it was prepared in.
type PreparedMetadata struct {
	Round  uint32
	Digest common.Hash
}

// Code implements Message.
func (*Proposal) Code() Code { return CodeProposal }

// Height implements Message.
func (m *Proposal) Height() uint64 { return m.Payload.Sequence }

// Round implements Message.
func (m *Proposal) Round() uint32 { return m.Payload.Round }

// Digest implements Message; the zero hash if the block has no QBFT header, which nobody can have signed.
func (m *Proposal) Digest() common.Hash {
	d, err := m.derivation()
	if err != nil {
		return common.Hash{}
	}
	return d.digest
}

// Code implements Message.
func (*Prepare) Code() Code { return CodePrepare }

// Height implements Message.
func (m *Prepare) Height() uint64 { return m.Payload.Sequence }

// Round implements Message.
func (m *Prepare) Round() uint32 { return m.Payload.Round }

// Digest implements Message.
func (m *Prepare) Digest() common.Hash { return m.Payload.Digest }

// Code implements Message.
func (*Commit) Code() Code { return CodeCommit }

// Height implements Message.
func (m *Commit) Height() uint64 { return m.Payload.Sequence }

// Round implements Message.
func (m *Commit) Round() uint32 { return m.Payload.Round }

// Digest implements Message.
func (m *Commit) Digest() common.Hash { return m.Payload.Digest }

// Code implements Message.
func (*SignedRoundChange) Code() Code { return CodeRoundChange }

// Height implements Message.
func (m *SignedRoundChange) Height() uint64 { return m.Payload.Sequence }

// Round implements Message: the round that is asked for.
func (m *SignedRoundChange) Round() uint32 { return m.Payload.Round }

// Digest implements Message.
func (m *SignedRoundChange) Digest() common.Hash {
	if m.Payload.Prepared == nil {
		return common.Hash{}
	}
	return m.Payload.Prepared.Digest
}
