package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
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

// consume hands a consumer's messages to handle, one at a time and in order,
// until ctx ends. It binds again after every trouble: the consumer may not exist
// yet, or not any more after the server lost its disk.
func (c *Conn) consume(ctx context.Context, stream, durable string, batch int, handle func(delivery)) error {
	for pause := retryMin; ; {
		started := time.Now()
		err := c.pull(ctx, stream, durable, batch, handle)
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

// pull keeps one pull request open and hands on what comes. At most batch
// messages are ever under way, so a slow handler costs the server's disk, not
// this process's memory.
func (c *Conn) pull(ctx context.Context, stream, durable string, batch int, handle func(delivery)) error {
	revived := c.revivals()
	// Room for the batch and the statuses between; the server sends nothing more.
	arrivals := make(chan *nats.Msg, 2*batch+64)
	inbox := c.nc.NewInbox()
	subscription, err := c.nc.ChanSubscribe(inbox, arrivals)
	if err != nil {
		return err
	}
	defer subscription.Unsubscribe() //nolint:errcheck // the connection may be closed already
	api := pullNext + stream + "." + durable
	guard, release := c.guarded(ctx, api)
	defer release()
	request := fmt.Appendf(nil, `{"batch":%d,"expires":%d,"idle_heartbeat":%d}`, batch, pullExpiry.Nanoseconds(), heartbeat.Nanoseconds())
	silence := time.NewTimer(3 * heartbeat)
	defer silence.Stop()
	owed := 0 // messages that the server may still send for the open pull
	for {
		if owed == 0 {
			if err := c.nc.PublishRequest(api, inbox, request); err != nil {
				return err
			}
			owed = batch
		}
		select {
		case <-guard.Done():
			return context.Cause(guard)
		case <-revived:
			return errRebind
		case <-silence.C:
			return errors.New("no heartbeat: the consumer does not exist, or another pull took its place")
		case m := <-arrivals:
			silence.Reset(3 * heartbeat)
			switch status := m.Header.Get(headerStatus); {
			case status == statusHeartbeat:
			case status == statusTimeout:
				owed = 0
			case status != "":
				return fmt.Errorf("consumer %s: status %.3q %.100q", durable, status, m.Header.Get(headerDescription))
			default:
				owed--
				handle(c.delivery(m, stream, durable))
				silence.Reset(3 * heartbeat) // the handler's time is not the server's silence
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
