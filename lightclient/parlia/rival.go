package parlia

import (
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

// leaveAt returns the index of the first of the claims, which begin at from, that is
// not ours; the one before it is.
func leaveAt(ours chain, claims []*claim, from uint64) (int, error) {
	for k, claimed := range claims {
		number := from + uint64(k)
		if number > ours.trusted.number() {
			break
		}
		want, _ := ours.hashAt(number)
		switch {
		case claimed.number() == number && claimed.hash() == want:
		case k == 0:
			return 0, fmt.Errorf("%w: its header %d has hash %s, want %s; it serves another chain, or a fork from below that",
				lightclient.ErrWrongChain, number, claimed.hash(), want)
		default:
			return k, nil
		}
	}
	return 0, errNoConflict
}

// weigh decides whether a branch that leaves ours at its first claim is a rival: one
// of its headers is final, or a quorum voted for one at or above our final header,
// past which no vote may lead that does not come from it (BEP-126, rules 1 and 2). In
// both cases a third or more of a set broke the rules.
func weigh(ours chain, branch []*claim, network Network) (*lightclient.Evidence, error) {
	known := ours.from(branch[0].number())[0].before
	places, err := walk(known, branch, network)
	if err != nil {
		return nil, err
	}
	rival, err := climb(known, nil, places, network)
	if err == nil {
		return evidence(ours, network.ChainID, places, rival.number(), rival.tail), nil
	}
	vote := highestVote(places, known.horizon(network))
	if !errors.Is(err, errNoneFinal) || vote == nil || vote.Data.TargetNumber < ours.trusted.number() {
		return nil, err
	}
	if err := known.setFor(vote.Data.TargetNumber).checkVotes(vote); err != nil {
		return nil, err
	}
	var tail []*claim
	for _, p := range places {
		if p.claim.number() > vote.Data.TargetNumber {
			tail = append(tail, p.claim)
		}
		if p.vote == vote {
			break
		}
	}
	return evidence(ours, network.ChainID, places, vote.Data.TargetNumber, tail), nil
}

// evidence puts our header beside the rival's, at the highest height that both have
// something to show for.
func evidence(ours chain, chainID uint64, places []place, rival uint64, tail []*claim) *lightclient.Evidence {
	number := min(ours.trusted.number(), rival)
	first := places[0].claim.number()
	mine, theirs := ours.from(number), places[number-first:rival-first+1]
	return &lightclient.Evidence{
		ChainID: chainID, Number: number, Trusted: mine[0].claim.summary, Conflicting: theirs[0].claim.summary,
		RawTrusted: ours.trusted.proof(mine).encodeCut(), RawConflicting: TrustedState{tail: tail}.proof(theirs).encodeCut(),
	}
}
