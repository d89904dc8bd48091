package executor

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
	"go.uber.org/goleak"
)

// given are candidates in an order of the test's; it notes which are dropped.
type given struct {
	txs     types.Transactions
	dropped []common.Hash
}

func (g *given) Next() (tx *types.Transaction) {
	if len(g.txs) > 0 {
		tx, g.txs = g.txs[0], g.txs[1:]
	}
	return tx
}

func (g *given) Drop(tx *types.Transaction, _ error) { g.dropped = append(g.dropped, tx.Hash()) }

func (b *bench) buildOf(candidates Candidates) *types.Block {
	b.t.Helper()
	p := b.buildParams()
	block, err := b.chain.buildFrom(context.Background(), p.Parent, p.Time, p.Extra, candidates)
	if err != nil {
		b.t.Fatal(err)
	}
	return block
}

// signed signs without a pool.
func (b *bench) signed(from byte, nonce uint64, to common.Address, gas uint64, value int64, data ...byte) *types.Transaction {
	return types.MustSignNewTx(testKey(from), b.chain.Signer(), &types.DynamicFeeTx{ChainID: big.NewInt(testChainID), Nonce: nonce, To: &to, Gas: gas,
		GasFeeCap: big.NewInt(2e9), GasTipCap: common.Big1, Value: big.NewInt(value), Data: data})
}

// forwarder sends what it is given to the address in its calldata.
var forwarder = common.FromHex("6000600060006000" + "34" + "600035" + "5a" + "f1" + "00")

// An account is looked up ahead as it was before the block, and has more by its turn: a
// contract has sent it something meanwhile.
func TestWhatIsLookedUpAheadMayHaveChanged(t *testing.T) {
	b := newBench(t)
	contract := b.deploy(forwarder)
	receiver := addr(testKey(9))
	txs := types.Transactions{b.signed(1, 0, contract, 100_000, 1e9, common.LeftPadBytes(receiver[:], 32)...)}
	for i := range uint64(3 * firstBatch) { // the receiver is in a later piece of the walk
		txs = append(txs, b.signed(2, i, common.Address{0x55}, 21_000, 1))
	}
	txs = append(txs, b.signed(9, 0, common.Address{0x56}, 21_000, 1))
	block := b.buildOf(&given{txs: slices.Clone(txs)})
	if got := len(block.Transactions()); got != len(txs) {
		t.Fatalf("%d of %d transactions are in the block", got, len(txs))
	}
	paranoid := openBench(t, Config{Paranoid: true}) // has the EVM run all of it
	paranoid.deploy(forwarder)
	if err := paranoid.chain.Verify(context.Background(), overWire(t, block)); err != nil {
		t.Fatal(err)
	}
}

// The coinbase is met by the first transfer, and must not be forgotten when it is looked up ahead.
func TestCoinbaseIsLookedUpAhead(t *testing.T) {
	g := testGenesis()
	coinbase := validatorKeys[0]
	g.Alloc[addr(coinbase)] = types.Account{Balance: ether}
	b := openBench(t, Config{Genesis: g})
	var txs types.Transactions
	for i := range uint64(3 * firstBatch) {
		txs = append(txs, b.signed(2, i, common.Address{0x55}, 21_000, 1))
	}
	txs = append(txs, b.signed(3, 0, addr(coinbase), 21_000, 5), b.sign(coinbase, &types.DynamicFeeTx{To: &common.Address{0x56}, Value: common.Big1}))
	p := b.buildParams()
	header := b.chain.nextHeader(p.Parent, mustHash(t, p.Parent), p.Time, p.Coinbase, p.Extra)
	x, err := b.chain.begin(p.Parent, header)
	if err != nil {
		t.Fatal(err)
	}
	defer x.release()
	if err := x.fill(context.Background(), &given{txs: slices.Clone(txs)}, 0); err != nil {
		t.Fatal(err)
	}
	done, err := x.finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if got := len(done.block.Transactions()); got != len(txs) || header.Coinbase != addr(coinbase) {
		t.Fatalf("%d of %d transactions are in a block of %s", got, len(txs), header.Coinbase)
	}
	paranoid := openBench(t, Config{Genesis: g, Paranoid: true})
	if err := paranoid.chain.Verify(context.Background(), overWire(t, done.block)); err != nil {
		t.Fatal(err)
	}
}

// What is wrong with a block is told by its place, in whichever piece of the walk it is, and ends
// the walk.
func TestReplayNamesTheTransaction(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	b := newBench(t)
	const bad = 3*firstBatch + 2
	var txs []*types.Transaction
	for i := range uint64(8 * lastBatch) {
		nonce := i
		if i == bad {
			nonce = 7
		}
		txs = append(txs, b.signed(1, nonce, common.Address{1}, 21_000, 1))
	}
	var wrong *TxError
	if err := b.chain.Verify(context.Background(), withTxs(t, b, txs...)); !errors.As(err, &wrong) || wrong.Index != bad || wrong.Hash != txs[bad].Hash() {
		t.Fatalf("error %v, want that of transaction %d", err, bad)
	}
}

// stopping are candidates in whose midst the block is not wanted any more.
type stopping struct {
	given
	at   int
	stop func()
}

func (s *stopping) Next() *types.Transaction {
	if s.at--; s.at == 0 {
		s.stop()
	}
	return s.given.Next()
}

// A block that is not wanted any more is not built of what was taken by then, and nobody is to
// blame for it.
func TestStoppedBlockIsNone(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	b := newBench(t)
	ctx, stop := context.WithCancel(context.Background())
	s := &stopping{at: 2 * lastBatch, stop: stop}
	for i := range uint64(4 * lastBatch) {
		s.txs = append(s.txs, b.signed(1, i, common.Address{1}, 21_000, 1))
	}
	p := b.buildParams()
	if block, err := b.chain.buildFrom(ctx, p.Parent, p.Time, p.Extra, s); !errors.Is(err, context.Canceled) || len(s.dropped) > 0 {
		t.Fatalf("block %v, error %v, %d dropped; want a cancelled context", block, err, len(s.dropped))
	}
}

// A transaction for which there is no room, and one that can't be executed, take the rest of
// their senders' with them, of which nothing bad is said; others go on.
func TestSenderIsLeftOutOfABlock(t *testing.T) {
	b := newBench(t)
	limit := b.chain.Head().GasLimit
	for name, c := range map[string]struct {
		first   *types.Transaction
		dropped bool
	}{
		"no room":      {b.signed(1, 0, common.Address{1}, limit+1, 1), false},
		"not executed": {b.signed(1, 0, common.Address{1}, 20_999, 1), true},
	} {
		t.Run(name, func(t *testing.T) {
			g := &given{txs: types.Transactions{c.first, b.signed(2, 0, common.Address{2}, 21_000, 1)}}
			for nonce := range uint64(2 * firstBatch) {
				g.txs = append(g.txs, b.signed(1, 1+nonce, common.Address{1}, 21_000, 1))
			}
			g.txs = append(g.txs, b.signed(3, 0, common.Address{3}, 21_000, 1))
			block := b.buildOf(g)
			var to []common.Address
			for _, tx := range block.Transactions() {
				to = append(to, *tx.To())
			}
			if want := []common.Address{{2}, {3}}; !slices.Equal(to, want) {
				t.Errorf("the block sends to %v, want %v", to, want)
			}
			if dropped := slices.Equal(g.dropped, []common.Hash{c.first.Hash()}); dropped != c.dropped || !dropped && len(g.dropped) > 0 {
				t.Errorf("dropped %v, the first is %s", g.dropped, c.first.Hash())
			}
		})
	}
}

// The walk ends with the block, though there is more to walk through.
func TestWalkEndsWithTheBlock(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	g := testGenesis()
	g.GasLimit = 30 * 21_000
	b := openBench(t, Config{Genesis: g})
	endless := &given{}
	for nonce := range uint64((batchesAhead + 4) * lastBatch) {
		endless.txs = append(endless.txs, b.signed(1, nonce, common.Address{1}, 21_000, 1))
	}
	if got := len(b.buildOf(endless).Transactions()); got < 25 || got > 30 {
		t.Fatalf("the block holds %d transactions", got)
	}
	if len(endless.txs) == 0 {
		t.Fatal("all was walked through: the test shows nothing")
	}
	b.buildOf(&given{txs: types.Transactions{b.signed(2, 0, common.Address{1}, 21_000, 1)}})
}

// A block that is to be filled for no more than a moment holds one transaction all the same, and
// leaves the others to the next.
func TestBlockIsFilledForSomeTime(t *testing.T) {
	b := newBench(t)
	for range 3 * firstBatch {
		b.send(testKey(1), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	}
	p := b.buildParams()
	for fill, want := range map[time.Duration]int{1: 1, 0: 3 * firstBatch, time.Hour: 3 * firstBatch} {
		p.Fill = fill
		block, err := b.chain.Build(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(block.Transactions()); got != want {
			t.Errorf("filled for %s: %d transactions, want %d", fill, got, want)
		}
	}
	if got := b.pool.Nonce(addr(testKey(1))); got != 3*firstBatch {
		t.Errorf("the pool has lost some: the next nonce is %d", got)
	}
}

// A developer's record at the head of a block is no transaction that was taken.
func TestRecordDoesNotFillABlock(t *testing.T) {
	b := openDeveloper(t, NewMemoryStore())
	check(t, b.chain.SetNextBaseFee(uint256.NewInt(777)))
	for range 2 {
		b.send(testKey(1), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	}
	p := b.buildParams()
	p.Fill = 1
	block, err := b.chain.Build(context.Background(), p)
	check(t, err)
	if got := len(block.Transactions()); got != 2 {
		t.Errorf("%d transactions in the block, want the record and one that was sent", got)
	}
}
