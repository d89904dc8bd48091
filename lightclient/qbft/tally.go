package qbft

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// checkSeals requires seals of a quorum of the set whose business the header is and,
// where that is another set than the trusted one, of more than a third of the
// trusted one; trusted is nil where nothing but the quorum is asked for. A seal that
// counts for nothing, a stranger's or a second one, does no harm either: seals are
// not covered by the hash, so that anybody on the way could have added it.
func checkSeals(c *claim, set, trusted []common.Address) error {
	seals, err := c.raw.splitSeals()
	if err != nil {
		return err
	}
	if len(seals) > len(set) {
		return fmt.Errorf("%w: there are %d seals for %d validators", lightclient.ErrSeals, len(seals), len(set))
	}
	hash := c.committedSealHash()
	t := tally{set: set, counted: make([]bool, len(set)), quorum: Quorum(len(set))}
	if len(trusted) > 0 && !sameSet(set, trusted) {
		t.former = trusted
		t.needFormer = len(trusted)/3 + 1
	}
	// As many seals at once as are needed at least: so no more are recovered, and no
	// other ones, than if it were done one by one.
	for len(seals) > 0 && t.lacks() > 0 {
		n := min(t.lacks(), len(seals))
		for _, by := range sealers(hash, seals[:n]) {
			t.add(by)
		}
		seals = seals[n:]
	}
	return t.verdict()
}

// sealers returns who made each of the seals, the zero address where nobody did. It
// spreads the work, by far the dearest part of a verification, over the cores, and
// is done with it when it returns.
func sealers(hash common.Hash, seals [][]byte) []common.Address {
	by := make([]common.Address, len(seals))
	var next atomic.Int64
	work := func() {
		for i := next.Add(1) - 1; i < int64(len(seals)); i = next.Add(1) - 1 {
			if a, err := Sealer(hash, seals[i]); err == nil {
				by[i] = a
			}
		}
	}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(seals)) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	return by
}

// tally counts the seals of one header.
type tally struct {
	set     []common.Address
	counted []bool // by index in set
	quorum  int

	former     []common.Address // the last trusted set, if it is another
	needFormer int

	members, ofFormer             int // seals that count
	strangers, repeated, unusable int // seals that don't
}

// lacks returns how many more seals are needed at least.
func (t *tally) lacks() int { return max(t.quorum-t.members, t.needFormer-t.ofFormer) }

func (t *tally) add(by common.Address) {
	if by == (common.Address{}) {
		t.unusable++
		return
	}
	i := slices.Index(t.set, by) // linear: even among 1000 a tenth of what recovering took
	switch {
	case i < 0:
		t.strangers++
	case t.counted[i]:
		t.repeated++
	default:
		t.counted[i] = true
		t.members++
		if slices.Contains(t.former, by) {
			t.ofFormer++
		}
	}
}

func (t *tally) verdict() error {
	if t.members < t.quorum {
		return fmt.Errorf("%w: %d of the %d validators sealed it, want %d (not counted: %d seals of strangers, %d repeated, %d unusable)",
			lightclient.ErrSeals, t.members, len(t.set), t.quorum, t.strangers, t.repeated, t.unusable)
	}
	if t.ofFormer < t.needFormer {
		return fmt.Errorf("%w: it has another set, and %d of the %d validators trusted last sealed it, want %d",
			lightclient.ErrTrustOverlap, t.ofFormer, len(t.former), t.needFormer)
	}
	return nil
}
