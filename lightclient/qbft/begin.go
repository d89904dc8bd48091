package qbft

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
)

// begin fetches the header of the anchor, from whoever has it.
func (c *Client) begin(ctx context.Context) error {
	_, err := c.rotation.Ask(ctx, func(i int) (enough bool, err error) {
		state, err := c.fetchAnchor(ctx, i)
		if err != nil {
			return false, err
		}
		return true, c.accept(newChain(state))
	})
	if err != nil {
		return c.keeper.Rejected(c.cfg.Anchor.Number, fmt.Errorf("anchor: %w", err))
	}
	return nil
}

func (c *Client) fetchAnchor(ctx context.Context, i int) (TrustedState, error) {
	headers, err := c.headers(ctx, i, c.cfg.Anchor.Number, c.cfg.Anchor.Number)
	if err != nil {
		return TrustedState{}, err
	}
	state, err := c.trustAnchor(ctx, i, headers[0])
	if err != nil {
		return TrustedState{}, err
	}
	if err := checkNotFuture(state.claim, c.cfg.Now(), c.cfg.Params); err != nil {
		return TrustedState{}, err
	}
	return state, checkNotExpired(state, c.cfg.Now(), c.cfg.Params)
}

func (c *Client) trustAnchor(ctx context.Context, i int, untrusted *types.Header) (TrustedState, error) {
	anchor, p := c.cfg.Anchor, c.cfg.Params
	if len(c.cfg.AnchorValidators) > 0 {
		return TrustAnchorVouched(untrusted, anchor, c.cfg.AnchorValidators, p)
	}
	// Before its state is asked for it has to be the anchor.
	read, err := readAnchor(untrusted, anchor, p)
	if err != nil {
		return TrustedState{}, err
	}
	var proof SetProof
	if contract := p.Schedule.contractAfter(read); contract != nil {
		if proof, err = c.fetchSet(ctx, i, TrustedState{}, read, contract); err != nil {
			return TrustedState{}, fmt.Errorf("%w; choose a recent anchor, ask a node that keeps old states, or configure the anchor's validators", err)
		}
	}
	return TrustAnchorProven(untrusted, anchor, proof, p)
}
