package e2e

import (
	"crypto/ecdsa"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// scene is a lane whose facts are as chains that work well would tell them: five
// messages of which the third failed and was retried, in two deliveries, the second
// after a rotation.
type scene struct {
	facts    *laneFacts
	fees     *feeFacts
	batch    []messages.Message
	old, new []*ecdsa.PrivateKey // signers of epochs 1 and 2, threshold 2 of 3
}

var verifierAddress = common.Address{19: 7}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{facts: &laneFacts{
		lane:  messages.Lane{SourceChain: 1, Outbox: common.Address{19: 1}, OutboxMark: messages.Mark{1}, TargetChain: 2},
		inbox: messages.InboxID{3}, failed: map[messages.ID]bool{},
	}, fees: &feeFacts{chain: 1, outboxWei: new(big.Int), inboxWei: new(big.Int)}}
	f := s.facts
	s.fees.quotes = []quoteChange{{place{1, 0}, 2, big.NewInt(2_000_000_001), 1000, 10}}
	f.source = f.lane.Start()
	for nonce := uint64(1); nonce <= 5; nonce++ {
		m := messages.Message{Nonce: nonce, SourceChain: 1, TargetChain: 2, GasLimit: 50, Payload: []byte{byte(nonce)}}
		encoded, err := m.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		fee := s.fees.quotes[0].fee(&m)
		f.sent = append(f.sent, sentMessage{place{2, nonce}, 2, nonce, m.ID(), encoded, fee})
		s.fees.outboxWei.Add(s.fees.outboxWei, fee)
		f.source = messages.Position{Nonce: nonce, Accumulator: messages.Fold(f.source.Accumulator, m.ID())}
		s.batch = append(s.batch, m)
		f.failed[m.ID()] = false
	}
	s.fees.sent = f.sent
	f.target = f.source
	s.old, s.new = makeKeys(t), makeKeys(t)
	f.verifiers = []verifierChange{{place{1, 0}, verifierAddress}}
	f.sets = []signerSet{{place{0, 0}, verifierAddress, 1, addressesOf(s.old), 2}, {place{12, 0}, verifierAddress, 2, addressesOf(s.new), 2}}
	f.txs = []inboxTx{
		// Messages 1 and 2, with 3 as the tail that the checkpoint covers too.
		{common.Hash{1}, [][]byte{s.deliver(t, 1, 2, 3, 1, s.old[:2])}, []outcome{s.ran(10, 1, true), s.ran(10, 2, true)}},
		{common.Hash{2}, [][]byte{s.deliver(t, 2, 5, 5, 2, s.new[1:])}, []outcome{s.ran(20, 3, false), s.ran(20, 4, true), s.ran(20, 5, true)}},
		{common.Hash{3}, [][]byte{s.retry(t, 3)}, []outcome{s.ran(30, 3, true)}},
	}
	return s
}

func makeKeys(t *testing.T) (keys []*ecdsa.PrivateKey) {
	t.Helper()
	for range 3 {
		key, err := crypto.GenerateKey()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	return keys
}

func addressesOf(keys []*ecdsa.PrivateKey) (list []common.Address) {
	for _, key := range keys {
		list = append(list, crypto.PubkeyToAddress(key.PublicKey))
	}
	return list
}

func (s *scene) ran(block, nonce uint64, ok bool) outcome {
	return outcome{place{block, nonce}, nonce, s.batch[nonce-1].ID(), ok}
}

// deliver is calldata that delivers messages first to last, attested up to end.
func (s *scene) deliver(t *testing.T, first, last, end, epoch uint64, by []*ecdsa.PrivateKey) []byte {
	t.Helper()
	packed, err := evm.EncodeBatch(s.batch[first-1 : last])
	if err != nil {
		t.Fatal(err)
	}
	accumulator := s.facts.lane.Start().Accumulator
	var tail [][32]byte
	for _, m := range s.batch[:end] {
		accumulator = messages.Fold(accumulator, m.ID())
		if m.Nonce > last {
			tail = append(tail, m.ID())
		}
	}
	digest := messages.Checkpoint{Lane: s.facts.lane.ID(), Inbox: s.facts.inbox, Nonce: end, Accumulator: accumulator, Epoch: epoch}.
		Digest(messages.Domain{TargetChain: 2, Verifier: verifierAddress})
	var attestation []byte
	for _, key := range by {
		signature, err := crypto.Sign(digest[:], key)
		if err != nil {
			t.Fatal(err)
		}
		signature[64] += 27
		attestation = append(attestation, signature...)
	}
	return bindings.NewInbox().PackDeliver(1, packed, tail, attestation)
}

func (s *scene) retry(t *testing.T, nonce uint64) []byte {
	t.Helper()
	return bindings.NewInbox().PackRetry(s.facts.sent[nonce-1].encoded)
}

func TestVerdictOnWhatWentWell(t *testing.T) {
	s := newScene(t)
	if findings := append(judgeLane(s.facts), judgeFees(s.fees)...); len(findings) > 0 {
		t.Errorf("an honest bridge is accused: %v", findings)
	}
	s.fees.withdrawn = []*big.Int{big.NewInt(1000)}
	s.fees.outboxWei.Sub(s.fees.outboxWei, big.NewInt(1000))
	s.facts.sent = append(s.facts.sent, s.pending(t))
	s.facts.source = messages.Position{Nonce: 6, Accumulator: messages.Fold(s.facts.source.Accumulator, s.facts.sent[5].id)}
	if findings := append(judgeLane(s.facts), judgeFees(s.fees)...); len(findings) > 0 {
		t.Errorf("a message under way and a withdrawal are no fault: %v", findings)
	}
}

// pending is a sixth message that nobody has delivered.
func (s *scene) pending(t *testing.T) sentMessage {
	t.Helper()
	m := messages.Message{Nonce: 6, SourceChain: 1, TargetChain: 2}
	encoded, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return sentMessage{place{3, 0}, 2, 6, m.ID(), encoded, nil}
}

// TestVerdictOnWhatWentWrong: each way in which a bridge may fail its users is told,
// by name. The audit of the stories is worth what this test shows of it.
func TestVerdictOnWhatWentWrong(t *testing.T) {
	for says, spoil := range map[string]func(*testing.T, *scene){
		// What was sent.
		"MessageSent of nonce 4 at block 2, log 4 follows nonce 2": func(_ *testing.T, s *scene) { s.facts.sent = slices.Delete(s.facts.sent, 2, 3) },
		"the Outbox's storage has nonce 5":                         func(_ *testing.T, s *scene) { s.facts.sent = s.facts.sent[:4] },
		"names id":                                                 func(_ *testing.T, s *scene) { s.facts.sent[1].id[0]++ },
		"holds message 2 of 1>2":                                   func(_ *testing.T, s *scene) { s.facts.sent[2].encoded = s.facts.sent[1].encoded },
		"MessageSent of nonce 2: not canonical": func(_ *testing.T, s *scene) {
			s.facts.sent[1].encoded = []byte{1}
			s.facts.sent[1].id = messages.EncodedID([]byte{1})
		},
		// What was run.
		"decode call of deliver": func(_ *testing.T, s *scene) { s.facts.txs[0].calls[0] = s.facts.txs[0].calls[0][:40] },
		"decode message of retry": func(_ *testing.T, s *scene) {
			s.facts.txs[2].calls[0] = bindings.NewInbox().PackRetry([]byte{1})
		},
		"message 2, 0x": func(_ *testing.T, s *scene) { slices.Reverse(s.facts.txs[0].outcomes) },
		"2 messages were delivered and 1 run": func(_ *testing.T, s *scene) {
			s.facts.txs[0].outcomes = s.facts.txs[0].outcomes[:1]
		},
		"which no call of the Inbox accounts for": func(_ *testing.T, s *scene) {
			s.facts.txs[0].outcomes = append(s.facts.txs[0].outcomes, s.ran(10, 3, true))
		},
		"message 4 was run at block 40, log 4": func(t *testing.T, s *scene) { // again, in a delivery of its own
			s.facts.txs = append(s.facts.txs, inboxTx{common.Hash{4}, [][]byte{s.deliver(t, 4, 4, 4, 2, s.new)}, []outcome{s.ran(40, 4, true)}})
		},
		"message 4 was run after message 2": func(t *testing.T, s *scene) { // message 3 is skipped
			s.facts.txs[1] = inboxTx{common.Hash{2}, [][]byte{s.deliver(t, 4, 5, 5, 2, s.new)}, []outcome{s.ran(20, 4, true), s.ran(20, 5, true)}}
			s.facts.txs = s.facts.txs[:2]
		},
		"the Inbox is at nonce 5":      func(_ *testing.T, s *scene) { s.facts.txs = s.facts.txs[:1] },
		"was run and never sent":       func(_ *testing.T, s *scene) { s.facts.sent = s.facts.sent[:3] },
		"message 2 was run as":         func(_ *testing.T, s *scene) { s.facts.sent[1].id[0]++ },
		"no verifier has a signer set": func(_ *testing.T, s *scene) { s.facts.sets = nil },
		// Retries.
		"message 3 succeeded at block 30, log 3 and was run again": func(_ *testing.T, s *scene) {
			again := s.facts.txs[2]
			s.facts.txs = append(s.facts.txs, inboxTx{common.Hash{4}, again.calls, []outcome{s.ran(40, 3, true)}})
		},
		"retried at block 5, log 3 before it was delivered": func(t *testing.T, s *scene) {
			s.facts.txs = append([]inboxTx{{common.Hash{4}, [][]byte{s.retry(t, 3)}, []outcome{s.ran(5, 3, false)}}}, s.facts.txs...)
		},
		"message 3 failed as": func(t *testing.T, s *scene) { // and another one is run in its place
			other := messages.Message{Nonce: 3, SourceChain: 1, TargetChain: 2}
			encoded, err := other.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			s.facts.txs[2] = inboxTx{common.Hash{3}, [][]byte{bindings.NewInbox().PackRetry(encoded)}, []outcome{{place{30, 3}, 3, other.ID(), true}}}
		},
		"a retry of message 3 was not told of": func(_ *testing.T, s *scene) { s.facts.txs[2].outcomes = nil },
		"message 3 ended with success false":   func(_ *testing.T, s *scene) { s.facts.txs = s.facts.txs[:2] },
		"message 1 ended with success true":    func(_ *testing.T, s *scene) { s.facts.failed[s.batch[0].ID()] = true },
		// Approvals.
		"approved by 1 of the 3 signers of epoch 1, threshold is 2": func(t *testing.T, s *scene) {
			s.facts.txs[0].calls[0] = s.deliver(t, 1, 2, 3, 1, s.old[:1])
		},
		"approved by 1 of the 3 signers of epoch 2": func(t *testing.T, s *scene) { // one signer twice
			s.facts.txs[1].calls[0] = s.deliver(t, 2, 5, 5, 2, []*ecdsa.PrivateKey{s.new[0], s.new[0]})
		},
		"approved by 0 of the 3 signers of epoch 2": func(t *testing.T, s *scene) { // the set before the rotation
			s.facts.txs[1].calls[0] = s.deliver(t, 2, 5, 5, 2, s.old)
		},
		"approved by 0 of the 3 signers of epoch 1": func(t *testing.T, s *scene) { // for another epoch
			s.facts.txs[0].calls[0] = s.deliver(t, 1, 2, 3, 2, s.old)
		},
	} {
		t.Run(says, func(t *testing.T) {
			s := newScene(t)
			spoil(t, s)
			if findings := judgeLane(s.facts); !slices.ContainsFunc(findings, func(f string) bool { return strings.Contains(f, says) }) {
				t.Errorf("got %q", findings)
			}
		})
	}
}

// TestVerdictOnFees: fees that are missing, wherever they went.
func TestVerdictOnFees(t *testing.T) {
	for says, spoil := range map[string]func(*scene){
		"the Outbox has or had withdrawn 10604": func(s *scene) { s.fees.outboxWei.Sub(s.fees.outboxWei, big.NewInt(1)) },
		"the Outbox has or had withdrawn 10606": func(s *scene) { s.fees.outboxWei.Add(s.fees.outboxWei, big.NewInt(1)) },
		"senders paid at least 10605 wei": func(s *scene) { // what a contract paid is known by the quote alone
			s.fees.sent[2].paidWei = nil
			s.fees.outboxWei = new(big.Int)
		},
		"message 2 to chain 2 was sent for 2120 wei, the quote is 2121": func(s *scene) { s.fees.sent[1].paidWei = big.NewInt(2120) },
		"message 5 to chain 2 was sent for": func(s *scene) { // the price rose before
			s.fees.quotes = append(s.fees.quotes, quoteChange{place{2, 4}, 2, big.NewInt(3_000_000_000), 1000, 10})
		},
		"sent without a quote":   func(s *scene) { s.fees.quotes = nil },
		"the Inbox holds 1 wei,": func(s *scene) { s.fees.inboxWei = big.NewInt(1) },
	} {
		t.Run(says, func(t *testing.T) {
			s := newScene(t)
			spoil(s)
			if findings := judgeFees(s.fees); !slices.ContainsFunc(findings, func(f string) bool { return strings.Contains(f, says) }) {
				t.Errorf("got %q", findings)
			}
		})
	}
}
