package world

import (
	"iter"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// names are addresses and keys by their hashes; a nil map keeps none.
type names map[common.Hash][]byte

// names begins those of an edit.
func (s *Snapshot) names() names {
	if !s.named {
		return nil
	}
	return make(names)
}

func (n names) note(hash common.Hash, name []byte) {
	if n != nil {
		n[hash] = common.CopyBytes(name)
	}
}

// Accounts are all accounts by the hashes of their addresses, in their order. They are
// shared and not to be changed.
func (s *Snapshot) Accounts() iter.Seq2[common.Hash, *types.StateAccount] {
	return func(yield func(common.Hash, *types.StateAccount) bool) {
		leaves(s.root, func(n *node) bool { return yield(n.key, &n.value.(*account).StateAccount) })
	}
}

// Slots are an account's slots by the hashes of their keys, in their order; values are
// without leading zeros.
func (s *Snapshot) Slots(of common.Hash) iter.Seq2[common.Hash, []byte] {
	return func(yield func(common.Hash, []byte) bool) {
		if n := find(s.root, &of); n != nil {
			leaves(storageIn(n), func(n *node) bool { return yield(n.key, slotValue(n)) })
		}
	}
}

// leaves visits a subtree's leaves by their keys until it is told to end.
func leaves(n *node, visit func(*node) bool) bool {
	if n == nil {
		return true
	}
	if n.kids == nil {
		return visit(n)
	}
	for _, kid := range n.kids {
		if !leaves(kid, visit) {
			return false
		}
	}
	return true
}
