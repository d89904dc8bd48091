package evm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// Source asks one endpoint about Outboxes. It implements chains.Source.
type Source struct {
	client   *Client
	marks    marks
	oneByOne atomic.Bool // the node does not have eth_getBlockReceipts
}

var _ chains.Source = (*Source)(nil)

// NewSource makes a Source of an endpoint, which stays the caller's to close.
func NewSource(client *Client) *Source { return &Source{client: client} }

// Name is the endpoint's.
func (s *Source) Name() string { return s.client.name }

// LaneProof fetches the proof of the lane's two slots under the header. See
// chains.Source.
func (s *Source) LaneProof(ctx context.Context, lane messages.Lane, at lightclient.Final) (chains.LaneProof, error) {
	if err := s.check(lane); err != nil {
		return chains.LaneProof{}, err
	}
	nonce, accumulator := chains.LaneSlots(lane.TargetChain)
	account, storage, err := s.client.proof(ctx, lane.Outbox, []common.Hash{nonce, accumulator}, at.Header().Hash)
	if err != nil {
		return chains.LaneProof{}, err
	}
	return chains.LaneProof{Account: account, Nonce: storage[0], Accumulator: storage[1]}, nil
}

// Watch hints at every MessageSent log of the lane, or at every new head where the
// endpoint can't subscribe. See chains.Source.
func (s *Source) Watch(ctx context.Context, lane messages.Lane, hint func()) error {
	if err := s.check(lane); err != nil {
		return err
	}
	return s.client.watch(ctx, laneFilter(lane, nil), hint)
}

func (s *Source) check(lane messages.Lane) error {
	if lane.SourceChain != s.client.chainID {
		return fmt.Errorf("endpoint %s is of chain %d, lane %s begins elsewhere", s.client.name, s.client.chainID, lane)
	}
	return nil
}

func (s *Source) malformed(format string, args ...any) error {
	return fmt.Errorf("endpoint %s: %w: %s", s.client.name, chains.ErrMalformed, fmt.Sprintf(format, args...))
}

// watch hints at every log that matches, or at every new head by polling, until
// ctx or the subscription ends.
func (c *Client) watch(ctx context.Context, filter logFilter, hint func()) error {
	return c.subscribe(ctx, hint, "logs", filter)
}

// watchHeads hints at every new head, likewise.
func (c *Client) watchHeads(ctx context.Context, hint func()) error {
	return c.subscribe(ctx, hint, "newHeads")
}

// leave ends a subscription without waiting for a node that does not answer:
// go-ethereum asks it with a patience of its own, 10 s, and a node that stops at the
// same time as we do never replies. What is left over ends with the connection.
func leave(subscription *rpc.ClientSubscription) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		subscription.Unsubscribe()
	}()
	timer := time.NewTimer(leavePatience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

func (c *Client) subscribe(ctx context.Context, hint func(), what ...any) error {
	if !c.socket {
		return c.pollHead(ctx, hint)
	}
	// What a notification says is not looked at: it is a hint.
	notifications := make(chan json.RawMessage, 16)
	subscription, err := c.open(ctx, notifications, what...)
	if err != nil {
		return err
	}
	defer leave(subscription)
	hint() // what came before the subscription stood
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-subscription.Err():
			if err == nil {
				err = errors.New("the endpoint ended the subscription")
			}
			return c.failure("eth_subscribe", err)
		case <-notifications:
			hint()
		}
	}
}

// open opens a subscription, in the time that a call may take: an endpoint that
// accepts a connection and says nothing would otherwise hold up every call that
// waits for the connection, for as long as it likes.
func (c *Client) open(ctx context.Context, notifications chan json.RawMessage, what ...any) (*rpc.ClientSubscription, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	client, err := c.connect(ctx)
	if err != nil {
		return nil, err
	}
	// The context ends with the setup; the subscription does not.
	subscription, err := client.EthSubscribe(ctx, notifications, what...)
	return subscription, c.failure("eth_subscribe", err)
}

// pollHead hints whenever the endpoint's head has changed.
func (c *Client) pollHead(ctx context.Context, hint func()) error {
	ticker := time.NewTicker(c.poll)
	defer ticker.Stop()
	var last hexutil.Uint64
	for {
		var head hexutil.Uint64
		if err := c.call(ctx, &head, "eth_blockNumber"); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		if head != last {
			last = head
			hint()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}
