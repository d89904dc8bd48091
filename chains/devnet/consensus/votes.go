package consensus

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Tally counts the votes in headers and says which set seals the next block (block-header validator mode, as in Besu).
// A block's proposer, its coinbase, may vote to add or drop one address; more than half of the current validators
// decide. A validator's later vote about the same address replaces its earlier one, and the votes of a dropped
// validator count no more. At an epoch block (number divisible by the epoch) all outstanding votes are cleared.
//
// A Tally is a pure function of the headers since the last epoch block. It is not safe for concurrent use.
type Tally struct {
	epoch  uint64
	number uint64 // height of the last header taken
	hash   common.Hash
	set    *Set
	votes  map[common.Address]map[common.Address]bool // recipient → voter → add
}

// NewTally starts at an epoch block: its votes are cleared, so only its own validator list counts.
func NewTally(epoch uint64, anchor *types.Header) (*Tally, error) {
	if epoch == 0 {
		return nil, fmt.Errorf("epoch is 0, want the distance in blocks between two clearings of votes")
	}
	if anchor.Number.Uint64()%epoch != 0 {
		return nil, fmt.Errorf("start counting votes at block %d: not an epoch block (epoch %d)", anchor.Number, epoch)
	}
	x, err := qbft.DecodeExtra(anchor.Extra)
	if err != nil {
		return nil, fmt.Errorf("start counting votes at block %d: %w", anchor.Number, err)
	}
	set, err := NewSet(x.Validators)
	if err != nil {
		return nil, fmt.Errorf("start counting votes at block %d: %w", anchor.Number, err)
	}
	hash, err := qbft.OnChainHash(anchor)
	if err != nil {
		return nil, fmt.Errorf("start counting votes at block %d: %w", anchor.Number, err)
	}
	return &Tally{
		epoch: epoch, number: anchor.Number.Uint64(), hash: hash, set: set,
		votes: make(map[common.Address]map[common.Address]bool),
	}, nil
}

// LoadTally counts from the last epoch block at or below head. It reads at most epoch headers.
func LoadTally(epoch uint64, history History, head *types.Header) (*Tally, error) {
	if epoch == 0 {
		return nil, fmt.Errorf("epoch is 0, want the distance in blocks between two clearings of votes")
	}
	number := head.Number.Uint64()
	start := number - number%epoch
	anchor := head
	if start != number {
		if anchor = history.GetHeaderByNumber(start); anchor == nil {
			return nil, fmt.Errorf("count votes up to block %d: header %d is missing", number, start)
		}
	}
	t, err := NewTally(epoch, anchor)
	if err != nil {
		return nil, err
	}
	return t, t.Follow(history, head)
}

// Follow takes the headers after the last one up to head.
func (t *Tally) Follow(history History, head *types.Header) error {
	for t.number < head.Number.Uint64() {
		next := head
		if n := t.number + 1; n != head.Number.Uint64() {
			if next = history.GetHeaderByNumber(n); next == nil {
				return fmt.Errorf("count votes up to block %d: header %d is missing", head.Number, n)
			}
		}
		if err := t.Take(next); err != nil {
			return err
		}
	}
	return nil
}

// Number is the height of the last header taken.
func (t *Tally) Number() uint64 { return t.number }

// Set is the set that seals the block after the last header taken.
func (t *Tally) Set() *Set { return t.set }

// Take counts the next header. It must continue the last one and list the set that was due to seal it.
func (t *Tally) Take(h *types.Header) error {
	number := h.Number.Uint64()
	if number != t.number+1 || h.ParentHash != t.hash {
		return fmt.Errorf("count votes: block %d on %s does not continue block %d %s", number, h.ParentHash, t.number, t.hash)
	}
	x, err := qbft.DecodeExtra(h.Extra)
	if err != nil {
		return fmt.Errorf("count votes of block %d: %w", number, err)
	}
	if !slices.Equal(x.Validators, t.set.members) {
		return fmt.Errorf("block %d lists validators %v, the votes before it make %v", number, x.Validators, t.set.members)
	}
	hash, err := qbft.OnChainHash(h)
	if err != nil {
		return fmt.Errorf("count votes of block %d: %w", number, err)
	}
	set := t.set
	if number%t.epoch == 0 {
		clear(t.votes)
	} else if x.Vote != nil {
		if set, err = t.cast(h.Coinbase, x.Vote.Recipient, x.Vote.Add); err != nil {
			return fmt.Errorf("count votes of block %d: %w", number, err)
		}
	}
	t.number, t.hash, t.set = number, hash, set
	return nil
}

// cast records one vote and returns the set after it.
func (t *Tally) cast(voter, recipient common.Address, add bool) (*Set, error) {
	ballot := t.votes[recipient]
	if ballot == nil {
		if len(t.votes) >= maxVotedRecipients {
			return t.set, nil
		}
		ballot = make(map[common.Address]bool)
		t.votes[recipient] = ballot
	}
	ballot[voter] = add
	agree := 0
	for _, v := range ballot {
		if v == add {
			agree++
		}
	}
	if agree <= t.set.Len()/2 {
		return t.set, nil
	}
	delete(t.votes, recipient)
	if add == t.set.Contains(recipient) {
		return t.set, nil // a majority for what is the case already
	}
	if add {
		return NewSet(append(t.set.Members(), recipient))
	}
	for r, b := range t.votes {
		if delete(b, recipient); len(b) == 0 {
			delete(t.votes, r)
		}
	}
	return NewSet(slices.DeleteFunc(t.set.Members(), func(a common.Address) bool { return a == recipient }))
}

// Vote returns the outstanding vote of a validator about an address.
func (t *Tally) Vote(voter, recipient common.Address) (add, cast bool) {
	add, cast = t.votes[recipient][voter]
	return add, cast
}
