package executor

import (
	"context"
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// forge makes a block that no execution yields, and remembers it as executed, as a fault
// in the memory of the process might.
func (b *bench) forge() *types.Block {
	b.t.Helper()
	header := types.CopyHeader(b.build().Header())
	header.Root = common.Hash{1}
	forged := types.NewBlockWithHeader(header).WithBody(types.Body{Withdrawals: types.Withdrawals{}})
	hash := mustHash(b.t, header)
	b.chain.proposals.Add(hash, &executed{hash: hash, block: forged})
	return forged
}

// What was executed is believed by all validators of a process; a paranoid one executes
// for itself.
func TestParanoidExecutesWhatIsKnown(t *testing.T) {
	trusting := newBench(t)
	if err := trusting.chain.Verify(context.Background(), trusting.forge()); err != nil {
		t.Fatalf("trusting: %v, want the remembered execution to count", err)
	}
	paranoid := openBench(t, Config{Paranoid: true})
	err := paranoid.chain.Verify(context.Background(), paranoid.forge())
	if !errors.Is(err, ErrInvalidBlock) {
		t.Fatalf("paranoid: %v, want %v", err, ErrInvalidBlock)
	}
	wantMismatch(t, err, "stateRoot")
	// A valid one still passes, and commits.
	paranoid.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{9}, Value: common.Big1})
	block := paranoid.build()
	if err := paranoid.chain.Verify(context.Background(), overWire(t, block)); err != nil {
		t.Fatal(err)
	}
	paranoid.commit(seal(t, block, 0, validatorKeys[:3]...))
	if err := paranoid.chain.Verify(context.Background(), block); err != nil {
		t.Fatalf("a committed block: %v", err)
	}
}
