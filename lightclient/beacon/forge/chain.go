package forge

import (
	"crypto/sha256"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Chain is a beacon chain with a block in every slot. Not for concurrent use.
type Chain struct {
	Network *beacon.Network
	// Seed tells chains apart that have the same committees: rivals.
	Seed uint64
	// Execution returns the execution block of a slot; nil: one that is made up.
	Execution func(beacon.Slot) *types.Header

	committees map[beacon.Period]*Committee
}

// NewNetwork returns a network whose forks begin at the epochs given, from Altair on; the
// rest is not scheduled.
func NewNetwork(preset beacon.Preset, epochs ...beacon.Epoch) *beacon.Network {
	n := &beacon.Network{
		Name: "forged", ChainID: 9001, Preset: preset, GenesisTime: 1_700_000_000,
		GenesisValidatorsRoot: hashOf("genesis validators"), SlotDuration: 6 * time.Second,
	}
	for f := range n.Forks {
		n.Forks[f] = beacon.ForkVersion{Version: [4]byte{byte(f), 0, 0, 9}, Epoch: beacon.FarFuture}
		if f > 0 && f <= len(epochs) {
			n.Forks[f].Epoch = epochs[f-1]
		}
	}
	n.Forks[beacon.Phase0].Epoch = 0
	return n
}

// NewChain returns an empty chain.
func NewChain(n *beacon.Network) *Chain {
	return &Chain{Network: n, committees: map[beacon.Period]*Committee{}}
}

// Rival returns a chain with the same committees and other blocks.
func (c *Chain) Rival() *Chain {
	rival := *c
	rival.Seed++
	return &rival
}

// Committee returns the committee of a period.
func (c *Chain) Committee(p beacon.Period) *Committee {
	if c.committees[p] == nil {
		c.committees[p] = SeededCommittee(c.Network.Preset.SyncCommitteeSize, uint64(p))
	}
	return c.committees[p]
}

// SetCommittee replaces the committee of a period.
func (c *Chain) SetCommittee(p beacon.Period, committee *Committee) { c.committees[p] = committee }

// Block is a beacon block with all that its header commits to. Fields may be changed;
// Header computes what follows from them.
type Block struct {
	Network   *beacon.Network
	Beacon    beacon.BeaconBlockHeader // its roots of state and body are Header's business
	State     Tree
	Execution *types.Header
	Body      Tree // beside the execution block
}

// Block returns the block of a slot, whose state has finalized the given root.
func (c *Chain) Block(slot beacon.Slot, finalizedRoot common.Hash) *Block {
	i, period := IndicesOf(c.Network.ForkAt(slot)), c.Network.Preset.PeriodAt(slot)
	b := &Block{
		Network: c.Network,
		Beacon: beacon.BeaconBlockHeader{
			Slot: slot, ProposerIndex: uint64(slot) % 64, ParentRoot: hashOf("parent", c.Seed, uint64(slot)),
		},
		State: Tree{
			i.Finalized: finalizedRoot,
			i.Current:   c.Committee(period).HashTreeRoot(c.Network.Preset),
			i.Next:      c.Committee(period + 1).HashTreeRoot(c.Network.Preset),
		},
		Body: Tree{},
	}
	if c.Execution != nil {
		b.Execution = c.Execution(slot)
	} else {
		b.Execution = c.madeUpExecution(slot)
	}
	return b
}

func (c *Chain) madeUpExecution(slot beacon.Slot) *types.Header {
	h := &types.Header{
		ParentHash: hashOf("execution parent", c.Seed, uint64(slot)), UncleHash: types.EmptyUncleHash,
		Root: hashOf("execution state", c.Seed, uint64(slot)), TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash,
		Difficulty: new(big.Int), Number: new(big.Int).SetUint64(uint64(slot)), GasLimit: 30_000_000, BaseFee: big.NewInt(7),
		Time: uint64(c.Network.TimeOf(slot).Unix()), Extra: []byte("forged"), WithdrawalsHash: &types.EmptyWithdrawalsHash,
	}
	if c.Network.ForkAt(slot) >= beacon.Deneb {
		gas := uint64(1 << 17)
		h.BlobGasUsed, h.ExcessBlobGas, h.ParentBeaconRoot = &gas, &gas, new(common.Hash)
	}
	return h
}

// payload returns the execution payload header that says the same.
func (b *Block) payload() *beacon.ExecutionPayloadHeader {
	h := b.Execution
	e := &beacon.ExecutionPayloadHeader{
		ParentHash: h.ParentHash, FeeRecipient: h.Coinbase, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, LogsBloom: h.Bloom,
		PrevRandao: h.MixDigest, BlockNumber: h.Number.Uint64(), GasLimit: h.GasLimit, GasUsed: h.GasUsed, Timestamp: h.Time,
		ExtraData: string(h.Extra), BaseFeePerGas: *uint256.MustFromBig(h.BaseFee), BlockHash: h.Hash(),
		TransactionsRoot: hashOf("transactions", h.Number.Uint64()), WithdrawalsRoot: hashOf("withdrawals", h.Number.Uint64()),
	}
	if h.BlobGasUsed != nil {
		e.BlobGasUsed, e.ExcessBlobGas = *h.BlobGasUsed, *h.ExcessBlobGas
	}
	return e
}

// Header returns the header in the format of the block's own slot.
func (b *Block) Header() beacon.LightClientHeader {
	fork := b.Network.ForkAt(b.Beacon.Slot)
	h := beacon.LightClientHeader{Fork: fork, Beacon: b.Beacon}
	switch {
	case fork >= beacon.Gloas:
		h.BlockHash = b.Execution.Hash()
		b.Body[blockHashIndex] = h.BlockHash
		h.ExecutionBranch = b.Body.Branch(blockHashIndex)
	case fork >= beacon.Capella:
		h.Execution = b.payload()
		b.Body[payloadIndex] = h.Execution.HashTreeRoot(fork)
		h.ExecutionBranch = b.Body.Branch(payloadIndex)
	}
	h.Beacon.StateRoot, h.Beacon.BodyRoot = b.State.Root(), b.Body.Root()
	return h
}

// Root returns the root of the block, from its fields one by one.
func (b *Block) Root() common.Hash {
	h := b.Header().Beacon
	number := func(n uint64) (chunk common.Hash) {
		for i := range 8 {
			chunk[i] = byte(n >> (8 * i))
		}
		return chunk
	}
	return Tree{
		8: number(uint64(h.Slot)), 9: number(h.ProposerIndex), 10: h.ParentRoot, 11: h.StateRoot, 12: h.BodyRoot,
		13: {}, 14: {}, 15: {},
	}.Root()
}

// SigningRoot returns what is signed of a block root, for a domain made of these parts.
func SigningRoot(blockRoot common.Hash, domainType, version [4]byte, genesisValidatorsRoot common.Hash) common.Hash {
	var chunk, domain common.Hash
	copy(chunk[:], version[:])
	fork := sha256.Sum256(append(chunk[:], genesisValidatorsRoot[:]...))
	copy(domain[:], domainType[:])
	copy(domain[4:], fork[:28])
	return sha256.Sum256(append(blockRoot[:], domain[:]...))
}
