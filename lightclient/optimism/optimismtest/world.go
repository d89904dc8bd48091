package optimismtest

import (
	"encoding/binary"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
)

// What the worlds have in common.
const (
	ParentChainID = 90_001
	ChainID       = 90_210
	genesisTime   = 1_700_000_000
	// FinalityDelay and MinimumAge, in seconds.
	FinalityDelay = 50
	MinimumAge    = 100
	// CannonType is the type of the honest games.
	CannonType = 0
)

// Contracts of the parent chain.
var (
	Factory        = common.HexToAddress("0xfac7000000000000000000000000000000000001")
	Portal         = common.HexToAddress("0x9047a10000000000000000000000000000000002")
	Registry       = common.HexToAddress("0x4e61574000000000000000000000000000000003")
	OutputOracle   = common.HexToAddress("0x04ac1e0000000000000000000000000000000004")
	Implementation = common.HexToAddress("0x1391e30000000000000000000000000000000005")
)

// Block is an L2 block with its state.
type Block struct {
	Header *types.Header
	Tries  *Tries
}

// PasserRoot is the storage root of the message passer after the block.
func (b Block) PasserRoot() common.Hash { return b.Tries.StorageRoot(optimism.MessagePasser) }

// OutputRoot is what an honest proposer claims of the block.
func (b Block) OutputRoot() common.Hash {
	hash, passer := b.Header.Hash(), b.PasserRoot()
	return crypto.Keccak256Hash(make([]byte, 32), b.Header.Root[:], passer[:], hash[:])
}

// Summary is the block's header as a light client says it.
func (b Block) Summary() lightclient.Header {
	h := b.Header
	return lightclient.Header{
		Number: h.Number.Uint64(), Hash: h.Hash(), ParentHash: h.ParentHash, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, Time: h.Time,
	}
}

// L2 is a chain from its genesis on, block i at index i.
type L2 []Block

// Head returns the newest block.
func (c L2) Head() Block { return c[len(c)-1] }

// Withdrawal is the hash of the one withdrawal that a block has.
func Withdrawal(number uint64, label string) common.Hash {
	return crypto.Keccak256Hash([]byte("withdrawal "+label), binary.BigEndian.AppendUint64(nil, number))
}

// Grow returns the chain with n blocks more, which are others for another label. change
// may be nil; it changes a header before it is hashed.
func (c L2) Grow(t testing.TB, n int, label string, change func(*types.Header)) L2 {
	t.Helper()
	grown := append(L2(nil), c...)
	for range n {
		number, parent, at := uint64(len(grown)), common.Hash{}, uint64(genesisTime)
		if number > 0 {
			parent, at = grown.Head().Header.Hash(), grown.Head().Header.Time+2
		}
		state := make(State)
		state.Set(optimism.MessagePasser, Mapping(0, Withdrawal(number, label)), Number(1))
		state.Set(optimism.MessagePasser, Number(1), Number(number+1))
		state.At(common.HexToAddress("0x42000000000000000000000000000000000000f0")).Code = []byte(label)
		tries := state.Build(t)
		passer := tries.StorageRoot(optimism.MessagePasser)
		h := &types.Header{
			ParentHash: parent, UncleHash: types.EmptyUncleHash, Root: tries.Root, TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash,
			Difficulty: new(big.Int), Number: new(big.Int).SetUint64(number), GasLimit: 60_000_000, Time: at, BaseFee: big.NewInt(7),
			WithdrawalsHash: &passer, BlobGasUsed: new(uint64), ExcessBlobGas: new(uint64), ParentBeaconRoot: new(common.Hash), RequestsHash: &types.EmptyRequestsHash,
		}
		if change != nil {
			change(h)
		}
		grown = append(grown, Block{Header: h, Tries: tries})
	}
	return grown
}

// Parent is a block of the parent chain with its state.
type Parent struct {
	Header lightclient.Header
	Tries  *Tries
}

// Final is what the parent chain's light client makes of the block.
func (p Parent) Final() lightclient.Final { return lightclient.Believe(p.Header) }

// World is a parent chain with the contracts of a deployment, and the L2 below it.
type World struct {
	Deployment optimism.Deployment
	State      State // of the parent chain, to be changed before Seal
	L2         L2
	Now        uint64 // the parent chain's time
	Parents    []Parent

	t testing.TB
}

// Deployments of each kind, to be changed at will.
var Deployments = map[string]func() optimism.Deployment{
	"registry": func() optimism.Deployment {
		d := games()
		d.Games.Guardian = optimism.RegistryGuardian(Registry)
		return d
	},
	"portal": func() optimism.Deployment {
		d := games()
		d.Games.Guardian = optimism.PortalGuardian(Portal)
		return d
	},
	"bare": games,
	"args": func() optimism.Deployment {
		d := games()
		d.Games.Types[0].TypeInArgs, d.Games.Types[0].ArgsHash = true, crypto.Keccak256Hash([]byte(ImplementationArgs))
		return d
	},
	"oracle": func() optimism.Deployment {
		o := optimism.StandardOracle(OutputOracle)
		o.FinalizationPeriod = FinalityDelay * time.Second
		return optimism.Deployment{ParentChainID: ParentChainID, Oracle: o}
	},
}

func games() optimism.Deployment {
	g := optimism.StandardGames(Factory)
	g.FinalityDelay, g.MinimumAge = FinalityDelay*time.Second, MinimumAge*time.Second
	g.Types = []optimism.GameType{{ID: CannonType, Implementation: Implementation, ExtraDataBytes: 32}}
	return optimism.Deployment{ParentChainID: ParentChainID, Games: g}
}

// New returns a world of an L2 with n blocks. Nothing of it is published yet.
func New(t testing.TB, d optimism.Deployment, n int) *World {
	t.Helper()
	w := &World{Deployment: d, State: make(State), L2: L2{}.Grow(t, n, "honest", nil), Now: genesisTime + 10_000, t: t}
	proxy := []byte("proxy")
	for i := range byte(40) { // so that tries have depth
		w.State.Set(common.Address{0xee, i}, Number(1), Number(uint64(i)+1))
	}
	for _, address := range []common.Address{Factory, Portal, Registry, OutputOracle} {
		w.State.At(address).Code = proxy
		w.State.Set(address, Number(0), Number(1)) // _initialized
		for i := range uint64(20) {
			w.State.Set(address, Mapping(200, Number(i)), Number(i+1))
		}
	}
	since := uint64(genesisTime)
	w.State.Set(Portal, Number(59), Pack([2]uint64{CannonType, 4}, [2]uint64{since, 8}))
	w.State.Set(Registry, Number(6), Pack([2]uint64{CannonType, 4}, [2]uint64{since, 8}))
	return w
}

// Seal makes a final block of the parent chain with the state as it is now.
func (w *World) Seal() Parent {
	w.t.Helper()
	number := uint64(len(w.Parents)) + 1000
	tries := w.State.Build(w.t)
	header := lightclient.Header{Number: number, StateRoot: tries.Root, ReceiptsRoot: types.EmptyReceiptsHash, Time: w.Now}
	if len(w.Parents) > 0 {
		header.ParentHash = w.Parents[len(w.Parents)-1].Header.Hash
	}
	header.Hash = crypto.Keccak256Hash(header.ParentHash[:], tries.Root[:], binary.BigEndian.AppendUint64(nil, w.Now))
	w.Parents = append(w.Parents, Parent{Header: header, Tries: tries})
	return w.Parents[len(w.Parents)-1]
}

// Won is the game about a block that its proposer won, begun now, and final in the next
// second after it.
func (w *World) Won(b Block) Game {
	created := w.Now + 1
	return Game{
		Type: CannonType, RootClaim: b.OutputRoot(), Number: b.Header.Number.Uint64(), CreatedAt: created, ResolvedAt: created + MinimumAge,
		Status: DefenderWins, Implementation: Implementation,
	}
}

// Publish makes an honest claim of a block final, and returns the first block of the
// parent chain under which it is.
func (w *World) Publish(b Block) Parent {
	w.t.Helper()
	if o := w.Deployment.Oracle; o != nil {
		w.Now++
		AddOutput(w.State, o, b.OutputRoot(), w.Now, b.Header.Number.Uint64())
		w.Now += FinalityDelay + 1
		return w.Seal()
	}
	game := AddGame(w.State, w.Deployment.Games, w.Won(b))
	w.Now = game.ResolvedAt + FinalityDelay + 1
	return w.Seal()
}
