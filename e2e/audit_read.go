package e2e

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

func placeOf(log *types.Log) place { return place{log.BlockNumber, uint64(log.Index)} }

// laneSlot is where the Outbox keeps a lane: keccak256(targetChain ‖ slot 0).
func laneSlot(target uint64) common.Hash {
	return crypto.Keccak256Hash(common.BigToHash(new(big.Int).SetUint64(target)).Bytes(), make([]byte, 32))
}

// logs returns all logs of a contract up to the chain's audited head.
func (a *auditor) logs(of *demo.Chain, address common.Address) (all []types.Log, err error) {
	head := a.heads[of]
	for from := uint64(0); from <= head; from += logWindow {
		page, err := of.Client.FilterLogs(a.ctx, ethereum.FilterQuery{Addresses: []common.Address{address},
			FromBlock: new(big.Int).SetUint64(from), ToBlock: new(big.Int).SetUint64(min(from+logWindow-1, head))})
		if err != nil {
			return nil, fmt.Errorf("read logs of %s: %w", address, err)
		}
		all = append(all, page...)
	}
	return all, nil
}

// callsOf returns the calldata of a transaction's calls of a contract.
func (a *auditor) callsOf(on *demo.Chain, hash common.Hash, contract common.Address) ([][]byte, error) {
	tx, _, err := on.Client.TransactionByHash(a.ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("read transaction %s: %w", hash, err)
	}
	if tx.To() != nil && *tx.To() == contract {
		return [][]byte{tx.Data()}, nil
	}
	// Somebody's contract called: what it passed on stands nowhere but in a trace.
	var root callFrame
	if err := on.Client.Client.Client().CallContext(a.ctx, &root, "debug_traceTransaction", hash, map[string]any{"tracer": "callTracer"}); err != nil {
		return nil, fmt.Errorf("transaction %s reached the Inbox through a contract, and cannot be traced: %w; "+
			"a chain keeps only its latest states, so let e2e.Config.History be more", hash, err)
	}
	return root.callsOf(contract), nil
}

// callFrame is a node of callTracer's answer.
type callFrame struct {
	Type  string          `json:"type"`
	To    *common.Address `json:"to"`
	Input hexutil.Bytes   `json:"input"`
	Error string          `json:"error"`
	Calls []callFrame     `json:"calls"`
}

// callsOf walks in the order of execution; what reverted never was.
func (c *callFrame) callsOf(contract common.Address) (calls [][]byte) {
	if c.Error != "" {
		return nil
	}
	if c.Type == "CALL" && c.To != nil && *c.To == contract {
		calls = append(calls, c.Input)
	}
	for i := range c.Calls {
		calls = append(calls, c.Calls[i].callsOf(contract)...)
	}
	return calls
}

// flagsAtOnce is how many flags one batch of requests asks for.
const flagsAtOnce = 200

// failedFlags reads what the Inbox says of every message that ran.
func (a *auditor) failedFlags(l auditedLane, f *laneFacts) error {
	var ids []messages.ID
	for i := range f.txs {
		for _, o := range f.txs[i].outcomes {
			ids = append(ids, o.id)
		}
	}
	inbox, head := bindings.NewInbox(), hexutil.EncodeUint64(a.heads[l.to])
	for part := range slices.Chunk(ids, flagsAtOnce) {
		batch := make([]rpc.BatchElem, len(part))
		for i, id := range part {
			call := map[string]any{"to": l.to.Deployment.Inbox, "data": hexutil.Bytes(inbox.PackFailed(l.from.ID, id))}
			batch[i] = rpc.BatchElem{Method: "eth_call", Args: []any{call, head}, Result: new(hexutil.Bytes)}
		}
		if err := l.to.Client.Client.Client().BatchCallContext(a.ctx, batch); err != nil {
			return fmt.Errorf("read Inbox.failed: %w", err)
		}
		for i, id := range part {
			if batch[i].Error != nil {
				return fmt.Errorf("read Inbox.failed: %w", batch[i].Error)
			}
			failed, err := inbox.UnpackFailed(*batch[i].Result.(*hexutil.Bytes))
			if err != nil {
				return fmt.Errorf("decode Inbox.failed: %w", err)
			}
			f.failed[id] = failed
		}
	}
	return nil
}
