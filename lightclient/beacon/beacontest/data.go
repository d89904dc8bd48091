package beacontest

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// What full nodes make of blocks for light clients
// ({altair,capella,gloas}/light-client/full-node.md).

// header is block_to_light_client_header, in the format of a fork that is the block's or a
// later one.
func header(b *Block, format beacon.Fork) beacon.LightClientHeader {
	h := beacon.LightClientHeader{Fork: format, Beacon: b.Header}
	switch {
	case format >= beacon.Gloas:
		h.ExecutionBranch = padded(nil, blockHashIndex(format))
		if b.fork >= beacon.Gloas {
			h.BlockHash, h.ExecutionBranch = b.confirms, b.body.branch(blockHashIndex(format))
		} else if b.payload != nil {
			payload := payloadTree(b.payload, b.fork)
			branch := append(payload.branch(blockHashField), b.body.branch(payloadIndex)...)
			h.BlockHash, h.ExecutionBranch = b.payload.BlockHash, padded(branch, blockHashIndex(format))
		}
	case format >= beacon.Capella:
		h.Execution, h.ExecutionBranch = new(beacon.ExecutionPayloadHeader), padded(nil, payloadIndex)
		if b.payload != nil {
			payload := *b.payload
			h.Execution, h.ExecutionBranch = &payload, b.body.branch(payloadIndex)
		}
	}
	return h
}

func emptyHeader(format beacon.Fork) beacon.LightClientHeader {
	h := header(&Block{fork: beacon.Altair}, format)
	h.Beacon = beacon.BeaconBlockHeader{}
	return h
}

// Bootstrap returns the light client data of the block of that root.
func (c *Chain) Bootstrap(root common.Hash) (*beacon.LightClientBootstrap, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.block(root)
	if !ok || b.parent == nil {
		return nil, fmt.Errorf("%w: no bootstrap of block %s", lightclient.ErrNoSuchHeader, root)
	}
	return &beacon.LightClientBootstrap{
		Header:                     header(b, b.fork),
		CurrentSyncCommittee:       c.committee(c.net.Preset.PeriodAt(b.Header.Slot)).public,
		CurrentSyncCommitteeBranch: b.state.branch(indicesOf(b.fork).current),
	}, nil
}

func (c *Chain) committee(period beacon.Period) *committee {
	label := ""
	if c.elects > 0 && period >= c.elects {
		label = c.label
	}
	return c.keys.committeeAt(label, period, c.net.Preset.SyncCommitteeSize)
}

// Committee returns the committee of a period.
func (c *Chain) Committee(period beacon.Period) beacon.SyncCommittee {
	return c.committee(period).public
}

// Update returns the update in which a block is attested by the committee of a slot after
// it, with the next committee and with what its state has finalized.
func (c *Chain) Update(attested *Block, signatureSlot beacon.Slot) (*beacon.LightClientUpdate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.update(attested, signatureSlot)
}

func (c *Chain) update(attested *Block, signatureSlot beacon.Slot) (*beacon.LightClientUpdate, error) {
	at := indicesOf(attested.fork)
	u := &beacon.LightClientUpdate{
		AttestedHeader: header(attested, attested.fork), SignatureSlot: signatureSlot,
		NextSyncCommittee:       c.committee(c.net.Preset.PeriodAt(attested.Header.Slot) + 1).public,
		NextSyncCommitteeBranch: attested.state.branch(at.next),
		FinalizedHeader:         emptyHeader(attested.fork),
		FinalityBranch:          attested.state.branch(at.finalized),
	}
	if attested.finalized != nil {
		u.FinalizedHeader = header(attested.finalized, attested.fork)
	}
	return u, c.sign(u, c.Participants(signatureSlot, c.cfg.Absent))
}

// Participants returns the bits of a committee of which all but some members sign.
func (c *Chain) Participants(slot beacon.Slot, absent int) beacon.Bitvector {
	size := int(c.net.Preset.SyncCommitteeSize)
	bits := make(beacon.Bitvector, size/8)
	for i := range bits {
		bits[i] = 0xff
	}
	for i := range min(absent, size) {
		// Any odd step visits all members of a committee whose size is a power of two.
		k := (int(slot)*7 + i*37) % size
		bits[k/8] &^= 1 << (k % 8)
	}
	return bits
}

type signatureID struct {
	root   common.Hash // that was signed
	period beacon.Period
	bits   string
}

// maxSignatures bounds what is remembered: a chain that runs for long makes many.
const maxSignatures = 1024

// Sign puts the true signature of the given members under an update, whatever it says.
func (c *Chain) Sign(u *beacon.LightClientUpdate, bits beacon.Bitvector) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sign(u, bits)
}

func (c *Chain) sign(u *beacon.LightClientUpdate, bits beacon.Bitvector) error {
	fork := c.net.ForkAt(max(u.SignatureSlot, 1) - 1)
	root := signingRoot(HeaderRoot(&u.AttestedHeader.Beacon), c.net.Forks[fork].Version, c.net.GenesisValidatorsRoot)
	period := c.net.Preset.PeriodAt(u.SignatureSlot)
	id := signatureID{root, period, string(bits)}
	signature, ok := c.signatures[id]
	if !ok {
		var err error
		if signature, err = c.keys.sign(c.committee(period), bits, root); err != nil {
			return err
		}
		if len(c.signatures) >= maxSignatures {
			clear(c.signatures)
		}
		c.signatures[id] = signature
	}
	u.SyncAggregate = beacon.SyncAggregate{Bits: append(beacon.Bitvector(nil), bits...), Signature: signature}
	return nil
}

// Updates returns the best update of each of a run of periods, up to the newest.
func (c *Chain) Updates(from beacon.Period, count uint64) ([]*beacon.LightClientUpdate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var updates []*beacon.LightClientUpdate
	for period := from; uint64(period-from) < count; period++ {
		attested, signature := c.best(period)
		if attested == nil {
			break
		}
		u, err := c.update(attested, signature.Header.Slot)
		if err != nil {
			return nil, err
		}
		updates = append(updates, u)
	}
	return updates, nil
}

// best returns the first block of a period whose finalized block is of that period too,
// and the block in which it is signed (is_better_update, where all sign alike). Where
// there is none, the first block that is signed within the period will do.
func (c *Chain) best(period beacon.Period) (attested, signature *Block) {
	slots := beacon.Slot(c.net.Preset.PeriodSlots())
	first := beacon.Slot(period) * slots
	if c.head().Header.Slot < first {
		return nil, nil
	}
	var rank int
	for b := c.at(first + slots - 1); b.parent != nil && b.parent.Header.Slot >= first; b = b.parent {
		r := 1
		if f := b.parent.finalized; f != nil {
			r = 2
			if f.Header.Slot >= first {
				r = 3
			}
		}
		if r >= rank {
			attested, signature, rank = b.parent, b, r
		}
	}
	return attested, signature
}

// FinalityUpdate returns the newest one, in which the newest block signs its parent.
func (c *Chain) FinalityUpdate() (*beacon.LightClientFinalityUpdate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	head := c.head()
	if head.parent == nil || head.parent.finalized == nil {
		return nil, fmt.Errorf("%w: nothing is final yet", lightclient.ErrNoSuchHeader)
	}
	u, err := c.update(head.parent, head.Header.Slot)
	if err != nil {
		return nil, err
	}
	return FinalityPart(u), nil
}

// FinalityPart is create_light_client_finality_update.
func FinalityPart(u *beacon.LightClientUpdate) *beacon.LightClientFinalityUpdate {
	return &beacon.LightClientFinalityUpdate{
		AttestedHeader: u.AttestedHeader, FinalizedHeader: u.FinalizedHeader, FinalityBranch: u.FinalityBranch,
		SyncAggregate: u.SyncAggregate, SignatureSlot: u.SignatureSlot,
	}
}

// OptimisticUpdate returns the newest one.
func (c *Chain) OptimisticUpdate() (*beacon.LightClientOptimisticUpdate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	head := c.head()
	if head.parent == nil || head.parent.parent == nil {
		return nil, fmt.Errorf("%w: nothing is signed yet", lightclient.ErrNoSuchHeader)
	}
	u, err := c.update(head.parent, head.Header.Slot)
	if err != nil {
		return nil, err
	}
	return &beacon.LightClientOptimisticUpdate{AttestedHeader: u.AttestedHeader, SyncAggregate: u.SyncAggregate, SignatureSlot: u.SignatureSlot}, nil
}

// AncestorBranch returns the branch of the root of an earlier block in the state of a
// block.
func (c *Chain) AncestorBranch(b *Block, ancestor beacon.Slot) ([]common.Hash, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	size := beacon.Slot(c.net.Preset.SlotsPerHistoricalRoot)
	if ancestor >= b.Header.Slot || b.Header.Slot-ancestor > size {
		return nil, fmt.Errorf("slot %d is not one of the %d before %d", ancestor, size, b.Header.Slot)
	}
	return append(c.rootsBefore(b).branch(int(ancestor%size)), b.state.branch(indicesOf(b.fork).blockRoots)...), nil
}
