package mpt

import (
	"encoding/binary"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
)

// mainnetDepth is a proof as deep as mainnet's state gives (8 or 9 nodes), made without the
// network: seven full branches over a leaf.
func mainnetDepth() (common.Hash, [][]byte) {
	path := nibblesOf(crypto.Keccak256(testSlot[:]))
	const depth = 7
	proof := make([][]byte, depth+1)
	proof[depth] = makeLeaf(rlpString(crypto.Keccak256([]byte("value"))), path[depth:]...)
	for i := depth - 1; i >= 0; i-- {
		children := map[int][]byte{}
		for c := range 16 {
			children[c] = byHash(binary.BigEndian.AppendUint32(nil, uint32(16*i+c)))
		}
		children[int(path[i])] = byHash(proof[i+1])
		proof[i] = makeBranch(children)
	}
	return crypto.Keccak256Hash(proof[0]), proof
}

func BenchmarkVerifyStorage(b *testing.B) {
	root, proof := mainnetDepth()
	b.ReportAllocs()
	for b.Loop() {
		if _, present, err := VerifyStorage(root, testSlot, proof); err != nil || !present {
			b.Fatal(present, err)
		}
	}
}

// BenchmarkHashesAlone is the floor: each node of the same proof hashed once.
func BenchmarkHashesAlone(b *testing.B) {
	_, proof := mainnetDepth()
	b.ReportAllocs()
	for b.Loop() {
		for _, node := range proof {
			crypto.Keccak256Hash(node)
		}
	}
}

// BenchmarkGoEthereum is trie.VerifyProof on the same proof, with the node database built as a
// verifier must build it.
func BenchmarkGoEthereum(b *testing.B) {
	root, proof := mainnetDepth()
	key := crypto.Keccak256(testSlot[:])
	b.ReportAllocs()
	for b.Loop() {
		if value, err := trie.VerifyProof(root, key, newOracleDB(proof)); err != nil || value == nil {
			b.Fatal(value, err)
		}
	}
}

func BenchmarkVerifyReceipt(b *testing.B) {
	oracle := newOracleTrie(b)
	for i := range uint64(200) {
		receipt := append([]byte{0x02}, rlpList(rlpString(make([]byte, 700)))...)
		oracle.MustUpdate(rlp.AppendUint64(nil, i), receipt)
	}
	root, proof := oracle.Hash(), oracle.prove(b, rlp.AppendUint64(nil, 77))
	b.ReportAllocs()
	for b.Loop() {
		if _, present, err := VerifyReceipt(root, 77, proof); err != nil || !present {
			b.Fatal(present, err)
		}
	}
}
