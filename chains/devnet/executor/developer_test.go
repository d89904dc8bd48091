package executor

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool"
)

func developerGenesis() Genesis {
	g := testGenesis()
	g.Developer = true
	return g
}

// openDeveloper is a developer's chain whose pool takes impersonated transactions.
func openDeveloper(t testing.TB, store *Store) *bench {
	t.Helper()
	return developerBench(t, Config{Store: store})
}

func developerBench(t testing.TB, cfg Config) *bench {
	t.Helper()
	cfg.Genesis = developerGenesis()
	b := openBench(t, cfg)
	pool, err := mempool.New(mempool.Config{Rules: b.chain.ChainConfig(), Now: time.Now, Wake: b.chain.Wake, Developer: true})
	check(t, err)
	check(t, b.chain.AttachPool(pooled{pool}))
	b.pool = pool
	return b
}

// impersonate pools a transaction of an account whose key nobody has.
func (b *bench) impersonate(from, to common.Address, wei int64) *types.Transaction {
	b.t.Helper()
	tx, err := developer.Impersonate(types.LatestSigner(b.chain.config), &types.DynamicFeeTx{
		ChainID: b.chain.config.ChainID, Nonce: b.pool.Nonce(from), Gas: 30_000, GasFeeCap: big.NewInt(20e9), GasTipCap: big.NewInt(1), To: &to, Value: big.NewInt(wei),
	}, from)
	check(b.t, err)
	developer.Prime(b.chain.Signer(), types.Transactions{tx})
	check(b.t, b.pool.Add(tx))
	return tx
}

func (b *bench) change(changes ...developer.Change) {
	b.t.Helper()
	ticket, err := b.chain.Change(context.Background(), changes...)
	check(b.t, err)
	if b.chain.Applied(ticket) || !b.chain.Pending() {
		b.t.Fatal("changes wait, and no block is due")
	}
	b.mine()
	if !b.chain.Applied(ticket) {
		b.t.Fatal("the block has not brought the changes")
	}
}

var (
	nobody   = common.HexToAddress("0x0b0d1") // no key
	contract = common.HexToAddress("0xc0de")
	slot     = common.Hash{31: 3}
)

// TestChangesAreInABlock: the header's root is that of the changed state, and a node
// that knows the blocks alone comes to it too.
func TestChangesAreInABlock(t *testing.T) {
	b := openDeveloper(t, nil)
	before := b.chain.Head()
	b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(1)})
	b.change(developer.SetBalance(nobody, uint256.NewInt(5e18)), developer.SetNonce(nobody, 7),
		developer.SetCode(contract, []byte{0x60, 0x00, 0x54}), developer.SetStorage(contract, slot, common.Hash{31: 9}))
	head := b.chain.Head()
	if head.Time != before.Time || head.GasUsed != 0 {
		t.Errorf("a block for changes has time %d and gas %d, want the parent's time %d and none", head.Time, head.GasUsed, before.Time)
	}
	block := b.chain.BlockByNumber(head.Number.Uint64())
	if len(block.Transactions()) != 1 || !developer.IsRecord(block.Transactions()[0]) {
		t.Fatalf("it has %d transactions, want the record alone", len(block.Transactions()))
	}
	hash, _ := b.chain.HashByNumber(head.Number.Uint64())
	if r := b.chain.Receipts(hash); len(r) != 1 || r[0].Status != 1 || r[0].GasUsed != 0 || r[0].TxHash != block.Transactions()[0].Hash() {
		t.Errorf("receipts: %+v", r)
	}
	b.mine() // the transfer comes with the next block
	st, err := b.chain.StateAt(b.chain.Head())
	check(t, err)
	if st.GetBalance(nobody).Cmp(uint256.NewInt(5e18+1)) != 0 || st.GetNonce(nobody) != 7 || len(st.GetCode(contract)) != 3 || st.GetState(contract, slot) != (common.Hash{31: 9}) {
		t.Error("the state is not what was set")
	}

	other := openDeveloper(t, nil)
	for n := uint64(1); n <= b.chain.FinalizedNumber(); n++ {
		copied := overWire(t, b.chain.BlockByNumber(n))
		check(t, other.chain.Verify(context.Background(), copied))
		check(t, other.chain.Commit(context.Background(), copied))
	}
	if other.chain.Head().Root != b.chain.Head().Root {
		t.Error("another node comes to another state")
	}
	plain := openBench(t, Config{})
	err = plain.chain.Verify(context.Background(), withTransactions(t, plain, block.Transactions()...))
	if !errors.Is(err, ErrInvalidBlock) {
		t.Errorf("an ordinary chain says %v about a record", err)
	}
}

// TestImpersonatedTransactions: of accounts and of contracts, in blocks that another
// node takes and that are read back from disk.
func TestImpersonatedTransactions(t *testing.T) {
	dir := t.TempDir()
	open := func() *bench {
		store, err := OpenStore(dir)
		check(t, err)
		return openDeveloper(t, store)
	}
	b := open()
	b.change(developer.SetBalance(nobody, uint256.NewInt(1e18)), developer.SetBalance(contract, uint256.NewInt(1e18)), developer.SetCode(contract, []byte{0xfe}))
	txs := []*types.Transaction{b.impersonate(nobody, common.Address{9}, 3), b.impersonate(contract, common.Address{9}, 4)}
	b.mine()
	root := b.chain.Head().Root
	check(t, b.chain.Close())

	b = open()
	if b.chain.Head().Root != root {
		t.Fatal("another head after a restart")
	}
	for i, from := range []common.Address{nobody, contract} {
		tx, _, _, _, ok := b.chain.TransactionByHash(txs[i].Hash())
		if !ok {
			t.Fatal("an impersonated transaction is gone")
		}
		if got, err := types.Sender(types.LatestSigner(b.chain.config), tx); err != nil || got != from {
			t.Errorf("after a restart it is from %s, %v, want %s", got, err, from)
		}
	}
	other := openDeveloper(t, nil)
	for n := uint64(1); n <= b.chain.FinalizedNumber(); n++ {
		check(t, other.chain.Commit(context.Background(), overWire(t, b.chain.BlockByNumber(n))))
	}
	b.impersonate(nobody, common.Address{9}, 3) // goes on
	b.mine()
	st, err := b.chain.StateAt(b.chain.Head())
	check(t, err)
	if st.GetBalance(common.Address{9}).Uint64() != 10 || st.GetNonce(nobody) != 2 {
		t.Errorf("it has %s, want 10 wei", st.GetBalance(common.Address{9}))
	}
}

// TestImpersonatedCreation: the contract's address in the receipt is that of its creator.
func TestImpersonatedCreation(t *testing.T) {
	b := openDeveloper(t, nil)
	b.change(developer.SetBalance(nobody, uint256.NewInt(1e18)))
	tx, err := developer.Impersonate(types.LatestSigner(b.chain.config), &types.LegacyTx{Gas: 100_000, GasPrice: big.NewInt(20e9), Value: new(big.Int), Data: []byte{0x00}}, nobody)
	check(t, err)
	developer.Prime(b.chain.Signer(), types.Transactions{tx})
	check(t, b.pool.Add(tx))
	b.mine()
	_, hash, _, _, _ := b.chain.TransactionByHash(tx.Hash())
	b.chain.receipts.Purge()
	b.chain.blocks.Purge()
	if r := b.chain.Receipts(hash); len(r) != 1 || r[0].ContractAddress != createdBy(nobody) {
		t.Errorf("receipts %+v, want the contract of %s", r, nobody)
	}
}

// TestOrdinaryChainBelievesNobody: all of it is for developers' chains.
func TestOrdinaryChainBelievesNobody(t *testing.T) {
	b := newBench(t)
	if _, err := b.chain.Change(context.Background(), developer.SetNonce(nobody, 1)); !errors.Is(err, ErrNotDeveloper) {
		t.Errorf("changes: %v", err)
	}
	if err := b.chain.SetNextBaseFee(uint256.NewInt(1)); !errors.Is(err, ErrNotDeveloper) {
		t.Errorf("base fee: %v", err)
	}
	b.mine()
	if err := b.chain.Rewind(0); !errors.Is(err, ErrNotDeveloper) {
		t.Errorf("rewind: %v", err)
	}
	rich := addr(testKey(1))
	tx, err := developer.Impersonate(b.chain.Signer(), &types.DynamicFeeTx{
		ChainID: b.chain.config.ChainID, Gas: 30_000, GasFeeCap: big.NewInt(20e9), GasTipCap: big.NewInt(1), To: &nobody, Value: big.NewInt(1)}, rich)
	check(t, err)
	if err := b.pool.Add(tx); !errors.Is(err, core.ErrInsufficientFunds) {
		t.Errorf("the pool says %v about somebody without money", err)
	}
	if err := b.chain.Verify(context.Background(), withTransactions(t, b, tx)); !errors.Is(err, ErrInvalidBlock) {
		t.Errorf("a block with an impersonated transaction: %v", err)
	}
}

// TestRecordsInTheWrongPlace: one record, first, and alone unless it is of a base fee.
func TestRecordsInTheWrongPlace(t *testing.T) {
	b := openDeveloper(t, nil)
	inner := types.LatestSigner(b.chain.config)
	fee := b.chain.calculatedBaseFee(b.chain.Head())
	record := func(nonce uint64, fee *big.Int, c developer.Change) *types.Transaction {
		tx, err := developer.Record{Changes: []developer.Change{c}}.Transaction(inner, nonce, fee)
		check(t, err)
		return tx
	}
	transfer := func() *types.Transaction {
		return b.sign(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(1)})
	}
	change := developer.SetNonce(nobody, 1)
	for says, txs := range map[string][]*types.Transaction{
		"must be the first":         {transfer(), record(1, fee, change)},
		"has no other transactions": {record(1, fee, change), transfer()},
		"must be 0x":                {record(2, fee, change)},
		"no other":                  {record(1, fee, change), record(2, fee, change)},
	} {
		if err := b.chain.Verify(context.Background(), withTransactions(t, b, txs...)); !errors.Is(err, ErrInvalidBlock) || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
	// The base fee is the record's, and nothing else.
	wrong := withTransactions(t, b, record(1, fee, developer.SetBaseFee(uint256.NewInt(5))))
	if err := b.chain.Verify(context.Background(), wrong); !errors.Is(err, ErrInvalidBlock) || !strings.Contains(err.Error(), "baseFeePerGas") {
		t.Errorf("another base fee than the record's: %v", err)
	}
	if b.chain.Head().Number.Sign() != 0 {
		t.Error("the chain went on")
	}
}

func TestNextBaseFee(t *testing.T) {
	b := openDeveloper(t, nil)
	check(t, b.chain.SetNextBaseFee(uint256.NewInt(777)))
	b.change(developer.SetNonce(nobody, 1)) // a block for changes leaves it alone
	cheap := b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(1), GasFeeCap: big.NewInt(800), GasTipCap: big.NewInt(1)})
	if !b.chain.Pending() {
		t.Error("the pool goes by another base fee")
	}
	b.mine()
	head := b.chain.Head()
	if head.BaseFee.Uint64() != 777 {
		t.Errorf("base fee %s, want 777", head.BaseFee)
	}
	if _, _, n, _, ok := b.chain.TransactionByHash(cheap.Hash()); !ok || n != head.Number.Uint64() {
		t.Error("a transaction that pays the fixed fee is not in the block")
	}
	b.mine()
	if got := b.chain.Head().BaseFee.Uint64(); got != b.chain.calculatedBaseFee(head).Uint64() || got > 777 {
		t.Errorf("the base fee after it is %d", got)
	}
	if err := b.chain.SetNextBaseFee(new(uint256.Int).Lsh(uint256.NewInt(1), 130)); !errors.Is(err, developer.ErrRecord) {
		t.Errorf("a base fee of 2^130: %v", err)
	}
}

// TestChangesSurviveALostProposal: what was built and not decided is built again.
func TestChangesSurviveALostProposal(t *testing.T) {
	b := openDeveloper(t, nil)
	ticket, err := b.chain.Change(context.Background(), developer.SetNonce(nobody, 1))
	check(t, err)
	b.build() // never decided
	if _, err := b.chain.Change(context.Background(), developer.SetNonce(nobody, 2), developer.SetNonce(contract, 3)); err != nil {
		t.Fatal(err)
	}
	b.mine()
	if st, _ := b.chain.StateAt(b.chain.Head()); !b.chain.Applied(ticket+2) || st.GetNonce(nobody) != 2 || st.GetNonce(contract) != 3 {
		t.Error("not all changes are in the block")
	}
	if _, err := b.chain.Change(context.Background(), make([]developer.Change, 1)...); !errors.Is(err, developer.ErrRecord) {
		t.Errorf("an invalid change: %v", err)
	}
	big := developer.SetCode(contract, make([]byte, 3<<18))
	if _, err := b.chain.Change(context.Background(), big); err != nil {
		t.Fatal(err)
	}
	if _, err := b.chain.Change(context.Background(), big); !errors.Is(err, ErrTooManyChanges) {
		t.Errorf("1.5 MiB of changes: %v", err)
	}
	b.mine()
}

// TestDeveloperIsForGood: a chain is begun as a developer's or it never is one.
func TestDeveloperIsForGood(t *testing.T) {
	for _, first := range []bool{true, false} {
		dir := t.TempDir()
		for i, dev := range []bool{first, !first} {
			store, err := OpenStore(dir)
			check(t, err)
			g := testGenesis()
			g.Developer = dev
			chain, err := Open(Config{Genesis: g, Store: store})
			if i == 1 {
				if !errors.Is(err, ErrGenesisMismatch) {
					t.Errorf("begun with %t and opened with %t: %v", first, dev, err)
				}
				continue
			}
			check(t, err)
			check(t, chain.Close())
		}
	}
	g := developerGenesis()
	g.Alloc[developer.Address] = types.Account{Balance: common.Big1}
	if err := g.Check(); err == nil || !strings.Contains(err.Error(), "records come from") {
		t.Errorf("an account where records come from: %v", err)
	}
}

// require is *testing.T or *rapid.T.
type require interface {
	Helper()
	Fatal(args ...any)
}

func check(t require, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// withTransactions is a proposal on the head whose header is right but for what execution yields.
func withTransactions(t testing.TB, b *bench, txs ...*types.Transaction) *types.Block {
	t.Helper()
	header := b.build().Header()
	body := &types.Body{Transactions: txs, Withdrawals: types.Withdrawals{}}
	header.TxHash = types.DeriveSha(types.Transactions(txs), trie.NewStackTrie(nil))
	return overWire(t, types.NewBlockWithHeader(header).WithBody(*body))
}

func createdBy(a common.Address) common.Address { return crypto.CreateAddress(a, 0) }

// A contract that each block has to call at its end must answer: a change after which it doesn't would be proposed for
// ever, and nothing else.
func TestChangesThatLeaveNoBlockPossibleAreRefused(t *testing.T) {
	reverts := common.FromHex("5f5ffd")
	revertsIfSet := common.FromHex("5f54600657005b5f5ffd") // if slot 0 is not zero
	for _, a := range []common.Address{params.WithdrawalQueueAddress, params.ConsolidationQueueAddress} {
		b := openDeveloper(t, nil)
		for name, change := range map[string]developer.Change{"no code": developer.SetCode(a, nil), "code that reverts": developer.SetCode(a, reverts)} {
			if _, err := b.chain.Change(context.Background(), change); !errors.Is(err, developer.ErrRecord) || !strings.Contains(err.Error(), "no block could be made") || b.chain.Pending() {
				t.Errorf("%s of %s: %v", name, a, err)
			}
		}
		// What is called in its place must answer too, be it called from the next block on.
		elsewhere := common.Address{0x66}
		if _, err := b.chain.Change(context.Background(), developer.SetCode(a, calls(elsewhere)), developer.SetCode(elsewhere, reverts)); !errors.Is(err, developer.ErrRecord) {
			t.Errorf("%s calls what reverts: %v", a, err)
		}
		_, err := b.chain.Change(context.Background(), developer.SetCode(a, calls(elsewhere)))
		check(t, err)
		for _, when := range []string{"will call", "calls"} {
			if _, err := b.chain.Change(context.Background(), developer.SetCode(elsewhere, reverts)); !errors.Is(err, developer.ErrRecord) {
				t.Errorf("what %s %s is to revert: %v", a, when, err)
			}
			b.mine()
		}
		// Another contract that answers is a developer's to set; and what waits counts.
		ticket, err := b.chain.Change(context.Background(), developer.SetCode(a, revertsIfSet))
		check(t, err)
		if _, err := b.chain.Change(context.Background(), developer.SetStorage(a, common.Hash{}, common.Hash{31: 1})); !errors.Is(err, developer.ErrRecord) {
			t.Errorf("a slot of %s: %v", a, err)
		}
		b.mine()
		if !b.chain.Applied(ticket) || b.chain.Pending() {
			t.Errorf("%s: the change that is possible isn't made", a)
		}
		check(t, b.chain.SetNextBaseFee(uint256.NewInt(7)))
		if _, err := b.chain.Change(context.Background(), developer.SetStorage(a, common.Hash{}, common.Hash{31: 1})); !errors.Is(err, developer.ErrRecord) {
			t.Errorf("a slot of %s, besides a base fee: %v", a, err)
		}
		b.mine()
	}
}

// calls is code that calls another contract, and reverts if that does.
func calls(a common.Address) []byte {
	code := append(common.FromHex("5f5f5f5f5f73"), a.Bytes()...)
	return append(code, common.FromHex("5af1602257"+"5f5ffd"+"5b00")...) // jumpi(0x22, call(gas, a, 0, …)); revert(0, 0)
}

// There are no deposits: whatever code at the zero address logs, the block is possible.
func TestLogsOfTheZeroAddressAreNoDeposits(t *testing.T) {
	b := openDeveloper(t, nil)
	deposit := crypto.Keccak256([]byte("DepositEvent(bytes,bytes,bytes,bytes,bytes)"))
	code := append(append([]byte{0x7f}, deposit...), common.FromHex("5f5fa100")...) // log1(0, 0, topic)
	b.change(developer.SetCode(common.Address{}, code))
	tx := b.send(testKey(1), &types.DynamicFeeTx{To: &common.Address{}, Gas: 60_000})
	block := b.mine()
	hash := mustHash(t, block.Header())
	if r := b.chain.Receipts(hash); len(r) != 1 || r[0].TxHash != tx.Hash() || len(r[0].Logs) != 1 {
		t.Errorf("receipts %+v", r)
	}
}
