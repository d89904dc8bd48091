package daemon

import (
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// quorumOf follows a chain by what so many endpoints agree on.
func quorumOf(c *ChainConfig, quorum int) {
	c.Client = ClientConfig{Kind: "rpcquorum", AnchorHash: common.Hash{4}, Quorum: quorum, Finality: "finalized", AllowSingle: quorum == 1}
	c.Endpoints = []string{"http://a.example", "http://b.example", "http://c.example"}[:max(1, 2*quorum-1)]
}

// TestWeakerClientThanALaneWants: the relayer and the signer refuse the lane, and the
// error says what there is and what is wanted.
func TestWeakerClientThanALaneWants(t *testing.T) {
	for name, test := range map[string]struct {
		client  func(*ChainConfig)
		minimum Security
		says    string
	}{
		"consensus of consensus":  {func(*ChainConfig) {}, ByConsensus, ""},
		"sealers of consensus":    {func(*ChainConfig) {}, BySealers, ""},
		"endpoints of endpoints":  {func(c *ChainConfig) { quorumOf(c, 2) }, ByEndpoints, ""},
		"nothing wanted":          {func(c *ChainConfig) { quorumOf(c, 1) }, "", ""},
		"consensus of endpoints":  {func(c *ChainConfig) { quorumOf(c, 2) }, ByConsensus, "lanes[0]: minimum-security: 9001>9002 wants consensus, but the rpcquorum client of chain 9001 gives endpoints"},
		"sealers of endpoints":    {func(c *ChainConfig) { quorumOf(c, 2) }, BySealers, "wants sealers"},
		"endpoints of one of all": {func(c *ChainConfig) { quorumOf(c, 1) }, ByEndpoints, "gives endpoint:"},
	} {
		t.Run(name, func(t *testing.T) {
			f := makeFiles(t)
			test.client(&f.chains[0])
			lanes := []LaneConfig{{Source: 9001, Target: 9002, MinimumSecurity: test.minimum}, {Source: 9002, Target: 9001}}
			relayer, signer := f.relayer(), f.signer()
			relayer.Lanes, signer.Lanes = lanes, lanes
			for who, err := range map[string]error{"relayer": relayer.check(), "signer": signer.check()} {
				switch {
				case test.says == "" && err != nil:
					t.Errorf("%s: %v", who, err)
				case test.says != "" && (!errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), test.says)):
					t.Errorf("%s: %v, want %q", who, err, test.says)
				}
			}
		})
	}
}

func TestSecurityIsReadAsItsSteps(t *testing.T) {
	var s Security
	if err := s.UnmarshalText([]byte("dispute")); err != nil || s != ByDispute {
		t.Errorf("%v, %v", s, err)
	}
	if err := s.UnmarshalText([]byte("high")); err == nil || !strings.Contains(err.Error(), "endpoint, endpoints, proposer, sealers, dispute, committee, consensus") || s != ByDispute {
		t.Errorf("%v, %v", s, err)
	}
}

func TestParentsComeFirst(t *testing.T) {
	chain := func(id, parent uint64) ChainConfig {
		return ChainConfig{ID: id, Client: ClientConfig{Parent: parent}}
	}
	ordered, err := parentsFirst([]ChainConfig{chain(3, 2), chain(2, 1), chain(4, 0), chain(1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	at := map[uint64]int{}
	for i, c := range ordered {
		at[c.ID] = i
	}
	if len(at) != 4 || at[1] > at[2] || at[2] > at[3] {
		t.Errorf("order %v", at)
	}
	for says, chains := range map[string][]ChainConfig{
		"chain 1 is not configured":   {chain(2, 1)},
		"follows chain 2 itself":      {chain(2, 2)},
		"follows chain 3 itself":      {chain(3, 2), chain(2, 3)},
		"chain 2 is configured twice": {chain(2, 0), chain(2, 0)},
	} {
		if _, err := parentsFirst(chains); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
}
