package txsender

import "time"

// action is what to do next about one transaction.
type action int

const (
	wait     action = iota // nothing
	send                   // the first attempt
	resend                 // the newest attempt again: the node may have lost it
	replace                // a new attempt at a higher price, if the bounds allow one
	finish                 // the outcome is final
	conflict               // the nonce was used, for good, by a transaction that is not ours
)

// progress is what is known of one transaction.
type progress struct {
	nonce     uint64
	attempts  int
	sentAt    time.Time // of the newest broadcast
	sentHead  uint64    // the chain's head at the newest attempt's first broadcast
	refused   refusal   // of the newest broadcast
	mined     bool      // one of the attempts is in a block
	minedIn   uint64    // that block
	usedSince uint64    // the head at which the nonce was first seen used by nobody we know; 0 when it is not
}

// refusal is what the newest broadcast was answered, as far as it changes what to
// do.
type refusal int

const (
	accepted    refusal = iota
	undelivered         // no endpoint answered, or none had room
	tooCheap            // the node wants a higher price
)

// timing is how patient to be.
type timing struct {
	resubmitAfter time.Duration
	retryAfter    time.Duration // after a broadcast that did not arrive
}

// decide is the whole policy of the package. It is pure.
func decide(p progress, v View, now time.Time, t timing) action {
	if p.mined {
		if v.Final >= p.minedIn {
			return finish
		}
		// A reorganisation may still give it back.
		return wait
	}
	if v.Nonce > p.nonce {
		// Used, but no receipt of ours: either the node that answered lags behind the
		// one that counted, or somebody else uses the account. Only when the block that
		// used it is final, and a later look still shows no receipt, is it the latter.
		if p.usedSince != 0 && v.Final > p.usedSince {
			return conflict
		}
		return wait
	}
	waited := now.Sub(p.sentAt)
	switch {
	case p.attempts == 0:
		return send
	case p.refused == tooCheap:
		return replace
	case p.refused == undelivered:
		if waited >= t.retryAfter {
			return resend
		}
		return wait
	case waited < t.resubmitAfter:
		return wait
	case v.Head <= p.sentHead:
		// No block has come since: the chain stands still, and no price changes that.
		return resend
	case v.Nonce < p.nonce:
		// An earlier transaction blocks this one. Paying more for this one is no help,
		// but the node may have dropped it.
		return resend
	}
	return replace
}

// overdue reports whether an action is taken because a transaction that a node has
// accepted was not mined in time: as far as one endpoint shows.
func overdue(p progress, a action) bool {
	return p.refused == accepted && p.attempts > 0 && (a == resend || a == replace)
}
