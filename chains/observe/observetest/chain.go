package observetest

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// KeptStates is how many states the chain's endpoints keep, as nodes do.
const KeptStates = 128

// CodeHash is the code hash of the chain's Outbox.
var CodeHash = crypto.Keccak256Hash([]byte("the Outbox's code"))

// Chain is a source chain in memory. It is its own light client: what it has
// sealed is final. Methods may be called concurrently.
type Chain struct {
	lane messages.Lane

	lock    sync.Mutex
	sent    []chains.Event
	sealed  int // of sent, those in sealed blocks
	at      messages.Position
	time    uint64
	states  []state
	changed map[chan struct{}]bool // closed whenever a message is sent
	updates int
}

type state struct {
	header        lightclient.Header
	block         *types.Header
	receipts      []chains.TxReceipt
	account, slot *trie.Trie
	content       [3]common.Hash // of the lane's slots, and the code hash
}

var (
	_ lightclient.Client = (*Chain)(nil)
)

// Lane is the lane that New's chains have.
func Lane() messages.Lane {
	return messages.Lane{
		SourceChain: 9001, Outbox: common.HexToAddress("0x0b0c000000000000000000000000000000000001"),
		OutboxMark: messages.Mark{1, 2, 3}, TargetChain: 9002,
	}
}

// New makes a chain with a sealed block in which nothing was sent.
func New(lane messages.Lane) *Chain {
	c := &Chain{lane: lane, at: lane.Start(), changed: make(map[chan struct{}]bool)}
	c.Seal()
	return c
}

// Send adds messages with payloads of the size to the next block, and returns the
// position after them.
func (c *Chain) Send(count, payload int) messages.Position {
	c.lock.Lock()
	defer c.lock.Unlock()
	for range count {
		nonce := c.at.Nonce + 1
		m := messages.Message{
			Nonce: nonce, SourceChain: c.lane.SourceChain, Sender: messages.Account{31: 1},
			TargetChain: c.lane.TargetChain, Recipient: messages.Account{31: 2},
			Timestamp: c.time, GasLimit: 100_000, Payload: make([]byte, payload),
		}
		if payload >= 8 {
			binary.BigEndian.PutUint64(m.Payload, nonce)
		}
		encoded, err := m.MarshalBinary()
		if err != nil {
			panic(fmt.Sprintf("observetest: a message of our own can't be encoded: %v", err))
		}
		id := m.ID()
		c.sent = append(c.sent, chains.Event{
			Nonce: nonce, ID: id, Encoded: encoded, Block: uint64(len(c.states)),
			TxHash: txHash(uint64(len(c.states)), c.txOf(nonce)),
		})
		c.at = c.at.Advance(id)
	}
	for changed := range c.changed {
		close(changed)
	}
	clear(c.changed)
	return c.at
}

// Seal ends the block and makes it final.
func (c *Chain) Seal() lightclient.Header {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.seal(c.at)
}

// SetTime sets the chain's clock: the next header is made at that time, in Unix
// seconds. Without it each header is a second after the one before.
func (c *Chain) SetTime(seconds uint64) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.time = seconds - 1
}

// Rewrite makes the next block show the lane at another position, which no honest
// chain does: a reorganisation past finality.
func (c *Chain) Rewrite(position messages.Position) lightclient.Header {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.seal(position)
}

// Forge makes the next block hold whatever is given in the lane's two slots, where
// zero is absence, and an Outbox of another code.
func (c *Chain) Forge(nonce, accumulator, codeHash common.Hash) lightclient.Header {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.build(nonce, accumulator, codeHash)
}

func (c *Chain) seal(position messages.Position) lightclient.Header {
	if position.Nonce == 0 {
		return c.build(common.Hash{}, common.Hash{}, CodeHash)
	}
	nonce := common.BigToHash(new(uint256.Int).SetUint64(position.Nonce).ToBig())
	return c.build(nonce, common.Hash(position.Accumulator), CodeHash)
}

func (c *Chain) build(nonce, accumulator, codeHash common.Hash) lightclient.Header {
	accounts, storage := c.tries(nonce, accumulator, codeHash)
	c.time++
	block, receipts := c.assemble(accounts.Hash())
	header, err := lightclient.ReadHeader(block)
	if err != nil {
		panic(fmt.Sprintf("observetest: a header of our own can't be read: %v", err))
	}
	c.states = append(c.states, state{header, block, receipts, accounts, storage, [3]common.Hash{nonce, accumulator, codeHash}})
	c.sealed = len(c.sent)
	if pruned := len(c.states) - 1 - KeptStates; pruned >= 0 {
		c.states[pruned].account, c.states[pruned].slot = nil, nil
	}
	return header
}

// tries are the next block's state: the last one's where nothing has changed.
func (c *Chain) tries(nonce, accumulator, codeHash common.Hash) (accounts, storage *trie.Trie) {
	if n := len(c.states); n > 0 && c.states[n-1].content == [3]common.Hash{nonce, accumulator, codeHash} {
		return c.states[n-1].account, c.states[n-1].slot
	}
	storage = newTrie()
	// Other lanes' slots make the trie deep enough to have branches.
	for other := uint64(1); other < 20; other++ {
		nonce, accumulator := chains.LaneSlots(other)
		putSlot(storage, nonce, common.BigToHash(uint256.NewInt(other).ToBig()))
		putSlot(storage, accumulator, crypto.Keccak256Hash(nonce[:]))
	}
	nonceSlot, accumulatorSlot := chains.LaneSlots(c.lane.TargetChain)
	putSlot(storage, nonceSlot, nonce)
	putSlot(storage, accumulatorSlot, accumulator)
	accounts = newTrie()
	for i := range 20 {
		putAccount(accounts, common.BytesToAddress([]byte{0xaa, byte(i)}), types.EmptyRootHash, types.EmptyCodeHash)
	}
	putAccount(accounts, c.lane.Outbox, storage.Hash(), codeHash)
	return accounts, storage
}

// ChainID is the lane's source chain.
func (c *Chain) ChainID() uint64 { return c.lane.SourceChain }

// Final is the newest sealed header.
func (c *Chain) Final() lightclient.Final {
	c.lock.Lock()
	defer c.lock.Unlock()
	return lightclient.Believe(c.states[len(c.states)-1].header)
}

// Update is Final, and counts how often it was asked.
func (c *Chain) Update(ctx context.Context) (lightclient.Final, error) {
	if err := ctx.Err(); err != nil {
		return lightclient.Final{}, err
	}
	c.lock.Lock()
	c.updates++
	c.lock.Unlock()
	return c.Final(), nil
}

// Updates returns how often Update was called.
func (c *Chain) Updates() int {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.updates
}

// FinalAt returns a header of the chain's past.
func (c *Chain) FinalAt(number uint64) lightclient.Final {
	c.lock.Lock()
	defer c.lock.Unlock()
	return lightclient.Believe(c.states[number].header)
}

// Source is an honest endpoint of the chain. It answers in pages of the size; 0 is
// everything at once.
func (c *Chain) Source(name string, page int) *Source {
	return &Source{chain: c, name: name, page: page}
}

// Source is one endpoint of a Chain.
type Source struct {
	chain *Chain
	name  string
	page  int
}

var _ chains.Source = (*Source)(nil)

// Name is what it was given.
func (s *Source) Name() string { return s.name }

// LaneProof proves the lane under the header, as long as the state is kept.
func (s *Source) LaneProof(ctx context.Context, lane messages.Lane, at lightclient.Final) (chains.LaneProof, error) {
	return s.Proof(ctx, lane.Outbox, lane.TargetChain, at)
}

// Proof proves any account and any lane, for endpoints that prove the wrong one.
func (s *Source) Proof(ctx context.Context, account common.Address, targetChain uint64, at lightclient.Final) (chains.LaneProof, error) {
	if err := ctx.Err(); err != nil {
		return chains.LaneProof{}, err
	}
	c := s.chain
	c.lock.Lock()
	defer c.lock.Unlock()
	index := slices.IndexFunc(c.states, func(s state) bool { return s.header == at.Header() })
	if index < 0 || c.states[index].account == nil {
		return chains.LaneProof{}, fmt.Errorf("%w: block %d", chains.ErrNoState, at.Header().Number)
	}
	nonce, accumulator := chains.LaneSlots(targetChain)
	return chains.LaneProof{
		Account:     prove(c.states[index].account, account[:]),
		Nonce:       prove(c.states[index].slot, nonce[:]),
		Accumulator: prove(c.states[index].slot, accumulator[:]),
	}, nil
}

// Events tells the messages as they were sent.
func (s *Source) Events(ctx context.Context, _ messages.Lane, after, upTo, head uint64) ([]chains.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.chain.lock.Lock()
	defer s.chain.lock.Unlock()
	var events []chains.Event
	for _, event := range s.chain.sent {
		if event.Nonce > after && event.Nonce <= upTo && event.Block <= head && (s.page == 0 || len(events) < s.page) {
			event.Encoded = slices.Clone(event.Encoded)
			events = append(events, event)
		}
	}
	return events, nil
}

// Watch hints whenever messages are sent.
func (s *Source) Watch(ctx context.Context, _ messages.Lane, hint func()) error {
	changed := s.chain.listen()
	for {
		select {
		case <-changed:
			changed = s.chain.listen() // before the hint, or what comes during it is lost
			hint()
		case <-ctx.Done():
			s.chain.lock.Lock()
			delete(s.chain.changed, changed)
			s.chain.lock.Unlock()
			return ctx.Err()
		}
	}
}

// listen returns a channel that is closed at the next change.
func (c *Chain) listen() chan struct{} {
	changed := make(chan struct{})
	c.lock.Lock()
	defer c.lock.Unlock()
	c.changed[changed] = true
	return changed
}

func newTrie() *trie.Trie { return trie.NewEmpty(triedb.NewDatabase(rawdb.NewMemoryDatabase(), nil)) }

func put(t *trie.Trie, key []byte, value any) {
	encoded, err := rlp.EncodeToBytes(value)
	if err == nil {
		err = t.Update(crypto.Keccak256(key), encoded)
	}
	if err != nil {
		panic(fmt.Sprintf("observetest: a trie in memory can't be written: %v", err))
	}
}

func putSlot(t *trie.Trie, slot, value common.Hash) {
	if value == (common.Hash{}) {
		return // a storage trie holds no zeros
	}
	put(t, slot[:], common.TrimLeftZeroes(value[:]))
}

func putAccount(t *trie.Trie, address common.Address, root, codeHash common.Hash) {
	put(t, address[:], &types.StateAccount{Nonce: 1, Balance: uint256.NewInt(1), Root: root, CodeHash: codeHash[:]})
}

// nodes collects a proof in the order in which the trie writes it: root first.
type nodes struct{ list [][]byte }

func (n *nodes) Put(_, value []byte) error { n.list = append(n.list, slices.Clone(value)); return nil }
func (n *nodes) Delete([]byte) error       { return nil }

func prove(t *trie.Trie, key []byte) [][]byte {
	var proof nodes
	if err := t.Prove(crypto.Keccak256(key), &proof); err != nil {
		panic(fmt.Sprintf("observetest: a trie in memory can't be read: %v", err))
	}
	return proof.list
}

// Chain is what the endpoint is of.
func (s *Source) Chain() *Chain { return s.chain }
