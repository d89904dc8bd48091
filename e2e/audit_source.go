package e2e

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// sent reads all messages that a chain sent, to whatever chain.
func (a *auditor) sent(from *demo.Chain) (all []sentMessage, err error) {
	logs, err := a.logs(from, from.Deployment.Outbox)
	if err != nil {
		return nil, err
	}
	outbox := bindings.NewOutbox()
	var tx *types.Transaction
	for i := range logs {
		e, err := outbox.UnpackMessageSentEvent(&logs[i])
		if err != nil {
			continue // another event
		}
		if tx == nil || tx.Hash() != logs[i].TxHash { // one transaction may send many
			if tx, _, err = from.Client.TransactionByHash(a.ctx, logs[i].TxHash); err != nil {
				return nil, fmt.Errorf("read transaction %s: %w", logs[i].TxHash, err)
			}
		}
		s := sentMessage{at: placeOf(&logs[i]), target: e.TargetChain, nonce: e.Nonce, id: e.Id, encoded: e.Message}
		if tx.To() != nil && *tx.To() == from.Deployment.Outbox {
			s.paidWei = tx.Value()
		}
		all = append(all, s)
	}
	return all, nil
}

// outboxPosition reads the lane's two slots from the Outbox's storage: mapping slot
// 0, nonce then accumulator. An empty slot is the lane's start.
func (a *auditor) outboxPosition(from *demo.Chain, lane messages.Lane) (messages.Position, error) {
	slot := laneSlot(lane.TargetChain)
	var words [2]common.Hash
	for i := range words {
		at := common.BigToHash(new(big.Int).Add(slot.Big(), big.NewInt(int64(i))))
		value, err := from.Client.StorageAt(a.ctx, from.Deployment.Outbox, at, new(big.Int).SetUint64(a.heads[from]))
		if err != nil {
			return messages.Position{}, fmt.Errorf("read the Outbox's storage: %w", err)
		}
		words[i] = common.BytesToHash(value)
	}
	if words == [2]common.Hash{} {
		return lane.Start(), nil
	}
	return messages.Position{Nonce: words[0].Big().Uint64(), Accumulator: messages.Accumulator(words[1])}, nil
}

func (a *auditor) fees(of *demo.Chain) (*feeFacts, error) {
	f := &feeFacts{chain: of.ID}
	var err error
	if f.sent, err = a.sent(of); err != nil {
		return nil, err
	}
	logs, err := a.logs(of, of.Deployment.Outbox)
	if err != nil {
		return nil, err
	}
	outbox := bindings.NewOutbox()
	for i := range logs {
		if e, err := outbox.UnpackQuoteChangedEvent(&logs[i]); err == nil {
			f.quotes = append(f.quotes, quoteChange{placeOf(&logs[i]), e.TargetChain, e.Price, e.Quote.MessageGas.Uint64(), uint64(e.Quote.ByteGas)})
		} else if e, err := outbox.UnpackFeesWithdrawnEvent(&logs[i]); err == nil {
			f.withdrawn = append(f.withdrawn, e.Amount)
		}
	}
	head := new(big.Int).SetUint64(a.heads[of])
	if f.outboxWei, err = of.Client.BalanceAt(a.ctx, of.Deployment.Outbox, head); err != nil {
		return nil, fmt.Errorf("read the Outbox's balance: %w", err)
	}
	if f.inboxWei, err = of.Client.BalanceAt(a.ctx, of.Deployment.Inbox, head); err != nil {
		return nil, fmt.Errorf("read the Inbox's balance: %w", err)
	}
	return f, nil
}
