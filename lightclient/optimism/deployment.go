package optimism

import (
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Deployment says where on the parent chain an L2 anchors its outputs, and what has to
// be true there for one to be believed. Every address, slot and delay is its own: they
// change with the contracts' versions.
type Deployment struct {
	// ParentChainID is the EIP-155 id of the chain that holds the contracts.
	ParentChainID uint64
	// Games or Oracle, one of the two.
	Games  *Games
	Oracle *Oracle
	// IsthmusTime is the L2 time, in seconds, from which on a header's withdrawalsRoot is
	// the message passer's storage root (OP specs, Isthmus). 0: from genesis on;
	// math.MaxUint64: never.
	IsthmusTime uint64
}

// Contract is a contract of the parent chain. The pins are optional: without them
// whoever may upgrade the contract is trusted, with them the client stops at an upgrade.
type Contract struct {
	Address common.Address
	// CodeHash is the account's code hash, of a proxy that of the proxy itself.
	CodeHash common.Hash
	// Implementation is the address in the proxy's EIP-1967 slot.
	Implementation common.Address
}

// Games is a DisputeGameFactory with its games (fault proofs).
type Games struct {
	Factory   Contract
	GamesSlot uint64 // of _disputeGames, mapping(Hash => GameId)
	ListSlot  uint64 // of _disputeGameList, GameId[]
	Types     []GameType
	State     GameState

	// FinalityDelay is the air gap between a game's resolution and its being believed:
	// DISPUTE_GAME_FINALITY_DELAY_SECONDS of the portal or registry.
	FinalityDelay time.Duration
	// MinimumAge is the shortest time from a game's creation to its resolution, for
	// FaultDisputeGame MAX_CLOCK_DURATION. It only saves looking at games that cannot be
	// final yet: one that is too long hides games, one that is too short costs requests.
	MinimumAge time.Duration
	// Guardian is where the guardian takes back what games decided wrongly. Without it a
	// game that resolved wrongly is believed, although the guardian blacklisted or retired
	// it, and so is one whose type is no longer, or was never, respected for withdrawals:
	// then Types alone decides.
	Guardian *Guardian
}

// GameType is a type of game that is believed. Its root claim must be an output root
// (super roots of interoperable chains are not).
type GameType struct {
	ID uint32
	// Implementation, if not zero, is what the games must be clones of. It fixes which
	// program, which L2 chain id and which registry a game argues about, unless TypeInArgs
	// says that these are arguments, where ArgsHash does; without it the owner of the
	// factory is trusted with that.
	Implementation common.Address
	// ExtraDataBytes is the length of the extra data; its first word is the L2 block
	// number. 32 for FaultDisputeGame.
	ExtraDataBytes int
	// TypeInArgs: the clone's arguments hold the game type before the extra data, and
	// more behind it. So it is for implementations to which the factory passes gameArgs
	// (DisputeGameFactory 1.4 does).
	TypeInArgs bool
	// ArgsHash, if not zero, is keccak256 of what the arguments hold behind the extra data:
	// gameArgs(type) of the factory, for FaultDisputeGame 2 its program's prestate, the VM,
	// the registry, the WETH, and the L2 chain id. The owner of the factory may set others
	// for the same implementation.
	ArgsHash common.Hash
}

// GameState is the slot with which FaultDisputeGame begins. Offsets as in Field.
type GameState struct {
	Slot       uint64
	CreatedAt  uint8 // 8 bytes
	ResolvedAt uint8 // 8 bytes
	Status     uint8 // 1 byte
	// Bytes is how many are in use; those above must be zero.
	Bytes uint8
}

// Guardian is the OptimismPortal2 (until version 4) or the AnchorStateRegistry (from
// version 3 on), whichever a deployment's portal asks.
type Guardian struct {
	Contract      Contract
	BlacklistSlot uint64 // of disputeGameBlacklist, mapping(address => bool)
	// RetiredUntil is respectedGameTypeUpdatedAt of the portal, or retirementTimestamp of
	// the registry, 8 bytes: games created before are not believed.
	RetiredUntil Field
	// SameSecond: games created in that very second are not believed either. True for the
	// registry, false for the portal.
	SameSecond bool
	// RespectedType is respectedGameType, 4 bytes: the game has to be of it. It is asked
	// where WasRespected is nil, as the portal does.
	RespectedType Field
	// WasRespected is wasRespectedGameTypeWhenCreated in the game's own storage, 1 byte,
	// which the registry asks instead.
	WasRespected *Field
}

// Oracle is a L2OutputOracle (before fault proofs). Whoever its owner lets propose is
// trusted, less who challenges in time.
type Oracle struct {
	Contract    Contract
	OutputsSlot uint64 // of l2Outputs, OutputProposal[]
	// FinalizationPeriod is the time from proposal to being believed.
	FinalizationPeriod time.Duration
}

// Validate reports what is missing or contradicts itself.
func (d *Deployment) Validate() error {
	switch {
	case d.ParentChainID == 0:
		return errors.New("parent chain id is 0, want the EIP-155 id of the chain that holds the contracts")
	case d.Games == nil && d.Oracle == nil:
		return errors.New("neither games nor an output oracle are configured")
	case d.Games != nil && d.Oracle != nil:
		return errors.New("games and an output oracle are configured, want one of the two")
	case d.Oracle != nil:
		return d.Oracle.validate()
	}
	return d.Games.validate()
}

func (o *Oracle) validate() error {
	if o.Contract.Address == (common.Address{}) {
		return errors.New("output oracle has no address")
	}
	return checkDelay("finalization period", o.FinalizationPeriod)
}

func (g *Games) validate() error {
	if g.Factory.Address == (common.Address{}) {
		return errors.New("dispute game factory has no address")
	}
	if g.GamesSlot == g.ListSlot {
		return fmt.Errorf("mapping and list of games are both at slot %d", g.GamesSlot)
	}
	if err := checkDelay("finality delay", g.FinalityDelay); err != nil {
		return err
	}
	if g.MinimumAge < 0 || g.MinimumAge%time.Second != 0 {
		return fmt.Errorf("minimum age of a game is %v, want whole seconds, not below 0", g.MinimumAge)
	}
	if err := g.State.validate(); err != nil {
		return err
	}
	if n := len(g.Types); n == 0 || n > MaxGameTypes {
		return fmt.Errorf("there are %d game types, want 1 to %d", n, MaxGameTypes)
	}
	seen := make(map[uint32]bool, len(g.Types))
	for _, t := range g.Types {
		if seen[t.ID] {
			return fmt.Errorf("game type %d is listed twice", t.ID)
		}
		seen[t.ID] = true
		if t.ExtraDataBytes < 32 || t.ExtraDataBytes > MaxExtraDataBytes {
			return fmt.Errorf("game type %d: extra data of %d bytes, want 32 to %d", t.ID, t.ExtraDataBytes, MaxExtraDataBytes)
		}
		if t.ArgsHash != (common.Hash{}) && (!t.TypeInArgs || t.Implementation == common.Address{}) {
			return fmt.Errorf("game type %d: arguments are pinned, want them to be there (type in args: %t) and the implementation pinned as well (%s)", t.ID, t.TypeInArgs, t.Implementation)
		}
	}
	if g.Guardian == nil {
		return nil
	}
	return g.Guardian.validate()
}

func (s GameState) validate() error {
	if s.Bytes > 32 {
		return fmt.Errorf("state of a game: %d bytes in use, want at most 32", s.Bytes)
	}
	fields := [...]struct {
		name         string
		offset, size uint8
	}{{"createdAt", s.CreatedAt, 8}, {"resolvedAt", s.ResolvedAt, 8}, {"status", s.Status, 1}}
	for i, f := range fields {
		if int(f.offset)+int(f.size) > int(s.Bytes) {
			return fmt.Errorf("state of a game: %s ends at byte %d, beyond the %d in use", f.name, int(f.offset)+int(f.size), s.Bytes)
		}
		for _, other := range fields[:i] {
			if f.offset < other.offset+other.size && other.offset < f.offset+f.size {
				return fmt.Errorf("state of a game: %s and %s overlap", other.name, f.name)
			}
		}
	}
	return nil
}

func (g *Guardian) validate() error {
	switch {
	case g.Contract.Address == (common.Address{}):
		return errors.New("guardian's contract has no address")
	case g.RetiredUntil.Offset > 24:
		return fmt.Errorf("guardian: retirement time at offset %d, want at most 24", g.RetiredUntil.Offset)
	case g.WasRespected == nil && g.RespectedType.Offset > 28:
		return fmt.Errorf("guardian: respected game type at offset %d, want at most 28", g.RespectedType.Offset)
	case g.WasRespected != nil && g.WasRespected.Offset > 31:
		return fmt.Errorf("guardian: flag of the game at offset %d, want at most 31", g.WasRespected.Offset)
	}
	return nil
}

// checkDelay refuses a delay of zero too: nobody could take a wrong output back.
func checkDelay(name string, d time.Duration) error {
	if d < time.Second || d%time.Second != 0 {
		return fmt.Errorf("%s is %v, want whole seconds, at least one", name, d)
	}
	return nil
}

func seconds(d time.Duration) uint64 { return uint64(d / time.Second) }
