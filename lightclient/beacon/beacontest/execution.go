package beacontest

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Execution is an execution chain. Its blocks are hashed as Ethereum hashes them:
// keccak256(rlp(header)).
type Execution interface {
	// Newest returns the newest block. It never goes back.
	Newest(ctx context.Context) (*types.Header, error)
}

func genesisPayload(salt common.Hash, time uint64) *types.Header {
	return payloadOf(0, common.Hash{}, salt, time)
}

// inventPayload returns an execution block on top of another one.
func inventPayload(parent *types.Header, salt common.Hash, time uint64) *types.Header {
	return payloadOf(parent.Number.Uint64()+1, parent.Hash(), salt, time)
}

// payloadOf has the fields of a block of after Prague; what light clients read of them is
// arbitrary.
func payloadOf(height uint64, parent, salt common.Hash, time uint64) *types.Header {
	arbitrary := func(label string) common.Hash { return hash(salt[:], []byte(label), number(height)) }
	return &types.Header{
		ParentHash: parent, UncleHash: types.EmptyUncleHash, Root: arbitrary("state"), TxHash: arbitrary("transactions"),
		ReceiptHash: arbitrary("receipts"), Difficulty: new(big.Int), Number: new(big.Int).SetUint64(height), GasLimit: 36_000_000,
		GasUsed: height % 36_000_000, Time: time, Extra: []byte("beacontest"), MixDigest: arbitrary("randao"), BaseFee: big.NewInt(7),
		WithdrawalsHash: new(common.Hash), BlobGasUsed: new(uint64), ExcessBlobGas: new(uint64), ParentBeaconRoot: new(common.Hash),
		RequestsHash: &types.EmptyRequestsHash,
	}
}
