package executor

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/holiman/uint256"
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

func TestPrevRandaoIsTheMixDigest(t *testing.T) {
	b := newBench(t)
	if got := common.BytesToHash(b.call(b.deploy(prevRandao), nil)); got != istanbulDigest {
		t.Fatalf("PREVRANDAO = %s, want %s", got, istanbulDigest)
	}
}

func TestBeaconRootContractAnswersZero(t *testing.T) {
	b := newBench(t)
	b.mine()
	if got := b.call(params.BeaconRootsAddress, word(b.chain.Head().Time)); !bytes.Equal(got, make([]byte, 32)) {
		t.Fatalf("EIP-4788 contract answers %x, want 32 zero bytes", got)
	}
}

func TestHeaderCarriesEveryOsakaField(t *testing.T) {
	b := newBench(t)
	for _, h := range []*types.Header{b.chain.HeaderByNumber(0), b.mine().Header()} {
		if h.BaseFee == nil || h.WithdrawalsHash == nil || h.BlobGasUsed == nil || h.ExcessBlobGas == nil ||
			h.ParentBeaconRoot == nil || h.RequestsHash == nil {
			t.Errorf("block %d lacks a field: %+v", h.Number, h)
		}
		if h.Difficulty.Cmp(common.Big1) != 0 || h.MixDigest != istanbulDigest || h.Nonce != (types.BlockNonce{}) {
			t.Errorf("block %d is not a QBFT header: %+v", h.Number, h)
		}
	}
}

func TestBaseFeeFollowsEIP1559(t *testing.T) {
	g := testGenesis()
	g.GasLimit = 1_000_000
	b := openBench(t, Config{Genesis: g})
	first := b.chain.Head().BaseFee
	b.mine()
	// Genesis was empty: down by an eighth.
	want := new(big.Int).Sub(first, new(big.Int).Div(first, big.NewInt(8)))
	if got := b.chain.Head().BaseFee; got.Cmp(want) != 0 {
		t.Fatalf("base fee after an empty block is %s, want %s", got, want)
	}
	for range 40 { // 840,000 gas of 1,000,000: above the target of one half
		b.send(testKey(1), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	}
	full := b.mine()
	b.mine()
	if full.GasUsed() != 40*21_000 {
		t.Fatalf("block used %d gas", full.GasUsed())
	}
	// parent × (used − target) / target / 8
	rise := new(big.Int).Mul(full.BaseFee(), new(big.Int).SetUint64(full.GasUsed()-500_000))
	rise.Div(rise, big.NewInt(500_000)).Div(rise, big.NewInt(8))
	if got, want := b.chain.Head().BaseFee, new(big.Int).Add(full.BaseFee(), rise); got.Cmp(want) != 0 {
		t.Fatalf("base fee after a full block is %s, want %s", got, want)
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

func TestDeterministicFactoryDeploys(t *testing.T) {
	b := newBench(t)
	salt, code := word(1), initCode(prevRandao)
	b.send(testKey(0), &types.DynamicFeeTx{To: &params.DeterministicFactoryAddress, Gas: 1_000_000, Data: append(salt, code...)})
	b.mine()
	want := crypto.CreateAddress2(params.DeterministicFactoryAddress, [32]byte(salt), crypto.Keccak256(code))
	if got := common.BytesToHash(b.call(want, nil)); got != istanbulDigest {
		t.Fatalf("contract at %s answers %s", want, got)
	}
}

// A withdrawal request (EIP-7002) is taken from its queue and committed to.
func TestWithdrawalRequestReachesTheHeader(t *testing.T) {
	b := newBench(t)
	b.mine()
	fee := new(big.Int).SetBytes(b.call(params.WithdrawalQueueAddress, nil))
	b.send(testKey(0), &types.DynamicFeeTx{To: &params.WithdrawalQueueAddress, Value: fee, Gas: 500_000, Data: make([]byte, 56)})
	block := b.mine()
	want := types.CalcRequestsHash([][]byte{append([]byte{1}, append(addr(testKey(0)).Bytes(), make([]byte, 56)...)...)})
	if got := *block.Header().RequestsHash; got != want {
		t.Fatalf("requestsHash is %s, want %s", got, want)
	}
	if next := *b.mine().Header().RequestsHash; next != types.EmptyRequestsHash {
		t.Fatalf("the request is still in the queue a block later: %s", next)
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
	for i := range 8 + historySlack + 40 {
		b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{byte(i), 9}, Value: common.Big1})
		b.mine()
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
	// The nodes themselves are gone, not just refused.
	if _, err := b.chain.open(b.chain.HeaderByNumber(1).Root); err == nil {
		t.Error("state of block 1 still opens: memory is not bounded")
	}
}

func TestCommitSurvivesOtherSealsOfTheSameBlock(t *testing.T) {
	b := newBench(t)
	b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	block := b.build()
	first := seal(t, block, 0, validatorKeys[:3]...)
	b.commit(first)
	b.commit(first)
	b.commit(seal(t, block, 2, validatorKeys[1:]...)) // same block, later round, other seals
	if got := b.chain.Head(); got.Number.Uint64() != 1 || !bytes.Equal(got.Extra, first.Extra()) {
		t.Fatalf("head is %d with other seals than were committed first", got.Number)
	}
}

func TestCommitRefusesConflictAndGap(t *testing.T) {
	b := newBench(t)
	p := b.buildParams()
	p.Time += 5
	rival, err := b.chain.Build(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	first := b.mine()
	ctx := context.Background()
	if err := b.chain.Commit(ctx, seal(t, rival, 0, validatorKeys...)); !errors.Is(err, ErrConflict) {
		t.Errorf("rival at a final height: %v, want ErrConflict", err)
	}
	if err := b.chain.Verify(ctx, rival); !errors.Is(err, ErrConflict) {
		t.Errorf("verify rival: %v, want ErrConflict", err)
	}
	if err := b.chain.Verify(ctx, first); err != nil {
		t.Errorf("verify a committed block: %v", err)
	}
	header := first.Header()
	header.Number = big.NewInt(3)
	if err := b.chain.Commit(ctx, first.WithSeal(header)); !errors.Is(err, ErrNotOnHead) {
		t.Errorf("block 3 on head 1: %v, want ErrNotOnHead", err)
	}
	header = first.Header()
	header.Number, header.ParentHash = big.NewInt(2), common.Hash{1}
	if err := b.chain.Verify(ctx, first.WithSeal(header)); !errors.Is(err, ErrNotOnHead) {
		t.Errorf("block 2 on an unknown parent: %v, want ErrNotOnHead", err)
	}
	if _, err := b.chain.Build(ctx, p); !errors.Is(err, ErrNotOnHead) {
		t.Errorf("build on a former head: %v, want ErrNotOnHead", err)
	}
	if got := b.chain.Head().Number.Uint64(); got != 1 {
		t.Fatalf("head moved to %d", got)
	}
}

func TestBuildRefusesBadParams(t *testing.T) {
	b := newBench(t)
	p := b.buildParams()
	p.Time = p.Parent.Time - 1
	if _, err := b.chain.Build(context.Background(), p); err == nil {
		t.Error("a time before the parent's is accepted")
	}
	p = b.buildParams()
	p.Time = p.Parent.Time // 100 ms blocks share a second
	if _, err := b.chain.Build(context.Background(), p); err != nil {
		t.Errorf("the parent's own time: %v", err)
	}
	p.Parent = nil
	if _, err := b.chain.Build(context.Background(), p); err == nil {
		t.Error("a nil parent is accepted")
	}
	p = b.buildParams()
	p.Extra = []byte("no list")
	if _, err := b.chain.Build(context.Background(), p); err == nil {
		t.Error("unreadable extraData is accepted")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.chain.Build(ctx, b.buildParams()); !errors.Is(err, context.Canceled) {
		t.Errorf("build after cancellation: %v", err)
	}
}

func TestUnexecutableTransactionIsDroppedNotIncluded(t *testing.T) {
	b := newBench(t)
	rich, poor := testKey(0), testKey(50)
	// Both of poor's transactions are covered when they arrive, but the first one
	// hands its code to a contract through which anybody empties the account.
	drain := b.deploy(common.FromHex("6000600060006000" + "47" + "6001" + "5af100")) // send the whole balance to address 1
	b.send(rich, &types.DynamicFeeTx{To: ptr(addr(poor)), Value: ether})
	b.mine()
	auth, err := types.SignSetCode(poor, types.SetCodeAuthorization{ChainID: *uint256.NewInt(testChainID), Address: drain})
	if err != nil {
		t.Fatal(err)
	}
	// The tip of the drain is the better one, so it goes first in the same block.
	b.send(rich, &types.SetCodeTx{To: addr(poor), Gas: 300_000, AuthList: []types.SetCodeAuthorization{auth},
		GasFeeCap: uint256.NewInt(30 * params.GWei), GasTipCap: uint256.NewInt(10 * params.GWei)})
	doomed := b.send(poor, &types.DynamicFeeTx{To: &common.Address{2}, Value: common.Big1})
	block := b.mine()
	if len(block.Transactions()) != 1 || block.Transactions()[0].Type() != types.SetCodeTxType {
		t.Fatalf("block holds %d transactions, want the drain alone", len(block.Transactions()))
	}
	if b.pool.Get(doomed.Hash()) != nil {
		t.Error("a transaction that can't be executed stays in the pool and would be tried forever")
	}
	if b.pool.Ready() {
		t.Error("the pool still claims to have work")
	}
}

func TestGasLimitMovesSlowlyTowardsTheTarget(t *testing.T) {
	store := NewMemoryStore()
	b := openBench(t, Config{Store: store})
	c := b.chain
	c.gasTarget = DefaultGasLimit * 2
	before := c.Head().GasLimit
	b.mine()
	after := c.Head().GasLimit
	if after <= before || after-before >= before/params.GasLimitBoundDivisor {
		t.Fatalf("gas limit went from %d to %d", before, after)
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
