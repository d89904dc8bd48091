package executor

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

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
	// Given up meanwhile, which is nobody's fault.
	ended, end := context.WithCancel(ctx)
	end()
	if _, err := b.chain.Build(ended, p); !errors.Is(err, context.Canceled) {
		t.Errorf("build that was given up: %v, want its context's error", err)
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

// The steps that work on all processors say so, and when they end.
func TestStepsOnAllProcessorsAreAnnounced(t *testing.T) {
	begun, ended := 0, 0
	b := openBench(t, Config{Alone: func() func() {
		begun++
		return func() { ended++ }
	}})
	for _, step := range []struct {
		name string
		do   func()
		want int
	}{
		{"building, which hashes the state", func() { b.build() }, 1},
		{"building again and committing, which the pool follows", func() { b.mine() }, 3},
	} {
		if step.do(); begun != step.want || ended != step.want {
			t.Errorf("after %s: %d begun and %d ended, want %d", step.name, begun, ended, step.want)
		}
	}
}
