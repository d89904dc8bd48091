package rpcapi

import (
	"context"
	"encoding/json"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// BenchmarkCallHTTP is one eth_call that reads a slot, with the whole way there.
func BenchmarkCallHTTP(b *testing.B) {
	s := serve(b, Config{})
	address := s.deploy(b)
	msg := ethereum.CallMsg{To: &address, Data: packed(b, "count")}
	for b.Loop() {
		if _, err := s.eth.CallContract(context.Background(), msg, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkProofSocket is one eth_getProof of two slots over WebSocket.
func BenchmarkProofSocket(b *testing.B) {
	s := serve(b, Config{})
	address := s.deploy(b)
	client := s.socket.Client()
	for b.Loop() {
		var out json.RawMessage
		if err := client.CallContext(context.Background(), &out, "eth_getProof", address, []string{"0x0", "0x1"}, "finalized"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSendHTTP is one eth_sendRawTransaction; signing isn't counted.
func BenchmarkSendHTTP(b *testing.B) {
	s := serve(b, Config{})
	var txs []*types.Transaction
	for i := 0; b.Loop(); i++ {
		if i%500 == 0 { // below the pool's limit for one account
			b.StopTimer()
			check(b, s.mine())
			txs = nil
			nonce := s.PoolNonce(addressOf(s.rich))
			for j := range uint64(500) {
				txs = append(txs, s.sign(s.rich, &types.DynamicFeeTx{Nonce: nonce + j, To: &common.Address{7}, Gas: 21000, GasFeeCap: big.NewInt(1e10), GasTipCap: big.NewInt(1)}))
			}
			b.StartTimer()
		}
		if err := s.eth.SendTransaction(context.Background(), txs[i%500]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLogsEmptyRange scans the blooms of 2,000 blocks without a match.
func BenchmarkLogsEmptyRange(b *testing.B) {
	s := serve(b, Config{})
	check(b, s.Mine(context.Background(), 2000))
	query := ethereum.FilterQuery{FromBlock: big.NewInt(0), Addresses: []common.Address{{7}}}
	for b.Loop() {
		if _, err := s.eth.FilterLogs(context.Background(), query); err != nil {
			b.Fatal(err)
		}
	}
}
