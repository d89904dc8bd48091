package mempool

import (
	"crypto/ecdsa"
	"encoding/binary"
	"fmt"
	"math/big"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

func numbered(i int) *ecdsa.PrivateKey {
	k, err := crypto.ToECDSA(crypto.Keccak256(binary.BigEndian.AppendUint64(nil, uint64(i))))
	if err != nil {
		panic(err)
	}
	return k
}

// crowd signs so many transactions of so many senders each, on all cores, and recovers
// their senders as Add would.
func crowd(b *testing.B, first, senders, each int) [][]*types.Transaction {
	txs := make([][]*types.Transaction, senders)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for s := int(next.Add(1)) - 1; s < senders; s = int(next.Add(1)) - 1 {
				k := numbered(first + s)
				for i := range each {
					tx := types.MustSignNewTx(k, signer, &types.DynamicFeeTx{
						ChainID: big.NewInt(testChainID), Nonce: uint64(i), To: &common.Address{1}, Gas: 21_000,
						GasTipCap: big.NewInt(int64(1 + s%97)), GasFeeCap: big.NewInt(100_000),
					})
					if _, err := types.Sender(signer, tx); err != nil {
						b.Error(err)
					}
					txs[s] = append(txs[s], tx)
				}
			}
		})
	}
	wg.Wait()
	return txs
}

func (n *node) fill(b *testing.B, crowd [][]*types.Transaction) {
	for _, txs := range crowd {
		for _, tx := range txs {
			if err := n.pool.Add(tx); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkPool asks what one block and one submission cost at pools of several sizes.
// Senders are recovered already.
func BenchmarkPool(b *testing.B) {
	const block = 2800 // transfers in 60 M gas
	for _, size := range []struct{ senders, each int }{{500, 10}, {200, 500}, {10_000, 10}} {
		n := newNode(b, func(c *Config) { c.Slots = size.senders * size.each })
		n.fill(b, crowd(b, 0, size.senders, size.each))
		name := fmt.Sprintf("senders=%d/waiting=%d", size.senders, size.senders*size.each)
		b.Run(name+"/candidates", func(b *testing.B) {
			for b.Loop() {
				c := n.pool.Candidates(big.NewInt(n.base))
				for range block {
					if c.Next() == nil {
						b.Fatal("too few candidates")
					}
				}
			}
		})
		rich := crowd(b, 1_000_000, 1, 4096)[0]
		b.Run(name+"/add-to-full", func(b *testing.B) { // refused: it pays no more
			for i := 0; b.Loop(); i++ {
				if n.pool.Add(rich[i%len(rich)]) == nil {
					b.Fatal("the pool is not full")
				}
			}
		})
		b.Run(name+"/reset", func(b *testing.B) { benchmarkReset(b, n, block) })
	}
}

// benchmarkReset times the Reset after a block; the block is put back each time.
func benchmarkReset(b *testing.B, n *node, block int) {
	b.StopTimer()
	for range b.N {
		c := n.pool.Candidates(big.NewInt(n.base))
		var included []*types.Transaction
		for range block {
			included = append(included, c.Next())
		}
		before, after := n.world, n.world.clone()
		for _, tx := range included {
			from, _ := types.Sender(signer, tx)
			after.at(from).nonce = tx.Nonce() + 1
		}
		n.head++
		b.StartTimer()
		n.pool.Reset(header(n.head), after, big.NewInt(n.base), included)
		b.StopTimer()
		n.head--
		n.pool.Reset(header(n.head), before, big.NewInt(n.base), nil)
		for _, tx := range included {
			if err := n.pool.Add(tx); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkSubmitters adds from all cores at once, senders recovered already: what the
// pool itself costs, and what its locks do to it.
func BenchmarkSubmitters(b *testing.B) {
	const senders, each = 2000, 50
	txs := crowd(b, 0, senders, each)
	for _, cores := range []int{1, runtime.GOMAXPROCS(0)} {
		b.Run(fmt.Sprintf("cores=%d", cores), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				n := newNode(b, nil)
				b.StartTimer()
				var wg sync.WaitGroup
				for w := range cores {
					wg.Go(func() {
						for s := w; s < senders; s += cores {
							for _, tx := range txs[s] {
								if err := n.pool.Add(tx); err != nil {
									b.Error(err)
								}
							}
						}
					})
				}
				wg.Wait()
			}
			b.ReportMetric(float64(b.N*senders*each)/b.Elapsed().Seconds(), "tx/s")
		})
	}
}
