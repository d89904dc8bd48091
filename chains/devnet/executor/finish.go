package executor

import (
	"context"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// executed is a block together with what executing it left behind. Nothing is stored
// yet: an undecided proposal costs no disk.
type executed struct {
	hash     common.Hash
	block    *types.Block // as proposed, without seals
	encoded  [][]byte     // its transactions (EIP-2718)
	receipts types.Receipts
	before   *world.Snapshot
	after    *world.Snapshot
	changes  *world.Changes // from before to after
}

func (e *executed) difference() difference { return difference{e.before, e.after, e.changes} }

// finish makes the closing system calls, fills the results into the header and
// returns the finished block.
func (x *execution) finish(ctx context.Context) (*executed, error) {
	requests, _, err := core.PostExecution(ctx, x.config, x.header.Number, x.header.Time, x.logs, types.Withdrawals{}, x.evm, uint32(len(x.txs)+1))
	if err != nil {
		return nil, fmt.Errorf("finish block %d: %w", x.header.Number, err)
	}
	requestsHash := types.CalcRequestsHash(requests)
	x.header.RequestsHash = &requestsHash
	x.header.GasUsed = x.gas.Used()
	root, encoded, err := x.roots()
	if err != nil {
		return nil, fmt.Errorf("finish block %d: %w", x.header.Number, err)
	}
	x.header.Root = root
	x.header.WithdrawalsHash = &types.EmptyWithdrawalsHash
	// What could not be read shows only here: the EVM takes it for an empty account.
	if err := x.state.Error(); err != nil {
		return nil, fmt.Errorf("finish block %d: %w", x.header.Number, err)
	}
	body := types.Body{Transactions: x.txs, Withdrawals: types.Withdrawals{}}
	block := types.NewBlockWithHeader(x.header).WithBody(body)
	hash, err := blockHash(block.Header())
	if err != nil {
		return nil, fmt.Errorf("finish block %d: %w", x.header.Number, err)
	}
	stamp(x.receipts, hash)
	x.met.Store(int32(len(x.balances.known)))
	after, changes := x.state.GetTrie().(*world.Accounts).Snapshot()
	return &executed{hash: hash, block: block, encoded: encoded, receipts: x.receipts, before: x.before, after: after, changes: changes}, nil
}

// roots computes the state's, and fills in those of what came in and of what came out, which
// need nothing of the state's. It returns the transactions as they were encoded for it.
func (x *execution) roots() (root common.Hash, encoded [][]byte, err error) {
	defer x.alone()()
	var others sync.WaitGroup
	others.Go(func() {
		encoded = blockcode.Transactions(x.txs)
		x.header.TxHash = blockcode.Root(encoded)
	})
	others.Go(func() {
		fillBlooms(x.receipts)
		locate(x.signer, x.receipts, x.txs, x.header)
		x.header.ReceiptHash = blockcode.Root(blockcode.Receipts(x.receipts))
		x.header.Bloom = types.MergeBloom(x.receipts)
	})
	root, err = x.root()
	others.Wait()
	return root, encoded, err
}

// root is the state's, with all that was executed.
func (x *execution) root() (common.Hash, error) {
	if x.balances.state != nil {
		x.balances.settle(x.state, x.rules)
	}
	root := x.state.IntermediateRoot(x.rules)
	if len(x.balances.used) == 0 {
		return root, nil
	}
	accounts := x.state.GetTrie().(*world.Accounts)
	if err := x.balances.write(accounts); err != nil {
		return common.Hash{}, err
	}
	return accounts.Hash(), nil
}
