package beacon

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// JSON of the Beacon API: numbers are decimal strings, bytes are hex strings with 0x.

func (c container) decodeJSON(v *jsonValue) error {
	names := make([]string, len(c))
	for i, f := range c {
		names[i] = f.name
	}
	values, err := v.take(false, names...)
	if err != nil {
		return err
	}
	for i, f := range c {
		if err := f.value.decodeJSON(values[i]); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}

func (c container) appendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, f := range c {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), f.name...), '"', ':')
		b = f.value.appendJSON(b)
	}
	return append(b, '}')
}

// decimal returns a number as it is written, empty if that is not the one way to write
// it: no sign, no leading zeros, and in quotes.
func (v *jsonValue) decimal() string {
	if strings.Trim(v.text, "0123456789") != "" || (len(v.text) > 1 && v.text[0] == '0') {
		return ""
	}
	return v.text
}

func (n number[T]) decodeJSON(v *jsonValue) error {
	x, err := strconv.ParseUint(v.decimal(), 10, 64)
	if err != nil {
		return fmt.Errorf("it is %v, %.90q, want decimal digits of 64 bits without leading zeros", v.kind, v.text)
	}
	*n.v = T(x)
	return nil
}

func (n number[T]) appendJSON(b []byte) []byte {
	return append(strconv.AppendUint(append(b, '"'), uint64(*n.v), 10), '"')
}

func (n bigNumber) decodeJSON(v *jsonValue) error {
	x, err := uint256.FromDecimal(v.decimal())
	if err != nil {
		return fmt.Errorf("it is %v, %.90q, want decimal digits of 256 bits without leading zeros", v.kind, v.text)
	}
	*n.v = *x
	return nil
}

func (n bigNumber) appendJSON(b []byte) []byte {
	return append(append(append(b, '"'), n.v.Dec()...), '"')
}

// decodeHex fills b from a string of exactly its length. Capital digits are taken, since
// some nodes write addresses with a checksum in them (EIP-55); they say the same.
func (v *jsonValue) decodeHex(b []byte) error {
	digits, ok := strings.CutPrefix(v.text, "0x")
	if !ok || len(digits) != 2*len(b) {
		return fmt.Errorf("it is %v, %.20q of %d characters, want 0x and %d hex digits", v.kind, v.text, len(v.text), 2*len(b))
	}
	if _, err := hex.Decode(b, []byte(digits)); err != nil {
		return fmt.Errorf("it has a character that is no hex digit (%w)", err)
	}
	return nil
}

func appendHex(b, value []byte) []byte {
	return append(hex.AppendEncode(append(b, '"', '0', 'x'), value), '"')
}

func (f fixedBytes) decodeJSON(v *jsonValue) error { return v.decodeHex(f.v) }
func (f fixedBytes) appendJSON(b []byte) []byte    { return appendHex(b, f.v) }

func (l byteList) decodeJSON(v *jsonValue) error {
	n := max(len(v.text)-len("0x"), 0) / 2
	if err := l.checkLength(n); err != nil {
		return err
	}
	b := make([]byte, n)
	if err := v.decodeHex(b); err != nil {
		return err
	}
	*l.v = string(b)
	return nil
}

func (l byteList) appendJSON(b []byte) []byte { return appendHex(b, []byte(*l.v)) }

func (v bitvector) decodeJSON(value *jsonValue) error {
	*v.v = make(Bitvector, v.size())
	return value.decodeHex(*v.v)
}

func (v bitvector) appendJSON(b []byte) []byte { return appendHex(b, *v.v) }

// vector checks that v is an array of n elements.
func (v *jsonValue) vector(n int) error {
	if err := v.want(jsonArray); err != nil {
		return err
	}
	if len(v.elements) != n {
		return fmt.Errorf("it has %d elements, want %d", len(v.elements), n)
	}
	return nil
}

func (v hashes) decodeJSON(value *jsonValue) error {
	if err := value.vector(v.n); err != nil {
		return err
	}
	*v.v = make([]common.Hash, v.n)
	for i, element := range value.elements {
		if err := element.decodeHex((*v.v)[i][:]); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

func (v hashes) appendJSON(b []byte) []byte {
	b = append(b, '[')
	for i, h := range *v.v {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendHex(b, h[:])
	}
	return append(b, ']')
}

func (v pubkeys) decodeJSON(value *jsonValue) error {
	if err := value.vector(int(v.n)); err != nil {
		return err
	}
	*v.v = make([]Pubkey, v.n)
	for i, element := range value.elements {
		if err := element.decodeHex((*v.v)[i][:]); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

func (v pubkeys) appendJSON(b []byte) []byte {
	b = append(b, '[')
	for i := range v.n {
		if i > 0 {
			b = append(b, ',')
		}
		var key Pubkey
		if len(*v.v) > 0 {
			key = (*v.v)[i]
		}
		b = appendHex(b, key[:])
	}
	return append(b, ']')
}
