package beacon

import (
	"crypto/sha256"
	"math/bits"

	"github.com/ethereum/go-ethereum/common"
)

func hashPair(left, right common.Hash) common.Hash {
	var b [64]byte
	copy(b[:32], left[:])
	copy(b[32:], right[:])
	return sha256.Sum256(b[:])
}

// merkleize returns the root of the tree over chunks, filled up with zeros to the
// next power of two (ssz/simple-serialize.md). It overwrites chunks.
func merkleize(chunks []common.Hash) common.Hash {
	if len(chunks) == 0 {
		return common.Hash{}
	}
	for zero := (common.Hash{}); len(chunks) > 1; zero = hashPair(zero, zero) {
		chunks = layerAbove(chunks, zero)
	}
	return chunks[0]
}

// branchOf returns the branch of one of chunks, from its sibling upwards, and is the
// inverse of rootOfBranch. It overwrites chunks.
func branchOf(chunks []common.Hash, index int) (branch []common.Hash) {
	for zero := (common.Hash{}); len(chunks) > 1; zero = hashPair(zero, zero) {
		sibling := zero
		if i := index ^ 1; i < len(chunks) {
			sibling = chunks[i]
		}
		branch, index = append(branch, sibling), index/2
		chunks = layerAbove(chunks, zero)
	}
	return branch
}

// layerAbove hashes pairs in place. What is missing at the end is zero, the root of as
// many zeros as the layer is high.
func layerAbove(nodes []common.Hash, zero common.Hash) []common.Hash {
	half := (len(nodes) + 1) / 2
	for i := range half {
		right := zero
		if 2*i+1 < len(nodes) {
			right = nodes[2*i+1]
		}
		nodes[i] = hashPair(nodes[2*i], right)
	}
	return nodes[:half]
}

// depthOf is floorlog2 of a generalized index: how many hashes its branch has.
func depthOf(index uint64) int { return bits.Len64(index) - 1 }

// rootOfBranch is compute_merkle_branch_root: it climbs from a leaf at a generalized
// index, whose leading 1 is the root itself, for as long as the branch is.
func rootOfBranch(leaf common.Hash, branch []common.Hash, index uint64) common.Hash {
	node := leaf
	for i, sibling := range branch {
		if index>>i&1 == 1 {
			node = hashPair(sibling, node)
		} else {
			node = hashPair(node, sibling)
		}
	}
	return node
}

// verifyBranch is is_valid_normalized_merkle_branch: whether branch leads from leaf, at
// a generalized index, to root. Data of before a fork, upgraded to its format, have
// branches with zeros in front; a branch shorter than the index asks for proves
// nothing, and neither does one that is longer by anything but zeros.
func verifyBranch(leaf common.Hash, branch []common.Hash, index uint64, root common.Hash) bool {
	extra := len(branch) - depthOf(index)
	if extra < 0 {
		return false
	}
	for _, h := range branch[:extra] {
		if h != (common.Hash{}) {
			return false
		}
	}
	return rootOfBranch(leaf, branch[extra:], index) == root
}

// normalizeBranch is normalize_merkle_branch: zeros in front, up to the length that
// index asks for.
func normalizeBranch(branch []common.Hash, index uint64) []common.Hash {
	normal := make([]common.Hash, max(depthOf(index), len(branch)))
	copy(normal[len(normal)-len(branch):], branch)
	return normal
}

func isZeroBranch(branch []common.Hash) bool {
	for _, h := range branch {
		if h != (common.Hash{}) {
			return false
		}
	}
	return true
}
