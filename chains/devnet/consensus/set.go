package consensus

import (
	"fmt"
	"sort"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Set is a validator set: distinct addresses in ascending order, as Besu keeps and lists them. Immutable.
type Set struct {
	members []common.Address
	index   map[common.Address]int
}

// NewSet sorts and checks the addresses: between 1 and MaxValidators, none twice, none zero.
func NewSet(members []common.Address) (*Set, error) {
	if len(members) == 0 || len(members) > MaxValidators {
		return nil, fmt.Errorf("validator set has %d members, want 1 to %d", len(members), MaxValidators)
	}
	s := &Set{members: append([]common.Address(nil), members...), index: make(map[common.Address]int, len(members))}
	sort.Slice(s.members, func(i, j int) bool { return s.members[i].Cmp(s.members[j]) < 0 })
	for i, a := range s.members {
		if a == (common.Address{}) {
			return nil, fmt.Errorf("validator set contains the zero address, for which nobody can sign")
		}
		if _, twice := s.index[a]; twice {
			return nil, fmt.Errorf("validator set contains %s twice", a)
		}
		s.index[a] = i
	}
	return s, nil
}

// Len is the number of validators.
func (s *Set) Len() int { return len(s.members) }

// Contains reports membership.
func (s *Set) Contains(a common.Address) bool { _, ok := s.index[a]; return ok }

// Members returns a copy of the addresses in ascending order.
func (s *Set) Members() []common.Address { return append([]common.Address(nil), s.members...) }

// Quorum is ⌈2n/3⌉: two quorums share at least f+1 validators.
func (s *Set) Quorum() int { return qbft.Quorum(len(s.members)) }

// Faulty is f = ⌊(n−1)/3⌋, the number of Byzantine validators that are tolerated.
func (s *Set) Faulty() int { return (len(s.members) - 1) / 3 }

// Proposer selects the proposer of a round: round 0 belongs to the validator after the previous block's proposer (its
// coinbase), each further round to the next one, as in Besu's round-robin selection. If the previous proposer is no
// member (genesis, or voted out) the first member above its address takes round 0.
func (s *Set) Proposer(previous common.Address, round uint32) common.Address {
	first, member := s.index[previous]
	if member {
		first++
	} else {
		first = sort.Search(len(s.members), func(i int) bool { return s.members[i].Cmp(previous) > 0 })
	}
	// A round below 2^31 plus an index below 2^7 fits any int of 64 bits.
	return s.members[(first+int(round))%len(s.members)]
}
