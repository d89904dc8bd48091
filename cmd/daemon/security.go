package daemon

import (
	"fmt"
	"slices"
	"strings"
)

// Security says what it takes at least to have a chain's light client believe a false
// header. Each step of the ladder is harder than the one before.
type Security string

// The steps, the weakest first.
const (
	// ByEndpoint: one RPC endpoint that lies.
	ByEndpoint Security = "endpoint"
	// ByEndpoints: several RPC endpoints that tell the same lie.
	ByEndpoints Security = "endpoints"
	// ByProposer: the key of one who proposes, while one other who alone may challenge is
	// silent, on a parent chain which is itself verified: output oracles, permissioned games.
	ByProposer Security = "proposer"
	// BySealers: more than half of the named sealers of a proof-of-authority chain.
	BySealers Security = "sealers"
	// ByDispute: a false claim that nobody disputed in time, although anybody might have, on
	// a parent chain which is itself verified.
	ByDispute Security = "dispute"
	// ByCommittee: two thirds of a committee that the chain draws from its validators to
	// sign for it, who risk nothing by lying: Ethereum's sync committees.
	ByCommittee Security = "committee"
	// ByConsensus: two thirds of the validators who secure the chain.
	ByConsensus Security = "consensus"
)

var ladder = []Security{ByEndpoint, ByEndpoints, ByProposer, BySealers, ByDispute, ByCommittee, ByConsensus}

// UnmarshalText reads one of the steps.
func (s *Security) UnmarshalText(text []byte) error {
	if !slices.Contains(ladder, Security(text)) {
		names := make([]string, len(ladder))
		for i := range ladder {
			names[i] = string(ladder[i])
		}
		return fmt.Errorf("unknown, the steps are %s", strings.Join(names, ", "))
	}
	*s = Security(text)
	return nil
}

// below reports whether s is a lower step than the other.
func (s Security) below(other Security) bool {
	return slices.Index(ladder, s) < slices.Index(ladder, other)
}

func weaker(a, b Security) Security {
	if b.below(a) {
		return b
	}
	return a
}
