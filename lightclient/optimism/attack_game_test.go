package optimism_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

func status(status byte) func(*optimismtest.World, *optimismtest.Game) {
	return func(_ *optimismtest.World, g *optimismtest.Game) { g.Status = status }
}

func resolvedAt(at uint64) func(*optimismtest.World, *optimismtest.Game) {
	return func(_ *optimismtest.World, g *optimismtest.Game) { g.ResolvedAt = at }
}

// after makes the parent header so many seconds younger than the game's resolution.
func after(seconds uint64) func(optimismtest.Game) uint64 {
	return func(g optimismtest.Game) uint64 { return g.ResolvedAt + seconds }
}

// TestAttackGameNotWon: all proofs hold, and the game does not say what it has to.
func TestAttackGameNotWon(t *testing.T) {
	refuseAll(t, []forgery{
		{name: "in progress, with a time of resolution", game: status(optimismtest.InProgress), want: optimism.ErrInProgress, says: "status is 0"},
		{name: "won by the challenger", game: status(optimismtest.ChallengerWins), want: optimism.ErrChallengerWins, says: "status is 1"},
		{name: "status that no version knows", game: status(3), want: optimism.ErrLayout, says: "status is 3"},
		{name: "won but never resolved", game: resolvedAt(0), want: optimism.ErrInProgress, says: "not resolved"},
		{name: "resolved in the parent header's second", now: after(0), want: optimism.ErrNotYetFinal, says: "want more than 50 s"},
		{name: "one second before the finality delay", now: after(optimismtest.FinalityDelay - 1), want: optimism.ErrNotYetFinal, says: "want more than 50 s"},
		{name: "exactly at the finality delay", now: after(optimismtest.FinalityDelay), want: optimism.ErrNotYetFinal, says: "want more than 50 s"},
		{name: "resolved after the parent header", game: resolvedAt(1_700_020_000), want: optimism.ErrNotYetFinal, says: "resolved at 1700020000"},
		{name: "resolved so late that the delay overflows", game: resolvedAt(math.MaxUint64 - optimismtest.FinalityDelay + 1), want: optimism.ErrNotYetFinal, says: "resolved at 18446744073709551566"},
	})
}

// TestAttackGameOfAnotherKind: a won game that was never meant to move money, or whose
// storage is not what the configuration takes it for.
func TestAttackGameOfAnotherKind(t *testing.T) {
	refuseAll(t, []forgery{
		{
			name: "type that is not believed", kind: "bare", want: optimism.ErrGameType, says: "it is 254",
			game: func(_ *optimismtest.World, g *optimismtest.Game) { g.Type = 254 },
		},
		{
			name: "factory's entry names another type", want: optimism.ErrLayout, says: "factory says game type 1",
			state: func(w *optimismtest.World, g optimismtest.Game) {
				slot := optimismtest.Mapping(103, optimismtest.UUID(g.Type, g.RootClaim, g.ExtraData))
				id := w.State[optimismtest.Factory].Storage[slot]
				id[3] = 1
				w.State.Set(optimismtest.Factory, slot, id)
			},
		},
		{
			name: "created at another time than the factory says", want: optimism.ErrLayout, says: "game says that it was created at",
			state: func(w *optimismtest.World, g optimismtest.Game) {
				w.State.Set(g.Address, optimismtest.Number(0), gameState(g.CreatedAt-1, g.ResolvedAt, 2))
			},
		},
		{
			name: "bits where the layout has none", want: optimism.ErrLayout, says: "want zeros above 19 bytes",
			state: func(w *optimismtest.World, g optimismtest.Game) {
				word := gameState(g.CreatedAt, g.ResolvedAt, 2)
				word[31-19] = 1
				w.State.Set(g.Address, optimismtest.Number(0), word)
			},
		},
		{
			name: "extra data of another length", want: optimism.ErrLayout, says: "extra data has 64 bytes",
			deploy: func(d *optimism.Deployment) { d.Games.Types[0].Implementation = common.Address{} },
			game: func(_ *optimismtest.World, g *optimismtest.Game) {
				g.ExtraData = append(bytes.Repeat([]byte{0}, 31), append([]byte{claimedNumber}, make([]byte, 32)...)...)
			},
			claim: func(s *stage) { s.proof.Game.Code = nil },
		},
		{
			name: "block number of more than 64 bits", want: optimism.ErrLayout, says: "want 64 bits",
			game: func(_ *optimismtest.World, g *optimismtest.Game) {
				word := optimismtest.Number(g.Number)
				word[0] = 1
				g.ExtraData = word[:]
			},
		},
	})
}

func gameState(createdAt, resolvedAt uint64, status byte) common.Hash {
	return optimismtest.Pack([2]uint64{createdAt, 8}, [2]uint64{resolvedAt, 8}, [2]uint64{uint64(status), 1}, [2]uint64{1, 1})
}

// TestAttackUnregisteredGame: a contract that says all the right things, which the
// factory never made. It stands at the zero address, where an empty entry points.
func TestAttackUnregisteredGame(t *testing.T) {
	forgery{
		kind: "bare", want: optimism.ErrNotRegistered,
		deploy: func(d *optimism.Deployment) { d.Games.Types[0].Implementation = common.Address{} },
		state: func(w *optimismtest.World, g optimismtest.Game) {
			w.State.Set(optimismtest.Factory, optimismtest.Mapping(103, optimismtest.UUID(g.Type, g.RootClaim, g.ExtraData)), common.Hash{})
			w.State.Set(common.Address{}, optimismtest.Number(0), gameState(0, g.ResolvedAt, 2))
		},
		claim: func(s *stage) {
			s.proof.Game.Game = s.parent.Tries.AccountProof(t, common.Address{}, optimismtest.Number(0))
			s.proof.Game.Code = nil
		},
	}.mustBeRefused(t)
}

// TestAttackGameTakenBack: games that were won, and that the guardian took back.
func TestAttackGameTakenBack(t *testing.T) {
	blacklist := func(contract common.Address, slot uint64, value common.Hash) func(*optimismtest.World, optimismtest.Game) {
		return func(w *optimismtest.World, g optimismtest.Game) {
			w.State.Set(contract, optimismtest.Mapping(slot, optimismtest.Word(g.Address[:])), value)
		}
	}
	respect := func(kind uint64) func(*optimismtest.World, optimismtest.Game) {
		return func(w *optimismtest.World, _ optimismtest.Game) {
			w.State.Set(optimismtest.Portal, optimismtest.Number(59), optimismtest.Pack([2]uint64{kind, 4}, [2]uint64{1, 8}))
		}
	}
	flag := func(value uint64) func(*optimismtest.World, optimismtest.Game) {
		return func(w *optimismtest.World, g optimismtest.Game) {
			w.State.Set(g.Address, optimismtest.Number(10), optimismtest.Number(value))
		}
	}
	refuseAll(t, []forgery{
		{name: "blacklisted in the portal", kind: "portal", state: blacklist(optimismtest.Portal, 58, optimismtest.Number(1)), want: optimism.ErrBlacklisted},
		{name: "blacklisted in the registry", state: blacklist(optimismtest.Registry, 5, optimismtest.Number(1)), want: optimism.ErrBlacklisted},
		{name: "blacklisted by other bits than the lowest", state: blacklist(optimismtest.Registry, 5, common.Hash{1}), want: optimism.ErrBlacklisted},
		{name: "created a second before the portal's retirement", kind: "portal", state: retireUntil(optimismtest.Portal, 59, 1), want: optimism.ErrRetired},
		{name: "created a second before the registry's retirement", state: retireUntil(optimismtest.Registry, 6, 1), want: optimism.ErrRetired},
		{name: "created in the second of the registry's retirement", state: retireUntil(optimismtest.Registry, 6, 0), want: optimism.ErrRetired},
		{name: "type that the portal respects no longer", kind: "portal", state: respect(1), want: optimism.ErrGameType, says: "respected is 1"},
		{name: "type that was not respected when it was created", state: flag(0), want: optimism.ErrGameType, says: "flag"},
		{name: "flag that is neither true nor false", state: flag(2), want: optimism.ErrGameType, says: "flag"},
	})
}

// TestAttackContractReplaced: a pinned contract is another one.
func TestAttackContractReplaced(t *testing.T) {
	refuseAll(t, []forgery{
		{
			name: "code of the factory", want: optimism.ErrUpgraded, says: "code hash of " + optimismtest.Factory.String(),
			deploy: func(d *optimism.Deployment) { d.Games.Factory.CodeHash = proxyHash },
			state: func(w *optimismtest.World, _ optimismtest.Game) {
				w.State.At(optimismtest.Factory).Code = []byte("a factory that registers what it likes")
			},
		},
		{
			name: "implementation of the factory", want: optimism.ErrUpgraded, says: "implementation of " + optimismtest.Factory.String(),
			deploy: func(d *optimism.Deployment) { d.Games.Factory.Implementation = common.Address{1} },
			state: func(w *optimismtest.World, _ optimismtest.Game) {
				w.State.Set(optimismtest.Factory, implementationSlot, optimismtest.Word(common.Address{2}.Bytes()))
			},
		},
		{
			name: "implementation of the guardian's contract", want: optimism.ErrUpgraded, says: "implementation of " + optimismtest.Registry.String(),
			deploy: func(d *optimism.Deployment) { d.Games.Guardian.Contract.Implementation = common.Address{1} },
			state: func(w *optimismtest.World, _ optimismtest.Game) {
				w.State.Set(optimismtest.Registry, implementationSlot, common.Hash{1})
			},
		},
		{
			name: "implementation of the games", want: optimism.ErrImplementation, says: "implementation is 0xee",
			game: func(_ *optimismtest.World, g *optimismtest.Game) { g.Implementation = common.Address{0xee} },
		},
	})
}

// TestAttackGameOfAnotherCode: the registered contract is not what the factory clones
// for the claim. Its account carries the code's true hash.
func TestAttackGameOfAnotherCode(t *testing.T) {
	code := func(change func(g optimismtest.Game, honest []byte) []byte) func(*optimismtest.World, *optimismtest.Game) {
		return func(w *optimismtest.World, g *optimismtest.Game) {
			word := optimismtest.Number(g.Number)
			g.ExtraData = word[:]
			honest := optimismtest.CloneCode(g.Implementation, optimismtest.Args(*g, w.Deployment.Games.Types[0].TypeInArgs))
			g.Code = change(*g, honest)
		}
	}
	flip := func(at int) func(optimismtest.Game, []byte) []byte {
		return func(_ optimismtest.Game, honest []byte) []byte {
			honest[(at+len(honest))%len(honest)] ^= 1
			return honest
		}
	}
	args := func(change func(args []byte) []byte) func(*optimismtest.World, *optimismtest.Game) {
		return code(func(g optimismtest.Game, _ []byte) []byte {
			return optimismtest.CloneCode(g.Implementation, change(optimismtest.Args(g, false)))
		})
	}
	refused := optimism.ErrImplementation
	refuseAll(t, []forgery{
		{name: "another root claim", game: code(flip(98 + 20)), want: refused, says: "root claim in its code"},
		{name: "another block number", game: code(flip(98 + 20 + 32 + 32 + 31)), want: refused, says: "extra data in its code"},
		{name: "first instruction", game: code(flip(0)), want: refused, says: "code is not that of a clone"},
		{name: "length in its middle", game: code(flip(55)), want: refused, says: "code is not that of a clone"},
		{name: "instruction before the implementation", game: code(flip(64)), want: refused, says: "code is not that of a clone"},
		{name: "instruction after the implementation", game: code(flip(85)), want: refused, says: "code after the implementation's address"},
		{name: "length at its end", game: code(flip(-1)), want: refused, says: "does not end with the length"},
		{name: "arguments too short", game: args(func(a []byte) []byte { return a[:len(a)-1] }), want: refused, says: "want at least 116"},
		{name: "arguments too long", game: args(func(a []byte) []byte { return append(a, 0) }), want: refused, says: "arguments have 117 bytes, want 116"},
		{name: "no arguments and no length", game: code(func(_ optimismtest.Game, honest []byte) []byte { return honest[:99] }), want: refused, says: "code has 99 bytes"},
		{name: "no arguments", game: args(func([]byte) []byte { return nil }), want: refused, says: "arguments have 0 bytes"},
		{
			name: "as many arguments as its length can say", want: refused, says: "arguments have 65533 bytes",
			game: args(func(a []byte) []byte { return append(a, make([]byte, 65_533-len(a))...) }),
		},
		{
			name: "more than its length can say", want: refused, says: "want 100 to 65633",
			game: args(func(a []byte) []byte { return append(a, make([]byte, 65_536)...) }),
		},
		{
			name: "another type in its arguments", kind: "args", want: refused, says: "arguments say game type 1",
			game: code(func(g optimismtest.Game, honest []byte) []byte { honest[98+84+3] ^= 1; return honest }),
		},
		{
			// The factory's owner may set another program's, with the implementation as it was.
			name: "other arguments of the implementation", kind: "args", want: refused, says: "arguments of the implementation are",
			game: code(flip(-3)),
		},
		{
			name: "no arguments of the implementation", kind: "args", want: refused, says: "arguments of the implementation are , their hash",
			game: code(func(g optimismtest.Game, _ []byte) []byte {
				all := optimismtest.Args(g, true)
				return optimismtest.CloneCode(g.Implementation, all[:len(all)-len(optimismtest.ImplementationArgs)])
			}),
		},
		{
			name: "the pinned implementation's code shown for it", want: lightclient.ErrProof, says: "hashes to",
			game: func(_ *optimismtest.World, g *optimismtest.Game) { g.Code = []byte("anything") },
			claim: func(s *stage) {
				s.proof.Game.Code = optimismtest.CloneCode(optimismtest.Implementation, optimismtest.Args(s.game, false))
			},
		},
		{
			name: "code withheld", want: lightclient.ErrProof, says: "hashes to",
			claim: func(s *stage) { s.proof.Game.Code = nil },
		},
	})
}
