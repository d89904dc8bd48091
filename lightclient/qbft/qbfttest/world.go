package qbfttest

import (
	"encoding/binary"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Account is one account of a World.
type Account struct {
	CodeHash common.Hash
	Storage  map[common.Hash]common.Hash // zeros are absent
}

// World is the state after a block, in real tries. It may be asked concurrently.
type World struct {
	t       testing.TB
	state   *trie.Trie
	storage map[common.Address]*trie.Trie
}

// proving guards all tries: worlds share those that blocks do not change.
var proving sync.Mutex

// account is an Account with its storage in a trie, and what the state trie has of it.
type account struct {
	storage *trie.Trie
	state   *types.StateAccount
}

func newAccount(t testing.TB, a *Account) account {
	t.Helper()
	storage := newTrie()
	for slot, word := range a.Storage {
		if word != (common.Hash{}) {
			update(t, storage, slot[:], common.TrimLeftZeroes(word[:]))
		}
	}
	return account{storage, &types.StateAccount{Balance: new(uint256.Int), Root: storage.Hash(), CodeHash: a.CodeHash[:]}}
}

// newWorld returns a state of the given accounts beside some others, which make its
// trie one of several levels, and a label, which makes it another.
func newWorld(t testing.TB, label common.Hash, accounts map[common.Address]account) *World {
	t.Helper()
	proving.Lock()
	defer proving.Unlock()
	w := &World{t: t, state: newTrie(), storage: make(map[common.Address]*trie.Trie)}
	for i := range byte(20) {
		update(t, w.state, []byte{0xaa, i}, &types.StateAccount{Balance: new(uint256.Int), Root: types.EmptyRootHash, CodeHash: label[:]})
	}
	for address, a := range accounts {
		w.storage[address] = a.storage
		update(t, w.state, address[:], a.state)
	}
	w.state.Hash()
	return w
}

func newTrie() *trie.Trie {
	return trie.NewEmpty(triedb.NewDatabase(rawdb.NewMemoryDatabase(), nil))
}

func update(t testing.TB, to *trie.Trie, key []byte, value any) {
	t.Helper()
	encoded, err := rlp.EncodeToBytes(value)
	if err == nil {
		err = to.Update(crypto.Keccak256(key), encoded)
	}
	if err != nil {
		t.Fatalf("state: %v", err)
	}
}

// Root returns the state root.
func (w *World) Root() common.Hash {
	proving.Lock()
	defer proving.Unlock()
	return w.state.Hash()
}

type proofNodes [][]byte

func (p *proofNodes) Put(_, node []byte) error {
	*p = append(*p, common.CopyBytes(node))
	return nil
}

func (p *proofNodes) Delete([]byte) error { panic("a proof is only added to") }

// Prove returns what eth_getProof would.
func (w *World) Prove(address common.Address, slots []common.Hash) (nodes [][]byte, storage [][][]byte) {
	proving.Lock()
	defer proving.Unlock()
	prove := func(in *trie.Trie, key []byte) [][]byte {
		var proof proofNodes
		in.Hash()
		if err := in.Prove(crypto.Keccak256(key), &proof); err != nil {
			w.t.Errorf("prove: %v", err)
		}
		return proof
	}
	nodes = prove(w.state, address[:])
	for _, slot := range slots {
		in := w.storage[address]
		if in == nil {
			in = newTrie()
		}
		storage = append(storage, prove(in, slot[:]))
	}
	return nodes, storage
}

// ProveSet returns the proof of the n validators that a contract names.
func (w *World) ProveSet(c *qbft.Contract, n int) qbft.SetProof {
	nodes, storage := w.Prove(c.Address, c.Slots(n))
	return qbft.SetProof{Account: nodes, Storage: storage}
}

// named returns a contract's account that names validators, beside other storage.
func named(c *qbft.Contract, validators []common.Address) *Account {
	storage := map[common.Hash]common.Hash{}
	for i := range uint64(12) {
		storage[crypto.Keccak256Hash(binary.BigEndian.AppendUint64(nil, i))] = common.Hash{31: 1}
	}
	slots := c.Slots(len(validators))
	storage[slots[0]] = common.BigToHash(uint256.NewInt(uint64(len(validators))).ToBig())
	for i, v := range validators {
		storage[slots[1+i]] = common.BytesToHash(v[:])
	}
	return &Account{CodeHash: c.CodeHash, Storage: storage}
}

// Contract returns a contract at which the tests' chains keep their validators.
func Contract() *qbft.Contract {
	return &qbft.Contract{
		Address: common.HexToAddress("0x8888"), CodeHash: crypto.Keccak256Hash([]byte("code of the validators' contract")), Slot: common.Hash{31: 3},
	}
}
