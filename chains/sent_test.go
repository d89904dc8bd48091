package chains

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
	"github.com/catenary-bridge/catenary/messages"
)

var sentLane = messages.Lane{SourceChain: 9001, Outbox: common.Address{0xb0}, TargetChain: 9002}

func TestSentRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		event := Event{Nonce: rapid.Uint64().Draw(t, "nonce"), ID: messages.ID{7}, Encoded: rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "message")}
		topics, data := EncodeSent(sentLane, event)
		got, err := DecodeSent(sentLane, sentLane.Outbox, topics, data)
		if err != nil || got.Nonce != event.Nonce || got.ID != event.ID || !bytes.Equal(got.Encoded, event.Encoded) || !IsSent(sentLane, sentLane.Outbox, topics) {
			t.Fatalf("got %+v, error %v, want %+v", got, err, event)
		}
	})
}

// TestAttackSent: a log that the Outbox would not have written is refused.
func TestAttackSent(t *testing.T) {
	event := Event{Nonce: 5, ID: messages.ID{7}, Encoded: bytes.Repeat([]byte{1}, 40)}
	type parts struct {
		address common.Address
		topics  []common.Hash
		data    []byte
	}
	for name, test := range map[string]struct {
		change func(p *parts)
		want   string
	}{
		"another address":        {func(p *parts) { p.address[19] ^= 1 }, "log of address"},
		"three topics":           {func(p *parts) { p.topics = p.topics[:3] }, "log with 3 topics"},
		"five topics":            {func(p *parts) { p.topics = append(p.topics, common.Hash{}) }, "log with 5 topics"},
		"another event":          {func(p *parts) { p.topics[0][0] ^= 1 }, "log of event"},
		"another target":         {func(p *parts) { p.topics[1][31] ^= 1 }, "log for target chain"},
		"target beyond 64 bits":  {func(p *parts) { p.topics[1][0] = 1 }, "log for target chain"},
		"nonce beyond 64 bits":   {func(p *parts) { p.topics[2][23] = 1 }, "want at most 8 bytes"},
		"no data":                {func(p *parts) { p.data = nil }, "log data of 0 bytes"},
		"one word":               {func(p *parts) { p.data = p.data[:32] }, "log data of 32 bytes"},
		"cut within a word":      {func(p *parts) { p.data = p.data[:len(p.data)-1] }, "want whole words"},
		"another offset":         {func(p *parts) { p.data[31] = 64 }, "begins with offset"},
		"offset beyond 64 bits":  {func(p *parts) { p.data[0] = 1 }, "begins with offset"},
		"length beyond the data": {func(p *parts) { p.data[63] = 65 }, "says length 0x41, has 64 bytes"},
		"length beyond 64 bits":  {func(p *parts) { p.data[32] = 1 }, "says length 0x01"},
		"a word too many":        {func(p *parts) { p.data = append(p.data, make([]byte, 32)...) }, "56 bytes behind its content"},
		"word of padding":        {func(p *parts) { p.data[63] = 32; clear(p.data[96:]) }, "32 bytes behind its content"},
		"padding that says more": {func(p *parts) { p.data[len(p.data)-1] = 1 }, "all zero"},
	} {
		t.Run(name, func(t *testing.T) {
			p := parts{address: sentLane.Outbox}
			p.topics, p.data = EncodeSent(sentLane, event)
			test.change(&p)
			if got, err := DecodeSent(sentLane, p.address, p.topics, p.data); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %+v, error %v, want one that says %q", got, err, test.want)
			}
		})
	}
	for _, size := range []int{0, 1, 31, 32, 33, 64} {
		want := Event{Nonce: 1<<64 - 1, Encoded: bytes.Repeat([]byte{3}, size)}
		topics, data := EncodeSent(sentLane, want)
		if got, err := DecodeSent(sentLane, sentLane.Outbox, topics, data); err != nil || got.Nonce != want.Nonce || !bytes.Equal(got.Encoded, want.Encoded) {
			t.Fatalf("message of %d bytes: got %+v, error %v", size, got, err)
		}
	}
}

// TestAttackIsSent: what is no message of the lane is passed over, not refused; what
// claims to be one is for DecodeSent to judge.
func TestAttackIsSent(t *testing.T) {
	topics, _ := EncodeSent(sentLane, Event{Nonce: 5})
	change := func(at int) []common.Hash {
		changed := slices.Clone(topics)
		changed[at][31] ^= 1
		return changed
	}
	for name, test := range map[string]struct {
		address common.Address
		topics  []common.Hash
		want    bool
	}{
		"the lane's":      {sentLane.Outbox, topics, true},
		"cut short":       {sentLane.Outbox, topics[:2], true},
		"of another":      {common.Address{1}, topics, false},
		"no topics":       {sentLane.Outbox, nil, false},
		"one topic":       {sentLane.Outbox, topics[:1], false},
		"another event":   {sentLane.Outbox, change(0), false},
		"another target":  {sentLane.Outbox, change(1), false},
		"any other nonce": {sentLane.Outbox, change(2), true},
	} {
		if got := IsSent(sentLane, test.address, test.topics); got != test.want {
			t.Errorf("%s: %t, want %t", name, got, test.want)
		}
	}
}

// TestMutation takes each check of a MessageSent log away.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{Files: []string{"sent.go"}, Quiet: []string{"IsSent"}})
}
