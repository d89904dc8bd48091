package optimism

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// The layouts of the contracts as Optimism publishes them
// (packages/contracts-bedrock/snapshots/storageLayout of the optimism repository). A
// deployment's own version decides which apply; compare before use.

// StandardGames returns the layout of DisputeGameFactory 1.0 to 1.4 and of
// FaultDisputeGame 1.3 to 1.8, whose delays on mainnet are three and a half days each
// (superchain-registry, standard-config-params-mainnet). Types are to be added.
func StandardGames(factory common.Address) *Games {
	return &Games{
		Factory: Contract{Address: factory}, GamesSlot: 103, ListSlot: 104,
		State:         GameState{Slot: 0, CreatedAt: 0, ResolvedAt: 8, Status: 16, Bytes: 19},
		FinalityDelay: 302_400 * time.Second, MinimumAge: 302_400 * time.Second,
	}
}

// PortalGuardian returns the layout of OptimismPortal2 3.x.
func PortalGuardian(portal common.Address) *Guardian {
	return &Guardian{
		Contract: Contract{Address: portal}, BlacklistSlot: 58,
		RespectedType: Field{Slot: 59, Offset: 0}, RetiredUntil: Field{Slot: 59, Offset: 4},
	}
}

// RegistryGuardian returns the layout of AnchorStateRegistry 3.5, and of the flag in
// FaultDisputeGame 1.8.
func RegistryGuardian(registry common.Address) *Guardian {
	return &Guardian{
		Contract: Contract{Address: registry}, BlacklistSlot: 5,
		RetiredUntil: Field{Slot: 6, Offset: 4}, SameSecond: true, WasRespected: &Field{Slot: 10},
	}
}

// StandardOracle returns the layout of L2OutputOracle 1.x, with the week of mainnet.
func StandardOracle(oracle common.Address) *Oracle {
	return &Oracle{Contract: Contract{Address: oracle}, OutputsSlot: 3, FinalizationPeriod: 604_800 * time.Second}
}
