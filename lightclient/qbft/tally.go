package qbft

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// checkSeals requires seals of a quorum of the set that the header lists and, where
// that is another set than the trusted one, of more than a third of the trusted one.
// It recovers no more seals than it needs. A seal that counts for nothing, a
// stranger's or a second one, does no harm either: seals are not covered by the
// hash, so that anybody on the way could have added it.
func checkSeals(c *claim, listed, trusted []common.Address) error {
	seals, err := c.raw.decodeSeals()
	if err != nil {
		return err
	}
	if len(seals) > len(listed) {
		return fmt.Errorf("%w: there are %d seals for %d validators", lightclient.ErrSeals, len(seals), len(listed))
	}
	hash, err := CommittedSealHash(c.header)
	if err != nil {
		return err
	}
	t := tally{listed: listed, counted: make([]bool, len(listed)), quorum: Quorum(len(listed))}
	if !sameSet(listed, trusted) {
		t.former = trusted
		t.needFormer = len(trusted)/3 + 1
	}
	for _, seal := range seals {
		if t.done() {
			break
		}
		t.add(hash, seal)
	}
	return t.verdict()
}

// tally counts the seals of one header.
type tally struct {
	listed  []common.Address
	counted []bool // by index in listed
	quorum  int

	former     []common.Address // the last trusted set, if it is another
	needFormer int

	members, ofFormer             int // seals that count
	strangers, repeated, unusable int // seals that don't
}

func (t *tally) done() bool { return t.members >= t.quorum && t.ofFormer >= t.needFormer }

func (t *tally) add(hash common.Hash, seal []byte) {
	by, err := Sealer(hash, seal)
	if err != nil {
		t.unusable++
		return
	}
	i := indexOf(t.listed, by)
	switch {
	case i < 0:
		t.strangers++
	case t.counted[i]:
		t.repeated++
	default:
		t.counted[i] = true
		t.members++
		if indexOf(t.former, by) >= 0 {
			t.ofFormer++
		}
	}
}

func (t *tally) verdict() error {
	if t.members < t.quorum {
		return fmt.Errorf("%w: %d of the %d listed validators sealed it, want %d (not counted: %d seals of strangers, %d repeated, %d unusable)",
			lightclient.ErrSeals, t.members, len(t.listed), t.quorum, t.strangers, t.repeated, t.unusable)
	}
	if t.ofFormer < t.needFormer {
		return fmt.Errorf("%w: it lists another set, and %d of the %d validators trusted last sealed it, want %d",
			lightclient.ErrTrustOverlap, t.ofFormer, len(t.former), t.needFormer)
	}
	return nil
}

// indexOf searches linearly: even among 1000 addresses that is a tenth of what
// recovering the seal took.
func indexOf(set []common.Address, a common.Address) int {
	for i := range set {
		if set[i] == a {
			return i
		}
	}
	return -1
}
