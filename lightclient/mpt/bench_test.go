package mpt

import (
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
)

// mainnetDepth is a proof as deep as mainnet's state gives (8 or 9 nodes), made without the
// network: seven full branches over a leaf.
func mainnetDepth() (common.Hash, [][]byte) {
	return fullBranches(crypto.Keccak256(testSlot[:]), rlpString(crypto.Keccak256([]byte("value"))), 7)
}

// fullBranches is a proof of so many branches without a free place over the leaf of a key.
func fullBranches(key, value []byte, depth int) (common.Hash, [][]byte) {
	path := nibblesOf(key)
	proof := make([][]byte, depth+1)
	proof[depth] = makeLeaf(value, path[depth:]...)
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

// compare reports the fastest run of ours and of the floor, in microseconds, and the ratio of both:
// what else the machine does only ever adds to either.
func compare(b *testing.B, ours, floor func()) {
	oursBest, floorBest := time.Duration(1<<63-1), time.Duration(1<<63-1)
	for b.Loop() {
		began := time.Now()
		ours()
		middle := time.Now()
		floor()
		oursBest, floorBest = min(oursBest, middle.Sub(began)), min(floorBest, time.Since(middle))
	}
	b.ReportMetric(float64(oursBest.Nanoseconds())/1000, "ours-us")
	b.ReportMetric(float64(floorBest.Nanoseconds())/1000, "floor-us")
	b.ReportMetric(oursBest.Seconds()/floorBest.Seconds(), "ours/floor")
	b.ReportMetric(0, "ns/op") // the sum of both says nothing
}

// BenchmarkReceiptsRoot is the root of a block of 200 receipts, beside go-ethereum's StackTrie on the
// same encodings.
func BenchmarkReceiptsRoot(b *testing.B) {
	encoded, list := encodedBlock(b, 200)
	compare(b, func() {
		if _, err := ReceiptsRoot(encoded); err != nil {
			b.Fatal(err)
		}
	}, func() { types.DeriveSha(list, trie.NewStackTrie(nil)) })
}

// BenchmarkStackTrie is go-ethereum's part of the above alone, with its allocations.
func BenchmarkStackTrie(b *testing.B) {
	_, list := encodedBlock(b, 200)
	b.ReportAllocs()
	for b.Loop() {
		types.DeriveSha(list, trie.NewStackTrie(nil))
	}
}

// BenchmarkVerifyReceipts is all there is to do for a block: root, decoding, blooms.
func BenchmarkVerifyReceipts(b *testing.B) {
	encoded, _ := encodedBlock(b, 200)
	root, err := ReceiptsRoot(encoded)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := VerifyReceipts(root, encoded); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProveReceipt(b *testing.B) {
	encoded, _ := encodedBlock(b, 200)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ProveReceipt(encoded, 77); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerifyAccountAndSlot is what a lane proof takes for one of its slots, as deep as mainnet
// is: nine nodes for the account, eight for the slot. The floor is hashing them.
func BenchmarkVerifyAccountAndSlot(b *testing.B) {
	storageRoot, slotProof := mainnetDepth()
	address := common.Address{1}
	account, err := rlp.EncodeToBytes([]any{uint64(1), uint64(7), storageRoot, common.Hash{9}})
	if err != nil {
		b.Fatal(err)
	}
	stateRoot, accountProof := fullBranches(crypto.Keccak256(address[:]), account, 8)
	compare(b, func() {
		proven, present, err := VerifyAccount(stateRoot, address, accountProof)
		if err != nil || !present {
			b.Fatal(present, err)
		}
		if _, present, err = VerifyStorage(proven.StorageRoot, testSlot, slotProof); err != nil || !present {
			b.Fatal(present, err)
		}
	}, func() {
		for _, node := range append(slices.Clone(accountProof), slotProof...) {
			crypto.Keccak256Hash(node)
		}
	})
}
