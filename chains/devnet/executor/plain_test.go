package executor

import (
	"context"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/ethereum/go-ethereum/triedb/hashdb"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// plainPath executes blocks as go-ethereum does: on its own tries and trie database, one
// thing after another, every result encoded and hashed by itself.
type plainPath struct {
	chain *Chain
	db    state.Database
	root  common.Hash
}

func newPlainPath(t testing.TB, b *bench, g Genesis) *plainPath {
	t.Helper()
	disk := rawdb.NewMemoryDatabase()
	p := &plainPath{chain: b.chain, root: types.EmptyRootHash,
		db: state.NewDatabase(triedb.NewDatabase(disk, &triedb.Config{HashDB: hashdb.Defaults}), state.NewCodeDB(disk))}
	st, err := state.New(p.root, p.db)
	if err != nil {
		t.Fatal(err)
	}
	for a, account := range g.fullAlloc() {
		if account.Balance != nil {
			st.AddBalance(a, uint256.MustFromBig(account.Balance), 0)
		}
		st.SetCode(a, account.Code, 0)
		st.SetNonce(a, account.Nonce, 0)
		for key, value := range account.Storage {
			st.SetState(a, key, value)
		}
	}
	header := b.chain.HeaderByNumber(0)
	p.commit(t, st, header)
	return p
}

func (p *plainPath) commit(t interface{ Fatalf(string, ...any) }, st *state.StateDB, header *types.Header) {
	root, err := st.Commit(p.chain.config.Rules(header.Number, true, header.Time), header.Number.Uint64())
	if err != nil {
		t.Fatalf("plain path: %v", err)
	}
	if root != header.Root {
		t.Fatalf("block %d: state root %s, the plain path's is %s", header.Number, header.Root, root)
	}
	p.root = root
}

// follow executes a block of the chain and compares every root in its header.
func (p *plainPath) follow(t interface{ Fatalf(string, ...any) }, block *types.Block) {
	header, ctx := block.Header(), context.Background()
	st, err := state.New(p.root, p.db)
	if err != nil {
		t.Fatalf("plain path: %v", err)
	}
	evm := vm.NewEVM(p.chain.BlockContext(header), st, p.chain.config, vm.Config{})
	defer evm.Release()
	beforeTransactions(evm, header)
	var (
		receipts types.Receipts
		logs     []*types.Log
		gas      = core.NewGasPool(header.GasLimit)
	)
	for i, tx := range block.Transactions() {
		msg, err := core.TransactionToMessage(tx, p.chain.signer, header.BaseFee)
		if err != nil {
			t.Fatalf("plain path: %v", err)
		}
		st.SetTxContext(tx.Hash(), i, uint32(i+1))
		receipt, _, err := core.ApplyTransactionWithEVM(ctx, msg, gas, st, header.Number, common.Hash{}, header.Time, tx, evm)
		if err != nil {
			t.Fatalf("plain path: transaction %d of block %d: %v", i, header.Number, err)
		}
		receipts, logs = append(receipts, receipt), append(logs, receipt.Logs...)
	}
	requests, _, err := core.PostExecution(ctx, p.chain.config, header.Number, header.Time, logs, types.Withdrawals{}, evm, uint32(len(receipts)+1))
	if err != nil {
		t.Fatalf("plain path: %v", err)
	}
	for name, roots := range map[string][2]common.Hash{
		"transactions": {header.TxHash, types.DeriveSha(block.Transactions(), trie.NewStackTrie(nil))},
		"receipts":     {header.ReceiptHash, types.DeriveSha(receipts, trie.NewStackTrie(nil))},
		"requests":     {*header.RequestsHash, types.CalcRequestsHash(requests)},
	} {
		if roots[0] != roots[1] {
			t.Fatalf("block %d: %s root %s, the plain path's is %s", header.Number, name, roots[0], roots[1])
		}
	}
	if want := types.MergeBloom(receipts); header.Bloom != want {
		t.Fatalf("block %d: bloom %x, the plain path's is %x", header.Number, header.Bloom, want)
	}
	if header.GasUsed != gas.Used() {
		t.Fatalf("block %d: gas used %d, the plain path's is %d", header.Number, header.GasUsed, gas.Used())
	}
	p.commit(t, st, header)
	p.compareReceipts(t, receipts, block)
}

// compareReceipts derives what receipts leave out as go-ethereum does, and compares them with the chain's: as they were when
// the block was executed, and as they are read again.
func (p *plainPath) compareReceipts(t interface{ Fatalf(string, ...any) }, receipts types.Receipts, block *types.Block) {
	header := block.Header()
	hash, ok := p.chain.HashByNumber(header.Number.Uint64())
	if !ok {
		t.Fatalf("block %d is not in the chain", header.Number)
	}
	if err := receipts.DeriveFields(p.chain.config, hash, header.Number.Uint64(), header.Time, header.BaseFee, common.Big1, block.Transactions()); err != nil {
		t.Fatalf("plain path: %v", err)
	}
	read, err := p.chain.store.receipts(header.Number.Uint64())
	if err == nil {
		err = deriveReceipts(p.chain.signer, read, block, hash)
	}
	if err != nil {
		t.Fatalf("block %d: %v", header.Number, err)
	}
	for name, ours := range map[string]types.Receipts{"executed": p.chain.Receipts(hash), "read": read} {
		if len(ours) != len(receipts) {
			t.Fatalf("block %d: %d receipts %s, want %d", header.Number, len(ours), name, len(receipts))
		}
		for i, r := range receipts {
			if r.Logs == nil {
				r.Logs = []*types.Log{}
			}
			want, _ := r.MarshalJSON()
			if got, _ := ours[i].MarshalJSON(); string(got) != string(want) {
				t.Fatalf("block %d: receipt %d as %s is\n%s\nthe plain path's is\n%s", header.Number, i, name, got, want)
			}
		}
	}
}

// selfDestructing creates a contract that writes a slot, sends what it has to nobody and
// destroys itself in the transaction that created it (EIP-6780).
var selfDestructing = common.FromHex("6001600055" + "6000ff")

// Blocks are, root by root, what the plain path makes of their transactions.
func TestBlocksAreThoseOfThePlainPath(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t)
		plain := newPlainPath(t, b, testGenesis())
		contracts := []common.Address{b.deploy(storeAndLog), b.deploy(reverter), b.deploy(blockHashOf)}
		for n := uint64(1); n <= b.chain.FinalizedNumber(); n++ {
			plain.follow(rt, b.chain.BlockByNumber(n))
		}
		for range rapid.IntRange(1, 4).Draw(rt, "blocks") {
			for range rapid.SampledFrom([]int{0, 3, 12, 150}).Draw(rt, "transactions") {
				addRandomTx(rt, b, contracts)
			}
			if rapid.Bool().Draw(rt, "self-destruct") {
				b.send(testKey(1), &types.DynamicFeeTx{Gas: 200_000, Value: common.Big1, Data: selfDestructing})
			}
			plain.follow(rt, b.mine())
		}
	})
}

// With many accounts and slots changed at once, all is done in parallel; the roots are
// the same.
func TestWideBlocksAreThoseOfThePlainPath(t *testing.T) {
	keys, addrs := loadAccounts(300)
	g := testGenesis()
	token := common.HexToAddress("0x70c3")
	for _, a := range addrs {
		g.Alloc[a] = types.Account{Balance: ether}
	}
	g.Alloc[token] = types.Account{Code: tokenCode, Storage: tokenBalances(addrs, true)}
	b := openBench(t, Config{Genesis: g})
	plain := newPlainPath(t, b, g)
	for round := range 4 {
		for i, key := range keys {
			to := addrs[(i*7+round)%len(addrs)]
			if i%2 == 0 {
				b.send(key, &types.DynamicFeeTx{To: &to, Value: common.Big1})
				continue
			}
			data := append(append(common.FromHex("a9059cbb"), common.LeftPadBytes(to.Bytes(), 32)...), ether.FillBytes(make([]byte, 32))...)
			b.send(key, &types.DynamicFeeTx{To: &token, Gas: 100_000, Data: data}) // all they have: slots become empty
		}
		block := b.mine()
		if n := len(block.Transactions()); n != len(keys) {
			t.Fatalf("block holds %d transactions, want %d", n, len(keys))
		}
		plain.follow(t, block)
	}
}
