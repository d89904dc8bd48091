package demo

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

const (
	// handlerGas is what a ping's handler gets: two slots are written when a run of
	// sequence numbers begins, 46,000 gas at most.
	handlerGas = 100_000

	// sendGas bounds a ping's transaction.
	sendGas = 250_000

	// maxUnmined bounds the transactions that a sender has in the pool.
	maxUnmined = 400

	// poll is how often the chain is asked for news, a quarter of a block.
	poll = 25 * time.Millisecond
)

// sent is one message as its sender knows it.
type sent struct {
	at      time.Time
	id      messages.ID
	gasUsed uint64
}

// direction is one lane of the demo: what was sent over it.
type direction struct {
	source, target *Chain
	count          int

	sentAt map[common.Hash]time.Time // by transaction
	sent   []sent
}

// run sends count pings by contract calls, one transaction each, numbered from 1.
// One account sends them all, so that their order on the lane is that of their
// numbers and the recipient can tell whether they arrived in it.
func (d *direction) run(ctx context.Context, payload int, progress func(int)) error {
	fee, err := d.quote(ctx, payload)
	if err != nil {
		return err
	}
	first, err := d.source.Client.BlockNumber(ctx)
	if err != nil {
		return fmt.Errorf("read head of chain %d: %w", d.source.ID, err)
	}
	if err := d.sendAll(ctx, fee, payload, progress); err != nil {
		return err
	}
	return d.collect(ctx, first)
}

func (d *direction) quote(ctx context.Context, payload int) (*big.Int, error) {
	outbox := bindings.NewOutbox()
	out, err := d.source.Client.CallContract(ctx, ethereum.CallMsg{To: &d.source.Deployment.Outbox,
		Data: outbox.PackQuote(d.target.ID, handlerGas, big.NewInt(int64(payload)))}, nil)
	if err != nil {
		return nil, fmt.Errorf("quote the fee on chain %d: %w", d.source.ID, err)
	}
	return outbox.UnpackQuote(out)
}

// sendAll broadcasts all pings, never more than maxUnmined ahead of the chain, and
// returns when all are mined.
func (d *direction) sendAll(ctx context.Context, fee *big.Int, payload int, progress func(int)) error {
	address := crypto.PubkeyToAddress(d.source.Sender.PublicKey)
	begin, err := d.source.Client.NonceAt(ctx, address, nil)
	if err != nil {
		return fmt.Errorf("read nonce of the sender: %w", err)
	}
	signer := types.LatestSignerForChainID(new(big.Int).SetUint64(d.source.ID))
	d.sentAt = make(map[common.Hash]time.Time, d.count)
	mined := 0
	for number := 1; number <= d.count || mined < d.count; {
		if number <= d.count && number-mined <= maxUnmined {
			tx, err := types.SignNewTx(d.source.Sender, signer, d.ping(begin+uint64(number-1), uint64(number), fee, payload))
			if err != nil {
				return fmt.Errorf("sign ping %d: %w", number, err)
			}
			d.sentAt[tx.Hash()] = time.Now()
			if err := d.source.Client.SendTransaction(ctx, tx); err != nil {
				return fmt.Errorf("send ping %d on chain %d: %w", number, d.source.ID, err)
			}
			number++
			continue
		}
		nonce, err := d.source.Client.NonceAt(ctx, address, nil)
		if err != nil {
			return fmt.Errorf("read nonce of the sender: %w", err)
		}
		if now := int(nonce - begin); now > mined {
			progress(now - mined)
			mined = now
			continue
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d of %d pings are mined on chain %d: %w", mined, d.count, d.source.ID, ctx.Err())
		case <-time.After(poll):
		}
	}
	return nil
}

func (d *direction) ping(nonce, number uint64, fee *big.Int, payload int) *types.DynamicFeeTx {
	data := make([]byte, payload-sequenceSize)
	for i := range data { // no zeros, which would be cheaper than real data
		data[i] = byte(i) | 1
	}
	return &types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(d.source.ID), Nonce: nonce, Gas: sendGas, To: &d.source.Deployment.PingPong, Value: fee,
		GasTipCap: big.NewInt(1e9), GasFeeCap: big.NewInt(200e9),
		Data: bindings.NewPingPong().PackPing(d.target.ID, messages.AccountOf(d.target.Deployment.PingPong), handlerGas, number, data),
	}
}

// collect reads the receipts of the pings, block by block.
func (d *direction) collect(ctx context.Context, from uint64) error {
	for block := from; len(d.sent) < d.count; block++ {
		receipts, err := d.source.Client.ReceiptsOf(ctx, block)
		if err != nil {
			return fmt.Errorf("chain %d: %w", d.source.ID, err)
		}
		for _, receipt := range receipts {
			at, ours := d.sentAt[receipt.TxHash]
			if !ours {
				continue
			}
			id, ok := messageID(receipt, d.source.Deployment.Outbox)
			if receipt.Status != types.ReceiptStatusSuccessful || !ok {
				return fmt.Errorf("ping %s sent no message on chain %d (status %d)", receipt.TxHash, d.source.ID, receipt.Status)
			}
			d.sent = append(d.sent, sent{at, id, receipt.GasUsed})
		}
	}
	return nil
}

// messageID reads the id from the MessageSent log of a receipt.
func messageID(receipt *types.Receipt, outbox common.Address) (messages.ID, bool) {
	for _, log := range receipt.Logs {
		if log.Address == outbox && len(log.Topics) == 4 {
			return messages.ID(log.Topics[3]), true
		}
	}
	return messages.ID{}, false
}
