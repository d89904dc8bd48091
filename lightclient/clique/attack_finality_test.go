package clique_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// Which of the blocks of a scenario, in the shorthand of EIP-225's, is final upon the
// genesis. All of them keep the rules.
var finalities = []struct {
	name    string
	signers string
	extra   uint64
	blocks  string
	want    uint64
}{
	{"one signer, alone", "A", 0, "A", 0},
	{"one signer, upon himself", "A", 0, "A A", 1},
	{"one of two", "AB", 0, "A", 0},
	{"both of two", "AB", 0, "A B", 1},
	{"one of three", "ABC", 0, "A", 0},
	{"two of three", "ABC", 0, "A B", 1},
	{"exactly half of four", "ABCD", 0, "A B", 0},
	{"one more than half of four", "ABCD", 0, "A B C", 1},
	{"just under half of five", "ABCDE", 0, "A B", 0},
	{"just over half of five", "ABCDE", 0, "A B C", 1},
	{"exactly half of six", "ABCDEF", 0, "A B C", 0},
	{"one more than half of six", "ABCDEF", 0, "A B C D", 1},
	{"one short of the extra confirmations", "ABCD", 2, "A B C D", 0},
	{"with the extra confirmations", "ABCD", 2, "A B C D A", 1},
	{"extra confirmations upon one signer", "A", 1, "A A", 0},
	{"enough of them upon one signer", "A", 1, "A A A", 1},

	// Blocks 6, 7 and 8 are sealed by A, B and A, which three blocks may not be before
	// 6 and 7 drop E and D. Five were entitled to seal 6, and two did.
	{"the same sealer twice while the set shrinks", "ABCDE", 0, "C-E D-E A-D C-D E A-E B-D A", 5},
	{"and a third one", "ABCDE", 0, "C-E D-E A-D C-D E A-E B-D A C", 8},

	// Block 2 adds C, who seals 3. Only A of the two who were entitled has sealed 2.
	{"a sealer who was let in by the block itself", "AB", 0, "B+C A+C C", 1},
	{"and one who was in before", "AB", 0, "B+C A+C C B", 3},

	// C and D are bad, two of four. A's pending vote helps them to drop B, after which
	// they are two of three and drop A. By the sets that they made, blocks from 4 on are
	// final; blocks 2 and 3, by the set that made these, are not.
	{"half of the signers takes over by an honest vote", "ABCD", 0, "A-B C-B D-B C-A D-A C D C D C D", 1},
	{"which somebody honest would have to build on", "ABCD", 0, "A-B C-B D-B A C", 4},
}

func TestAttackFinality(t *testing.T) {
	for _, test := range finalities {
		t.Run(test.name, func(t *testing.T) {
			p := testParams(clique.DefaultEpoch)
			p.ExtraConfirmations = test.extra
			chain, _, err := play(t, p, test.signers, test.blocks)
			if err != nil {
				t.Fatal(err)
			}
			mustBeFinal(t, trust(t, chain, 0, p), chain.From(1), at(genesisTime+100), p, test.want)
		})
	}
}

// What is trusted continues as what was verified: the same blocks in any two batches.
func TestAttackContinued(t *testing.T) {
	p := testParams(6)
	chain, _, err := play(t, p, "ABCD", "A-D B C A+E B-D C A-D B-D C-D A B C A B")
	if err != nil {
		t.Fatal(err)
	}
	headers, now := chain.From(1), at(genesisTime+100)
	whole, err := clique.Verify(trust(t, chain, 0, p), headers, now, p)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 1; cut < len(headers); cut++ {
		first, err := clique.Verify(trust(t, chain, 0, p), headers[:cut], now, p)
		if err != nil {
			t.Fatal(err)
		}
		second, err := clique.Verify(first, headers[first.Header().Number:], now, p)
		if err != nil || second.Header() != whole.Header() {
			t.Fatalf("cut at %d: %v, want %+v", cut, err, whole.Header())
		}
		if a, b := second.Signers(), whole.Signers(); len(a) != 3 || len(a) != len(b) {
			t.Fatalf("cut at %d: signers %v, want %v", cut, a, b)
		}
	}
	t.Run("sealed too recently before", func(t *testing.T) {
		first, err := clique.Verify(trust(t, chain, 0, p), headers[:5], now, p)
		if err != nil || first.Header().Number != 3 {
			t.Fatalf("trusts %v, %v", first, err)
		}
		// Block 3 is C's, and so must not be block 4.
		fork := chain.Fork(3)
		h := fork.Next(cliquetest.Block{By: cast(t)["C"]})
		mustRefuse(t, first, []*types.Header{h}, now, p, lightclient.ErrSeals, "who sealed 3 already")
	})
}

// Anybody can turn a seal around, which makes another block of it: nodes take both.
func TestAttackTurnedSeal(t *testing.T) {
	for _, n := range []int{1, 2, 5} {
		p := testParams(clique.DefaultEpoch)
		chain := cliquetest.New(t, p.Epoch, genesisTime, cliquetest.Keys(t, "turned", n)).Grow(8)
		trusted, now := trust(t, chain, 0, p), at(genesisTime+100)
		last := 8 - max(1, uint64(n)/2)
		headers := chain.From(1)
		headers[7] = cliquetest.Turned(headers[7])
		mustBeFinal(t, trusted, headers, now, p, last) // it counts as what it was turned from
		if headers[7].Hash() == chain.Head().Hash() {
			t.Fatal("it is no other block")
		}
		headers[6] = cliquetest.Turned(headers[6])
		mustRefuse(t, trusted, headers, now, p, lightclient.ErrNotLinked, "parentHash is")
		twice := append(chain.From(1), cliquetest.Turned(chain.Head()))
		mustRefuse(t, trusted, twice, now, p, lightclient.ErrMalformed, "number is 8, want 9")
	}
}
