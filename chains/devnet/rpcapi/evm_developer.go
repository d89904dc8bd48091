package rpcapi

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/common/math"
)

// evmDeveloperAPI answers the evm_ methods that take blocks back or say when they come.
//
// Blocks of a QBFT chain are final. A chain that is taken back contradicts what its
// validators have signed, and light clients that have seen both sides stop believing it:
// see docs/devnet.md.
type evmDeveloperAPI struct {
	reader  *reader
	dev     Developer
	rewound func(head uint64)
}

// Snapshot is evm_snapshot: the id of a place to which evm_revert goes back.
func (e *evmDeveloperAPI) Snapshot() (hexutil.Uint64, error) {
	id, err := e.dev.Snapshot()
	return hexutil.Uint64(id), err
}

// Revert is evm_revert: false when there is no such snapshot. It can be used once, and
// later ones are gone with it. Transactions that wait are dropped.
func (e *evmDeveloperAPI) Revert(ctx context.Context, id math.HexOrDecimal64) (bool, error) {
	ctx, cancel := e.reader.within(ctx, mineTimeout)
	defer cancel()
	return e.dev.Revert(ctx, uint64(id), e.rewound)
}

// SetAutomine is evm_setAutomine: true for a block as soon as a transaction waits, false
// for blocks only when they are asked for. Either ends mining by interval.
func (e *evmDeveloperAPI) SetAutomine(on bool) error { return e.dev.Automine(on) }

// SetIntervalMining is evm_setIntervalMining: seconds between blocks, as on anvil (and
// unlike hardhat's milliseconds); 0 for blocks only when they are asked for.
func (e *evmDeveloperAPI) SetIntervalMining(seconds math.HexOrDecimal64) error {
	if limit := uint64(maxBlockTime / time.Second); uint64(seconds) > limit {
		return invalidParams("invalid interval %d s, want 0 to %d", seconds, limit)
	}
	return e.dev.IntervalMining(time.Duration(seconds) * time.Second)
}
