package world

import (
	"bytes"

	"github.com/ethereum/go-ethereum/common"
)

// Between is the difference from one state to another, whichever came first. States of one
// chain share what is equal in them, so that it costs what differs; of others, it costs
// all of both.
func Between(from, to *Snapshot) *Delta {
	d := new(Delta)
	differing(from.root, to.root, func(key common.Hash, was, is *node) {
		differing(storageIn(was), storageIn(is), func(slot common.Hash, was, is *node) {
			if value := slotValue(is); !bytes.Equal(slotValue(was), value) {
				d.Slots = append(d.Slots, SlotValue{key, slot, value})
			}
		})
		if encoded := to.encoded(key); !bytes.Equal(from.encoded(key), encoded) {
			d.Accounts = append(d.Accounts, AccountValue{key, encoded})
		}
	})
	return d
}

func storageIn(leaf *node) *node {
	if leaf == nil {
		return nil
	}
	return leaf.value.(*account).storage
}

// differing visits the keys that two trees have not both in one place with one value. Of
// a key that only one has, the other's leaf is nil.
func differing(a, b *node, visit func(key common.Hash, a, b *node)) {
	switch {
	case a == b:
		return
	case a == nil:
		leaves(b, func(n *node) bool { visit(n.key, nil, n); return true })
		return
	case b == nil:
		leaves(a, func(n *node) bool { visit(n.key, n, nil); return true })
		return
	case a.kids == nil && b.kids == nil && a.key == b.key:
		visit(a.key, a, b)
		return
	}
	depth := min(a.end(), b.end())
	if shared(&a.key, &b.key) < depth { // nothing of one is in the other
		differing(a, nil, visit)
		differing(nil, b, visit)
		return
	}
	for nib := range uint8(16) {
		differing(a.below(depth, nib), b.below(depth, nib), visit)
	}
}

// end is the nibble up to which all keys of a subtree are equal.
func (n *node) end() uint8 {
	if n.kids == nil {
		return 2 * common.HashLength
	}
	return n.depth
}

// below is what of a subtree has a nibble at a depth up to which its keys are equal.
func (n *node) below(depth, nib uint8) *node {
	if n.end() > depth {
		if nibble(&n.key, depth) != nib {
			return nil
		}
		return n
	}
	if i, found := n.place(nib); found {
		return n.kids[i]
	}
	return nil
}
