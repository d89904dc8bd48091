package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"
)

// delivery is one message of a consumer, to be settled exactly once.
type delivery struct {
	subject string
	data    []byte
	settle  func(verb string) error
}

// What a delivery is settled with (NATS ADR-15).
const (
	settleDone   = "+ACK"
	settleNotYet = "+WPI"  // still at it: not a settlement, only more time
	settleDrop   = "+TERM" // never deliver again
	settleLater  = `-NAK {"delay": 500000000}`
)

// consume hands a consumer's messages to handle, one at a time, until ctx ends. It
// binds again after every trouble: the consumer may not exist yet, or not any more
// after the server lost its disk.
//
// Messages are pulled one by one, a few pulls at a time, and not in batches. A
// batch is answered through one reply subject, and the server takes an empty
// message for the end of it: whoever may write an empty message would cut off what
// comes behind it, for every member that reads the stream.
func (c *Conn) consume(ctx context.Context, stream, durable string, handle func(delivery)) error {
	var serial sync.Mutex
	deliver := func(m *nats.Msg) {
		serial.Lock()
		defer serial.Unlock()
		handle(c.delivery(m, stream, durable))
	}
	for pause := retryMin; ; {
		started := time.Now()
		err := c.pullAll(ctx, pullNext+stream+"."+durable, deliver)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, ErrForbidden) {
			return err
		}
		if time.Since(started) > pullExpiry {
			pause = retryMin // it worked for a while
		}
		c.log.Debug("bus consumer binds again", "consumer", durable, "reason", err, "pause", pause)
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
		pause = min(2*pause, retryMax)
	}
}

var errRebind = errors.New("connection was replaced")

// pullAll keeps a few pulls open until one fails or the connection is replaced. No
// more messages than that are ever under way, so a slow handler costs the server's
// disk, not this process's memory.
func (c *Conn) pullAll(ctx context.Context, api string, deliver func(*nats.Msg)) error {
	revived := c.revivals()
	ctx, release := c.guarded(ctx, api)
	defer release()
	group, ctx := errgroup.WithContext(ctx)
	for range openPulls {
		group.Go(func() error { return c.pullEach(ctx, api, deliver) })
	}
	group.Go(func() error {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-revived:
			return errRebind
		}
	})
	return group.Wait()
}

// pullEach asks for one message after the other.
func (c *Conn) pullEach(ctx context.Context, api string, deliver func(*nats.Msg)) error {
	// Room for a late answer to an earlier pull beside the present one's.
	arrivals := make(chan *nats.Msg, 16)
	inbox := c.nc.NewInbox()
	subscription, err := c.nc.ChanSubscribe(inbox, arrivals)
	if err != nil {
		return err
	}
	defer subscription.Unsubscribe() //nolint:errcheck // the connection may be closed already
	request := fmt.Appendf(nil, `{"batch":1,"expires":%d}`, pullExpiry.Nanoseconds())
	lost := time.NewTimer(0)
	defer lost.Stop()
	for {
		if err := c.nc.PublishRequest(api, inbox, request); err != nil {
			return err
		}
		// The server says when a pull has expired. When it does not, the pull was lost;
		// the consumer may not have existed yet.
		lost.Reset(pullExpiry + time.Second)
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-lost.C:
		case m := <-arrivals:
			// A status of the server's wants no acknowledgement. The header alone proves
			// nothing: whoever wrote a message chose its headers.
			switch status := m.Header.Get(headerStatus); {
			case m.Reply != "":
				deliver(m)
			case status != statusTimeout:
				return fmt.Errorf("pull: status %.3q %.100q", status, m.Header.Get(headerDescription))
			}
		}
	}
}

// delivery checks that the message's reply subject is one for acknowledging: a
// hostile server must not choose where we publish.
func (c *Conn) delivery(m *nats.Msg, stream, durable string) delivery {
	return delivery{subject: m.Subject, data: m.Data, settle: func(verb string) error {
		if !strings.HasPrefix(m.Reply, ackPrefix+stream+"."+durable+".") {
			return fmt.Errorf("%w: reply subject %.200q, want one below %s%s.%s", ErrSubject, m.Reply, ackPrefix, stream, durable)
		}
		return c.nc.Publish(m.Reply, []byte(verb))
	}}
}
