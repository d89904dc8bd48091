package executor

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Each case changes one thing in a valid proposal. A second chain, which did not build
// it, must refuse it and name that thing.
func TestVerifyNamesEveryMismatch(t *testing.T) {
	builder := newBench(t)
	contract := builder.deploy(storeAndLog)
	builder.send(testKey(1), &types.DynamicFeeTx{To: &contract, Gas: 100_000, Data: append(word(1), word(2)...)})
	valid := builder.build()

	verifier := newBench(t)
	verifier.commit(overWire(t, seal(t, builder.chain.BlockByNumber(1), 0, validatorKeys[:3]...)))
	parent := verifier.chain.Head()

	for field, change := range map[string]func(h *types.Header){
		"sha3Uncles":            func(h *types.Header) { h.UncleHash = common.Hash{1} },
		"difficulty":            func(h *types.Header) { h.Difficulty = big.NewInt(2) },
		"mixHash":               func(h *types.Header) { h.MixDigest[0]++ },
		"nonce":                 func(h *types.Header) { h.Nonce[7] = 1 },
		"timestamp":             func(h *types.Header) { h.Time = parent.Time - 1 },
		"gasLimit":              func(h *types.Header) { h.GasLimit += h.GasLimit / params.GasLimitBoundDivisor },
		"baseFeePerGas":         func(h *types.Header) { h.BaseFee = new(big.Int).Sub(h.BaseFee, common.Big1) },
		"withdrawalsRoot":       func(h *types.Header) { h.WithdrawalsHash = &common.Hash{1} },
		"blobGasUsed":           func(h *types.Header) { h.BlobGasUsed = ptr(uint64(params.BlobTxBlobGasPerBlob)) },
		"excessBlobGas":         func(h *types.Header) { h.ExcessBlobGas = ptr(uint64(1)) },
		"parentBeaconBlockRoot": func(h *types.Header) { h.ParentBeaconRoot = &common.Hash{1} },
		"transactionsRoot":      func(h *types.Header) { h.TxHash[0]++ },
		"gasUsed":               func(h *types.Header) { h.GasUsed++ },
		"receiptsRoot":          func(h *types.Header) { h.ReceiptHash[0]++ },
		"logsBloom":             func(h *types.Header) { h.Bloom[0]++ },
		"requestsHash":          func(h *types.Header) { h.RequestsHash = &common.Hash{1} },
		"stateRoot":             func(h *types.Header) { h.Root[0]++ },
	} {
		t.Run(field, func(t *testing.T) {
			header := valid.Header()
			change(header)
			err := verifier.chain.Verify(context.Background(), overWire(t, valid.WithSeal(header)))
			wantMismatch(t, err, field)
		})
	}
	t.Run("requestsHash absent", func(t *testing.T) {
		header := valid.Header()
		header.RequestsHash = nil
		wantMismatch(t, verifier.chain.Verify(context.Background(), overWire(t, valid.WithSeal(header))), "requestsHash")
	})
	t.Run("gasLimit beyond what rounds can execute", func(t *testing.T) {
		g := testGenesis()
		g.GasLimit = maxGasLimit
		b := openBench(t, Config{Genesis: g})
		header := b.build().Header()
		header.GasLimit++
		wantMismatch(t, b.chain.Verify(context.Background(), types.NewBlockWithHeader(header).WithBody(types.Body{Withdrawals: types.Withdrawals{}})), "gasLimit")
	})
	// The proposal itself was fine all along.
	if err := verifier.chain.Verify(context.Background(), overWire(t, valid)); err != nil {
		t.Fatalf("unchanged proposal: %v", err)
	}
}

func wantMismatch(t *testing.T, err error, field string) {
	t.Helper()
	var m *MismatchError
	if !errors.As(err, &m) || !errors.Is(err, ErrInvalidBlock) || m.Field != field {
		t.Fatalf("got %v, want a mismatch of %s", err, field)
	}
}

// An empty block has no receipts to derive a bloom from; it must not claim one.
func TestEmptyBlockCannotClaimABloom(t *testing.T) {
	b := newBench(t)
	header := b.build().Header()
	header.Bloom[3] = 1
	wantMismatch(t, b.chain.Verify(context.Background(), types.NewBlockWithHeader(header).WithBody(types.Body{Withdrawals: types.Withdrawals{}})), "logsBloom")
}

// The builder's own execution answers for the header, never for another body under it.
func TestKnownHeaderOverAnotherBodyIsRefused(t *testing.T) {
	b := newBench(t)
	b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	valid := b.build()
	for name, body := range map[string]types.Body{
		"transactionsRoot": {Withdrawals: types.Withdrawals{}},
		"uncles":           {Transactions: valid.Transactions(), Uncles: []*types.Header{valid.Header()}, Withdrawals: types.Withdrawals{}},
		"withdrawals":      {Transactions: valid.Transactions(), Withdrawals: types.Withdrawals{{Amount: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			block := types.NewBlockWithHeader(valid.Header()).WithBody(body)
			wantMismatch(t, b.chain.Verify(context.Background(), block), name)
			err := b.chain.Commit(context.Background(), seal(t, block, 0, validatorKeys...))
			wantMismatch(t, err, name)
		})
	}
	t.Run("withdrawals list absent", func(t *testing.T) {
		block := types.NewBlockWithHeader(valid.Header()).WithBody(types.Body{Transactions: valid.Transactions()})
		wantMismatch(t, b.chain.Verify(context.Background(), block), "withdrawals")
	})
	if got := b.chain.Head().Number.Uint64(); got != 0 {
		t.Fatalf("head moved to %d", got)
	}
}

func TestUnhashableHeaderIsRefused(t *testing.T) {
	b := newBench(t)
	valid := b.build()
	for name, change := range map[string]func(h *types.Header){
		"extraData is no list":    func(h *types.Header) { h.Extra = []byte{1, 2, 3} },
		"field of a later fork":   func(h *types.Header) { h.SlotNumber = ptr(uint64(1)) },
		"gap in optional fields":  func(h *types.Header) { h.BaseFee = nil },
		"number beyond 64 bits":   func(h *types.Header) { h.Number = new(big.Int).Lsh(common.Big1, 64) },
		"extraData beyond bounds": func(h *types.Header) { h.Extra = make([]byte, 1<<20) },
	} {
		t.Run(name, func(t *testing.T) {
			header := valid.Header()
			change(header)
			err := b.chain.Verify(context.Background(), valid.WithSeal(header))
			if !errors.Is(err, ErrInvalidBlock) {
				t.Fatalf("got %v, want ErrInvalidBlock", err)
			}
			if name != "number beyond 64 bits" && !errors.Is(err, lightclient.ErrMalformed) {
				t.Fatalf("got %v, want the reason of the hash", err)
			}
		})
	}
	if err := b.chain.Verify(context.Background(), nil); !errors.Is(err, ErrInvalidBlock) {
		t.Errorf("nil proposal: %v", err)
	}
}

func TestProposalWithBadTransactionIsRefused(t *testing.T) {
	b := newBench(t)
	stranger := testKey(77) // no balance
	other := types.LatestSignerForChainID(big.NewInt(testChainID + 1))
	transfer := func(change func(d *types.DynamicFeeTx)) *types.Transaction {
		d := &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1}
		tx := b.sign(testKey(0), d)
		if change == nil {
			return tx
		}
		change(d)
		return types.MustSignNewTx(testKey(0), b.chain.Signer(), d)
	}
	good := transfer(nil)
	for name, c := range map[string]struct {
		txs  []*types.Transaction
		want error
	}{
		"nonce too high":      {[]*types.Transaction{transfer(func(d *types.DynamicFeeTx) { d.Nonce = 5 })}, core.ErrNonceTooHigh},
		"same transaction":    {[]*types.Transaction{good, good}, core.ErrNonceTooLow},
		"fee below base fee":  {[]*types.Transaction{transfer(func(d *types.DynamicFeeTx) { d.GasFeeCap, d.GasTipCap = common.Big1, common.Big0 })}, core.ErrFeeCapTooLow},
		"no funds":            {[]*types.Transaction{b.sign(stranger, &types.DynamicFeeTx{To: &common.Address{1}})}, core.ErrInsufficientFunds},
		"gas below intrinsic": {[]*types.Transaction{transfer(func(d *types.DynamicFeeTx) { d.Gas = 20_999 })}, core.ErrIntrinsicGas},
		"another chain's":     {[]*types.Transaction{types.MustSignNewTx(testKey(0), other, &types.DynamicFeeTx{ChainID: big.NewInt(testChainID + 1), To: &common.Address{1}, Gas: 21_000})}, types.ErrInvalidChainId},
		"blob transaction":    {[]*types.Transaction{types.NewTx(&types.BlobTx{BlobHashes: []common.Hash{{1}}})}, ErrBlobTx},
	} {
		t.Run(name, func(t *testing.T) {
			block := withTxs(t, b, c.txs...)
			var txErr *TxError
			err := b.chain.Verify(context.Background(), overWire(t, block))
			if !errors.As(err, &txErr) || !errors.Is(err, ErrInvalidBlock) || !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestBlockCannotUseMoreThanItsGas(t *testing.T) {
	g := testGenesis()
	g.GasLimit = 100_000
	b := openBench(t, Config{Genesis: g})
	var txs []*types.Transaction
	for i := range byte(5) {
		txs = append(txs, b.sign(testKey(i), &types.DynamicFeeTx{To: &common.Address{1}}))
		if err := b.pool.Add(txs[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.chain.Verify(context.Background(), overWire(t, withTxs(t, b, txs...))); !errors.Is(err, core.ErrGasLimitReached) {
		t.Fatalf("105,000 gas in a block of 100,000: %v, want ErrGasLimitReached", err)
	}
	if got := len(b.mine().Transactions()); got != 4 {
		t.Fatalf("built block holds %d transfers, want 4", got)
	}
	if got := len(b.mine().Transactions()); got != 1 {
		t.Fatalf("the fifth waits for the next block, which holds %d", got)
	}
}

func TestEIP7934CapsBlockSize(t *testing.T) {
	b := newBench(t)
	var txs []*types.Transaction
	data := make([]byte, 120*1024)
	for range params.MaxBlockSize/len(data) + 1 {
		txs = append(txs, types.MustSignNewTx(testKey(0), b.chain.Signer(), &types.DynamicFeeTx{ChainID: big.NewInt(testChainID), Data: data}))
	}
	wantMismatch(t, b.chain.Verify(context.Background(), withTxs(t, b, txs...)), "size")
}

func TestBuildStaysBelowTheSizeCap(t *testing.T) {
	g := testGenesis()
	g.GasLimit = maxGasLimit // gas must not be what stops it
	b := openBench(t, Config{Genesis: g})
	data := make([]byte, 120*1024) // zero bytes: 10 gas each at the EIP-7623 floor
	for i := range 100 {
		b.send(testKey(byte(i%10)), &types.DynamicFeeTx{To: &common.Address{1}, Gas: 3_000_000, Data: data})
	}
	block := b.build()
	if size := block.Size(); size > params.MaxBlockSize || size < params.MaxBlockSize-2*blockSizeReserve {
		t.Fatalf("block has %d bytes, cap is %d", size, params.MaxBlockSize)
	}
	if err := newVerifier(t, g).chain.Verify(context.Background(), overWire(t, block)); err != nil {
		t.Fatal(err)
	}
}

func newVerifier(t testing.TB, g Genesis) *bench { return openBench(t, Config{Genesis: g}) }
