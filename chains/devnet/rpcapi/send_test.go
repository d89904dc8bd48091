package rpcapi

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// TestSendErrors: the texts that libraries match on.
func TestSendErrors(t *testing.T) {
	s := serve(t, Config{})
	ctx, to := context.Background(), common.Address{7}
	s.submit(t, s.transfer(to, 1, nil)) // nonce 0
	first := s.transfer(to, 1, nil)     // nonce 1
	check(t, s.eth.SendTransaction(ctx, first))
	fee := func(nonce uint64, gas uint64, feeCap int64) *types.DynamicFeeTx {
		return &types.DynamicFeeTx{Nonce: nonce, To: &to, Gas: gas, GasFeeCap: big.NewInt(feeCap), GasTipCap: big.NewInt(1)}
	}
	for name, tc := range map[string]struct {
		tx   *types.Transaction
		text string
	}{
		"twice":              {first, "already known"},
		"old nonce":          {s.sign(s.rich, fee(0, 21000, 10*params.GWei)), "nonce too low"},
		"no price bump":      {s.sign(s.rich, fee(1, 21001, 10*params.GWei)), "replacement transaction underpriced"},
		"no money":           {s.sign(testKey(50), fee(0, 21000, 10*params.GWei)), "insufficient funds for gas * price + value"},
		"little gas":         {s.sign(s.rich, fee(2, 20999, 10*params.GWei)), "intrinsic gas too low"},
		"over the tx cap":    {s.sign(s.rich, fee(2, params.MaxTxGas+1, 10*params.GWei)), "transaction gas limit too high"},
		"another chain's id": {types.MustSignNewTx(s.rich, types.LatestSignerForChainID(big.NewInt(1)), fee(2, 21000, params.GWei)), "invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := tc.tx.MarshalBinary()
			check(t, err)
			wantError(t, s.refused(t, "eth_sendRawTransaction", hexutil.Bytes(raw)), -32000, tc.text)
		})
	}
	for name, raw := range map[string]string{"empty": "0x", "cut": "0x02f8", "unknown type": "0x7fc0", "list": "0xc0"} {
		t.Run(name, func(t *testing.T) {
			wantError(t, s.refused(t, "eth_sendRawTransaction", raw), -32000, "decode the raw transaction")
		})
	}
}

// TestSendSync: EIP-7966 answers with the receipt of the block that comes.
func TestSendSync(t *testing.T) {
	s := serve(t, Config{})
	tx := s.transfer(common.Address{7}, 1, nil)
	raw, err := tx.MarshalBinary()
	check(t, err)
	go func() {
		for s.PendingTx(tx.Hash()) == nil {
			time.Sleep(time.Millisecond)
		}
		if err := s.mine(); err != nil {
			t.Error(err)
		}
	}()
	var receipt types.Receipt
	check(t, json.Unmarshal(s.call(t, "eth_sendRawTransactionSync", hexutil.Bytes(raw)), &receipt))
	if receipt.TxHash != tx.Hash() || receipt.BlockNumber.Uint64() != 1 {
		t.Errorf("receipt %+v", receipt)
	}
	late := s.transfer(common.Address{7}, 1, nil)
	raw, err = late.MarshalBinary()
	check(t, err)
	err = s.refused(t, "eth_sendRawTransactionSync", hexutil.Bytes(raw), "0x14")
	wantError(t, err, 4, "wasn't included in a block within 20ms")
	var withData rpc.DataError
	if !errors.As(err, &withData) || withData.ErrorData() != late.Hash().Hex() {
		t.Errorf("data of %v", err)
	}
	if s.PendingTx(late.Hash()) == nil {
		t.Error("the transaction left the pool")
	}
	wantError(t, s.refused(t, "eth_sendRawTransactionSync", hexutil.Bytes(raw), "0xffffffffffff"), -32602, "invalid timeout")
	wantError(t, s.refused(t, "eth_sendRawTransactionSync", hexutil.Bytes(raw), "0x0"), -32602, "invalid timeout 0 ms, want 1 to 20000")
}

// TestFees: prices follow the blocks, and the history is what the blocks say.
func TestFees(t *testing.T) {
	s := serve(t, Config{})
	ctx := context.Background()
	if tip, err := s.eth.SuggestGasTipCap(ctx); err != nil || tip.Int64() != defaultTip {
		t.Errorf("tip on an empty chain: %v, %v", tip, err)
	}
	for i := range int64(4) {
		tx := s.sign(s.rich, &types.DynamicFeeTx{Nonce: uint64(i), To: &common.Address{7}, Gas: 21000, GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(3 * params.GWei)})
		s.submit(t, tx)
	}
	tip, err := s.eth.SuggestGasTipCap(ctx)
	check(t, err)
	if tip.Int64() != 3*params.GWei {
		t.Errorf("tip %v, want 3 gwei, what was paid", tip)
	}
	price, err := s.eth.SuggestGasPrice(ctx)
	check(t, err)
	history, err := s.eth.FeeHistory(ctx, 10, nil, []float64{0, 50, 100})
	check(t, err)
	if history.OldestBlock.Int64() != 0 || len(history.BaseFee) != 6 || len(history.GasUsedRatio) != 5 || len(history.Reward) != 5 {
		t.Fatalf("history %+v", history)
	}
	for n := range 5 {
		header := s.HeaderByNumber(uint64(n))
		if history.BaseFee[n].Cmp(header.BaseFee) != 0 || history.GasUsedRatio[n] != float64(header.GasUsed)/float64(header.GasLimit) {
			t.Errorf("block %d: %v %v", n, history.BaseFee[n], history.GasUsedRatio[n])
		}
		for _, reward := range history.Reward[n] {
			if want := int64(3 * params.GWei); n > 0 && reward.Int64() != want || n == 0 && reward.Sign() != 0 {
				t.Errorf("block %d: reward %v", n, reward)
			}
		}
	}
	if want := new(big.Int).Add(history.BaseFee[5], tip); price.Cmp(want) != 0 {
		t.Errorf("gas price %v, want next base fee + tip = %v", price, want)
	}
	check(t, s.mine())
	if got := s.CurrentHeader().BaseFee; got.Cmp(history.BaseFee[5]) != 0 {
		t.Errorf("the next base fee is %v, predicted %v", got, history.BaseFee[5])
	}
	if fee, err := s.eth.BlobBaseFee(ctx); err != nil || fee.Int64() != 1 {
		t.Errorf("blob base fee %v, %v", fee, err)
	}
	if got := s.call(t, "eth_feeHistory", "0x2", "0x3", nil); strings.Contains(string(got), "reward") {
		t.Errorf("rewards without percentiles: %s", got)
	}
	wantError(t, s.refused(t, "eth_feeHistory", "0x1", "0x99", nil), -32602, "request beyond head block")
	wantError(t, s.refused(t, "eth_feeHistory", "0x1", "latest", []float64{101}), -32602, "invalid reward percentile: 101.000000, want 0 to 100")
	wantError(t, s.refused(t, "eth_feeHistory", "0x1", "latest", []float64{50, 50}), -32602, "want them ascending")
	wantError(t, s.refused(t, "eth_feeHistory", "0x1", "latest", make([]float64, 101)), -32602, "too many reward percentiles: 101")
}

// TestRewardsByGas: a percentile is one of gas, not of transactions.
func TestRewardsByGas(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	nonce := s.PoolNonce(addressOf(s.rich))
	cheap := s.sign(s.faucet, &types.DynamicFeeTx{To: &common.Address{7}, Gas: 21000, GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(1)})
	dear := s.sign(s.rich, &types.DynamicFeeTx{Nonce: nonce, To: &address, Gas: 16_000_000, Data: packed(t, "shout", big.NewInt(500)), GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(7)})
	s.submit(t, cheap, dear)
	history, err := s.eth.FeeHistory(context.Background(), 1, nil, []float64{0, 1, 50, 100})
	check(t, err)
	for i, want := range []int64{1, 1, 7, 7} {
		if got := history.Reward[0][i].Int64(); got != want {
			t.Errorf("reward %d: %d, want %d", i, got, want)
		}
	}
}

// TestPool: what waits, behind a gap or not.
func TestPool(t *testing.T) {
	s := serve(t, Config{})
	ctx, rich := context.Background(), addressOf(s.rich)
	now := s.transfer(common.Address{7}, 1, nil)
	later := s.sign(s.rich, &types.DynamicFeeTx{Nonce: 5, To: &common.Address{7}, Gas: 21000, GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(1)})
	check(t, s.eth.SendTransaction(ctx, now))
	check(t, s.eth.SendTransaction(ctx, later))
	if got := s.call(t, "txpool_status"); string(got) != `{"pending":"0x1","queued":"0x1"}` {
		t.Errorf("status %s", got)
	}
	type content = map[string]map[string]map[string]struct{ Hash common.Hash }
	var all content
	check(t, json.Unmarshal(s.call(t, "txpool_content"), &all))
	if all["pending"][rich.Hex()]["0"].Hash != now.Hash() || all["queued"][rich.Hex()]["5"].Hash != later.Hash() {
		t.Errorf("content %v", all)
	}
	var mine map[string]map[string]struct{ Hash common.Hash }
	check(t, json.Unmarshal(s.call(t, "txpool_contentFrom", rich), &mine))
	if mine["queued"]["5"].Hash != later.Hash() {
		t.Errorf("content of one account %v", mine)
	}
	if got := s.call(t, "txpool_inspect"); !strings.Contains(string(got), "1 wei + 1000000 gas") {
		t.Errorf("inspect %s", got)
	}
	var pending struct {
		Hash         *common.Hash
		Transactions []struct{ Hash common.Hash }
	}
	check(t, json.Unmarshal(s.call(t, "eth_getBlockByNumber", "pending", true), &pending))
	if pending.Hash != nil || len(pending.Transactions) != 1 || pending.Transactions[0].Hash != now.Hash() {
		t.Errorf("pending block %+v", pending)
	}
}
