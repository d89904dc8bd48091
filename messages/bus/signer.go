package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/nats-io/nats.go"

	"github.com/catenary-bridge/catenary/messages"
)

// Signer reads requests, and writes answers under its address.
type Signer struct {
	conn    *Conn
	address common.Address
	dropped drops

	// Published, where set before Requests is called, is called when an answer is on the
	// server's disk and its request not acknowledged yet; for tests that kill a signer
	// there. Concurrently.
	Published func()

	mu     sync.Mutex
	claims map[messages.LaneID][]messages.Approval // highest per inbox
}

// NewSigner takes the address whose subjects the connection's identity may write.
func NewSigner(conn *Conn, address common.Address) (*Signer, error) {
	if address == (common.Address{}) {
		return nil, fmt.Errorf("%w: signer address is zero", ErrConfig)
	}
	return &Signer{conn: conn, address: address, claims: map[messages.LaneID][]messages.Approval{}}, nil
}

// Requests hands requests to serve, up to [MaxPending] at a time, until ctx ends.
// The answer is published, and only then is the request acknowledged: a signer
// that dies in between is asked again. An error of serve means that there is no
// answer for now; the request comes again.
//
// Nothing in a request is verified here but that it can be read and was written
// on its own lane's subject.
func (s *Signer) Requests(ctx context.Context, serve func(context.Context, messages.Request) (messages.Answer, error)) error {
	var running sync.WaitGroup
	defer running.Wait()
	slots := make(chan struct{}, MaxPending)
	return s.conn.consume(ctx, checkpointStream, signerDurable(s.address), func(d delivery) {
		request, err := decodeRequest(d.subject, d.data)
		if err != nil {
			s.drop(d.subject, err)
			s.settle(d, settleDrop)
			return
		}
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		running.Go(func() {
			defer func() { <-slots }()
			done := s.keepAlive(d)
			defer done()
			answer, err := serve(ctx, request)
			if err == nil {
				err = s.PublishAnswer(ctx, answer)
			}
			if err == nil && s.Published != nil {
				s.Published()
			}
			done()
			if err != nil {
				if ctx.Err() == nil {
					s.conn.log.Warn("request is not answered, it will come again", "subject", d.subject, "nonce", request.Checkpoint.Nonce, "error", err)
				}
				s.settle(d, settleLater)
				return
			}
			s.settle(d, settleDone)
		})
	})
}

// keepAlive tells the server that the request is being worked on, so that it is
// not delivered again, until the returned func is called.
func (s *Signer) keepAlive(d delivery) (done func()) {
	stop := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		ticker := time.NewTicker(progress)
		defer ticker.Stop()
		for {
			select {
			case <-stop:
				return
			case <-ticker.C:
				s.settle(d, settleNotYet)
			}
		}
	})
	return sync.OnceFunc(func() {
		close(stop)
		running.Wait()
	})
}

func (s *Signer) settle(d delivery, verb string) {
	if err := d.settle(verb); err != nil {
		s.conn.log.Debug("request is not acknowledged, it will come again", "subject", d.subject, "error", err)
	}
}

// PublishAnswer writes an answer and returns when it is on the server's disk. It
// refuses an answer that names another signer.
func (s *Signer) PublishAnswer(ctx context.Context, answer messages.Answer) error {
	if err := answer.Validate(); err != nil {
		return err
	}
	if named := answer.Signer(); named != s.address {
		return fmt.Errorf("%w: answer of signer %s, this is %s", ErrSubject, named, s.address)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	lane := answer.Checkpoint().Lane
	header, err := s.carry(lane, answer.Approval)
	if err != nil {
		return err
	}
	return s.conn.publish(ctx, approvalStream, &nats.Msg{Subject: approvalSubject(lane, s.address), Header: header, Data: body})
}

// Dropped counts requests that were not served because they cannot be read or
// were written on another lane's subject.
func (s *Signer) Dropped() uint64 { return s.dropped.count() }

func (s *Signer) drop(subject string, err error) {
	s.dropped.add(s.conn.log, "request", subject, err)
}

// decodeRequest reads a request and holds it against the subject it came on.
func decodeRequest(subject string, data []byte) (request messages.Request, err error) {
	lane, _, err := parseSubject(checkpointPrefix, subject)
	if err != nil {
		return request, err
	}
	if len(data) > MaxMessageSize {
		return request, fmt.Errorf("%w: %d bytes, want at most %d", ErrTooLarge, len(data), MaxMessageSize)
	}
	if err := json.Unmarshal(data, &request); err != nil {
		return messages.Request{}, fmt.Errorf("request: %w", err)
	}
	if named := request.Checkpoint.Lane; named != lane {
		return messages.Request{}, fmt.Errorf("%w: request names lane %s on the subject of %s", ErrSubject, named, lane)
	}
	return request, nil
}
