package consensus

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// wishes are the votes a validator wants to cast when it proposes.
type wishes map[common.Address]bool

// next picks the wish to put into this validator's next block: the first in address order that would still change
// something and has not been voted for in this epoch.
func (w wishes) next(t *Tally, self common.Address) *qbft.Vote {
	var recipients []common.Address
	for r, add := range w {
		if add == t.set.Contains(r) || checkVote(t.set, r, add) != nil {
			continue
		}
		if cast, known := t.Vote(self, r); known && cast == add {
			continue
		}
		recipients = append(recipients, r)
	}
	if len(recipients) == 0 {
		return nil
	}
	r := slices.MinFunc(recipients, common.Address.Cmp)
	return &qbft.Vote{Recipient: r, Add: w[r]}
}

// settle forgets the wishes that have come true. One that stayed would undo a later decision of the majority.
func (w wishes) settle(set *Set) {
	for r, add := range w {
		if add == set.Contains(r) {
			delete(w, r)
		}
	}
}
