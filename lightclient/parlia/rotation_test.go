package parlia_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// mustKnow requires that a state has the set for the next block that bsc's own rules,
// kept by the chain, have.
func mustKnow(t testing.TB, state parlia.TrustedState, c *parliatest.Chain) {
	t.Helper()
	next := state.Header().Number + 1
	validators, turnLength := state.Validators()
	want := c.SetFor(next)
	if !slices.Equal(validators, want.Announcement().Validators) || turnLength != uint64(want.TurnLength) {
		t.Fatalf("for block %d it knows %d validators of turn length %d, in force are %d of %d", next, len(validators), turnLength, len(want.Keys), want.TurnLength)
	}
}

// TestRotation follows a chain whose set shrinks, grows, changes its turn length, and
// is replaced as a whole, block by block and from epoch to epoch.
func TestRotation(t *testing.T) {
	network := parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: 40, VoteDepth: 1}}}
	pool := parliatest.Keys(t, "rotation", 12)
	c := newChain(t, network, parliatest.Set{Keys: pool[:7], TurnLength: 1}, 39)
	for _, set := range []parliatest.Set{
		{Keys: pool[:4], TurnLength: 1},  // shrinks
		{Keys: pool[:4], TurnLength: 4},  // longer turns
		{Keys: pool[:9], TurnLength: 4},  // grows
		{Keys: pool[9:], TurnLength: 2},  // replaced, shorter turns
		{Keys: pool[3:7], TurnLength: 8}, // replaced, longer turns
		{Keys: pool[3:7], TurnLength: 8}, // stays
		{Keys: pool, TurnLength: 1},
	} {
		c.Announce(set).Grow(40)
	}
	head := c.Head().Number.Uint64()
	state := trust(t, c, network, 1)
	for state.Header().Number < head-2 {
		n := state.Header().Number
		state = mustReach(t, state, c.Range(n+1, n+3), network, c, n+1)
		mustKnow(t, state, c)
	}
	state = trust(t, c, network, 1)
	for n := uint64(40); n+2 <= head; n += 40 {
		state = mustReach(t, state, c.Range(n, n+2), network, c, n)
		mustKnow(t, state, c)
	}
	for n := uint64(1); n <= head; n++ {
		mustKnow(t, trust(t, c, network, n), c)
	}
}

// TestLongerEpochs follows a chain through forks like Lorentz and Maxwell, which
// lengthen epochs at the next block that the new length divides.
func TestLongerEpochs(t *testing.T) {
	network := parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{
		{Time: 0, EpochLength: 12, VoteDepth: 1},
		{Time: genesisTime + 33, EpochLength: 20, VoteDepth: 1, Milliseconds: true}, // from 40 on
		{Time: genesisTime + 50, EpochLength: 40, VoteDepth: 1, Milliseconds: true}, // from 80 on
		{Time: genesisTime + 60, EpochLength: 40, VoteDepth: 3, Milliseconds: true},
	}}
	pool := parliatest.Keys(t, "longer", 8)
	c := newChain(t, network, parliatest.Set{Keys: pool[:4], TurnLength: 1}, 1)
	var epochs []uint64
	for k := 0; c.Head().Number.Uint64() < 210; k++ {
		if n := c.Head().Number.Uint64() + 1; n%c.EpochLengthAt(n) == 0 {
			epochs = append(epochs, n)
			c.Announce(parliatest.Set{Keys: pool[len(epochs)%4 : len(epochs)%4+4], TurnLength: uint8(1 + len(epochs)%2)})
			c.Add(block{})
			c.Announce(parliatest.Set{Keys: pool, TurnLength: 3}) // what no epoch block announces
			continue
		}
		c.Add(block{})
	}
	if want := []uint64{12, 24, 36, 40, 60, 80, 120, 160, 200}; !slices.Equal(epochs, want) {
		t.Fatalf("epoch blocks are %v, want %v", epochs, want)
	}
	state := trust(t, c, network, 1)
	for state.Header().Number < 208 {
		n := state.Header().Number
		state = mustReach(t, state, c.Range(n+1, n+3), network, c, n+1)
		mustKnow(t, state, c)
	}
	for n := uint64(1); n <= 210; n++ {
		mustKnow(t, trust(t, c, network, n), c)
	}
}

// TestHonestHistoriesAreFollowed: whatever sets and turns epochs announce, whatever
// forks lengthen them, and however often votes are late or missing: from any anchor,
// in any steps, linked or not, a client ends where the chain is, and knows the set that
// is in force there.
func TestHonestHistoriesAreFollowed(t *testing.T) {
	pool := parliatest.Keys(t, "histories", 9)
	rapid.Check(t, func(rt *rapid.T) {
		network := drawNetwork(rt)
		c := drawChain(t, rt, network, pool, 60)
		head := c.Head().Number.Uint64()
		anchor := rapid.Uint64Range(1, 30).Draw(rt, "anchor")
		state, err := parlia.TrustAnchor(c.Range(0, anchor), c.Anchor(anchor), network)
		if err != nil {
			rt.Fatalf("anchor %d: %v", anchor, err)
		}
		for state.Header().Number+12 < head {
			trusted := state.Header().Number
			from := rapid.Uint64Range(trusted+1, max(trusted+1, min(head-8, nextCandidate(network, c, trusted)-1))).Draw(rt, "from")
			to := min(head, from+rapid.Uint64Range(8, 30).Draw(rt, "headers"))
			next, err := parlia.Verify(state, c.Range(from, to), at(c.Head().Time), params(network))
			if errors.Is(err, lightclient.ErrSeals) { // an honest gap in the votes; there are no long ones
				if from+31 > head {
					return // it lasts up to the head
				}
				next, err = parlia.Verify(state, c.Range(from, from+31), at(c.Head().Time), params(network))
			}
			if err != nil {
				rt.Fatalf("headers %d to %d over %d: %v", from, to, trusted, err)
			}
			if got := next.Header(); got != headerOf(c.At(got.Number)) {
				rt.Fatalf("trusts %+v", got)
			}
			state = next
			validators, turnLength := state.Validators()
			want := c.SetFor(state.Header().Number + 1)
			if !slices.Equal(validators, want.Announcement().Validators) || turnLength != uint64(want.TurnLength) {
				rt.Fatalf("after %d it knows %d validators of turn length %d, in force are %d of %d", state.Header().Number, len(validators), turnLength, len(want.Keys), want.TurnLength)
			}
		}
	})
}

func drawNetwork(rt *rapid.T) parlia.Network {
	network := parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: rapid.Uint64Range(14, 22).Draw(rt, "epoch length"), VoteDepth: 1}}}
	if rapid.Bool().Draw(rt, "longer epochs") {
		longer := rapid.Uint64Range(25, 35).Draw(rt, "longer epoch length")
		time := genesisTime + rapid.Uint64Range(0, 60).Draw(rt, "fork time")
		network.Forks = append(network.Forks, parlia.Fork{Time: time, EpochLength: longer, VoteDepth: 1})
		if rapid.Bool().Draw(rt, "still longer epochs") {
			network.Forks = append(network.Forks, parlia.Fork{Time: time + rapid.Uint64Range(0, 60).Draw(rt, "fork later"), EpochLength: 2 * longer, VoteDepth: 3})
		}
	}
	return network
}

// drawChain draws an honest chain. Around epoch blocks all votes are in time, since a
// switch is followed only over final announcements; elsewhere some are late or missing.
func drawChain(t *testing.T, rt *rapid.T, network parlia.Network, pool []*parliatest.Key, blocks uint64) *parliatest.Chain {
	draw := func() parliatest.Set {
		first := rapid.IntRange(0, 5).Draw(rt, "first")
		return parliatest.Set{
			Keys: pool[first : first+rapid.IntRange(2, len(pool)-first).Draw(rt, "validators")], TurnLength: rapid.SampledFrom([]uint8{1, 1, 2}).Draw(rt, "turn length"),
		}
	}
	c := parliatest.New(t, network, genesisTime, draw())
	lastEpoch, lastCandidate := uint64(0), uint64(0)
	for n := uint64(1); n <= blocks; n++ {
		for _, f := range network.Forks {
			if n%f.EpochLength == 0 {
				lastCandidate = n
			}
		}
		if n%c.EpochLengthAt(n) == 0 {
			if lastEpoch > 0 && n-lastEpoch < 12 {
				rt.SkipNow() // a fork cuts an epoch short, while a switch is under way
			}
			c.Announce(draw())
			lastEpoch = n
		}
		b := block{}
		if n-lastCandidate > 3 {
			depth := uint64(1)
			for _, f := range network.Forks {
				if f.Time <= c.Head().Time+1 {
					depth = f.VoteDepth
				}
			}
			b = block{Mute: rapid.IntRange(0, 5).Draw(rt, "mute") == 0, Up: rapid.Uint64Range(1, depth).Draw(rt, "up")}
			if set := c.SetFor(n).Keys; rapid.IntRange(0, 5).Draw(rt, "out of turn") == 0 {
				b.Sealer = set[rapid.IntRange(0, len(set)-1).Draw(rt, "sealer")]
			}
		}
		c.Add(b)
	}
	return c
}

// nextCandidate returns the lowest block above n that may be an epoch block, as far as
// the forks tell that n's rules have.
func nextCandidate(network parlia.Network, c *parliatest.Chain, n uint64) uint64 {
	length := c.EpochLengthAt(n + 1)
	for next := n + 1; ; next++ {
		if next%length == 0 {
			return next
		}
		for _, f := range network.Forks {
			if f.EpochLength > length && next%f.EpochLength == 0 {
				return next
			}
		}
	}
}
