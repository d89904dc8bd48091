package rpcapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// ethSubscriptions answers eth_subscribe. Whoever keeps up gets each later event
// once and in order, and whoever doesn't is disconnected with the reason; the
// client then knows that it has to catch up by eth_getLogs.
type ethSubscriptions struct {
	reader *reader
	hub    *hub
	peers  *peers
	log    *slog.Logger

	running *sync.WaitGroup // deliveries; their listeners end with the hub
}

// NewHeads is eth_subscribe "newHeads".
func (e *ethSubscriptions) NewHeads(ctx context.Context) (*rpc.Subscription, error) {
	return e.start(ctx, headEvents, nil, func(n notice) any { return marshalHeader(n.header, n.hash) })
}

// Logs is eth_subscribe "logs": each log of each later block that matches. The
// query's range is ignored, as ethclient sends one that means nothing here.
func (e *ethSubscriptions) Logs(ctx context.Context, query *logQuery) (*rpc.Subscription, error) {
	if query == nil {
		query = &logQuery{}
	}
	if query.blockHash != nil {
		return nil, invalidParams("blockHash can't be used with eth_subscribe, use eth_getLogs")
	}
	return e.start(ctx, logEvents, query, func(n notice) any { return n.log })
}

// NewPendingTransactions is eth_subscribe "newPendingTransactions": hashes, or
// whole transactions when full is true.
func (e *ethSubscriptions) NewPendingTransactions(ctx context.Context, full *bool) (*rpc.Subscription, error) {
	if full == nil || !*full {
		return e.start(ctx, pendingHashes, nil, func(n notice) any { return n.hash })
	}
	signer := types.LatestSigner(e.reader.backend.ChainConfig())
	return e.start(ctx, pendingBodies, nil, func(n notice) any { return marshalTx(signer, n.tx, nil) })
}

// start opens a subscription; payload turns a notice into a notification.
func (e *ethSubscriptions) start(ctx context.Context, k kind, query *logQuery, payload func(notice) any) (*rpc.Subscription, error) {
	notifier, ok := rpc.NotifierFromContext(ctx)
	if !ok {
		return nil, rpc.ErrNotificationsUnsupported
	}
	peer := e.peers.find(rpc.PeerInfoFromContext(ctx).RemoteAddr)
	if !peer.admit() {
		return nil, limitExceeded("too many subscriptions: %d on this connection", maxSubscriptionsPerConn)
	}
	l, err := e.hub.listen(k, query)
	if err != nil {
		peer.release()
		return nil, err
	}
	d := &delivery{call: ctx, notifier: notifier, sub: notifier.CreateSubscription(), listener: l, payload: payload}
	e.running.Go(func() {
		defer peer.release()
		defer l.close()
		if err := d.run(); err != nil {
			e.log.Info("disconnect a subscriber", "peer", peer.name(), "subscription", d.sub.ID, "reason", err)
			peer.disconnect(err.Error())
		}
	})
	return d.sub, nil
}

// delivery carries one listener's notices to one subscriber.
type delivery struct {
	call     context.Context // of the subscribing call: its end is a signal
	notifier *rpc.Notifier
	sub      *rpc.Subscription
	listener *listener
	payload  func(notice) any
}

// run returns nil when the subscriber left, and why it must go otherwise.
func (d *delivery) run() error {
	// go-ethereum buffers notifications without a bound until the client has been
	// told the subscription's id, which in a batch may take long. The call's
	// context ends right after that; until then our own bounded queue holds them.
	select {
	case <-d.call.Done():
	case <-d.listener.ended:
	}
	for {
		select {
		case <-d.sub.Err(): //nolint:errcheck // unsubscribed or disconnected, which of the two is all the same
			return nil
		case <-d.listener.ended:
			if reason := d.listener.reason(); errors.Is(reason, errTooSlow) {
				return reason
			}
			return nil // the node stops and closes all connections
		case <-d.listener.ready:
			if err := d.notify(d.listener.take(deliveryBatch)); err != nil {
				return err
			}
		}
	}
}

// notify blocks while the connection's buffers are full, at most go-ethereum's
// write timeout of 10 s; meanwhile the queue fills.
func (d *delivery) notify(notices []notice) error {
	for _, n := range notices {
		if err := d.notifier.Notify(d.sub.ID, d.payload(n)); err != nil {
			return fmt.Errorf("notify: %w", err)
		}
	}
	return nil
}
