package world

import (
	"math/bits"
	"slices"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
)

// node is a leaf, or a branch of at least two children. A branch stands at the first
// nibble in which the keys below it differ, so that the extension nodes of Ethereum's
// trie, which hold what such keys have in common, are implied.
type node struct {
	key   common.Hash // of the leaf; of a branch the first depth nibbles count
	value any         // *account or *slot; nil in a branch
	kids  []*node     // of a branch, in the order of their nibbles
	mask  uint16      // bit i: there is a child for nibble i
	depth uint8       // of a branch: the nibble at which it branches
	size  uint8       // bytes of ref in use; 0 until it is computed
	ref   common.Hash // what the parent's encoding says: a hash, or an encoding below 32 bytes
	owner uint64      // the edit that may change the node in place
}

var edits atomic.Uint64

// newEdit returns a number for an edit. Nodes that it makes are its own until another
// edit begins; all others are copied before they are changed.
func newEdit() uint64 { return edits.Add(1) }

// nibble returns the i-th half byte of a key.
func nibble(key *common.Hash, i uint8) uint8 {
	if i&1 == 0 {
		return key[i/2] >> 4
	}
	return key[i/2] & 0x0f
}

// shared counts the first nibbles that two keys have in common: 64 if they are equal.
func shared(a, b *common.Hash) uint8 {
	for i := range a {
		if x := a[i] ^ b[i]; x != 0 {
			return uint8(2*i + bits.LeadingZeros8(x)/4)
		}
	}
	return 2 * common.HashLength
}

// place is the index among kids of a nibble's child, or where it would be.
func (n *node) place(nib uint8) (i int, found bool) {
	return bits.OnesCount16(n.mask & (1<<nib - 1)), n.mask>>nib&1 == 1
}

// find returns the leaf of a key, nil if there is none.
func find(n *node, key *common.Hash) *node {
	for n != nil {
		if n.kids == nil {
			if n.key == *key {
				return n
			}
			return nil
		}
		i, ok := n.place(nibble(key, n.depth))
		if !ok {
			return nil
		}
		n = n.kids[i]
	}
	return nil
}

// own returns a node that the edit may change, whose reference is to be computed anew.
func own(n *node, edit uint64) *node {
	if n.owner != edit {
		n = n.copy()
		n.owner = edit
	}
	n.size = 0
	return n
}

// Branches with room for their children: in one piece, of which kept states hold hundreds of
// thousands that the collector looks at. One that outgrows its room has its children elsewhere.
type (
	branch4 struct {
		node
		room [4]*node
	}
	branch8 struct {
		node
		room [8]*node
	}
	branch16 struct {
		node
		room [16]*node
	}
)

// copy is the node with children of its own.
func (n *node) copy() *node {
	switch size := len(n.kids); {
	case size == 0:
		c := *n
		return &c
	case size <= 4:
		c := &branch4{node: *n}
		c.kids = append(c.room[:0], n.kids...)
		return &c.node
	case size <= 8:
		c := &branch8{node: *n}
		c.kids = append(c.room[:0], n.kids...)
		return &c.node
	}
	c := &branch16{node: *n}
	c.kids = append(c.room[:0], n.kids...)
	return &c.node
}

// leaf makes the leaf of a key. That of an account is part of it.
func leaf(key *common.Hash, value any, edit uint64) *node {
	a, ok := value.(*account)
	if !ok {
		return &node{key: *key, value: value, owner: edit}
	}
	a.leaf.key, a.leaf.value, a.leaf.owner = *key, value, edit
	return &a.leaf
}

// put sets the value of a key and returns the new root of the subtree.
func put(n *node, key *common.Hash, value any, edit uint64) *node {
	if n == nil {
		return leaf(key, value, edit)
	}
	d := shared(&n.key, key)
	if n.kids == nil && d == 2*common.HashLength {
		return leaf(key, value, edit)
	}
	if n.kids == nil || d < n.depth {
		return fork(n, d, leaf(key, value, edit), edit)
	}
	n = own(n, edit)
	nib := nibble(key, n.depth)
	i, found := n.place(nib)
	if found {
		n.kids[i] = put(n.kids[i], key, value, edit)
		return n
	}
	n.kids = slices.Insert(n.kids, i, leaf(key, value, edit))
	n.mask |= 1 << nib
	return n
}

// fork makes a branch at depth d of a subtree and a leaf. The subtree's path becomes
// shorter, hence its reference another one.
func fork(n *node, d uint8, leaf *node, edit uint64) *node {
	n = own(n, edit)
	a, b := nibble(&n.key, d), nibble(&leaf.key, d)
	c := &branch4{node: node{key: leaf.key, mask: 1<<a | 1<<b, depth: d, owner: edit}, room: [4]*node{n, leaf}}
	if b < a {
		c.room[0], c.room[1] = leaf, n
	}
	c.kids = c.room[:2]
	return &c.node
}

// remove deletes a key, which must be there, and returns the new root of the subtree.
func remove(n *node, key *common.Hash, edit uint64) *node {
	if n.kids == nil {
		return nil
	}
	n = own(n, edit)
	nib := nibble(key, n.depth)
	i, _ := n.place(nib)
	kid := remove(n.kids[i], key, edit)
	if kid != nil {
		n.kids[i] = kid
		return n
	}
	n.kids = slices.Delete(n.kids, i, i+1)
	n.mask &^= 1 << nib
	if len(n.kids) == 1 {
		return own(n.kids[0], edit) // its path becomes longer
	}
	return n
}
