package parlia

import (
	"fmt"
	"math"
)

// Network is what tells one Parlia network from another. All of them are followed
// from the Bohr fork on (BEP-341), since which a seal covers every field of a header.
type Network struct {
	ChainID uint64 // EIP-155; seals bind it, votes do not
	Forks   []Fork // ascending by time, the first at 0
}

// Fork is a change of the rules that a light client needs. Each holds for headers of
// its time and later, and all of its values hold then: what a fork leaves alone, it
// repeats.
type Fork struct {
	Time         uint64 // Unix time in seconds, as in bsc's chain configuration
	EpochLength  uint64 // blocks from one announcement of validators to the next; see [Network.nextLength]
	VoteDepth    uint64 // how many generations up the block may be that a header attests; 1: its parent alone (BEP-590)
	Milliseconds bool   // mixHash holds the milliseconds of a header's time (BEP-520)
}

const (
	originEpoch  = 200
	lorentzEpoch = 500  // BEP-520
	maxwellEpoch = 1000 // BEP-524
	fermiDepth   = 3    // BEP-590
)

// BSC returns the BNB Smart Chain (times: bsc, params/config.go, BSCChainConfig).
func BSC() Network { return deployed(56, 1745903100, 1751250600, 1768357800) }

// Chapel returns BSC's public test network (likewise, ChapelChainConfig).
func Chapel() Network { return deployed(97, 1744097580, 1748243100, 1762741500) }

func deployed(chainID, lorentz, maxwell, fermi uint64) Network {
	return Network{ChainID: chainID, Forks: []Fork{
		{Time: 0, EpochLength: originEpoch, VoteDepth: 1},
		{Time: lorentz, EpochLength: lorentzEpoch, VoteDepth: 1, Milliseconds: true},
		{Time: maxwell, EpochLength: maxwellEpoch, VoteDepth: 1, Milliseconds: true},
		{Time: fermi, EpochLength: maxwellEpoch, VoteDepth: fermiDepth, Milliseconds: true},
	}}
}

// Validate checks the ranges. Forks may share a time, as on networks that begin with
// several. Epochs never become shorter: bsc knows no such fork. That a length is a
// multiple of the one before, the first apart, lets [Descent] tell an epoch's length
// from the block at its beginning.
func (n Network) Validate() error {
	if n.ChainID == 0 {
		return fmt.Errorf("chain id is 0, want the EIP-155 id of the network")
	}
	if len(n.Forks) == 0 || len(n.Forks) > MaxForks {
		return fmt.Errorf("there are %d forks, want 1 to %d", len(n.Forks), MaxForks)
	}
	if n.Forks[0].Time != 0 {
		return fmt.Errorf("the first fork has time %d, want 0: it says what holds from the beginning", n.Forks[0].Time)
	}
	for i, f := range n.Forks {
		former := n.Forks[max(i-1, 0)]
		switch {
		case f.EpochLength < 2 || f.EpochLength > MaxEpochLength:
			return fmt.Errorf("fork %d: epoch length is %d, want 2 to %d", i, f.EpochLength, MaxEpochLength)
		case f.VoteDepth < 1 || f.VoteDepth > MaxVoteDepth:
			return fmt.Errorf("fork %d: vote depth is %d, want 1 to %d", i, f.VoteDepth, MaxVoteDepth)
		case f.Time > math.MaxInt64:
			return fmt.Errorf("fork %d: time is %d, want at most %d", i, f.Time, int64(math.MaxInt64))
		case f.Time < former.Time:
			return fmt.Errorf("fork %d: time is %d, want at least that of the one before, %d", i, f.Time, former.Time)
		case f.EpochLength < former.EpochLength:
			return fmt.Errorf("fork %d: epoch length is %d, want at least that of the one before, %d", i, f.EpochLength, former.EpochLength)
		case former.EpochLength > n.Forks[0].EpochLength && f.EpochLength%former.EpochLength != 0:
			return fmt.Errorf("fork %d: epoch length is %d, want a multiple of that of the one before, %d", i, f.EpochLength, former.EpochLength)
		}
	}
	return nil
}

// forkAt returns the rules for a header of the given time.
func (n Network) forkAt(time uint64) Fork {
	fork := n.Forks[0]
	for _, f := range n.Forks[1:] {
		if f.Time <= time {
			fork = f
		}
	}
	return fork
}

// nextLength returns the epoch length that holds after the block of the given number
// and time, before which it was length. A longer epoch does not begin with its fork
// but with the first block that it divides, and one after the other if there are
// several (bsc, consensus/parlia/snapshot.go, apply).
func (n Network) nextLength(length, number, time uint64) uint64 {
	for _, f := range n.Forks {
		if f.EpochLength <= length {
			continue
		}
		if f.Time > time || (number+1)%f.EpochLength != 0 {
			break
		}
		length = f.EpochLength
	}
	return length
}

// lengthens reports whether a fork makes epochs of the given length longer.
func (n Network) lengthens(length uint64) bool { return n.Forks[len(n.Forks)-1].EpochLength > length }

// nextBoundary returns the number of the first block above the given one that may be
// an epoch block, now that epochs have the given length or once a fork makes them
// longer. For the very next block that is decided.
func (n Network) nextBoundary(number, length uint64) uint64 {
	next := number - number%length + length
	for _, f := range n.Forks {
		if decided := number + 1; f.EpochLength > length {
			next = min(next, decided-decided%f.EpochLength+f.EpochLength)
		}
	}
	return next
}
