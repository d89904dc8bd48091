package beacon

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// ask makes one request, and refuses an answer that is none.
func ask[T any](ctx context.Context, timeout time.Duration, what string, request func(context.Context) (*T, error)) (*T, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	answer, err := request(ctx)
	if err != nil {
		return nil, lightclient.RequestError(what, err)
	}
	if answer == nil {
		return nil, malformed("%s: the answer is empty", what)
	}
	return answer, nil
}

func (c *Client) bootstrap(ctx context.Context, i int, root common.Hash) (*LightClientBootstrap, error) {
	return ask(ctx, c.cfg.RequestTimeout, "bootstrap", func(ctx context.Context) (*LightClientBootstrap, error) {
		return c.cfg.Providers[i].Bootstrap(ctx, root)
	})
}

func (c *Client) finalityUpdate(ctx context.Context, i int) (*LightClientFinalityUpdate, error) {
	return ask(ctx, c.cfg.RequestTimeout, "finality update", c.cfg.Providers[i].FinalityUpdate)
}

func (c *Client) optimisticUpdate(ctx context.Context, i int) (*LightClientOptimisticUpdate, error) {
	return ask(ctx, c.cfg.RequestTimeout, "optimistic update", c.cfg.Providers[i].OptimisticUpdate)
}

func (c *Client) updates(ctx context.Context, i int, from Period, count uint64) ([]*LightClientUpdate, error) {
	what := fmt.Sprintf("updates of %d periods from %d on", count, from)
	updates, err := ask(ctx, c.cfg.RequestTimeout, what, func(ctx context.Context) (*[]*LightClientUpdate, error) {
		updates, err := c.cfg.Providers[i].Updates(ctx, from, count)
		return &updates, err
	})
	if err != nil {
		return nil, err
	}
	if uint64(len(*updates)) > count {
		return nil, malformed("%s: got %d of them", what, len(*updates))
	}
	for k, u := range *updates {
		if u == nil {
			return nil, malformed("%s: the one at %d is empty", what, k)
		}
	}
	return *updates, nil
}

func (c *Client) executionHeader(ctx context.Context, i int, hash common.Hash) (*types.Header, error) {
	return ask(ctx, c.cfg.RequestTimeout, "execution header", func(ctx context.Context) (*types.Header, error) {
		return c.cfg.Execution[i].HeaderByHash(ctx, hash)
	})
}

func (c *Client) executionHeaders(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	what := fmt.Sprintf("execution headers %d to %d", from, to)
	headers, err := ask(ctx, c.cfg.RequestTimeout, what, func(ctx context.Context) (*[]*types.Header, error) {
		headers, err := c.cfg.Execution[i].Headers(ctx, from, to)
		return &headers, err
	})
	if err != nil {
		return nil, err
	}
	if uint64(len(*headers)) != to-from+1 {
		return nil, malformed("%s: got %d of them", what, len(*headers))
	}
	return *headers, nil
}

// answer is one provider's.
type answer struct {
	provider int
	update   *LightClientFinalityUpdate
	err      error
	late     bool // it was not waited for any longer
}

// askAll asks all of the given providers for what is final, at once. When one has
// answered, the others have WitnessTimeout to do so as well. It returns the answers in the
// order of providers.
func (c *Client) askAll(ctx context.Context, providers []int) []answer {
	hurried, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make([]answer, len(providers))
	var wg sync.WaitGroup
	answered := make(chan struct{}, len(providers))
	for k, i := range providers {
		wg.Go(func() {
			update, err := c.finalityUpdate(hurried, i)
			answers[k] = answer{i, update, err, err != nil && hurried.Err() != nil && ctx.Err() == nil}
			if err == nil {
				answered <- struct{}{}
			}
		})
	}
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return answers
	case <-answered:
	}
	timer := time.NewTimer(c.cfg.WitnessTimeout)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		cancel()
		<-done
	}
	return answers
}
