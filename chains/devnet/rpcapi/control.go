package rpcapi

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/common/math"
)

// controlAPI answers devnet_ methods: what the owner of a devnet may do. Numbers
// may be JSON numbers, decimal or 0x-hex strings.
type controlAPI struct {
	reader *reader
}

// Mine is devnet_mine: it returns the head's number after n more blocks (one
// when n is omitted), empty ones included.
func (c *controlAPI) Mine(ctx context.Context, n *math.HexOrDecimal64) (hexutil.Uint64, error) {
	blocks := uint64(1)
	if n != nil {
		blocks = uint64(*n)
	}
	if blocks == 0 || blocks > maxMine {
		return 0, invalidParams("invalid number of blocks %d, want 1 to %d", blocks, maxMine)
	}
	ctx, cancel := c.reader.within(ctx, mineTimeout)
	defer cancel()
	if err := c.reader.backend.Mine(ctx, blocks); err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return 0, fmt.Errorf("not mined within %v (are enough validators running?): %w", mineTimeout, err)
		}
		return 0, err
	}
	return hexutil.Uint64(c.reader.backend.CurrentHeader().Number.Uint64()), nil
}

// SetBlockTime is devnet_setBlockTime: milliseconds between blocks, 0 for blocks
// on demand.
func (c *controlAPI) SetBlockTime(millis math.HexOrDecimal64) (bool, error) {
	if limit := uint64(maxBlockTime.Milliseconds()); uint64(millis) > limit {
		return false, invalidParams("invalid block time %d ms, want 0 (on demand) to %d", millis, limit)
	}
	if err := c.reader.backend.SetBlockTime(time.Duration(millis) * time.Millisecond); err != nil {
		return false, err
	}
	return true, nil
}

// Fund is devnet_fund: it sends wei from the faucet and returns the hash of that
// transaction, which the next block holds.
func (c *controlAPI) Fund(ctx context.Context, to common.Address, wei math.HexOrDecimal256) (common.Hash, error) {
	amount := (*big.Int)(&wei)
	if amount.Sign() <= 0 {
		return common.Hash{}, invalidParams("invalid amount %v wei, want a positive one", amount)
	}
	return c.reader.backend.Fund(ctx, to, amount)
}

// PauseValidator is devnet_pauseValidator: takes the i-th validator of this
// process out, as if it had crashed.
func (c *controlAPI) PauseValidator(i math.HexOrDecimal64) (bool, error) {
	return c.validator(uint64(i), c.reader.backend.PauseValidator)
}

// ResumeValidator is devnet_resumeValidator.
func (c *controlAPI) ResumeValidator(i math.HexOrDecimal64) (bool, error) {
	return c.validator(uint64(i), c.reader.backend.ResumeValidator)
}

func (c *controlAPI) validator(i uint64, act func(int) error) (bool, error) {
	local := uint64(0)
	for _, v := range c.reader.backend.Validators() {
		if v.Index >= 0 {
			local++
		}
	}
	if i >= local {
		return false, invalidParams("no validator %d in this process, want 0 to %d", i, max(local, 1)-1)
	}
	if err := act(int(i)); err != nil {
		return false, err
	}
	return true, nil
}

// validator is one entry of devnet_validators.
type validator struct {
	Index    int            `json:"index"`
	Address  common.Address `json:"address"`
	Paused   bool           `json:"paused"`
	InSet    bool           `json:"inSet"`
	Proposes bool           `json:"proposes"`
}

// Validators is devnet_validators.
func (c *controlAPI) Validators() []validator {
	out := []validator{}
	for _, v := range c.reader.backend.Validators() {
		out = append(out, validator(v))
	}
	return out
}

// ProposeVote is devnet_proposeVote: this process's validators vote to add an
// address to the set or to drop it; a majority decides.
func (c *controlAPI) ProposeVote(address common.Address, add bool) (bool, error) {
	if address == (common.Address{}) {
		return false, invalidParams("invalid validator %s, want a non-zero address", address)
	}
	if err := c.reader.backend.ProposeVote(address, add); err != nil {
		return false, err
	}
	return true, nil
}

// timeAPI answers the devnet_ methods about the chain's clock.
type timeAPI struct {
	clock TimeControl
}

// SetNextBlockTimestamp is devnet_setNextBlockTimestamp, in Unix seconds.
func (t *timeAPI) SetNextBlockTimestamp(unixSeconds math.HexOrDecimal64) (bool, error) {
	if err := t.clock.SetNextBlockTimestamp(uint64(unixSeconds)); err != nil {
		return false, err
	}
	return true, nil
}

// IncreaseTime is devnet_increaseTime: moves later blocks by seconds and returns
// the total offset.
func (t *timeAPI) IncreaseTime(seconds math.HexOrDecimal64) (hexutil.Uint64, error) {
	total, err := t.clock.IncreaseTime(uint64(seconds))
	return hexutil.Uint64(total), err
}
