package optimism_test

import (
	"context"
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// drawnGame is a game, and whether a client has to believe it.
type drawnGame struct {
	optimismtest.Game
	honest, blacklisted bool
}

func drawGame(rt *rapid.T, w *optimismtest.World) drawnGame {
	w.Now += uint64(rapid.IntRange(0, 40).Draw(rt, "seconds before"))
	g := drawnGame{Game: w.Won(w.L2[rapid.IntRange(2, len(w.L2)-1).Draw(rt, "block")])}
	g.honest = rapid.IntRange(0, 3).Draw(rt, "false root") > 0
	if !g.honest {
		g.RootClaim = common.Hash{0xbb, byte(g.Number)}
	}
	g.Status = rapid.SampledFrom([]byte{optimismtest.DefenderWins, optimismtest.DefenderWins, optimismtest.InProgress, optimismtest.ChallengerWins}).Draw(rt, "status")
	g.ResolvedAt += uint64(rapid.SampledFrom([]int{0, 0, 30, 500}).Draw(rt, "longer"))
	g.NotRespected = rapid.IntRange(0, 5).Draw(rt, "respected") == 0
	g.blacklisted = rapid.IntRange(0, 5).Draw(rt, "blacklisted") == 0
	return g
}

// believed is the rule, said once more and without proofs.
func (g drawnGame) believed(now uint64) bool {
	return g.honest && g.Status == optimismtest.DefenderWins && g.ResolvedAt < now && now-g.ResolvedAt > optimismtest.FinalityDelay && !g.NotRespected && !g.blacklisted
}

// TestNewestOfAnyGames: whatever games there are, the client believes the newest in the
// list that is to be believed, and none that is not.
func TestNewestOfAnyGames(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := registryRig(t)
		var drawn []drawnGame
		known := make(map[common.Hash]bool)
		for range rapid.IntRange(0, 60).Draw(rt, "games") {
			g := drawGame(rt, r.world)
			if known[g.RootClaim] { // the factory lets nobody begin the same game twice
				continue
			}
			known[g.RootClaim] = true
			g.Game = optimismtest.AddGame(r.world.State, r.world.Deployment.Games, g.Game)
			if g.blacklisted {
				r.world.State.Set(optimismtest.Registry, optimismtest.Mapping(5, optimismtest.Word(g.Address[:])), optimismtest.Number(1))
			}
			drawn = append(drawn, g)
		}
		r.world.Now += uint64(rapid.IntRange(0, 300).Draw(rt, "seconds after"))
		r.show(r.world.Seal())

		var want lightclient.Header
		for _, g := range drawn {
			if g.believed(r.world.Now) {
				want = r.world.L2[g.Number].Summary()
			}
		}
		final, err := r.open().Update(context.Background())
		if got := final.Header(); got != want {
			rt.Fatalf("trusts %d, %v, want %d", got.Number, err, want.Number)
		}
		// Where there is nothing but false roots, no endpoint shows a block for them.
		if want == (lightclient.Header{}) && !errors.Is(err, lightclient.ErrNoSuchHeader) && !errors.Is(err, lightclient.ErrProof) {
			rt.Fatalf("error is %v", err)
		}
	})
}
