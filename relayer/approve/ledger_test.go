package approve

import (
	"context"
	"crypto/ecdsa"
	"log/slog"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

// at is a checkpoint of the lane that wanted uses.
func at(nonce uint64, accumulator byte) messages.Checkpoint {
	return messages.Checkpoint{Lane: messages.LaneID{1}, Nonce: nonce, Accumulator: messages.Accumulator{accumulator}, Epoch: 1}
}

func signed(k *ecdsa.PrivateKey, c messages.Checkpoint) *messages.Approval {
	digest := c.Digest(domain)
	raw, err := crypto.Sign(digest[:], k)
	if err != nil {
		panic(err)
	}
	signature, err := messages.SignatureOf(raw)
	if err != nil {
		panic(err)
	}
	return &messages.Approval{Checkpoint: c, Domain: domain, Signer: crypto.PubkeyToAddress(k.PublicKey), Signature: signature}
}

// changed returns the approval with a change that its signature does not cover.
func changed(a *messages.Approval, change func(*messages.Approval)) *messages.Approval {
	b := *a
	change(&b)
	return &b
}

// otherForm is the same signature with s in the upper half of the curve's order.
func otherForm(a *messages.Approval) *messages.Approval {
	return changed(a, func(b *messages.Approval) {
		s := new(big.Int).SetBytes(b.Signature[32:64])
		s.Sub(crypto.S256().Params().N, s).FillBytes(b.Signature[32:64])
		b.Signature[64] ^= 27 ^ 28
	})
}

// TestAlarm: two accumulators at one nonce under one signer's signatures raise one
// alarm, however they are told apart, and nothing else does.
func TestAlarm(t *testing.T) {
	inbox := func(c messages.Checkpoint) messages.Checkpoint { c.Inbox = messages.InboxID{5}; return c }
	epoch := func(c messages.Checkpoint) messages.Checkpoint { c.Epoch = 2; return c }
	lane := func(c messages.Checkpoint) messages.Checkpoint { c.Lane = messages.LaneID{2}; return c }
	forged := func(a *messages.Approval) *messages.Approval {
		return changed(a, func(a *messages.Approval) { a.Signature[5] ^= 1 })
	}
	a, b := signed(key(0), at(7, 1)), signed(key(0), at(7, 2))
	for name, c := range map[string]struct {
		proven []messages.Checkpoint // before the last approval
		heard  []*messages.Approval
		after  []messages.Checkpoint // proven at the end
		want   int
		other  bool
	}{
		"the same twice":                       {heard: []*messages.Approval{a, a}},
		"two nonces":                           {heard: []*messages.Approval{a, signed(key(0), at(8, 2))}},
		"two signers":                          {heard: []*messages.Approval{a, signed(key(1), at(7, 2))}},
		"two lanes":                            {heard: []*messages.Approval{a, signed(key(0), lane(at(7, 2)))}},
		"the same for another Inbox and epoch": {heard: []*messages.Approval{a, signed(key(0), inbox(epoch(at(7, 1))))}},
		"two accumulators":                     {heard: []*messages.Approval{a, b}, want: 1, other: true},
		"two accumulators, each for another Inbox": {heard: []*messages.Approval{a, signed(key(0), inbox(at(7, 2)))}, want: 1, other: true},
		"two accumulators, each of another epoch":  {heard: []*messages.Approval{a, signed(key(0), epoch(at(7, 2)))}, want: 1, other: true},
		"three accumulators":                       {heard: []*messages.Approval{a, b, signed(key(0), at(7, 3))}, want: 1, other: true},
		"a second one that is forged":              {heard: []*messages.Approval{a, forged(b)}},
		"a second one in its other form":           {heard: []*messages.Approval{a, otherForm(b)}},
		"a first one that is forged":               {heard: []*messages.Approval{forged(a), b}},
		"a forged one before the real one":         {heard: []*messages.Approval{forged(a), a, b}, want: 1, other: true},
		"a forged one behind the real one":         {heard: []*messages.Approval{a, forged(a), b}, want: 1, other: true},
		"somebody else's in its name":              {heard: []*messages.Approval{a, changed(signed(key(1), at(7, 2)), func(x *messages.Approval) { x.Signer = a.Signer })}},
		"what is proven":                           {proven: []messages.Checkpoint{at(7, 1)}, heard: []*messages.Approval{a}},
		"not what is proven":                       {proven: []messages.Checkpoint{at(7, 1)}, heard: []*messages.Approval{b}, want: 1},
		"not what is proven, forged":               {proven: []messages.Checkpoint{at(7, 1)}, heard: []*messages.Approval{forged(b)}},
		"not what is proven later":                 {heard: []*messages.Approval{b}, after: []messages.Checkpoint{at(7, 1)}, want: 1},
		"not what is proven later, forged":         {heard: []*messages.Approval{forged(b)}, after: []messages.Checkpoint{at(7, 1)}},
		"not what is proven, and another":          {heard: []*messages.Approval{a, b}, after: []messages.Checkpoint{at(7, 1)}, want: 1, other: true},
		"not what is proven at another nonce":      {proven: []messages.Checkpoint{at(6, 1)}, heard: []*messages.Approval{b}},
		"not what is proven of another lane":       {proven: []messages.Checkpoint{lane(at(7, 1))}, heard: []*messages.Approval{b}},
		"two signers, each with two":               {heard: []*messages.Approval{a, signed(key(1), at(7, 1)), b, signed(key(1), at(7, 2))}, want: 2, other: true},
		"two lanes, on each of them two":           {heard: []*messages.Approval{a, signed(key(0), lane(at(7, 1))), b, signed(key(0), lane(at(7, 2)))}, want: 2, other: true},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger()
			for _, p := range c.proven {
				l.prove(p, time.Now())
			}
			for _, approval := range c.heard {
				l.note(approval, time.Now())
			}
			for _, p := range c.after {
				l.prove(p, time.Now())
			}
			if len(l.alarms) != c.want {
				t.Fatalf("%d alarms, want %d: %+v", len(l.alarms), c.want, l.alarms)
			}
			for i := range l.alarms {
				if !l.alarms[i].Holds() {
					t.Errorf("an alarm does not hold: %+v", l.alarms[i])
				}
				if (l.alarms[i].Other != nil) != c.other {
					t.Errorf("other approval %+v, want one: %v", l.alarms[i].Other, c.other)
				}
			}
		})
	}
}

// TestAlarmHoldsBySignaturesAlone: evidence that somebody has changed is none.
func TestAlarmHoldsBySignaturesAlone(t *testing.T) {
	evidence := func() Alarm {
		return Alarm{Lane: messages.LaneID{1}, Signer: address(0), Approval: *signed(key(0), at(7, 1)), Other: signed(key(0), at(7, 2))}
	}
	if a := evidence(); !a.Holds() {
		t.Fatal("true evidence does not hold")
	}
	for name, change := range map[string]func(*Alarm){
		"nothing against it":    func(a *Alarm) { a.Other = nil },
		"another signer":        func(a *Alarm) { a.Signer = address(1) },
		"another lane":          func(a *Alarm) { a.Lane = messages.LaneID{2} },
		"another's approval":    func(a *Alarm) { a.Other = signed(key(1), at(7, 2)) },
		"of another nonce":      func(a *Alarm) { a.Other = signed(key(0), at(8, 2)) },
		"the same accumulator":  func(a *Alarm) { a.Other = signed(key(0), at(7, 1)) },
		"a changed accumulator": func(a *Alarm) { a.Other.Checkpoint.Accumulator[0] = 3 },
		"a changed signature":   func(a *Alarm) { a.Approval.Signature[9] ^= 1 },
		"proven the same": func(a *Alarm) {
			a.Other, a.Proven = nil, &messages.Position{Nonce: 7, Accumulator: messages.Accumulator{1}}
		},
		"proven elsewhere": func(a *Alarm) {
			a.Other, a.Proven = nil, &messages.Position{Nonce: 6, Accumulator: messages.Accumulator{9}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := evidence()
			change(&a)
			if a.Holds() {
				t.Error("it holds")
			}
			c := New(&memoryBus{}, 0, slog.New(slog.DiscardHandler))
			if c.Restore([]Alarm{a, evidence()}) != 1 || len(c.Alarms()) != 1 {
				t.Errorf("restored %d alarms, want the true one alone", len(c.Alarms()))
			}
		})
	}
}

// TestLedgerIsBounded: what signers and strangers write costs a bounded amount of
// memory, and one cannot hide its double word behind a flood of others' words.
func TestLedgerIsBounded(t *testing.T) {
	l := newLedger()
	l.note(signed(key(0), at(7, 1)), time.Now())
	for nonce := range uint64(3 * maxSigned) {
		l.note(changed(signed(key(2), at(7, 1)), func(a *messages.Approval) { a.Checkpoint.Nonce = 100 + nonce }), time.Now())
	}
	if n := len(l.signed[writer{address(2), messages.LaneID{1}}]); n != maxSigned {
		t.Errorf("%d approvals of one signer, want the newest %d", n, maxSigned)
	}
	junk := *signed(key(1), at(7, 1))
	for i := range uint64(3 * maxWriters) {
		junk.Signer[0], junk.Signer[1], junk.Checkpoint.Nonce = byte(i>>8), byte(i), i
		l.note(&junk, time.Now())
		l.prove(messages.Checkpoint{Lane: messages.LaneID{3}, Nonce: i}, time.Now())
	}
	if len(l.signed) != maxWriters || len(l.proven) != maxProven || len(l.provenOrder) != maxProven {
		t.Errorf("%d writers, %d positions", len(l.signed), len(l.proven))
	}
	if _, raised := l.note(signed(key(0), at(7, 2)), time.Now()); !raised {
		t.Error("the flood of others has hidden a double word")
	}
	l.note(signed(key(0), at(9, 2)), time.Now())
	if _, kept := l.signed[writer{address(0), messages.LaneID{1}}]; kept {
		t.Error("words of a signer are kept against which there is evidence already")
	}
}

// TestHonestSignersRaiseNoAlarm: whoever signs along one fold, at whatever Inbox and
// epoch, however often and in whatever order it is heard, is never accused.
func TestHonestSignersRaiseNoAlarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLedger()
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			nonce := uint64(rapid.IntRange(1, 6).Draw(t, "nonce"))
			c := at(nonce, byte(nonce))
			c.Epoch = uint64(rapid.IntRange(1, 3).Draw(t, "epoch"))
			c.Inbox[0] = byte(rapid.IntRange(0, 1).Draw(t, "inbox"))
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				l.prove(c, time.Now())
			case 1:
				l.note(signed(key(rapid.IntRange(0, 2).Draw(t, "signer")), c), time.Now())
			case 2: // somebody writes in its name what it has not signed
				lie := c
				lie.Accumulator[1] = 1
				l.note(changed(signed(key(3), lie), func(a *messages.Approval) { a.Signer = address(rapid.IntRange(0, 2).Draw(t, "victim")) }), time.Now())
			}
		}
		if len(l.alarms) != 0 {
			t.Fatalf("an honest signer is accused: %+v", l.alarms)
		}
	})
}

// TestAlarmIsTold: the Collector tells of each alarm once, and counts what it hears.
func TestAlarmIsTold(t *testing.T) {
	w := wanted(3, 2, 7)
	c := New(&memoryBus{}, 0, slog.New(slog.DiscardHandler))
	var told []Alarm
	c.OnAlarm(func(a Alarm) { told = append(told, a) })
	if _, err := c.open(question{w.Checkpoint, domain}, w.Set); err != nil {
		t.Fatal(err)
	}
	lie := w
	lie.Checkpoint.Accumulator[0] ^= 1
	bad := approval(2, w)
	bad.Approval.Signature[8] ^= 1
	for _, answer := range []messages.Answer{approval(0, w), approval(0, w), approval(0, lie), approval(0, lie), approval(7, w), bad, refusal(1, w, messages.ReasonHeld), refusal(0, w, messages.ReasonHeld)} {
		c.hear(answer)
	}
	if len(told) != 1 || told[0].Signer != address(0) || told[0].Other == nil || len(c.Alarms()) != 1 {
		t.Fatalf("told of %+v", told)
	}
	want := map[Outcome]uint64{Counted: 1, Repeated: 1, Unasked: 3, Stranger: 1, Invalid: 1, Refused: 1}
	for _, outcome := range Outcomes() {
		if got := c.Heard()[outcome]; got != want[outcome] {
			t.Errorf("%s: %d, want %d", outcome, got, want[outcome])
		}
	}
}

// TestLieBeforeTheQuestion: what a signer has said of a nonce to somebody else, before
// this relayer asks, is held against what this relayer has proven when it asks.
func TestLieBeforeTheQuestion(t *testing.T) {
	w := wanted(3, 2, 7)
	bus := &memoryBus{answer: func(int, messages.Request) []messages.Answer {
		return []messages.Answer{approval(0, w), approval(1, w)}
	}}
	c := New(bus, 0, slog.New(slog.DiscardHandler))
	bus.handle = c.hear
	lie := w
	lie.Checkpoint.Accumulator[0] ^= 1
	c.hear(approval(2, lie))
	if len(c.Alarms()) != 0 {
		t.Fatal("an alarm although nothing stands against it yet")
	}
	refresh := func(context.Context) (messages.SignerSet, error) { return w.Set, nil }
	if _, err := c.Approve(t.Context(), w, refresh, func(Progress) {}); err != nil {
		t.Fatal(err)
	}
	alarms := c.Alarms()
	if len(alarms) != 1 || alarms[0].Signer != address(2) || alarms[0].Other != nil || *alarms[0].Proven != w.Checkpoint.Position() {
		t.Fatalf("alarms %+v", alarms)
	}
}
