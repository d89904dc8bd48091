package evm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/lightclient"
)

// failover asks one of several endpoints of a chain, the one that worked last, and
// moves on when it does not answer. It serves the target, whose contracts judge
// what arrives; sources are never asked this way, because there the difference
// between two endpoints is what exposes a lie.
type failover struct {
	clients []*Client
	current atomic.Uint32
	records []record // of each client
	logger  *slog.Logger
}

// record is what is remembered of an endpoint's word that a delivery would do
// something; see contested.
type record struct {
	wrong atomic.Int32 // times in a row that it did nothing
	muted atomic.Int64 // until when it may not contradict others, Unix nanoseconds
}

// newFailover wants endpoints of one chain, none twice.
func newFailover(clients []*Client) (*failover, error) {
	if len(clients) == 0 {
		return nil, errors.New("evm: no endpoint")
	}
	names := make(map[string]bool)
	for _, client := range clients {
		switch {
		case client == nil:
			return nil, errors.New("evm: an endpoint is nil")
		case client.chainID != clients[0].chainID:
			return nil, fmt.Errorf("evm: endpoints are of chains %d and %d, want one chain", clients[0].chainID, client.chainID)
		case names[client.name]:
			return nil, fmt.Errorf("evm: two endpoints are called %s", client.name)
		}
		names[client.name] = true
	}
	return &failover{clients: clients, records: make([]record, len(clients)), logger: slog.New(slog.DiscardHandler)}, nil
}

// do asks endpoint after endpoint until one answers, be it with an error of its own.
func (f *failover) do(ctx context.Context, ask func(*Client) error) error {
	first := int(f.current.Load())
	var failures []error
	for i := range f.clients {
		index := (first + i) % len(f.clients)
		err := ask(f.clients[index])
		if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			// It took all the time that the caller had, who may have less patience than a
			// client's timeout: the next question begins elsewhere, or none would get there.
			f.current.Store(uint32((index + 1) % len(f.clients)))
			return err
		}
		if !mayBetterElsewhere(err) || ctx.Err() != nil {
			f.current.Store(uint32(index))
			return err
		}
		failures = append(failures, err)
	}
	f.current.Store(uint32((first + 1) % len(f.clients)))
	return errors.Join(failures...)
}

// doubt turns to the next endpoint, and returns how many there are.
func (f *failover) doubt() int {
	first := int(f.current.Load())
	f.current.Store(uint32((first + 1) % len(f.clients)))
	return len(f.clients)
}

// mayBetterElsewhere reports whether another endpoint might give another answer.
func mayBetterElsewhere(err error) bool {
	if errors.Is(err, chains.ErrUnavailable) || errors.Is(err, chains.ErrMalformed) || errors.Is(err, lightclient.ErrWrongChain) {
		return true
	}
	switch kindOf(err) {
	// TooMuch is what a node says, or does, that limits its users or cuts a question
	// off: no question about the target is too much for all of them.
	case rpcerror.Unsupported, rpcerror.PoolFull, rpcerror.Other, rpcerror.NoState, rpcerror.TooMuch:
		return true
	}
	return false
}

// call makes one call; see Client.call.
func (f *failover) call(ctx context.Context, result any, method string, args ...any) error {
	return f.do(ctx, func(c *Client) error { return c.call(ctx, result, method, args...) })
}

// chainID is the endpoints'.
func (f *failover) chainID() uint64 { return f.clients[0].chainID }
