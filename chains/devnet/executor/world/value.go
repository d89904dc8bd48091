package world

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// account is a value of the state trie, and its leaf. It is not changed once it is in a tree, and
// is put into one once.
type account struct {
	types.StateAccount
	storage *node       // of root StateAccount.Root
	balance uint256.Int // what StateAccount.Balance points to
	leaf    node        // that has the account; others may have it as well, when paths change
}

// slot is a leaf of a storage trie: the value without leading zeros, never empty.
type slot struct{ value []byte }

// append writes the account as an item of its leaf: the list of nonce, balance, storage
// root and code hash, in a string.
func (a *account) append(b []byte) []byte {
	balance := (a.Balance.BitLen() + 7) / 8
	n := 2*(1+common.HashLength) + uintSize(a.Nonce) + stringSize(balance, func() byte { return byte(a.Balance.Uint64()) })
	b = append(b, 0xb8, byte(n+2), 0xf8, byte(n)) // 68 to 108 bytes: always one byte of length
	b = appendUint(b, a.Nonce)
	if balance != 1 || a.Balance.Uint64() >= 0x80 {
		b = append(b, 0x80+byte(balance))
	}
	word := a.Balance.Bytes32()
	b = append(b, word[common.HashLength-balance:]...)
	b = append(b, 0x80+common.HashLength)
	b = append(b, a.Root[:]...)
	b = append(b, 0x80+common.HashLength)
	return append(b, a.CodeHash...)
}

// append writes the value as an item of its leaf: a string in a string.
func (s *slot) append(b []byte) []byte {
	if len(s.value) == 1 && s.value[0] < 0x80 {
		return append(b, s.value[0])
	}
	// Its own prefix makes the inner string two bytes or longer.
	b = append(b, 0x81+byte(len(s.value)), 0x80+byte(len(s.value)))
	return append(b, s.value...)
}

func uintSize(v uint64) int {
	return stringSize((bits.Len64(v)+7)/8, func() byte { return byte(v) })
}

// stringSize is the size of an encoded string of n bytes.
func stringSize(n int, only func() byte) int {
	if n == 1 && only() < 0x80 {
		return 1
	}
	return 1 + n
}

func appendUint(b []byte, v uint64) []byte {
	n := (bits.Len64(v) + 7) / 8
	if n != 1 || v >= 0x80 {
		b = append(b, 0x80+byte(n))
	}
	var word [8]byte
	binary.BigEndian.PutUint64(word[:], v)
	return append(b, word[8-n:]...)
}

var emptyCode = types.EmptyCodeHash.Bytes()

// newAccount takes a copy, in one piece: the collector looks at each of those that kept
// states hold. The code hash is never changed in place by whoever has an account, so it is
// shared; the one that nearly all have is kept once.
func newAccount(a *types.StateAccount, storage *node) *account {
	c := &account{StateAccount: *a, storage: storage, balance: *a.Balance}
	c.Balance = &c.balance
	if bytes.Equal(c.CodeHash, emptyCode) {
		c.CodeHash = emptyCode
	}
	return c
}
