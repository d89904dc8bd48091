package blockcode

import (
	"encoding/binary"
	"math/big"
	"math/bits"
)

// uintSize and the like are how many bytes an item takes.

func uintSize(v uint64) int {
	if v < 0x80 {
		return 1
	}
	return 1 + (bits.Len64(v)+7)/8
}

func bigSize(v *big.Int) int {
	n := v.BitLen()
	if n < 8 {
		return 1
	}
	return headSize((n+7)/8) + (n+7)/8
}

func bigSizes(vs []*big.Int) (n int) {
	for _, v := range vs {
		n += bigSize(v)
	}
	return n
}

func stringSize(s []byte) int {
	if len(s) == 1 && s[0] < 0x80 {
		return 1
	}
	return headSize(len(s)) + len(s)
}

// headSize is that of the prefix of a string or list with so many bytes in it.
func headSize(n int) int {
	if n < 56 {
		return 1
	}
	return 1 + (bits.Len(uint(n))+7)/8
}

func listSize(content int) int { return headSize(content) + content }

func appendUint(b []byte, v uint64) []byte {
	switch {
	case v == 0:
		return append(b, 0x80)
	case v < 0x80:
		return append(b, byte(v))
	}
	return appendBytes(append(b, 0x80+byte((bits.Len64(v)+7)/8)), v)
}

// appendBytes writes a number without leading zeros.
func appendBytes(b []byte, v uint64) []byte {
	var word [8]byte
	binary.BigEndian.PutUint64(word[:], v)
	return append(b, word[bits.LeadingZeros64(v)/8:]...)
}

func appendBig(b []byte, v *big.Int) []byte {
	if v.IsUint64() {
		return appendUint(b, v.Uint64())
	}
	n := (v.BitLen() + 7) / 8
	b = appendHead(b, 0x80, n)
	at := len(b)
	var zeros [32]byte
	for ; n > len(zeros); n -= len(zeros) {
		b = append(b, zeros[:]...)
	}
	b = append(b, zeros[:n]...)
	v.FillBytes(b[at:])
	return b
}

func appendBigs(b []byte, vs []*big.Int) []byte {
	for _, v := range vs {
		b = appendBig(b, v)
	}
	return b
}

func appendString(b, s []byte) []byte {
	if len(s) == 1 && s[0] < 0x80 {
		return append(b, s[0])
	}
	return append(appendHead(b, 0x80, len(s)), s...)
}

// appendHead writes the prefix of a string (0x80) or list (0xc0) with so many bytes in it.
func appendHead(b []byte, kind byte, n int) []byte {
	if n < 56 {
		return append(b, kind+byte(n))
	}
	return appendBytes(append(b, kind+55+byte((bits.Len(uint(n))+7)/8)), uint64(n))
}
