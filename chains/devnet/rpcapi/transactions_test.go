package rpcapi

import (
	"context"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

// TestTransactionTypes: for every type, what the JSON says hashes to the
// transaction again, in the pool and in a block, whole and raw.
func TestTransactionTypes(t *testing.T) {
	s := serve(t, Config{})
	ctx, to := context.Background(), s.deploy(t)
	list := types.AccessList{{Address: to, StorageKeys: []common.Hash{{}, {1}}}}
	authorization, err := types.SignSetCode(testKey(60), types.SetCodeAuthorization{ChainID: *uint256.NewInt(testChainID), Address: to})
	check(t, err)
	fee, tip := big.NewInt(10*params.GWei), big.NewInt(params.GWei)
	txs := []*types.Transaction{
		s.sign(s.rich, &types.LegacyTx{Nonce: 1, To: &to, Gas: 100_000, GasPrice: fee, Data: packed(t, "count")}),
		s.sign(s.rich, &types.AccessListTx{ChainID: big.NewInt(testChainID), Nonce: 2, To: &to, Gas: 100_000, GasPrice: fee, AccessList: list}),
		s.sign(s.rich, &types.DynamicFeeTx{ChainID: big.NewInt(testChainID), Nonce: 3, To: &to, Gas: 100_000, GasFeeCap: fee, GasTipCap: tip, AccessList: list, Value: big.NewInt(5)}),
		s.sign(s.rich, &types.SetCodeTx{
			ChainID: uint256.NewInt(testChainID), Nonce: 4, To: to, Gas: 200_000, GasFeeCap: uint256.MustFromBig(fee), GasTipCap: uint256.MustFromBig(tip),
			AuthList: []types.SetCodeAuthorization{authorization}, Data: packed(t, "count"),
		}),
	}
	same := func(i int, pending bool) {
		t.Helper()
		found, isPending, err := s.eth.TransactionByHash(ctx, txs[i].Hash())
		check(t, err)
		if found.Hash() != txs[i].Hash() || isPending != pending || found.Type() != txs[i].Type() {
			t.Errorf("type %d: %s, pending %v; want %s, %v", txs[i].Type(), found.Hash(), isPending, txs[i].Hash(), pending)
		}
	}
	for i, tx := range txs {
		check(t, s.eth.SendTransaction(ctx, tx))
		same(i, true)
		index := hexutil.Uint(i)
		raw, err := tx.MarshalBinary()
		check(t, err)
		if got := s.call(t, "eth_getRawTransactionByBlockNumberAndIndex", "pending", index); string(got) != `"`+hexutil.Encode(raw)+`"` {
			t.Errorf("type %d in the pending block: %s", tx.Type(), got)
		}
		if got := s.call(t, "eth_getTransactionByBlockNumberAndIndex", "pending", index); !strings.Contains(string(got), tx.Hash().Hex()) {
			t.Errorf("type %d in the pending block: %s", tx.Type(), got)
		}
	}
	check(t, s.mine())
	block, err := s.eth.BlockByNumber(ctx, nil)
	check(t, err)
	for i, tx := range txs {
		same(i, false)
		if block.Transactions()[i].Hash() != tx.Hash() {
			t.Errorf("type %d in the block: %s", tx.Type(), block.Transactions()[i].Hash())
		}
		receipt, err := s.eth.TransactionReceipt(ctx, tx.Hash())
		check(t, err)
		if want := new(big.Int).Add(block.BaseFee(), tip); tx.Type() >= types.DynamicFeeTxType && receipt.EffectiveGasPrice.Cmp(want) != 0 || receipt.Type != tx.Type() {
			t.Errorf("type %d: receipt of type %d, price %v, want %v", tx.Type(), receipt.Type, receipt.EffectiveGasPrice, want)
		}
	}
	if code, err := s.eth.CodeAt(ctx, addressOf(testKey(60)), nil); err != nil || len(code) != 23 {
		t.Errorf("delegation %x, %v", code, err)
	}
	blob := types.NewTx(&types.BlobTx{ChainID: uint256.NewInt(testChainID), Nonce: 5, To: to, Gas: 21000, GasFeeCap: uint256.MustFromBig(fee), BlobFeeCap: uint256.NewInt(1), BlobHashes: []common.Hash{{1}}})
	signed, err := types.SignTx(blob, types.LatestSigner(s.ChainConfig()), s.rich)
	check(t, err)
	raw, err := signed.MarshalBinary()
	check(t, err)
	s.refused(t, "eth_sendRawTransaction", hexutil.Bytes(raw))
}

// TestSmallLookups are the methods that need no story.
func TestSmallLookups(t *testing.T) {
	s := serve(t, Config{})
	s.submit(t, s.transfer(common.Address{7}, 1, nil), s.sign(s.faucet, &types.LegacyTx{To: &common.Address{7}, Gas: 21000, GasPrice: big.NewInt(1e10)}))
	hash, _ := s.HashByNumber(1)
	for name, tc := range map[string]struct {
		args []any
		want string
	}{
		"count by number":  {[]any{"eth_getBlockTransactionCountByNumber", "latest"}, `"0x2"`},
		"count by hash":    {[]any{"eth_getBlockTransactionCountByHash", hash}, `"0x2"`},
		"count of pending": {[]any{"eth_getBlockTransactionCountByNumber", "pending"}, `"0x0"`},
		"uncles by number": {[]any{"eth_getUncleCountByBlockNumber", "latest"}, `"0x0"`},
		"uncles by hash":   {[]any{"eth_getUncleCountByBlockHash", hash}, `"0x0"`},
		"uncles pending":   {[]any{"eth_getUncleCountByBlockNumber", "pending"}, `"0x0"`},
		"uncle by number":  {[]any{"eth_getUncleByBlockNumberAndIndex", "latest", "0x0"}, "null"},
		"uncle by hash":    {[]any{"eth_getUncleByBlockHashAndIndex", hash, "0x0"}, "null"},
		"pending header":   {[]any{"eth_getHeaderByNumber", "pending"}, "null"},
		"unknown header":   {[]any{"eth_getHeaderByHash", common.Hash{1}}, "null"},
		"pending, no such": {[]any{"eth_getTransactionByBlockNumberAndIndex", "pending", "0x0"}, "null"},
		"raw, no such":     {[]any{"eth_getRawTransactionByBlockNumberAndIndex", "pending", "0x0"}, "null"},
	} {
		if got := s.call(t, tc.args[0].(string), tc.args[1:]...); string(got) != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
	for _, args := range [][]any{{"eth_getHeaderByNumber", "0x1"}, {"eth_getHeaderByHash", hash}} {
		var header struct{ Hash common.Hash }
		check(t, json.Unmarshal(s.call(t, args[0].(string), args[1:]...), &header))
		if header.Hash != hash {
			t.Errorf("%v: %s, want %s", args, header.Hash, hash)
		}
	}
	var traces []struct{ TxHash common.Hash }
	check(t, json.Unmarshal(s.call(t, "debug_traceBlockByHash", hash), &traces))
	if len(traces) != 2 {
		t.Errorf("%d traces, want 2", len(traces))
	}
	check(t, s.mine())
	predicted := s.call(t, "eth_baseFee")
	check(t, s.mine())
	if got := `"` + hexutil.EncodeBig(s.CurrentHeader().BaseFee) + `"`; got != string(predicted) {
		t.Errorf("base fee %s, predicted %s", got, predicted)
	}
	wantError(t, s.refused(t, "eth_getBlockReceipts", "pending"), -32002, "pending receipts are not available")
}

// closing is a chain that is closed while the server runs.
type closing struct {
	Backend
	end chan error
}

func (c closing) SubscribeHeads(chan<- *types.Header) event.Subscription {
	return event.NewSubscription(func(quit <-chan struct{}) error {
		select {
		case err := <-c.end:
			return err
		case <-quit:
			return nil
		}
	})
}

// TestServerEndsWithItsChain: without heads the server would tell old news.
func TestServerEndsWithItsChain(t *testing.T) {
	for _, reason := range []error{errHeaderNotFound, nil} {
		end := make(chan error, 1)
		server, err := New(Config{}, closing{newTestNode(t), end})
		check(t, err)
		done := make(chan error, 1)
		go func() { done <- server.Run(context.Background()) }()
		<-server.Ready()
		end <- reason
		if err := <-done; err == nil || !strings.Contains(err.Error(), "subscription to heads") {
			t.Errorf("Run returns %v", err)
		}
	}
}
