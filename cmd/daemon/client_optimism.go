package daemon

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
)

var optimismKind = clientKind{
	keys:     []string{"anchor-number", "anchor-hash", "parent", "isthmus-time", "games", "oracle"},
	check:    checkOptimism,
	open:     openOptimism,
	security: securityOfOptimism,
	describe: describeOptimism,
}

func checkOptimism(c *ChainConfig) error {
	if err := c.checkAnchor(); err != nil {
		return err
	}
	if c.Client.Parent == 0 {
		return errors.New("parent: none, want the id of the configured chain that holds the L2's contracts")
	}
	deployment, err := c.Client.opDeployment()
	if err != nil {
		return err
	}
	return deployment.Validate()
}

func openOptimism(p clientParts) (lightclient.Client, error) {
	deployment, err := p.config.Client.opDeployment()
	if err != nil {
		return nil, fmt.Errorf("%w: lightclient: %w", ErrConfig, err)
	}
	if p.parent == nil || p.parent.client == nil {
		return nil, fmt.Errorf("%w: lightclient.parent: chain %d has no light client here, want one that is configured in full", ErrConfig, p.config.Client.Parent)
	}
	return optimism.New(optimism.Config{ChainID: p.config.ID, Anchor: p.config.anchor(), Deployment: deployment, Parent: p.parent.client,
		ParentEndpoints: asked[optimism.ParentEndpoint](p.parent.endpoints), Endpoints: asked[optimism.Endpoint](p.endpoints), Store: p.store, Log: p.logger})
}

// asked hands endpoints to a light client as what it asks for.
func asked[E any](endpoints []*evm.Client) []E {
	list := make([]E, len(endpoints))
	for i := range endpoints {
		list[i] = any(endpoints[i]).(E)
	}
	return list
}

// opDeployment fills in the published layouts where the configuration has none of its
// own.
func (c *ClientConfig) opDeployment() (optimism.Deployment, error) {
	d := optimism.Deployment{ParentChainID: c.Parent, IsthmusTime: c.IsthmusTime}
	if c.Oracle != (OPOracleConfig{}) {
		d.Oracle = c.Oracle.oracle()
	}
	if c.Games.isZero() {
		return d, nil
	}
	games, err := c.Games.games()
	d.Games = games
	return d, err
}

func (o *OPOracleConfig) oracle() *optimism.Oracle {
	oracle := optimism.StandardOracle(o.Address)
	oracle.Contract.CodeHash, oracle.Contract.Implementation = o.CodeHash, o.Implementation
	if o.Slot != 0 {
		oracle.OutputsSlot = o.Slot
	}
	if o.FinalizationPeriod != 0 {
		oracle.FinalizationPeriod = o.FinalizationPeriod
	}
	return oracle
}

func (g *OPGamesConfig) isZero() bool {
	return g.Factory == OPContractConfig{} && g.FinalityDelay == 0 && g.MinimumAge == 0 && len(g.Types) == 0 && g.Guardian == OPGuardianConfig{} && g.Slots == OPGameSlotsConfig{}
}

func (g *OPGamesConfig) games() (*optimism.Games, error) {
	games := optimism.StandardGames(g.Factory.Address)
	games.Factory = optimism.Contract(g.Factory)
	if g.FinalityDelay != 0 {
		games.FinalityDelay = g.FinalityDelay
	}
	if g.MinimumAge != 0 {
		games.MinimumAge = g.MinimumAge
	}
	if s := g.Slots; s != (OPGameSlotsConfig{}) {
		games.GamesSlot, games.ListSlot = s.Games, s.List
		games.State = optimism.GameState{Slot: s.State, CreatedAt: s.CreatedAt, ResolvedAt: s.ResolvedAt, Status: s.Status, Bytes: s.Bytes}
	}
	for _, t := range g.Types {
		if t.ExtraDataBytes == 0 {
			t.ExtraDataBytes = 32
		}
		games.Types = append(games.Types, optimism.GameType(t))
	}
	var err error
	games.Guardian, err = g.Guardian.guardian()
	return games, err
}

// guardian has to be named or done without by name: who leaves it out believes what
// the guardian has taken back.
func (g *OPGuardianConfig) guardian() (guardian *optimism.Guardian, err error) {
	switch g.Kind {
	case "portal":
		guardian = optimism.PortalGuardian(g.Address)
	case "registry":
		guardian = optimism.RegistryGuardian(g.Address)
	case "none":
		if *g != (OPGuardianConfig{Kind: "none"}) {
			return nil, errors.New("games.guardian: kind none has no contract, want no other keys")
		}
		return nil, nil
	default:
		return nil, fmt.Errorf("games.guardian.kind: %q, want portal, registry, or none to believe what a guardian has taken back", g.Kind)
	}
	guardian.Contract = optimism.Contract{Address: g.Address, CodeHash: g.CodeHash, Implementation: g.Implementation}
	return guardian, nil
}

// permissionedTypes are the types of games in which one named proposer and one named
// challenger are alone (PERMISSIONED_CANNON, SUPER_PERMISSIONED_CANNON of the contracts'
// GameTypes).
var permissionedTypes = []uint32{1, 5}

func (g *OPGamesConfig) permissioned() bool {
	return slices.ContainsFunc(g.Types, func(t OPGameTypeConfig) bool { return slices.Contains(permissionedTypes, t.ID) })
}

func securityOfOptimism(c *ChainConfig) Security {
	if c.Client.Oracle != (OPOracleConfig{}) || c.Client.Games.permissioned() {
		return ByProposer
	}
	return ByDispute
}

func describeOptimism(c *ChainConfig) clientWords {
	words := clientWords{
		believes: fmt.Sprintf("a block whose output root stands resolved in the dispute games on chain %d, once nobody has taken it back for the finality delay", c.Client.Parent),
		toForge:  fmt.Sprintf("a false claim that nobody disputes in time, or chain %d deceived; no number of lying endpoints is enough", c.Client.Parent),
		ofLane:   fmt.Sprintf("a false claim that nobody disputes in time, or a false chain %d", c.Client.Parent),
	}
	if c.Client.Oracle != (OPOracleConfig{}) {
		words.believes = fmt.Sprintf("a block whose output root the proposer has put on chain %d, once its challenger has left it standing for the finalization period", c.Client.Parent)
		words.toForge = fmt.Sprintf("the proposer of the output oracle and a challenger that sleeps, or chain %d deceived", c.Client.Parent)
		words.ofLane = words.toForge
		words.warnings = append(words.warnings, "with an output oracle one proposer and one challenger decide what is true")
		return words
	}
	if c.Client.Games.permissioned() {
		words.toForge = fmt.Sprintf("the proposer of the permissioned games and a challenger that sleeps, or chain %d deceived", c.Client.Parent)
		words.ofLane = words.toForge
		words.warnings = append(words.warnings, "with permissioned games (games.types) one proposer and one challenger decide what is true")
	}
	if c.Client.Games.Guardian.Kind == "none" {
		words.warnings = append(words.warnings, "no guardian is asked (games.guardian.kind): games that resolved wrongly are believed although they were taken back")
	}
	if delay, usual := c.Client.Games.FinalityDelay, optimism.StandardGames(common.Address{}).FinalityDelay; delay != 0 && delay < usual {
		words.warnings = append(words.warnings, fmt.Sprintf("games.finality-delay: %v is all the time that the guardian has to take a wrong game back, the contracts' own on mainnet is %v", delay, usual))
	}
	pinned := c.Client.Games.Factory.Implementation != common.Address{}
	for _, t := range c.Client.Games.Types {
		pinned = pinned && t.Implementation != common.Address{} && (!t.TypeInArgs || t.ArgsHash != common.Hash{})
	}
	if !pinned {
		words.warnings = append(words.warnings, "the factory's or the games' implementation, or its arguments, are not pinned: whoever may upgrade them decides what is true")
	}
	return words
}
