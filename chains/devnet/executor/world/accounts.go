package world

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethdb"
)

// Accounts is a state that is being edited: the account trie of a StateDB, which also
// knows the storage tries that the StateDB opens. Besides OpenStorageTrie, which a StateDB
// calls concurrently, it is for one goroutine.
type Accounts struct {
	plain
	tree
	base  *Snapshot
	codes map[common.Hash][]byte
	names names

	mu       sync.Mutex
	storages map[common.Hash]*storage // by hash of the address
}

var _ state.Trie = (*Accounts)(nil)

func newAccounts(base *Snapshot) *Accounts {
	return &Accounts{
		tree: tree{root: base.root, edit: newEdit()}, base: base,
		codes: make(map[common.Hash][]byte), storages: make(map[common.Hash]*storage), names: base.names(),
	}
}

// openStorage opens an account's storage at the root that the StateDB knows: that of the
// base, or an empty one, for an account that was deleted and made again.
func (t *Accounts) openStorage(address common.Address, root common.Hash) (state.Trie, error) {
	hash := crypto.Keccak256Hash(address[:])
	s, err := t.base.storageAt(hash, root)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.storages[hash] = s
	return s, nil
}

// GetAccount implements state.Trie: nil if there is none.
func (t *Accounts) GetAccount(address common.Address) (*types.StateAccount, error) {
	t.flush()
	hash := crypto.Keccak256Hash(address[:])
	if n := find(t.root, &hash); n != nil {
		return n.value.(*account).Copy(), nil
	}
	return nil, nil
}

// UpdateAccount implements state.Trie.
func (t *Accounts) UpdateAccount(address common.Address, a *types.StateAccount, _ int) error {
	return t.Put(crypto.Keccak256Hash(address[:]), address, a)
}

// Put is UpdateAccount for who knows the hash of the address.
func (t *Accounts) Put(hash common.Hash, address common.Address, a *types.StateAccount) error {
	kept, err := t.storageOf(hash, a.Root)
	if err != nil {
		return fmt.Errorf("account %s: %w", address, err)
	}
	t.names.note(hash, address[:])
	t.set(hash, newAccount(a, kept))
	return nil
}

// Expect makes room for so many accounts that are to be put.
func (t *Accounts) Expect(n int) { t.changes = slices.Grow(t.changes, n) }

// storageOf finds the storage of this root: as it was edited, or as it was.
func (t *Accounts) storageOf(hash, root common.Hash) (*node, error) {
	if root == types.EmptyRootHash {
		return nil, nil
	}
	if s := t.storages[hash]; s != nil && s.Hash() == root {
		return s.root, nil
	}
	s, err := t.base.storageAt(hash, root)
	if err != nil {
		return nil, err
	}
	return s.root, nil
}

// UpdateAccountBatch implements state.Trie.
func (t *Accounts) UpdateAccountBatch(addresses []common.Address, accounts []*types.StateAccount, codes []int) error {
	for i := range addresses {
		if err := t.UpdateAccount(addresses[i], accounts[i], codes[i]); err != nil {
			return err
		}
	}
	return nil
}

// DeleteAccount implements state.Trie.
func (t *Accounts) DeleteAccount(address common.Address) error {
	t.set(crypto.Keccak256Hash(address[:]), nil)
	return nil
}

// UpdateContractCode implements state.Trie.
func (t *Accounts) UpdateContractCode(_ common.Address, hash common.Hash, code []byte) error {
	t.codes[hash] = code
	return nil
}

// Hash implements state.Trie.
func (t *Accounts) Hash() common.Hash {
	t.flush()
	return rootHash(t.root)
}

// Prove implements state.Trie; the key is hashed already.
func (t *Accounts) Prove(key []byte, out ethdb.KeyValueWriter) error {
	t.flush()
	hash := common.BytesToHash(key)
	return prove(t.root, &hash, out)
}

// GetStorage implements state.Trie.
func (*Accounts) GetStorage(common.Address, []byte) ([]byte, error) { return nil, errUnsupported }

// UpdateStorage implements state.Trie.
func (*Accounts) UpdateStorage(common.Address, []byte, []byte) error { return errUnsupported }

// UpdateStorageBatch implements state.Trie.
func (*Accounts) UpdateStorageBatch(common.Address, [][]byte, [][]byte) error { return errUnsupported }

// DeleteStorage implements state.Trie.
func (*Accounts) DeleteStorage(common.Address, []byte) error { return errUnsupported }

// Snapshot ends the edit and returns the state as it is now, with what has changed.
func (t *Accounts) Snapshot() (*Snapshot, *Changes) {
	root := t.freeze()
	changes := &Changes{codes: t.codes, accounts: t.changes, names: t.names}
	for hash, s := range t.storages {
		s.freeze()
		if len(s.changes) > 0 {
			changes.storages = append(changes.storages, storageChanges{hash, s.changes})
			maps.Copy(changes.names, s.names)
		}
	}
	next := &Snapshot{root: root, hash: rootHash(root), codes: t.base.codes, named: t.base.named}
	if len(t.codes) > 0 {
		next.codes = &pendingCodes{fresh: t.codes, older: t.base.codes}
	}
	t.changes, t.applied = nil, 0
	t.codes, t.names = make(map[common.Hash][]byte), t.base.names()
	return next, changes
}
