package optimism_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// TestAttackProofOfSomethingElse: proofs that hold, of other things than the claim's.
func TestAttackProofOfSomethingElse(t *testing.T) {
	uuid := func(g optimismtest.Game) common.Hash { return optimismtest.UUID(g.Type, g.RootClaim, g.ExtraData) }
	attacker := common.HexToAddress("0xa77ac0e4")
	// The attacker's own contract, laid out as the factory is.
	ownFactory := func(w *optimismtest.World, g optimismtest.Game) {
		for slot, value := range w.State[optimismtest.Factory].Storage {
			w.State.Set(attacker, slot, value)
		}
		w.State.Set(optimismtest.Factory, optimismtest.Mapping(103, uuid(g)), common.Hash{})
	}
	refuseAll(t, []forgery{
		{
			name: "another factory", state: ownFactory, want: mpt.ErrMissingNode, says: "account proof of " + optimismtest.Factory.String(),
			claim: func(s *stage) {
				s.proof.Game.Factory = s.parent.Tries.AccountProof(t, attacker, optimismtest.Mapping(103, uuid(s.game)))
			},
		},
		{
			name: "storage of another factory", state: ownFactory, want: mpt.ErrMissingNode, says: "storage proof of slot",
			claim: func(s *stage) {
				s.proof.Game.Factory.Storage = s.parent.Tries.AccountProof(t, attacker, optimismtest.Mapping(103, uuid(s.game))).Storage
			},
		},
		{
			name: "another mapping", want: mpt.ErrMissingNode, says: "storage proof of slot",
			state: func(w *optimismtest.World, g optimismtest.Game) {
				slot := optimismtest.Mapping(103, uuid(g))
				w.State.Set(optimismtest.Factory, optimismtest.Mapping(105, uuid(g)), w.State[optimismtest.Factory].Storage[slot])
				w.State.Set(optimismtest.Factory, slot, common.Hash{})
			},
			claim: func(s *stage) {
				s.proof.Game.Factory = s.parent.Tries.AccountProof(t, optimismtest.Factory, optimismtest.Mapping(105, uuid(s.game)))
			},
		},
		{
			name: "another key", want: lightclient.ErrProof, says: "storage proof of slot",
			claim: func(s *stage) { s.proof.Game.RootClaim[0] ^= 1 },
		},
		{
			name: "another slot of the game", want: lightclient.ErrProof, says: "storage proof of slot",
			state: func(w *optimismtest.World, g optimismtest.Game) {
				w.State.Set(g.Address, optimismtest.Number(7), gameState(g.CreatedAt, g.ResolvedAt, 2))
				w.State.Set(g.Address, optimismtest.Number(0), gameState(g.CreatedAt, 0, 0))
			},
			claim: func(s *stage) {
				s.proof.Game.Game.Storage[0] = s.parent.Tries.AccountProof(t, s.game.Address, optimismtest.Number(7)).Storage[0]
			},
		},
		{
			name: "another game", want: mpt.ErrMissingNode, says: "account proof of",
			state: func(w *optimismtest.World, g optimismtest.Game) {
				w.State.Set(attacker, optimismtest.Number(0), gameState(g.CreatedAt, g.ResolvedAt, 2))
				w.State.Set(g.Address, optimismtest.Number(0), gameState(g.CreatedAt, 0, 0))
			},
			claim: func(s *stage) {
				s.proof.Game.Game = s.parent.Tries.AccountProof(t, attacker, optimismtest.Number(0), optimismtest.Number(10))
			},
		},
		{
			name: "another game's entry in the blacklist", want: lightclient.ErrProof, says: "storage proof of slot",
			state: func(w *optimismtest.World, g optimismtest.Game) {
				w.State.Set(optimismtest.Registry, optimismtest.Mapping(5, optimismtest.Word(g.Address[:])), optimismtest.Number(1))
			},
			claim: func(s *stage) {
				s.proof.Game.Guardian = s.parent.Tries.AccountProof(t, optimismtest.Registry, optimismtest.Mapping(5, optimismtest.Word(attacker[:])), optimismtest.Number(6))
			},
		},
		{
			name: "an absent account", want: lightclient.ErrProof, says: "is no account",
			state: func(w *optimismtest.World, g optimismtest.Game) { delete(w.State, g.Address) },
			claim: func(s *stage) { s.proof.Game.Game.Storage = make([][][]byte, 2) },
		},
	})
}

// TestAttackStateOfAnotherBlock: the claim holds, at another block than the one that the
// parent chain's light client believes.
func TestAttackStateOfAnotherBlock(t *testing.T) {
	earlier := forgery{}.stage(t)
	later := earlier.world.Publish(earlier.world.L2.Head())
	other := forgery{deploy: func(d *optimism.Deployment) { d.ParentChainID++ }, state: func(w *optimismtest.World, _ optimismtest.Game) {
		w.State.Set(common.Address{0xee}, common.Hash{}, common.Hash{1})
	}}.stage(t)
	for name, c := range map[string]struct {
		parent lightclient.Final
		says   string
	}{
		"a later block": {later.Final(), "none of the"}, "another parent chain": {other.parent.Final(), "none of the"},
		"no block at all": {zeroFinal, "there is no header of the parent chain yet"},
	} {
		t.Run(name, func(t *testing.T) {
			block, err := optimism.Verify(c.parent, earlier.world.Deployment, earlier.proof)
			if !errors.Is(err, lightclient.ErrProof) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("believed %+v, %v", block, err)
			}
		})
	}
}

// TestAttackNodes damages each of the proofs that a claim rests on, one at a time.
func TestAttackNodes(t *testing.T) {
	damages := map[string]func(nodes [][]byte) [][]byte{
		"missing": func(nodes [][]byte) [][]byte { return nodes[:len(nodes)-1] },
		"extra":   func(nodes [][]byte) [][]byte { return append(nodes, []byte{0xc1, 0x80}) },
		"twice":   func(nodes [][]byte) [][]byte { return append(nodes, nodes[0]) },
		"flipped": func(nodes [][]byte) [][]byte {
			nodes[len(nodes)-1] = slices.Clone(nodes[len(nodes)-1])
			nodes[len(nodes)-1][3] ^= 1
			return nodes
		},
		"none": func([][]byte) [][]byte { return nil },
		"huge": func(nodes [][]byte) [][]byte { return append(nodes, make([]byte, 1<<20)) },
	}
	for _, kind := range []string{"registry", "portal", "oracle"} {
		s := forgery{kind: kind}.stage(t)
		for name, change := range damages {
			t.Run(kind+"/"+name, func(t *testing.T) {
				for i := range pathsOf(&s.proof) {
					damaged := cloneProof(s.proof)
					path := pathsOf(&damaged)[i]
					*path = change(*path)
					if block, err := optimism.Verify(s.parent.Final(), s.world.Deployment, damaged); !errors.Is(err, lightclient.ErrProof) {
						t.Fatalf("path %d: believed %+v, %v", i, block, err)
					}
				}
			})
		}
		t.Run(kind+"/swapped", func(t *testing.T) {
			for i := range pathsOf(&s.proof) {
				for j := range i {
					damaged := cloneProof(s.proof)
					paths := pathsOf(&damaged)
					*paths[i], *paths[j] = *paths[j], *paths[i]
					if block, err := optimism.Verify(s.parent.Final(), s.world.Deployment, damaged); !errors.Is(err, lightclient.ErrProof) {
						t.Fatalf("paths %d and %d: believed %+v, %v", i, j, block, err)
					}
				}
			}
		})
		t.Run(kind+"/one storage proof more or less", func(t *testing.T) {
			for i := range proofsOf(&s.proof) {
				for _, more := range []bool{true, false} {
					damaged := cloneProof(s.proof)
					p := proofsOf(&damaged)[i]
					if p.Storage = append(p.Storage, p.Storage[0]); !more {
						p.Storage = p.Storage[:len(p.Storage)-2]
					}
					if block, err := optimism.Verify(s.parent.Final(), s.world.Deployment, damaged); !errors.Is(err, lightclient.ErrProof) || !strings.Contains(err.Error(), "storage proofs, want") {
						t.Fatalf("proof %d: believed %+v, %v", i, block, err)
					}
				}
			}
		})
	}
}

func proofsOf(p *optimism.Proof) []*optimism.AccountProof {
	if p.Oracle != nil {
		return []*optimism.AccountProof{&p.Oracle.Oracle}
	}
	return []*optimism.AccountProof{&p.Game.Factory, &p.Game.Game, &p.Game.Guardian}
}

// pathsOf returns each list of nodes in a proof.
func pathsOf(p *optimism.Proof) (paths []*[][]byte) {
	for _, proof := range proofsOf(p) {
		paths = append(paths, &proof.Account)
		for i := range proof.Storage {
			paths = append(paths, &proof.Storage[i])
		}
	}
	return paths
}

// cloneProof copies all that the tests change.
func cloneProof(p optimism.Proof) optimism.Proof {
	if p.Game != nil {
		game := *p.Game
		p.Game = &game
	}
	if p.Oracle != nil {
		oracle := *p.Oracle
		p.Oracle = &oracle
	}
	for _, proof := range proofsOf(&p) {
		proof.Storage = slices.Clone(proof.Storage)
	}
	for _, path := range pathsOf(&p) {
		*path = slices.Clone(*path)
	}
	return p
}

// TestAttackProofOfTheOtherKind: a deployment with an oracle is shown a game, and so on.
func TestAttackProofOfTheOtherKind(t *testing.T) {
	game, oracle := forgery{}.stage(t), forgery{kind: "oracle"}.stage(t)
	both := game.proof
	both.Oracle = oracle.proof.Oracle
	for name, c := range map[string]struct {
		at    *stage
		proof optimism.Proof
	}{
		"game for an oracle": {oracle, game.proof}, "output for a factory": {game, oracle.proof}, "both": {game, both}, "neither": {game, optimism.Proof{}},
		"both for an oracle": {oracle, both},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := optimism.Verify(c.at.parent.Final(), c.at.world.Deployment, c.proof); !errors.Is(err, lightclient.ErrProof) || !strings.Contains(err.Error(), "not of the kind") {
				t.Fatalf("error is %v", err)
			}
		})
	}
}

// TestAttackWithdrawal: what is said of a withdrawal under a verified block.
func TestAttackWithdrawal(t *testing.T) {
	s := forgery{}.stage(t)
	block, err := s.verify()
	if err != nil {
		t.Fatal(err)
	}
	sent, unsent := optimismtest.Withdrawal(claimedNumber, "honest"), common.Hash{1}
	l2 := s.world.L2.Head().Tries
	proof := func(tries *optimismtest.Tries, withdrawal common.Hash) [][]byte {
		return tries.AccountProof(t, optimism.MessagePasser, optimism.WithdrawalSlot(withdrawal)).Storage[0]
	}
	if ok, err := block.VerifyWithdrawal(sent, proof(l2, sent)); !ok || err != nil {
		t.Fatalf("sent withdrawal: %v, %v", ok, err)
	}
	if ok, err := block.VerifyWithdrawal(unsent, proof(l2, unsent)); ok || err != nil {
		t.Fatalf("withdrawal that was not sent: %v, %v", ok, err)
	}
	t.Run("exclusion shown as inclusion", func(t *testing.T) {
		if ok, err := block.VerifyWithdrawal(unsent, proof(l2, sent)); ok || err == nil {
			t.Fatalf("got %v, %v", ok, err)
		}
	})
	t.Run("another block's", func(t *testing.T) {
		early := optimismtest.Withdrawal(3, "honest")
		if ok, err := block.VerifyWithdrawal(early, proof(s.world.L2[3].Tries, early)); ok || err == nil {
			t.Fatalf("got %v, %v", ok, err)
		}
	})
	t.Run("marked with something else than true", func(t *testing.T) {
		state := make(optimismtest.State)
		state.Set(optimism.MessagePasser, optimism.WithdrawalSlot(sent), optimismtest.Number(2))
		tries := state.Build(t)
		marked := optimism.Block{MessagePasserRoot: tries.StorageRoot(optimism.MessagePasser)}
		if ok, err := marked.VerifyWithdrawal(sent, proof(tries, sent)); ok || !errors.Is(err, lightclient.ErrProof) {
			t.Fatalf("got %v, %v", ok, err)
		}
	})
	t.Run("no message passer", func(t *testing.T) {
		state := make(optimismtest.State)
		state.Set(common.Address{1}, common.Hash{}, common.Hash{1})
		tries := state.Build(t)
		if root, err := optimism.VerifyMessagePasser(tries.Root, tries.AccountProof(t, optimism.MessagePasser).Account); !errors.Is(err, lightclient.ErrProof) {
			t.Fatalf("got %s, %v", root, err)
		}
	})
	t.Run("message passer of another state", func(t *testing.T) {
		if root, err := optimism.VerifyMessagePasser(s.world.L2[3].Header.Root, l2.AccountProof(t, optimism.MessagePasser).Account); !errors.Is(err, lightclient.ErrProof) {
			t.Fatalf("got %s, %v", root, err)
		}
	})
	if root, err := optimism.VerifyMessagePasser(block.Header.StateRoot, l2.AccountProof(t, optimism.MessagePasser).Account); err != nil || root != block.MessagePasserRoot {
		t.Fatalf("message passer's root is %s, %v, want %s", root, err, block.MessagePasserRoot)
	}
}
