package consensus

import (
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// proposalRules is what the header of a proposal has to say, before anything is executed.
type proposalRules struct {
	parent     *types.Header
	parentHash common.Hash // on-chain hash of parent
	set        *Set
	round      uint32
	// proposer must be the coinbase. nil for a block that was prepared in an earlier round: it keeps the coinbase of
	// the validator that built it.
	proposer *common.Address
}

// check applies every rule that needs no clock; the first violation is returned, wrapping ErrInvalidProposal. State,
// receipts and gas are the ledger's to check.
func (r *proposalRules) check(b *types.Block) error {
	return r.checkWith(b, func() error { return checkBody(b) })
}

// checkWith is check where the answer to checkBody may be known already.
func (r *proposalRules) checkWith(b *types.Block, body func() error) error {
	if err := r.checkFields(b); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalidProposal, err)
	}
	x, err := qbft.DecodeExtra(b.Extra())
	if err != nil {
		return fmt.Errorf("%w: extraData: %w", ErrInvalidProposal, err)
	}
	if err := r.checkExtra(x); err != nil {
		return fmt.Errorf("%w: extraData: %w", ErrInvalidProposal, err)
	}
	if err := body(); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalidProposal, err)
	}
	return nil
}

func (r *proposalRules) checkFields(b *types.Block) error {
	want := r.parent.Number.Uint64() + 1
	switch {
	case !b.Number().IsUint64() || b.NumberU64() != want:
		return fmt.Errorf("number is %s, want %d", b.Number(), want)
	case b.ParentHash() != r.parentHash:
		return fmt.Errorf("parentHash is %s, want %s", b.ParentHash(), r.parentHash)
	case b.Difficulty().Cmp(common.Big1) != 0:
		return fmt.Errorf("difficulty is %s, want 1", b.Difficulty())
	case b.MixDigest() != MixDigest:
		return fmt.Errorf("mixHash is %s, want %s", b.MixDigest(), MixDigest)
	case b.Nonce() != 0:
		return fmt.Errorf("nonce is %d, want 0", b.Nonce())
	case b.Time() < r.parent.Time:
		return fmt.Errorf("timestamp is %d, before the parent's %d", b.Time(), r.parent.Time)
	case r.proposer != nil && b.Coinbase() != *r.proposer:
		return fmt.Errorf("coinbase is %s, want the proposer %s", b.Coinbase(), *r.proposer)
	case !r.set.Contains(b.Coinbase()):
		return fmt.Errorf("coinbase %s is not a validator", b.Coinbase())
	}
	return nil
}

func (r *proposalRules) checkExtra(x *qbft.ExtraData) error {
	if x.Round != r.round {
		return fmt.Errorf("round is %d, want %d", x.Round, r.round)
	}
	if len(x.Seals) != 0 {
		return fmt.Errorf("a proposal carries %d seals, want none", len(x.Seals))
	}
	if len(x.Validators) != r.set.Len() {
		return fmt.Errorf("%d validators listed, want %d", len(x.Validators), r.set.Len())
	}
	for i, a := range x.Validators {
		if a != r.set.members[i] {
			return fmt.Errorf("validator %d is %s, want %s", i, a, r.set.members[i])
		}
	}
	if x.Vote == nil {
		return nil
	}
	return checkVote(r.set, x.Vote.Recipient, x.Vote.Add)
}

// checkVote refuses votes that could end the chain if they won. Pointless votes (adding a member, dropping a
// stranger) are valid in QBFT and have no effect.
func checkVote(set *Set, recipient common.Address, add bool) error {
	switch {
	case recipient == (common.Address{}):
		return fmt.Errorf("vote for the zero address, for which nobody can sign")
	case add && set.Len() >= MaxValidators:
		return fmt.Errorf("vote to add %s to a full set of %d validators", recipient, set.Len())
	case !add && set.Len() == 1 && set.Contains(recipient):
		return fmt.Errorf("vote to drop %s, the only validator", recipient)
	}
	return nil
}

// CheckTime refuses a proposal from the future: whoever may move the clock ahead may fire every timelock at once. One with
// its parent's timestamp moves nothing ahead, and is all that can be proposed while a clock is behind that. It is apart
// from the other rules because it needs a clock.
func CheckTime(h, parent *types.Header, now time.Time) error {
	latest := max(now.Add(MaxClockDrift).Unix(), 0)
	if h.Time > parent.Time && h.Time > uint64(latest) {
		return fmt.Errorf("%w: timestamp is %d, at most %d allowed now", ErrInvalidProposal, h.Time, latest)
	}
	return nil
}
