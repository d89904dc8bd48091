package parlia

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// endpoints are the providers of a client: it asks them under a time limit, and those
// that failed lately last.
type endpoints struct {
	providers []Provider
	restUntil []time.Time // by provider
	now       func() time.Time
	timeout   time.Duration
	coolDown  time.Duration
}

func newEndpoints(cfg Config) endpoints {
	return endpoints{
		providers: slices.Clone(cfg.Providers), restUntil: make([]time.Time, len(cfg.Providers)),
		now: cfg.Now, timeout: cfg.RequestTimeout, coolDown: cfg.CoolDown,
	}
}

func (e *endpoints) name(i int) string { return e.providers[i].Name() }

// order returns the providers' indexes, those that rest last.
func (e *endpoints) order() (order []int) {
	for _, resting := range []bool{false, true} {
		for i := range e.providers {
			if e.rests(i) == resting {
				order = append(order, i)
			}
		}
	}
	return order
}

func (e *endpoints) rests(i int) bool { return e.now().Before(e.restUntil[i]) }

// rest lets provider i rest, and reports whether it had not rested before.
func (e *endpoints) rest(i int) bool {
	rested := e.rests(i)
	e.restUntil[i] = e.now().Add(e.coolDown)
	return !rested
}

// latest asks provider i for its newest header.
func (e *endpoints) latest(ctx context.Context, i int) (*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	h, err := e.providers[i].Latest(ctx)
	if err != nil {
		return nil, requestError("newest header", err)
	}
	return h, nil
}

// headers asks provider i for a range, in as many requests as it takes. The number of
// headers is right, else nothing is.
func (e *endpoints) headers(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	var all []*types.Header
	for from <= to {
		last := min(to, from+MaxBatch-1)
		page, err := e.page(ctx, i, from, last)
		if err != nil {
			return nil, err
		}
		all, from = append(all, page...), last+1
	}
	return all, nil
}

func (e *endpoints) page(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	what := fmt.Sprintf("headers %d to %d", from, to)
	headers, err := e.providers[i].Headers(ctx, from, to)
	if err != nil {
		return nil, requestError(what, err)
	}
	if uint64(len(headers)) != to-from+1 {
		return nil, malformed("%s: got %d of them", what, len(headers))
	}
	return headers, nil
}

// requestError names the reason by one of our own errors, and cuts the text, which is
// the provider's.
func requestError(what string, err error) error {
	reason := lightclient.ErrUnavailable
	for _, known := range []error{lightclient.ErrNoSuchHeader, lightclient.ErrMalformed, lightclient.ErrWrongChain} {
		if errors.Is(err, known) {
			reason = known
		}
	}
	return fmt.Errorf("%s: %w (%.*s)", what, reason, maxErrorBytes, err.Error())
}
