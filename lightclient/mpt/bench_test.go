package mpt

import (
	"encoding/binary"
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

// BenchmarkReceiptsRoot is the root of a block of 200 receipts, and the same by go-ethereum's
// StackTrie in the same run: what we take of its time is the metric.
func BenchmarkReceiptsRoot(b *testing.B) {
	encoded, list := encodedBlock(b, 200)
	rest := func() time.Duration {
		began := time.Now()
		types.DeriveSha(list, trie.NewStackTrie(nil))
		return time.Since(began)
	}
	var theirs time.Duration
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		theirs += rest()
		b.StartTimer()
		if _, err := ReceiptsRoot(encoded); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(theirs.Nanoseconds())/float64(b.N), "stacktrie-ns/op")
	b.ReportMetric(float64(b.Elapsed())/float64(theirs), "x-stacktrie")
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
// is: nine nodes for the account, eight for the slot.
func BenchmarkVerifyAccountAndSlot(b *testing.B) {
	storageRoot, slotProof := mainnetDepth()
	address := common.Address{1}
	account, err := rlp.EncodeToBytes([]any{uint64(1), uint64(7), storageRoot, common.Hash{9}})
	if err != nil {
		b.Fatal(err)
	}
	stateRoot, accountProof := fullBranches(crypto.Keccak256(address[:]), account, 8)
	b.ReportAllocs()
	for b.Loop() {
		proven, present, err := VerifyAccount(stateRoot, address, accountProof)
		if err != nil || !present {
			b.Fatal(present, err)
		}
		if _, present, err = VerifyStorage(proven.StorageRoot, testSlot, slotProof); err != nil || !present {
			b.Fatal(present, err)
		}
	}
}
