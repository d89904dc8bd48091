package forge

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Draft is an update in the making: change what is to be false, then call Update, which
// makes everything else true to it.
type Draft struct {
	chain     *Chain
	Attested  *Block
	Finalized *Block // nil: the update has no finality
	Committee *Committee
	NoNext    bool // the update has no next committee
	Next      *Committee
	Signature beacon.Slot

	Bits                  beacon.Bitvector
	DomainType            [4]byte
	Version               [4]byte
	GenesisValidatorsRoot common.Hash
}

// Draft begins an honest update: signed by the whole committee in the slot after the
// attested one, with the next committee, and with finality unless finalized is 0.
func (c *Chain) Draft(attested, finalized beacon.Slot) *Draft {
	d := &Draft{chain: c, Signature: attested + 1, Next: c.Committee(c.Network.Preset.PeriodAt(attested) + 1)}
	var root common.Hash
	if finalized > 0 {
		d.Finalized = c.Block(finalized, common.Hash{})
		root = d.Finalized.Root()
	}
	d.Attested = c.Block(attested, root)
	d.SignAt(d.Signature)
	return d
}

// SignAt moves the signature to another slot, with the committee and rules of that slot.
func (d *Draft) SignAt(slot beacon.Slot) *Draft {
	n := d.chain.Network
	d.Signature = slot
	d.Committee = d.chain.Committee(n.Preset.PeriodAt(slot))
	d.Bits = FirstBits(n.Preset.SyncCommitteeSize, int(n.Preset.SyncCommitteeSize))
	d.DomainType = [4]byte{7}
	d.Version = n.Forks[n.ForkAt(max(slot, 1)-1)].Version
	d.GenesisValidatorsRoot = n.GenesisValidatorsRoot
	return d
}

// SetNext puts another next committee into the attested state and the update.
func (d *Draft) SetNext(c *Committee) *Draft {
	d.Next = c
	d.Attested.State[IndicesOf(d.fork()).Next] = c.HashTreeRoot(d.chain.Network.Preset)
	return d
}

// SetFinalized makes the attested state finalize what Finalized is by now.
func (d *Draft) SetFinalized() *Draft {
	d.Attested.State[IndicesOf(d.fork()).Finalized] = d.Finalized.Root()
	return d
}

func (d *Draft) fork() beacon.Fork { return d.chain.Network.ForkAt(d.Attested.Beacon.Slot) }

// Update returns the update in the format of the attested slot.
func (d *Draft) Update() *beacon.LightClientUpdate {
	n, i := d.chain.Network, IndicesOf(d.fork())
	u := (&beacon.LightClientOptimisticUpdate{AttestedHeader: d.Attested.Header(), SignatureSlot: d.Signature}).Update()
	if d.Finalized != nil {
		u.FinalizedHeader = n.UpgradeHeader(d.Finalized.Header(), d.fork())
		u.FinalityBranch = d.Attested.State.Branch(i.Finalized)
	}
	if !d.NoNext {
		u.NextSyncCommittee = d.Next.SyncCommittee
		u.NextSyncCommitteeBranch = d.Attested.State.Branch(i.Next)
	}
	root := SigningRoot(d.Attested.Root(), d.DomainType, d.Version, d.GenesisValidatorsRoot)
	u.SyncAggregate = beacon.SyncAggregate{Bits: d.Bits, Signature: d.Committee.Sign(d.Bits, root)}
	return u
}

// FinalityUpdate returns the same without its next committee.
func (d *Draft) FinalityUpdate() *beacon.LightClientFinalityUpdate {
	u := d.Update()
	return &beacon.LightClientFinalityUpdate{
		AttestedHeader: u.AttestedHeader, FinalizedHeader: u.FinalizedHeader, FinalityBranch: u.FinalityBranch,
		SyncAggregate: u.SyncAggregate, SignatureSlot: u.SignatureSlot,
	}
}

// OptimisticUpdate returns the same without finality and next committee.
func (d *Draft) OptimisticUpdate() *beacon.LightClientOptimisticUpdate {
	u := d.Update()
	return &beacon.LightClientOptimisticUpdate{AttestedHeader: u.AttestedHeader, SyncAggregate: u.SyncAggregate, SignatureSlot: u.SignatureSlot}
}

// Bootstrap returns the bootstrap of a block, whose root is the checkpoint.
func (c *Chain) Bootstrap(b *Block) *beacon.LightClientBootstrap {
	slot := b.Beacon.Slot
	return &beacon.LightClientBootstrap{
		Header:                     b.Header(),
		CurrentSyncCommittee:       c.Committee(c.Network.Preset.PeriodAt(slot)).SyncCommittee,
		CurrentSyncCommitteeBranch: b.State.Branch(IndicesOf(c.Network.ForkAt(slot)).Current),
	}
}

// SetBlockRoot puts the root of an earlier block into a block's state.
func (b *Block) SetBlockRoot(ancestor *Block) {
	b.State[b.blockRootIndex(ancestor.Beacon.Slot)] = ancestor.Root()
}

// BlockRootBranch returns the branch of the root of an earlier block's slot.
func (b *Block) BlockRootBranch(slot beacon.Slot) []common.Hash {
	return b.State.Branch(b.blockRootIndex(slot))
}

func (b *Block) blockRootIndex(slot beacon.Slot) uint64 {
	size := b.Network.Preset.SlotsPerHistoricalRoot
	return IndicesOf(b.Network.ForkAt(b.Beacon.Slot)).BlockRoots*size + uint64(slot)%size
}
