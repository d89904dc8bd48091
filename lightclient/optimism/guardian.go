package optimism

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// slots returns what is read of the guardian's contract about a game, and where.
func (g *Guardian) slots(game common.Address) (slots slotList, blacklisted, retired, respected int) {
	blacklisted = slots.add(mappingSlot(g.BlacklistSlot, common.BytesToHash(game[:])))
	retired = slots.add(slotHash(g.RetiredUntil.Slot))
	if g.WasRespected == nil {
		respected = slots.add(slotHash(g.RespectedType.Slot))
	}
	return slots, blacklisted, retired, respected
}

// checkGuardian says whether the guardian has taken the game back, as the portal or the
// registry would before it lets a withdrawal through. flag is the word of the game's
// storage that holds WasRespected.
func (g *Games) checkGuardian(parent lightclient.Header, id gameID, flag common.Hash, p AccountProof) error {
	guardian := g.Guardian
	if guardian == nil {
		return nil
	}
	slots, blacklisted, retired, respected := guardian.slots(id.address)
	_, values, err := guardian.Contract.prove(parent.StateRoot, slots, p)
	if err != nil {
		return err
	}
	if values[blacklisted] != (common.Hash{}) {
		return unfit(id.address, ErrBlacklisted, "entry is %s, want zero", values[blacklisted])
	}
	until := packed64(values[retired], guardian.RetiredUntil.Offset)
	if id.createdAt < until || guardian.SameSecond && id.createdAt == until {
		return unfit(id.address, ErrRetired, "created at %d, retired are those until %d", id.createdAt, until)
	}
	if guardian.WasRespected != nil {
		if was := packed8(flag, guardian.WasRespected.Offset); was != 1 {
			return unfit(id.address, ErrGameType, "flag that its type was respected when it was created is %d, want 1", was)
		}
		return nil
	}
	if now := packed32(values[respected], guardian.RespectedType.Offset); now != id.kind {
		return unfit(id.address, ErrGameType, "respected is %d, the game is of %d", now, id.kind)
	}
	return nil
}
