package optimism_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// TestAttackParent: what the parent chain's light client is not to be followed in.
func TestAttackParent(t *testing.T) {
	t.Run("frozen", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[8])
		r.mustReach(8)
		r.publish(r.world.L2[10])
		r.light.Show(r.world.Parents[1].Final(), &lightclient.FrozenError{Evidence: lightclient.Evidence{ChainID: optimismtest.ParentChainID}})
		_, err := r.client.Update(context.Background())
		var frozen *lightclient.FrozenError
		var rejected *lightclient.RejectedError
		if !errors.As(err, &frozen) || errors.As(err, &rejected) || frozen.Evidence.ChainID != optimismtest.ParentChainID || r.client.Final().Header().Number != 8 {
			t.Fatalf("trusts %d, %v, want 8 still and the parent chain's evidence", r.client.Final().Header().Number, err)
		}
		if evidence, err := r.store.Evidence(); evidence != nil || err != nil {
			t.Fatalf("our own store has evidence: %v, %v", evidence, err)
		}
	})
	t.Run("expired", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[8])
		r.mustReach(8)
		r.publish(r.world.L2[10])
		r.light.Show(r.world.Parents[1].Final(), &lightclient.RejectedError{Err: lightclient.ErrExpired})
		r.mustStay(lightclient.ErrExpired, "parent chain 90001")
	})
	t.Run("without a header", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[8])
		r.light.Show(zeroFinal, nil)
		r.mustStay(lightclient.ErrNoSuchHeader, "has no final header yet")
	})
	for _, restart := range []bool{false, true} {
		t.Run("moving back/restart="+map[bool]string{true: "true", false: "false"}[restart], func(t *testing.T) {
			r := registryRig(t)
			early := r.world.Publish(r.world.L2[8])
			r.publish(r.world.L2[10])
			r.mustReach(10)
			if restart {
				r.open()
			}
			r.light.Show(early.Final(), nil)
			r.mustStay(lightclient.ErrStale, "we built upon")
		})
	}
	t.Run("another block at the same height", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[8])
		r.mustReach(8)
		other := registryRig(t)
		other.world.L2 = r.world.L2
		other.world.Now += 5
		rival := other.world.Publish(r.world.L2[10])
		r.parents.Show([]optimismtest.Parent{rival}, nil, optimismtest.Lies{})
		r.light.Show(rival.Final(), nil)
		r.mustStay(lightclient.ErrNotLinked, "is it another chain now?")
	})
}

// TestAttackAnchor: a deployment that is not the operator's L2.
func TestAttackAnchor(t *testing.T) {
	t.Run("another chain's outputs", func(t *testing.T) {
		r := registryRig(t)
		other := optimismtest.L2{}.Grow(t, 14, "other", nil)
		r.world.L2 = other
		r.publish(other[9])
		r.mustStay(lightclient.ErrWrongChain, "compare the deployment's addresses and the anchor")
	})
	t.Run("another chain's output of the anchor itself", func(t *testing.T) {
		r := registryRig(t)
		r.world.L2 = optimismtest.L2{}.Grow(t, 14, "other", nil)
		r.publish(r.world.L2[2])
		r.mustStay(lightclient.ErrWrongChain, "block 2 of the chain")
	})
	t.Run("below the anchor", func(t *testing.T) {
		r := registryRig(t)
		r.anchor = lightclient.Anchor{Number: 9, Hash: r.world.L2[9].Header.Hash()}
		r.publish(r.world.L2[8])
		r.mustStay(lightclient.ErrNoSuchHeader, "no block yet at or above the anchor, 9")
		r.publish(r.world.L2[9])
		r.mustReach(9)
	})
	t.Run("too far below to be compared", func(t *testing.T) {
		r := registryRig(t)
		far := distantL2(t, optimism.MaxLinked+3)
		r.l2.Show(nil, far, optimismtest.Lies{})
		r.light.Show(r.world.Publish(far.Head()).Final(), nil)
		r.parents.Show(r.world.Parents, nil, optimismtest.Lies{})
		r.mustStay(lightclient.ErrTooManyBlocks, "configure a newer anchor")
	})
}

// distantL2 is a chain whose only block is at a height.
func distantL2(t *testing.T, number uint64) optimismtest.L2 {
	t.Helper()
	one := optimismtest.L2{}.Grow(t, 1, "distant", func(h *types.Header) { h.Number.SetUint64(number) })
	far := make(optimismtest.L2, number+1)
	far[number] = one[0]
	return far
}

// TestAttackGamesThatAreNotToBeFound: games in the list that a client has to pass over
// in order to find the honest one below them.
func TestAttackGamesThatAreNotToBeFound(t *testing.T) {
	for name, change := range map[string]func(*optimismtest.Game){
		"in progress":                func(g *optimismtest.Game) { g.Status, g.ResolvedAt = optimismtest.InProgress, 0 },
		"won by the challenger":      func(g *optimismtest.Game) { g.Status = optimismtest.ChallengerWins },
		"not final yet":              func(g *optimismtest.Game) { g.ResolvedAt += 1000 },
		"of another type":            func(g *optimismtest.Game) { g.Type = 255 },
		"of another implementation":  func(g *optimismtest.Game) { g.Implementation = common.Address{0xee} },
		"of no clone's code":         func(g *optimismtest.Game) { g.Code = []byte("anything") },
		"not respected":              func(g *optimismtest.Game) { g.NotRespected = true },
		"of an absurd number":        func(g *optimismtest.Game) { word := common.Hash{1}; g.ExtraData = word[:] },
		"of a root without a block":  func(g *optimismtest.Game) { g.RootClaim = common.Hash{1} },
		"of a number without block":  func(g *optimismtest.Game) { g.Number = 1 << 40 },
		"of the highest number":      func(g *optimismtest.Game) { g.Number = math.MaxUint64 },
		"of a block below the first": func(g *optimismtest.Game) { g.Number = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			r := registryRig(t)
			r.game(r.world.L2[9], nil)
			// Beside the honest game, so that it is in the way in time too.
			r.world.Now -= optimismtest.MinimumAge + optimismtest.FinalityDelay + 2
			r.game(r.world.L2[12], change)
			r.show(r.world.Seal())
			r.mustReach(9)
		})
	}
}

// TestAttackEntryOfAnotherGame: the factory's list has a contract whose code is the
// clone of a claim that the factory made another game for.
func TestAttackEntryOfAnotherGame(t *testing.T) {
	r := registryRig(t)
	honest := r.game(r.world.L2[9], nil)
	r.world.Now -= optimismtest.MinimumAge + optimismtest.FinalityDelay + 2
	r.game(r.world.L2[9], func(g *optimismtest.Game) { g.Address = common.Address{0xbb} })
	slot := optimismtest.Mapping(103, optimismtest.UUID(honest.Type, honest.RootClaim, honest.ExtraData))
	list := r.world.State[optimismtest.Factory].Storage[optimismtest.Element(104, 0)]
	r.world.State.Set(optimismtest.Factory, slot, list)
	r.show(r.world.Seal())
	r.mustReach(9)
	if by := r.client.Block().Output.Contract; by != honest.Address {
		t.Fatalf("believed by the word of %s, want %s", by, honest.Address)
	}
}

// TestAttackFlood: bad games in front of the honest one, as many as are examined in one
// look, keep it hidden only as long as they are the newest; no more are looked at.
func TestAttackFlood(t *testing.T) {
	r := registryRig(t)
	r.game(r.world.L2[9], nil)
	for i := range 140 {
		r.game(r.world.L2[10], func(g *optimismtest.Game) {
			g.RootClaim, g.Status = common.Hash{1, byte(i)}, optimismtest.ChallengerWins
		})
	}
	r.show(r.world.Seal())
	r.mustStay(lightclient.ErrNoSuchHeader, "")
	if calls := r.parents.Calls(); calls > 140 {
		t.Fatalf("%d requests", calls)
	}
	r.game(r.world.L2[11], nil)
	r.show(r.world.Seal())
	r.mustReach(11)
}

// TestAttackContradiction: the parent chain lets two claims pass that exclude each
// other. The client stops, whichever it met first, and keeps both.
func TestAttackContradiction(t *testing.T) {
	rivalOf := func(t *testing.T, r *rig, from, n int) optimismtest.L2 {
		return r.world.L2[:from].Grow(t, n, "rival", nil)
	}
	t.Run("same height", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		rival := rivalOf(t, r, 9, 1)
		r.publish(rival[9])
		r.l2.Show(nil, rival, optimismtest.Lies{})
		if e := r.mustFreeze(); e.Trusted != r.world.L2[9].Summary() || e.Conflicting != rival[9].Summary() {
			t.Fatalf("evidence is %+v", e)
		}
	})
	t.Run("same height, and nobody shows the block", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		r.game(r.world.L2[9], func(g *optimismtest.Game) { g.RootClaim = common.Hash{0xbb} })
		r.show(r.world.Seal())
		if e := r.mustFreeze(); e.Conflicting != (lightclient.Header{Number: 9, Hash: common.Hash{0xbb}}) {
			t.Fatalf("evidence is %+v", e)
		}
	})
	t.Run("below the trusted block", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		r.game(r.world.L2[7], func(g *optimismtest.Game) { g.RootClaim = common.Hash{0xbb} })
		r.show(r.world.Seal())
		if e := r.mustFreeze(); e.Trusted != r.world.L2[7].Summary() {
			t.Fatalf("evidence is %+v", e)
		}
	})
	t.Run("above, without the trusted block below it", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		rival := rivalOf(t, r, 8, 6)
		r.publish(rival[13])
		r.l2.Show(nil, rival, optimismtest.Lies{})
		if e := r.mustFreeze(); e.Trusted != r.world.L2[9].Summary() || e.Conflicting != rival[9].Summary() {
			t.Fatalf("evidence is %+v", e)
		}
	})
	t.Run("after a restart", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		r.open()
		rival := rivalOf(t, r, 8, 6)
		r.publish(rival[13])
		r.l2.Show(nil, rival, optimismtest.Lies{})
		r.mustFreeze()
		r.open()
		r.publish(r.world.L2[12])
		r.mustFreeze()
	})
	t.Run("a block before Isthmus is none", func(t *testing.T) {
		r := registryRig(t)
		r.world.L2 = r.world.L2[:7].Grow(t, 1, "honest", func(h *types.Header) { h.WithdrawalsHash = &types.EmptyWithdrawalsHash }).Grow(t, 4, "honest", nil)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		r.publish(r.world.L2[7])
		r.mustStay(nil, "")
	})
	t.Run("the same claim twice is none", func(t *testing.T) {
		r := registryRig(t)
		r.publish(r.world.L2[9])
		r.mustReach(9)
		r.world.Deployment.Games.Types = append(r.world.Deployment.Games.Types, optimism.GameType{ID: 1, ExtraDataBytes: 32})
		r.open()
		r.game(r.world.L2[9], func(g *optimismtest.Game) { g.Type = 1 })
		r.game(r.world.L2[7], nil)
		r.show(r.world.Seal())
		r.mustStay(nil, "")
	})
}

// TestAttackReplay: what was true under an earlier header is shown under a later one.
func TestAttackReplay(t *testing.T) {
	r := registryRig(t)
	early := r.world.Publish(r.world.L2[8])
	game := r.game(r.world.L2[10], nil)
	before := r.world.Seal()
	r.world.State.Set(optimismtest.Registry, optimismtest.Mapping(5, optimismtest.Word(game.Address[:])), optimismtest.Number(1))
	r.show(r.world.Seal())
	// The endpoint answers for the newest header with the state of the one before, in which
	// the game was not blacklisted yet, and of the one before that.
	for _, tries := range []*optimismtest.Tries{before.Tries, early.Tries} {
		newest := r.world.Parents[len(r.world.Parents)-1]
		r.parents.Show([]optimismtest.Parent{{Header: newest.Header, Tries: tries}}, nil, optimismtest.Lies{})
		r.mustStay(lightclient.ErrProof, "proof lacks a node")
	}
	r.show(r.world.Parents[len(r.world.Parents)-1])
	r.mustReach(8)
}

// TestAttackEndpoints: lies of endpoints about things that are proven otherwise.
func TestAttackEndpoints(t *testing.T) {
	for _, c := range []struct {
		name       string
		parent, l2 optimismtest.Lies
		want       error
		says       string
	}{
		{name: "code of a game", parent: optimismtest.Lies{Code: func([]byte) []byte { return []byte("anything") }}, want: lightclient.ErrProof, says: "hashes to"},
		{name: "code without end", parent: optimismtest.Lies{Code: func([]byte) []byte { return make([]byte, optimism.MaxCodeBytes+1) }}, want: lightclient.ErrMalformed, says: "24577 bytes"},
		{name: "no proofs", parent: optimismtest.Lies{Proofs: func([][]byte, [][][]byte) ([][]byte, [][][]byte) { return nil, nil }}, want: lightclient.ErrProof, says: "0 storage proofs"},
		{name: "proofs without end", parent: optimismtest.Lies{Proofs: func(a [][]byte, s [][][]byte) ([][]byte, [][][]byte) {
			return append(a, make([]byte, 1<<20)), s
		}}, want: lightclient.ErrProof, says: "proof is too large"},
		{name: "no headers", l2: optimismtest.Lies{Headers: func([]*types.Header) []*types.Header { return nil }}, want: lightclient.ErrMalformed, says: "got 0 of them, want 1"},
		{name: "headers without end", l2: optimismtest.Lies{Headers: func(h []*types.Header) []*types.Header { return append(h, h[0]) }}, want: lightclient.ErrMalformed, says: "got 2 of them, want 1"},
		{name: "absent headers", l2: optimismtest.Lies{Headers: func(h []*types.Header) []*types.Header { return make([]*types.Header, len(h)) }}, want: lightclient.ErrMalformed, says: "there is no header"},
		{name: "a way down that is not linked", l2: optimismtest.Lies{Headers: func(h []*types.Header) []*types.Header {
			if len(h) > 1 {
				h[0] = types.CopyHeader(h[0])
				h[0].Extra = []byte("another")
			}
			return h
		}}, want: lightclient.ErrNotLinked, says: "the parent hash of 3 is"},
		{name: "a way down with a hole", l2: optimismtest.Lies{Headers: func(h []*types.Header) []*types.Header {
			if len(h) > 1 {
				h[1] = nil
			}
			return h
		}}, want: lightclient.ErrMalformed, says: "there is no header"},
		{name: "a way down in another order", l2: optimismtest.Lies{Headers: func(h []*types.Header) []*types.Header { slices.Reverse(h); return h }}, want: lightclient.ErrNotLinked, says: "the parent hash of 9 is"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := registryRig(t)
			r.light.Show(r.world.Publish(r.world.L2[9]).Final(), nil)
			r.parents.Show(r.world.Parents, nil, c.parent)
			r.l2.Show(nil, r.world.L2, c.l2)
			r.mustStay(c.want, c.says)
			r.show(r.world.Parents[0])
			r.mustReach(9)
		})
	}
}

// TestAttackGapInTheWay: headers that link by hash, and skip a number: such a chain was
// never a chain of the protocol, and heights would not be what they say.
func TestAttackGapInTheWay(t *testing.T) {
	r := registryRig(t)
	r.world.L2 = r.world.L2[:8].Grow(t, 3, "honest", func(h *types.Header) {
		if h.Number.Uint64() == 8 {
			h.Number.SetUint64(6)
		}
	})
	r.publish(r.world.L2[10])
	r.mustStay(lightclient.ErrMalformed, "parent of L2 header 9 has number 6")
}

// TestAttackList: a list that cannot be one.
func TestAttackList(t *testing.T) {
	for name, length := range map[string]common.Hash{"of more than 64 bits": {1}, "longer than anybody paid for": optimismtest.Number(1 << 33)} {
		t.Run(name, func(t *testing.T) {
			r := registryRig(t)
			r.game(r.world.L2[9], nil)
			r.world.State.Set(optimismtest.Factory, optimismtest.Number(104), length)
			r.show(r.world.Seal())
			r.mustStay(lightclient.ErrProof, "list at slot 104 has length")
		})
	}
}

// TestAttackTooYoungParent: a parent chain that is younger than the delay.
func TestAttackTooYoungParent(t *testing.T) {
	for _, kind := range []string{"registry", "oracle"} {
		r := newRig(t, optimismtest.Deployments[kind](), 14)
		r.world.Publish(r.world.L2[9])
		r.world.Now = optimismtest.FinalityDelay // and so the difference would wrap around
		r.show(r.world.Seal())
		r.mustStay(lightclient.ErrNoSuchHeader, "")
	}
}

// TestFarAhead: beyond MaxLinked a block is believed by its proof alone.
func TestFarAhead(t *testing.T) {
	r := registryRig(t)
	r.publish(r.world.L2[9])
	r.mustReach(9)
	far := distantL2(t, optimism.MaxLinked+20)
	r.world.L2 = far
	r.publish(far.Head())
	r.mustReach(optimism.MaxLinked + 20)
}
