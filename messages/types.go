package messages

import (
	"encoding/hex"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// ID identifies a message: keccak256 of its canonical encoding.
type ID [32]byte

// LaneID identifies a lane of one pair of deployments: the lane's accumulator
// before its first message.
type LaneID [32]byte

// Accumulator is the hash chain over a lane's message ids. It commits to every
// message up to a nonce, and to their order.
type Accumulator [32]byte

// InboxID identifies one deployment of an Inbox:
// keccak256(abi.encode(address, mark)).
type InboxID [32]byte

// Mark is the entropy that a contract fixes at its deployment: the hash of the
// block before it.
type Mark [32]byte

// Account is an account on some chain. EVM addresses are left-padded with zeros.
type Account [32]byte

// AccountOf pads an EVM address.
func AccountOf(address common.Address) Account {
	var account Account
	copy(account[12:], address[:])
	return account
}

// Address returns the EVM address in the account; ok is false when the upper
// twelve bytes are not zero, that is, when no EVM address can be meant.
func (a Account) Address() (address common.Address, ok bool) {
	copy(address[:], a[12:])
	return address, [12]byte(a[:12]) == [12]byte{}
}

func (id ID) String() string         { return encodeHex(id[:]) }
func (id LaneID) String() string     { return encodeHex(id[:]) }
func (a Accumulator) String() string { return encodeHex(a[:]) }
func (id InboxID) String() string    { return encodeHex(id[:]) }
func (m Mark) String() string        { return encodeHex(m[:]) }
func (a Account) String() string     { return encodeHex(a[:]) }

// MarshalText writes 0x-prefixed lower-case hex.
func (id ID) MarshalText() ([]byte, error)         { return []byte(id.String()), nil }
func (id LaneID) MarshalText() ([]byte, error)     { return []byte(id.String()), nil }
func (a Accumulator) MarshalText() ([]byte, error) { return []byte(a.String()), nil }
func (id InboxID) MarshalText() ([]byte, error)    { return []byte(id.String()), nil }
func (m Mark) MarshalText() ([]byte, error)        { return []byte(m.String()), nil }
func (a Account) MarshalText() ([]byte, error)     { return []byte(a.String()), nil }

// UnmarshalText reads exactly what MarshalText writes.
func (id *ID) UnmarshalText(text []byte) error     { return decodeFixedHex("message id", id[:], text) }
func (id *LaneID) UnmarshalText(text []byte) error { return decodeFixedHex("lane id", id[:], text) }
func (a *Accumulator) UnmarshalText(text []byte) error {
	return decodeFixedHex("accumulator", a[:], text)
}
func (id *InboxID) UnmarshalText(text []byte) error { return decodeFixedHex("inbox id", id[:], text) }
func (m *Mark) UnmarshalText(text []byte) error     { return decodeFixedHex("mark", m[:], text) }
func (a *Account) UnmarshalText(text []byte) error  { return decodeFixedHex("account", a[:], text) }

// ParseLaneID reads 0x-hex of 32 bytes.
func ParseLaneID(text string) (id LaneID, err error) { return id, id.UnmarshalText([]byte(text)) }

// ParseID reads 0x-hex of 32 bytes.
func ParseID(text string) (id ID, err error) { return id, id.UnmarshalText([]byte(text)) }

func encodeHex(b []byte) string {
	out := make([]byte, 2+2*len(b))
	out[0], out[1] = '0', 'x'
	hex.Encode(out[2:], b)
	return string(out)
}

// decodeHex reads 0x-prefixed lower-case hex. Upper-case digits are refused, so
// that one value has one text.
func decodeHex(field string, text []byte) ([]byte, error) {
	if len(text) < 2 || text[0] != '0' || text[1] != 'x' {
		return nil, fmt.Errorf("%s: %q is not 0x-prefixed hex", field, abbreviate(text))
	}
	for _, c := range text[2:] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return nil, fmt.Errorf("%s: %q holds %q, want lower-case hex digits", field, abbreviate(text), c)
		}
	}
	if len(text)%2 != 0 {
		return nil, fmt.Errorf("%s: %q has an odd number of hex digits", field, abbreviate(text))
	}
	out := make([]byte, hex.DecodedLen(len(text)-2))
	_, err := hex.Decode(out, text[2:])
	return out, err
}

func decodeFixedHex(field string, into, text []byte) error {
	// The length is checked first, so that a hostile text costs no allocation.
	if want := 2 + 2*len(into); len(text) != want {
		return fmt.Errorf("%s: %q has %d characters, want 0x and %d hex digits", field, abbreviate(text), len(text), 2*len(into))
	}
	decoded, err := decodeHex(field, text)
	if err != nil {
		return err
	}
	copy(into, decoded)
	return nil
}

// abbreviate keeps an error that quotes hostile input short.
func abbreviate(text []byte) string {
	if len(text) > 80 {
		return string(text[:77]) + "..."
	}
	return string(text)
}
