package mempool

import (
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

func TestAddRefuses(t *testing.T) {
	sign := func(data types.TxData) *types.Transaction { return types.MustSignNewTx(key(1), signer, data) }
	to := &common.Address{1}
	chain := big.NewInt(testChainID)
	dynamic := func(change func(d *types.DynamicFeeTx)) *types.Transaction {
		d := &types.DynamicFeeTx{ChainID: chain, To: to, Gas: 21_000, GasFeeCap: big.NewInt(1000), GasTipCap: big.NewInt(1)}
		change(d)
		return sign(d)
	}
	big257 := new(big.Int).Lsh(common.Big1, 256)
	contract, delegated := key(9), key(8)
	for name, c := range map[string]struct {
		tx   *types.Transaction
		want error
	}{
		"blob transaction":    {types.NewTx(&types.BlobTx{}), ErrBlobTx},
		"oversized":           {dynamic(func(d *types.DynamicFeeTx) { d.Gas, d.Data = params.MaxTxGas, make([]byte, maxTxBytes) }), txpool.ErrOversizedData},
		"gas beyond EIP-7825": {dynamic(func(d *types.DynamicFeeTx) { d.Gas = params.MaxTxGas + 1 }), core.ErrGasLimitTooHigh},
		"init code too long": {dynamic(func(d *types.DynamicFeeTx) {
			d.To, d.Gas, d.Data = nil, params.MaxTxGas, make([]byte, params.MaxInitCodeSize+1)
		}), vm.ErrMaxInitCodeSizeExceeded},
		"intrinsic gas":            {dynamic(func(d *types.DynamicFeeTx) { d.Gas = 20_999 }), core.ErrIntrinsicGas},
		"floor gas of EIP-7623":    {dynamic(func(d *types.DynamicFeeTx) { d.Gas, d.Data = 30_000, make([]byte, 1000) }), core.ErrFloorDataGas},
		"tip above cap":            {dynamic(func(d *types.DynamicFeeTx) { d.GasTipCap = big.NewInt(1001) }), core.ErrTipAboveFeeCap},
		"cap beyond 256 bits":      {dynamic(func(d *types.DynamicFeeTx) { d.GasFeeCap = big257 }), core.ErrFeeCapVeryHigh},
		"cost beyond 256 bits":     {dynamic(func(d *types.DynamicFeeTx) { d.GasFeeCap = new(big.Int).Sub(big257, common.Big1) }), core.ErrInsufficientFunds},
		"value beyond the balance": {dynamic(func(d *types.DynamicFeeTx) { d.Value = big.NewInt(params.Ether) }), core.ErrInsufficientFunds},
		"last nonce of EIP-2681":   {dynamic(func(d *types.DynamicFeeTx) { d.Nonce = 1<<64 - 1 }), core.ErrNonceMax},
		"another chain's":          {types.MustSignNewTx(key(1), types.LatestSignerForChainID(common.Big1), &types.DynamicFeeTx{ChainID: common.Big1, To: to, Gas: 21_000, GasFeeCap: big.NewInt(1000)}), txpool.ErrInvalidSender},
		"without a signature":      {types.NewTx(&types.DynamicFeeTx{ChainID: chain, To: to, Gas: 21_000, GasFeeCap: big.NewInt(1000)}), txpool.ErrInvalidSender},
		"sender with code (3607)":  {types.MustSignNewTx(contract, signer, &types.DynamicFeeTx{ChainID: chain, To: to, Gas: 21_000, GasFeeCap: big.NewInt(1000)}), core.ErrSenderNoEOA},
		"used nonce":               {types.MustSignNewTx(key(7), signer, &types.DynamicFeeTx{ChainID: chain, To: to, Gas: 21_000, GasFeeCap: big.NewInt(1000)}), core.ErrNonceTooLow},
		"nil":                      {nil, nil},
		"no authorizations (7702)": {sign(&types.SetCodeTx{ChainID: uint256.NewInt(testChainID), Gas: 100_000, GasFeeCap: uint256.NewInt(1000)}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t, nil)
			n.world.at(addr(contract)).code = []byte{0x60}
			n.world.at(addr(delegated)).code = types.AddressToDelegation(common.Address{1})
			n.world.at(addr(key(7))).nonce = 3
			err := n.pool.Add(c.tx)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			n.status(0, 0)
			n.check(t) // no account stays behind without a transaction
		})
	}
	t.Run("gas beyond the block", func(t *testing.T) {
		n := newNode(t, nil)
		small := header(2)
		small.GasLimit = 30_000
		n.pool.Reset(small, n.world, big.NewInt(n.base), nil)
		err := n.pool.Add(dynamic(func(d *types.DynamicFeeTx) { d.Gas = 30_001 }))
		if !errors.Is(err, txpool.ErrGasLimit) {
			t.Fatalf("got %v, want ErrGasLimit", err)
		}
	})
	t.Run("delegated sender is fine", func(t *testing.T) {
		n := newNode(t, nil)
		n.world.at(addr(delegated)).code = types.AddressToDelegation(common.Address{1})
		n.add(order{key: 8})
	})
	t.Run("before the first head", func(t *testing.T) {
		pool, err := New(Config{Rules: rules, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if err := pool.Add(order{key: 1}.sign(t)); !errors.Is(err, ErrNotReady) {
			t.Fatalf("got %v, want ErrNotReady", err)
		}
	})
}

func TestAllTransactionTypesEnter(t *testing.T) {
	n := newNode(t, nil)
	auth, err := types.SignSetCode(key(3), types.SetCodeAuthorization{Address: common.Address{1}})
	if err != nil {
		t.Fatal(err)
	}
	to := &common.Address{1}
	price := big.NewInt(1000)
	for i, data := range []types.TxData{
		&types.LegacyTx{To: to, Gas: 21_000, GasPrice: price},
		&types.AccessListTx{ChainID: big.NewInt(testChainID), Nonce: 1, To: to, Gas: 30_000, GasPrice: price, AccessList: types.AccessList{{Address: *to}}},
		&types.DynamicFeeTx{ChainID: big.NewInt(testChainID), Nonce: 2, To: to, Gas: 21_000, GasFeeCap: price, GasTipCap: price},
		&types.SetCodeTx{ChainID: uint256.NewInt(testChainID), Nonce: 3, To: *to, Gas: 100_000, GasFeeCap: uint256.NewInt(1000), AuthList: []types.SetCodeAuthorization{auth}},
	} {
		if err := n.pool.Add(types.MustSignNewTx(key(1), signer, data)); err != nil {
			t.Errorf("transaction %d: %v", i, err)
		}
	}
	n.status(4, 0)
}

func TestUnprotectedLegacyTransactionEnters(t *testing.T) {
	n := newNode(t, nil)
	tx := types.MustSignNewTx(key(1), types.HomesteadSigner{}, &types.LegacyTx{To: &common.Address{1}, Gas: 21_000, GasPrice: big.NewInt(1000)})
	if err := n.pool.Add(tx); err != nil || tx.Protected() {
		t.Fatalf("protected is %t, error %v", tx.Protected(), err)
	}
}

func TestKnownTransactionIsRefused(t *testing.T) {
	n := newNode(t, nil)
	tx := n.add(order{key: 1})
	if err := n.pool.Add(tx); !errors.Is(err, txpool.ErrAlreadyKnown) {
		t.Fatalf("got %v, want ErrAlreadyKnown", err)
	}
}

func TestReplacementNeedsTenPercentOfBothFees(t *testing.T) {
	for name, c := range map[string]struct {
		oldTip, oldCap, tip, cap int64
		accepted                 bool
	}{
		"both by a tenth":          {100, 1000, 110, 1100, true},
		"tip too low":              {100, 1000, 109, 1200, false},
		"cap too low":              {100, 1000, 200, 1099, false},
		"a tenth is rounded up":    {15, 1000, 16, 1100, false},
		"rounded up, met":          {15, 1000, 17, 1100, true},
		"zero tip needs one wei":   {0, 1000, 0, 2000, false},
		"zero tip, one wei":        {0, 1000, 1, 1100, true},
		"lower":                    {100, 1000, 90, 900, false},
		"equal fees, other amount": {100, 1000, 100, 1000, false},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t, nil)
			old := n.add(order{key: 1, tip: c.oldTip, cap: c.oldCap})
			next := n.add(order{key: 1, nonce: 1})
			tx := order{key: 1, tip: c.tip, cap: c.cap, value: 1}.sign(t)
			err := n.pool.Add(tx)
			if c.accepted != (err == nil) || err != nil && !errors.Is(err, txpool.ErrReplaceUnderpriced) {
				t.Fatalf("got %v, accepted should be %t", err, c.accepted)
			}
			n.status(2, 0)
			kept, gone := old, tx
			if c.accepted {
				kept, gone = tx, old
			}
			if n.pool.Get(kept.Hash()) == nil || n.pool.Get(gone.Hash()) != nil || n.pool.Get(next.Hash()) == nil {
				t.Error("the wrong transaction is kept")
			}
		})
	}
}

func TestFundsCoverEverythingThatWaits(t *testing.T) {
	n := newNode(t, nil)
	n.world.at(addr(key(1))).balance = uint256.NewInt(2*21_000*1000 + 10)
	n.add(order{key: 1, nonce: 0, cap: 1000, tip: 1, value: 5})
	n.add(order{key: 1, nonce: 1, cap: 1000, tip: 1, value: 5})
	err := n.pool.Add(order{key: 1, nonce: 2, cap: 1, tip: 1}.sign(t))
	if !errors.Is(err, core.ErrInsufficientFunds) {
		t.Fatalf("a third transaction that can't be paid: %v", err)
	}
	// A replacement frees what it replaces, and no more.
	if err := n.pool.Add(order{key: 1, nonce: 1, cap: 1100, tip: 2, value: 5}.sign(t)); !errors.Is(err, core.ErrInsufficientFunds) {
		t.Fatalf("a replacement that can't be paid: %v", err)
	}
	n.world.at(addr(key(1))).balance = uint256.NewInt(21_000*1100 + 5) // exactly the replacement
	n.reset(order{key: 1}.sign(t))
	if err := n.pool.Add(order{key: 1, nonce: 1, cap: 1100, tip: 2, value: 5}.sign(t)); err != nil {
		t.Fatalf("with more funds: %v", err)
	}
}

func TestBaseFeeDecidesWhetherThereIsWork(t *testing.T) {
	n := newNode(t, nil)
	n.add(order{key: 1, cap: 50, tip: 1}) // base fee is 100
	if n.pool.Ready() || len(n.take()) != 0 {
		t.Error("a transaction below the base fee is offered")
	}
	n.base = 50
	n.reset()
	if !n.pool.Ready() || len(n.take()) != 1 {
		t.Error("the base fee fell, and there is still no work")
	}
}

func TestNewRefusesBadConfig(t *testing.T) {
	now := time.Now
	for name, cfg := range map[string]Config{
		"no rules": {Now: now}, "no clock": {Rules: rules}, "negative slots": {Rules: rules, Now: now, Slots: -1},
		"negative account slots": {Rules: rules, Now: now, AccountSlots: -1}, "negative lifetime": {Rules: rules, Now: now, Lifetime: -1},
	} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

type brokenState struct{ world }

var errBroken = errors.New("missing trie node")

func (brokenState) Sender(common.Address) (nonce uint64, balance uint256.Int, code []byte, err error) {
	return 0, balance, nil, errBroken
}

// A state that lost its nodes answers zero for everything; its answers are not believed,
// neither about a newcomer nor about who waits already.
func TestBrokenStateIsNotBelieved(t *testing.T) {
	h := new(heard)
	n := newNode(t, func(c *Config) { c.Observer = h })
	n.world.at(addr(key(2))).nonce = 1
	n.add(order{key: 2, nonce: 1})
	n.pool.Reset(header(9), brokenState{make(world)}, big.NewInt(n.base), nil) // a head that doesn't follow: all are read again
	if err := n.pool.Add(order{key: 1}.sign(t)); !errors.Is(err, errBroken) {
		t.Fatalf("got %v, want the state's error", err)
	}
	n.status(1, 0)
	if len(h.left) != 0 {
		t.Error("the observer is told that it has left for good")
	}
}
