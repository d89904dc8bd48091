package messages

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// jsonUint is a uint64 as the protocol writes it: a JSON number up to 2^53 - 1
// and a decimal string above.
type jsonUint uint64

func (u jsonUint) MarshalJSON() ([]byte, error) {
	if u <= maxJSONInteger {
		return strconv.AppendUint(nil, uint64(u), 10), nil
	}
	return strconv.AppendQuote(nil, strconv.FormatUint(uint64(u), 10)), nil
}

func (u *jsonUint) UnmarshalJSON(b []byte) error {
	text := strings.TrimSuffix(strings.TrimPrefix(string(b), `"`), `"`)
	v, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: %s is not an unsigned 64-bit integer", ErrDecode, abbreviate(b))
	}
	*u = jsonUint(v)
	return nil // whether it was the right form is seen when the whole is encoded again
}

// jsonBytes is a byte string as 0x-hex.
type jsonBytes []byte

func (b jsonBytes) MarshalText() ([]byte, error) { return []byte(encodeHex(b)), nil }

func (b *jsonBytes) UnmarshalText(text []byte) (err error) {
	if len(text) > 2+2*MaxPayloadSize {
		return fmt.Errorf("%w: payload of %d hex characters, want at most %d", ErrDecode, len(text), 2+2*MaxPayloadSize)
	}
	*b, err = decodeHex("payload", text)
	return err
}

type jsonMessage struct {
	Version     jsonUint  `json:"version"`
	Nonce       jsonUint  `json:"nonce"`
	SourceChain jsonUint  `json:"sourceChain"`
	Sender      Account   `json:"sender"`
	TargetChain jsonUint  `json:"targetChain"`
	Recipient   Account   `json:"recipient"`
	Timestamp   jsonUint  `json:"timestamp"`
	GasLimit    jsonUint  `json:"gasLimit"`
	Payload     jsonBytes `json:"payload"`
	ID          ID        `json:"id"`
}

// MarshalJSON writes the JSON form of the protocol, id included.
func (m Message) MarshalJSON() ([]byte, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	return json.Marshal(jsonMessage{
		Version, jsonUint(m.Nonce), jsonUint(m.SourceChain), m.Sender, jsonUint(m.TargetChain),
		m.Recipient, jsonUint(m.Timestamp), jsonUint(m.GasLimit), m.Payload, m.ID(),
	})
}

// UnmarshalJSON reads exactly what MarshalJSON writes; in particular, the id must
// be that of the other fields.
func (m *Message) UnmarshalJSON(b []byte) error {
	var j jsonMessage
	if err := decodeStrict(b, &j); err != nil {
		return err
	}
	if j.Version != Version {
		return fmt.Errorf("%w: version %d, want %d", ErrDecode, j.Version, Version)
	}
	decoded := Message{
		uint64(j.Nonce), uint64(j.SourceChain), j.Sender, uint64(j.TargetChain),
		j.Recipient, uint64(j.Timestamp), uint64(j.GasLimit), j.Payload,
	}
	if err := decoded.Validate(); err != nil {
		return err
	}
	if id := decoded.ID(); id != j.ID {
		return fmt.Errorf("%w: id %s, want %s for these fields", ErrDecode, j.ID, id)
	}
	*m = decoded
	return nil
}

type jsonPosition struct {
	Nonce       jsonUint    `json:"nonce"`
	Accumulator Accumulator `json:"accumulator"`
}

// MarshalJSON writes {"nonce", "accumulator"}.
func (p Position) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonPosition{jsonUint(p.Nonce), p.Accumulator})
}

// UnmarshalJSON reads exactly what MarshalJSON writes.
func (p *Position) UnmarshalJSON(b []byte) error {
	var j jsonPosition
	if err := decodeStrict(b, &j); err != nil {
		return err
	}
	*p = Position{uint64(j.Nonce), j.Accumulator}
	return nil
}

type jsonLane struct {
	SourceChain jsonUint       `json:"sourceChain"`
	Outbox      common.Address `json:"outbox"`
	OutboxMark  Mark           `json:"outboxMark"`
	TargetChain jsonUint       `json:"targetChain"`
}

// MarshalJSON writes {"sourceChain", "outbox", "outboxMark", "targetChain"}.
func (l Lane) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonLane{jsonUint(l.SourceChain), l.Outbox, l.OutboxMark, jsonUint(l.TargetChain)})
}

// UnmarshalJSON reads exactly what MarshalJSON writes.
func (l *Lane) UnmarshalJSON(b []byte) error {
	var j jsonLane
	if err := decodeStrict(b, &j); err != nil {
		return err
	}
	*l = Lane{uint64(j.SourceChain), j.Outbox, j.OutboxMark, uint64(j.TargetChain)}
	return nil
}

type jsonCheckpoint struct {
	Lane        LaneID      `json:"lane"`
	Inbox       InboxID     `json:"inbox"`
	Nonce       jsonUint    `json:"nonce"`
	Accumulator Accumulator `json:"accumulator"`
	Epoch       jsonUint    `json:"epoch"`
}

// MarshalJSON writes the checkpoint's five fields.
func (c Checkpoint) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonCheckpoint{c.Lane, c.Inbox, jsonUint(c.Nonce), c.Accumulator, jsonUint(c.Epoch)})
}

// UnmarshalJSON reads exactly what MarshalJSON writes.
func (c *Checkpoint) UnmarshalJSON(b []byte) error {
	var j jsonCheckpoint
	if err := decodeStrict(b, &j); err != nil {
		return err
	}
	*c = Checkpoint{j.Lane, j.Inbox, uint64(j.Nonce), j.Accumulator, uint64(j.Epoch)}
	return nil
}

type jsonDomain struct {
	TargetChain jsonUint       `json:"targetChain"`
	Verifier    common.Address `json:"verifier"`
}

// MarshalJSON writes {"targetChain", "verifier"}.
func (d Domain) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonDomain{jsonUint(d.TargetChain), d.Verifier})
}

// UnmarshalJSON reads exactly what MarshalJSON writes.
func (d *Domain) UnmarshalJSON(b []byte) error {
	var j jsonDomain
	if err := decodeStrict(b, &j); err != nil {
		return err
	}
	*d = Domain{uint64(j.TargetChain), j.Verifier}
	return nil
}

type jsonRequest struct {
	Checkpoint  Checkpoint `json:"checkpoint"`
	Domain      Domain     `json:"domain"`
	SourceChain jsonUint   `json:"sourceChain"`
	SourceBlock jsonUint   `json:"sourceBlock"`
	Attempt     jsonUint   `json:"attempt"`
}

// MarshalJSON writes the request's five fields.
func (r Request) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonRequest{r.Checkpoint, r.Domain, jsonUint(r.SourceChain), jsonUint(r.SourceBlock), jsonUint(r.Attempt)})
}

// UnmarshalJSON reads exactly what MarshalJSON writes.
func (r *Request) UnmarshalJSON(b []byte) error {
	var j jsonRequest
	if err := decodeStrict(b, &j); err != nil {
		return err
	}
	*r = Request{j.Checkpoint, j.Domain, uint64(j.SourceChain), uint64(j.SourceBlock), uint64(j.Attempt)}
	return nil
}

// plainApproval and plainRefusal have the fields without the methods.
type plainApproval Approval

// UnmarshalJSON reads exactly what json.Marshal writes of an Approval. The
// signature is not verified; see [Approval.Verify].
func (a *Approval) UnmarshalJSON(b []byte) error { return decodeStrict(b, (*plainApproval)(a)) }

type plainRefusal Refusal

// UnmarshalJSON reads exactly what json.Marshal writes of a Refusal.
func (r *Refusal) UnmarshalJSON(b []byte) error { return decodeStrict(b, (*plainRefusal)(r)) }

type jsonAnswer struct {
	Attempt  jsonUint  `json:"attempt"`
	Approval *Approval `json:"approval,omitempty"`
	Refusal  *Refusal  `json:"refusal,omitempty"`
}

// MarshalJSON writes the attempt and the one part that is there.
func (a Answer) MarshalJSON() ([]byte, error) {
	if err := a.Validate(); err != nil {
		return nil, err
	}
	return json.Marshal(jsonAnswer{jsonUint(a.Attempt), a.Approval, a.Refusal})
}

// UnmarshalJSON reads exactly what MarshalJSON writes.
func (a *Answer) UnmarshalJSON(b []byte) error {
	var j jsonAnswer
	if err := decodeStrict(b, &j); err != nil {
		return err
	}
	decoded := Answer{uint64(j.Attempt), j.Approval, j.Refusal}
	if err := decoded.Validate(); err != nil {
		return err
	}
	*a = decoded
	return nil
}

// decodeStrict decodes one JSON value and accepts it only if encoding it again
// gives the same bytes. That one rule refuses what encoding/json lets pass:
// missing, repeated and misspelt keys, keys in another order, a number written
// in another form, upper-case hex, null for a value.
func decodeStrict(b []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%w: %w", ErrDecode, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("%w: more follows the JSON value", ErrDecode)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, b); err != nil {
		return fmt.Errorf("%w: %w", ErrDecode, err)
	}
	again, err := json.Marshal(into)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDecode, err)
	}
	if !bytes.Equal(again, compact.Bytes()) {
		return fmt.Errorf("%w: JSON form: got %s, want %s", ErrDecode, around(compact.Bytes(), again), around(again, compact.Bytes()))
	}
	return nil
}

// around quotes the part of a in which it begins to differ from b.
func around(a, b []byte) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	start := max(0, i-24)
	return strconv.Quote(string(a[start:min(len(a), i+40)]))
}
