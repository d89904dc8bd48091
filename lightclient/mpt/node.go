package mpt

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// A node of 32 bytes or more is referred to by its hash, a shorter one is inlined in its parent
// (Yellow Paper appendix D).
const inlineBelow = common.HashLength

type nodeKind int

const (
	leafNode nodeKind = iota
	extensionNode
	branchNode
)

// node is one decoded trie node. Its slices point into the proof.
type node struct {
	kind nodeKind
	// path is the part of the key that a leaf or extension holds.
	path compactPath
	// value is a leaf's value, not empty.
	value []byte
	// child is where an extension leads, never empty.
	child reference
	// children of a branch; an empty reference where no key continues.
	children [16]reference
}

// reference is how a node names a child: by hash, by carrying it inline, or not at all. At most one
// field is set.
type reference struct {
	hash   []byte // 32 bytes
	inline []byte // a whole RLP list of fewer than 32 bytes
}

func (r reference) empty() bool { return r.hash == nil && r.inline == nil }

// decode fills n from the RLP of one node and refuses every encoding but the one that a trie
// writes. It decodes the nodes inlined in it too, visited or not; they nest at most 15 deep,
// because each is shorter than 32 bytes and holds the next.
func (n *node) decode(encoded []byte) error {
	content, rest, err := rlp.SplitList(encoded)
	if err != nil {
		return fmt.Errorf("%w: want an RLP list: %w", ErrMalformedNode, err)
	}
	if len(rest) != 0 {
		return fmt.Errorf("%w: %d bytes after its RLP list, want none", ErrMalformedNode, len(rest))
	}
	count, err := rlp.CountValues(content)
	if err != nil {
		return fmt.Errorf("%w: in its RLP list: %w", ErrMalformedNode, err)
	}
	switch count {
	case 2:
		return n.decodeShort(content)
	case 17:
		return n.decodeBranch(content)
	default:
		return fmt.Errorf("%w: %d elements, want 2 or 17", ErrMalformedNode, count)
	}
}

func (n *node) decodeShort(content []byte) error {
	encodedPath, rest, err := rlp.SplitString(content)
	if err != nil {
		return fmt.Errorf("%w: path: %w", ErrMalformedNode, err)
	}
	leaf, err := n.path.decode(encodedPath)
	if err != nil {
		return err
	}
	if leaf {
		n.kind = leafNode
		n.value, _, err = rlp.SplitString(rest)
		if err != nil {
			return fmt.Errorf("%w: leaf value: %w", ErrMalformedNode, err)
		}
		if len(n.value) == 0 {
			return fmt.Errorf("%w: a leaf with an empty value, want no leaf", ErrMalformedNode)
		}
		return nil
	}
	n.kind = extensionNode
	if n.path.length() == 0 {
		return fmt.Errorf("%w: an extension by 0 nibbles, want at least 1", ErrMalformedNode)
	}
	n.child, _, err = splitReference(rest)
	if err != nil {
		return err
	}
	if n.child.empty() {
		return fmt.Errorf("%w: an extension that leads nowhere", ErrMalformedNode)
	}
	return nil
}

func (n *node) decodeBranch(content []byte) error {
	n.kind = branchNode
	taken := 0
	for i := range n.children {
		var err error
		n.children[i], content, err = splitReference(content)
		if err != nil {
			return fmt.Errorf("child %x: %w", i, err)
		}
		if !n.children[i].empty() {
			taken++
		}
	}
	// Keys of one length, and RLP strings, are never prefixes of one another, so no key of these
	// tries ends in a branch.
	value, _, err := rlp.SplitString(content)
	if err != nil {
		return fmt.Errorf("%w: branch value: %w", ErrMalformedNode, err)
	}
	if len(value) != 0 {
		return fmt.Errorf("%w: a branch with a value of %d bytes, want none", ErrMalformedNode, len(value))
	}
	if taken < 2 {
		return fmt.Errorf("%w: a branch with %d children, want at least 2", ErrMalformedNode, taken)
	}
	return nil
}

// splitReference takes one child reference off content.
func splitReference(content []byte) (reference, []byte, error) {
	kind, value, rest, err := rlp.Split(content)
	if err != nil {
		return reference{}, nil, fmt.Errorf("%w: reference: %w", ErrMalformedNode, err)
	}
	switch {
	case kind == rlp.List:
		inline := content[:len(content)-len(rest)]
		if len(inline) >= inlineBelow {
			return reference{}, nil, fmt.Errorf("%w: an inlined node of %d bytes, want fewer than %d", ErrMalformedNode, len(inline), inlineBelow)
		}
		var child node
		if err := child.decode(inline); err != nil {
			return reference{}, nil, fmt.Errorf("inlined: %w", err)
		}
		return reference{inline: inline}, rest, nil
	case kind == rlp.String && len(value) == 0:
		return reference{}, rest, nil
	case kind == rlp.String && len(value) == common.HashLength:
		return reference{hash: value}, rest, nil
	default:
		return reference{}, nil, fmt.Errorf("%w: a reference of %d bytes, want 0, a hash of %d, or an inlined node", ErrMalformedNode, max(1, len(value)), common.HashLength)
	}
}
