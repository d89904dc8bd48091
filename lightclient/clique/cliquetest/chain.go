// Package cliquetest builds Clique header chains, honest and forged, with real keys
// and real seals, for the tests of whoever follows such a chain.
package cliquetest

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/binary"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
)

// Key is a signer's.
type Key = *ecdsa.PrivateKey

// Keys returns n keys, the same for the same seed, in the order of their addresses.
func Keys(t testing.TB, seed string, n int) []Key {
	t.Helper()
	keys := make([]Key, n)
	for i := range keys {
		key, err := crypto.ToECDSA(crypto.Keccak256([]byte(seed), binary.BigEndian.AppendUint64(nil, uint64(i))))
		if err != nil {
			t.Fatalf("key %d of %q: %v", i, seed, err)
		}
		keys[i] = key
	}
	return sorted(keys)
}

func sorted(keys []Key) []Key {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, func(a, b Key) int { return Address(a).Cmp(Address(b)) })
	return keys
}

// Address returns the address of a key, and the zero address of nil.
func Address(key Key) common.Address {
	if key == nil {
		return common.Address{}
	}
	return crypto.PubkeyToAddress(key.PublicKey)
}

// Chain is a header chain from its genesis on, block i at index i. It is not safe for
// concurrent use. It keeps its own, simple count of who may seal: its user says when
// a vote passes.
type Chain struct {
	t       testing.TB
	headers []*types.Header
	sealers []Key
	sets    [][]Key // by block: who may seal the next one
	epoch   uint64
	period  uint64
}

// New returns a chain of the given epoch, in blocks, with a genesis of the given time,
// in seconds, which lists the given keys. Its period is a second.
func New(t testing.TB, epoch, time uint64, keys []Key) *Chain {
	t.Helper()
	keys = sorted(keys)
	genesis := template(0, common.Hash{}, time)
	genesis.Extra = Extra(Addresses(keys))
	return &Chain{t: t, headers: []*types.Header{genesis}, sealers: []Key{nil}, sets: [][]Key{keys}, epoch: epoch, period: 1}
}

func template(number uint64, parent common.Hash, time uint64) *types.Header {
	return &types.Header{
		ParentHash: parent, UncleHash: types.EmptyUncleHash, Root: crypto.Keccak256Hash([]byte("state"), binary.BigEndian.AppendUint64(nil, number)),
		TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash, Difficulty: big.NewInt(1),
		Number: new(big.Int).SetUint64(number), GasLimit: 30_000_000, Time: time, BaseFee: big.NewInt(7),
	}
}

// Addresses returns the addresses of keys.
func Addresses(keys []Key) []common.Address {
	list := make([]common.Address, len(keys))
	for i, key := range keys {
		list[i] = Address(key)
	}
	return list
}

// Extra returns an extraData that lists the given addresses and is not sealed.
func Extra(listed []common.Address) []byte {
	extra := make([]byte, 32)
	for _, a := range listed {
		extra = append(extra, a[:]...)
	}
	return append(extra, make([]byte, 65)...)
}

// Block says how a block differs from the honest next one. Zero fields don't.
type Block struct {
	By     Key   // who seals it; nil: whoever is in turn, or next to be, and may
	About  Key   // whom its vote is about
	Auth   bool  // for About to be a signer, or against
	Set    []Key // who may seal what follows, if the vote changes it
	Time   uint64
	Change func(*types.Header) // before it is sealed
}

// Add appends a block and returns its header.
func (c *Chain) Add(b Block) *types.Header {
	c.t.Helper()
	by := c.by(b)
	h := c.seal(b, by)
	set := c.Keys()
	if b.Set != nil {
		set = b.Set
	}
	c.Append(h, by, set)
	return h
}

// Append appends a header as it is, sealed by a key, after which the set may seal.
func (c *Chain) Append(h *types.Header, by Key, set []Key) {
	c.headers, c.sealers, c.sets = append(c.headers, h), append(c.sealers, by), append(c.sets, sorted(set))
}

// Next returns the header that Add would append.
func (c *Chain) Next(b Block) *types.Header {
	c.t.Helper()
	return c.seal(b, c.by(b))
}

func (c *Chain) by(b Block) Key {
	if b.By != nil {
		return b.By
	}
	return c.Turn()
}

// Turn returns who seals the next block by default: the first, from the one in turn
// on, who sealed none of the last ⌊n/2⌋.
func (c *Chain) Turn() Key {
	c.t.Helper()
	set, number := c.Keys(), len(c.headers)
	recent := c.sealers[max(0, number-len(set)/2):]
	for i := range set {
		key := set[(number+i)%len(set)]
		if !slices.ContainsFunc(recent, func(r Key) bool { return Address(r) == Address(key) }) {
			return key
		}
	}
	c.t.Fatalf("nobody may seal block %d", number)
	return nil
}

func (c *Chain) seal(b Block, by Key) *types.Header {
	parent, set := c.Head(), c.Keys()
	number := parent.Number.Uint64() + 1
	h := template(number, parent.Hash(), parent.Time+c.period)
	if b.Time != 0 {
		h.Time = b.Time
	}
	var listed []Key
	if number%c.epoch == 0 {
		listed = set
	}
	h.Extra = Extra(Addresses(listed))
	h.Difficulty = Difficulty(number, set, by)
	if b.About != nil {
		h.Coinbase = Address(b.About)
	}
	if b.Auth {
		h.Nonce = clique.NonceAuth
	}
	if b.Change != nil {
		b.Change(h)
	}
	return Seal(c.t, h, by)
}

// Difficulty returns what the header of a number that a key seals has to have.
func Difficulty(number uint64, set []Key, by Key) *big.Int {
	i := slices.IndexFunc(set, func(key Key) bool { return Address(key) == Address(by) })
	if i >= 0 && number%uint64(len(set)) == uint64(i) {
		return big.NewInt(clique.DifficultyInTurn)
	}
	return big.NewInt(clique.DifficultyNoTurn)
}

// Seal returns h with its last 65 bytes of extraData, of which it has at least that
// many, replaced by a seal.
func Seal(t testing.TB, h *types.Header, by Key) *types.Header {
	t.Helper()
	h = types.CopyHeader(h)
	if len(h.Extra) < 65 {
		return h // nothing to seal: a test of just that
	}
	hash := clique.SealHash(h)
	seal, err := crypto.Sign(hash[:], by)
	if err != nil {
		t.Fatalf("seal: %v", err)
	}
	copy(h.Extra[len(h.Extra)-65:], seal)
	return h
}

// Turned returns h with the other one of the two seals that its sealer's can be turned
// into without the key: S negated.
func Turned(h *types.Header) *types.Header {
	h = types.CopyHeader(h)
	seal := h.Extra[len(h.Extra)-65:]
	s := new(big.Int).Sub(crypto.S256().Params().N, new(big.Int).SetBytes(seal[32:64]))
	s.FillBytes(seal[32:64])
	seal[64] ^= 1
	return h
}

// Alter returns a change of the state root, by which blocks of one height differ.
func Alter(label string) func(*types.Header) {
	return func(h *types.Header) { h.Root = crypto.Keccak256Hash(h.Root[:], []byte(label)) }
}

// Grow appends n honest blocks.
func (c *Chain) Grow(n int) *Chain {
	c.t.Helper()
	for range n {
		c.Add(Block{})
	}
	return c
}

// SealedBy appends one block by each of the keys.
func (c *Chain) SealedBy(keys ...Key) *Chain {
	c.t.Helper()
	for _, key := range keys {
		c.Add(Block{By: key})
	}
	return c
}

// Fork returns a chain that has this one's blocks up to the given number. What is
// added to one is not seen in the other; give them different blocks, since equal ones
// are no fork.
func (c *Chain) Fork(number uint64) *Chain {
	c.t.Helper()
	if number >= uint64(len(c.headers)) {
		c.t.Fatalf("fork at %d: the chain ends at %d", number, len(c.headers)-1)
	}
	fork := *c
	fork.headers, fork.sealers, fork.sets = slices.Clone(c.headers[:number+1]), slices.Clone(c.sealers[:number+1]), slices.Clone(c.sets[:number+1])
	return &fork
}

// Head returns the newest header.
func (c *Chain) Head() *types.Header { return c.headers[len(c.headers)-1] }

// Len returns the number of blocks, the genesis included.
func (c *Chain) Len() int { return len(c.headers) }

// Sealer returns who sealed a block.
func (c *Chain) Sealer(number uint64) Key { return c.sealers[number] }

// Keys returns who may seal the next block, in the order of their addresses.
func (c *Chain) Keys() []Key { return c.sets[len(c.sets)-1] }

// At returns one header.
func (c *Chain) At(number uint64) *types.Header { return c.headers[number] }

// From returns the headers from a number on.
func (c *Chain) From(number uint64) []*types.Header { return slices.Clone(c.headers[number:]) }

// Anchor vouches for one header.
func (c *Chain) Anchor(number uint64) lightclient.Anchor {
	return lightclient.Anchor{Number: number, Hash: c.headers[number].Hash()}
}

// Same reports whether two headers are the same to the byte.
func Same(t testing.TB, a, b *types.Header) bool {
	t.Helper()
	rawA, errA := clique.EncodeHeader(a)
	rawB, errB := clique.EncodeHeader(b)
	return errA == nil && errB == nil && bytes.Equal(rawA, rawB)
}
