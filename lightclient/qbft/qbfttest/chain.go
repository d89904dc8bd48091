// Package qbfttest builds QBFT and IBFT 2.0 header chains, honest and forged, with
// real keys, real seals and, where a contract names the validators, real states, for
// the tests of whoever follows such a chain.
package qbfttest

import (
	"crypto/ecdsa"
	"encoding/binary"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Keys returns n validator keys, the same for the same seed, sorted by address as
// Besu sorts validators.
func Keys(t testing.TB, seed string, n int) []*ecdsa.PrivateKey {
	t.Helper()
	keys := make([]*ecdsa.PrivateKey, n)
	for i := range keys {
		d := crypto.Keccak256([]byte(seed), binary.BigEndian.AppendUint64(nil, uint64(i)))
		key, err := crypto.ToECDSA(d)
		if err != nil {
			t.Fatalf("key %d of %q: %v", i, seed, err)
		}
		keys[i] = key
	}
	return Sorted(keys)
}

// Sorted returns keys in the order of their addresses.
func Sorted(keys []*ecdsa.PrivateKey) []*ecdsa.PrivateKey {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, func(a, b *ecdsa.PrivateKey) int { return Address(a).Cmp(Address(b)) })
	return keys
}

// Address returns the validator's address.
func Address(key *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(key.PublicKey) }

// Addresses returns the validators' addresses.
func Addresses(keys []*ecdsa.PrivateKey) []common.Address {
	list := make([]common.Address, len(keys))
	for i, key := range keys {
		list[i] = Address(key)
	}
	return list
}

// Chain is a header chain from its genesis on, block i at index i. It is not safe
// for concurrent use.
type Chain struct {
	t        testing.TB
	headers  []*types.Header
	hashes   []common.Hash          // on-chain, of the headers
	sets     [][]*ecdsa.PrivateKey  // by block: the set that seals the one after it
	worlds   map[common.Hash]*World // by block hash, if the schedule has a contract
	accounts map[string]map[common.Address]account
	schedule qbft.Schedule
	period   uint64
}

// New returns a QBFT chain with a genesis of the given time, in seconds, which lists
// the given validators. Its blocks are a second apart.
func New(t testing.TB, time uint64, keys []*ecdsa.PrivateKey) *Chain {
	t.Helper()
	return NewBy(t, nil, time, keys)
}

// NewBy is New with a choice of the rules.
func NewBy(t testing.TB, schedule qbft.Schedule, time uint64, keys []*ecdsa.PrivateKey) *Chain {
	t.Helper()
	if err := schedule.Validate(); err != nil {
		t.Fatal(err)
	}
	c := &Chain{t: t, schedule: schedule, period: 1, worlds: make(map[common.Hash]*World), accounts: make(map[string]map[common.Address]account)}
	c.add(c.build(template(0, common.Hash{}, time), keys, Block{Sealers: []*ecdsa.PrivateKey{}}))
	return c
}

func template(number uint64, parent common.Hash, time uint64) *types.Header {
	label := binary.BigEndian.AppendUint64(nil, number)
	return &types.Header{
		ParentHash: parent, UncleHash: types.EmptyUncleHash, Root: crypto.Keccak256Hash([]byte("state"), label),
		TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash, Difficulty: big.NewInt(1),
		Number: new(big.Int).SetUint64(number), GasLimit: 30_000_000, Time: time, MixDigest: qbft.Digest,
		BaseFee: big.NewInt(7), WithdrawalsHash: &types.EmptyWithdrawalsHash, BlobGasUsed: new(uint64),
		ExcessBlobGas: new(uint64), ParentBeaconRoot: new(common.Hash), RequestsHash: &types.EmptyRequestsHash,
	}
}

// Add appends a block and returns its header.
func (c *Chain) Add(b Block) *types.Header {
	c.t.Helper()
	c.add(c.next(b))
	return c.Head()
}

func (c *Chain) add(b built) {
	hash := c.Hash(b.header)
	c.headers, c.hashes, c.sets = append(c.headers, b.header), append(c.hashes, hash), append(c.sets, b.next)
	if b.world != nil {
		c.worlds[hash] = b.world
	}
}

// Append appends a header as it is, the set and the state unchanged.
func (c *Chain) Append(h *types.Header) {
	c.t.Helper()
	c.add(built{header: h, next: c.Keys(), world: c.World(c.Head())})
}

// Next returns the header that Add would append.
func (c *Chain) Next(b Block) *types.Header {
	c.t.Helper()
	return c.next(b).header
}

func (c *Chain) next(b Block) built {
	c.t.Helper()
	parent := c.Head()
	h := template(parent.Number.Uint64()+1, c.hashes[len(c.hashes)-1], parent.Time+c.period)
	if b.Time != 0 {
		h.Time = b.Time
	}
	return c.build(h, c.Keys(), b)
}

// World returns the state after the block of a header, nil if it is not real.
func (c *Chain) World(h *types.Header) *World { return c.worlds[c.Hash(h)] }

// AnchorProof returns the proof that block number needs as an anchor, of its own
// state, if validators are in a contract then.
func (c *Chain) AnchorProof(number uint64) qbft.SetProof {
	contract := c.schedule.At(number + 1).Contract
	if contract == nil {
		contract = c.schedule.At(number).Contract
	}
	if contract == nil {
		return qbft.SetProof{}
	}
	return c.World(c.headers[number]).ProveSet(contract, len(c.sets[number]))
}

// SetProof returns the proof of the validators of block number, if they are in a
// contract, in the state of the one before.
func (c *Chain) SetProof(number uint64) qbft.SetProof {
	contract := c.schedule.At(number).Contract
	if contract == nil {
		return qbft.SetProof{}
	}
	return c.World(c.headers[number-1]).ProveSet(contract, len(c.sets[number-1]))
}

// Grow appends n honest blocks.
func (c *Chain) Grow(n int) *Chain {
	c.t.Helper()
	for range n {
		c.Add(Block{})
	}
	return c
}

// Fork returns a chain that has this one's blocks up to the given number. What is
// added to one is not seen in the other; give them different blocks, since equal
// ones are no fork.
func (c *Chain) Fork(number uint64) *Chain {
	c.t.Helper()
	if number >= uint64(len(c.headers)) {
		c.t.Fatalf("fork at %d: the chain ends at %d", number, len(c.headers)-1)
	}
	fork := *c
	fork.headers, fork.sets, fork.worlds = slices.Clone(c.headers[:number+1]), slices.Clone(c.sets[:number+1]), maps.Clone(c.worlds)
	fork.hashes = slices.Clone(c.hashes[:number+1])
	return &fork
}

// Head returns the newest header.
func (c *Chain) Head() *types.Header { return c.headers[len(c.headers)-1] }

// Len returns the number of blocks, the genesis included.
func (c *Chain) Len() int { return len(c.headers) }

// Keys returns the keys that seal the next block.
func (c *Chain) Keys() []*ecdsa.PrivateKey { return c.sets[len(c.sets)-1] }

// At returns one header.
func (c *Chain) At(number uint64) *types.Header { return c.headers[number] }

// Range returns the headers from..to, both included.
func (c *Chain) Range(from, to uint64) []*types.Header { return slices.Clone(c.headers[from : to+1]) }

// Anchor vouches for one header.
func (c *Chain) Anchor(number uint64) lightclient.Anchor {
	c.t.Helper()
	return lightclient.Anchor{Number: number, Hash: c.hashes[number]}
}

// In returns the dialect of a header of the chain's.
func (c *Chain) In(h *types.Header) In { return In(c.schedule.At(h.Number.Uint64()).Dialect) }

// Hash returns the on-chain hash of a header of the chain's.
func (c *Chain) Hash(h *types.Header) common.Hash {
	c.t.Helper()
	return c.In(h).Hash(c.t, h)
}

// Schedule returns the chain's rules.
func (c *Chain) Schedule() qbft.Schedule { return c.schedule }

// Alter gives a block another state root, so that it is another block.
func Alter(label string) func(*types.Header) {
	return func(h *types.Header) {
		h.Root = crypto.Keccak256Hash([]byte(fmt.Sprint("altered ", label)), h.Root[:])
	}
}
