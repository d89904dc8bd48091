package chaintest

import (
	"context"
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// receiptsShowTheSame reads the lane by receipts beside lane proofs, from each position:
// both see the same messages, in whatever segments.
func receiptsShowTheSame(t *testing.T, s *stage) {
	s.Send(t, Accepting, 4, 64)
	s.see(t, 4)
	s.Send(t, Failing, 1, 0)
	s.Send(t, Accepting, 3, 700)
	s.see(t, 8)
	proofless := observetest.Proofless(s.Source, "proofless")
	for _, mode := range []observe.Mode{observe.ModeReceipts, observe.ModeAuto} {
		for from := range 8 {
			start := s.Lane.Start()
			if from > 0 {
				start = s.seen[from-1].Position
			}
			o := s.observeBy(t, mode, start, proofless)
			for i := from; i < 8; {
				segment, err := next(s.ctx, o, func() { s.Tick(t) })
				if err != nil {
					t.Fatalf("%s from nonce %d: %v (%+v)", mode, from, err, o.Status())
				}
				for _, got := range segment.Messages() {
					if want := s.seen[i]; got.ID != want.ID || got.Position != want.Position || got.Block != want.Block || got.TxHash != want.TxHash || !got.Message.Equal(&want.Message) {
						t.Fatalf("%s from nonce %d: message %d is %+v, a lane proof showed %+v", mode, from, i+1, got, want)
					}
					i++
				}
			}
		}
	}
	wrong := messages.Position{Nonce: 5, Accumulator: messages.Accumulator{1}}
	var divergence *observe.DivergenceError
	if _, err := s.observeBy(t, observe.ModeReceipts, wrong, proofless).Next(s.ctx); !errors.As(err, &divergence) || !divergence.Certain || divergence.History != s.seen[4].Position.Accumulator {
		t.Fatalf("error %v, want a certain divergence with the true accumulator", err)
	}
}

// receiptsOfAHiddenMessage: an endpoint that hides a receipt is refused by the root.
func receiptsOfAHiddenMessage(t *testing.T, s *stage) {
	s.Send(t, Accepting, 3, 64)
	s.see(t, 3)
	liar := observetest.Receipts(s.Source, "liar", func(_ lightclient.Header, honest []chains.TxReceipt) []chains.TxReceipt {
		return honest[:len(honest)-1]
	})
	o := s.observeBy(t, observe.ModeReceipts, s.Lane.Start(), liar, s.Source)
	segment, err := next(s.ctx, o, func() { s.Tick(t) })
	if err != nil || segment.To() != s.seen[2].Position {
		t.Fatalf("segment up to %+v, error %v", segment.To(), err)
	}
	if record := o.Status().Sources[0]; record.Faults == 0 {
		t.Fatalf("record of the liar is %+v, want its fault", record)
	}
}

// receiptsOfUnknownBlock: a block that nobody has is no block without receipts.
func receiptsOfUnknownBlock(t *testing.T, s *stage) {
	header := s.Client.Final().Header()
	if header == (lightclient.Header{}) {
		final, err := s.Client.Update(s.ctx)
		if err != nil {
			t.Fatal(err)
		}
		header = final.Header()
	}
	if _, err := s.Source.Receipts(s.ctx, header); err != nil {
		t.Fatalf("receipts of the final block: %v", err)
	}
	known := header
	header.Hash = common.Hash{1}
	if receipts, err := s.Source.Receipts(s.ctx, header); !errors.Is(err, lightclient.ErrNoSuchHeader) {
		t.Fatalf("%d receipts, error %v, want %v", len(receipts), err, lightclient.ErrNoSuchHeader)
	}
	far := header.Number + 1<<20
	if headers, err := s.Source.Headers(s.ctx, far, far); !errors.Is(err, lightclient.ErrNoSuchHeader) {
		t.Fatalf("%d headers, error %v, want %v", len(headers), err, lightclient.ErrNoSuchHeader)
	}
	ended, cancel := context.WithCancel(s.ctx)
	cancel()
	endsWithItsContext(t, "Receipts", func() error { _, err := s.Source.Receipts(ended, known); return err })
	endsWithItsContext(t, "Headers", func() error { _, err := s.Source.Headers(ended, 0, 1); return err })
}
