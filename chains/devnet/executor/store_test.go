package executor

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
)

// A failed write leaves the chain usable in the same process: the block is executed and
// committed again.
func TestCommitCanBeRepeatedAfterAFailedWrite(t *testing.T) {
	for writes := range 12 {
		db := &fragileDB{KeyValueStore: memorydb.New(), writes: -1}
		b := openBench(t, Config{Store: newStore(db, true)})
		tx := b.send(testKey(0), &types.DynamicFeeTx{Gas: 1_000_000, Data: initCode(prevRandao)})
		block := seal(t, b.build(), 0, validatorKeys...)
		db.writes = writes
		err := b.chain.Commit(context.Background(), block)
		db.writes = -1
		if err == nil {
			if writes < 2 {
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
		again := openBench(t, Config{Store: newStore(&fragileDB{db.KeyValueStore, -1}, true)})
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
		chain, err := Open(Config{Genesis: g, Store: newStore(&fragileDB{db, -1}, true)})
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
		"head pointer lost": func(db ethdb.KeyValueStore, _ uint64) error { return db.Delete([]byte(keyHead)) },
		"pointer to the oldest block cut": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put([]byte(keyOldest), []byte{1})
		},
		"pointer to the oldest block at genesis": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put([]byte(keyOldest), numberKey("", 0))
		},
		"pointer to the oldest block beyond": func(db ethdb.KeyValueStore, head uint64) error {
			return db.Put([]byte(keyOldest), numberKey("", head+1))
		},
		"meta record lost": func(db ethdb.KeyValueStore, _ uint64) error { return db.Delete([]byte(keyMeta)) },
		"first block replaced": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put(numberKey(prefixHash, 0), make([]byte, 32))
		},
		"account lost": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Delete(hashKey(prefixAccount, crypto.Keccak256Hash(addr(testKey(3)).Bytes())))
		},
		"account altered": func(db ethdb.KeyValueStore, _ uint64) error {
			key := hashKey(prefixAccount, crypto.Keccak256Hash(addr(testKey(3)).Bytes()))
			enc, err := db.Get(key)
			if err != nil {
				return err
			}
			enc[5] ^= 1 // in the balance
			return db.Put(key, enc)
		},
		"account cut": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put(hashKey(prefixAccount, crypto.Keccak256Hash(addr(testKey(3)).Bytes())), []byte{0xc0})
		},
		"account under a longer key": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put(append(hashKey(prefixAccount, common.Hash{}), 1), []byte{0xc0})
		},
		"slot lost": func(db ethdb.KeyValueStore, _ uint64) error {
			it := db.NewIterator([]byte(prefixSlot), nil)
			defer it.Release()
			if !it.Next() {
				return errors.New("there is no slot")
			}
			return db.Delete(it.Key())
		},
		"slot of nobody": func(db ethdb.KeyValueStore, _ uint64) error {
			return db.Put(append(hashKey(prefixSlot, common.Hash{1}), make([]byte, 32)...), []byte{1})
		},
		"slot with a leading zero": func(db ethdb.KeyValueStore, _ uint64) error {
			it := db.NewIterator([]byte(prefixSlot), nil)
			defer it.Release()
			if !it.Next() {
				return errors.New("there is no slot")
			}
			return db.Put(it.Key(), append([]byte{0}, it.Value()...))
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := memorydb.New()
			b := openBench(t, Config{Store: newStore(&fragileDB{db, -1}, true)})
			b.mine()
			if err := damage(db, 1); err != nil {
				t.Fatal(err)
			}
			_, err := Open(Config{Genesis: testGenesis(), Store: newStore(&fragileDB{db, -1}, true)})
			if !errors.Is(err, ErrCorrupt) {
				t.Fatalf("got %v, want ErrCorrupt", err)
			}
		})
	}
}

// Code lies beside the state, whose root covers its hash alone. Whoever damages it finds
// no block built or accepted on what it has become.
func TestDamagedCodeIsNotRun(t *testing.T) {
	for name, damage := range map[string]func(db ethdb.KeyValueStore, key []byte) error{
		"lost": func(db ethdb.KeyValueStore, key []byte) error { return db.Delete(key) },
		"altered": func(db ethdb.KeyValueStore, key []byte) error {
			return db.Put(key, common.FromHex("60016000526020"+"6000f3"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := memorydb.New()
			b := openBench(t, Config{Store: newStore(&fragileDB{db, -1}, true)})
			contract := b.deploy(prevRandao)
			tx := b.sign(testKey(1), &types.DynamicFeeTx{To: &contract, Gas: 100_000})
			valid := overWire(t, withTxs(t, b, tx))
			if err := damage(db, hashKey(prefixCode, crypto.Keccak256Hash(prevRandao))); err != nil {
				t.Fatal(err)
			}
			again := openBench(t, Config{Store: newStore(&fragileDB{db, -1}, true)})
			if err := again.pool.Add(tx); err != nil {
				t.Fatal(err)
			}
			if _, err := again.chain.Build(context.Background(), again.buildParams()); err == nil || !strings.Contains(err.Error(), "code is not found") {
				t.Errorf("build: %v, want what is missing", err)
			}
			err := again.chain.Verify(context.Background(), valid)
			if err == nil || errors.Is(err, ErrInvalidBlock) {
				t.Errorf("verify: %v, want an error that says nothing about the proposal", err)
			}
		})
	}
}
