package executor

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"pgregory.net/rapid"
)

var errCrash = errors.New("the machine stopped")

// fragileDB is a database on a machine that stops after some writes: what was written
// before stays, everything later fails. A batch is one write, as in Pebble.
type fragileDB struct {
	ethdb.KeyValueStore
	writes int // left before the crash; negative: never crashes
}

func (f *fragileDB) write() error {
	if f.writes == 0 {
		return errCrash
	}
	if f.writes > 0 {
		f.writes--
	}
	return nil
}

func (f *fragileDB) Put(key, value []byte) error {
	if err := f.write(); err != nil {
		return err
	}
	return f.KeyValueStore.Put(key, value)
}

func (f *fragileDB) SyncKeyValue() error { return f.write() }

func (f *fragileDB) Close() error { return nil } // a reopened chain finds the same content

func (f *fragileDB) NewBatch() ethdb.Batch { return &fragileBatch{f.KeyValueStore.NewBatch(), f} }

func (f *fragileDB) NewBatchWithSize(n int) ethdb.Batch {
	return &fragileBatch{f.KeyValueStore.NewBatchWithSize(n), f}
}

type fragileBatch struct {
	ethdb.Batch
	db *fragileDB
}

func (b *fragileBatch) Write() error {
	if err := b.db.write(); err != nil {
		return err
	}
	return b.Batch.Write()
}

// A machine may stop between any two writes. Whatever was acknowledged is there when
// the chain is opened again, at a block whose state is complete, and it goes on.
func TestCrashBetweenAnyTwoWritesLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		disk := memorydb.New()
		var acknowledged uint64
		var hash common.Hash
		for life := range rapid.IntRange(1, 5).Draw(rt, "lives") {
			db := &fragileDB{KeyValueStore: disk, writes: rapid.IntRange(0, 40).Draw(rt, "writes until the crash")}
			chain, err := Open(Config{Genesis: testGenesis(), Store: newStore(db, true)})
			if err != nil {
				if !errors.Is(err, errCrash) {
					rt.Fatalf("life %d: open: %v", life, err)
				}
				continue
			}
			checkReopened(rt, chain, acknowledged, hash)
			for {
				block := seal(t, buildWithTransfer(rt, chain), 0, validatorKeys[:3]...)
				if err := chain.Commit(context.Background(), block); err != nil {
					if !errors.Is(err, errCrash) {
						rt.Fatalf("life %d: commit: %v", life, err)
					}
					break
				}
				acknowledged, hash = block.NumberU64(), mustHash(t, block.Header())
			}
		}
		chain, err := Open(Config{Genesis: testGenesis(), Store: newStore(&fragileDB{disk, -1}, true)})
		if err != nil {
			rt.Fatal(err)
		}
		checkReopened(rt, chain, acknowledged, hash)
	})
}

// onePool offers one signed transfer for whatever the head is.
type onePool struct{ tx *types.Transaction }

func (p *onePool) Candidates(*big.Int) Candidates { return p }

func (p *onePool) Next() (tx *types.Transaction) {
	tx, p.tx = p.tx, nil
	return tx
}

func (p *onePool) Drop(*types.Transaction, error) {}

func buildWithTransfer(t interface{ Fatal(...any) }, chain *Chain) *types.Block {
	head := chain.Head()
	st, err := chain.StateAt(head)
	if err != nil {
		t.Fatal(err)
	}
	to := common.BigToAddress(new(big.Int).Add(head.Number, big.NewInt(5000)))
	tx := types.MustSignNewTx(testKey(0), chain.Signer(), &types.DynamicFeeTx{ChainID: big.NewInt(testChainID),
		Nonce: st.GetNonce(addr(testKey(0))), To: &to, Value: common.Big1, Gas: 21_000, GasFeeCap: big.NewInt(2e9), GasTipCap: common.Big1})
	next := nextParams(head)
	done, err := chain.buildFrom(context.Background(), head, next.Time, next.Extra, &onePool{tx})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// buildFrom builds with a pool of the test's, without attaching it.
func (c *Chain) buildFrom(ctx context.Context, head *types.Header, time uint64, extra []byte, pool Candidates) (*types.Block, error) {
	hash, err := blockHash(head)
	if err != nil {
		return nil, err
	}
	x, err := c.begin(head, c.nextHeader(head, hash, time, common.Address{}, extra))
	if err != nil {
		return nil, err
	}
	defer x.release()
	if err := x.fill(ctx, pool, 0); err != nil {
		return nil, err
	}
	done, err := x.finish(ctx)
	if err != nil {
		return nil, err
	}
	return done.block, nil
}

func checkReopened(t interface{ Fatalf(string, ...any) }, chain *Chain, acknowledged uint64, hash common.Hash) {
	head := chain.Head()
	if n := head.Number.Uint64(); n < acknowledged {
		t.Fatalf("reopened at block %d, block %d was acknowledged", n, acknowledged)
	}
	if acknowledged > 0 {
		if got, _ := chain.HashByNumber(acknowledged); got != hash {
			t.Fatalf("block %d is %s, acknowledged was %s", acknowledged, got, hash)
		}
	}
	for n := range head.Number.Uint64() + 1 {
		header := chain.HeaderByNumber(n)
		st, err := chain.StateAt(header)
		if err != nil {
			t.Fatalf("state of block %d: %v", n, err)
		}
		// Every account reads back, down to the leaves.
		if got := st.GetNonce(addr(testKey(0))); got != n || st.Error() != nil {
			t.Fatalf("state of block %d: nonce is %d, error %v", n, got, st.Error())
		}
		block := chain.BlockByNumber(n)
		h, _ := chain.HashByNumber(n)
		receipts := chain.Receipts(h)
		if block == nil || len(receipts) != len(block.Transactions()) {
			t.Fatalf("block %d or its receipts are incomplete", n)
		}
		for _, tx := range block.Transactions() {
			if _, _, number, _, ok := chain.TransactionByHash(tx.Hash()); !ok || number != n {
				t.Fatalf("transaction of block %d can't be found", n)
			}
		}
	}
}
