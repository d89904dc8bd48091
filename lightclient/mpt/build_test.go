package mpt

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
)

// Nodes by hand: what a correct trie never contains can be put under a root all the same, because
// the root is ours to choose. So each check is tested where the hashes are in order and the check
// stands alone.

func rlpString(b []byte) []byte {
	encoded, err := rlp.EncodeToBytes(b)
	if err != nil {
		panic(err)
	}
	return encoded
}

func rlpList(items ...[]byte) []byte {
	raw := make([]rlp.RawValue, len(items))
	for i, item := range items {
		raw[i] = item
	}
	encoded, err := rlp.EncodeToBytes(raw)
	if err != nil {
		panic(err)
	}
	return encoded
}

// compact is hex-prefix encoding, written from the Yellow Paper's appendix C.
func compact(leaf bool, nibbles ...byte) []byte {
	flag := byte(0)
	if leaf {
		flag = 2
	}
	if len(nibbles)%2 == 1 {
		nibbles = append([]byte{flag | 1}, nibbles...)
	} else {
		nibbles = append([]byte{flag, 0}, nibbles...)
	}
	out := make([]byte, 0, len(nibbles)/2)
	for i := 0; i < len(nibbles); i += 2 {
		out = append(out, nibbles[i]<<4|nibbles[i+1])
	}
	return out
}

func nibblesOf(b []byte) []byte {
	out := make([]byte, 0, 2*len(b))
	for _, x := range b {
		out = append(out, x>>4, x&0x0f)
	}
	return out
}

func makeLeaf(value []byte, nibbles ...byte) []byte {
	return rlpList(rlpString(compact(true, nibbles...)), rlpString(value))
}

func makeExtension(childReference []byte, nibbles ...byte) []byte {
	return rlpList(rlpString(compact(false, nibbles...)), childReference)
}

// makeBranch takes references, already encoded.
func makeBranch(children map[int][]byte) []byte {
	items := make([][]byte, 17)
	for i := range items {
		items[i] = []byte{0x80}
	}
	for i, child := range children {
		items[i] = child
	}
	return rlpList(items...)
}

// byHash refers to a node by hash whatever its size.
func byHash(node []byte) []byte { return rlpString(crypto.Keccak256(node)) }

// otherChild stands for a subtree that the path doesn't enter.
var otherChild = rlpString(bytes.Repeat([]byte{0xcd}, 32))

// longValue makes a leaf too long to be inlined.
var longValue = bytes.Repeat([]byte{0xab}, 40)

// Tries by go-ethereum: the oracle.

type proofList [][]byte

func (p *proofList) Put(_, value []byte) error {
	*p = append(*p, common.CopyBytes(value))
	return nil
}

func (p *proofList) Delete([]byte) error { panic("a proof is only added to") }

type oracleTrie struct{ *trie.Trie }

func newOracleTrie(tb testing.TB) oracleTrie {
	tb.Helper()
	db := triedb.NewDatabase(rawdb.NewMemoryDatabase(), nil)
	tb.Cleanup(func() { _ = db.Close() })
	return oracleTrie{trie.NewEmpty(db)}
}

func (o oracleTrie) prove(tb testing.TB, key []byte) [][]byte {
	tb.Helper()
	var proof proofList
	if err := o.Prove(key, &proof); err != nil {
		tb.Fatal(err)
	}
	return proof
}

// oracleDB is a proof as go-ethereum's VerifyProof wants it.
type oracleDB map[common.Hash][]byte

func newOracleDB(proof [][]byte) oracleDB {
	db := make(oracleDB, len(proof))
	for _, node := range proof {
		db[crypto.Keccak256Hash(node)] = node
	}
	return db
}

func (db oracleDB) Has(key []byte) (bool, error) {
	_, ok := db[common.BytesToHash(key)]
	return ok, nil
}
func (db oracleDB) Get(key []byte) ([]byte, error) { return db[common.BytesToHash(key)], nil }

func cloneProof(proof [][]byte) [][]byte {
	clone := make([][]byte, len(proof))
	for i, node := range proof {
		clone[i] = bytes.Clone(node)
	}
	return clone
}
