package optimismtest

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/optimism"
)

// AccountProof is Proof in the shape of package optimism.
func (b *Tries) AccountProof(t testing.TB, address common.Address, slots ...common.Hash) optimism.AccountProof {
	t.Helper()
	account, storage := b.Proof(t, address, slots...)
	return optimism.AccountProof{Account: account, Storage: storage}
}

// withPin adds the slot of a proxy's implementation, where it is pinned.
func withPin(c optimism.Contract, slots ...common.Hash) []common.Hash {
	if c.Implementation == (common.Address{}) {
		return slots
	}
	return append(slots, common.HexToHash("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"))
}

// GameProof proves what a state says of a game, and shows a block for it. Whether that
// is to be believed is not its concern.
func GameProof(t testing.TB, d optimism.Deployment, state *Tries, g Game, b Block) optimism.Proof {
	t.Helper()
	games := d.Games
	p := &optimism.GameProof{Type: g.Type, RootClaim: g.RootClaim, ExtraData: g.ExtraData, Code: state.Code(g.Address)}
	p.Factory = state.AccountProof(t, games.Factory.Address, withPin(games.Factory, Mapping(games.GamesSlot, UUID(g.Type, g.RootClaim, g.ExtraData)))...)
	own := []common.Hash{Number(games.State.Slot)}
	if guardian := games.Guardian; guardian != nil {
		slots := []common.Hash{Mapping(guardian.BlacklistSlot, Word(g.Address[:])), Number(guardian.RetiredUntil.Slot)}
		if guardian.WasRespected != nil {
			own = append(own, Number(guardian.WasRespected.Slot))
		} else {
			slots = append(slots, Number(guardian.RespectedType.Slot))
		}
		p.Guardian = state.AccountProof(t, guardian.Contract.Address, withPin(guardian.Contract, compact(slots)...)...)
	}
	p.Game = state.AccountProof(t, g.Address, compact(own)...)
	return optimism.Proof{Game: p, Header: b.Header, MessagePasserRoot: b.PasserRoot()}
}

// OutputProof proves what a state says of an output of the oracle, likewise.
func OutputProof(t testing.TB, d optimism.Deployment, state *Tries, index uint64, b Block) optimism.Proof {
	t.Helper()
	o := d.Oracle
	slots := withPin(o.Contract, Number(o.OutputsSlot), Element(o.OutputsSlot, 2*index), Element(o.OutputsSlot, 2*index+1))
	return optimism.Proof{
		Oracle: &optimism.OracleProof{Index: index, Oracle: state.AccountProof(t, o.Contract.Address, slots...)},
		Header: b.Header, MessagePasserRoot: b.PasserRoot(),
	}
}

// compact drops slots that were listed before.
func compact(slots []common.Hash) (once []common.Hash) {
	for _, slot := range slots {
		if !slices.Contains(once, slot) {
			once = append(once, slot)
		}
	}
	return once
}
