package mpt

import "math/bits"

// emptyString is the RLP of a string of no bytes, and the base of those of up to 55.
const emptyString = 0x80

// longFrom is the size in bytes from which RLP writes a length of its own.
const longFrom = 56

// appendListHeader appends what RLP puts before a list of that many bytes.
func appendListHeader(b []byte, size int) []byte { return appendHeader(b, rlpListBase, size) }

// appendString appends the RLP of a string.
func appendString(b, content []byte) []byte {
	if len(content) != 1 || content[0] >= emptyString {
		b = appendHeader(b, emptyString, len(content))
	}
	return append(b, content...)
}

func appendHeader(b []byte, base byte, size int) []byte {
	if size < longFrom {
		return append(b, base+byte(size))
	}
	length := (bits.Len(uint(size)) + 7) / 8
	b = append(b, base+longFrom-1+byte(length))
	for i := length - 1; i >= 0; i-- {
		b = append(b, byte(size>>(8*i)))
	}
	return b
}

// stringSize is the size of what appendString appends.
func stringSize(content []byte) int {
	switch n := len(content); {
	case n == 1 && content[0] < emptyString:
		return 1
	case n < longFrom:
		return 1 + n
	default:
		return 1 + (bits.Len(uint(n))+7)/8 + n
	}
}

// appendCompact appends the nibbles from..to of key in hex-prefix encoding, the reverse of
// compactPath.
func appendCompact(b, key []byte, from, to int, flag byte) []byte {
	if (to-from)%2 == 1 {
		b = append(b, (flag|pathOddFlag)<<4|nibble(key, from))
		from++
	} else {
		b = append(b, flag<<4)
	}
	for ; from < to; from += 2 {
		b = append(b, nibble(key, from)<<4|nibble(key, from+1))
	}
	return b
}
