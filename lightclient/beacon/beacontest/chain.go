package beacontest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Config is what a Chain is made of.
type Config struct {
	Network *beacon.Network
	// Seed decides keys, committees, and all that is arbitrary. Chains of one seed and of
	// different genesis validators roots have the same committees.
	Seed string
	// Execution brings the execution blocks. Nil: they are invented.
	Execution Execution
	// Absent is how many members of a committee do not sign; which ones changes.
	Absent int
	// Describe changes what blocks say of their execution blocks, until Fulu: to have a
	// committee sign what is not so. Nil: they tell the truth.
	Describe func(slot beacon.Slot, e *beacon.ExecutionPayloadHeader)
}

// Block is a beacon block. Its fields are not to be changed.
type Block struct {
	Header  beacon.BeaconBlockHeader
	Root    common.Hash
	Payload *types.Header // the execution block that was made in its slot

	parent    *Block
	fork      beacon.Fork
	finalized *Block // of its state's checkpoint; nil: that of genesis, whose root is zero
	state     *tree
	body      *tree
	payload   *beacon.ExecutionPayloadHeader // Capella to Fulu
	confirms  common.Hash                    // from Gloas on: hash of the execution block before
}

// Finalized returns the block that this block's state says is final, nil if there is
// none but genesis.
func (b *Block) Finalized() *Block { return b.finalized }

// Confirms returns the execution block that the block itself commits to: its own until
// Fulu, from Gloas on the one before.
func (b *Block) Confirms() *types.Header {
	if b.fork >= beacon.Gloas {
		return b.parent.Payload
	}
	return b.Payload
}

// Chain is a chain of beacon blocks from genesis on. It may be used concurrently.
type Chain struct {
	cfg  Config
	net  *beacon.Network
	keys *validators

	mu         sync.Mutex
	salt       common.Hash
	blocks     []*Block // ascending by slot, genesis first
	roots      vector   // of the slots before the next block: block_roots
	stalled    bool
	elects     beacon.Period // from here on committees are those of label; 0: never
	label      string
	executed   map[common.Hash]*types.Header // by hash
	signatures map[signatureID]beacon.Signature
}

// New returns a chain that has its genesis block.
func New(cfg Config) (*Chain, error) {
	if err := cfg.Network.Validate(); err != nil {
		return nil, err
	}
	if fork := cfg.Network.ForkAt(0); fork < beacon.Altair {
		return nil, fmt.Errorf("network begins with %v, want altair or later", fork)
	}
	size := cfg.Network.Preset.SyncCommitteeSize
	c := &Chain{
		cfg: cfg, net: cfg.Network, keys: newValidators(cfg.Seed, int(size)),
		salt:       hash([]byte(cfg.Seed), cfg.Network.GenesisValidatorsRoot[:]),
		roots:      newVector(make([]common.Hash, cfg.Network.Preset.SlotsPerHistoricalRoot)),
		executed:   map[common.Hash]*types.Header{},
		signatures: map[signatureID]beacon.Signature{},
	}
	c.append(c.make(0, nil, genesisPayload(c.salt, cfg.Network.GenesisTime)))
	return c, nil
}

// Network returns what a client has to know of the chain.
func (c *Chain) Network() *beacon.Network { return c.net }

// Add makes a block in a slot after the newest one, those between being skipped. It
// returns nil if the execution chain has nothing new, so that the slot stays empty.
func (c *Chain) Add(ctx context.Context, slot beacon.Slot) (*Block, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	parent := c.head()
	if slot <= parent.Header.Slot {
		return nil, fmt.Errorf("slot %d has passed, the newest block is of slot %d", slot, parent.Header.Slot)
	}
	payload := inventPayload(parent.Payload, c.salt, uint64(c.net.TimeOf(slot).Unix()))
	if c.cfg.Execution != nil {
		var err error
		if payload, err = c.cfg.Execution.Newest(ctx); err != nil {
			return nil, fmt.Errorf("newest execution block: %w", err)
		}
		switch {
		case payload == nil || payload.Number == nil:
			return nil, errors.New("newest execution block: there is none")
		case payload.Number.Cmp(parent.Payload.Number) <= 0 && parent.parent != nil:
			return nil, nil
		}
	}
	b := c.make(slot, parent, payload)
	c.append(b)
	return b, nil
}

func (c *Chain) append(b *Block) {
	c.blocks = append(c.blocks, b)
	c.executed[b.Payload.Hash()] = b.Payload
}

// Grow adds a block in each of the next n slots and returns the newest.
func (c *Chain) Grow(n int) (*Block, error) {
	for range n {
		if _, err := c.Add(context.Background(), c.Head().Header.Slot+1); err != nil {
			return nil, err
		}
	}
	return c.Head(), nil
}

// Execute has the blocks from here on carry those of an execution chain.
func (c *Chain) Execute(execution Execution) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cfg.Execution = execution
}

// Stall stops finality, and lets it go on.
func (c *Chain) Stall(stalled bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stalled = stalled
}

// Head returns the newest block.
func (c *Chain) Head() *Block {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.head()
}

func (c *Chain) head() *Block { return c.blocks[len(c.blocks)-1] }

// At returns the newest block that is not after a slot.
func (c *Chain) At(slot beacon.Slot) *Block {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at(slot)
}

func (c *Chain) at(slot beacon.Slot) *Block {
	after := sort.Search(len(c.blocks), func(i int) bool { return c.blocks[i].Header.Slot > slot })
	return c.blocks[after-1]
}

// Fork returns another chain that has the blocks up to a slot and goes on otherwise: the
// same validators make both.
func (c *Chain) Fork(slot beacon.Slot, label string) *Chain { return c.ForkElecting(slot, label, 0) }

// ForkDescribing is Fork with another [Config.Describe].
func (c *Chain) ForkDescribing(slot beacon.Slot, label string, describe func(beacon.Slot, *beacon.ExecutionPayloadHeader)) *Chain {
	fork := c.Fork(slot, label)
	fork.cfg.Describe = describe
	return fork
}

// ForkElecting is Fork with other committees from a period on; 0: with the same ones.
func (c *Chain) ForkElecting(slot beacon.Slot, label string, from beacon.Period) *Chain {
	c.mu.Lock()
	defer c.mu.Unlock()
	fork := &Chain{
		cfg: c.cfg, net: c.net, keys: c.keys, salt: hash(c.salt[:], []byte(label)), stalled: c.stalled, elects: from, label: label,
		executed: map[common.Hash]*types.Header{}, signatures: map[signatureID]beacon.Signature{},
	}
	for _, b := range c.blocks {
		if b.Header.Slot <= slot {
			fork.append(b)
		}
	}
	fork.roots = c.rootsBefore(fork.head())
	return fork
}

// make builds the block of a slot: state, body, header.
func (c *Chain) make(slot beacon.Slot, parent *Block, payload *types.Header) *Block {
	fork := c.net.ForkAt(slot)
	b := &Block{Payload: payload, parent: parent, fork: fork}
	salt := hash(c.salt[:], number(uint64(slot)))
	b.Header = beacon.BeaconBlockHeader{Slot: slot, ProposerIndex: uint64(salt[0])}
	if parent != nil {
		b.Header.ParentRoot = parent.Root
		b.finalized = c.finalizedBy(slot, parent)
		c.remember(parent, slot)
	}
	b.body = &tree{salt: hash(salt[:], []byte("body")), leaves: c.bodyLeaves(b)}
	b.state = &tree{salt: hash(salt[:], []byte("state")), leaves: c.stateLeaves(b)}
	b.Header.BodyRoot, b.Header.StateRoot = b.body.root(), b.state.root()
	b.Root = HeaderRoot(&b.Header)
	return b
}

// finalizedBy returns the checkpoint that is final where all validators vote: that of two
// epochs before.
func (c *Chain) finalizedBy(slot beacon.Slot, parent *Block) *Block {
	epoch := uint64(slot) / c.net.Preset.SlotsPerEpoch
	switch {
	case c.stalled:
		return parent.finalized
	case epoch < 3:
		return nil // that of genesis
	}
	checkpoint := c.at(beacon.Slot((epoch - 2) * c.net.Preset.SlotsPerEpoch))
	if checkpoint.parent == nil {
		return nil // all slots since then are empty
	}
	return checkpoint
}

// remember puts the newest block into block_roots, for its slot and those that are
// skipped after it.
func (c *Chain) remember(newest *Block, before beacon.Slot) {
	size := beacon.Slot(len(c.roots) / 2)
	first := newest.Header.Slot
	if before-first > size {
		first = before - size
	}
	for slot := first; slot < before; slot++ {
		c.roots.set(int(slot%size), newest.Root)
	}
}

// rootsBefore returns block_roots as the state of a block holds it.
func (c *Chain) rootsBefore(b *Block) vector {
	size := beacon.Slot(c.net.Preset.SlotsPerHistoricalRoot)
	chunks := make([]common.Hash, size)
	for slot := b.Header.Slot - min(size, b.Header.Slot); slot < b.Header.Slot; slot++ {
		chunks[slot%size] = c.at(slot).Root
	}
	return newVector(chunks)
}

func (c *Chain) bodyLeaves(b *Block) map[uint64]common.Hash {
	switch {
	case b.parent == nil || b.fork < beacon.Capella:
		return nil
	case b.fork >= beacon.Gloas:
		b.confirms = b.parent.Payload.Hash()
		return map[uint64]common.Hash{blockHashIndex(b.fork): b.confirms}
	}
	b.payload = payloadHeader(b.Payload, b.fork)
	if c.cfg.Describe != nil {
		c.cfg.Describe(b.Header.Slot, b.payload)
	}
	return map[uint64]common.Hash{payloadIndex: payloadTree(b.payload, b.fork)[1]}
}

func (c *Chain) stateLeaves(b *Block) map[uint64]common.Hash {
	var finalized common.Hash
	if b.finalized != nil {
		finalized = b.finalized.Root
	}
	period := c.net.Preset.PeriodAt(b.Header.Slot)
	at := indicesOf(b.fork)
	return map[uint64]common.Hash{
		at.finalized: finalized, at.blockRoots: c.roots[1],
		at.current: c.committee(period).root, at.next: c.committee(period + 1).root,
	}
}

// Block returns the block of that root.
func (c *Chain) Block(root common.Hash) (*Block, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.block(root)
}

func (c *Chain) block(root common.Hash) (*Block, bool) {
	i := slices.IndexFunc(c.blocks, func(b *Block) bool { return b.Root == root })
	if i < 0 {
		return nil, false
	}
	return c.blocks[i], true
}
