package observe

import (
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

func TestVerifyLane(t *testing.T) {
	one, value := common.BigToHash(common.Big1), common.Hash{5}
	huge := common.Hash{23: 1, 31: 1} // 2^64 + 1
	for name, test := range map[string]struct {
		nonce, accumulator, code common.Hash
		account                  common.Address // instead of the Outbox
		want                     messages.Position
		says                     string // in the error
	}{
		"both slots":            {nonce: one, accumulator: value, want: messages.Position{Nonce: 1, Accumulator: messages.Accumulator(value)}},
		"no slot is the start":  {want: observetest.Lane().Start()},
		"nonce alone":           {nonce: one, says: "want both or neither"},
		"accumulator alone":     {accumulator: value, says: "want both or neither"},
		"nonce beyond 64 bits":  {nonce: huge, accumulator: value, says: "want at most 8 bytes"},
		"other code":            {nonce: one, accumulator: value, code: common.Hash{9}, says: "want the Outbox's"},
		"an account not there":  {nonce: one, accumulator: value, account: common.Address{0xde, 0xad}, says: "has no account"},
		"an account of no code": {nonce: one, accumulator: value, account: common.BytesToAddress([]byte{0xaa, 3}), says: "has code hash"},
	} {
		t.Run(name, func(t *testing.T) {
			chain, lane, code := observetest.New(observetest.Lane()), observetest.Lane(), test.code
			if code == (common.Hash{}) {
				code = observetest.CodeHash
			}
			if test.account != (common.Address{}) {
				lane.Outbox = test.account
			}
			chain.Forge(test.nonce, test.accumulator, code)
			final := chain.Final()
			proof, err := chain.Source("one", 0).LaneProof(t.Context(), lane, final)
			if err != nil {
				t.Fatal(err)
			}
			got, err := VerifyLane(lane, observetest.CodeHash, final, proof)
			if test.says == "" {
				if err != nil || got != test.want {
					t.Fatalf("got %+v, error %v, want %+v", got, err, test.want)
				}
				return
			}
			if !errors.Is(err, ErrProof) || !strings.Contains(err.Error(), test.says) || got != (messages.Position{}) {
				t.Fatalf("got %+v, error %v, want one that says %q", got, err, test.says)
			}
		})
	}
	if _, err := VerifyLane(observetest.Lane(), observetest.CodeHash, lightclient.Final{}, chains.LaneProof{}); !errors.Is(err, ErrProof) {
		t.Fatalf("error %v without a header, want %v", err, ErrProof)
	}
}

// TestNoLieIsEverBelieved: whatever an endpoint makes of the truth, what comes out
// is the truth or nothing.
func TestNoLieIsEverBelieved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chain := observetest.New(observetest.Lane())
		for range rapid.IntRange(1, 4).Draw(t, "blocks") {
			chain.Send(rapid.IntRange(0, 6).Draw(t, "messages"), rapid.IntRange(0, 40).Draw(t, "payload"))
			chain.Seal()
		}
		honest := chain.Source("honest", rapid.IntRange(0, 5).Draw(t, "page"))
		truth, _ := chain.Source("", 0).Events(t.Context(), observetest.Lane(), 0, 1<<62, 1<<62)
		liar := observetest.Mutate(honest, "liar", func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") })
		o, err := New(Config{Lane: observetest.Lane(), OutboxCodeHash: observetest.CodeHash, Client: chain,
			Sources: []chains.Source{liar}, Start: observetest.Lane().Start()})
		if err != nil {
			t.Fatal(err)
		}
		segment, moved, err := o.look(t.Context())
		if err != nil || !moved {
			if o.cursor != observetest.Lane().Start() {
				t.Fatalf("the cursor moved to %+v without a segment", o.cursor)
			}
			return
		}
		if len(segment.Messages()) != len(truth) {
			t.Fatalf("%d messages, %d were sent", len(segment.Messages()), len(truth))
		}
		for i, m := range segment.Messages() {
			if m.ID != truth[i].ID || m.Message.ID() != truth[i].ID {
				t.Fatalf("message %d has id %s, sent was %s", i, m.Message.ID(), truth[i].ID)
			}
		}
	})
}

// FuzzFold feeds one hostile event into a fold. It never panics, and what it
// accepts is canonical and in its place.
func FuzzFold(f *testing.F) {
	chain := tenMessages()
	events, _ := chain.Source("", 0).Events(f.Context(), observetest.Lane(), 0, 2, 9)
	f.Add(events[0].Encoded, events[0].Nonce, events[0].ID[:], uint64(1))
	f.Add(events[1].Encoded, uint64(1), events[1].ID[:], uint64(1))
	f.Add([]byte{}, uint64(0), []byte{}, uint64(0))
	f.Fuzz(func(t *testing.T, encoded []byte, nonce uint64, id []byte, block uint64) {
		event := chains.Event{Encoded: encoded, Nonce: nonce, Block: block}
		copy(event.ID[:], id)
		start := observetest.Lane().Start()
		fold := fold{lane: observetest.Lane(), at: start, end: 3, head: 5}
		observed, at, err := fold.take([]chains.Event{event})
		if err != nil {
			if fold.at != start || at != 1 {
				t.Fatalf("refused with %v, but stands at %+v and names nonce %d", err, fold.at, at)
			}
			return
		}
		again, err := observed[0].Message.MarshalBinary()
		if err != nil || string(again) != string(encoded) || messages.EncodedID(again) != event.ID || nonce != 1 || block > 5 {
			t.Fatalf("accepted %x with nonce %d in block %d", encoded, nonce, block)
		}
	})
}
