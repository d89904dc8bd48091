package consensus

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

// BenchmarkHeight decides one height with real signatures and the codec, all validators on one core and no clock: the
// price of consensus without execution and storage.
func BenchmarkHeight(b *testing.B) {
	for _, tc := range []struct{ validators, txs int }{{1, 0}, {4, 0}, {7, 0}, {16, 0}, {4, 1000}, {4, 5000}} {
		b.Run(fmt.Sprintf("validators=%d/txs=%d", tc.validators, tc.txs), func(b *testing.B) {
			net := newTestNet(b, tc.validators)
			for i := range tc.txs {
				net.txs = append(net.txs, types.NewTx(&types.DynamicFeeTx{
					Nonce: uint64(i), Gas: 60_000, GasFeeCap: common.Big1, GasTipCap: common.Big1, Value: common.Big1,
					Data: make([]byte, 100), R: common.Big2, S: common.Big3, V: common.Big1,
				}))
			}
			b.ReportAllocs()
			for b.Loop() {
				net.log = net.log[:0]
				net.start()
				net.deliverAll()
				net.next()
				clear(net.labels)
				clear(net.byHeight)
				for _, node := range net.nodes {
					clear(node.decided)
				}
			}
		})
	}
}

// BenchmarkGroup decides heights with running validators over the in-process network, as fast as they can.
func BenchmarkGroup(b *testing.B) {
	signers := testSigners(b, 4)
	var members []common.Address
	var keys []Signer
	for _, s := range signers {
		members, keys = append(members, s.Address()), append(keys, s)
	}
	genesis := testGenesis(members)
	genesis.Time = uint64(time.Now().Unix())
	ledger, hub := newMemLedger(genesis), p2p.NewHub()
	pace, err := NewPace(0)
	if err != nil {
		b.Fatal(err)
	}
	group, err := NewGroup(ValidatorConfig{Ledger: ledger, History: ledger, Pace: pace}, keys,
		func(a common.Address) (Transport, error) { return hub.Join(a) })
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- group.Run(ctx) }()
	b.ResetTimer()
	until, _ := group.Mine(uint64(b.N))
	for {
		changed := ledger.Changed()
		if ledger.height() >= until {
			break
		}
		<-changed
	}
	b.StopTimer()
	stop()
	if err := <-done; err != nil {
		b.Fatal(err)
	}
}
