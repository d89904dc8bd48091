package world

import (
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/trie/trienode"
)

var errUnsupported = errors.New("not supported by a state in memory")

// plain is what of state.Trie is the same for accounts and storage, or is not asked of
// either: nodes are not enumerated, and a snapshot is taken in place of a commit.
type plain struct{}

// GetKey implements state.Trie: preimages are not kept.
func (plain) GetKey([]byte) []byte { return nil }

// PrefetchAccount implements state.Trie: there is nothing to wait for.
func (plain) PrefetchAccount([]common.Address) error { return nil }

// PrefetchStorage implements state.Trie.
func (plain) PrefetchStorage(common.Address, [][]byte) error { return nil }

// Commit implements state.Trie.
func (plain) Commit(bool) (common.Hash, *trienode.NodeSet) {
	panic("world: a trie is not committed, its accounts' Snapshot is taken")
}

// Witness implements state.Trie.
func (plain) Witness() map[string][]byte { return nil }

// NodeIterator implements state.Trie.
func (plain) NodeIterator([]byte) (trie.NodeIterator, error) { return nil, errUnsupported }

// IsUBT implements state.Trie.
func (plain) IsUBT() bool { return false }

// storage is the trie of one account's storage, for one goroutine.
type storage struct {
	plain
	tree
	names names
}

var _ state.Trie = (*storage)(nil)

// Hash implements state.Trie.
func (s *storage) Hash() common.Hash {
	s.flush()
	return rootHash(s.root)
}

// GetStorage implements state.Trie: nil if the slot is empty.
func (s *storage) GetStorage(_ common.Address, key []byte) ([]byte, error) {
	s.flush()
	hash := crypto.Keccak256Hash(key)
	return slotValue(find(s.root, &hash)), nil
}

func slotValue(n *node) []byte {
	if n == nil {
		return nil
	}
	return n.value.(*slot).value
}

// UpdateStorage implements state.Trie; the value has no leading zeros.
func (s *storage) UpdateStorage(_ common.Address, key, value []byte) error {
	var v any
	if len(value) > 0 {
		v = &slot{common.CopyBytes(value)}
	}
	hash := crypto.Keccak256Hash(key)
	s.names.note(hash, key)
	s.set(hash, v)
	return nil
}

// UpdateStorageBatch implements state.Trie.
func (s *storage) UpdateStorageBatch(a common.Address, keys, values [][]byte) error {
	for i := range keys {
		if err := s.UpdateStorage(a, keys[i], values[i]); err != nil {
			return err
		}
	}
	return nil
}

// DeleteStorage implements state.Trie.
func (s *storage) DeleteStorage(a common.Address, key []byte) error {
	return s.UpdateStorage(a, key, nil)
}

// Prove implements state.Trie; the key is hashed already.
func (s *storage) Prove(key []byte, out ethdb.KeyValueWriter) error {
	s.flush()
	hash := common.BytesToHash(key)
	return prove(s.root, &hash, out)
}

// GetAccount implements state.Trie.
func (*storage) GetAccount(common.Address) (*types.StateAccount, error) { return nil, errUnsupported }

// UpdateAccount implements state.Trie.
func (*storage) UpdateAccount(common.Address, *types.StateAccount, int) error { return errUnsupported }

// UpdateAccountBatch implements state.Trie.
func (*storage) UpdateAccountBatch([]common.Address, []*types.StateAccount, []int) error {
	return errUnsupported
}

// DeleteAccount implements state.Trie.
func (*storage) DeleteAccount(common.Address) error { return errUnsupported }

// UpdateContractCode implements state.Trie.
func (*storage) UpdateContractCode(common.Address, common.Hash, []byte) error { return errUnsupported }
