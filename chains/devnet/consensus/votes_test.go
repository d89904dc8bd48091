package consensus

import (
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// votingChain builds sealed-looking headers with votes and counts them.
type votingChain struct {
	tb      failer
	headers []*types.Header
	tally   *Tally
}

func votingAddr(i int) common.Address { return common.BytesToAddress([]byte{0x10, byte(i)}) }

func newVotingChain(tb failer, epoch uint64, n int) *votingChain {
	tb.Helper()
	var members []common.Address
	for i := range n {
		members = append(members, votingAddr(i))
	}
	c := &votingChain{tb: tb, headers: []*types.Header{testGenesis(members)}}
	var err error
	if c.tally, err = NewTally(epoch, c.headers[0]); err != nil {
		tb.Fatal(err)
	}
	return c
}

func (c *votingChain) header(proposer common.Address, vote *qbft.Vote) *types.Header {
	c.tb.Helper()
	parent := c.headers[len(c.headers)-1]
	hash, err := qbft.OnChainHash(parent)
	if err != nil {
		c.tb.Fatal(err)
	}
	x := qbft.ExtraData{Validators: c.tally.Set().Members(), Vote: vote}
	return &types.Header{
		ParentHash: hash, Coinbase: proposer, Difficulty: common.Big1, Extra: x.Encode(),
		Number: new(big.Int).Add(parent.Number, common.Big1),
	}
}

func (c *votingChain) add(proposer common.Address, vote *qbft.Vote) {
	c.tb.Helper()
	h := c.header(proposer, vote)
	if err := c.tally.Take(h); err != nil {
		c.tb.Fatal(err)
	}
	c.headers = append(c.headers, h)
}

func (c *votingChain) GetHeaderByNumber(n uint64) *types.Header {
	if n >= uint64(len(c.headers)) {
		return nil
	}
	return c.headers[n]
}

func (c *votingChain) members() []int {
	var is []int
	for _, a := range c.tally.Set().Members() {
		is = append(is, int(a[19]))
	}
	return is
}

func TestTally(t *testing.T) {
	type ballot struct {
		by, about int
		add       bool
	}
	for _, tc := range []struct {
		name  string
		n     int
		epoch uint64
		votes []ballot
		want  []int
	}{
		{"a majority adds", 4, 100, []ballot{{0, 9, true}, {1, 9, true}, {2, 9, true}}, []int{0, 1, 2, 3, 9}},
		{"half is no majority", 4, 100, []ballot{{0, 9, true}, {1, 9, true}}, []int{0, 1, 2, 3}},
		{"one validator votes many times", 4, 100, []ballot{{0, 9, true}, {0, 9, true}, {0, 9, true}}, []int{0, 1, 2, 3}},
		{"a majority drops", 4, 100, []ballot{{0, 3, false}, {1, 3, false}, {2, 3, false}}, []int{0, 1, 2}},
		{"the dropped one may vote against itself", 4, 100, []ballot{{0, 3, false}, {3, 3, false}, {2, 3, false}}, []int{0, 1, 2}},
		{"a later vote replaces the earlier one", 4, 100,
			[]ballot{{0, 9, true}, {1, 9, true}, {0, 9, false}, {2, 9, true}}, []int{0, 1, 2, 3}},
		{"an epoch block clears votes", 4, 3, []ballot{{0, 9, true}, {1, 9, true}, {2, 8, true}, {2, 9, true}}, []int{0, 1, 2, 3}},
		{"a vote in an epoch block does not count", 4, 3,
			[]ballot{{0, 8, true}, {0, 8, true}, {2, 9, true}, {0, 9, true}, {1, 9, true}}, []int{0, 1, 2, 3}},
		{"votes of a dropped validator are gone", 5, 100, []ballot{
			{4, 9, true}, {0, 9, true}, {0, 4, false}, {1, 4, false}, {2, 4, false}, {1, 9, true},
		}, []int{0, 1, 2, 3}},
		{"what is the case already changes nothing", 4, 100,
			[]ballot{{0, 3, true}, {1, 3, true}, {2, 3, true}, {0, 9, false}, {1, 9, false}, {2, 9, false}}, []int{0, 1, 2, 3}},
		{"add, then drop again", 1, 100, []ballot{{0, 9, true}, {0, 9, false}, {9, 9, false}}, []int{0}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newVotingChain(t, tc.epoch, tc.n)
			for _, v := range tc.votes {
				c.add(votingAddr(v.by), &qbft.Vote{Recipient: votingAddr(v.about), Add: v.add})
			}
			if got := c.members(); !slices.Equal(got, tc.want) {
				t.Fatalf("validators %v, want %v", got, tc.want)
			}
		})
	}
}

func TestTallyRefusesWhatDoesNotContinue(t *testing.T) {
	c := newVotingChain(t, 100, 4)
	c.add(votingAddr(0), nil)
	good := func() *types.Header { return c.header(votingAddr(1), nil) }
	for name, change := range map[string]func(h *types.Header){
		"skipped number": func(h *types.Header) { h.Number = big.NewInt(5) },
		"another parent": func(h *types.Header) { h.ParentHash = common.Hash{1} },
		"no extraData":   func(h *types.Header) { h.Extra = nil },
		"another set": func(h *types.Header) {
			x := qbft.ExtraData{Validators: c.tally.Set().Members()[:3]}
			h.Extra = x.Encode()
		},
	} {
		h := good()
		change(h)
		if err := c.tally.Take(h); err == nil {
			t.Errorf("%s: taken", name)
		}
		if c.tally.Number() != 1 {
			t.Fatalf("%s: the tally moved to %d", name, c.tally.Number())
		}
	}
	if err := c.tally.Take(good()); err != nil {
		t.Fatal(err)
	}
	if _, err := NewTally(100, c.headers[1]); err == nil {
		t.Fatal("counting began at a block that is no epoch block")
	}
}

func TestTallyIsBounded(t *testing.T) {
	c := newVotingChain(t, 1_000_000, 4)
	for i := range maxVotedRecipients + 10 {
		c.add(votingAddr(0), &qbft.Vote{Recipient: common.BigToAddress(big.NewInt(int64(i + 1_000_000))), Add: true})
	}
	if len(c.tally.votes) > maxVotedRecipients {
		t.Fatalf("%d recipients are kept, at most %d wanted", len(c.tally.votes), maxVotedRecipients)
	}
}

// A tally loaded after a restart is the tally that was counted block by block, wherever the restart falls.
func TestLoadedTallyEqualsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newVotingChain(t, uint64(rapid.IntRange(1, 12).Draw(t, "epoch")), rapid.IntRange(1, 5).Draw(t, "validators"))
		for range rapid.IntRange(0, 40).Draw(t, "blocks") {
			members := c.tally.Set().Members()
			var vote *qbft.Vote
			if rapid.Bool().Draw(t, "votes") {
				v := &qbft.Vote{Recipient: votingAddr(rapid.IntRange(0, 7).Draw(t, "about")), Add: rapid.Bool().Draw(t, "add")}
				if checkVote(c.tally.Set(), v.Recipient, v.Add) == nil {
					vote = v
				}
			}
			c.add(rapid.SampledFrom(members).Draw(t, "proposer"), vote)
			loaded, err := LoadTally(c.tally.epoch, c, c.headers[len(c.headers)-1])
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(loaded.Set().Members(), c.tally.Set().Members()) || loaded.hash != c.tally.hash {
				t.Fatalf("loaded %v, counted %v", loaded.Set().Members(), c.tally.Set().Members())
			}
			for r := range 8 {
				for _, voter := range members {
					a, b := c.tally.Vote(voter, votingAddr(r))
					x, y := loaded.Vote(voter, votingAddr(r))
					if a != x || b != y {
						t.Fatalf("vote of %s about %d: loaded %t %t, counted %t %t", voter, r, x, y, a, b)
					}
				}
			}
		}
	})
}

func TestLoadTallyNeedsItsHistory(t *testing.T) {
	c := newVotingChain(t, 100, 4)
	for range 5 {
		c.add(votingAddr(0), nil)
	}
	head := c.headers[5]
	c.headers = c.headers[:3]
	if _, err := LoadTally(100, c, head); err == nil {
		t.Fatal("votes were counted over a gap")
	}
}

func TestWishes(t *testing.T) {
	c := newVotingChain(t, 100, 4)
	self := votingAddr(0)
	w := wishes{votingAddr(9): true, votingAddr(3): false, votingAddr(1): true, votingAddr(8): false}
	first := w.next(c.tally, self)
	if first == nil || first.Recipient != votingAddr(3) || first.Add {
		t.Fatalf("votes %+v, want the first useful one: drop 3", first)
	}
	c.add(self, first)
	second := w.next(c.tally, self)
	if second == nil || second.Recipient != votingAddr(9) || !second.Add {
		t.Fatalf("votes %+v, want the next one: add 9", second)
	}
	c.add(self, second)
	if again := w.next(c.tally, self); again != nil {
		t.Fatalf("votes %+v once more within the epoch", again)
	}
	c.add(votingAddr(1), second)
	c.add(votingAddr(2), second)
	w.settle(c.tally.Set())
	if _, left := w[votingAddr(9)]; left {
		t.Fatal("a wish that came true is still there and would undo a later drop")
	}
	if _, left := w[votingAddr(3)]; !left {
		t.Fatal("a wish that did not come true is gone")
	}
}

func TestProposerSelection(t *testing.T) {
	set, err := NewSet([]common.Address{votingAddr(3), votingAddr(1), votingAddr(5), votingAddr(7)})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		previous int
		round    uint32
		want     int
	}{
		{1, 0, 3}, {3, 0, 5}, {7, 0, 1}, {1, 1, 5}, {1, 3, 1}, {1, 4, 3}, // members: the next one
		{0, 0, 1}, {4, 0, 5}, {4, 1, 7}, {9, 0, 1}, {9, 2, 5}, // no members: the first above
		{1, MaxRound, 1}, // no overflow: MaxRound is 3 modulo 4
	} {
		if got := set.Proposer(votingAddr(tc.previous), tc.round); got != votingAddr(tc.want) {
			t.Errorf("after %d in round %d: %s, want %d", tc.previous, tc.round, got, tc.want)
		}
	}
}

func TestSetRules(t *testing.T) {
	a, b := votingAddr(1), votingAddr(2)
	for name, members := range map[string][]common.Address{
		"empty": nil, "twice": {a, b, a}, "zero": {a, {}}, "too many": make([]common.Address, MaxValidators+1),
	} {
		if _, err := NewSet(members); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for n, want := range map[int][2]int{1: {1, 0}, 2: {2, 0}, 3: {2, 0}, 4: {3, 1}, 5: {4, 1}, 6: {4, 1}, 7: {5, 2}, 10: {7, 3}} {
		var members []common.Address
		for i := range n {
			members = append(members, votingAddr(i))
		}
		set, err := NewSet(members)
		if err != nil {
			t.Fatal(err)
		}
		if set.Quorum() != want[0] || set.Faulty() != want[1] {
			t.Errorf("%d validators: quorum %d, faulty %d, want %v", n, set.Quorum(), set.Faulty(), want)
		}
		if overlap := 2*set.Quorum() - n; overlap <= set.Faulty() {
			t.Errorf("%d validators: quorums share %d, want more than %d", n, overlap, set.Faulty())
		}
	}
}

func TestRoundTimeouts(t *testing.T) {
	timeouts := Timeouts{Base: 10, Max: 75}
	for round, want := range map[uint32]int{0: 10, 1: 20, 2: 40, 3: 75, 4: 75, MaxRound: 75} {
		if got := timeouts.Round(round); int(got) != want {
			t.Errorf("round %d: %d, want %d", round, got, want)
		}
	}
}
