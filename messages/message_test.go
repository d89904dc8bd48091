package messages

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"
)

func drawMessage(t *rapid.T) Message {
	array := func(label string) (a Account) {
		copy(a[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, label))
		return a
	}
	return Message{
		Nonce: rapid.Uint64Min(1).Draw(t, "nonce"), SourceChain: rapid.Uint64().Draw(t, "source"), Sender: array("sender"),
		TargetChain: rapid.Uint64().Draw(t, "target"), Recipient: array("recipient"), Timestamp: rapid.Uint64().Draw(t, "time"),
		GasLimit: rapid.Uint64().Draw(t, "gas"), Payload: rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "payload"),
	}
}

func TestMessageRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMessage(t)
		encoded := must(m.MarshalBinary())
		if len(encoded) != m.Size() {
			t.Fatalf("size %d, want %d", m.Size(), len(encoded))
		}
		decoded, err := DecodeMessage(encoded)
		if err != nil || !decoded.Equal(&m) {
			t.Fatalf("binary: %+v, want %+v (%v)", decoded, m, err)
		}
		if m.ID() != ID(crypto.Keccak256Hash(encoded)) {
			t.Fatal("id is not the hash of the encoding")
		}
		var fromJSON Message
		if err := json.Unmarshal(must(json.Marshal(m)), &fromJSON); err != nil || !fromJSON.Equal(&m) {
			t.Fatalf("JSON: %+v, want %+v (%v)", fromJSON, m, err)
		}
	})
}

func TestMessageEveryByteCounts(t *testing.T) {
	m := goldenSamples()["2 64-byte payload"]
	encoded := must(m.MarshalBinary())
	for i := range encoded {
		encoded[i] ^= 0x40
		if other, err := DecodeMessage(encoded); err == nil && other.ID() == m.ID() {
			t.Errorf("byte %d does not reach the id", i)
		}
		encoded[i] ^= 0x40
	}
}

func TestDecodeMessageRefuses(t *testing.T) {
	m := goldenSamples()["2 64-byte payload"]
	good := must(m.MarshalBinary())
	set := func(i int, b byte) []byte { c := bytes.Clone(good); c[i] = b; return c }
	for name, c := range map[string]struct {
		in   []byte
		says string
	}{
		"nothing":          {nil, "message of 0 bytes"},
		"one byte short":   {good[:HeaderSize-1], "message of 104 bytes"},
		"too long":         {make([]byte, MaxEncodedSize+1), "message of 65642 bytes"},
		"version 0":        {set(0, 0), "version 0, want 1"},
		"version 2":        {set(0, 2), "version 2, want 1"},
		"nonce 0":          {set(8, 0), "nonce 0"},
		"zero everything":  {make([]byte, HeaderSize), "version 0"},
		"version 255 long": {append([]byte{255}, good...), "version 255"},
	} {
		t.Run(name, func(t *testing.T) {
			before := m
			err := before.UnmarshalBinary(c.in)
			if !errors.Is(err, ErrDecode) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v, want an error that says %q", err, c.says)
			}
			if !before.Equal(&m) {
				t.Fatal("a refused input changed the message")
			}
		})
	}
}

func TestEncodeMessageRefuses(t *testing.T) {
	for name, m := range map[string]Message{
		"nonce 0":           {},
		"payload too large": {Nonce: 1, Payload: make([]byte, MaxPayloadSize+1)},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := m.MarshalBinary(); !errors.Is(err, ErrDecode) {
				t.Errorf("binary: %v", err)
			}
			if _, err := json.Marshal(m); !errors.Is(err, ErrDecode) {
				t.Errorf("JSON: %v", err)
			}
		})
	}
}

func TestMessageJSONRefuses(t *testing.T) {
	m := goldenSamples()["2 64-byte payload"]
	good := string(must(json.Marshal(m)))
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in %s", old, good)
		}
		return strings.Replace(good, old, new, 1)
	}
	for name, in := range map[string]string{
		"null":                      "null",
		"empty object":              "{}",
		"missing field":             replace(`"timestamp":1790000001,`, ""),
		"unknown field":             replace(`"version":1,`, `"version":1,"extra":1,`),
		"repeated field":            replace(`"version":1,`, `"version":1,"version":1,`),
		"other case":                replace(`"nonce"`, `"Nonce"`),
		"other order":               replace(`"version":1,"nonce":2,`, `"nonce":2,"version":1,`),
		"small integer as string":   replace(`"nonce":2`, `"nonce":"2"`),
		"integer with exponent":     replace(`"gasLimit":200000`, `"gasLimit":2e5`),
		"fraction":                  replace(`"nonce":2`, `"nonce":2.0`),
		"negative":                  replace(`"nonce":2`, `"nonce":-2`),
		"above 2^53 as number":      replace(`"timestamp":1790000001`, `"timestamp":9007199254740993`),
		"above 2^64":                replace(`"timestamp":1790000001`, `"timestamp":"18446744073709551616"`),
		"leading zero in string":    replace(`"timestamp":1790000001`, `"timestamp":"09007199254740993"`),
		"upper-case hex, payload":   replace(`1a1b1c`, `1A1b1c`),
		"upper-case hex, accounts":  replace("0x0000000000000000000000005fbdb2", "0x0000000000000000000000005FBDB2"),
		"short account":             replace("0x000000000000000000000000", "0x"),
		"payload without 0x":        replace(`"payload":"0x`, `"payload":"`),
		"odd payload":               replace(`"payload":"0x1`, `"payload":"0x`),
		"id of another message":     replace(`"nonce":2`, `"nonce":3`),
		"another version":           replace(`"version":1`, `"version":2`),
		"payload null":              replace(`"payload":"0x`, `"payload":null,"p":"0x`),
		"something after the value": good + "{}",
	} {
		t.Run(name, func(t *testing.T) {
			var got Message
			if err := got.UnmarshalJSON([]byte(in)); !errors.Is(err, ErrDecode) {
				t.Fatalf("accepted or wrong error: %v", err)
			}
			if !got.Equal(&Message{}) {
				t.Fatal("a refused input changed the message")
			}
		})
	}
}

func TestAccountAddress(t *testing.T) {
	address := common.HexToAddress("0x5FbDB2315678afecb367f032d93F642f64180aa3")
	if got, ok := AccountOf(address).Address(); !ok || got != address {
		t.Errorf("got %s %t", got, ok)
	}
	for i := range 12 {
		dirty := AccountOf(address)
		dirty[i] = 1
		if _, ok := dirty.Address(); ok {
			t.Errorf("an account with byte %d set passed for an EVM address", i)
		}
	}
}

// TestDecodeAllocates pins the promise of the package: decoding into a used
// message allocates nothing, decoding a new one allocates it and its payload.
func TestDecodeAllocates(t *testing.T) {
	m := goldenSamples()["2 64-byte payload"]
	encoded := must(m.MarshalBinary())
	var reused Message
	if err := reused.UnmarshalBinary(encoded); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { _ = reused.UnmarshalBinary(encoded) }); n != 0 {
		t.Errorf("%v allocations into a used message, want 0", n)
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = DecodeMessage(encoded) }); n > 2 {
		t.Errorf("%v allocations for a new message, want the message and its payload", n)
	}
}
