package devnet

import (
	"context"
	"fmt"
	"math/big"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
)

// heardOf writes down of which blocks it hears.
type heardOf []string

func (h *heardOf) Hurry(n uint64) { *h = append(*h, fmt.Sprint("hurry ", n)) }

func (h *heardOf) Done(n uint64) { *h = append(*h, fmt.Sprint("done ", n)) }

// The next block is in a hurry, whether it is built here or by another, and no other is; it is
// done when it is committed, not when that fails.
func TestWhichBlocksAreInAHurry(t *testing.T) {
	node, _ := start(t, Config{OnDemand: true, Developer: true})
	b := node.live.Load()
	if err := b.Mine(context.Background(), 2); err != nil {
		t.Fatal(err)
	}
	head, before := b.BlockByNumber(2), b.BlockByNumber(1)
	heard := new(heardOf)
	ledger := &pacedLedger{Chain: b.Chain, turns: heard}
	build := func(on *types.Block) {
		_, _ = ledger.Build(context.Background(), consensus.BuildParams{Parent: on.Header(), Time: on.Time() + 1, Coinbase: on.Coinbase(), Extra: on.Extra()})
	}
	stranger := types.CopyHeader(head.Header())
	stranger.Number.SetUint64(3)
	steps := []struct {
		name string
		do   func()
		want []string
	}{
		{"built on the head", func() { build(head) }, []string{"hurry 3"}},
		{"built on an older block", func() { build(before) }, nil},
		{"another's proposal", func() { _ = ledger.Verify(context.Background(), types.NewBlockWithHeader(stranger)) }, []string{"hurry 3"}},
		{"a proposal that is committed", func() { _ = ledger.Verify(context.Background(), head) }, nil},
		{"committed", func() { _ = ledger.Commit(context.Background(), head) }, []string{"done 2"}},
		{"not committed", func() { _ = ledger.Commit(context.Background(), types.NewBlockWithHeader(stranger)) }, nil},
	}
	for _, s := range steps {
		*heard = nil
		if s.do(); !slices.Equal(*heard, s.want) {
			t.Errorf("%s: heard %q, want %q", s.name, *heard, s.want)
		}
	}
}

// Whoever submits waits for a turn, of the same ones that blocks leave.
func TestSubmissionsTakeTurns(t *testing.T) {
	node, _ := start(t, Config{OnDemand: true})
	b := node.live.Load()
	client := dial(t, node)
	tx := types.MustSignNewTx(node.Accounts()[0].Key, types.LatestSignerForChainID(big.NewInt(testChainID)), &types.DynamicFeeTx{
		ChainID: big.NewInt(testChainID), To: &common.Address{1}, Gas: 21_000, GasFeeCap: big.NewInt(20 * params.GWei), GasTipCap: big.NewInt(params.GWei)})
	for range runtime.GOMAXPROCS(0) {
		b.turns.Take()
	}
	answered := make(chan error, 1)
	go func() { answered <- client.SendTransaction(within(t, patience), tx) }()
	select {
	case err := <-answered:
		t.Errorf("answered (%v) while all processors were taken", err)
	case <-time.After(300 * time.Millisecond):
	}
	for range runtime.GOMAXPROCS(0) {
		b.turns.Give()
	}
	waitMined(t, client, tx.Hash())
}
