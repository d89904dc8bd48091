package chaintest

import (
	"errors"
	"slices"
	"testing"

	"github.com/catenary-bridge/catenary/chains"
)

func delivery(t *testing.T, s *stage) {
	s.Send(t, Accepting, 5, 64)
	s.see(t, 5)
	gas, err := s.Target.Estimate(s.ctx, s.delivery(t, 1, 5, 5))
	if err != nil {
		t.Fatal(err)
	}
	receipt := s.must(t, s.delivery(t, 1, 5, 5), 5, 5)
	if len(receipt.Failed) != 0 || receipt.GasUsed > gas || receipt.GasUsed == 0 || receipt.Block == 0 || receipt.FeeWei == "" {
		t.Fatalf("receipt %+v, %d gas was estimated", receipt, gas)
	}
	inbox, err := s.Target.Inbox(s.ctx, s.Lane.SourceChain)
	if err != nil || inbox.Position != s.seen[4].Position {
		t.Fatalf("inbox %+v, error %v, want it at %+v", inbox, err, s.seen[4].Position)
	}
	s.wantReceived(t, 5)
}

func redelivery(t *testing.T, s *stage) {
	s.Send(t, Accepting, 2, 8)
	s.see(t, 2)
	s.must(t, s.delivery(t, 1, 2, 2), 2, 2)
	if _, err := s.Target.Estimate(s.ctx, s.delivery(t, 1, 2, 2)); !errors.Is(err, chains.ErrNothingNew) {
		t.Fatalf("estimate: error %v, want %v", err, chains.ErrNothingNew)
	}
	if _, err := s.deliver(t, s.delivery(t, 1, 2, 2)); !errors.Is(err, chains.ErrNothingNew) {
		t.Fatalf("submit: error %v, want %v", err, chains.ErrNothingNew)
	}
	// Unasked for, it costs gas and changes nothing: replay does not exist.
	again := s.delivery(t, 1, 2, 2)
	again.GasLimit = 1_000_000
	s.must(t, again, 0, 2)
	s.wantReceived(t, 2)
}

func gap(t *testing.T, s *stage) {
	s.Send(t, Accepting, 3, 8)
	s.see(t, 3)
	delivery := s.delivery(t, 2, 3, 3)
	if _, err := s.deliver(t, delivery); !errors.Is(err, chains.ErrGap) {
		t.Fatalf("error %v, want %v", err, chains.ErrGap)
	}
	// Without a simulation the chain says so, and the receipt's reason is found.
	delivery.GasLimit = 1_000_000
	if _, err := s.deliver(t, delivery); !errors.Is(err, chains.ErrGap) {
		t.Fatalf("error %v after it was mined, want %v", err, chains.ErrGap)
	}
	s.wantReceived(t, 0)
}

func unattested(t *testing.T, s *stage) {
	s.Send(t, Accepting, 1, 8)
	s.see(t, 1)
	set := s.signerSet(t)
	flipped := s.delivery(t, 1, 1, 1)
	flipped.Attestation = slices.Clone(flipped.Attestation)
	flipped.Attestation[10] ^= 1
	none := s.delivery(t, 1, 1, 1)
	none.Attestation = nil
	twice := s.deliveryBy(t, 1, 1, 1, 1)
	twice.Attestation = slices.Repeat(twice.Attestation, set.Threshold)
	for name, delivery := range map[string]chains.Delivery{
		"no signature":          none,
		"one signature too few": s.deliveryBy(t, 1, 1, 1, set.Threshold-1),
		"one signature twice":   twice,
		"a flipped bit":         flipped,
		"a stranger's besides":  s.deliveryBy(t, 1, 1, 1, len(set.Signers)+1),
	} {
		delivery.Simulate = true
		if _, err := s.Target.Submit(s.ctx, delivery); !errors.Is(err, chains.ErrUnattested) {
			t.Errorf("%s: error %v, want %v", name, err, chains.ErrUnattested)
		}
	}
	s.wantReceived(t, 0)
}

func otherMessages(t *testing.T, s *stage) {
	s.Send(t, Accepting, 2, 64)
	s.see(t, 2)
	for name, change := range map[string]func(*chains.Delivery){
		"a payload":    func(d *chains.Delivery) { d.Messages[0].Payload = append(d.Messages[0].Payload, 0) },
		"a recipient":  func(d *chains.Delivery) { d.Messages[1].Recipient[31] ^= 1 },
		"a sender":     func(d *chains.Delivery) { d.Messages[0].Sender[31] ^= 1 },
		"a gas limit":  func(d *chains.Delivery) { d.Messages[0].GasLimit++ },
		"a timestamp":  func(d *chains.Delivery) { d.Messages[1].Timestamp++ },
		"the last one": func(d *chains.Delivery) { d.Messages = d.Messages[:1] },
	} {
		delivery := s.delivery(t, 1, 2, 2)
		change(&delivery)
		if _, err := s.Target.Estimate(s.ctx, delivery); !errors.Is(err, chains.ErrUnattested) {
			t.Errorf("with another %s: error %v, want %v", name, err, chains.ErrUnattested)
		}
	}
}

func paused(t *testing.T, s *stage) {
	s.Send(t, Accepting, 1, 8)
	s.see(t, 1)
	s.Pause(t)
	if inbox, err := s.Target.Inbox(s.ctx, s.Lane.SourceChain); err != nil || !inbox.Paused {
		t.Fatalf("inbox %+v, error %v, want it paused", inbox, err)
	}
	if _, err := s.deliver(t, s.delivery(t, 1, 1, 1)); !errors.Is(err, chains.ErrLanePaused) {
		t.Fatalf("error %v, want %v", err, chains.ErrLanePaused)
	}
	blind := s.delivery(t, 1, 1, 1)
	blind.GasLimit = 1_000_000
	if _, err := s.deliver(t, blind); !errors.Is(err, chains.ErrLanePaused) {
		t.Fatalf("error %v after it was mined, want %v", err, chains.ErrLanePaused)
	}
	s.Unpause(t)
	s.must(t, s.delivery(t, 1, 1, 1), 1, 1)
}

func unknownLane(t *testing.T, s *stage) {
	if _, err := s.Target.Inbox(s.ctx, 424242); !errors.Is(err, chains.ErrUnknownLane) {
		t.Fatalf("error %v, want %v", err, chains.ErrUnknownLane)
	}
}

func tail(t *testing.T, s *stage) {
	s.Send(t, Accepting, 6, 8)
	s.see(t, 6)
	s.must(t, s.delivery(t, 1, 2, 6), 2, 2)
	s.must(t, s.delivery(t, 3, 5, 6), 3, 5)
	s.must(t, s.delivery(t, 6, 6, 6), 1, 6)
	s.wantReceived(t, 6)
}

func pipeline(t *testing.T, s *stage) {
	s.Send(t, Accepting, 9, 8)
	s.see(t, 9)
	var submissions []chains.Submission
	for first := 1; first < 9; first += 3 {
		delivery := s.delivery(t, first, first+2, first+2)
		delivery.GasLimit = 2_000_000
		submission, err := s.Target.Submit(s.ctx, delivery)
		if err != nil {
			t.Fatalf("submit %d to %d: %v", first, first+2, err)
		}
		submissions = append(submissions, submission)
	}
	for i, submission := range submissions {
		receipt, err := s.await(t, submission)
		if err != nil || receipt.Executed != 3 || receipt.Delivered != uint64(3*i+3) {
			t.Fatalf("delivery %d: %+v, error %v", i, receipt, err)
		}
	}
	s.wantReceived(t, 9)
}

func overlap(t *testing.T, s *stage) {
	s.Send(t, Accepting, 8, 8)
	s.see(t, 8)
	one, two := s.delivery(t, 1, 5, 5), s.delivery(t, 1, 8, 8)
	one.GasLimit, two.GasLimit = 2_000_000, 2_000_000
	first, err := s.Target.Submit(s.ctx, one)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Target.Submit(s.ctx, two)
	if err != nil {
		t.Fatal(err)
	}
	if receipt, err := s.await(t, first); err != nil || receipt.Executed != 5 {
		t.Fatalf("first: %+v, error %v", receipt, err)
	}
	if receipt, err := s.await(t, second); err != nil || receipt.Executed != 3 || receipt.Delivered != 8 {
		t.Fatalf("second: %+v, error %v", receipt, err)
	}
	s.wantReceived(t, 8)
}

func failing(t *testing.T, s *stage) {
	s.Send(t, Accepting, 1, 8)
	s.Send(t, Failing, 1, 8)
	s.Send(t, Nobody, 1, 8)
	s.Send(t, Accepting, 1, 8)
	s.see(t, 4)
	receipt := s.must(t, s.delivery(t, 1, 4, 4), 4, 4)
	if len(receipt.Failed) != 2 || receipt.Failed[0] != s.seen[1].ID || receipt.Failed[1] != s.seen[2].ID {
		t.Fatalf("failed: %v, want messages 2 and 3", receipt.Failed)
	}
	for _, id := range receipt.Failed {
		if receipt.Reasons[id] == "" {
			t.Errorf("no reason for %s", id)
		}
	}
	s.wantReceived(t, 2)
}

func tooMuchGas(t *testing.T, s *stage) {
	s.Send(t, Accepting, 1, 8)
	s.see(t, 1)
	delivery := s.delivery(t, 1, 1, 1)
	delivery.GasLimit = 1<<24 + 1
	if _, err := s.Target.Submit(s.ctx, delivery); !errors.Is(err, chains.ErrTooMuchGas) {
		t.Fatalf("error %v, want %v", err, chains.ErrTooMuchGas)
	}
	// Calldata that no transaction holds is refused before anything is sent.
	long := s.delivery(t, 1, 1, 1)
	for range 5000 {
		long.TailIDs = append(long.TailIDs, s.seen[0].ID)
	}
	if _, err := s.Target.Estimate(s.ctx, long); !errors.Is(err, chains.ErrTooMuchGas) {
		t.Fatalf("error %v, want %v", err, chains.ErrTooMuchGas)
	}
}
