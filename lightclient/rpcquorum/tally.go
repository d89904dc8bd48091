package rpcquorum

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// candidates returns the numbers worth asking about, highest first: those that some endpoint named
// as final, that at least quorum endpoints hold for final, and that are not below floor.
//
// The highest of them is the quorum-th highest claim: with fewer than quorum liars an honest
// endpoint claims as much, so nobody leads by naming a large number; and nobody holds the others
// back by naming a small one. The lower ones are for when the endpoints don't agree there: while
// quorum honest endpoints answer, the lowest of their claims is among them.
func candidates(claims []uint64, quorum int, floor uint64) []uint64 {
	if len(claims) < quorum {
		return nil
	}
	descending := slices.Clone(claims)
	slices.Sort(descending)
	slices.Reverse(descending)
	numbers := slices.Compact(descending[quorum-1:])
	for i, number := range numbers {
		if number < floor {
			return numbers[:i]
		}
	}
	return numbers
}

// mostAgreed returns the hash that most endpoints gave, and who they are, in ascending order.
func mostAgreed(given map[int]*header) (common.Hash, []int) {
	by := make(map[common.Hash][]int, 1)
	for who, h := range given {
		by[h.Hash] = append(by[h.Hash], who)
	}
	var most common.Hash
	for hash, who := range by {
		// Ties are told apart only to be the same on every run.
		if n := len(by[most]); len(who) > n || len(who) == n && hash.Cmp(most) < 0 {
			most = hash
		}
	}
	slices.Sort(by[most])
	return most, by[most]
}
