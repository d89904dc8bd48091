package daemon

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/configs"
)

// sampleChains are the chains of configs/lightclients.yaml, one for each kind at least.
func sampleChains(t *testing.T) []ChainConfig {
	t.Helper()
	var config struct {
		Chains []ChainConfig `mapstructure:"chains"`
	}
	if err := configs.Load(&config, sample("lightclients.yaml"), nil, nil); err != nil {
		t.Fatal(err)
	}
	return config.Chains
}

// TestEveryLightClientOpens: what the sample shows makes a client, without asking
// anybody anything.
func TestEveryLightClientOpens(t *testing.T) {
	ordered, err := parentsFirst(sampleChains(t))
	if err != nil {
		t.Fatal(err)
	}
	opened := map[uint64]*chain{}
	for _, config := range ordered {
		c := &chain{config: config, logger: slog.New(slog.DiscardHandler)}
		if c.endpoints, err = config.openEndpoints(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.close() }) // endpoints that were never asked
		if err := c.openForgetful(opened, time.Now); err != nil {
			t.Errorf("chain %d: %v", config.ID, err)
			continue
		}
		if c.client.ChainID() != config.ID || !c.client.Final().IsZero() {
			t.Errorf("chain %d: a client of chain %d that trusts %+v", config.ID, c.client.ChainID(), c.client.Final())
		}
		opened[config.ID] = c
	}
}

// TestLightClientsAreDescribed: each says in words what it rests on.
func TestLightClientsAreDescribed(t *testing.T) {
	chains := sampleChains(t)
	known := byID(chains)
	for i := range chains {
		c := &chains[i]
		words := lightClients[c.Client.Kind].describe(c)
		if words.believes == "" || words.toForge == "" || words.ofLane == "" {
			t.Errorf("%s: %+v", c.Client.Kind, words)
		}
		if s := securityOf(c.ID, known); s.below(ByEndpoint) {
			t.Errorf("%s: security %q is no step", c.Client.Kind, s)
		}
	}
	for id, want := range map[uint64]Security{1: ByCommittee, 10: ByDispute, 56: ByConsensus, 1337: ByConsensus, 1338: BySealers, 31337: ByEndpoints} {
		if got := securityOf(id, known); got != want {
			t.Errorf("chain %d: security %s, want %s", id, got, want)
		}
	}
	// An L2 is no safer than the chain that it is verified through.
	quorumOf(known[1], 2)
	if got := securityOf(10, known); got != ByEndpoints {
		t.Errorf("an L2 of a chain that endpoints decide: security %s, want %s", got, ByEndpoints)
	}
}

// TestLightClientsAreRefusedByName: each error names the key, and nothing is opened.
func TestLightClientsAreRefusedByName(t *testing.T) {
	for _, test := range []struct {
		chain uint64
		says  string
		spoil func(*ChainConfig)
	}{
		{1, "chain 1: lightclient: network: empty", func(c *ChainConfig) { c.Client.Network = "" }},
		{1, `network: "mordor" is none of mainnet`, func(c *ChainConfig) { c.Client.Network = "mordor" }},
		{1, "sepolia has the execution chain 11155111, want that of chain 1", func(c *ChainConfig) { c.Client.Network = "sepolia" }},
		{1, "mainnet has its own", func(c *ChainConfig) { c.Client.GenesisTime = 7 }},
		{1, "checkpoint: none", func(c *ChainConfig) { c.Client.Checkpoint = common.Hash{} }},
		{1, "lightclient: endpoints: none", func(c *ChainConfig) { c.Client.Endpoints = nil }},
		{1, "endpoints[0]: not the URL of a beacon node", func(c *ChainConfig) { c.Client.Endpoints = []string{"ws://a.example"} }},
		{1, "trusting-period: -1s", func(c *ChainConfig) { c.Client.TrustingPeriod = -time.Second }},
		{1, "lightclient.anchor-hash: means nothing to a client of kind beacon", func(c *ChainConfig) { c.Client.AnchorHash = common.Hash{1} }},
		{10, "lightclient: parent: none", func(c *ChainConfig) { c.Client.Parent = 0 }},
		{10, "neither games nor an output oracle", func(c *ChainConfig) { c.Client.Games = OPGamesConfig{} }},
		{10, "games and an output oracle are configured", func(c *ChainConfig) { c.Client.Oracle.Address = common.Address{1} }},
		{10, `games.guardian.kind: "", want portal, registry, or none`, func(c *ChainConfig) { c.Client.Games.Guardian = OPGuardianConfig{} }},
		{10, "kind none has no contract", func(c *ChainConfig) { c.Client.Games.Guardian.Kind = "none" }},
		{10, "guardian's contract has no address", func(c *ChainConfig) { c.Client.Games.Guardian.Address = common.Address{} }},
		{10, "factory has no address", func(c *ChainConfig) { c.Client.Games.Factory.Address = common.Address{} }},
		{10, "finality delay is 1ms", func(c *ChainConfig) { c.Client.Games.FinalityDelay = time.Millisecond }},
		{10, "0 game types", func(c *ChainConfig) { c.Client.Games.Types = nil }},
		{10, "anchor-hash: none", func(c *ChainConfig) { c.Client.AnchorHash = common.Hash{} }},
		{56, `network: "ethereum", want bsc or chapel`, func(c *ChainConfig) { c.Client.Network = "ethereum" }},
		{56, "network: chapel is chain 97, want that of chain 56", func(c *ChainConfig) { c.Client.Network = "chapel" }},
		{56, "network and forks are both given", func(c *ChainConfig) { c.Client.Forks = []ParliaForkConfig{{}} }},
		{56, "anchor-hash: none", func(c *ChainConfig) { c.Client.AnchorHash = common.Hash{} }},
		{714, "there are 0 forks", func(c *ChainConfig) { c.Client.Forks = nil }},
		{714, "epoch length is 1, want 2", func(c *ChainConfig) { c.Client.Forks[0].EpochLength = 1 }},
		{1337, "schedule begins at block 5, want 0", func(c *ChainConfig) { c.Client.Schedule[0].From = 5 }},
		{1337, "contract has no address", func(c *ChainConfig) { c.Client.Schedule[1].Contract.Address = common.Address{} }},
		{1337, "code hash", func(c *ChainConfig) { c.Client.Schedule[1].Contract.CodeHash = common.Hash{} }},
		{1338, "anchor-number: 7, want that of a checkpoint", func(c *ChainConfig) { c.Client.AnchorNumber = 7 }},
		{1338, "extra confirmations are", func(c *ChainConfig) { c.Client.ExtraConfirmations = 1 << 40 }},
		{1338, "anchor-hash: none", func(c *ChainConfig) { c.Client.AnchorHash = common.Hash{} }},
	} {
		t.Run(test.says, func(t *testing.T) {
			c := byID(sampleChains(t))[test.chain]
			test.spoil(c)
			if err := c.checkClient(); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v, want %q", err, test.says)
			}
		})
	}
}

// TestShortAndLongTimesAreSaid: they are the operator's to choose, and told of.
func TestShortAndLongTimesAreSaid(t *testing.T) {
	chains := byID(sampleChains(t))
	chains[10].Client.Games.FinalityDelay = time.Second
	chains[56].Client.TrustingPeriod = 8 * 24 * time.Hour
	chains[1].Client.TrustingPeriod = 15 * 24 * time.Hour
	for id, says := range map[uint64]string{10: "games.finality-delay: 1s is all the time", 56: "validators that have left are believed for 192h0m0s", 1: "are believed for 360h0m0s"} {
		c := chains[id]
		if err := c.checkClient(); err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(lightClients[c.Client.Kind].describe(c).warnings, "\n"); !strings.Contains(all, says) {
			t.Errorf("%q is not among the warnings:\n%s", says, all)
		}
	}
}

// TestDoingWithoutAGuardianIsSaid: it is allowed by name, and told of.
func TestDoingWithoutAGuardianIsSaid(t *testing.T) {
	c := byID(sampleChains(t))[10]
	c.Client.Games.Guardian = OPGuardianConfig{Kind: "none"}
	c.Client.Games.Types[0].Implementation = common.Address{}
	if err := c.checkClient(); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(describeOptimism(c).warnings, "\n")
	if !strings.Contains(all, "no guardian is asked") || !strings.Contains(all, "not pinned") {
		t.Errorf("warnings: %s", all)
	}
}

// TestFewWhoMayDispute: a lane that wants what anybody may dispute is not content with
// an oracle or with games in which two are among themselves.
func TestFewWhoMayDispute(t *testing.T) {
	for name, change := range map[string]func(*ClientConfig){
		"oracle":             func(c *ClientConfig) { c.Games, c.Oracle = OPGamesConfig{}, OPOracleConfig{Address: common.Address{1}} },
		"permissioned games": func(c *ClientConfig) { c.Games.Types[0].ID = 1 },
		"permissioned games beside others": func(c *ClientConfig) {
			c.Games.Types = append(c.Games.Types, OPGameTypeConfig{ID: 1})
		},
	} {
		t.Run(name, func(t *testing.T) {
			known := byID(sampleChains(t))
			c := known[10]
			change(&c.Client)
			if err := c.checkClient(); err != nil {
				t.Fatal(err)
			}
			if got := securityOf(10, known); got != ByProposer || !got.below(ByDispute) {
				t.Errorf("security %s, want %s", got, ByProposer)
			}
			if all := strings.Join(describeOptimism(c).warnings, "\n"); !strings.Contains(all, "one proposer and one challenger") {
				t.Errorf("warnings: %s", all)
			}
		})
	}
}

// TestUnpinnedArgumentsAreSaid: a pinned implementation does what its arguments say, where
// the factory passes it some.
func TestUnpinnedArgumentsAreSaid(t *testing.T) {
	c := byID(sampleChains(t))[10]
	c.Client.Games.Types[0].TypeInArgs = true
	for _, test := range []struct {
		pin  common.Hash
		said bool
	}{{common.Hash{}, true}, {common.Hash{1}, false}} {
		c.Client.Games.Types[0].ArgsHash = test.pin
		if err := c.checkClient(); err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(describeOptimism(c).warnings, "\n"); strings.Contains(all, "not pinned") != test.said {
			t.Errorf("arguments' hash %s: warnings: %s", test.pin, all)
		}
	}
}
