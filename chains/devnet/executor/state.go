package executor

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc/eip4844"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// StateAt returns a private copy of the state after the block with this header,
// which may be changed. Its Database opens the tries of that root for proofs. It stays
// readable however long it is held. A PrunedError when the state is too old.
func (c *Chain) StateAt(header *types.Header) (*state.StateDB, error) {
	snapshot, err := c.snapshotAt(header)
	if err != nil {
		return nil, err
	}
	st, err := snapshot.StateDB()
	if err != nil {
		return nil, fmt.Errorf("state of block %d: %w", header.Number, err)
	}
	return st, nil
}

// BlockContext is how the chain executes a block with this header, committed or
// not; ParentHash and Number anchor BLOCKHASH.
func (c *Chain) BlockContext(header *types.Header) vm.BlockContext {
	ctx := vm.BlockContext{
		CanTransfer: core.CanTransfer,
		Transfer:    core.Transfer,
		GetHash:     c.hashFunc(header),
		Coinbase:    header.Coinbase,
		BlockNumber: new(big.Int).Set(header.Number),
		Time:        header.Time,
		// Zero, and Random set: that is how the EVM is told to run merged rules.
		Difficulty:       new(big.Int),
		Random:           &header.MixDigest,
		GasLimit:         header.GasLimit,
		CostPerStateByte: params.CostPerStateByte,
	}
	if header.BaseFee != nil {
		ctx.BaseFee = new(big.Int).Set(header.BaseFee)
	}
	if header.ExcessBlobGas != nil {
		ctx.BlobBaseFee = eip4844.CalcBlobFee(c.config, header)
	}
	return ctx
}

// hashFunc answers BLOCKHASH with on-chain hashes. The chain has no forks, so an
// ancestor is found by number once the parent is known to be committed; above
// anything else only the parent itself is known.
func (c *Chain) hashFunc(header *types.Header) vm.GetHashFunc {
	return func(n uint64) common.Hash {
		number := header.Number.Uint64()
		if n >= number {
			return common.Hash{}
		}
		if n == number-1 {
			return header.ParentHash
		}
		if parent, ok := c.HashByNumber(number - 1); !ok || parent != header.ParentHash {
			return common.Hash{}
		}
		hash, _ := c.HashByNumber(n)
		return hash
	}
}

// PrepareBlock applies to the parent's state what the rules do before a block's
// first transaction (EIP-4788, EIP-2935), and a developer's record, which is itself one.
func (c *Chain) PrepareBlock(block *types.Block, st *state.StateDB) error {
	header := block.Header()
	if header.ParentBeaconRoot == nil {
		return mismatch(header.Number.Uint64(), "parentBeaconBlockRoot", "absent", common.Hash{})
	}
	evm := vm.NewEVM(c.BlockContext(header), st, c.config, vm.Config{})
	defer evm.Release()
	beforeTransactions(evm, header)
	if record, ok := c.recordIn(block.Transactions()); ok {
		developer.Apply(st, record, block.Transactions()[0])
	}
	return st.Error()
}
