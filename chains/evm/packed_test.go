package evm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

// drawBatch draws a valid batch whose neighbours often share fields, as real
// ones do.
func drawBatch(t *rapid.T) []messages.Message {
	short := rapid.Custom(func(t *rapid.T) (a messages.Account) {
		copy(a[12:], rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "address"))
		return a
	})
	wide := rapid.Custom(func(t *rapid.T) (a messages.Account) {
		copy(a[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "word"))
		return a
	})
	account := rapid.OneOf(short, short, wide, rapid.Just(messages.Account{}))
	accounts := rapid.SliceOfN(account, 1, 3).Draw(t, "accounts")
	step := rapid.OneOf(rapid.Uint64Range(0, 1), rapid.Uint64Range(250, 260), rapid.Uint64())
	gas := rapid.OneOf(rapid.Just(uint64(100_000)), rapid.Uint64())
	batch := make([]messages.Message, rapid.IntRange(1, 12).Draw(t, "count"))
	nonce := rapid.Uint64Range(1, 1<<62).Draw(t, "nonce")
	timestamp := rapid.Uint64().Draw(t, "timestamp")
	for i := range batch {
		timestamp += step.Draw(t, "step")
		batch[i] = messages.Message{
			Nonce: nonce + uint64(i), SourceChain: 9001, TargetChain: 9002,
			Sender:    rapid.SampledFrom(accounts).Draw(t, "sender"),
			Recipient: rapid.SampledFrom(accounts).Draw(t, "recipient"),
			Timestamp: timestamp, GasLimit: gas.Draw(t, "gas"),
			Payload: rapid.SliceOfN(rapid.Byte(), 0, 5).Draw(t, "payload"),
		}
	}
	return batch
}

func sameBatch(a, b []messages.Message) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Equal(&b[i]) {
			return false
		}
	}
	return true
}

func TestBatchRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batch := drawBatch(t)
		packed, err := EncodeBatch(batch)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := DecodeBatch(9001, 9002, packed)
		if err != nil {
			t.Fatal(err)
		}
		if !sameBatch(batch, decoded) {
			t.Fatalf("got %+v, want %+v", decoded, batch)
		}
	})
}

func testMessage(nonce uint64) messages.Message {
	return messages.Message{
		Nonce: nonce, SourceChain: 9001, TargetChain: 9002, Sender: messages.Account{12: 1, 31: 1},
		Recipient: messages.Account{12: 2, 31: 2}, Timestamp: 1_700_000_000, GasLimit: 100_000,
		Payload: []byte("payload of 24 bytes here"),
	}
}

// TestRepeatedMessageTakesOneByte: the size that the gas goals rest on.
func TestRepeatedMessageTakesOneByte(t *testing.T) {
	one, err := EncodeBatch([]messages.Message{testMessage(1)})
	if err != nil {
		t.Fatal(err)
	}
	two, err := EncodeBatch([]messages.Message{testMessage(1), testMessage(2)})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(two)-len(one), 1+24; got != want {
		t.Fatalf("the second message takes %d bytes, want %d", got, want)
	}
}

func TestEncodeBatchRefuses(t *testing.T) {
	change := func(edit func(m *messages.Message)) []messages.Message {
		batch := []messages.Message{testMessage(1), testMessage(2)}
		edit(&batch[1])
		return batch
	}
	for _, test := range []struct {
		name  string
		batch []messages.Message
		want  string
	}{
		{"nothing", nil, "0 messages, want 1 to 65535"},
		{"too many", make([]messages.Message, MaxBatchMessages+1), "65536 messages"},
		{"gap", change(func(m *messages.Message) { m.Nonce = 3 }), "message 1 has nonce 3, want 2"},
		{"nonce zero", []messages.Message{{}}, "nonce 0"},
		{"nonce overflow", []messages.Message{{Nonce: 1<<64 - 1}, {Nonce: 0}}, "nonce 0"},
		{"other source", change(func(m *messages.Message) { m.SourceChain = 1 }), "lane 1>9002, want 9001>9002"},
		{"other target", change(func(m *messages.Message) { m.TargetChain = 1 }), "lane 9001>1, want 9001>9002"},
		{"payload too long", change(func(m *messages.Message) { m.Payload = make([]byte, 65537) }), "65537 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := EncodeBatch(test.batch)
			if !errors.Is(err, ErrBatch) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestDecodeBatchRefuses(t *testing.T) {
	header := func(nonce uint64, count uint16, rest ...byte) []byte {
		return append(binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint64(nil, nonce), count), rest...)
	}
	zeros := func(n int) []byte { return make([]byte, n) }
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "0 bytes, want at least 10"},
		{"nonce zero", header(0, 1, 0), "first nonce 0"},
		{"count zero", header(1, 0), "count 0"},
		{"nonce overflow", header(1<<64-1, 2, 0, 0), "exceed 64 bits"},
		{"count without bytes", header(1, 65535, 0), "1 bytes for 65535 messages"},
		{"trailing byte", header(1, 1, 0, 0), "1 bytes after the last message"},
		{"sender in two forms", header(1, 1, append([]byte{senderShort | senderWide}, zeros(32)...)...), "two forms"},
		{"recipient in two forms", header(1, 1, append([]byte{recipientShort | recipientWide}, zeros(32)...)...), "two forms"},
		{"timestamp in two forms", header(1, 1, append([]byte{timestampSeconds | timestampWhole}, zeros(32)...)...), "two forms"},
		{"sender cut", header(1, 1, senderShort, 1), "sender of 20 bytes, 1 are left"},
		{"sender repeated", header(1, 1, append([]byte{senderShort}, zeros(20)...)...), "sender is repeated"},
		{"short recipient in a word", header(1, 1, append([]byte{recipientWide}, append(zeros(31), 1)...)...), "written in 32 bytes, want 20"},
		{"no seconds", header(1, 1, timestampSeconds, 0), "timestamp is repeated"},
		{"few seconds in a word", header(1, 1, timestampWhole, 0, 0, 0, 0, 0, 0, 0, 255), "want the seconds"},
		{"timestamp overflow", header(1, 2, timestampWhole, 255, 255, 255, 255, 255, 255, 255, 255, timestampSeconds, 1), "exceed 64 bits"},
		{"gas limit repeated", header(1, 1, gasLimitWhole, 0, 0, 0, 0, 0, 0, 0, 0), "gasLimit is repeated"},
		{"length repeated", header(1, 1, payloadLength, 0, 0, 0), "payload length is repeated"},
		{"payload too long", header(1, 1, append([]byte{payloadLength, 1, 0, 1}, zeros(65537)...)...), "payload of 65537 bytes, want at most 65536"},
		{"payload cut", header(1, 1, payloadLength, 0, 0, 2, 7), "payload of 2 bytes, 1 are left"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := DecodeBatch(9001, 9002, test.data)
			if !errors.Is(err, ErrBatch) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
		})
	}
}

// FuzzDecodeBatch: what is accepted is exactly what the encoder writes.
func FuzzDecodeBatch(f *testing.F) {
	for _, n := range []int{1, 2, 5} {
		batch := make([]messages.Message, n)
		for i := range batch {
			batch[i] = testMessage(uint64(7 + i))
			batch[i].Timestamp += uint64(i * 100)
			batch[i].Sender[0] = byte(i)
		}
		packed, err := EncodeBatch(batch)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packed)
		f.Add(packed[:len(packed)-1])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		batch, err := DecodeBatch(9001, 9002, data)
		if err != nil {
			return
		}
		packed, err := EncodeBatch(batch)
		if err != nil {
			t.Fatalf("decoded, but not encodable: %v", err)
		}
		if !bytes.Equal(packed, data) {
			t.Fatalf("decoded %x, encodes as %x", data, packed)
		}
	})
}
