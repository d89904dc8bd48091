// Package optimismtest builds the two chains of an OP-stack deployment, honest and
// forged, as states with real tries and real proofs, for the tests of whoever follows
// such a chain. The contracts are their storage, laid out as Solidity does it; nothing
// executes.
package optimismtest

import (
	"maps"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/holiman/uint256"
)

// Account is a contract.
type Account struct {
	Code    []byte
	Storage map[common.Hash]common.Hash
}

// State is the accounts of a chain after a block.
type State map[common.Address]*Account

// At returns the account of an address, which is made if there is none.
func (s State) At(address common.Address) *Account {
	if s[address] == nil {
		s[address] = &Account{Storage: make(map[common.Hash]common.Hash)}
	}
	return s[address]
}

// Set writes a slot; zero clears it.
func (s State) Set(address common.Address, slot, value common.Hash) {
	if value == (common.Hash{}) {
		delete(s.At(address).Storage, slot)
		return
	}
	s.At(address).Storage[slot] = value
}

// Clone returns a copy that shares nothing but code.
func (s State) Clone() State {
	clone := make(State, len(s))
	for address, account := range s {
		clone[address] = &Account{Code: account.Code, Storage: maps.Clone(account.Storage)}
	}
	return clone
}

// Tries are a state's tries, from which everything about it can be proven.
type Tries struct {
	Root     common.Hash
	accounts *trie.Trie
	storage  map[common.Address]*trie.Trie
	code     map[common.Address][]byte
}

// Build makes the tries of a state.
func (s State) Build(t testing.TB) *Tries {
	t.Helper()
	built := &Tries{accounts: newTrie(t), storage: make(map[common.Address]*trie.Trie), code: make(map[common.Address][]byte)}
	for address, account := range s {
		root := types.EmptyRootHash
		if len(account.Storage) > 0 {
			built.storage[address] = account.build(t)
			root = built.storage[address].Hash()
		}
		encoded, err := rlp.EncodeToBytes(&types.StateAccount{Nonce: 1, Balance: new(uint256.Int), Root: root, CodeHash: crypto.Keccak256(account.Code)})
		if err != nil {
			t.Fatal(err)
		}
		built.accounts.MustUpdate(crypto.Keccak256(address[:]), encoded)
		built.code[address] = account.Code
	}
	built.Root = built.accounts.Hash()
	return built
}

func (a *Account) build(t testing.TB) *trie.Trie {
	t.Helper()
	storage := newTrie(t)
	for slot, value := range a.Storage {
		encoded, err := rlp.EncodeToBytes(common.TrimLeftZeroes(value[:]))
		if err != nil {
			t.Fatal(err)
		}
		storage.MustUpdate(crypto.Keccak256(slot[:]), encoded)
	}
	return storage
}

func newTrie(t testing.TB) *trie.Trie {
	db := triedb.NewDatabase(rawdb.NewMemoryDatabase(), nil)
	t.Cleanup(func() { _ = db.Close() })
	return trie.NewEmpty(db)
}

// Proof returns what eth_getProof would.
func (b *Tries) Proof(t testing.TB, address common.Address, slots ...common.Hash) (account [][]byte, storage [][][]byte) {
	t.Helper()
	account = prove(t, b.accounts, address[:])
	for _, slot := range slots {
		nodes := [][]byte(nil)
		if b.storage[address] != nil {
			nodes = prove(t, b.storage[address], slot[:])
		}
		storage = append(storage, nodes)
	}
	return account, storage
}

// StorageRoot returns an account's.
func (b *Tries) StorageRoot(address common.Address) common.Hash {
	if b.storage[address] == nil {
		return types.EmptyRootHash
	}
	return b.storage[address].Hash()
}

// Code returns an account's.
func (b *Tries) Code(address common.Address) []byte { return slices.Clone(b.code[address]) }

type nodes [][]byte

func (n *nodes) Put(_, value []byte) error {
	*n = append(*n, common.CopyBytes(value))
	return nil
}

func (n *nodes) Delete([]byte) error { panic("a proof is only added to") }

func prove(t testing.TB, tr *trie.Trie, key []byte) [][]byte {
	t.Helper()
	var proof nodes
	if err := tr.Prove(crypto.Keccak256(key), &proof); err != nil {
		t.Fatal(err)
	}
	return proof
}
