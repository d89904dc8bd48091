package optimism_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// rig is a client with one endpoint of each chain, over a world of which nothing is
// published yet.
type rig struct {
	t       *testing.T
	world   *optimismtest.World
	light   *optimismtest.Light
	parents *optimismtest.Endpoint
	l2      *optimismtest.Endpoint
	store   lightclient.Store
	anchor  lightclient.Anchor
	client  *optimism.Client
}

func newRig(t *testing.T, d optimism.Deployment, blocks int) *rig {
	t.Helper()
	r := &rig{
		t: t, world: optimismtest.New(t, d, blocks), light: &optimismtest.Light{ID: optimismtest.ParentChainID},
		parents: optimismtest.NewEndpoint(t, "parent"), l2: optimismtest.NewEndpoint(t, "l2"),
	}
	r.anchor = lightclient.Anchor{Number: 2, Hash: r.world.L2[2].Header.Hash()}
	var err error
	if r.store, err = lightclient.NewMemoryStore(lightclient.Owner{ChainID: optimismtest.ChainID, Kind: optimism.Kind}); err != nil {
		t.Fatal(err)
	}
	return r
}

func registryRig(t *testing.T) *rig {
	t.Helper()
	return newRig(t, optimismtest.Deployments["registry"](), 14)
}

func (r *rig) open() *optimism.Client {
	r.t.Helper()
	client, err := optimism.New(optimism.Config{
		ChainID: optimismtest.ChainID, Anchor: r.anchor, Deployment: r.world.Deployment, Parent: r.light, Store: r.store,
		ParentEndpoints: []optimism.ParentEndpoint{r.parents}, Endpoints: []optimism.Endpoint{r.l2}, RequestTimeout: 5 * time.Second,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.client = client
	return client
}

// show makes the newest block of the parent chain final, and the endpoints honest.
func (r *rig) show(parent optimismtest.Parent) {
	r.light.Show(parent.Final(), nil)
	r.parents.Show(r.world.Parents, nil, optimismtest.Lies{})
	r.l2.Show(nil, r.world.L2, optimismtest.Lies{})
}

// publish makes a claim of a block final and shows it.
func (r *rig) publish(b optimismtest.Block) {
	r.t.Helper()
	r.show(r.world.Publish(b))
}

func (r *rig) mustReach(number uint64) {
	r.t.Helper()
	if r.client == nil {
		r.open()
	}
	final, err := r.client.Update(context.Background())
	if want := r.world.L2[number].Summary(); err != nil || final.Header() != want {
		r.t.Fatalf("trusts %d (%s), %v, want %d (%s)", final.Header().Number, final.Header().Hash, err, number, want.Hash)
	}
}

// mustStay updates and checks that nothing is believed that was not before.
func (r *rig) mustStay(reason error, says string) {
	r.t.Helper()
	if r.client == nil {
		r.open()
	}
	before := r.client.Final()
	final, err := r.client.Update(context.Background())
	if final != before || r.client.Final() != before {
		r.t.Fatalf("moved to %d (%s), with %v", final.Header().Number, final.Header().Hash, err)
	}
	if reason == nil {
		if err != nil {
			r.t.Fatalf("error is %v, want none: there is no news", err)
		}
		return
	}
	if !errors.Is(err, reason) || !strings.Contains(err.Error(), says) {
		r.t.Fatalf("error is %v, want one that is %q and says %q", err, reason, says)
	}
}

// game publishes a game that was decided as it says, unless it is changed.
func (r *rig) game(b optimismtest.Block, change func(*optimismtest.Game)) optimismtest.Game {
	r.t.Helper()
	g := r.world.Won(b)
	if change != nil {
		change(&g)
	}
	g = optimismtest.AddGame(r.world.State, r.world.Deployment.Games, g)
	r.world.Now += optimismtest.MinimumAge + optimismtest.FinalityDelay + 2
	return g
}

func (r *rig) mustFreeze() lightclient.Evidence {
	r.t.Helper()
	before := r.client.Final()
	_, err := r.client.Update(context.Background())
	var frozen *lightclient.FrozenError
	var rejected *lightclient.RejectedError
	if !errors.As(err, &frozen) || errors.As(err, &rejected) || r.client.Final() != before {
		r.t.Fatalf("trusts %d, error is %v, want a FrozenError and %d still", r.client.Final().Header().Number, err, before.Header().Number)
	}
	saved, err := r.store.Evidence()
	if err != nil || saved == nil {
		r.t.Fatalf("evidence in the store: %v, %v", saved, err)
	}
	linked, err := optimism.CheckEvidence(*saved, r.world.Deployment, func(h lightclient.Header) bool {
		for _, p := range r.world.Parents {
			if p.Header == h {
				return true
			}
		}
		return false
	})
	if err != nil || !linked {
		r.t.Fatalf("evidence does not hold: linked %v, %v", linked, err)
	}
	return *saved
}

func TestFollowsWhatTheParentChainProves(t *testing.T) {
	for kind := range optimismtest.Deployments {
		t.Run(kind, func(t *testing.T) {
			r := newRig(t, optimismtest.Deployments[kind](), 14)
			r.show(r.world.Seal())
			r.mustStay(lightclient.ErrNoSuchHeader, "no block yet at or above the anchor, 2")
			for _, number := range []uint64{2, 3, 9} { // the anchor itself first
				r.publish(r.world.L2[number])
				r.mustReach(number)
				if block := r.client.Block(); block.MessagePasserRoot != r.world.L2[number].PasserRoot() || block.Output.Root != r.world.L2[number].OutputRoot() {
					t.Fatalf("block is %+v", block)
				}
				calls := r.parents.Calls() + r.l2.Calls()
				r.mustReach(number)
				if more := r.parents.Calls() + r.l2.Calls() - calls; more != 0 {
					t.Fatalf("%d requests although the parent chain's final header is the same", more)
				}
				r.open() // a restart
			}
			r.show(r.world.Seal()) // nothing new in it
			r.mustReach(9)
		})
	}
}

// TestBeforeIsthmus: the message passer's root comes from a proof under the L2 state.
func TestBeforeIsthmus(t *testing.T) {
	d := optimismtest.Deployments["registry"]()
	d.IsthmusTime = 1 << 62
	r := newRig(t, d, 14)
	r.world.L2 = optimismtest.L2{}.Grow(t, 14, "honest", func(h *types.Header) { h.WithdrawalsHash = &types.EmptyWithdrawalsHash })
	r.anchor.Hash = r.world.L2[2].Header.Hash()
	r.publish(r.world.L2[9])
	r.mustReach(9)
	r.l2.Show(nil, r.world.L2, optimismtest.Lies{Proofs: func([][]byte, [][][]byte) ([][]byte, [][][]byte) { return nil, nil }})
	r.light.Show(r.world.Publish(r.world.L2[11]).Final(), nil)
	r.parents.Show(r.world.Parents, nil, optimismtest.Lies{})
	r.mustStay(lightclient.ErrProof, "account proof of "+optimism.MessagePasser.String())
}

// TestFindsAmongMany: the newest final game is found in a long list in a few requests.
func TestFindsAmongMany(t *testing.T) {
	r := registryRig(t)
	for i := range 300 {
		b := r.world.L2[3+i%8]
		g := r.world.Won(b)
		g.RootClaim = common.Hash{1, byte(i), byte(i >> 8)}
		g.Status = optimismtest.ChallengerWins
		optimismtest.AddGame(r.world.State, r.world.Deployment.Games, g)
		r.world.Now++
	}
	r.game(r.world.L2[10], nil)
	for i := range 300 { // that cannot be final yet
		g := r.world.Won(r.world.L2[11])
		g.RootClaim = common.Hash{2, byte(i), byte(i >> 8)}
		g.ResolvedAt = 0
		optimismtest.AddGame(r.world.State, r.world.Deployment.Games, g)
	}
	r.show(r.world.Seal())
	r.mustReach(10)
	if calls := r.parents.Calls(); calls > 12 {
		t.Fatalf("%d requests to the parent chain", calls)
	}
}

func TestConfigIsChecked(t *testing.T) {
	r := registryRig(t)
	for says, change := range map[string]func(*optimism.Config){
		"chain id is 0":                 func(c *optimism.Config) { c.ChainID = 0 },
		"anchor has no hash":            func(c *optimism.Config) { c.Anchor.Hash = common.Hash{} },
		"anchor has number":             func(c *optimism.Config) { c.Anchor.Number = 1 << 63 },
		"parent chain is missing":       func(c *optimism.Config) { c.Parent = nil },
		"store is missing":              func(c *optimism.Config) { c.Store = nil },
		"request timeout":               func(c *optimism.Config) { c.RequestTimeout = -1 },
		"have the same id":              func(c *optimism.Config) { c.Deployment.ParentChainID = c.ChainID },
		"follows chain 5":               func(c *optimism.Config) { c.Parent = &optimismtest.Light{ID: 5} },
		"deployment: neither games":     func(c *optimism.Config) { c.Deployment.Games = nil },
		"parent endpoints: there are 0": func(c *optimism.Config) { c.ParentEndpoints = nil },
		"endpoints: there are 0":        func(c *optimism.Config) { c.Endpoints = nil },
		"provider 0 is missing":         func(c *optimism.Config) { c.Endpoints = []optimism.Endpoint{nil} },
		"providers are named":           func(c *optimism.Config) { c.Endpoints = append(c.Endpoints, c.Endpoints[0]) },
		"endpoints: there are 17":       func(c *optimism.Config) { c.Endpoints = make([]optimism.Endpoint, 17) },
	} {
		cfg := optimism.Config{
			ChainID: optimismtest.ChainID, Anchor: r.anchor, Deployment: r.world.Deployment, Parent: r.light, Store: r.store,
			ParentEndpoints: []optimism.ParentEndpoint{r.parents}, Endpoints: []optimism.Endpoint{r.l2},
		}
		change(&cfg)
		if _, err := optimism.New(cfg); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error is %v, want one that says %q", err, says)
		}
	}
}

// TestConfigAtItsBounds: the most that is allowed.
func TestConfigAtItsBounds(t *testing.T) {
	r := registryRig(t)
	cfg := optimism.Config{
		ChainID: optimismtest.ChainID, Anchor: lightclient.Anchor{Number: math.MaxInt64, Hash: common.Hash{1}}, Deployment: r.world.Deployment, Parent: r.light, Store: r.store,
	}
	for i := range optimism.MaxEndpoints {
		e := optimismtest.NewEndpoint(t, string(rune('a'+i)))
		cfg.ParentEndpoints, cfg.Endpoints = append(cfg.ParentEndpoints, e), append(cfg.Endpoints, e)
	}
	if _, err := optimism.New(cfg); err != nil {
		t.Fatal(err)
	}
}

func TestDeploymentIsChecked(t *testing.T) {
	type change = func(*optimism.Deployment)
	games := map[string]change{
		"parent chain id is 0":             func(d *optimism.Deployment) { d.ParentChainID = 0 },
		"want one of the two":              func(d *optimism.Deployment) { d.Oracle = optimism.StandardOracle(common.Address{1}) },
		"factory has no address":           func(d *optimism.Deployment) { d.Games.Factory.Address = common.Address{} },
		"both at slot 103":                 func(d *optimism.Deployment) { d.Games.ListSlot = 103 },
		"finality delay is 0s":             func(d *optimism.Deployment) { d.Games.FinalityDelay = 0 },
		"finality delay is 1.5s":           func(d *optimism.Deployment) { d.Games.FinalityDelay = 1500 * time.Millisecond },
		"minimum age of a game is -1s":     func(d *optimism.Deployment) { d.Games.MinimumAge = -time.Second },
		"minimum age of a game is 1ms":     func(d *optimism.Deployment) { d.Games.MinimumAge = time.Millisecond },
		"33 bytes in use":                  func(d *optimism.Deployment) { d.Games.State.Bytes = 33 },
		"status ends at byte 20":           func(d *optimism.Deployment) { d.Games.State.Status = 19 },
		"createdAt and resolvedAt overlap": func(d *optimism.Deployment) { d.Games.State.ResolvedAt = 7 },
		"resolvedAt and status overlap":    func(d *optimism.Deployment) { d.Games.State.Status = 15 },
		"there are 0 game types":           func(d *optimism.Deployment) { d.Games.Types = nil },
		"there are 17 game types":          func(d *optimism.Deployment) { d.Games.Types = make([]optimism.GameType, 17) },
		"game type 0 is listed twice":      func(d *optimism.Deployment) { d.Games.Types = append(d.Games.Types, d.Games.Types[0]) },
		"extra data of 31 bytes":           func(d *optimism.Deployment) { d.Games.Types[0].ExtraDataBytes = 31 },
		"extra data of 4097 bytes":         func(d *optimism.Deployment) { d.Games.Types[0].ExtraDataBytes = 4097 },
		"type in args: false":              func(d *optimism.Deployment) { d.Games.Types[0].ArgsHash = common.Hash{1} },
		"implementation pinned as well (0x0000": func(d *optimism.Deployment) {
			d.Games.Types[0] = optimism.GameType{ExtraDataBytes: 32, TypeInArgs: true, ArgsHash: common.Hash{1}}
		},
		"guardian's contract has no address": func(d *optimism.Deployment) { d.Games.Guardian.Contract.Address = common.Address{} },
		"retirement time at offset 25":       func(d *optimism.Deployment) { d.Games.Guardian.RetiredUntil.Offset = 25 },
		"flag of the game at offset 32":      func(d *optimism.Deployment) { d.Games.Guardian.WasRespected.Offset = 32 },
		"respected game type at offset 29": func(d *optimism.Deployment) {
			d.Games.Guardian.WasRespected, d.Games.Guardian.RespectedType.Offset = nil, 29
		},
	}
	oracle := map[string]change{
		"output oracle has no address": func(d *optimism.Deployment) { d.Oracle.Contract.Address = common.Address{} },
		"finalization period is 0s":    func(d *optimism.Deployment) { d.Oracle.FinalizationPeriod = 0 },
	}
	for kind, changes := range map[string]map[string]change{"registry": games, "oracle": oracle} {
		for says, change := range changes {
			d := optimismtest.Deployments[kind]()
			if err := d.Validate(); err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			change(&d)
			if err := d.Validate(); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("error is %v, want one that says %q", err, says)
			}
		}
	}
}
