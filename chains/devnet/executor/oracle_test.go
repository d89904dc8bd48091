package executor

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/beacon"
	"github.com/ethereum/go-ethereum/consensus/ethash"
	"github.com/ethereum/go-ethereum/core"
	"pgregory.net/rapid"
)

// go-ethereum's own chain maker runs the same transactions as a beacon chain. Block
// hashes differ, and with them the state of the history contract; everything that
// transactions do must not: receipts, logs, gas, base fee, requests.
func TestReceiptsAgreeWithGoEthereumsChainMaker(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t)
		contracts := []common.Address{b.deploy(storeAndLog), b.deploy(reverter)}
		for range rapid.IntRange(1, 3).Draw(rt, "blocks") {
			for range rapid.IntRange(0, 10).Draw(rt, "transactions") {
				addRandomTx(rt, b, contracts)
			}
			b.mine()
		}
		g := testGenesis()
		genesis := &core.Genesis{
			Config: b.chain.ChainConfig(), Alloc: g.fullAlloc(), GasLimit: DefaultGasLimit,
			Timestamp: g.Time, BaseFee: b.chain.HeaderByNumber(0).BaseFee, Difficulty: common.Big0,
		}
		head := int(b.chain.FinalizedNumber())
		_, blocks, receipts := core.GenerateChainWithGenesis(genesis, beacon.New(ethash.NewFaker()), head, func(i int, gen *core.BlockGen) {
			ours := b.chain.BlockByNumber(uint64(i + 1))
			gen.SetCoinbase(ours.Coinbase())
			for _, tx := range ours.Transactions() {
				gen.AddTx(tx)
			}
		})
		for i, theirs := range blocks {
			ours := b.chain.BlockByNumber(uint64(i + 1))
			if ours.ReceiptHash() != theirs.ReceiptHash() || ours.GasUsed() != theirs.GasUsed() || ours.Bloom() != theirs.Bloom() ||
				ours.BaseFee().Cmp(theirs.BaseFee()) != 0 || ours.TxHash() != theirs.TxHash() || *ours.RequestsHash() != *theirs.RequestsHash() {
				rt.Fatalf("block %d: ours is\n%+v\ngo-ethereum's is\n%+v", i+1, ours.Header(), theirs.Header())
			}
			hash, _ := b.chain.HashByNumber(uint64(i + 1))
			for j, r := range b.chain.Receipts(hash) {
				want := receipts[i][j]
				if r.GasUsed != want.GasUsed || r.Status != want.Status || r.ContractAddress != want.ContractAddress || len(r.Logs) != len(want.Logs) {
					rt.Fatalf("receipt %d of block %d is %+v, go-ethereum's is %+v", j, i+1, r, want)
				}
			}
		}
	})
}
