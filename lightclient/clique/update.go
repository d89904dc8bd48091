package clique

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// update tries provider after provider until one brings the client as far as it can.
// It is called with the turn.
func (c *Client) update(ctx context.Context) error {
	began := c.chain.isZero()
	if began {
		if err := c.begin(ctx); err != nil {
			return err
		}
	}
	var (
		before   = c.chain.trusted().number()
		answered = false
		failures []error
	)
	for _, i := range c.order() {
		if answered && c.resting(i) {
			continue // no need of it, and on an idle chain it would cost a timeout each time
		}
		newest, err := c.follow(ctx, i)
		if err == nil {
			answered = true
			if newest && !c.stalled() {
				return nil
			}
			continue // the chain is idle, or this provider is behind, or holds headers back
		}
		if ctx.Err() != nil || lightclient.IsFrozen(err) || lightclient.IsLocal(err) {
			return err // another provider would not help
		}
		failures = append(failures, fmt.Errorf("%s: %w", c.cfg.Providers[i].Name(), err))
		c.blame(i, err)
	}
	if len(failures) == 0 || answered || began || c.chain.trusted().number() > before {
		return nil // the next Update tells the failures, if they last
	}
	return c.keeper.Rejected(c.chain.trusted().number()+1, errors.Join(failures...))
}

// blame lets a provider rest that failed, and tells the operator once: where the next
// one is believed the update goes well, and nobody else would tell that an endpoint
// lies. To be behind is no fault.
func (c *Client) blame(i int, err error) {
	if errors.Is(err, lightclient.ErrStale) {
		return
	}
	if !c.resting(i) {
		c.log.Warn("provider refused", "provider", c.cfg.Providers[i].Name(), "trusted", c.chain.trusted().number(), "err", err)
	}
	c.restsAt[i] = c.cfg.Now().Add(c.cfg.CoolDown)
}

func (c *Client) resting(i int) bool { return c.cfg.Now().Before(c.restsAt[i]) }

// order returns the indexes of the providers, those that failed lately last.
func (c *Client) order() []int {
	var fit, resting []int
	for i := range c.restsAt {
		if c.resting(i) {
			resting = append(resting, i)
		} else {
			fit = append(fit, i)
		}
	}
	return slices.Concat(fit, resting)
}

// stalled reports whether the newest final header is older than its confirmations
// explain.
func (c *Client) stalled() bool {
	trusted := c.chain.trusted()
	allowed := c.cfg.StallAfter + time.Duration(c.confirmations()*c.cfg.Params.Period)*time.Second
	return c.cfg.Now().Unix()-int64(min(trusted.time(), 1<<62)) >= int64(allowed/time.Second)
}

// confirmations returns how many headers upon another make it final, as long as the
// set stays as it is.
func (c *Client) confirmations() uint64 {
	return uint64(max(1, len(c.chain.trusted().snap.signers)/2)) + c.cfg.Params.ExtraConfirmations
}

// begin fetches the header of the anchor, from whoever has it.
func (c *Client) begin(ctx context.Context) error {
	var failures []error
	for _, i := range c.order() {
		state, err := c.fetchAnchor(ctx, i)
		if err == nil {
			return c.accept(newChain(state))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		c.restsAt[i] = c.cfg.Now().Add(c.cfg.CoolDown)
		failures = append(failures, fmt.Errorf("%s: %w", c.cfg.Providers[i].Name(), err))
	}
	return c.keeper.Rejected(c.cfg.Anchor.Number, fmt.Errorf("anchor: %w", errors.Join(failures...)))
}

func (c *Client) fetchAnchor(ctx context.Context, i int) (TrustedState, error) {
	headers, err := c.headers(ctx, i, c.cfg.Anchor.Number, c.cfg.Anchor.Number)
	if err != nil {
		return TrustedState{}, err
	}
	state, err := TrustAnchor(headers[0], c.cfg.Anchor, c.cfg.Params)
	if err != nil {
		return TrustedState{}, err
	}
	if err := checkNotFuture(state.claim, c.cfg.Now(), c.cfg.Params); err != nil {
		return TrustedState{}, err
	}
	return state, checkNotExpired(state, c.cfg.Now(), c.cfg.Params)
}

// follow brings the client as far as provider i has final headers, and reports whether
// it has as many headers as any other that was seen.
func (c *Client) follow(ctx context.Context, i int) (newest bool, err error) {
	untrusted, err := c.latest(ctx, i)
	if err != nil {
		return false, err
	}
	head, err := read(untrusted, c.cfg.Params)
	if err != nil {
		return false, fmt.Errorf("newest header: %w", err)
	}
	if c.seen != nil && c.seen.hash == head.hash {
		return true, nil // no news
	}
	if hash, known := c.chain.hashAt(head.number); known && hash != head.hash {
		return false, c.examine(ctx, i)
	}
	if trusted := c.chain.trusted().number(); head.number < trusted {
		return false, fmt.Errorf("%w: its newest is %d, trusted is %d", lightclient.ErrStale, head.number, trusted)
	}
	for c.chain.trusted().number() < head.number {
		more, err := c.step(ctx, i, head)
		if err != nil {
			return false, err
		}
		if !more {
			break
		}
	}
	if c.seen != nil && head.number < c.seen.number {
		return false, nil
	}
	c.seen = head
	// Whoever made the trusted header final had as many headers on top of it.
	return head.number >= c.chain.trusted().number()+c.confirmations(), nil
}

// step verifies the next headers up to head, asks the witnesses about what becomes
// final, and accepts it. It reports whether there may be more.
func (c *Client) step(ctx context.Context, i int, head *claim) (more bool, err error) {
	trusted := c.chain.trusted()
	for _, size := range []uint64{min(stepHeaders+c.confirmations(), MaxBatch), MaxBatch} {
		to := min(head.number, trusted.number()+size)
		headers, err := c.headers(ctx, i, trusted.number()+1, to)
		if err != nil {
			return false, err
		}
		if first := headers[0]; first != nil && first.ParentHash != trusted.hash() {
			return false, c.examine(ctx, i)
		}
		b, err := verify(trusted, headers, c.cfg.Now(), c.cfg.Params)
		if err != nil {
			return false, err
		}
		switch {
		case b.finals() > 0:
			extended := c.chain.extend(b)
			if err := c.askWitnesses(ctx, i, extended); err != nil {
				return false, err
			}
			return to < head.number, c.accept(extended)
		case to == head.number:
			return false, nil
		}
	}
	return false, fmt.Errorf("%w: of %d headers upon the trusted one none is final; configure as anchor a later checkpoint", lightclient.ErrSeals, MaxBatch)
}

// latest asks provider i for its newest header.
func (c *Client) latest(ctx context.Context, i int) (*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	h, err := c.cfg.Providers[i].Latest(ctx)
	if err != nil {
		return nil, requestError("newest header", err)
	}
	return h, nil
}

// headers asks provider i for a range. Their number is right, else nothing is.
func (c *Client) headers(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	headers, err := c.cfg.Providers[i].Headers(ctx, from, to)
	if err != nil {
		return nil, requestError(fmt.Sprintf("headers %d to %d", from, to), err)
	}
	if uint64(len(headers)) != to-from+1 {
		return nil, malformed("headers %d to %d: got %d of them", from, to, len(headers))
	}
	return headers, nil
}

// requestError names the reason by one of our own errors, and cuts the text, which is
// the provider's.
func requestError(what string, err error) error {
	text := err.Error()
	if len(text) > maxErrorBytes {
		text = text[:maxErrorBytes] + "…"
	}
	for _, reason := range []error{lightclient.ErrNoSuchHeader, lightclient.ErrMalformed, lightclient.ErrWrongChain} {
		if errors.Is(err, reason) {
			return fmt.Errorf("%s: %w (%s)", what, reason, text)
		}
	}
	return fmt.Errorf("%s: %w (%s)", what, lightclient.ErrUnavailable, text)
}
