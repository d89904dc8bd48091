package beacon

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Each container is described once, as a list of its fields; SSZ, JSON and hash tree
// root all follow from that list, so that they cannot differ about a field.

// codec is a value of one SSZ type, bound to the Go variable that holds it.
type codec interface {
	// size is how many bytes its SSZ has; 0 means that this varies.
	size() int
	// check says whether the variable can be encoded: whether slices have their lengths.
	check() error
	// decodeSSZ reads b, which has size() bytes if that is not 0. It keeps nothing of b.
	decodeSSZ(b []byte) error
	appendSSZ(b []byte) []byte
	hashTreeRoot() common.Hash
	decodeJSON(v *jsonValue) error
	appendJSON(b []byte) []byte
}

type field struct {
	name  string
	value codec
}

// container is an SSZ container (ssz/simple-serialize.md).
type container []field

const offsetBytes = 4

func (c container) size() int {
	n := 0
	for _, f := range c {
		if f.value.size() == 0 {
			return 0
		}
		n += f.value.size()
	}
	return n
}

// fixedSize is the length of the fixed part: fixed fields, and offsets of the others.
func (c container) fixedSize() int {
	n := 0
	for _, f := range c {
		if size := f.value.size(); size > 0 {
			n += size
		} else {
			n += offsetBytes
		}
	}
	return n
}

func (c container) check() error {
	for _, f := range c {
		if err := f.value.check(); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}

// decodeSSZ takes the one encoding: the first offset points behind the fixed part, no
// offset points before the one ahead of it, and nothing is left at the end.
func (c container) decodeSSZ(b []byte) error {
	parts, err := c.split(b)
	if err != nil {
		return err
	}
	for i, f := range c {
		if err := f.value.decodeSSZ(parts[i]); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}

// split cuts b into the bytes of each field.
func (c container) split(b []byte) ([][]byte, error) {
	fixed := c.fixedSize()
	if len(b) < fixed {
		return nil, fmt.Errorf("it has %d bytes, want at least %d", len(b), fixed)
	}
	parts := make([][]byte, len(c))
	last, at, end := -1, 0, fixed // last field of varying size so far, where it begins
	for i, f := range c {
		if size := f.value.size(); size > 0 {
			parts[i], at = b[at:at+size], at+size
			continue
		}
		offset := binary.LittleEndian.Uint32(b[at:])
		at += offsetBytes
		if last < 0 && offset != uint32(fixed) {
			return nil, fmt.Errorf("offset of %s is %d, want %d", f.name, offset, fixed)
		}
		if offset < uint32(end) || uint64(offset) > uint64(len(b)) {
			return nil, fmt.Errorf("offset of %s is %d, want %d to %d", f.name, offset, end, len(b))
		}
		if last >= 0 {
			parts[last] = b[end:offset]
		}
		last, end = i, int(offset)
	}
	if last >= 0 {
		parts[last] = b[end:]
	} else if len(b) != fixed {
		return nil, fmt.Errorf("it has %d bytes, want %d", len(b), fixed)
	}
	return parts, nil
}

func (c container) appendSSZ(b []byte) []byte {
	offset := c.fixedSize()
	var tail []byte
	for _, f := range c {
		if f.value.size() > 0 {
			b = f.value.appendSSZ(b)
			continue
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(offset+len(tail)))
		tail = f.value.appendSSZ(tail)
	}
	return append(b, tail...)
}

func (c container) leaves() []common.Hash {
	leaves := make([]common.Hash, len(c))
	for i, f := range c {
		leaves[i] = f.value.hashTreeRoot()
	}
	return leaves
}

func (c container) hashTreeRoot() common.Hash { return merkleize(c.leaves()) }

// number is a uint64, under whatever name.
type number[T ~uint64] struct{ v *T }

func numberOf[T ~uint64](v *T) number[T] { return number[T]{v} }

func (n number[T]) size() int    { return 8 }
func (n number[T]) check() error { return nil }
func (n number[T]) decodeSSZ(b []byte) error {
	*n.v = T(binary.LittleEndian.Uint64(b))
	return nil
}
func (n number[T]) appendSSZ(b []byte) []byte {
	return binary.LittleEndian.AppendUint64(b, uint64(*n.v))
}
func (n number[T]) hashTreeRoot() (chunk common.Hash) {
	binary.LittleEndian.PutUint64(chunk[:], uint64(*n.v))
	return chunk
}

// bigNumber is a uint256.
type bigNumber struct{ v *uint256.Int }

func (n bigNumber) size() int    { return 32 }
func (n bigNumber) check() error { return nil }
func (n bigNumber) decodeSSZ(b []byte) error {
	for i := range n.v {
		n.v[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return nil
}
func (n bigNumber) appendSSZ(b []byte) []byte {
	for _, word := range n.v {
		b = binary.LittleEndian.AppendUint64(b, word)
	}
	return b
}
func (n bigNumber) hashTreeRoot() (chunk common.Hash) {
	n.appendSSZ(chunk[:0])
	return chunk
}

// fixedBytes is a vector of bytes: the array behind v.
type fixedBytes struct{ v []byte }

func (f fixedBytes) size() int    { return len(f.v) }
func (f fixedBytes) check() error { return nil }
func (f fixedBytes) decodeSSZ(b []byte) error {
	copy(f.v, b)
	return nil
}
func (f fixedBytes) appendSSZ(b []byte) []byte { return append(b, f.v...) }
func (f fixedBytes) hashTreeRoot() common.Hash { return merkleize(chunksOf(f.v)) }

// chunksOf packs bytes into chunks of 32.
func chunksOf(b []byte) []common.Hash {
	chunks := make([]common.Hash, (len(b)+31)/32)
	for i := range chunks {
		copy(chunks[i][:], b[32*i:])
	}
	return chunks
}
