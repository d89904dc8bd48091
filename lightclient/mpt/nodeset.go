package mpt

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// nodeSet is the nodes of one proof, addressed by the hashes that we computed. Arrays, because a
// proof is too short for a map to pay.
type nodeSet struct {
	nodes  [][]byte
	hashes [maxStateNodes]common.Hash
	used   [maxStateNodes]bool
	next   int
}

// fill checks the bounds, hashes each node once and refuses a node given twice.
func (s *nodeSet) fill(nodes [][]byte, trie shape) error {
	if len(nodes) > trie.maxNodes {
		return fmt.Errorf("%w: %d nodes, at most %d fit on a path", ErrTooLarge, len(nodes), trie.maxNodes)
	}
	total := 0
	for i, node := range nodes {
		if len(node) > trie.maxNodeBytes {
			return fmt.Errorf("%w: node %d has %d bytes, at most %d are possible", ErrTooLarge, i, len(node), trie.maxNodeBytes)
		}
		total += len(node)
	}
	if total > trie.maxProofBytes {
		return fmt.Errorf("%w: %d bytes in %d nodes, at most %d are possible", ErrTooLarge, total, len(nodes), trie.maxProofBytes)
	}
	s.nodes = nodes
	for i, node := range nodes {
		s.hashes[i] = crypto.Keccak256Hash(node)
		for j := range i {
			if s.hashes[j] == s.hashes[i] {
				return fmt.Errorf("%w: nodes %d and %d are both %s", ErrDuplicateNode, j, i, s.hashes[i])
			}
		}
	}
	return nil
}

// take finds the node with this hash and marks it as used. Proofs come root first, so the one after
// the last taken is tried first.
func (s *nodeSet) take(hash common.Hash) ([]byte, bool) {
	for k := range s.nodes {
		i := (s.next + k) % len(s.nodes)
		if s.hashes[i] == hash {
			s.used[i] = true
			s.next = i + 1
			return s.nodes[i], true
		}
	}
	return nil, false
}

// checkAllUsed refuses what the walk had no use for.
func (s *nodeSet) checkAllUsed() error {
	for i := range s.nodes {
		if !s.used[i] {
			return fmt.Errorf("%w: node %d (%s, %d bytes) is not between the root and the key", ErrUnusedNode, i, s.hashes[i], len(s.nodes[i]))
		}
	}
	return nil
}
