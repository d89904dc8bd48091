package devnet

import (
	"context"
	"strings"
	"testing"
	"time"
)

// asked has two of four validators stand still, asks for something that needs a block, and returns when the others have
// begun to make it. answer is what comes of it.
func asked(t *testing.T, n *Node, method string, arguments ...any) (answer <-chan error) {
	t.Helper()
	client := dial(t, n)
	for _, i := range []int{2, 3} {
		if err := n.PauseValidator(i); err != nil {
			t.Fatal(err)
		}
	}
	b, err := n.running()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	ctx := within(t, patience)
	go func() { done <- client.Client().CallContext(ctx, nil, method, arguments...) }()
	for first := b.validators.Members()[0]; !first.Status().Started; {
		select {
		case <-time.After(time.Millisecond):
		case err := <-done:
			t.Fatalf("%s: %v", method, err)
		}
	}
	return done
}

func resumeAll(t *testing.T, n *Node) {
	t.Helper()
	for _, i := range []int{2, 3} {
		if err := n.ResumeValidator(i); err != nil {
			t.Fatal(err)
		}
	}
}

// Who waits for blocks that were taken back, or never came, is told at once, and nobody makes them later.
func TestMiningIsTakenBack(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	var id string
	call(t, client, &id, "evm_snapshot")
	answer := asked(t, n, "anvil_mine", 3)
	call(t, client, nil, "evm_revert", id)
	select {
	case err := <-answer:
		if err == nil || !strings.Contains(err.Error(), ErrTakenBack.Error()) {
			t.Errorf("anvil_mine: %v", err)
		}
	case <-time.After(20 * time.Second): // it gives up after 25
		t.Fatal("anvil_mine waits for blocks that nobody makes")
	}
	resumeAll(t, n)
	call(t, client, nil, "evm_mine")
	if got := newest(t, client).Number.Uint64(); got != 1 {
		t.Errorf("the head is block %d", got)
	}
}

// A change that waits for its block is made after all, though nobody but its owner asks for that block.
func TestChangeOutlivesARewind(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	call(t, client, nil, "evm_setAutomine", false)
	var id string
	call(t, client, &id, "evm_snapshot")
	answer := asked(t, n, "anvil_setBalance", nobody, "0x5")
	call(t, client, nil, "evm_revert", id)
	resumeAll(t, n)
	select {
	case err := <-answer:
		if err != nil {
			t.Errorf("anvil_setBalance: %v", err)
		}
	case <-time.After(20 * time.Second): // it gives up after 25
		t.Fatal("anvil_setBalance waits for a block that nobody makes")
	}
	if wei, err := client.BalanceAt(context.Background(), nobody, nil); err != nil || wei.Uint64() != 5 {
		t.Errorf("balance %d, %v", wei, err)
	}
}
