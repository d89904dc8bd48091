package executor

import (
	"context"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

const transfersPerBlock = 200

// fillPool pools transfers from ten accounts to fresh ones; recovering their senders is
// part of entering the pool, as in a running node.
func fillPool(b *bench, round int) {
	b.t.Helper()
	gwei := big.NewInt(params.GWei)
	for i := range transfersPerBlock {
		to := common.BigToAddress(big.NewInt(int64(1_000_000 + round*transfersPerBlock + i)))
		b.send(testKey(byte(i%10)), &types.DynamicFeeTx{To: &to, Value: common.Big1, GasFeeCap: new(big.Int).Mul(gwei, big.NewInt(20)), GasTipCap: gwei})
	}
}

func benchmarkCommit(b *testing.B, store *Store) {
	node := openBench(b, Config{Store: store})
	round := 0
	for b.Loop() {
		b.StopTimer()
		fillPool(node, round)
		round++
		b.StartTimer()
		if block := node.mine(); len(block.Transactions()) != transfersPerBlock {
			b.Fatalf("block holds %d transactions", len(block.Transactions()))
		}
	}
	b.ReportMetric(float64(transfersPerBlock*b.N)/b.Elapsed().Seconds(), "tx/s")
}

// Build, seal and commit 200 transfers to new accounts.
func BenchmarkCommit200Memory(b *testing.B) { benchmarkCommit(b, NewMemoryStore()) }

// The same with Pebble and an fsync for each block.
func BenchmarkCommit200Disk(b *testing.B) {
	store, err := OpenStore(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	benchmarkCommit(b, store)
}

// What another process does with a proposal: recover 200 senders, execute, compare.
func BenchmarkVerify200(b *testing.B) {
	node := openBench(b, Config{})
	fillPool(node, 0)
	block := node.build()
	verifier := openBench(b, Config{})
	for b.Loop() {
		b.StopTimer()
		received := overWire(b, block)
		verifier.chain.proposals.Purge()
		b.StartTimer()
		if err := verifier.chain.Verify(context.Background(), received); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(transfersPerBlock*b.N)/b.Elapsed().Seconds(), "tx/s")
}

// What an idle devnet does ten times a second.
func BenchmarkCommitEmptyMemory(b *testing.B) {
	node := openBench(b, Config{})
	for b.Loop() {
		node.mine()
	}
}

func BenchmarkCommitEmptyDisk(b *testing.B) {
	store, err := OpenStore(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	node := openBench(b, Config{Store: store})
	for b.Loop() {
		node.mine()
	}
}
