package executor

import (
	"fmt"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// execution runs one block on its parent's state, in the order of go-ethereum's
// state processor: system calls, transactions, requests.
type execution struct {
	config   *params.ChainConfig
	rules    params.Rules
	signer   types.Signer
	dev      bool // a developer's chain
	closed   bool // no further transactions
	header   *types.Header
	before   *world.Snapshot
	state    *state.StateDB
	evm      *vm.EVM
	gas      *core.GasPool
	txs      types.Transactions
	receipts types.Receipts
	room     []types.Receipt // for those that come next
	logs     []*types.Log
	met      *atomic.Int32 // accounts that were looked up for transfers of the last block
	alone    func() (end func())

	// transfer's: whether it may, and what it asks for each time.
	transfers   bool
	balances    *balances
	baseFee     *uint256.Int
	precompiles map[common.Address]struct{}
}

// begin opens the parent's state and makes the system calls that precede the
// transactions. The caller must call release.
func (c *Chain) begin(parent, header *types.Header) (*execution, error) {
	before, err := c.snapshotAt(parent)
	if err != nil {
		return nil, err
	}
	st, err := before.StateDB()
	if err != nil {
		return nil, fmt.Errorf("open state of block %d: %w", parent.Number, err)
	}
	rules := c.config.Rules(header.Number, true, header.Time)
	known := transfers(rules) && !c.paranoid
	precompiles := precompilesOf(rules)
	var run vm.StateDB = st
	if known {
		run = newWarmState(st, precompiles)
	}
	x := &execution{
		config: c.config,
		rules:  rules,
		signer: c.signer,
		dev:    c.developer,
		header: header,
		before: before,
		state:  st,
		evm:    vm.NewEVM(c.BlockContext(header), run, c.config, vm.Config{}),
		gas:    core.NewGasPool(header.GasLimit),
		met:    &c.met,
		alone:  c.alone,

		transfers:   known && genuine(before),
		balances:    newBalances(before, int(c.met.Load())),
		baseFee:     uint256.MustFromBig(header.BaseFee),
		precompiles: precompiles,
	}
	x.evm.SetJumpDestCache(c.jumps)
	beforeTransactions(x.evm, header)
	return x, nil
}

// beforeTransactions makes the system calls of EIP-4788 and EIP-2935. go-ethereum's
// PreExecution can't be used: it would store the parent's go-ethereum hash.
func beforeTransactions(evm *vm.EVM, header *types.Header) {
	core.ProcessBeaconBlockRoot(*header.ParentBeaconRoot, evm, nil)
	core.ProcessParentBlockHash(header.ParentHash, evm, nil)
}

func (x *execution) release() { x.evm.Release() }

// apply runs one transaction. An error means that it can't stand at this place
// (core.ErrGasLimitReached: not in this block any more); nothing has changed then.
func (x *execution) apply(tx *types.Transaction) error {
	if tx.Type() == types.BlobTxType {
		return ErrBlobTx
	}
	if x.dev {
		if done, err := x.decree(tx); done {
			return err
		}
	}
	receipt, ok := x.transfer(tx)
	if !ok {
		var err error
		if receipt, err = x.run(tx); err != nil {
			return err
		}
	}
	x.txs = append(x.txs, tx)
	x.receipts = append(x.receipts, receipt)
	x.logs = append(x.logs, receipt.Logs...)
	return nil
}

// run has the EVM run a transaction: what core.ApplyTransactionWithEVM does, but that neither filters of logs are computed
// nor traces are written while the next transaction waits.
func (x *execution) run(tx *types.Transaction) (*types.Receipt, error) {
	msg, err := core.TransactionToMessage(tx, x.signer, x.header.BaseFee)
	if err != nil {
		return nil, err
	}
	if x.dev {
		if _, unsigned := developer.Impersonated(tx); unsigned {
			msg.SkipEOACheck() // contracts too may be impersonated
		}
	}
	x.balances.settle(x.state, x.rules)
	index := len(x.txs)
	st := x.evm.StateDB
	st.SetTxContext(tx.Hash(), index, uint32(index+1))
	snapshot, gas := st.Snapshot(), x.gas.Snapshot()
	result, err := core.ApplyMessage(x.evm, msg, x.gas)
	if err != nil {
		st.RevertToSnapshot(snapshot)
		x.gas.Set(gas)
		return nil, err
	}
	st.Finalise(x.rules)
	return x.receiptOf(tx, result), nil
}
