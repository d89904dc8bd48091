package mpt

import (
	"bytes"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// emptyRoot is keccak256(rlp("")), the root of a trie without keys.
var emptyRoot = common.HexToHash("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")

// emptyTrieNode is what some nodes list as the proof in an empty trie; others list nothing.
var emptyTrieNode = []byte{0x80}

// lookup returns the value at key, or present = false when the proof shows that there is none. The
// value points into proof. It costs one hash a node, and refuses a proof with anything missing or
// left over.
func lookup(root common.Hash, key []byte, proof [][]byte, trie shape) (value []byte, present bool, err error) {
	if root == emptyRoot {
		return nil, false, checkEmptyTrie(proof)
	}
	var set nodeSet
	if err := set.fill(proof, trie); err != nil {
		return nil, false, err
	}
	w := walker{key: key, set: &set, trie: trie}
	value, err = w.descend(root)
	if err != nil {
		return nil, false, err
	}
	if err := set.checkAllUsed(); err != nil {
		return nil, false, err
	}
	return value, value != nil, nil
}

// checkEmptyTrie accepts the two ways of saying that there is nothing to show.
func checkEmptyTrie(proof [][]byte) error {
	switch {
	case len(proof) == 0:
		return nil
	case len(proof) == 1 && bytes.Equal(proof[0], emptyTrieNode):
		return nil
	default:
		return fmt.Errorf("%w: %d nodes under the root of the empty trie, want none or 0x80 alone", ErrUnusedNode, len(proof))
	}
}

type walker struct {
	key  []byte
	set  *nodeSet
	trie shape

	node           node
	depth          int  // nibbles of key that are behind us
	afterExtension bool // the node before was an extension: this one must be a branch
}

// descend follows key from the root and returns its value, or nil where its path provably ends. It
// terminates because each step but the last takes at least one nibble of the key.
func (w *walker) descend(root common.Hash) ([]byte, error) {
	encoded, found := w.set.take(root)
	if !found {
		return nil, fmt.Errorf("%w: none of the %d nodes hashes to the root", ErrMissingNode, len(w.set.nodes))
	}
	for {
		if err := w.node.decode(encoded); err != nil {
			return nil, fmt.Errorf("at nibble %d: %w", w.depth, err)
		}
		if w.afterExtension && w.node.kind != branchNode {
			return nil, fmt.Errorf("at nibble %d: %w: an extension leads to a leaf or extension, want a branch", w.depth, ErrMalformedNode)
		}
		w.afterExtension = w.node.kind == extensionNode
		var next reference
		var err error
		switch w.node.kind {
		case leafNode:
			return w.atLeaf()
		case extensionNode:
			next, err = w.throughExtension()
		default:
			next, err = w.throughBranch()
		}
		if next.empty() { // as it is with an error
			return nil, err
		}
		if encoded, err = w.resolve(next); err != nil {
			return nil, err
		}
	}
}

// remaining counts the nibbles of the key that lie ahead.
func (w *walker) remaining() int { return 2*len(w.key) - w.depth }

// atLeaf returns the leaf's value if the leaf is the key's, and nil if it is another key's.
func (w *walker) atLeaf() ([]byte, error) {
	length, shared := w.node.path.length(), w.node.path.common(w.key, w.depth)
	if length == w.remaining() {
		if shared == length {
			return w.node.value, nil
		}
		return nil, nil
	}
	if w.trie.fixedKeys {
		return nil, fmt.Errorf("at nibble %d: %w: a leaf with %d nibbles, want the %d that are left of a %d-byte key",
			w.depth, ErrMalformedNode, length, w.remaining(), len(w.key))
	}
	if (w.depth+length)%2 != 0 {
		return nil, fmt.Errorf("at nibble %d: %w: a leaf with %d nibbles makes no key of whole bytes", w.depth, ErrMalformedNode, length)
	}
	if shared == min(length, w.remaining()) {
		return nil, fmt.Errorf("at nibble %d: %w: a leaf whose key is a prefix of the key looked up, or the other way round", w.depth, ErrMalformedNode)
	}
	return nil, nil
}

// throughExtension returns where the extension leads if the key goes there, and an empty reference
// if it turns off.
func (w *walker) throughExtension() (reference, error) {
	length, shared := w.node.path.length(), w.node.path.common(w.key, w.depth)
	// An extension ends in a branch, which takes one nibble more of every key below it.
	if w.trie.fixedKeys && length >= w.remaining() {
		return reference{}, fmt.Errorf("at nibble %d: %w: an extension by %d nibbles, want fewer than the %d that are left of a %d-byte key",
			w.depth, ErrMalformedNode, length, w.remaining(), len(w.key))
	}
	if shared == w.remaining() {
		return reference{}, fmt.Errorf("at nibble %d: %w: the key looked up ends inside an extension, so it is a prefix of another", w.depth, ErrMalformedNode)
	}
	if shared < length {
		return reference{}, nil
	}
	w.depth += length
	return w.node.child, nil
}

// throughBranch returns the child at the key's next nibble, empty if there is none.
func (w *walker) throughBranch() (reference, error) {
	if w.remaining() == 0 {
		return reference{}, fmt.Errorf("at nibble %d: %w: the key looked up ends at a branch, so it is a prefix of another", w.depth, ErrMalformedNode)
	}
	next := w.node.children[nibble(w.key, w.depth)]
	w.depth++
	return next, nil
}

// resolve returns the encoding of a child that is not empty.
func (w *walker) resolve(child reference) ([]byte, error) {
	if child.inline != nil {
		return child.inline, nil
	}
	hash := common.BytesToHash(child.hash)
	encoded, found := w.set.take(hash)
	if !found {
		return nil, fmt.Errorf("at nibble %d: %w: %s", w.depth, ErrMissingNode, hash)
	}
	if len(encoded) < inlineBelow {
		return nil, fmt.Errorf("at nibble %d: %w: a node of %d bytes referred to by hash, want it inlined", w.depth, ErrMalformedNode, len(encoded))
	}
	return encoded, nil
}
