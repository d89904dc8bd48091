package beacontest

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"github.com/ethereum/go-ethereum/common"
)

func hash(parts ...[]byte) common.Hash {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	return common.Hash(h.Sum(nil))
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// tree is a Merkle tree of which some leaves, by generalized index, are known. What hangs
// beside them is arbitrary, but always the same for one salt.
type tree struct {
	salt   common.Hash
	leaves map[uint64]common.Hash
}

// node returns the node at a generalized index.
func (t *tree) node(index uint64) common.Hash {
	if leaf, ok := t.leaves[index]; ok {
		return leaf
	}
	for leaf := range t.leaves {
		if above := bits.Len64(leaf) - bits.Len64(index); above > 0 && leaf>>above == index {
			left, right := t.node(2*index), t.node(2*index+1)
			return hash(left[:], right[:])
		}
	}
	return hash(t.salt[:], number(index))
}

func (t *tree) root() common.Hash { return t.node(1) }

// branch returns the siblings on the way from an index to the root, the lowest first.
func (t *tree) branch(index uint64) []common.Hash {
	var siblings []common.Hash
	for ; index > 1; index /= 2 {
		siblings = append(siblings, t.node(index^1))
	}
	return siblings
}

// padded puts zeros in front of a branch, up to the depth of index, as data in the format
// of a later fork have it.
func padded(branch []common.Hash, index uint64) []common.Hash {
	zeros := make([]common.Hash, bits.Len64(index)-1-len(branch))
	return append(zeros, branch...)
}

// vector is the complete tree over chunks, whose number is a power of two: node i at
// index i, the root at 1.
type vector []common.Hash

func newVector(chunks []common.Hash) vector {
	v := make(vector, 2*len(chunks))
	copy(v[len(chunks):], chunks)
	for i := len(chunks) - 1; i > 0; i-- {
		v[i] = hash(v[2*i][:], v[2*i+1][:])
	}
	return v
}

// set changes a leaf and what is above it.
func (v vector) set(leaf int, value common.Hash) {
	i := len(v)/2 + leaf
	for v[i] = value; i > 1; {
		i /= 2
		v[i] = hash(v[2*i][:], v[2*i+1][:])
	}
}

func (v vector) branch(leaf int) []common.Hash {
	var siblings []common.Hash
	for i := len(v)/2 + leaf; i > 1; i /= 2 {
		siblings = append(siblings, v[i^1])
	}
	return siblings
}
