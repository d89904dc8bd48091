package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/catenary-bridge/catenary/messages"
)

// Relayer writes requests under its name, and reads answers.
type Relayer struct {
	conn    *Conn
	name    string
	dropped drops
}

// NewRelayer validates the name.
func NewRelayer(conn *Conn, name string) (*Relayer, error) {
	if !relayerName.MatchString(name) {
		return nil, fmt.Errorf("%w: relayer name %.80q, want 1 to 32 lower-case letters, digits and inner hyphens", ErrConfig, name)
	}
	return &Relayer{conn: conn, name: name}, nil
}

// PublishRequest asks the lane's signers to approve a checkpoint. It returns when
// the request is on the server's disk; the same request with the same attempt is
// stored once. A repeated request carries the next attempt.
func (r *Relayer) PublishRequest(ctx context.Context, request messages.Request) error {
	if request.Attempt == 0 {
		return fmt.Errorf("%w: request has attempt 0, the first is 1", ErrConfig)
	}
	body, err := json.Marshal(request)
	if err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	subject := checkpointSubject(request.Checkpoint.Lane, r.name)
	return r.conn.publish(ctx, checkpointStream, &nats.Msg{Subject: subject, Data: body})
}

// Answers hands every answer to the handler, one at a time, until ctx ends. It
// begins with the newest answer of each signer on each lane, so that a restarted
// relayer finds what it asked for before; an answer may come more than once, and
// the handler must not mind. An answer is acknowledged after the handler returns.
//
// What is handed on was written by the signer it names, as far as the server
// enforces its permissions; its signature is not verified here.
func (r *Relayer) Answers(ctx context.Context, handler func(messages.Answer)) error {
	for pause := retryMin; ; pause = min(2*pause, retryMax) {
		answers, err := r.lastAnswers(ctx, approvalPrefix+"*.*")
		if err == nil {
			for _, answer := range answers {
				handler(answer)
			}
			break
		}
		r.conn.log.Warn("earlier answers cannot be read yet, trying again", "error", err, "pause", pause)
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
	return r.conn.consume(ctx, approvalStream, relayerDurable(r.name), func(d delivery) {
		verb := settleDone
		if answer, err := decodeAnswer(d.subject, d.data); err != nil {
			r.drop(d.subject, err)
			verb = settleDrop
		} else {
			handler(answer)
		}
		if err := d.settle(verb); err != nil {
			r.conn.log.Warn("answer is not acknowledged, it will come again", "subject", d.subject, "error", err)
		}
	})
}

// LastAnswers returns the newest answer of each signer on the lane.
func (r *Relayer) LastAnswers(ctx context.Context, lane messages.LaneID) ([]messages.Answer, error) {
	return r.lastAnswers(ctx, approvalPrefix+lane.String()+".*")
}

func (r *Relayer) lastAnswers(ctx context.Context, pattern string) ([]messages.Answer, error) {
	stored, err := r.conn.lastOfEach(ctx, pattern)
	if err != nil {
		return nil, err
	}
	answers := make([]messages.Answer, 0, len(stored))
	for _, m := range stored {
		var answer messages.Answer
		subject, _, err := storedSubject(m)
		if err == nil {
			answer, err = decodeAnswer(subject, m.Data)
		}
		if err != nil {
			r.drop(subject, err)
			continue
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// Dropped counts answers that were not handed on because they cannot be read or
// speak in another's name.
func (r *Relayer) Dropped() uint64 { return r.dropped.count() }

func (r *Relayer) drop(subject string, err error) {
	r.dropped.add(r.conn.log, "answer", subject, err)
}

// decodeAnswer reads an answer and holds it against the subject it came on, which
// is what the server lets the signer write to.
func decodeAnswer(subject string, data []byte) (answer messages.Answer, err error) {
	lane, writer, err := parseSubject(approvalPrefix, subject)
	if err != nil {
		return answer, err
	}
	if len(data) > MaxMessageSize {
		return answer, fmt.Errorf("%w: %d bytes, want at most %d", ErrTooLarge, len(data), MaxMessageSize)
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return messages.Answer{}, fmt.Errorf("answer: %w", err)
	}
	if named := addressToken(answer.Signer()); named != writer {
		return messages.Answer{}, fmt.Errorf("%w: answer names signer %s on the subject of %.80s", ErrSubject, named, writer)
	}
	if named := answer.Checkpoint().Lane; named != lane {
		return messages.Answer{}, fmt.Errorf("%w: answer names lane %s on the subject of %s", ErrSubject, named, lane)
	}
	return answer, nil
}
