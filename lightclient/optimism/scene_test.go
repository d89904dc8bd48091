package optimism_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// forgery is a claim that is perfect but for one thing. Hooks that are nil change
// nothing; what they leave alone, hashes and tries included, is made to fit.
type forgery struct {
	name   string
	kind   string // of the deployment; "registry" if empty
	deploy func(*optimism.Deployment)
	game   func(*optimismtest.World, *optimismtest.Game) // before the factory knows it
	block  func(*types.Header)                           // the L2 block, before anything is claimed of it
	state  func(*optimismtest.World, optimismtest.Game)  // of the parent chain, afterwards
	now    func(optimismtest.Game) uint64                // time of the parent header
	claim  func(*stage)
	want   error
	says   string // part of the error
}

// stage is a forgery, made.
type stage struct {
	world  *optimismtest.World
	parent optimismtest.Parent
	game   optimismtest.Game
	proof  optimism.Proof
}

const claimedNumber = 10

func (f forgery) stage(t testing.TB) *stage {
	t.Helper()
	kind := f.kind
	if kind == "" {
		kind = "registry"
	}
	d := optimismtest.Deployments[kind]()
	if f.deploy != nil {
		f.deploy(&d)
	}
	w := optimismtest.New(t, d, claimedNumber)
	w.L2 = w.L2.Grow(t, 1, "honest", f.block)
	s := &stage{world: w}
	block := w.L2.Head()
	if d.Oracle != nil {
		w.Now++
		optimismtest.AddOutput(w.State, d.Oracle, block.OutputRoot(), w.Now, claimedNumber)
		s.game = optimismtest.Game{ResolvedAt: w.Now, CreatedAt: w.Now}
	} else {
		s.game = w.Won(block)
		if f.game != nil {
			f.game(w, &s.game)
		}
		s.game = optimismtest.AddGame(w.State, d.Games, s.game)
	}
	if f.state != nil {
		f.state(w, s.game)
	}
	w.Now = s.game.CreatedAt + optimismtest.MinimumAge + optimismtest.FinalityDelay + 1
	if f.now != nil {
		w.Now = f.now(s.game)
	}
	s.parent = w.Seal()
	if d.Oracle != nil {
		s.proof = optimismtest.OutputProof(t, d, s.parent.Tries, 0, block)
	} else {
		s.proof = optimismtest.GameProof(t, d, s.parent.Tries, s.game, block)
	}
	if f.claim != nil {
		f.claim(s)
	}
	return s
}

func (s *stage) verify() (optimism.Block, error) {
	return optimism.Verify(s.parent.Final(), s.world.Deployment, s.proof)
}

func (f forgery) mustBeRefused(t *testing.T) {
	t.Helper()
	block, err := f.stage(t).verify()
	if err == nil {
		t.Fatalf("believed block %+v", block)
	}
	if !errors.Is(err, f.want) || !strings.Contains(err.Error(), f.says) {
		t.Fatalf("error is %v, want one that is %q and says %q", err, f.want, f.says)
	}
	if block != (optimism.Block{}) {
		t.Fatalf("with the error %v there is a block: %+v", err, block)
	}
}

func refuseAll(t *testing.T, forgeries []forgery) {
	t.Helper()
	for _, f := range forgeries {
		t.Run(f.name, f.mustBeRefused)
	}
}

// TestHonestClaims: what the forgeries are made of is believed, in each kind of
// deployment. Otherwise their being refused would show nothing.
func TestHonestClaims(t *testing.T) {
	for kind := range optimismtest.Deployments {
		t.Run(kind, func(t *testing.T) {
			s := forgery{kind: kind}.stage(t)
			block, err := s.verify()
			if err != nil {
				t.Fatal(err)
			}
			want := s.world.L2.Head()
			if block.Header != want.Summary() || block.MessagePasserRoot != want.PasserRoot() || block.Output.Root != want.OutputRoot() {
				t.Fatalf("believed %+v, want %+v", block, want.Summary())
			}
		})
	}
}

// TestEdgesThatAreBelieved: one step on the right side of each edge that an attack
// stands on the wrong side of.
func TestEdgesThatAreBelieved(t *testing.T) {
	for _, f := range []forgery{
		{name: "one second after the finality delay", now: func(g optimismtest.Game) uint64 { return g.ResolvedAt + optimismtest.FinalityDelay + 1 }},
		{name: "one second after the finalization period", kind: "oracle", now: func(g optimismtest.Game) uint64 { return g.CreatedAt + optimismtest.FinalityDelay + 1 }},
		{name: "in the longest list that there can be", kind: "oracle", state: func(w *optimismtest.World, _ optimismtest.Game) {
			w.State.Set(optimismtest.OutputOracle, optimismtest.Number(3), optimismtest.Number(1<<32-1))
		}},
		{name: "created in the second of the portal's retirement", kind: "portal", state: retireUntil(optimismtest.Portal, 59, 0)},
		{name: "created a second after the registry's retirement", state: retireUntil(optimismtest.Registry, 6, -1)},
		{name: "L2 header of the parent header's second", block: func(h *types.Header) {
			h.Time = 1_700_010_000 + 1 + optimismtest.MinimumAge + optimismtest.FinalityDelay + 1
		}},
		{
			name:   "before Isthmus without a withdrawalsRoot of its own",
			deploy: func(d *optimism.Deployment) { d.IsthmusTime = 1 << 62 },
			block:  func(h *types.Header) { h.WithdrawalsHash = &types.EmptyWithdrawalsHash },
		},
		{
			name: "no implementation pinned, no code shown",
			deploy: func(d *optimism.Deployment) {
				d.Games.Types[0].Implementation = common.Address{}
			},
			claim: func(s *stage) { s.proof.Game.Code = nil },
		},
		{
			name: "pinned proxies",
			deploy: func(d *optimism.Deployment) {
				d.Games.Factory.Implementation, d.Games.Guardian.Contract.Implementation = common.Address{1}, common.Address{2}
				d.Games.Factory.CodeHash = proxyHash
			},
			state: func(w *optimismtest.World, _ optimismtest.Game) {
				w.State.Set(optimismtest.Factory, implementationSlot, optimismtest.Word(common.Address{1}.Bytes()))
				w.State.Set(optimismtest.Registry, implementationSlot, optimismtest.Word(common.Address{2}.Bytes()))
			},
		},
	} {
		t.Run(f.name, func(t *testing.T) {
			if _, err := f.stage(t).verify(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

var (
	proxyHash          = crypto.Keccak256Hash([]byte("proxy"))
	implementationSlot = common.HexToHash("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc")
)

// zeroFinal is the parent chain's client before it has a header.
var zeroFinal lightclient.Final

// retireUntil sets the guardian's slot so that games are retired that were created
// until so many seconds after the one in question.
func retireUntil(contract common.Address, slot uint64, after int64) func(*optimismtest.World, optimismtest.Game) {
	return func(w *optimismtest.World, g optimismtest.Game) {
		until := uint64(int64(g.CreatedAt) + after)
		w.State.Set(contract, optimismtest.Number(slot), optimismtest.Pack([2]uint64{optimismtest.CannonType, 4}, [2]uint64{until, 8}))
	}
}
