package executor

import (
	"context"
	"errors"
	"math/big"
	"runtime"
	"testing"
	"weak"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

func TestRulesAreOsakaAndNothingLater(t *testing.T) {
	config := OsakaRules(testChainID)
	if err := config.CheckConfigForkOrder(); err != nil {
		t.Fatal(err)
	}
	rules := config.Rules(new(big.Int), true, 0)
	if !rules.IsOsaka || rules.IsAmsterdam || rules.IsBogota || rules.IsUBT {
		t.Fatalf("rules at genesis: %+v", rules)
	}
	if late := config.Rules(big.NewInt(1e9), true, 1<<62); late.IsAmsterdam || late.IsBogota || late.IsUBT {
		t.Fatalf("a fork after Osaka becomes active some day: %+v", late)
	}
}

func TestBlockIdentityIsTheOnChainHash(t *testing.T) {
	b := newBench(t)
	reader := b.deploy(blockHashOf)
	for range 5 {
		b.mine()
	}
	head := b.chain.Head()
	for n := range head.Number.Uint64() {
		header := b.chain.HeaderByNumber(n)
		want := mustHash(t, header)
		sealed := n > 0 // block 0 has neither seals nor round to leave out
		if sealed && header.Hash() == want {
			t.Fatalf("block %d: the test can't tell go-ethereum's hash from the on-chain hash", n)
		}
		child := b.chain.HeaderByNumber(n + 1)
		if child.ParentHash != want {
			t.Errorf("block %d: child's parentHash is %s, want %s", n, child.ParentHash, want)
		}
		if got := common.BytesToHash(b.call(reader, word(n))); got != want {
			t.Errorf("BLOCKHASH(%d) = %s, want %s", n, got, want)
		}
		if got, _ := b.chain.HashByNumber(n); got != want {
			t.Errorf("HashByNumber(%d) = %s, want %s", n, got, want)
		}
		if b.chain.HeaderByHash(want) == nil || b.chain.BlockByHash(want) == nil || b.chain.Receipts(want) == nil {
			t.Errorf("block %d can't be found by its hash", n)
		}
		if sealed && b.chain.HeaderByHash(header.Hash()) != nil {
			t.Errorf("block %d is found by go-ethereum's hash", n)
		}
		// EIP-2935 keeps the hashes of 8191 blocks in a contract.
		if n > 0 {
			if got := common.BytesToHash(b.call(params.HistoryStorageAddress, word(n))); got != want {
				t.Errorf("history contract says %s for block %d, want %s", got, n, want)
			}
		}
	}
}

func TestTransactionKinds(t *testing.T) {
	b := newBench(t)
	contract := b.deploy(storeAndLog)
	failing := b.deploy(reverter)
	sponsor, user := testKey(1), testKey(2)

	auth, err := types.SignSetCode(user, types.SetCodeAuthorization{ChainID: *uint256.NewInt(testChainID), Address: contract})
	if err != nil {
		t.Fatal(err)
	}
	slot := common.BigToHash(big.NewInt(7))
	input := append(word(7), word(42)...)
	txs := []*types.Transaction{
		b.send(sponsor, &types.LegacyTx{To: &contract, Gas: 100_000, Data: input}),
		b.send(sponsor, &types.AccessListTx{To: &contract, Gas: 100_000, Data: input,
			AccessList: types.AccessList{{Address: contract, StorageKeys: []common.Hash{slot}}}}),
		b.send(sponsor, &types.DynamicFeeTx{To: &failing, Gas: 100_000}),
		b.send(sponsor, &types.SetCodeTx{To: addr(user), Gas: 200_000, Data: input, AuthList: []types.SetCodeAuthorization{auth}}),
	}
	block := b.mine()
	hash := mustHash(t, block.Header())
	receipts := b.chain.Receipts(hash)
	if len(receipts) != len(txs) {
		t.Fatalf("%d receipts for %d transactions", len(receipts), len(txs))
	}
	var logs uint
	for i, r := range receipts {
		if r.TxHash != txs[i].Hash() || r.BlockHash != hash || r.BlockNumber.Cmp(block.Number()) != 0 || r.TransactionIndex != uint(i) || r.Type != txs[i].Type() {
			t.Errorf("receipt %d is misplaced: %+v", i, r)
		}
		wantStatus, wantLogs := types.ReceiptStatusSuccessful, 1
		if i == 2 {
			wantStatus, wantLogs = types.ReceiptStatusFailed, 0
		}
		if r.Status != wantStatus || len(r.Logs) != wantLogs {
			t.Errorf("receipt %d: status %d with %d logs, want %d with %d", i, r.Status, len(r.Logs), wantStatus, wantLogs)
		}
		if r.EffectiveGasPrice == nil || r.GasUsed == 0 {
			t.Errorf("receipt %d lacks price or gas: %+v", i, r)
		}
		for _, l := range r.Logs {
			if l.BlockHash != hash || l.TxHash != r.TxHash || l.Index != logs || l.Topics[0] != slot {
				t.Errorf("log is misplaced: %+v", l)
			}
			logs++
		}
	}
	if !types.BloomLookup(block.Bloom(), slot) || !types.BloomLookup(block.Bloom(), contract) || !types.BloomLookup(block.Bloom(), addr(user)) {
		t.Error("the header's bloom lacks a log")
	}
	if want := types.DeriveSha(receipts, trie.NewStackTrie(nil)); block.ReceiptHash() != want {
		t.Errorf("receipts root is %s, rebuilt is %s", block.ReceiptHash(), want)
	}
	st, err := b.chain.StateAt(block.Header())
	if err != nil {
		t.Fatal(err)
	}
	if got := st.GetState(contract, slot); got != common.BigToHash(big.NewInt(42)) {
		t.Errorf("storage is %s, want 42", got)
	}
	if target, ok := types.ParseDelegation(st.GetCode(addr(user))); !ok || target != contract {
		t.Errorf("account is not delegated: code %x", st.GetCode(addr(user)))
	}
	if got := st.GetState(addr(user), slot); got != common.BigToHash(big.NewInt(42)) {
		t.Errorf("delegated storage is %s, want 42", got)
	}
}

func TestReadersFindNothingBeyondTheHead(t *testing.T) {
	b := newBench(t)
	block := b.build() // executed, but not committed
	hash := mustHash(t, block.Header())
	if b.chain.HeaderByNumber(1) != nil || b.chain.BlockByNumber(1) != nil || b.chain.HeaderByHash(hash) != nil ||
		b.chain.BlockByHash(hash) != nil || b.chain.Receipts(hash) != nil {
		t.Error("a proposal can be read like a committed block")
	}
	if _, ok := b.chain.HashByNumber(1); ok {
		t.Error("HashByNumber answers beyond the head")
	}
	if _, _, _, _, ok := b.chain.TransactionByHash(common.Hash{1}); ok {
		t.Error("an unknown transaction is found")
	}
	if got := b.chain.FinalizedNumber(); got != 0 {
		t.Errorf("finalized is %d, want 0", got)
	}
}

func TestMemoryStateIsPruned(t *testing.T) {
	b := openBench(t, Config{History: 8})
	var first weak.Pointer[world.Snapshot]
	for i := range 50 {
		b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{byte(i), 9}, Value: common.Big1})
		b.mine()
		if i == 0 {
			first = weak.Make(b.chain.states.get(1))
		}
	}
	head := b.chain.Head().Number.Uint64()
	oldest := head - 7
	for n := oldest; n <= head; n++ {
		st, err := b.chain.StateAt(b.chain.HeaderByNumber(n))
		if err != nil {
			t.Fatalf("state of block %d: %v", n, err)
		}
		if got := st.GetNonce(addr(testKey(0))); got != n {
			t.Fatalf("nonce after block %d is %d", n, got)
		}
	}
	_, err := b.chain.StateAt(b.chain.HeaderByNumber(oldest - 1))
	var pruned *PrunedError
	if !errors.As(err, &pruned) || !errors.Is(err, ErrPruned) || pruned.Oldest != oldest {
		t.Fatalf("state of block %d: %v, want PrunedError with oldest %d", oldest-1, err, oldest)
	}
	if _, err := b.chain.StateAt(b.chain.HeaderByNumber(0)); err != nil {
		t.Errorf("genesis state: %v", err)
	}
	// The state itself is gone, not just refused.
	runtime.GC()
	if first.Value() != nil {
		t.Error("the state of block 1 is still held: memory is not bounded")
	}
}

// Under a load that changes much, fewer states are kept than asked for.
func TestKeptStatesAreBoundedByWhatTheyChange(t *testing.T) {
	s := states{limit: 100}
	for n := range uint64(50) {
		s.add(n, world.Empty(nil), maxKeptChanges/4)
	}
	if got := len(s.kept); got != 4 || s.changes != maxKeptChanges || s.get(49) == nil || s.get(45) != nil {
		t.Fatalf("%d states are kept, of %d changes; want 4", got, s.changes)
	}
	s.add(50, world.Empty(nil), 10*maxKeptChanges)
	if got := len(s.kept); got != 1 || s.get(50) == nil {
		t.Fatalf("%d states are kept; the newest always is, alone", got)
	}
}

func TestEIP7825CapsGas(t *testing.T) {
	b := newBench(t)
	tx := b.sign(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Gas: params.MaxTxGas + 1})
	block := overWire(t, withTxs(t, b, tx))
	err := b.chain.Verify(context.Background(), block)
	if !errors.Is(err, core.ErrGasLimitTooHigh) || !errors.Is(err, ErrInvalidBlock) {
		t.Fatalf("a transaction above the cap: %v, want ErrGasLimitTooHigh", err)
	}
}

func ptr[T any](v T) *T { return &v }

// withTxs puts transactions into an otherwise valid empty proposal, its transactions
// root included.
func withTxs(t testing.TB, b *bench, txs ...*types.Transaction) *types.Block {
	t.Helper()
	header := b.build().Header()
	header.TxHash = types.DeriveSha(types.Transactions(txs), trie.NewStackTrie(nil))
	return types.NewBlockWithHeader(header).WithBody(types.Body{Transactions: txs, Withdrawals: types.Withdrawals{}})
}
