package parliatest

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// Chain is a header chain from its genesis on, block i at index i. It keeps the rules
// as bsc does, block by block, and so is a second opinion on which set is in force
// when. It is not safe for concurrent use.
type Chain struct {
	t       testing.TB
	network parlia.Network
	headers []*types.Header
	states  []state // after each block
	plan    Set     // what epoch blocks announce
}

// state is the part of bsc's Snapshot that decides who seals and votes.
type state struct {
	epochLength     uint64
	set             Set
	announced       Set // by the last epoch block
	justifiedNumber uint64
	justifiedHash   common.Hash
}

// New returns a chain whose genesis, of the given time in seconds, announces a set.
func New(t testing.TB, network parlia.Network, time uint64, set Set) *Chain {
	t.Helper()
	c := &Chain{t: t, network: network, plan: set}
	genesis := c.template(0, common.Hash{}, time, 0)
	genesis.Extra = (&parlia.ExtraData{Epoch: set.Announcement()}).Encode()
	c.headers = []*types.Header{genesis}
	c.states = []state{{epochLength: network.Forks[0].EpochLength, set: set, announced: set, justifiedHash: genesis.Hash()}}
	return c
}

func (c *Chain) fork(time uint64) parlia.Fork {
	fork := c.network.Forks[0]
	for _, f := range c.network.Forks {
		if f.Time <= time {
			fork = f
		}
	}
	return fork
}

func (c *Chain) template(number uint64, parent common.Hash, time, milliseconds uint64) *types.Header {
	label := binary.BigEndian.AppendUint64(nil, number)
	h := &types.Header{
		ParentHash: parent, UncleHash: types.EmptyUncleHash, Root: crypto.Keccak256Hash([]byte("state"), label),
		TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash, Difficulty: big.NewInt(2),
		Number: new(big.Int).SetUint64(number), GasLimit: 55_000_000, Time: time,
		BaseFee: new(big.Int), WithdrawalsHash: &types.EmptyWithdrawalsHash, BlobGasUsed: new(uint64),
		ExcessBlobGas: new(uint64), ParentBeaconRoot: new(common.Hash), RequestsHash: &types.EmptyRequestsHash,
	}
	binary.BigEndian.PutUint64(h.MixDigest[24:], milliseconds)
	return h
}

// Block says how a block differs from the honest next one. Zero fields don't.
type Block struct {
	Sealer *Key   // nil: whose turn it is
	Time   uint64 // seconds
	Up     uint64 // generations up to the block that it attests; 0: 1
	Mute   bool   // it carries no attestation
	Voters []*Key // of the set in force at the attested block; nil: all of it

	Vote   func(*parlia.VoteData)    // changes what the voters sign
	Attest func(*parlia.Attestation) // changes the attestation after it was signed
	Extra  func(*parlia.ExtraData)   // changes extraData
	Change func(*types.Header)       // changes the rest before it is sealed
	Raw    func([]byte) []byte       // changes the bytes between vanity and seal, before it is sealed
	Sealed func(*types.Header)       // changes the header after it was sealed
}

// Announce sets what epoch blocks announce from now on.
func (c *Chain) Announce(set Set) *Chain {
	c.plan = set
	return c
}

// Add appends a block and returns its header.
func (c *Chain) Add(b Block) *types.Header {
	c.t.Helper()
	h, attested := c.next(b)
	c.append(h, attested)
	return h
}

// Next returns the header that Add would append.
func (c *Chain) Next(b Block) *types.Header {
	c.t.Helper()
	h, _ := c.next(b)
	return h
}

func (c *Chain) next(b Block) (*types.Header, *parlia.VoteData) {
	c.t.Helper()
	parent, s := c.Head(), c.states[len(c.states)-1]
	number := parent.Number.Uint64() + 1
	time, milliseconds := c.after(parent)
	if b.Time != 0 {
		time, milliseconds = b.Time, 0
	}
	h := c.template(number, parent.Hash(), time, milliseconds)
	e := &parlia.ExtraData{}
	if number%s.epochLength == 0 {
		e.Epoch = c.plan.Announcement()
	}
	var attested *parlia.VoteData
	if up := max(b.Up, 1); !b.Mute && number > up && number-up > s.justifiedNumber {
		target := number - up
		attested = &parlia.VoteData{SourceNumber: s.justifiedNumber, SourceHash: s.justifiedHash, TargetNumber: target, TargetHash: c.At(target).Hash()}
		e.Attestation = c.attestation(b, *attested)
	}
	if b.Extra != nil {
		b.Extra(e)
	}
	h.Extra = e.Encode()
	if b.Raw != nil {
		h.Extra = slices.Concat(h.Extra[:32], b.Raw(h.Extra[32:len(h.Extra)-65]), make([]byte, 65))
	}
	sealer := b.Sealer
	if sealer == nil {
		sealer = s.set.inTurn(number)
	}
	h.Coinbase = sealer.Address
	if s.set.inTurn(number) != sealer {
		h.Difficulty.SetUint64(1)
	}
	if b.Change != nil {
		b.Change(h)
	}
	h = Seal(c.t, h, c.network.ChainID, sealer.Seal)
	if b.Sealed != nil {
		b.Sealed(h)
	}
	return h, attested
}

func (c *Chain) attestation(b Block, data parlia.VoteData) *parlia.Attestation {
	c.t.Helper()
	set := c.SetFor(data.TargetNumber)
	voters := b.Voters
	if voters == nil {
		voters = set.Keys
	}
	if b.Vote != nil {
		b.Vote(&data)
	}
	a := Attest(c.t, data, set, voters)
	if b.Attest != nil {
		b.Attest(a)
	}
	return a
}

// after returns the time of the next honest block: a second later, or 450
// milliseconds once headers tell milliseconds.
func (c *Chain) after(parent *types.Header) (time, milliseconds uint64) {
	if !c.fork(parent.Time).Milliseconds {
		return parent.Time + 1, 0
	}
	milliseconds = binary.BigEndian.Uint64(parent.MixDigest[24:]) + 450
	return parent.Time + milliseconds/1000, milliseconds % 1000
}

// append puts h upon the chain and does what bsc's Snapshot.apply does.
func (c *Chain) append(h *types.Header, attested *parlia.VoteData) {
	s, number := c.states[len(c.states)-1], h.Number.Uint64()
	epochLength := s.epochLength
	for _, f := range c.network.Forks {
		if f.EpochLength > s.epochLength && f.Time <= h.Time && (number+1)%f.EpochLength == 0 {
			s.epochLength = f.EpochLength
		}
	}
	if number%epochLength == 0 {
		s.announced = c.plan
	}
	if number%epochLength == s.set.checkLen() {
		s.set = s.announced
	}
	if attested != nil {
		s.justifiedNumber, s.justifiedHash = attested.TargetNumber, attested.TargetHash
	}
	c.headers, c.states = append(c.headers, h), append(c.states, s)
}

// Grow appends n honest blocks.
func (c *Chain) Grow(n int) *Chain {
	c.t.Helper()
	for range n {
		c.Add(Block{})
	}
	return c
}

// Idle appends n blocks without votes, which cost a tenth of honest ones.
func (c *Chain) Idle(n int) *Chain {
	c.t.Helper()
	for range n {
		c.Add(Block{Mute: true})
	}
	return c
}

// GrowTo appends honest blocks up to the given number.
func (c *Chain) GrowTo(number uint64) *Chain {
	c.t.Helper()
	for c.Head().Number.Uint64() < number {
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
	fork.headers, fork.states = slices.Clone(c.headers[:number+1]), slices.Clone(c.states[:number+1])
	return &fork
}

// Head returns the newest header.
func (c *Chain) Head() *types.Header { return c.headers[len(c.headers)-1] }

// Len returns the number of blocks, the genesis included.
func (c *Chain) Len() int { return len(c.headers) }

// At returns one header.
func (c *Chain) At(number uint64) *types.Header { return c.headers[number] }

// Range returns the headers from..to, both included.
func (c *Chain) Range(from, to uint64) []*types.Header { return slices.Clone(c.headers[from : to+1]) }

// SetFor returns the set that seals a block and votes for it: that of the Snapshot
// after its parent.
func (c *Chain) SetFor(number uint64) Set { return c.states[number-1].set }

// EpochLengthAt returns the length of epochs that holds for a block.
func (c *Chain) EpochLengthAt(number uint64) uint64 { return c.states[number-1].epochLength }

// Anchor vouches for one header.
func (c *Chain) Anchor(number uint64) lightclient.Anchor {
	return lightclient.Anchor{Number: number, Hash: c.headers[number].Hash()}
}

// Alter gives a block another state root, so that it is another block.
func Alter(label string) func(*types.Header) {
	return func(h *types.Header) {
		h.Root = crypto.Keccak256Hash([]byte(fmt.Sprint("altered ", label)), h.Root[:])
	}
}
