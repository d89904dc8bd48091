package rpcquorum

import (
	"context"
	"sync"

	"github.com/catenary-bridge/catenary/lightclient"
)

// reply is what one endpoint answered, or how it failed.
type reply[T any] struct {
	who   int
	value T
	err   error
}

// fanOut asks several endpoints at a time, each under the client's timeout. Each of them replies
// once. stop ends what is unanswered and returns when all goroutines have.
func fanOut[T any](ctx context.Context, c *Client, who []int, ask func(context.Context, Endpoint) (T, error)) (replies <-chan reply[T], stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	// Room for every reply, so that nobody waits for a reader who has heard enough.
	channel := make(chan reply[T], len(who))
	var running sync.WaitGroup
	for _, i := range who {
		running.Go(func() {
			asking, done := context.WithTimeout(ctx, c.cfg.Timeout)
			defer done()
			value, err := ask(asking, c.cfg.Endpoints[i])
			if err != nil {
				err = lightclient.NewEndpointError(err, c.cfg.Timeout)
			}
			channel <- reply[T]{i, value, err}
		})
	}
	return channel, func() {
		cancel()
		running.Wait()
	}
}
