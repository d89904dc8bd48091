package parlia

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Proof is why a header was believed, for a store and as evidence: what held before
// it, and the headers from it on, up to the attestations that decide. Whoever checks
// it has to compare the announced sets with the chain's: each names its epoch block.
type Proof struct {
	EpochLength uint64 // of the first header
	Terms       []Term // sets in force or announced before the first header, ascending
	Headers     []*types.Header
}

// Term is the time of a set.
type Term struct {
	From       uint64      // the first block that the set seals and votes for
	Epoch      uint64      // the block that announced it
	EpochHash  common.Hash // its hash
	Validators []Validator
	TurnLength uint8
}

// Verdict is what a Proof shows of its first header.
type Verdict struct {
	Header lightclient.Header
	Final  bool     // the header, or a descendant of it, is final by two attestations in a row
	Vote   VoteData // of the highest attestation by a quorum for the header or a descendant; zero: there is none
}

// proof returns the proof of the last of places, which follow each other and end with
// a trusted header.
func (s TrustedState) proof(places []place) *Proof {
	before := places[0].before
	p := &Proof{EpochLength: before.epochLength}
	for _, t := range before.terms {
		p.Terms = append(p.Terms, Term{
			From: t.from, Epoch: t.epoch.number, EpochHash: t.epoch.hash, Validators: t.epoch.validators, TurnLength: uint8(t.epoch.turnLength),
		})
	}
	for _, at := range places {
		p.Headers = append(p.Headers, at.claim.header)
	}
	for _, c := range s.tail {
		p.Headers = append(p.Headers, c.header)
	}
	return p
}

var errProofTooLarge = errors.New("proof is too large")

// Encode returns the RLP of p. It fails on headers that cannot be encoded.
func (p *Proof) Encode() ([]byte, error) {
	for _, h := range p.Headers {
		if err := lightclient.CheckHashable(h); err != nil {
			return nil, err
		}
	}
	b := mustEncode(p)
	if len(b) > MaxProofBytes {
		return nil, fmt.Errorf("%w: that of header %d has %d bytes, at most %d are kept", errProofTooLarge, p.Headers[0].Number, len(b), MaxProofBytes)
	}
	return b, nil
}

// encodeCut is Encode for evidence, of headers that were verified. It leaves out the
// highest ones where all of them would not fit: what was verified freezes a client
// whether or not a store can show it, since otherwise those who break the rules would
// pad their blocks. The header that the proof is about comes first, and always fits.
func (p *Proof) encodeCut() []byte {
	b := mustEncode(p)
	for len(b) > MaxProofBytes {
		p.Headers = p.Headers[:len(p.Headers)/2]
		b = mustEncode(p)
	}
	return b
}

// DecodeProof parses the RLP of a proof: exactly what Encode makes, within the limits
// of this package. Errors wrap lightclient.ErrMalformed.
func DecodeProof(b []byte) (*Proof, error) {
	if len(b) > MaxProofBytes {
		return nil, malformed("proof has %d bytes, at most %d are allowed", len(b), MaxProofBytes)
	}
	p := new(Proof)
	if err := rlp.DecodeBytes(b, p); err != nil {
		return nil, malformed("proof: %v", err)
	}
	if len(p.Headers) == 0 || len(p.Headers) > maxProofHeaders {
		return nil, malformed("proof has %d headers, want 1 to %d", len(p.Headers), maxProofHeaders)
	}
	return p, nil
}

// Check says what p shows, if the sets that it names are the chain's. It reads no
// clock, and asks nobody. Errors wrap the reasons of package lightclient.
func (p *Proof) Check(network Network) (Verdict, error) {
	if err := network.Validate(); err != nil {
		return Verdict{}, err
	}
	places, err := p.places(network)
	if err != nil {
		return Verdict{}, err
	}
	v, known := Verdict{Header: places[0].claim.summary}, places[0].before
	state, err := climb(known, nil, places, network)
	if err == nil {
		v.Final, v.Vote = true, state.verified.Data
		return v, nil
	}
	if !errors.Is(err, errNoneFinal) {
		return Verdict{}, err
	}
	if best := highestVote(places, known.horizon(network)); best != nil {
		set := known.setFor(best.Data.TargetNumber)
		if set == nil {
			return Verdict{}, fmt.Errorf("%w: validators of block %d are not known", lightclient.ErrTrustOverlap, best.Data.TargetNumber)
		}
		if err := set.checkVotes(best); err != nil {
			return Verdict{}, err
		}
		v.Vote = best.Data
	}
	return v, nil
}

// highestVote returns the attestation of the highest target among places that is not
// above the horizon.
func highestVote(places []place, horizon uint64) *Attestation {
	for i := len(places) - 1; i >= 0; i-- {
		vote := places[i].vote
		if vote != nil && places[i].trailing == 0 && vote.Data.TargetNumber >= places[0].claim.number() && vote.Data.TargetNumber <= horizon {
			return vote
		}
	}
	return nil
}

// places puts the headers of p to their places.
func (p *Proof) places(network Network) ([]place, error) {
	claims, err := readAll(p.Headers, network)
	if err != nil {
		return nil, err
	}
	if claims[0].number() == 0 {
		return nil, malformed("proof is of block 0, which nobody votes for")
	}
	before := snapshot{number: claims[0].number() - 1, epochLength: p.EpochLength}
	for _, t := range p.Terms {
		a := &Announcement{Validators: t.Validators, TurnLength: t.TurnLength}
		if len(a.Validators) == 0 || len(a.Validators) > MaxValidators {
			return nil, malformed("term has %d validators, want 1 to %d", len(a.Validators), MaxValidators)
		}
		if err := a.check(); err != nil {
			return nil, err
		}
		before.terms = append(before.terms, term{from: t.From, epoch: newEpoch(t.Epoch, t.EpochHash, a)})
	}
	if err := before.check(); err != nil {
		return nil, err
	}
	return walk(before, claims, network)
}
