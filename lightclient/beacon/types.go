package beacon

import (
	"math/bits"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// The containers of the specification, in its own names. All of them are claims until
// a Store has taken them.

// Pubkey is a compressed point of G1 on BLS12-381, as it is sent; see [DecodeCommittee].
type Pubkey [48]byte

// Signature is a compressed point of G2 on BLS12-381, as it is sent.
type Signature [96]byte

// BeaconBlockHeader stands for a beacon block: the block's root is that of its header.
type BeaconBlockHeader struct {
	Slot          Slot
	ProposerIndex uint64
	ParentRoot    common.Hash
	StateRoot     common.Hash
	BodyRoot      common.Hash
}

// ExecutionPayloadHeader is that of Capella to Fulu; before Deneb without its last two
// fields, which then are zero.
type ExecutionPayloadHeader struct {
	ParentHash       common.Hash
	FeeRecipient     common.Address
	StateRoot        common.Hash
	ReceiptsRoot     common.Hash
	LogsBloom        types.Bloom
	PrevRandao       common.Hash
	BlockNumber      uint64
	GasLimit         uint64
	GasUsed          uint64
	Timestamp        uint64 // seconds
	ExtraData        string // at most 32 bytes, of any kind
	BaseFeePerGas    uint256.Int
	BlockHash        common.Hash
	TransactionsRoot common.Hash
	WithdrawalsRoot  common.Hash
	BlobGasUsed      uint64
	ExcessBlobGas    uint64
}

// LightClientHeader is a beacon block header with what ties an execution block to it.
type LightClientHeader struct {
	// Fork is the format, which decides what else there is. That of a finalized header is
	// its update's, though its own slot may be of an earlier fork.
	Fork   Fork
	Beacon BeaconBlockHeader
	// Execution is there in the formats of Capella to Fulu, and nil otherwise.
	Execution *ExecutionPayloadHeader
	// BlockHash is execution_block_hash: there from Gloas on, and zero otherwise.
	BlockHash common.Hash
	// ExecutionBranch has 4 hashes from Capella on, 11 from Gloas on, and none before.
	ExecutionBranch []common.Hash
}

// SyncCommittee is the keys of Preset.SyncCommitteeSize validators, some of them more
// than once, and their sum.
type SyncCommittee struct {
	Pubkeys         []Pubkey
	AggregatePubkey Pubkey
}

// SyncAggregate is the sum of the signatures of those whose bits are set.
type SyncAggregate struct {
	Bits      Bitvector // one for each key of the committee
	Signature Signature
}

// LightClientBootstrap is what trust begins with: the header of a checkpoint, and the
// committee of its period.
type LightClientBootstrap struct {
	Header                     LightClientHeader
	CurrentSyncCommittee       SyncCommittee
	CurrentSyncCommitteeBranch []common.Hash
}

// LightClientUpdate is a header that a committee has signed, with what its state says
// of the finalized header and of the next committee. Either may be absent: then its
// branch and itself are all zeros.
type LightClientUpdate struct {
	AttestedHeader          LightClientHeader
	NextSyncCommittee       SyncCommittee
	NextSyncCommitteeBranch []common.Hash
	FinalizedHeader         LightClientHeader
	FinalityBranch          []common.Hash
	SyncAggregate           SyncAggregate
	SignatureSlot           Slot // in whose block the signature is
}

// LightClientFinalityUpdate is an update without a committee.
type LightClientFinalityUpdate struct {
	AttestedHeader  LightClientHeader
	FinalizedHeader LightClientHeader
	FinalityBranch  []common.Hash
	SyncAggregate   SyncAggregate
	SignatureSlot   Slot
}

// LightClientOptimisticUpdate is an update without a committee and without finality.
type LightClientOptimisticUpdate struct {
	AttestedHeader LightClientHeader
	SyncAggregate  SyncAggregate
	SignatureSlot  Slot
}

// Bitvector is SSZ's: bit i is bit i%8 of byte i/8.
type Bitvector []byte

// Count returns how many bits are set.
func (b Bitvector) Count() uint64 {
	n := 0
	for _, x := range b {
		n += bits.OnesCount8(x)
	}
	return uint64(n)
}

// Bit reports whether bit i is set; bits beyond the end are not.
func (b Bitvector) Bit(i int) bool { return i/8 < len(b) && b[i/8]>>(i%8)&1 == 1 }

// IsZero reports whether all keys are zero, as in an update that has no committee and
// in a store that does not know the next one.
func (c *SyncCommittee) IsZero() bool {
	for i := range c.Pubkeys {
		if c.Pubkeys[i] != (Pubkey{}) {
			return false
		}
	}
	return c.AggregatePubkey == Pubkey{}
}

// Equal reports whether both have the same keys in the same order.
func (c *SyncCommittee) Equal(other *SyncCommittee) bool {
	if len(c.Pubkeys) != len(other.Pubkeys) || c.AggregatePubkey != other.AggregatePubkey {
		return false
	}
	for i := range c.Pubkeys {
		if c.Pubkeys[i] != other.Pubkeys[i] {
			return false
		}
	}
	return true
}

// IsZero reports whether the header is absent: whether all its fields are zero.
func (h *LightClientHeader) IsZero() bool {
	return h.Beacon == BeaconBlockHeader{} && h.BlockHash == common.Hash{} && isZeroBranch(h.ExecutionBranch) &&
		(h.Execution == nil || *h.Execution == ExecutionPayloadHeader{})
}

// ExecutionBlockHash returns the hash of the execution block that the header commits
// to: its own block until Fulu, from Gloas on the newest one before it. It is zero
// before Capella. In itself it is a claim, see [Network.CheckHeader].
func (h *LightClientHeader) ExecutionBlockHash() common.Hash {
	if h.Execution != nil {
		return h.Execution.BlockHash
	}
	return h.BlockHash
}

// Fork returns the format of the data.
func (b *LightClientBootstrap) Fork() Fork { return b.Header.Fork }

// Fork returns the format of the data.
func (u *LightClientUpdate) Fork() Fork { return u.AttestedHeader.Fork }

// Fork returns the format of the data.
func (u *LightClientFinalityUpdate) Fork() Fork { return u.AttestedHeader.Fork }

// Fork returns the format of the data.
func (u *LightClientOptimisticUpdate) Fork() Fork { return u.AttestedHeader.Fork }

// Update returns u as an update that has no committee.
func (u *LightClientFinalityUpdate) Update() *LightClientUpdate {
	return &LightClientUpdate{
		AttestedHeader:          u.AttestedHeader,
		NextSyncCommitteeBranch: make([]common.Hash, depthOf(u.Fork().nextSyncCommitteeIndex())),
		FinalizedHeader:         u.FinalizedHeader,
		FinalityBranch:          u.FinalityBranch,
		SyncAggregate:           u.SyncAggregate,
		SignatureSlot:           u.SignatureSlot,
	}
}

// Update returns u as an update that has neither committee nor finality.
func (u *LightClientOptimisticUpdate) Update() *LightClientUpdate {
	return &LightClientUpdate{
		AttestedHeader:          u.AttestedHeader,
		NextSyncCommitteeBranch: make([]common.Hash, depthOf(u.Fork().nextSyncCommitteeIndex())),
		FinalizedHeader:         newHeader(u.Fork()),
		FinalityBranch:          make([]common.Hash, depthOf(u.Fork().finalizedRootIndex())),
		SyncAggregate:           u.SyncAggregate,
		SignatureSlot:           u.SignatureSlot,
	}
}
