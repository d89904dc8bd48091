package forge

import (
	"crypto/sha256"
	"math/bits"

	"github.com/ethereum/go-ethereum/common"
)

// Tree is a Merkle tree of which only some nodes matter, by generalized index. What is
// not given and not above something given is filled with nonsense.
type Tree map[uint64]common.Hash

// Root returns the root.
func (t Tree) Root() common.Hash { return t.node(1) }

// Branch returns the branch of the node at an index, from its sibling upwards.
func (t Tree) Branch(index uint64) []common.Hash {
	var branch []common.Hash
	for ; index > 1; index /= 2 {
		branch = append(branch, t.node(index^1))
	}
	return branch
}

func (t Tree) node(index uint64) common.Hash {
	if given, ok := t[index]; ok {
		return given
	}
	for below := range t {
		if height := bits.Len64(below) - bits.Len64(index); height > 0 && below>>height == index {
			left, right := t.node(2*index), t.node(2*index+1)
			return sha256.Sum256(append(left[:], right[:]...))
		}
	}
	return hashOf("filler", index)
}
