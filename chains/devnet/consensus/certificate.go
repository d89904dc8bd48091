package consensus

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// certificate is the proof that a quorum prepared a block: what an honest validator never forgets within a height.
type certificate struct {
	round    uint32
	digest   common.Hash
	block    *types.Block
	prepares []*Prepare
}

// checkPrepares demands a quorum of distinct validators' prepares, all for this height, round and digest. Every entry
// must be good: tolerating extras would let anybody inflate messages that others repeat.
func (by recovery) checkPrepares(set *Set, height uint64, round uint32, digest common.Hash, prepares []*Prepare) error {
	seen := make(map[common.Address]bool, len(prepares))
	for i, p := range prepares {
		if p.Height() != height || p.Round() != round || p.Digest() != digest {
			return fmt.Errorf("%w: prepare %d is for height %d round %d digest %s, want height %d round %d digest %s",
				ErrUnjustified, i, p.Height(), p.Round(), p.Digest(), height, round, digest)
		}
		author, err := by.author(p)
		if err != nil {
			return fmt.Errorf("%w: prepare %d: %w", ErrUnjustified, i, err)
		}
		if !set.Contains(author) {
			return fmt.Errorf("%w: prepare %d: %s: %w", ErrUnjustified, i, author, ErrNotValidator)
		}
		if seen[author] {
			return fmt.Errorf("%w: two prepares by %s", ErrUnjustified, author)
		}
		seen[author] = true
	}
	if len(seen) < set.Quorum() {
		return fmt.Errorf("%w: %d prepares, want a quorum of %d", ErrUnjustified, len(seen), set.Quorum())
	}
	return nil
}

// checkRoundChange checks a round-change with its evidence. The block is not executed: a quorum of prepares contains
// validators that have done so honestly, and the digest binds the block to them.
func (by recovery) checkRoundChange(set *Set, rc *RoundChange) error {
	meta := rc.Payload.Prepared
	if meta == nil {
		if rc.Block != nil || len(rc.Prepares) != 0 {
			return fmt.Errorf("%w: a block or %d prepares come with nothing prepared", ErrUnjustified, len(rc.Prepares))
		}
		return checkTarget(&rc.SignedRoundChange)
	}
	if err := checkTarget(&rc.SignedRoundChange); err != nil {
		return err
	}
	if rc.Block == nil {
		return fmt.Errorf("%w: round %d is claimed as prepared without the block", ErrUnjustified, meta.Round)
	}
	digest, err := digestOf(rc.Block)
	if err != nil {
		return fmt.Errorf("%w: prepared block: %w", ErrUnjustified, err)
	}
	if digest != meta.Digest {
		return fmt.Errorf("%w: prepared block has digest %s, the payload says %s", ErrUnjustified, digest, meta.Digest)
	}
	if !rc.Block.Number().IsUint64() || rc.Block.NumberU64() != rc.Height() {
		return fmt.Errorf("%w: prepared block has number %s, want %d", ErrUnjustified, rc.Block.Number(), rc.Height())
	}
	if err := checkBody(rc.Block); err != nil {
		return fmt.Errorf("%w: prepared block: %w", ErrUnjustified, err)
	}
	return by.checkPrepares(set, rc.Height(), meta.Round, meta.Digest, rc.Prepares)
}

// checkTarget checks the rounds of a round-change payload: nobody changes to round 0, and what is prepared was
// prepared in an earlier round than the one asked for.
func checkTarget(rc *SignedRoundChange) error {
	if rc.Round() == 0 {
		return fmt.Errorf("%w: a change to round 0", ErrUnjustified)
	}
	if p := rc.Payload.Prepared; p != nil && p.Round >= rc.Round() {
		return fmt.Errorf("%w: prepared in round %d, not before the round %d asked for", ErrUnjustified, p.Round, rc.Round())
	}
	return nil
}

// justifyProposal checks that a proposal of a round above 0 may be made, and reports whether its block was prepared
// in an earlier round (EEA QBFT v1, isProposalJustification). This is the check that keeps a decided block decided:
// a quorum of round-changes meets every quorum of commits in an honest validator, which reports what it prepared.
//
// supporters are the validators whose round-changes it carries.
func (by recovery) justifyProposal(set *Set, p *Proposal) (prepared bool, supporters []common.Address, err error) {
	if p.Round() == 0 {
		if len(p.RoundChanges) != 0 || len(p.Prepares) != 0 {
			return false, nil, fmt.Errorf("%w: round 0 with %d round-changes and %d prepares, want none",
				ErrUnjustified, len(p.RoundChanges), len(p.Prepares))
		}
		return false, nil, nil
	}
	highest, supporters, err := by.checkRoundChanges(set, p)
	if err != nil {
		return false, nil, err
	}
	if highest == nil {
		if len(p.Prepares) != 0 {
			return false, nil, fmt.Errorf("%w: %d prepares while no round-change is prepared", ErrUnjustified, len(p.Prepares))
		}
		return false, supporters, nil
	}
	// Prepares name the block as it was in the prepared round.
	old, err := withRound(p.Payload.Block, highest.Round)
	if err != nil {
		return false, nil, fmt.Errorf("%w: %w", ErrUnjustified, err)
	}
	digest, err := digestOf(old)
	if err != nil {
		return false, nil, fmt.Errorf("%w: %w", ErrUnjustified, err)
	}
	if digest != highest.Digest {
		return false, nil, fmt.Errorf("%w: block was not the one prepared in round %d (digest %s, want %s)",
			ErrUnjustified, highest.Round, digest, highest.Digest)
	}
	if err := by.checkPrepares(set, p.Height(), highest.Round, highest.Digest, p.Prepares); err != nil {
		return false, nil, err
	}
	return true, supporters, nil
}

// checkRoundChanges demands a quorum of distinct validators' round-changes to the proposal's round and returns the
// highest prepared metadata among them, nil if nothing is prepared, and their authors.
func (by recovery) checkRoundChanges(set *Set, p *Proposal) (highest *PreparedMetadata, authors []common.Address, err error) {
	seen := make(map[common.Address]bool, len(p.RoundChanges))
	for i, rc := range p.RoundChanges {
		if rc.Height() != p.Height() || rc.Round() != p.Round() {
			return nil, nil, fmt.Errorf("%w: round-change %d is for height %d round %d, want height %d round %d",
				ErrUnjustified, i, rc.Height(), rc.Round(), p.Height(), p.Round())
		}
		if err := checkTarget(rc); err != nil {
			return nil, nil, fmt.Errorf("round-change %d: %w", i, err)
		}
		author, err := by.author(rc)
		if err != nil {
			return nil, nil, fmt.Errorf("%w: round-change %d: %w", ErrUnjustified, i, err)
		}
		if !set.Contains(author) {
			return nil, nil, fmt.Errorf("%w: round-change %d: %s: %w", ErrUnjustified, i, author, ErrNotValidator)
		}
		if seen[author] {
			return nil, nil, fmt.Errorf("%w: two round-changes by %s", ErrUnjustified, author)
		}
		seen[author] = true
		authors = append(authors, author)
		meta := rc.Payload.Prepared
		switch {
		case meta == nil:
		case highest == nil || meta.Round > highest.Round:
			highest = meta
		case meta.Round == highest.Round && meta.Digest != highest.Digest:
			// At most one digest can have a quorum of prepares in a round; an honest proposer has checked the prepares
			// of every round-change that it repeats and never repeats both.
			return nil, nil, fmt.Errorf("%w: round-changes disagree about what was prepared in round %d", ErrUnjustified, meta.Round)
		}
	}
	if len(seen) < set.Quorum() {
		return nil, nil, fmt.Errorf("%w: %d round-changes, want a quorum of %d", ErrUnjustified, len(seen), set.Quorum())
	}
	return highest, authors, nil
}
