package world

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/trie/trienode"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/ethereum/go-ethereum/triedb/hashdb"
	"github.com/holiman/uint256"
)

const changedPerBlock = 2000

// hashes are those of n addresses.
func hashes(n int) []common.Hash {
	out := make([]common.Hash, n)
	for i := range out {
		out[i] = crypto.Keccak256Hash(binary.BigEndian.AppendUint64(nil, uint64(i)))
	}
	return out
}

func someAccount(balance uint64) *types.StateAccount {
	a := types.NewEmptyStateAccount()
	a.Balance = uint256.NewInt(balance)
	return a
}

// What a block costs that changes 2,000 accounts at random of so many: on versions in
// memory, and on go-ethereum's trie with its hash database, which the plain path uses.
func BenchmarkBlock(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		keys := hashes(n)
		b.Run(fmt.Sprintf("accounts=%d/versions", n), func(b *testing.B) { benchmarkVersions(b, keys) })
		if n <= 100_000 {
			b.Run(fmt.Sprintf("accounts=%d/hashdb", n), func(b *testing.B) { benchmarkHashDB(b, keys) })
		}
	}
}

func benchmarkVersions(b *testing.B, keys []common.Hash) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	t := tree{edit: newEdit()}
	for i := range keys {
		t.set(keys[i], newAccount(someAccount(1), nil))
	}
	t.freeze()
	runtime.GC()
	runtime.ReadMemStats(&after)
	rng, block := rand.New(rand.NewPCG(1, 2)), uint64(1)
	for b.Loop() {
		block++
		for range changedPerBlock {
			t.set(keys[rng.IntN(len(keys))], newAccount(someAccount(block), nil))
		}
		t.freeze()
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*changedPerBlock), "µs/account")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(keys)), "B/account")
}

func benchmarkHashDB(b *testing.B, keys []common.Hash) {
	db := triedb.NewDatabase(rawdb.NewMemoryDatabase(), &triedb.Config{HashDB: hashdb.Defaults})
	root := types.EmptyRootHash
	edit := func(n int, key func(i int) common.Hash, balance uint64) {
		t, err := trie.New(trie.StateTrieID(root), db)
		if err != nil {
			b.Fatal(err)
		}
		for i := range n {
			k := key(i)
			t.MustUpdate(k[:], (&account{StateAccount: *someAccount(balance)}).append(nil)[2:])
		}
		next, nodes := t.Commit(true)
		if err := db.Update(next, root, balance, trienode.NewWithNodeSet(nodes), nil); err != nil {
			b.Fatal(err)
		}
		if err := db.Reference(next, common.Hash{}); err != nil {
			b.Fatal(err)
		}
		if root != types.EmptyRootHash {
			if err := db.Dereference(root); err != nil {
				b.Fatal(err)
			}
		}
		root = next
	}
	edit(len(keys), func(i int) common.Hash { return keys[i] }, 1)
	rng, block := rand.New(rand.NewPCG(1, 2)), uint64(1)
	for b.Loop() {
		block++
		edit(changedPerBlock, func(int) common.Hash { return keys[rng.IntN(len(keys))] }, block)
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*changedPerBlock), "µs/account")
}
