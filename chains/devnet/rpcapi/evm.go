package rpcapi

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/ethereum/go-ethereum/common/math"
)

// evmAPI answers those evm_ methods of anvil and hardhat that move a chain's clock,
// under the names and with the answers that test libraries know. Those that take blocks
// back, which are final, are for a developer's chain: see evmDeveloperAPI. viem's test
// client knows this set as mode "ganache".
type evmAPI struct {
	reader *reader
	clock  TimeControl
}

// IncreaseTime is evm_increaseTime: it moves all later blocks by seconds and returns
// the total, a JSON number as anvil's. It makes no block.
func (e *evmAPI) IncreaseTime(seconds math.HexOrDecimal64) (uint64, error) {
	return e.clock.IncreaseTime(uint64(seconds))
}

// SetNextBlockTimestamp is evm_setNextBlockTimestamp, in Unix seconds; it answers null.
func (e *evmAPI) SetNextBlockTimestamp(unixSeconds math.HexOrDecimal64) error {
	return e.clock.SetNextBlockTimestamp(uint64(unixSeconds))
}

// mineOptions is evm_mine's argument in ganache's form; the plain form is a timestamp.
type mineOptions struct {
	Timestamp *math.HexOrDecimal64 `json:"timestamp"`
	Blocks    *math.HexOrDecimal64 `json:"blocks"`
}

// Mine is evm_mine: it returns "0x0" when one more block is there, or as many as asked
// for, the first of them with the timestamp if one is given.
func (e *evmAPI) Mine(ctx context.Context, argument *json.RawMessage) (string, error) {
	var options mineOptions
	if argument != nil {
		var timestamp math.HexOrDecimal64
		if json.Unmarshal(*argument, &timestamp) == nil {
			options.Timestamp = &timestamp
		} else if err := json.Unmarshal(*argument, &options); err != nil {
			return "", invalidParams("invalid argument of evm_mine, want a timestamp or {timestamp, blocks}: %v", err)
		}
	}
	if options.Timestamp != nil {
		if err := e.clock.SetNextBlockTimestamp(uint64(*options.Timestamp)); err != nil {
			return "", err
		}
	}
	// A block that was being decided when the clock was moved has the time before: the
	// caller means the one after it.
	least := unixSeconds(e.reader.now())
	for {
		if _, err := (&controlAPI{e.reader}).Mine(ctx, options.Blocks); err != nil {
			return "", err
		}
		if e.reader.backend.CurrentHeader().Time >= least {
			return "0x0", nil
		}
		if now := unixSeconds(e.reader.now()); now < least {
			return "", fmt.Errorf("mine a block with timestamp %d or later: the clock was set back to %d meanwhile", least, now)
		}
		options.Blocks = nil
	}
}
