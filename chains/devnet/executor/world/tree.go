package world

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
)

// change is a write that waits to be applied: a nil value deletes.
type change struct {
	key   common.Hash
	value any
}

// tree is one trie that is being edited. Writes wait until the root or a value is asked
// for, and are then applied and hashed together, on all processors where it is worth it:
// below the sixteen children of the root nothing is shared.
type tree struct {
	root    *node
	edit    uint64
	changes []change // in the order in which they were made: the keys' latest values last
	applied int      // how many of them the nodes have
}

// set queues a write. It is not read back before flush.
func (t *tree) set(key common.Hash, value any) { t.changes = append(t.changes, change{key, value}) }

// flush applies what waits and computes all references.
func (t *tree) flush() {
	changes := t.changes[t.applied:]
	t.applied = len(t.changes)
	wide := len(changes) >= parallelChanges && t.root != nil && t.root.kids != nil && t.root.depth == 0
	if !wide {
		for i := range changes {
			t.root = apply(t.root, &changes[i], t.edit)
		}
		if t.root != nil {
			newHasher().refer(t.root, 0)
		}
		return
	}
	t.flushWide(changes)
}

func apply(n *node, c *change, edit uint64) *node {
	switch {
	case c.value != nil:
		return put(n, &c.key, c.value, edit)
	case find(n, &c.key) != nil:
		return remove(n, &c.key, edit)
	}
	return n
}

// flushWide edits and hashes each child of the root apart from the others.
func (t *tree) flushWide(changes []change) {
	var (
		byNibble [16][]int32
		kids     [16]*node
		next     atomic.Int32
		workers  sync.WaitGroup
	)
	for i := range changes {
		nib := changes[i].key[0] >> 4
		byNibble[nib] = append(byNibble[nib], int32(i))
	}
	for nib := range uint8(16) {
		if i, found := t.root.place(nib); found {
			kids[nib] = t.root.kids[i]
		}
	}
	for range min(runtime.GOMAXPROCS(0), 16) {
		workers.Go(func() {
			h := newHasher()
			for {
				nib := next.Add(1) - 1
				if nib >= 16 {
					return
				}
				n := kids[nib]
				for _, i := range byNibble[nib] {
					n = apply(n, &changes[i], t.edit)
				}
				if n != nil {
					h.refer(n, 1)
				}
				kids[nib] = n
			}
		})
	}
	workers.Wait()
	t.join(kids)
}

// join makes the root over its children.
func (t *tree) join(kids [16]*node) {
	b := &branch16{node: node{key: t.root.key, owner: t.edit}}
	root := &b.node
	root.kids = b.room[:0]
	for nib, kid := range kids {
		if kid != nil {
			root.kids = append(root.kids, kid)
			root.mask |= 1 << nib
		}
	}
	switch len(root.kids) {
	case 0:
		t.root = nil
		return
	case 1:
		root = own(root.kids[0], t.edit) // its path becomes longer
	}
	t.root = root
	newHasher().refer(root, 0)
}

// freeze ends the edit: nodes made so far are copied by whoever changes them.
func (t *tree) freeze() *node {
	t.flush()
	t.edit = newEdit()
	return t.root
}
