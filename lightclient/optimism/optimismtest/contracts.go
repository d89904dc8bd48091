package optimismtest

import (
	"encoding/binary"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/optimism"
)

// Game is a dispute game to be put into a state. Zero fields are made up.
type Game struct {
	Type           uint32
	RootClaim      common.Hash
	ExtraData      []byte // nil: the number as a word
	Number         uint64
	CreatedAt      uint64
	ResolvedAt     uint64
	Status         byte
	Address        common.Address
	Implementation common.Address
	Code           []byte // nil: as the factory clones it
	NotRespected   bool   // when it was created
}

// Statuses of a game.
const (
	InProgress byte = iota
	ChallengerWins
	DefenderWins
)

// Word pads bytes to a word on the left, as Solidity does with numbers.
func Word(b []byte) common.Hash { return common.BytesToHash(b) }

// Number is a word that holds a number.
func Number(n uint64) common.Hash { return common.BigToHash(new(big.Int).SetUint64(n)) }

// Mapping returns the slot of a key of the mapping at slot.
func Mapping(slot uint64, key common.Hash) common.Hash {
	base := Number(slot)
	return crypto.Keccak256Hash(key[:], base[:])
}

// Element returns the slot of a word of the dynamic array at slot.
func Element(slot, word uint64) common.Hash {
	base := Number(slot)
	at := new(big.Int).SetBytes(crypto.Keccak256(base[:]))
	return common.BigToHash(at.Add(at, new(big.Int).SetUint64(word)))
}

// Pack writes numbers of the given widths in bytes from the low-order end of a word up.
func Pack(fields ...[2]uint64) (word common.Hash) {
	at := 32
	for _, f := range fields {
		size := int(f[1])
		at -= size
		b := binary.BigEndian.AppendUint64(nil, f[0])
		copy(word[at:at+size], b[8-size:])
	}
	return word
}

// UUID is the factory's getGameUUID, by go-ethereum's ABI encoder.
func UUID(kind uint32, root common.Hash, extraData []byte) common.Hash {
	var arguments abi.Arguments
	for _, name := range []string{"uint32", "bytes32", "bytes"} {
		t, err := abi.NewType(name, "", nil)
		if err != nil {
			panic(err)
		}
		arguments = append(arguments, abi.Argument{Type: t})
	}
	packed, err := arguments.Pack(kind, root, extraData)
	if err != nil {
		panic(err)
	}
	return crypto.Keccak256Hash(packed)
}

// CloneCode is the code of a clone with immutable arguments, as Solady's LibClone makes
// it: each instruction is one of its listing.
func CloneCode(implementation common.Address, args []byte) []byte {
	length := binary.BigEndian.AppendUint16(nil, uint16(len(args)+2))
	receive := crypto.Keccak256([]byte("ReceiveETH(uint256)"))
	return slices.Concat(
		common.FromHex("36602c57343d527f"), receive, common.FromHex("593da1005b363d3d373d3d3d3d61"), length,
		common.FromHex("806062363936013d73"), implementation[:], common.FromHex("5af43d3d93803e606057fd5bf3"), args, length,
	)
}

// ImplementationArgs are what the factory has for gameArgs.
const ImplementationArgs = "arguments of the implementation"

// Args are a game's immutable arguments, with its type and more where the factory has
// gameArgs for it.
func Args(g Game, typeInArgs bool) []byte {
	creator, l1Head := common.HexToAddress("0xc4ea704"), crypto.Keccak256Hash([]byte("l1 head"))
	args := slices.Concat(creator[:], g.RootClaim[:], l1Head[:])
	if typeInArgs {
		args = binary.BigEndian.AppendUint32(args, g.Type)
		return append(append(args, g.ExtraData...), ImplementationArgs...)
	}
	return append(args, g.ExtraData...)
}

// AddGame does to a state what DisputeGameFactory.create does, and to the game what its
// fields say happened since.
func AddGame(s State, d *optimism.Games, g Game) Game {
	factory := d.Factory.Address
	if g.ExtraData == nil {
		word := Number(g.Number)
		g.ExtraData = word[:]
	}
	length := new(big.Int).SetBytes(s.At(factory).Storage[Number(d.ListSlot)].Bytes()).Uint64()
	if g.Address == (common.Address{}) {
		g.Address = crypto.CreateAddress(factory, 1+length)
	}
	id := Pack()
	binary.BigEndian.PutUint32(id[:4], g.Type)
	binary.BigEndian.PutUint64(id[4:12], g.CreatedAt)
	copy(id[12:], g.Address[:])
	s.Set(factory, Mapping(d.GamesSlot, UUID(g.Type, g.RootClaim, g.ExtraData)), id)
	s.Set(factory, Element(d.ListSlot, length), id)
	s.Set(factory, Number(d.ListSlot), Number(length+1))

	if g.Code == nil {
		typeInArgs := slices.ContainsFunc(d.Types, func(t optimism.GameType) bool { return t.ID == g.Type && t.TypeInArgs })
		g.Code = CloneCode(g.Implementation, Args(g, typeInArgs))
	}
	s.At(g.Address).Code = g.Code
	s.Set(g.Address, Number(0), Pack([2]uint64{g.CreatedAt, 8}, [2]uint64{g.ResolvedAt, 8}, [2]uint64{uint64(g.Status), 1}, [2]uint64{1, 1}))
	s.Set(g.Address, Number(2), Number(1)) // claimData.length
	if !g.NotRespected {
		s.Set(g.Address, Number(10), Number(1))
	}
	return g
}

// AddOutput does to a state what L2OutputOracle.proposeL2Output does.
func AddOutput(s State, d *optimism.Oracle, root common.Hash, timestamp, number uint64) (index uint64) {
	oracle := d.Contract.Address
	index = new(big.Int).SetBytes(s.At(oracle).Storage[Number(d.OutputsSlot)].Bytes()).Uint64()
	s.Set(oracle, Element(d.OutputsSlot, 2*index), root)
	s.Set(oracle, Element(d.OutputsSlot, 2*index+1), Word(slices.Concat(
		make([]byte, 8), binary.BigEndian.AppendUint64(nil, number), make([]byte, 8), binary.BigEndian.AppendUint64(nil, timestamp),
	)))
	s.Set(oracle, Number(d.OutputsSlot), Number(index+1))
	return index
}
