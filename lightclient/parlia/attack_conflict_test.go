package parlia_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

type rivalBranch struct {
	leaves uint64  // how far below the head is the last common block
	blocks []block // the branch
	// what the evidence has to show of the rival: final, or a vote for a block so far
	// from the final one; "" if there must be no evidence, and the reason then
	shows  string
	target int64
	reason error
}

// rivals are branches beside a chain of which the last but two blocks are final. A
// client that sees one has to freeze, or must not.
var rivals = map[string]rivalBranch{
	"final at the same height":            {3, []block{altered, {}, {}, {}}, "final", 2, nil},
	"final at the same height, in a fork": {3, []block{altered, {}, {}}, "final", 1, nil},
	"final higher up":                     {3, []block{altered, {Mute: true}, {}, {}, {}}, "final", 3, nil},
	"final further down":                  {6, []block{altered, {}, {}}, "final", -2, nil},
	"two votes for one height":            {3, []block{altered, {}, {Mute: true}}, "vote", 0, nil},
	"two votes for the child's height":    {3, []block{altered, {Mute: true}, {}, {Mute: true}}, "vote", 1, nil},
	"a vote around another":               {4, []block{altered, {Mute: true}, {Mute: true}, {Mute: true}, {}}, "vote", 2, nil},
	"a vote one block below":              {4, []block{altered, {}, {Mute: true}, {Mute: true}}, "", 0, lightclient.ErrSeals},
	"nobody votes":                        {3, []block{altered, {Mute: true}, {Mute: true}}, "", 0, lightclient.ErrSeals},
	"too few vote":                        {3, []block{altered, few, {Mute: true}}, "", 0, lightclient.ErrSeals},
	"too few vote for the child":          {6, []block{altered, {}, few}, "", 0, lightclient.ErrSeals},
	"more bytes after the votes":          {3, []block{altered, trailed, {Mute: true}}, "", 0, lightclient.ErrSeals},
	"sealed for no turn at all":           {6, []block{{Change: difficulty(7)}, {}, {}}, "", 0, lightclient.ErrMalformed},
	"sealed for no turn, at our height":   {3, []block{{Change: difficulty(7)}, {}, {}}, "", 0, lightclient.ErrMalformed},
}

var (
	altered = block{Change: parliatest.Alter("rival")}
	few     = block{Attest: func(a *parlia.Attestation) { a.Voters &= a.Voters - 1; a.Voters &= a.Voters - 1 }}
	trailed = block{Raw: func(b []byte) []byte { return append(b, 0) }}
)

// TestAttackRivals shows each branch to a client's memory of a chain whose set changes
// in between.
func TestAttackRivals(t *testing.T) {
	network := short()
	pool := parliatest.Keys(t, "rivals", 6)
	c := newIdleChain(t, network, parliatest.Set{Keys: pool[:4], TurnLength: 1}, 8).Grow(3).Announce(parliatest.Set{Keys: pool[2:], TurnLength: 1}).Grow(8)
	head := c.Head().Number.Uint64()
	ours, err := parlia.Remember(trust(t, c, network, 10)).Follow(c.Range(11, head), at(c.Head().Time), params(network))
	if err != nil || ours.Trusted() != headerOf(c.At(head-2)) {
		t.Fatal(ours.Trusted().Number, err)
	}
	final := int64(head) - 2
	// The set in force at the next epoch block, 24, votes up to the switch at 26, and
	// whoever it is above.
	mute, huge := slices.Repeat([]block{{Mute: true}}, 12), longExtra(parlia.MaxExtraBytes)
	late := block{Attest: votedBy(t, parliatest.Set{Keys: pool[2:], TurnLength: 1})}
	rivals := maps.Clone(rivals)
	rivals["a vote for the last block of the set"] = rivalBranch{3, slices.Concat([]block{altered}, mute[:9], []block{{}}), "vote", 9, nil}
	rivals["a vote of the former set"] = rivalBranch{3, slices.Concat([]block{altered}, mute[:10], []block{late}), "", 0, lightclient.ErrSeals}
	rivals["a source that is none"] = rivalBranch{3, []block{altered, {}, {Vote: func(d *parlia.VoteData) { d.SourceNumber-- }}}, "", 0, lightclient.ErrMalformed}
	// Whoever breaks the rules may pad blocks as well. What does not fit is left out.
	rivals["too large to be shown"] = rivalBranch{3, []block{{Mute: true, Change: parliatest.Alter("rival")}, huge, huge, huge, {}, {}, {}}, "nothing", 0, nil}
	for name, rival := range rivals {
		t.Run(name, func(t *testing.T) {
			branch := c.Fork(head - rival.leaves)
			for _, b := range rival.blocks {
				branch.Add(b)
			}
			evidence, err := ours.Judge(branch.Range(ours.Lowest(), branch.Head().Number.Uint64()), network)
			if rival.shows == "" {
				if evidence != nil || !errors.Is(err, rival.reason) {
					t.Fatalf("error is %v, want %v", err, rival.reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			e := *evidence
			if e.Trusted != headerOf(c.At(e.Number)) || e.Conflicting != headerOf(branch.At(e.Number)) || e.Conflicting.Hash == e.Trusted.Hash || e.ChainID != testChainID {
				t.Fatalf("evidence is no conflict: %+v and %+v", e.Trusted, e.Conflicting)
			}
			verdict := verdictOf(t, network, e.RawConflicting)
			if rival.shows == "nothing" {
				if verdict != (parlia.Verdict{Header: e.Conflicting}) || len(e.RawConflicting) < parlia.MaxExtraBytes {
					t.Errorf("what is left of the rival's proof shows %+v in %d bytes", verdict, len(e.RawConflicting))
				}
				return
			}
			if verdict.Header != e.Conflicting || verdict.Final != (rival.shows == "final") || int64(verdict.Vote.TargetNumber) != final+rival.target {
				t.Errorf("the rival's proof shows %+v", verdict)
			}
			if ours := verdictOf(t, network, e.RawTrusted); ours.Header != e.Trusted || !ours.Final {
				t.Errorf("our proof shows %+v", ours)
			}
		})
	}
	t.Run("ours is too large to be shown", func(t *testing.T) {
		heavy := c.Fork(head - 3)
		for range 3 {
			heavy.Add(huge)
		}
		heavy.Grow(4)
		top := heavy.Head().Number.Uint64()
		ours, err := parlia.Remember(trust(t, c, network, 10)).Follow(heavy.Range(11, top), at(heavy.Head().Time), params(network))
		if err != nil {
			t.Fatal(err)
		}
		branch := c.Fork(head - 3)
		branch.Add(altered)
		branch.Grow(2)
		evidence, err := ours.Judge(branch.Range(ours.Lowest(), head), network)
		if err != nil {
			t.Fatal(err)
		}
		if e := *evidence; verdictOf(t, network, e.RawTrusted).Header != e.Trusted || verdictOf(t, network, e.RawConflicting).Header != e.Conflicting || e.Trusted.Hash == e.Conflicting.Hash {
			t.Errorf("evidence is no conflict: %+v and %+v", e.Trusted, e.Conflicting)
		}
	})
	below := c.Fork(8)
	below.Add(altered)
	below.Idle(int(head) - 9)
	for name, branch := range map[string]struct {
		chain  *parliatest.Chain
		reason error
	}{
		"another genesis":               {parliatest.New(t, network, genesisTime+1, parliatest.Set{Keys: pool[:4], TurnLength: 1}).Idle(int(head)), lightclient.ErrWrongChain},
		"from below what is remembered": {below, lightclient.ErrWrongChain},
		"our own":                       {c, parlia.ErrNoConflict},
		"our own, farther":              {c.Fork(head).Grow(2), parlia.ErrNoConflict},
		"our own, not so far":           {c.Fork(head - 5), parlia.ErrNoConflict},
		"a fork above":                  {c.Fork(head - 2).Idle(3), parlia.ErrNoConflict},
	} {
		t.Run(name, func(t *testing.T) {
			evidence, err := ours.Judge(branch.chain.Range(ours.Lowest(), branch.chain.Head().Number.Uint64()), network)
			if evidence != nil || !errors.Is(err, branch.reason) {
				t.Fatalf("error is %v, want %v", err, branch.reason)
			}
		})
	}
	// The last block remembered is the parent of the anchor.
	if ours.Lowest() != 9 {
		t.Errorf("remembers down to %d, want 9", ours.Lowest())
	}
}

func verdictOf(t *testing.T, network parlia.Network, raw []byte) parlia.Verdict {
	t.Helper()
	proof, err := parlia.DecodeProof(raw)
	if err != nil {
		t.Fatal(err)
	}
	verdict, err := proof.Check(network)
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}
