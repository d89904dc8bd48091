// Package qbfttest builds QBFT header chains, honest and forged, with real keys and
// real seals, for the tests of whoever follows such a chain.
package qbfttest

import (
	"crypto/ecdsa"
	"encoding/binary"
	"fmt"
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
	t       testing.TB
	headers []*types.Header
	sets    [][]*ecdsa.PrivateKey // by block: the set that it lists, which is the next one's too
	format  qbft.Format
	period  uint64
}

// New returns a chain with a genesis of the given time, in seconds, which lists the
// given validators. Its blocks are a second apart.
func New(t testing.TB, time uint64, keys []*ecdsa.PrivateKey) *Chain {
	t.Helper()
	return NewIn(t, qbft.FormatDeployed, time, keys)
}

// NewIn is New with a choice of the format of extraData.
func NewIn(t testing.TB, format qbft.Format, time uint64, keys []*ecdsa.PrivateKey) *Chain {
	t.Helper()
	c := &Chain{t: t, sets: [][]*ecdsa.PrivateKey{keys}, format: format, period: 1}
	genesis := template(0, common.Hash{}, time)
	c.headers = []*types.Header{qbft.WithExtra(genesis, &qbft.ExtraData{Validators: Addresses(keys), Format: format})}
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

// Block says how a block differs from the honest next one. Zero fields don't.
type Block struct {
	Keys    []*ecdsa.PrivateKey // the set that the block lists, and those after it
	Sealers []*ecdsa.PrivateKey // who seal it; nil: a quorum of the set
	Round   uint32
	Time    uint64
	Vote    *qbft.Vote
	Change  func(*types.Header) // before it is sealed
}

// Add appends a block and returns its header.
func (c *Chain) Add(b Block) *types.Header {
	c.t.Helper()
	h := c.Next(b)
	keys := b.Keys
	if keys == nil {
		keys = c.Keys()
	}
	c.headers, c.sets = append(c.headers, h), append(c.sets, keys)
	return h
}

// Append appends a header as it is, the set unchanged.
func (c *Chain) Append(h *types.Header) {
	c.headers, c.sets = append(c.headers, h), append(c.sets, c.Keys())
}

// Next returns the header that Add would append.
func (c *Chain) Next(b Block) *types.Header {
	c.t.Helper()
	parent := c.Head()
	h := template(parent.Number.Uint64()+1, Hash(c.t, parent), parent.Time+c.period)
	if b.Time != 0 {
		h.Time = b.Time
	}
	keys := b.Keys
	if keys == nil {
		keys = c.Keys()
	}
	if len(keys) > 0 {
		h.Coinbase = Address(keys[h.Number.Uint64()%uint64(len(keys))])
	}
	h = qbft.WithExtra(h, &qbft.ExtraData{Validators: Addresses(keys), Round: b.Round, Vote: b.Vote, Format: c.format})
	if b.Change != nil {
		b.Change(h)
	}
	sealers := b.Sealers
	if sealers == nil {
		sealers = keys[:qbft.Quorum(len(keys))]
	}
	return Seal(c.t, h, sealers)
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
	fork.headers, fork.sets = slices.Clone(c.headers[:number+1]), slices.Clone(c.sets[:number+1])
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
	return lightclient.Anchor{Number: number, Hash: Hash(c.t, c.headers[number])}
}

// Seal returns h with the seals of the given keys, whether or not it lists them.
func Seal(t testing.TB, h *types.Header, keys []*ecdsa.PrivateKey) *types.Header {
	t.Helper()
	e := Extra(t, h)
	hash, err := qbft.CommittedSealHash(h)
	if err != nil {
		t.Fatalf("seal: %v", err)
	}
	e.Seals = make([][]byte, len(keys))
	for i, key := range keys {
		if e.Seals[i], err = crypto.Sign(hash[:], key); err != nil {
			t.Fatalf("seal: %v", err)
		}
	}
	return qbft.WithExtra(h, e)
}

// Reseal changes the extraData of h after it was sealed, seals included.
func Reseal(t testing.TB, h *types.Header, change func(*qbft.ExtraData)) *types.Header {
	t.Helper()
	e := Extra(t, h)
	change(e)
	return qbft.WithExtra(h, e)
}

// Extra returns the decoded extraData of h.
func Extra(t testing.TB, h *types.Header) *qbft.ExtraData {
	t.Helper()
	e, err := qbft.DecodeExtra(h.Extra)
	if err != nil {
		t.Fatalf("extraData of header %v: %v", h.Number, err)
	}
	return e
}

// Hash returns the on-chain hash of h.
func Hash(t testing.TB, h *types.Header) common.Hash {
	t.Helper()
	hash, err := qbft.OnChainHash(h)
	if err != nil {
		t.Fatalf("hash of header %v: %v", h.Number, err)
	}
	return hash
}

// Alter gives a block another state root, so that it is another block.
func Alter(label string) func(*types.Header) {
	return func(h *types.Header) {
		h.Root = crypto.Keccak256Hash([]byte(fmt.Sprint("altered ", label)), h.Root[:])
	}
}
