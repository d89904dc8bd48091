package bus

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/nats-io/nats.go"

	"github.com/catenary-bridge/catenary/messages"
)

// Told is an answer that the stream keeps, and when the server stored it.
type Told struct {
	Answer messages.Answer
	At     time.Time // by the server's clock; of the answer that carries it, for a claim
	Claim  bool      // an earlier approval that its signer repeats with a later answer
}

// Reader looks at what the approvals stream keeps. It consumes nothing and
// acknowledges nothing, so that it may share a running member's identity. What it
// returns is what members wrote: no signature is verified here.
type Reader struct{ conn *Conn }

// NewReader returns a Reader on the connection, which stays the caller's to close.
func NewReader(conn *Conn) *Reader { return &Reader{conn} }

const headerTime = "Nats-Time-Stamp"

// Answers returns what the stream keeps of the answers on a lane, the oldest first: at
// most MessagesPerSubject of each signer, and the claims that its newest one carries.
// A relayer's identity may ask this; to a signer's the server does not answer.
// Answers that cannot be read, or that speak in another's name, are left out.
func (r *Reader) Answers(ctx context.Context, lane messages.LaneID) ([]Told, error) {
	pattern := approvalPrefix + lane.String() + ".*"
	stored, err := r.conn.readAnswers(ctx, pattern, fmt.Appendf(nil, `{"batch":%d,"seq":1,"next_by_subj":%q}`, maxRead, pattern))
	if err != nil {
		return nil, err
	}
	var told []Told
	newest := map[common.Address]*nats.Msg{}
	for _, m := range stored {
		one, err := readTold(m)
		if err != nil {
			continue
		}
		told = append(told, one)
		newest[one.Answer.Signer()] = m
	}
	for signer, m := range newest {
		told = append(told, readClaims(m, signer, lane)...)
	}
	return told, nil
}

// OwnAnswer returns the newest answer of one signer on a lane, and the claims that it
// carries, none if there is none: all that a signer's identity may read is its own.
func (r *Reader) OwnAnswer(ctx context.Context, lane messages.LaneID, signer common.Address) ([]Told, error) {
	m, err := r.conn.lastOf(ctx, approvalSubject(lane, signer))
	if err != nil || m == nil {
		return nil, err
	}
	one, err := readTold(m)
	if err != nil {
		return nil, err
	}
	return append([]Told{one}, readClaims(m, signer, lane)...), nil
}

func readTold(m *nats.Msg) (Told, error) {
	subject, isMessage, err := storedSubject(m)
	if err != nil {
		return Told{}, err
	}
	if !isMessage {
		return Told{}, errors.New("reply is no message")
	}
	answer, err := decodeAnswer(subject, m.Data)
	if err != nil {
		return Told{}, err
	}
	return Told{Answer: answer, At: storedAt(m)}, nil
}

// storedAt returns when the server stored a message. It adds that as a header to those
// that the writer chose, so that only a single one counts.
func storedAt(m *nats.Msg) time.Time {
	values := m.Header.Values(headerTime)
	if len(values) != 1 {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339Nano, values[0])
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

func readClaims(m *nats.Msg, signer common.Address, lane messages.LaneID) (told []Told) {
	for i, value := range m.Header.Values(claimHeader) {
		if i == maxClaims {
			break
		}
		var claim messages.Approval
		raw, err := base64.StdEncoding.DecodeString(value)
		if err == nil {
			err = claim.UnmarshalBinary(raw)
		}
		if err != nil || claim.Signer != signer || claim.Checkpoint.Lane != lane {
			continue // its writer is faulty or hostile
		}
		told = append(told, Told{Answer: messages.Answer{Approval: &claim}, At: storedAt(m), Claim: true})
	}
	return told
}
