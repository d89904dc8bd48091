package parlia

import (
	"errors"
	"fmt"
	"math"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Descent goes from an anchor down, hash by hash, to the blocks that announced the
// validators in force at it: the last two epoch blocks below it, since the set of the
// first one goes on for a while above the second. The anchor's hash covers all of
// them. That takes up to two epochs of headers, once.
type Descent struct {
	network Network
	anchor  lightclient.Anchor
	claims  []*claim // from the anchor downwards
}

// NewDescent returns a descent from an anchor above block 0, at which nobody votes
// yet.
func NewDescent(anchor lightclient.Anchor, network Network) (*Descent, error) {
	if err := network.Validate(); err != nil {
		return nil, err
	}
	return &Descent{network: network, anchor: anchor}, checkAnchor(anchor)
}

// Next returns which headers are to be taken next, at most MaxBatch, both included.
func (d *Descent) Next() (from, to uint64) {
	to = d.anchor.Number - uint64(len(d.claims))
	return to - min(to, MaxBatch-1), to
}

// Take adds headers that Next asked for, in ascending order and the highest of them
// last: all of them, or none if one is not what the hashes above say. Errors wrap the
// reasons of package lightclient.
func (d *Descent) Take(untrusted []*types.Header) error {
	from, to := d.Next()
	if len(untrusted) == 0 {
		return malformed("got no headers, want those from %d to %d", from, to)
	}
	from = to + 1 - uint64(len(untrusted)) // beyond all numbers if there are too many
	claims := d.claims
	for i := len(untrusted) - 1; i >= 0; i-- {
		c, err := read(untrusted[i], d.network)
		if err != nil {
			return err
		}
		if err := d.checkNext(c, claims, from+uint64(i)); err != nil {
			return err
		}
		claims = append(claims, c)
	}
	d.claims = claims
	return nil
}

func (d *Descent) checkNext(c *claim, above []*claim, number uint64) error {
	if c.number() != number {
		return malformed("header has number %d, want %d", c.number(), number)
	}
	if len(above) == 0 {
		if c.hash() != d.anchor.Hash {
			return fmt.Errorf("%w: its header %d has hash %s, the configured anchor is %s", lightclient.ErrWrongChain, number, c.hash(), d.anchor.Hash)
		}
		return nil
	}
	if want := above[len(above)-1].summary.ParentHash; c.hash() != want {
		return fmt.Errorf("%w: its header %d has hash %s, the one above says %s", lightclient.ErrNotLinked, number, c.hash(), want)
	}
	return nil
}

// State returns the anchor as trusted, and false if more headers have to be taken
// first.
func (d *Descent) State() (TrustedState, bool, error) {
	if len(d.claims) == 0 {
		return TrustedState{}, false, nil
	}
	before, ok, err := d.snapshotBelow()
	if !ok {
		return TrustedState{}, false, err
	}
	places, err := walk(before, d.claims[:1], d.network)
	if err != nil {
		return TrustedState{}, false, err
	}
	return TrustedState{place: places[0]}, true, nil
}

// snapshotBelow returns the snapshot before the anchor, from the last two
// announcements below it; false with an error, or if more headers are needed.
func (d *Descent) snapshotBelow() (snapshot, bool, error) {
	below := d.anchor.Number - 1
	length, ok := d.lengthOf(d.anchor.Number)
	if !ok {
		return snapshot{}, false, nil
	}
	last, ok := d.epochBlock(below)
	if !ok {
		return snapshot{}, false, nil
	}
	if last == 0 {
		// The genesis names the first set, which is in force at once.
		s := snapshot{number: below, epochLength: length}
		announced, err := d.announcement(0)
		if err != nil {
			return snapshot{}, false, err
		}
		s.terms = []term{{from: 0, epoch: newEpoch(0, d.at(0).hash(), announced)}}
		return s, true, nil
	}
	former, ok := d.epochBlock(last - 1)
	lengthAtLast, known := d.lengthOf(last)
	if !ok || !known {
		return snapshot{}, false, nil
	}
	announced, err := d.announcement(former)
	if err != nil {
		return snapshot{}, false, err
	}
	// From when on is not known, but at the next epoch block it was so.
	s := snapshot{number: last - 1, epochLength: lengthAtLast, terms: []term{{from: last, epoch: newEpoch(former, d.at(former).hash(), announced)}}}
	if announced, err = d.announcement(last); err != nil {
		return snapshot{}, false, err
	}
	if s, err = s.apply(d.at(last), announced, d.network); err != nil {
		return snapshot{}, false, err
	}
	s.number, s.epochLength = below, length
	return s, true, nil
}

// at returns the claim of a number, nil if it has not been taken.
func (d *Descent) at(number uint64) *claim {
	if i := d.anchor.Number - number; i < uint64(len(d.claims)) {
		return d.claims[i]
	}
	return nil
}

// lengthOf returns the length of epochs at a block, which depends on the time of the
// block before its epoch; see [Network.nextLength].
func (d *Descent) lengthOf(number uint64) (uint64, bool) {
	first := d.network.Forks[0].EpochLength
	for i := len(d.network.Forks) - 1; i > 0; i-- {
		f := d.network.Forks[i]
		begin := number - number%f.EpochLength
		if f.EpochLength == first || begin == 0 || f.Time > d.claims[0].summary.Time {
			continue
		}
		decides := d.at(begin - 1)
		if decides == nil {
			return 0, false
		}
		if decides.summary.Time >= f.Time {
			return f.EpochLength, true
		}
	}
	return first, true
}

// epochBlock returns the number of the last epoch block at or below a block, false if
// it has not been taken.
func (d *Descent) epochBlock(number uint64) (uint64, bool) {
	if number > 0 {
		length, ok := d.lengthOf(number)
		if !ok {
			return 0, false
		}
		number -= number % length
	}
	return number, d.at(number) != nil
}

func (d *Descent) announcement(number uint64) (*Announcement, error) {
	raw, err := splitExtra(d.at(number).header.Extra, true)
	if err != nil {
		return nil, fmt.Errorf("epoch block %d: %w", number, err)
	}
	return raw.announcement, nil
}

// TrustAnchor believes a header because an operator vouches for its hash. The headers
// end with it and begin low enough for a Descent; more below are no harm.
func TrustAnchor(untrusted []*types.Header, anchor lightclient.Anchor, network Network) (TrustedState, error) {
	d, err := NewDescent(anchor, network)
	if err != nil {
		return TrustedState{}, err
	}
	for left := untrusted; ; {
		state, ok, err := d.State()
		if ok || err != nil {
			return state, err
		}
		from, to := d.Next()
		if len(left) == 0 {
			return TrustedState{}, fmt.Errorf("%w: headers from %d down are needed to know the validators at the anchor %d", lightclient.ErrNoSuchHeader, to, anchor.Number)
		}
		cut := max(0, len(left)-int(to-from+1))
		if err := d.Take(left[cut:]); err != nil {
			return TrustedState{}, err
		}
		left = left[:cut]
	}
}

func checkAnchor(a lightclient.Anchor) error {
	switch {
	case a.Hash == common.Hash{}:
		return errors.New("anchor has no hash, want the number and hash of a recent block from a source you trust")
	case a.Number == 0 || a.Number > math.MaxInt64:
		return fmt.Errorf("anchor has number %d, want 1 to %d", a.Number, int64(math.MaxInt64))
	}
	return nil
}
