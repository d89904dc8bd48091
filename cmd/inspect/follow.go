package inspect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Follower looks at a message until it is executed.
type Follower struct {
	// Look is asked again and again.
	Look func(ctx context.Context) (*Trace, error)

	// Watch calls hint when it is worth looking again, until ctx or what it hears of ends.
	// May be nil.
	Watch func(ctx context.Context, hint func()) error

	// Changed hears of every change, the first look included; Trouble of each new reason
	// for which a look fails. Both from the goroutine that called Run.
	Changed func(*Trace)
	Trouble func(error)
}

// Run returns the last trace when all its messages are executed, or when ctx ends, then
// with its error. A message that nobody knows yet is waited for: a relayer sees it when
// it is final.
func (f *Follower) Run(ctx context.Context) (*Trace, error) {
	hints := make(chan struct{}, 1)
	if f.Watch != nil {
		listening, stop := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() { defer close(done); f.listen(listening, hints) }()
		defer func() { stop(); <-done }()
	}
	var last *Trace
	var shown []byte
	trouble := ""
	for {
		trace, err := f.Look(ctx)
		switch {
		case ctx.Err() != nil:
			return last, ctx.Err()
		case err != nil:
			if err.Error() != trouble {
				trouble = err.Error()
				f.Trouble(err)
			}
		default:
			last, trouble = trace, ""
			if now := trace.fingerprint(); !bytes.Equal(now, shown) {
				shown = now
				f.Changed(trace)
			}
			if trace.Executed() {
				return trace, nil
			}
		}
		if err := pause(ctx, hints); err != nil {
			return last, err
		}
	}
}

// listen turns events into hints. Where there are none it tries again now and then: a
// relayer may be started meanwhile.
func (f *Follower) listen(ctx context.Context, hints chan<- struct{}) {
	hint := func() {
		select {
		case hints <- struct{}{}:
		default: // one is waiting already
		}
	}
	for ctx.Err() == nil {
		_ = f.Watch(ctx, hint) // whatever ended it, looks are made without hints too
		if pauseFor(ctx, followEvery) != nil {
			return
		}
	}
}

// pause waits between two looks.
func pause(ctx context.Context, hints <-chan struct{}) error {
	if err := pauseFor(ctx, followAtLeast); err != nil {
		return err
	}
	timer := time.NewTimer(followEvery)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-hints:
	case <-timer.C:
	}
	return nil
}

func pauseFor(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// fingerprint is what a trace says, but for the times that change with every look.
func (t *Trace) fingerprint() []byte {
	still := *t
	still.At = time.Time{}
	still.Messages = append([]Message{}, t.Messages...)
	for i := range still.Messages {
		m := &still.Messages[i]
		m.Next.At = time.Time{}
		m.Steps = append([]Step{}, m.Steps...)
		for j := range m.Steps {
			if m.Steps[j].Name == StepFinal { // the newest final block, in direct mode
				m.Steps[j].Block, m.Steps[j].At, m.Steps[j].Text = 0, time.Time{}, ""
			}
		}
		if m.step(StepFinal).waits() {
			m.Next.What = "" // how many blocks are left
		}
		m.Approvals.Signers = append([]Signer{}, m.Approvals.Signers...)
		for j := range m.Approvals.Signers {
			s := &m.Approvals.Signers[j]
			s.Again = time.Time{}
			if s.State != SignerApproved { // a refusal is repeated, a silent one was heard of elsewhere
				s.At, s.Detail = time.Time{}, ""
			}
		}
	}
	text, err := json.Marshal(still)
	if err != nil { // every field of a Trace can be written
		return nil
	}
	return text
}

func (s *Step) waits() bool { return s != nil && s.State == Waiting }

// Summary says in a line where the messages are and what comes next.
func (t *Trace) Summary() string {
	if tx := t.Transaction; tx != nil && tx.Pending {
		return fmt.Sprintf("transaction is in the pool of chain %d", tx.Chain)
	}
	var parts []string
	for i := range t.Messages {
		m := &t.Messages[i]
		part := fmt.Sprintf("%s nonce %d %s", plain(m.Lane), m.Nonce, plain(m.Stage))
		if m.Outcome == Pending {
			part += ", next: " + plain(m.Next.What)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

// JSON is the trace in one line.
func (t *Trace) JSON() ([]byte, error) { return oneLine(t) }

// JSON is the status in one line.
func (s *Status) JSON() ([]byte, error) { return oneLine(s) }

func oneLine(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // a lane's name holds a >
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
