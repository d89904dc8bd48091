package parlia

import (
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// place is a header at its place in a chain: what held before it and holds after it,
// and the attestation that it carries for a block below.
type place struct {
	claim         *claim
	before, after snapshot
	vote          *Attestation // nil: none
	trailing      int          // bytes after the attestation
}

// readAll reads headers and requires that they follow each other without a gap.
func readAll(untrusted []*types.Header, network Network) ([]*claim, error) {
	claims := make([]*claim, len(untrusted))
	for i, h := range untrusted {
		c, err := read(h, network)
		if err == nil && i > 0 {
			err = checkLink(claims[i-1], c)
		}
		if err != nil {
			return nil, &numbered{i, err}
		}
		claims[i] = c
	}
	return claims, nil
}

// numbered says which of several headers an error is about.
type numbered struct {
	index int
	err   error
}

func (e *numbered) Error() string { return fmt.Sprintf("header %d: %v", e.index, e.err) }
func (e *numbered) Unwrap() error { return e.err }

func checkLink(parent, c *claim) error {
	switch {
	case c.number() != parent.number()+1:
		return malformed("number is %d, want %d, the one after its parent", c.number(), parent.number()+1)
	case c.summary.ParentHash != parent.hash():
		return fmt.Errorf("%w: parentHash is %s, want %s", lightclient.ErrNotLinked, c.summary.ParentHash, parent.hash())
	}
	return checkLater(parent, c)
}

func checkLater(former, c *claim) error {
	if !c.after(former) {
		return fmt.Errorf("%w: timestamp is %d.%03d, want one after %d.%03d", lightclient.ErrTime, c.summary.Time, c.milliseconds(), former.summary.Time, former.milliseconds())
	}
	return nil
}

// walk puts claims that follow each other to their places, the first of them after
// the snapshot start. What their attestations are worth is not its business.
func walk(start snapshot, claims []*claim, network Network) ([]place, error) {
	places := make([]place, len(claims))
	before := start
	var former *Attestation
	for i, c := range claims {
		raw, err := splitExtra(c.header.Extra, before.isEpoch())
		if err != nil {
			return nil, &numbered{i, err}
		}
		p := place{claim: c, before: before}
		if len(raw.attestation) > 0 {
			p.vote, p.trailing, err = decodeFirst(raw.attestation)
			if err == nil {
				err = checkPlace(p.vote, former, claims, i)
			}
			if err != nil {
				return nil, &numbered{i, err}
			}
			former = p.vote
		}
		if p.after, err = before.apply(c, raw.announcement, network); err != nil {
			return nil, &numbered{i, err}
		}
		places[i], before = p, p.after
	}
	return places, nil
}

// checkPlace checks what an attestation says against the headers below the one that
// carries it, the i-th of the claims (bsc, consensus/parlia/parlia.go,
// verifyVoteAttestation): its target is an ancestor, not too far below, and its source
// the highest justified block, which is the target of the former attestation.
func checkPlace(a, former *Attestation, claims []*claim, i int) error {
	d, carrier := a.Data, claims[i]
	if d.SourceNumber >= d.TargetNumber {
		return malformed("attestation has source %d and target %d, want a source below", d.SourceNumber, d.TargetNumber)
	}
	if d.TargetNumber >= carrier.number() || carrier.number()-d.TargetNumber > carrier.fork.VoteDepth {
		return malformed("attestation has target %d, want one of the last %d blocks below %d", d.TargetNumber, carrier.fork.VoteDepth, carrier.number())
	}
	// The header above the target names its hash, if it is one of these.
	if above := i + 1 - int(carrier.number()-d.TargetNumber); above >= 0 && d.TargetHash != claims[above].summary.ParentHash {
		return malformed("attestation has target %d with hash %s, the hash of that ancestor is %s", d.TargetNumber, d.TargetHash, claims[above].summary.ParentHash)
	}
	if former != nil && (d.SourceNumber != former.Data.TargetNumber || d.SourceHash != former.Data.TargetHash) {
		return malformed("attestation has source %d (%s), want the highest justified block, %d (%s)",
			d.SourceNumber, d.SourceHash, former.Data.TargetNumber, former.Data.TargetHash)
	}
	return nil
}
