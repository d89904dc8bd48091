package observetest

import (
	"context"
	"slices"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// Liar is an endpoint that changes what another one says. A nil function leaves the
// answer as it is. It works on any Source, so that stories on real chains can have
// lying endpoints too.
type Liar struct {
	chains.Source
	ChangeName   string
	ChangeEvents func(ctx context.Context, after, upTo uint64, honest []chains.Event) ([]chains.Event, error)
	ChangeProof  func(ctx context.Context, at lightclient.Final, honest chains.LaneProof) (chains.LaneProof, error)
	ChangeWatch  func(ctx context.Context, hint func()) error

	ChangeHeaders  func(ctx context.Context, from, to uint64, honest []*types.Header) ([]*types.Header, error)
	ChangeReceipts func(ctx context.Context, block lightclient.Header, honest []chains.TxReceipt) ([]chains.TxReceipt, error)
}

// Name is ChangeName, or the honest one.
func (l *Liar) Name() string {
	if l.ChangeName != "" {
		return l.ChangeName
	}
	return l.Source.Name()
}

// Events tells what ChangeEvents makes of the truth.
func (l *Liar) Events(ctx context.Context, lane messages.Lane, after, upTo, head uint64) ([]chains.Event, error) {
	events, err := l.Source.Events(ctx, lane, after, upTo, head)
	if err != nil || l.ChangeEvents == nil {
		return events, err
	}
	return l.ChangeEvents(ctx, after, upTo, events)
}

// LaneProof shows what ChangeProof makes of the truth.
func (l *Liar) LaneProof(ctx context.Context, lane messages.Lane, at lightclient.Final) (chains.LaneProof, error) {
	proof, err := l.Source.LaneProof(ctx, lane, at)
	if err != nil || l.ChangeProof == nil {
		return proof, err
	}
	return l.ChangeProof(ctx, at, proof)
}

// Headers tells what ChangeHeaders makes of the truth.
func (l *Liar) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	headers, err := l.Source.Headers(ctx, from, to)
	if err != nil || l.ChangeHeaders == nil {
		return headers, err
	}
	return l.ChangeHeaders(ctx, from, to, headers)
}

// Receipts tells what ChangeReceipts makes of the truth.
func (l *Liar) Receipts(ctx context.Context, block lightclient.Header) ([]chains.TxReceipt, error) {
	receipts, err := l.Source.Receipts(ctx, block)
	if err != nil || l.ChangeReceipts == nil {
		return receipts, err
	}
	return l.ChangeReceipts(ctx, block, receipts)
}

// Watch behaves as ChangeWatch does.
func (l *Liar) Watch(ctx context.Context, lane messages.Lane, hint func()) error {
	if l.ChangeWatch == nil {
		return l.Source.Watch(ctx, lane, hint)
	}
	return l.ChangeWatch(ctx, hint)
}

// changeEvents makes a Liar whose answers lie about one message.
func changeEvents(source chains.Source, name string, change func([]chains.Event) []chains.Event) *Liar {
	return &Liar{Source: source, ChangeName: name, ChangeEvents: func(_ context.Context, _, _ uint64, honest []chains.Event) ([]chains.Event, error) {
		return change(honest), nil
	}}
}

func indexOf(events []chains.Event, nonce uint64) int {
	return slices.IndexFunc(events, func(e chains.Event) bool { return e.Nonce == nonce })
}

// Hide leaves one message out.
func Hide(source chains.Source, name string, nonce uint64) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		return slices.DeleteFunc(events, func(e chains.Event) bool { return e.Nonce == nonce })
	})
}

// Truncate leaves out one message and all behind it.
func Truncate(source chains.Source, name string, nonce uint64) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		return slices.DeleteFunc(events, func(e chains.Event) bool { return e.Nonce >= nonce })
	})
}

// Repeat tells one message twice.
func Repeat(source chains.Source, name string, nonce uint64) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		if i := indexOf(events, nonce); i >= 0 {
			return slices.Insert(events, i, events[i])
		}
		return events
	})
}

// Reorder swaps one message with the next.
func Reorder(source chains.Source, name string, nonce uint64) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		if i := indexOf(events, nonce); i >= 0 && i+1 < len(events) {
			events[i], events[i+1] = events[i+1], events[i]
		}
		return events
	})
}

// Alter changes one message as a clever liar does: its encoding is canonical, and
// its id is that of the changed encoding.
func Alter(source chains.Source, name string, nonce uint64, change func(*messages.Message)) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		if i := indexOf(events, nonce); i >= 0 {
			events[i] = Forge(events[i], change)
		}
		return events
	})
}

// Forge returns the event with a changed message and the id that fits it.
func Forge(event chains.Event, change func(*messages.Message)) chains.Event {
	m, err := messages.DecodeMessage(event.Encoded)
	if err != nil {
		return event
	}
	change(m)
	encoded, err := m.MarshalBinary()
	if err != nil {
		return event
	}
	event.Encoded, event.ID = encoded, m.ID()
	return event
}

// Corrupt changes one event as a careless liar does, in whatever way.
func Corrupt(source chains.Source, name string, nonce uint64, change func(*chains.Event)) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		if i := indexOf(events, nonce); i >= 0 {
			change(&events[i])
		}
		return events
	})
}

// Invent adds a message behind the last of each answer.
func Invent(source chains.Source, name string) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		if len(events) == 0 {
			return events
		}
		last := Forge(events[len(events)-1], func(m *messages.Message) { m.Nonce++ })
		last.Nonce++
		return append(events, last)
	})
}

// Stall answers nothing until the caller gives up.
func Stall(source chains.Source, name string) *Liar {
	return &Liar{
		Source: source, ChangeName: name,
		ChangeEvents: func(ctx context.Context, _, _ uint64, _ []chains.Event) ([]chains.Event, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
		ChangeProof: func(ctx context.Context, _ lightclient.Final, _ chains.LaneProof) (chains.LaneProof, error) {
			<-ctx.Done()
			return chains.LaneProof{}, ctx.Err()
		},
		ChangeWatch: func(ctx context.Context, _ func()) error { <-ctx.Done(); return ctx.Err() },
		ChangeHeaders: func(ctx context.Context, _, _ uint64, _ []*types.Header) ([]*types.Header, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
		ChangeReceipts: func(ctx context.Context, _ lightclient.Header, _ []chains.TxReceipt) ([]chains.TxReceipt, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}
}

// Proofless is an endpoint that makes no lane proofs, as some nodes do not.
func Proofless(source chains.Source, name string) *Liar {
	return &Liar{Source: source, ChangeName: name, ChangeProof: func(context.Context, lightclient.Final, chains.LaneProof) (chains.LaneProof, error) {
		return chains.LaneProof{}, chains.ErrUnsupported
	}}
}

// Receipts changes the receipts of blocks, careful or not, as change does.
func Receipts(source chains.Source, name string, change func(block lightclient.Header, honest []chains.TxReceipt) []chains.TxReceipt) *Liar {
	return &Liar{Source: source, ChangeName: name, ChangeReceipts: func(_ context.Context, block lightclient.Header, honest []chains.TxReceipt) ([]chains.TxReceipt, error) {
		return change(block, honest), nil
	}}
}

// Headers changes headers as change does.
func Headers(source chains.Source, name string, change func(honest []*types.Header) []*types.Header) *Liar {
	return &Liar{Source: source, ChangeName: name, ChangeHeaders: func(_ context.Context, _, _ uint64, honest []*types.Header) ([]*types.Header, error) {
		return change(honest), nil
	}}
}

// Deaf answers well but its subscription never hints.
func Deaf(source chains.Source, name string) *Liar {
	return &Liar{Source: source, ChangeName: name, ChangeWatch: func(ctx context.Context, _ func()) error {
		<-ctx.Done()
		return ctx.Err()
	}}
}

// Prove shows another proof than the one asked for.
func Prove(source chains.Source, name string, change func(at lightclient.Final, honest chains.LaneProof) chains.LaneProof) *Liar {
	return &Liar{Source: source, ChangeName: name, ChangeProof: func(_ context.Context, at lightclient.Final, honest chains.LaneProof) (chains.LaneProof, error) {
		return change(at, honest), nil
	}}
}

// Mutate lies in a random way about a random message of each answer. choose(n)
// returns a number from 0 to n-1.
func Mutate(source chains.Source, name string, choose func(n int) int) *Liar {
	return changeEvents(source, name, func(events []chains.Event) []chains.Event {
		if len(events) == 0 {
			return events
		}
		i := choose(len(events))
		j := choose(len(events))
		switch choose(9) {
		case 0:
			return slices.Delete(events, i, i+1)
		case 1:
			return slices.Insert(events, j, events[i])
		case 2:
			events[i], events[j] = events[j], events[i]
		case 3:
			at := choose(len(events[i].Encoded))
			events[i].Encoded[at] ^= 1 << choose(8)
		case 4:
			at := choose(len(events[i].Encoded))
			bit := byte(1) << choose(8)
			events[i].Encoded[at] ^= bit
			events[i].ID = messages.EncodedID(events[i].Encoded)
		case 5:
			events[i].ID[choose(32)] ^= 1 << choose(8)
		case 6:
			events[i].Nonce += uint64(choose(3))
		case 7:
			return events[:i]
		case 8:
			return append(events, events[j])
		}
		return events
	})
}
