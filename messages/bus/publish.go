package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// publish writes one message and returns once the server has it on disk. A lost
// connection, a restarting server and a stream that is about to be created are
// waited out, within publishTimeout: the id makes repetition harmless.
func (c *Conn) publish(ctx context.Context, stream string, m *nats.Msg) error {
	if size := len(m.Data) + len(m.Subject) + headerSize(m.Header); size > MaxMessageSize {
		return fmt.Errorf("%w: %d bytes to %s, want at most %d", ErrTooLarge, size, m.Subject, MaxMessageSize)
	}
	id := c.identity.messageID(m.Subject, m.Data)
	ctx, cancel := context.WithTimeoutCause(ctx, publishTimeout, fmt.Errorf("gave up after %v", publishTimeout))
	defer cancel()
	ctx, release := c.guarded(ctx, m.Subject)
	defer release()
	for pause := retryMin; ; pause = min(2*pause, retryMax) {
		err := c.publishOnce(ctx, stream, id, m)
		if err == nil {
			return nil
		}
		if cause := context.Cause(ctx); errors.Is(cause, ErrForbidden) {
			return cause
		}
		var refused *jetstream.APIError
		if errors.As(err, &refused) && refused.Code == 400 {
			return fmt.Errorf("%w: %s: %w", ErrStream, m.Subject, err)
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return fmt.Errorf("%w: publish to %s: %w (%w)", ErrUnavailable, m.Subject, err, context.Cause(ctx))
		case <-timer.C:
		}
	}
}

func (c *Conn) publishOnce(ctx context.Context, stream, id string, m *nats.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := c.js.PublishMsg(ctx, m, jetstream.WithMsgID(id), jetstream.WithExpectStream(stream), jetstream.WithRetryAttempts(0))
	return err
}

// headerSize is what a header takes on the wire, with the id and the expected
// stream that publishOnce adds.
func headerSize(header nats.Header) int {
	size := 128
	for name, values := range header {
		for _, value := range values {
			size += len(name) + len(value) + 4
		}
	}
	return size
}

// Status codes of replies (NATS ADR-13, ADR-31).
const (
	statusEnd      = "204"
	statusNotFound = "404"
	statusTimeout  = "408"
)

const (
	headerStatus      = "Status"
	headerDescription = "Description"
	headerSubject     = "Nats-Subject"
	headerSequence    = "Nats-Sequence"
)

// storedSubject returns the subject of a message that was read from a stream. The
// server adds it as a header to those that the writer chose, so a writer could add
// another's: exactly one value counts. A reply without a sequence is no message but
// a status, whatever else its headers say.
func storedSubject(m *nats.Msg) (subject string, isMessage bool, err error) {
	if len(m.Header.Values(headerSequence)) == 0 {
		return "", false, nil
	}
	subjects := m.Header.Values(headerSubject)
	if len(subjects) != 1 || len(m.Header.Values(headerSequence)) != 1 {
		return "", true, fmt.Errorf("%w: message names subjects %.300q, want one that the server alone wrote", ErrSubject, subjects)
	}
	return subjects[0], true, nil
}

// lastOf reads the newest message of one subject of the approvals stream; nil
// means that there is none.
func (c *Conn) lastOf(ctx context.Context, subject string) (*nats.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	api := directGet + approvalStream + "." + subject
	ctx, release := c.guarded(ctx, api)
	defer release()
	m, err := c.nc.RequestWithContext(ctx, api, nil)
	if err != nil {
		if cause := context.Cause(ctx); errors.Is(cause, ErrForbidden) {
			return nil, cause
		}
		return nil, fmt.Errorf("%w: read %s: %w", ErrUnavailable, subject, err)
	}
	got, isMessage, err := storedSubject(m)
	status := m.Header.Get(headerStatus)
	switch {
	case err != nil:
		return nil, err
	case !isMessage && status == statusNotFound:
		return nil, nil
	case !isMessage:
		return nil, fmt.Errorf("%w: read %s: status %.3q %.100q", ErrUnavailable, subject, status, m.Header.Get(headerDescription))
	case got != subject:
		return nil, fmt.Errorf("%w: asked for %s, got %.200q", ErrSubject, subject, got)
	}
	return m, nil
}

// maxRead is how many messages the server gives in one answer at most.
const maxRead = 1024

// lastOfEach reads the newest message of every subject that matches the pattern.
func (c *Conn) lastOfEach(ctx context.Context, pattern string) ([]*nats.Msg, error) {
	return c.readAnswers(ctx, pattern, fmt.Appendf(nil, `{"batch":%d,"multi_last":[%q]}`, maxRead, pattern))
}

// readAnswers makes one request to the approvals stream that is answered with several
// messages (NATS ADR-31). The pattern is for errors.
func (c *Conn) readAnswers(ctx context.Context, pattern string, request []byte) ([]*nats.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	ctx, release := c.guarded(ctx, directGet+approvalStream)
	defer release()
	// The server says so when there are more than it gives.
	replies := make(chan *nats.Msg, maxRead+1)
	inbox := c.nc.NewInbox()
	subscription, err := c.nc.ChanSubscribe(inbox, replies)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer subscription.Unsubscribe() //nolint:errcheck // the connection may be closed already
	if err := c.nc.PublishRequest(directGet+approvalStream, inbox, request); err != nil {
		return nil, fmt.Errorf("%w: read %s: %w", ErrUnavailable, pattern, err)
	}
	var out []*nats.Msg
	for {
		select {
		case <-ctx.Done():
			if cause := context.Cause(ctx); errors.Is(cause, ErrForbidden) {
				return nil, cause
			}
			return nil, fmt.Errorf("%w: read %s: %w", ErrUnavailable, pattern, c.explain(ctx.Err()))
		case m := <-replies:
			_, isMessage, _ := storedSubject(m) // the caller drops what has no one subject
			switch status := m.Header.Get(headerStatus); {
			case isMessage && len(out) == maxRead:
				return nil, fmt.Errorf("%w: more than %d messages for %s", ErrUnavailable, maxRead, pattern)
			case isMessage:
				out = append(out, m)
			case status == statusEnd, status == statusNotFound:
				return out, nil
			default:
				return nil, fmt.Errorf("%w: read %s: status %.3q %.100q", ErrUnavailable, pattern, status, m.Header.Get(headerDescription))
			}
		}
	}
}
