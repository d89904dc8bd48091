package evm

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
)

// vouched is an endpoint's word that a delivery would succeed.
type vouched struct {
	by      *Client
	against error  // what another endpoint said before; nil when none did
	gas     uint64 // that it would use, where that was asked
}

// vouch finds an endpoint that says that the delivery would succeed at the newest
// block, with a given gas limit or, when that is 0, with the least that is enough. The
// error is what the first one said, when none does.
func (t *Target) vouch(ctx context.Context, delivery *chains.Delivery, data []byte, gas uint64) (word vouched, err error) {
	rehearse := func(ctx context.Context, c *Client) (err error) {
		if err := t.checkNews(ctx, c, delivery); err != nil {
			return err
		}
		if gas == 0 {
			word.gas, err = t.estimate(ctx, c, data)
			return err
		}
		return t.simulate(ctx, c, data, gas)
	}
	word.by, word.against, err = t.endpoints.contestedUnmuted(ctx, rehearse)
	if err != nil || word.against == nil {
		return word, err
	}
	// The lane may have been paused, or another relayer have delivered, a moment ago, and
	// the block may not have got everywhere: whoever has not seen it is asked again.
	timer := time.NewTimer(lagPatience)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return word, ctx.Err()
	case <-timer.C:
	}
	return word, rehearse(ctx, word.by)
}

// checkNews refuses what the Inbox would accept without doing anything: a delivery
// of which nothing is new succeeds on chain, so that overlapping relayers don't
// fail each other, but it is not worth paying for. Everything else the Inbox says
// itself when the delivery is simulated.
func (t *Target) checkNews(ctx context.Context, c *Client, delivery *chains.Delivery) error {
	inbox, err := t.inboxOf(ctx, c, delivery.SourceChain)
	if err != nil {
		return err
	}
	if last := delivery.Messages[len(delivery.Messages)-1].Nonce; last <= inbox.Position.Nonce {
		return fmt.Errorf("%w: the Inbox is at nonce %d, the delivery ends at %d", chains.ErrNothingNew, inbox.Position.Nonce, last)
	}
	return nil
}

// estimate asks for the gas that the delivery needs.
func (t *Target) estimate(ctx context.Context, c *Client, data []byte) (uint64, error) {
	var gas hexutil.Uint64
	if err := c.call(ctx, &gas, "eth_estimateGas", t.callObject(data, maxTransactionGas), "latest"); err != nil {
		return 0, deliveryFailure(err)
	}
	if gas > maxTransactionGas {
		return 0, fmt.Errorf("%w: %d gas, at most %d (EIP-7825)", chains.ErrTooMuchGas, uint64(gas), maxTransactionGas)
	}
	return uint64(gas), nil
}

// simulate runs the delivery with a given gas limit.
func (t *Target) simulate(ctx context.Context, c *Client, data []byte, gas uint64) error {
	var answer hexutil.Bytes
	return deliveryFailure(c.call(ctx, &answer, "eth_call", t.callObject(data, gas), "latest"))
}

// Undelivered reports whether some endpoint says that the lane's message with this
// nonce is not delivered yet: for a caller that was told it is. Where one does, it is
// asked first from now on.
func (t *Target) Undelivered(ctx context.Context, sourceChain, nonce uint64) bool {
	_, _, err := t.endpoints.contested(ctx, func(ctx context.Context, c *Client) error {
		inbox, err := t.inboxOf(ctx, c, sourceChain)
		if err == nil && nonce <= inbox.Position.Nonce {
			err = fmt.Errorf("endpoint %s: %w: the Inbox is at nonce %d", c.name, chains.ErrNothingNew, inbox.Position.Nonce)
		}
		return err
	})
	return err == nil
}
