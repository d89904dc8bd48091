package observe

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
	"github.com/catenary-bridge/catenary/messages"
)

// scripted is a light client of a chain whose blocks a test has written by hand, and an
// endpoint of it. What the blocks hold is proven.
type scripted struct {
	chains.Source
	headers  []*types.Header
	receipts [][]chains.TxReceipt
}

func (s *scripted) ChainID() uint64 { return observetest.Lane().SourceChain }
func (s *scripted) Final() lightclient.Final {
	header, err := lightclient.ReadHeader(s.headers[len(s.headers)-1])
	if err != nil {
		panic(err)
	}
	return lightclient.Believe(header)
}
func (s *scripted) Update(context.Context) (lightclient.Final, error) { return s.Final(), nil }
func (s *scripted) Name() string                                      { return "scripted" }
func (s *scripted) Headers(_ context.Context, from, to uint64) ([]*types.Header, error) {
	return s.headers[from : to+1], nil
}
func (s *scripted) Receipts(_ context.Context, block lightclient.Header) ([]chains.TxReceipt, error) {
	return s.receipts[block.Number], nil
}

// add makes a block of receipts as they are encoded.
func (s *scripted) add(bloom types.Bloom, receipts ...[]byte) {
	number := int64(len(s.headers))
	header := &types.Header{Number: big.NewInt(number), Difficulty: new(big.Int), Bloom: bloom}
	if number > 0 {
		header.ParentHash = s.headers[number-1].Hash()
	}
	told := make([]chains.TxReceipt, len(receipts))
	for i := range receipts {
		told[i].Encoded = receipts[i]
	}
	header.ReceiptHash = observetest.RootOf(told)
	s.headers, s.receipts = append(s.headers, header), append(s.receipts, told)
}

// logged adds a block of one receipt with logs.
func (s *scripted) logged(logs ...mpt.Log) {
	told, bloom := observetest.Encode([]mpt.Receipt{{Type: 2, Status: 1, CumulativeGasUsed: 50_000, Logs: logs}})
	s.add(bloom, told[0].Encoded)
}

// sentLog is a message's log, changed in whatever way.
func sentLog(nonce uint64, change func(e *chains.Event, l *mpt.Log)) mpt.Log {
	lane := observetest.Lane()
	m := messages.Message{Nonce: nonce, SourceChain: lane.SourceChain, TargetChain: lane.TargetChain, GasLimit: 1, Payload: []byte{byte(nonce)}}
	encoded, err := m.MarshalBinary()
	if err != nil {
		panic(err)
	}
	event := chains.Event{Nonce: nonce, ID: m.ID(), Encoded: encoded}
	log := mpt.Log{Address: lane.Outbox}
	if change != nil {
		change(&event, &log)
	}
	if log.Topics == nil {
		log.Topics, log.Data = chains.EncodeSent(lane, event)
	}
	return log
}

func forgedSent(nonce uint64, forge func(m *messages.Message)) mpt.Log {
	return sentLog(nonce, func(e *chains.Event, _ *mpt.Log) { *e = observetest.Forge(*e, forge) })
}

// TestAttackContractThatIsNoOutbox: everything is proven, and yet no Outbox does that.
// Nothing is passed on, and no endpoint is blamed for it.
func TestAttackContractThatIsNoOutbox(t *testing.T) {
	full := types.BytesToBloom(bytes.Repeat([]byte{0xff}, types.BloomByteLength))
	encoded := func(r mpt.Receipt) []byte { return mpt.AppendReceipt(nil, &r) }
	for _, test := range []struct {
		name  string
		build func(s *scripted)
		err   error
		text  string
	}{
		{"nonce left out in a block", func(s *scripted) { s.logged(sentLog(1, nil), sentLog(3, nil)) }, ErrNotOutbox, "nonce 3 follows 1"},
		{"nonce twice in a block", func(s *scripted) { s.logged(sentLog(1, nil), sentLog(1, nil)) }, ErrNotOutbox, "nonce 1 follows 1"},
		{"nonces fall in a block", func(s *scripted) { s.logged(sentLog(2, nil), sentLog(1, nil)) }, ErrNotOutbox, "nonce 1 follows 2"},
		{"nonce left out between blocks", func(s *scripted) { s.logged(sentLog(1, nil)); s.logged(); s.logged(sentLog(3, nil)) }, ErrNotOutbox, "ends with nonce 1, the next message is 3"},
		{"nonce again in another block", func(s *scripted) { s.logged(sentLog(1, nil), sentLog(2, nil)); s.logged(sentLog(2, nil)) }, ErrNotOutbox, "ends with nonce 2, the next message is 2"},
		{"first nonce is not one", func(s *scripted) { s.logged(sentLog(2, nil)) }, ErrNotOutbox, "sent the messages 2 to 2, while the lane stood at nonce 0"},
		{"nonce zero", func(s *scripted) { s.logged(sentLog(1, func(e *chains.Event, _ *mpt.Log) { e.Nonce = 0 })) }, ErrNotOutbox, "the log's is 0"},
		{"nonce beyond 64 bits", func(s *scripted) {
			s.logged(sentLog(1, func(e *chains.Event, l *mpt.Log) {
				l.Topics, l.Data = chains.EncodeSent(observetest.Lane(), *e)
				l.Topics[2][0] = 1
			}))
		}, ErrNotOutbox, "want at most 8 bytes"},
		{"three topics", func(s *scripted) {
			s.logged(sentLog(1, func(e *chains.Event, l *mpt.Log) {
				l.Topics, l.Data = chains.EncodeSent(observetest.Lane(), *e)
				l.Topics = l.Topics[:3]
			}))
		}, ErrNotOutbox, "log with 3 topics"},
		{"id of another message", func(s *scripted) { s.logged(sentLog(1, func(e *chains.Event, _ *mpt.Log) { e.ID[0] ^= 1 })) }, ErrNotOutbox, "its id is"},
		{"nonce of another message", func(s *scripted) { s.logged(forgedSent(1, func(m *messages.Message) { m.Nonce = 2 })) }, ErrNotOutbox, "encoded nonce is 2"},
		{"message of another source", func(s *scripted) { s.logged(forgedSent(1, func(m *messages.Message) { m.SourceChain = 7 })) }, ErrNotOutbox, "source chain is 7"},
		{"message for another target", func(s *scripted) { s.logged(forgedSent(1, func(m *messages.Message) { m.TargetChain = 7 })) }, ErrNotOutbox, "target chain is 7"},
		{"bytes that are no message", func(s *scripted) {
			s.logged(sentLog(1, func(e *chains.Event, _ *mpt.Log) { e.Encoded = []byte{1, 2} }))
		}, ErrNotOutbox, "message of 2 bytes"},
		{"data that is not ABI's", func(s *scripted) {
			s.logged(sentLog(1, func(e *chains.Event, l *mpt.Log) {
				l.Topics, l.Data = chains.EncodeSent(observetest.Lane(), *e)
				l.Data = l.Data[1:]
			}))
		}, ErrNotOutbox, "want whole words"},
		{"receipt of an unknown type", func(s *scripted) { s.add(full, encoded(mpt.Receipt{Type: 0x55, Bloom: types.Bloom{}})) }, ErrUnreadable, "type 0x55"},
		{"receipt whose bloom hides a message", func(s *scripted) {
			s.add(full, encoded(mpt.Receipt{Type: 2, Status: 1, Logs: []mpt.Log{sentLog(1, nil)}}))
		}, ErrUnreadable, "its bloom is not that of its 1 logs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &scripted{}
			s.add(types.Bloom{})
			test.build(s)
			start := observetest.Lane().Start()
			o := observeBy(t, ModeReceipts, nil, s, start, s)
			for range 2 { // it stays so
				_, moved, err := o.look(t.Context())
				if moved || !errors.Is(err, test.err) || !strings.Contains(err.Error(), test.text) || o.cursor != start {
					t.Fatalf("moved: %t, error: %v, want %q, saying %q", moved, err, test.err, test.text)
				}
			}
			if record := o.Status().Sources[0]; record.Faults != 0 {
				t.Fatalf("the endpoint is blamed: %+v", record)
			}
		})
	}
}

// TestAttackNonceLeftOutLater: the gap lies between what was read at one look and at the
// next.
func TestAttackNonceLeftOutLater(t *testing.T) {
	for _, passed := range []bool{true, false} {
		s := &scripted{}
		s.logged()
		first := uint64(1)
		if passed {
			s.logged(sentLog(1, nil), sentLog(2, nil))
			first = 3
		}
		o := observeBy(t, ModeReceipts, nil, s, observetest.Lane().Start(), s)
		before := len(all(t, t.Context(), o))
		s.logged(sentLog(first+1, nil))
		_, moved, err := o.look(t.Context())
		if moved || !errors.Is(err, ErrNotOutbox) || !strings.Contains(err.Error(), "follows") || o.cursor.Nonce != first-1 {
			t.Fatalf("%d segments before; moved: %t, error: %v, want the gap", before, moved, err)
		}
	}
}

// TestAttackNumbers: a header whose hash is right and whose number is not, which only a
// broken consensus can make.
func TestAttackNumbers(t *testing.T) {
	s := &scripted{}
	s.logged()
	s.headers[0].Number = big.NewInt(5)
	s.logged(sentLog(1, nil)) // descends from it
	o := observeBy(t, ModeReceipts, nil, s, observetest.Lane().Start(), s)
	if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, ErrHeaders) || !strings.Contains(err.Error(), "has number 5, want 0") {
		t.Fatalf("moved: %t, error: %v, want the number refused", moved, err)
	}
}

// TestAttackTopicsOfAnotherContract: anybody can emit the lane's event, with topics and
// data to the letter. Only the address tells.
func TestAttackTopicsOfAnotherContract(t *testing.T) {
	s := &scripted{}
	s.add(types.Bloom{})
	impostor := func(nonce uint64) mpt.Log {
		log := sentLog(nonce, nil)
		log.Address[0] ^= 1
		return log
	}
	other := sentLog(2, func(e *chains.Event, l *mpt.Log) {
		lane := observetest.Lane()
		lane.TargetChain = 9003
		l.Topics, l.Data = chains.EncodeSent(lane, *e) // the Outbox's own, of another lane
	})
	s.logged(impostor(1), sentLog(1, nil), impostor(2), other, sentLog(2, nil), impostor(3))
	s.logged(impostor(3))
	o := observeBy(t, ModeReceipts, nil, s, observetest.Lane().Start(), s)
	segments := all(t, t.Context(), o)
	if len(segments) != 1 || len(segments[0].Messages()) != 2 || segments[0].To().Nonce != 2 {
		t.Fatalf("%d segments, want one of two messages", len(segments))
	}
}
