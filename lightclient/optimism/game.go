package optimism

import (
	"bytes"
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
)

// GameProof claims that a game about an output was decided for it, and shows it.
type GameProof struct {
	Type      uint32
	RootClaim common.Hash
	ExtraData []byte // the first word is the L2 block number

	Factory  AccountProof // _disputeGames[UUID]
	Game     AccountProof // the state's slot, and that of the flag if it has one of its own
	Code     []byte       // the game's; may be empty where the type pins no implementation
	Guardian AccountProof // what guardianSlots lists; empty without a Guardian
}

// gameID is how the factory packs what it knows of a game (LibGameId).
type gameID struct {
	kind      uint32
	createdAt uint64
	address   common.Address
}

func unpackGameID(word common.Hash) gameID {
	return gameID{kind: binary.BigEndian.Uint32(word[:4]), createdAt: binary.BigEndian.Uint64(word[4:12]), address: common.BytesToAddress(word[12:])}
}

// gameUUID is keccak256(abi.encode(gameType, rootClaim, extraData)), by which the factory
// tells games apart: whoever knows the address that it is mapped to knows these three.
func gameUUID(kind uint32, rootClaim common.Hash, extraData []byte) common.Hash {
	encoded := make([]byte, 0, 4*32+len(extraData)+31)
	for _, word := range []common.Hash{slotHash(uint64(kind)), rootClaim, slotHash(3 * 32), slotHash(uint64(len(extraData)))} {
		encoded = append(encoded, word[:]...)
	}
	encoded = append(encoded, extraData...)
	if over := len(extraData) % 32; over != 0 {
		encoded = append(encoded, make([]byte, 32-over)...)
	}
	return crypto.Keccak256Hash(encoded)
}

// verify returns the output that a game was about, if under the parent header the game
// is registered, decided in its favour, final, and not taken back.
func (g *Games) verify(parent lightclient.Header, p *GameProof) (Output, error) {
	factory := g.Factory.Address
	kind, ok := g.typeOf(p.Type)
	if !ok {
		return Output{}, unfit(factory, ErrGameType, "it is %d, which is not configured", p.Type)
	}
	if len(p.ExtraData) != kind.ExtraDataBytes {
		return Output{}, unfit(factory, ErrLayout, "extra data has %d bytes, want %d", len(p.ExtraData), kind.ExtraDataBytes)
	}
	number, fits := word64(common.BytesToHash(p.ExtraData[:32]))
	if !fits {
		return Output{}, unfit(factory, ErrLayout, "block number is %#x, want 64 bits", p.ExtraData[:32])
	}
	id, err := g.registered(parent, p)
	if err != nil {
		return Output{}, err
	}
	state, flag, account, err := g.readGame(parent, id, p.Game)
	if err != nil {
		return Output{}, err
	}
	if err := g.checkState(parent, id, state); err != nil {
		return Output{}, err
	}
	if err := checkCode(account, id.address, kind, p); err != nil {
		return Output{}, err
	}
	if err := g.checkGuardian(parent, id, flag, p.Guardian); err != nil {
		return Output{}, err
	}
	return Output{Root: p.RootClaim, Number: number, Contract: id.address}, nil
}

func (g *Games) typeOf(id uint32) (GameType, bool) {
	for _, t := range g.Types {
		if t.ID == id {
			return t, true
		}
	}
	return GameType{}, false
}

// registered looks the claim up in the factory.
func (g *Games) registered(parent lightclient.Header, p *GameProof) (gameID, error) {
	slot := mappingSlot(g.GamesSlot, gameUUID(p.Type, p.RootClaim, p.ExtraData))
	_, values, err := g.Factory.prove(parent.StateRoot, []common.Hash{slot}, p.Factory)
	if err != nil {
		return gameID{}, err
	}
	if values[0] == (common.Hash{}) {
		return gameID{}, unfit(g.Factory.Address, ErrNotRegistered, "type %d, root claim %s, extra data %x", p.Type, p.RootClaim, p.ExtraData)
	}
	id := unpackGameID(values[0])
	if id.kind != p.Type {
		return gameID{}, unfit(id.address, ErrLayout, "factory says game type %d, want %d as in the claim", id.kind, p.Type)
	}
	return id, nil
}

// gameSlots returns what is read of a game's own storage, and the indexes of the state
// and of the flag.
func (g *Games) gameSlots() (slots slotList, state, flag int) {
	state = slots.add(slotHash(g.State.Slot))
	if g.Guardian != nil && g.Guardian.WasRespected != nil {
		flag = slots.add(slotHash(g.Guardian.WasRespected.Slot))
	}
	return slots, state, flag
}

func (g *Games) readGame(parent lightclient.Header, id gameID, p AccountProof) (state, flag common.Hash, account mpt.Account, err error) {
	slots, stateAt, flagAt := g.gameSlots()
	account, values, err := Contract{Address: id.address}.prove(parent.StateRoot, slots, p)
	if err != nil {
		return common.Hash{}, common.Hash{}, mpt.Account{}, err
	}
	return values[stateAt], values[flagAt], account, nil
}

// GameStatus of the contracts (dispute/lib/Types.sol).
const (
	statusInProgress     = 0
	statusChallengerWins = 1
	statusDefenderWins   = 2
)

// checkState says whether the game is decided for its claim, long enough ago. Time is
// the parent header's own: our clock has no say in what the contracts would do.
func (g *Games) checkState(parent lightclient.Header, id gameID, state common.Hash) error {
	createdAt, resolvedAt := packed64(state, g.State.CreatedAt), packed64(state, g.State.ResolvedAt)
	if !zeroFrom(state, g.State.Bytes) {
		return unfit(id.address, ErrLayout, "state is %s, want zeros above %d bytes", state, g.State.Bytes)
	}
	if createdAt != id.createdAt {
		return unfit(id.address, ErrLayout, "game says that it was created at %d, the factory at %d", createdAt, id.createdAt)
	}
	switch status := packed8(state, g.State.Status); status {
	case statusDefenderWins:
	case statusInProgress:
		return unfit(id.address, ErrInProgress, "status is %d, want %d", status, statusDefenderWins)
	case statusChallengerWins:
		return unfit(id.address, ErrChallengerWins, "status is %d, want %d", status, statusDefenderWins)
	default:
		return unfit(id.address, ErrLayout, "status is %d, want %d", status, statusDefenderWins)
	}
	if resolvedAt == 0 {
		return unfit(id.address, ErrInProgress, "it was won, but not resolved")
	}
	return checkPassed(id.address, "resolved", resolvedAt, parent.Time, seconds(g.FinalityDelay))
}

// checkPassed is strict, as the contracts are: when exactly the delay has passed, they
// still wait (OptimismPortal2.checkWithdrawal, AnchorStateRegistry.isGameFinalized).
func checkPassed(contract common.Address, what string, since, now, delay uint64) error {
	if since > now || now-since <= delay {
		return unfit(contract, ErrNotYetFinal, "%s at %d, parent header is of %d, want more than %d s between them", what, since, now, delay)
	}
	return nil
}

// checkCode compares the game's code with what the factory makes for such a claim.
func checkCode(account mpt.Account, game common.Address, kind GameType, p *GameProof) error {
	pinned := kind.Implementation != (common.Address{})
	if len(p.Code) == 0 && !pinned {
		return nil
	}
	if hash := crypto.Keccak256Hash(p.Code); hash != account.CodeHash {
		return unproven("code of game %s hashes to %s, want %s", game, hash, account.CodeHash)
	}
	c, err := readClone(p.Code, kind)
	if err != nil {
		return unfit(game, ErrImplementation, "%w", err)
	}
	switch {
	case pinned && c.implementation != kind.Implementation:
		return unfit(game, ErrImplementation, "implementation is %s, want %s", c.implementation, kind.Implementation)
	case kind.ArgsHash != (common.Hash{}) && crypto.Keccak256Hash(c.more) != kind.ArgsHash:
		return unfit(game, ErrImplementation, "arguments of the implementation are %x, their hash %s, want %s", c.more, crypto.Keccak256Hash(c.more), kind.ArgsHash)
	case c.rootClaim != p.RootClaim:
		return unfit(game, ErrImplementation, "root claim in its code is %s, want %s", c.rootClaim, p.RootClaim)
	case !bytes.Equal(c.extraData, p.ExtraData):
		return unfit(game, ErrImplementation, "extra data in its code is %x, want %x", c.extraData, p.ExtraData)
	}
	return nil
}
