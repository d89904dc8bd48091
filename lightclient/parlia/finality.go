package parlia

import (
	"fmt"
	"math"

	"github.com/catenary-bridge/catenary/lightclient"
)

// climb goes up from a trusted block, after which known holds, to the highest one
// among places that is final, in more than one step where a set has to be learnt on
// the way. The attestation verified earlier, if it is met again, is not checked anew.
func climb(known snapshot, earlier *Attestation, places []place, network Network) (TrustedState, error) {
	var state TrustedState
	from := known
	for range places { // more steps than places there cannot be
		f, ok := findFinal(places, from.number, from.horizon(network))
		if !ok {
			break
		}
		next, err := f.verify(from, earlier, places, network.ChainID)
		if err != nil {
			return TrustedState{}, err
		}
		state, from, earlier = next, next.place.after, next.verified
	}
	if !state.IsZero() {
		return state, nil
	}
	last := len(places) - 1
	if _, beyond := findFinal(places, known.number, math.MaxUint64); beyond {
		return TrustedState{}, &numbered{last, fmt.Errorf("%w: nothing becomes final by the validators known of, up to block %d; if that is so on the chain itself, an anchor above it is needed",
			lightclient.ErrTrustOverlap, known.horizon(network))}
	}
	return TrustedState{}, &numbered{last, errNoneFinal}
}

// finality says, by index among places, which header is final and which ones carry
// the attestations that make it so.
type finality struct {
	header    int
	justified int // carries the attestation whose target is the header
	child     int // carries the attestation from the header to its child
}

// findFinal looks for the highest final header above one number whose child is not
// above another. That attestations lead from one to the next is known from walk; an
// attestation that bsc would not write itself is passed over, though it takes it.
func findFinal(places []place, above, horizon uint64) (finality, bool) {
	const none = -1
	child := none
	for i := len(places) - 1; i >= 0; i-- {
		vote := places[i].vote
		if vote == nil {
			continue
		}
		if places[i].trailing > 0 {
			child = none
			continue
		}
		if child != none {
			source := vote.Data.TargetNumber
			if source > above && source >= places[0].claim.number() {
				return finality{header: int(source - places[0].claim.number()), justified: i, child: child}, true
			}
			return finality{}, false
		}
		if vote.Data.SourceNumber+1 == vote.Data.TargetNumber && vote.Data.TargetNumber <= horizon {
			child = i
		}
	}
	return finality{}, false
}

// verify checks the votes for a header and for its child, and the header's own seal,
// by the sets that known has for them.
func (f finality) verify(known snapshot, earlier *Attestation, places []place, chainID uint64) (TrustedState, error) {
	final := places[f.header]
	number := final.claim.number()
	set, setOfChild := known.setFor(number), known.setFor(number+1)
	if set == nil {
		return TrustedState{}, &numbered{f.header, fmt.Errorf("%w: validators of block %d are not known", lightclient.ErrTrustOverlap, number)}
	}
	if err := final.claim.checkSeal(set, chainID); err != nil {
		return TrustedState{}, &numbered{f.header, err}
	}
	justified, child := places[f.justified].vote, places[f.child].vote
	if !justified.sameVotes(earlier) {
		if err := set.checkVotes(justified); err != nil {
			return TrustedState{}, &numbered{f.justified, err}
		}
	}
	if err := setOfChild.checkVotes(child); err != nil {
		return TrustedState{}, &numbered{f.child, err}
	}
	tail := make([]*claim, 0, f.child-f.header)
	for _, p := range places[f.header+1 : f.child+1] {
		tail = append(tail, p.claim)
	}
	return TrustedState{place: final, tail: tail, verified: child}, nil
}
