package optimism

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// The roles of endpoints, which index Client.first.
const (
	roleParent = iota
	roleL2
)

var roleNames = [...]string{"parent endpoint", "endpoint"}

// tryEach asks endpoint after endpoint, the one that was right last first, until ask
// succeeds. Its errors are joined when none does. An error for which no endpoint is to
// blame ends it.
func tryEach[E Prover](ctx context.Context, c *Client, role int, endpoints []E, ask func(E) error) error {
	var failures []error
	first := c.first[role]
	for k := range endpoints {
		i := (first + k) % len(endpoints)
		name := endpoints[i].Name()
		err := ask(endpoints[i])
		if err == nil {
			c.first[role] = i
			c.note(role, name, nil)
			return nil
		}
		if ctx.Err() != nil || isNobodysFault(err) {
			return err
		}
		err = lightclient.NewEndpointError(err, c.cfg.RequestTimeout, endpointReasons...)
		c.note(role, name, err)
		failures = append(failures, fmt.Errorf("%s: %w", name, err))
	}
	return errors.Join(failures...)
}

// isNobodysFault reports whether another endpoint would not help.
func isNobodysFault(err error) bool {
	var settled *settledError
	return errors.As(err, &settled) || lightclient.IsLocal(err) || lightclient.IsFrozen(err)
}

// note logs that an endpoint fails, once until it doesn't: where the next one is right
// the update goes well, and nobody else would tell the operator that one of his
// endpoints lies.
func (c *Client) note(role int, name string, err error) {
	key := roleNames[role] + " " + name
	if err != nil && !c.troubled[key] {
		c.log.Warn(roleNames[role]+" refused", "endpoint", name, "err", err)
	}
	c.troubled[key] = err != nil
}

// askProof asks for the slots of a contract after a block, within the time of a request.
func (c *Client) askProof(ctx context.Context, endpoint Prover, contract Contract, wanted []common.Hash, block common.Hash) (AccountProof, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	account, storage, err := endpoint.AccountProof(ctx, contract.Address, contract.slots(wanted), block)
	if err != nil {
		return AccountProof{}, fmt.Errorf("proof of %s: %w", contract.Address, err)
	}
	return AccountProof{Account: account, Storage: storage}, nil
}

func (c *Client) askCode(ctx context.Context, endpoint ParentEndpoint, address common.Address, block common.Hash) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	code, err := endpoint.Code(ctx, address, block)
	if err != nil {
		return nil, fmt.Errorf("code of %s: %w", address, err)
	}
	if len(code) > MaxCodeBytes {
		return nil, fmt.Errorf("%w: code of %s has %d bytes, at most %d are possible", lightclient.ErrMalformed, address, len(code), MaxCodeBytes)
	}
	return code, nil
}

// askHeaders asks for the L2 headers from..to. They are unverified, and as many as
// asked for.
func (c *Client) askHeaders(ctx context.Context, endpoint Endpoint, from, to uint64) ([]*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	headers, err := endpoint.Headers(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("L2 headers %d to %d: %w", from, to, err)
	}
	if want := to - from + 1; uint64(len(headers)) != want {
		return nil, fmt.Errorf("%w: L2 headers %d to %d: got %d of them, want %d", lightclient.ErrMalformed, from, to, len(headers), want)
	}
	return headers, nil
}

// endpointReasons are what an endpoint's failure may be taken for, the strongest first.
var endpointReasons = []error{
	lightclient.ErrProof, lightclient.ErrNoSuchHeader, lightclient.ErrMalformed, lightclient.ErrWrongChain, lightclient.ErrNotLinked, lightclient.ErrFuture,
	lightclient.ErrTooManyBlocks,
}
