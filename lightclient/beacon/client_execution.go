package beacon

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// known is the state whose released header is the newest that anybody was shown.
func (c *Client) known() *state {
	if c.state.isZero() {
		return &c.old
	}
	return &c.state
}

// bind finds the execution block that the finalized header of next commits to, and checks
// that what was released before is its ancestor, as far as this can be seen. Until that
// has gone well nothing changes: a silent execution node makes us wait.
func (c *Client) bind(ctx context.Context, next state) (state, error) {
	if next.basis == byForce {
		return next, nil // what was released stays
	}
	hash := next.final.ExecutionBlockHash()
	if before := c.known(); before.execution != nil && hash == before.released.Hash {
		// From Gloas on, several beacon blocks can confirm one execution block.
		next.execution, next.released, next.recent = before.execution, before.released, before.recent
		_, err := executionOf(&next.final, next.execution)
		return next, err
	}
	if hash == (common.Hash{}) || len(c.cfg.Execution) == 0 {
		return c.bindPayload(next)
	}
	var failures []error
	order, _ := c.executors.Order()
	for _, i := range order {
		bound, err := c.bindBy(ctx, i, next, hash)
		var conflict *lightclient.ConflictError
		if err == nil || errors.As(err, &conflict) {
			return bound, err
		}
		if c.cfg.ExecutionAsFound && errors.Is(err, lightclient.ErrNoSuchHeader) {
			failures = append(failures, err)
			continue
		}
		failures = append(failures, c.executors.Blame(ctx, i, err))
		if ctx.Err() != nil {
			break
		}
	}
	err := fmt.Errorf("execution block %s of finalized slot %d: %w", hash, next.final.Beacon.Slot, errors.Join(failures...))
	if _, said := payloadOf(&next.final); said && c.cfg.ExecutionAsFound && errors.Is(err, lightclient.ErrNoSuchHeader) {
		return c.bindPayload(next)
	}
	return state{}, err
}

// bindPayload takes what the beacon chain itself says of the execution block.
func (c *Client) bindPayload(next state) (state, error) {
	released, err := executionOf(&next.final, nil)
	if err != nil {
		return state{}, err
	}
	next.released, next.execution, next.recent = released, nil, nil
	_, err = c.ancestry(&next)
	return next, err
}

// bindBy binds by what execution node i shows.
func (c *Client) bindBy(ctx context.Context, i int, next state, hash common.Hash) (state, error) {
	header, err := c.executionHeader(ctx, i, hash)
	if err != nil {
		return state{}, err
	}
	if next.released, err = executionOf(&next.final, header); err != nil {
		return state{}, err
	}
	next.execution, next.recent = types.CopyHeader(header), nil
	distance, err := c.ancestry(&next)
	if distance == 0 || distance > MaxLinkHeaders {
		return next, err
	}
	before := c.known()
	headers, err := c.executionHeaders(ctx, i, before.released.Number, next.released.Number-1)
	if err != nil && c.cfg.ExecutionAsFound && errors.Is(err, lightclient.ErrNoSuchHeader) {
		return next, nil
	}
	if err != nil {
		return state{}, err
	}
	slices.Reverse(headers)
	ancestors, err := BindAncestors(next.released, headers)
	if err != nil {
		return state{}, err
	}
	if meets := ancestors[len(ancestors)-1]; meets.Hash != before.released.Hash {
		return state{}, c.conflictAt(before, meets, next.proof, append([]*types.Header{header}, headers...))
	}
	slices.Reverse(headers)
	recent := slices.Clone(before.recent)
	if before.execution == nil {
		recent = nil
	}
	next.recent = lastOf(append(recent, headers...), maxRecentHeaders)
	return next, nil
}

func lastOf[T any](s []T, n int) []T { return slices.Clone(s[max(len(s)-n, 0):]) }

// ancestry compares the released headers by their numbers and, where that is enough, by
// their hashes. It returns by how much the new one is higher; 0: there is nothing to link.
func (c *Client) ancestry(next *state) (distance uint64, err error) {
	before, now := c.known().released, next.released
	switch {
	case before == lightclient.Header{}:
		return 0, nil
	case now.Number == before.Number && now.Hash != before.Hash, c.known().remembersOther(now):
		return 0, c.conflictAt(c.known(), now, next.proof, headersOf(next.execution))
	case now.Number < before.Number:
		return 0, fmt.Errorf("%w: slot %d finalizes execution block %d, below %d, which is final",
			lightclient.ErrNotLinked, next.final.Beacon.Slot, now.Number, before.Number)
	case now.Number == before.Number+1 && now.ParentHash != before.Hash && next.execution == nil:
		return 0, fmt.Errorf("%w: parent of execution block %d is %s, and %s is final", lightclient.ErrNotLinked, now.Number, now.ParentHash, before.Hash)
	}
	return now.Number - before.Number, nil
}

func headersOf(h *types.Header) []*types.Header {
	if h == nil {
		return nil
	}
	return []*types.Header{h}
}
