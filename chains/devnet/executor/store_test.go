package executor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
			chain, err := Open(Config{Genesis: testGenesis(), Store: &Store{db: db, durable: true}})
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
		chain, err := Open(Config{Genesis: testGenesis(), Store: &Store{db: &fragileDB{disk, -1}, durable: true}})
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
func (p *onePool) Skip()      {}
func (p *onePool) Drop(error) {}

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
func (c *Chain) buildFrom(ctx context.Context, head *types.Header, time uint64, extra []byte, pool *onePool) (*types.Block, error) {
	hash, err := blockHash(head)
	if err != nil {
		return nil, err
	}
	x, err := c.begin(head, c.nextHeader(head, hash, time, common.Address{}, extra))
	if err != nil {
		return nil, err
	}
	defer x.release()
	if err := x.fill(ctx, pool); err != nil {
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

// A failed write leaves the chain usable in the same process: the block is executed and
// committed again.
func TestCommitCanBeRepeatedAfterAFailedWrite(t *testing.T) {
	for writes := range 12 {
		db := &fragileDB{KeyValueStore: memorydb.New(), writes: -1}
		b := openBench(t, Config{Store: &Store{db: db, durable: true}})
		tx := b.send(testKey(0), &types.DynamicFeeTx{Gas: 1_000_000, Data: initCode(prevRandao)})
		block := seal(t, b.build(), 0, validatorKeys...)
		db.writes = writes
		err := b.chain.Commit(context.Background(), block)
		db.writes = -1
		if err == nil {
			if writes < 3 {
				t.Fatalf("commit needs only %d writes: the test would not see a crash between them", writes)
			}
			return
		}
		if got := b.chain.Head().Number.Uint64(); got != 0 {
			t.Fatalf("after %d writes: head is %d although commit failed", writes, got)
		}
		if b.pool.Get(tx.Hash()) == nil {
			t.Fatalf("after %d writes: the pool forgot a transaction whose block was not committed", writes)
		}
		b.commit(block)
		if got := b.chain.Head().Number.Uint64(); got != 1 {
			t.Fatalf("after %d writes: head is %d after repeating", writes, got)
		}
		// A fresh opener has no caches: code and storage must really be on disk.
		again := openBench(t, Config{Store: &Store{db: &fragileDB{db.KeyValueStore, -1}, durable: true}})
		contract := again.chain.Receipts(mustHash(t, block.Header()))[0].ContractAddress
		if got := common.BytesToHash(again.call(contract, nil)); got != istanbulDigest {
			t.Fatalf("after %d writes: the repeated commit lost the contract's code", writes)
		}
	}
	t.Fatal("commit never succeeded")
}

func TestReopenKeepsEverything(t *testing.T) {
	dir := t.TempDir()
	open := func() *bench {
		t.Helper()
		store, err := OpenStore(dir)
		if err != nil {
			t.Fatal(err)
		}
		return openBench(t, Config{Store: store})
	}
	b := open()
	contract := b.deploy(storeAndLog)
	b.send(testKey(1), &types.DynamicFeeTx{To: &contract, Gas: 100_000, Data: append(word(3), word(4)...)})
	b.mine()
	head := b.chain.Head()
	hash := mustHash(t, head)
	before := b.chain.Receipts(hash)
	if err := b.chain.Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.chain.Commit(context.Background(), b.chain.BlockByNumber(1)); !errors.Is(err, ErrClosed) {
		t.Errorf("commit after close: %v, want ErrClosed", err)
	}

	b = open()
	if got := mustHash(t, b.chain.Head()); got != hash {
		t.Fatalf("head is %s, was %s", got, hash)
	}
	after := b.chain.Receipts(hash)
	for i, r := range after {
		want, _ := before[i].MarshalJSON()
		if got, _ := r.MarshalJSON(); string(got) != string(want) {
			t.Errorf("receipt %d is\n%s\nwas\n%s", i, got, want)
		}
	}
	if got := b.chain.CurrentHeader(); got.Time != head.Time || string(got.Extra) != string(head.Extra) {
		t.Error("the head lost its seals")
	}
	b.mine()
	if _, err := b.chain.StateAt(b.chain.HeaderByNumber(0)); err != nil {
		t.Errorf("a durable store keeps every state: %v", err)
	}
}

func TestSecondOpenerIsRefused(t *testing.T) {
	dir := t.TempDir()
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if second, err := OpenStore(dir); err == nil {
		second.Close()
		t.Fatal("two chains write to one directory")
	}
}

func TestGenesisMismatchIsRefused(t *testing.T) {
	db := memorydb.New()
	open := func(g Genesis) error {
		chain, err := Open(Config{Genesis: g, Store: &Store{db: &fragileDB{db, -1}, durable: true}})
		if err == nil {
			err = chain.Close()
		}
		return err
	}
	if err := open(testGenesis()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(g *Genesis){
		"chain id":          func(g *Genesis) { g.ChainID++ },
		"validator missing": func(g *Genesis) { g.Validators = g.Validators[:3] },
		"other balance":     func(g *Genesis) { g.Alloc[addr(testKey(0))] = types.Account{Balance: common.Big1} },
		"other entropy":     func(g *Genesis) { g.Entropy = common.Hash{9} },
	} {
		t.Run(name, func(t *testing.T) {
			g := testGenesis()
			change(&g)
			if err := open(g); !errors.Is(err, ErrGenesisMismatch) {
				t.Fatalf("got %v, want ErrGenesisMismatch", err)
			}
		})
	}
	g := testGenesis()
	g.Entropy, g.Time, g.GasLimit = common.Hash{}, 1, 30_000_000 // what a restart may leave out or change
	if err := open(g); err != nil {
		t.Fatalf("restart: %v", err)
	}
}

func TestDamagedStoreIsRefused(t *testing.T) {
	for name, damage := range map[string]func(db ethdb.KeyValueStore, head uint64) error{
		"header altered": func(db ethdb.KeyValueStore, head uint64) error {
			enc, err := db.Get(numberKey(prefixHeader, head))
			if err != nil {
				return err
			}
			enc[len(enc)/2] ^= 1
			return db.Put(numberKey(prefixHeader, head), enc)
		},
		"header missing": func(db ethdb.KeyValueStore, head uint64) error { return db.Delete(numberKey(prefixHeader, head)) },
		"header cut": func(db ethdb.KeyValueStore, head uint64) error {
			return db.Put(numberKey(prefixHeader, head), []byte{0xc0})
		},
		"head pointer cut": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put([]byte(keyHead), []byte{1})
		},
		"head pointer beyond": func(db ethdb.KeyValueStore, head uint64) error {
			return db.Put([]byte(keyHead), numberKey("", head+1))
		},
		"meta record lost": func(db ethdb.KeyValueStore, _ uint64) error { return db.Delete([]byte(keyMeta)) },
		"first block replaced": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put(numberKey(prefixHash, 0), make([]byte, 32))
		},
		"state root lost": func(db ethdb.KeyValueStore, head uint64) error {
			s := &Store{db: db}
			h, err := s.header(head)
			if err != nil {
				return err
			}
			return db.Delete(append([]byte(statePrefix), h.Root[:]...))
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := memorydb.New()
			b := openBench(t, Config{Store: &Store{db: &fragileDB{db, -1}, durable: true}})
			b.mine()
			if err := damage(db, 1); err != nil {
				t.Fatal(err)
			}
			_, err := Open(Config{Genesis: testGenesis(), Store: &Store{db: &fragileDB{db, -1}, durable: true}})
			if !errors.Is(err, ErrCorrupt) {
				t.Fatalf("got %v, want ErrCorrupt", err)
			}
		})
	}
}

// A process is killed, really, while it commits to Pebble. It prints a block's hash after
// Commit has returned; the reopened chain must have every one that was printed.
func TestKilledProcessLosesNoAcknowledgedBlock(t *testing.T) {
	if dir := os.Getenv("EXECUTOR_KILL_DIR"); dir != "" {
		commitUntilKilled(t, dir)
		return
	}
	dir := filepath.Join(t.TempDir(), "chain")
	var acknowledged string
	for life := range 3 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledProcessLosesNoAcknowledgedBlock$", "-test.v")
		cmd.Env = append(os.Environ(), "EXECUTOR_KILL_DIR="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		killed := false
		for count := 0; lines.Scan(); {
			line, ok := strings.CutPrefix(lines.Text(), "committed ")
			if !ok {
				continue
			}
			acknowledged = line
			if count++; count >= 7+5*life && !killed {
				killed = true
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process ended by itself")
		}
		if !killed {
			t.Fatal("the process committed nothing")
		}
	}
	var number uint64
	var hash string
	if _, err := fmt.Sscanf(acknowledged, "%d %s", &number, &hash); err != nil {
		t.Fatalf("read %q: %v", acknowledged, err)
	}
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := openBench(t, Config{Store: store})
	checkReopened(t, b.chain, number, common.HexToHash(hash))
}

func commitUntilKilled(t *testing.T, dir string) {
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := openBench(t, Config{Store: store})
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
		block := b.mine()
		fmt.Printf("committed %d %s\n", block.NumberU64(), mustHash(t, block.Header()))
	}
}
