package mpt

import "fmt"

// compactPath is a run of nibbles in hex-prefix encoding (Yellow Paper appendix C), read in place.
type compactPath struct {
	encoded []byte
	// skip is the number of leading nibbles of encoded that are flag or padding: 1 or 2.
	skip int
}

const (
	pathOddFlag  = 1
	pathLeafFlag = 2
)

// decode checks the hex-prefix encoding and tells whether it belongs to a leaf. Unlike go-ethereum
// it refuses unknown flags and non-zero padding: there is one encoding for each path.
func (p *compactPath) decode(encoded []byte) (leaf bool, err error) {
	if len(encoded) == 0 {
		return false, fmt.Errorf("%w: an empty path, want at least its flag byte", ErrMalformedNode)
	}
	flag, padding := encoded[0]>>4, encoded[0]&0x0f
	if flag > pathLeafFlag|pathOddFlag {
		return false, fmt.Errorf("%w: path flag %x, want 0 to 3", ErrMalformedNode, flag)
	}
	p.encoded, p.skip = encoded, 1
	if flag&pathOddFlag == 0 {
		if padding != 0 {
			return false, fmt.Errorf("%w: path padding %x, want 0", ErrMalformedNode, padding)
		}
		p.skip = 2
	}
	return flag&pathLeafFlag != 0, nil
}

// length is in nibbles.
func (p *compactPath) length() int { return 2*len(p.encoded) - p.skip }

func (p *compactPath) nibble(i int) byte { return nibble(p.encoded, p.skip+i) }

// common counts the nibbles that p shares with key from nibble depth of key on.
func (p *compactPath) common(key []byte, depth int) int {
	n := min(p.length(), 2*len(key)-depth)
	for i := range n {
		if p.nibble(i) != nibble(key, depth+i) {
			return i
		}
	}
	return n
}

// nibble returns the i-th half byte, high half first.
func nibble(bytes []byte, i int) byte {
	if i%2 == 0 {
		return bytes[i/2] >> 4
	}
	return bytes[i/2] & 0x0f
}
