package clique_test

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// TestFinalIsWhatItIsSaidToBe draws chains of any signers and votes that the rules
// allow, and compares Verify with the sentence of the package comment, taken literally.
func TestFinalIsWhatItIsSaidToBe(t *testing.T) {
	keys := cliquetest.Keys(t, "property", 8)
	rapid.Check(t, func(rt *rapid.T) {
		p := testParams(rapid.Uint64Range(3, 40).Draw(rt, "epoch"))
		p.ExtraConfirmations = rapid.Uint64Range(0, 3).Draw(rt, "extra")
		chain := cliquetest.New(t, p.Epoch, genesisTime, keys[:rapid.IntRange(1, 7).Draw(rt, "signers")])
		branch := clique.NewBranch(trust(t, chain, 0, p), p)
		var sets [][]common.Address
		for range rapid.IntRange(1, 50).Draw(rt, "blocks") {
			b := cliquetest.Block{By: rapid.SampledFrom(chain.Keys()).Draw(rt, "by")}
			if uint64(chain.Len())%p.Epoch != 0 && rapid.IntRange(0, 2).Draw(rt, "votes") > 0 {
				b.About = rapid.SampledFrom(keys).Draw(rt, "about")
				b.Auth = !slices.Contains(branch.Signers(), cliquetest.Address(b.About))
			}
			set := branch.Signers()
			h := chain.Next(b)
			if branch.Add(h) != nil {
				continue // he has to wait
			}
			after := slices.DeleteFunc(slices.Clone(keys), func(k cliquetest.Key) bool { return !slices.Contains(branch.Signers(), cliquetest.Address(k)) })
			if len(after) == 0 {
				break
			}
			sets = append(sets, set)
			chain.Append(h, b.By, after)
		}
		if len(sets) == 0 {
			return
		}
		want := uint64(0)
		for isFinal(chain, sets, want+1, p.ExtraConfirmations) {
			want++
		}
		state, err := clique.Verify(trust(t, chain, 0, p), chain.From(1)[:len(sets)], at(genesisTime+100), p)
		if err != nil || state.Header().Number != want {
			rt.Fatalf("final is %+v, %v, want %d of %d", state, err, want, len(sets))
		}
	})
}

func isFinal(chain *cliquetest.Chain, sets [][]common.Address, number, extra uint64) bool {
	if number+1+extra > uint64(len(sets)) {
		return false // nobody on top, or not enough of them
	}
	entitled := sets[number-1]
	sealed := make(map[common.Address]bool)
	for n := number; n+extra <= uint64(len(sets)); n++ {
		if by := cliquetest.Address(chain.Sealer(n)); slices.Contains(entitled, by) {
			sealed[by] = true
		}
	}
	return 2*len(sealed) > len(entitled)
}
