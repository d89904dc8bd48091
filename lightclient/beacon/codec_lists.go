package beacon

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// byteList is a list of at most max bytes, and max is at most 32: one chunk.
type byteList struct {
	v   *string
	max int
}

func (l byteList) size() int { return 0 }

func (l byteList) check() error { return l.checkLength(len(*l.v)) }

func (l byteList) checkLength(n int) error {
	if n > l.max {
		return fmt.Errorf("it has %d bytes, want at most %d", n, l.max)
	}
	return nil
}

func (l byteList) decodeSSZ(b []byte) error {
	if err := l.checkLength(len(b)); err != nil {
		return err
	}
	*l.v = string(b)
	return nil
}

func (l byteList) appendSSZ(b []byte) []byte { return append(b, *l.v...) }

func (l byteList) hashTreeRoot() common.Hash {
	var chunk, length common.Hash
	copy(chunk[:], *l.v)
	binary.LittleEndian.PutUint64(length[:], uint64(len(*l.v)))
	return hashPair(chunk, length) // mix_in_length
}

// bitvector is a vector of bits, a multiple of 8.
type bitvector struct {
	v    *Bitvector
	bits uint64
}

func (v bitvector) size() int { return int(v.bits / 8) }

func (v bitvector) check() error {
	if len(*v.v) != v.size() {
		return fmt.Errorf("it has %d bytes, want %d", len(*v.v), v.size())
	}
	return nil
}

func (v bitvector) decodeSSZ(b []byte) error {
	*v.v = append(Bitvector(nil), b...)
	return nil
}

func (v bitvector) appendSSZ(b []byte) []byte { return append(b, *v.v...) }

func (v bitvector) hashTreeRoot() common.Hash { return merkleize(chunksOf(*v.v)) }

// hashes is a vector of hashes: a branch.
type hashes struct {
	v *[]common.Hash
	n int
}

func (v hashes) size() int { return v.n * 32 }

func (v hashes) check() error {
	if len(*v.v) != v.n {
		return fmt.Errorf("it has %d hashes, want %d", len(*v.v), v.n)
	}
	return nil
}

func (v hashes) decodeSSZ(b []byte) error {
	*v.v = chunksOf(b)
	return nil
}

func (v hashes) appendSSZ(b []byte) []byte {
	for _, h := range *v.v {
		b = append(b, h[:]...)
	}
	return b
}

func (v hashes) hashTreeRoot() common.Hash { return merkleize(append([]common.Hash(nil), *v.v...)) }

// pubkeys is a vector of public keys. A committee that is absent may have none at all,
// which encodes as if they were zero.
type pubkeys struct {
	v *[]Pubkey
	n uint64
}

func (v pubkeys) size() int { return int(v.n) * len(Pubkey{}) }

func (v pubkeys) check() error {
	if n := len(*v.v); n != 0 && uint64(n) != v.n {
		return fmt.Errorf("it has %d keys, want %d", n, v.n)
	}
	return nil
}

func (v pubkeys) decodeSSZ(b []byte) error {
	*v.v = make([]Pubkey, v.n)
	for i := range *v.v {
		copy((*v.v)[i][:], b[i*len(Pubkey{}):])
	}
	return nil
}

func (v pubkeys) appendSSZ(b []byte) []byte {
	if len(*v.v) == 0 {
		return append(b, make([]byte, v.size())...)
	}
	for i := range *v.v {
		b = append(b, (*v.v)[i][:]...)
	}
	return b
}

func (v pubkeys) hashTreeRoot() common.Hash {
	roots := make([]common.Hash, v.n)
	for i := range roots {
		var key Pubkey
		if len(*v.v) > 0 {
			key = (*v.v)[i]
		}
		roots[i] = pubkeyRoot(&key)
	}
	return merkleize(roots)
}

func pubkeyRoot(key *Pubkey) common.Hash {
	var left, right common.Hash
	copy(left[:], key[:32])
	copy(right[:], key[32:])
	return hashPair(left, right)
}
