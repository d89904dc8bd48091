package e2e_test

import (
	"bytes"
	"math/big"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
)

// transfer is what a token bridge's message carries.
type transfer struct {
	*messages.Message
	amount int64
}

// whole checks the supply: what is locked at home is what is minted abroad and what
// is under way, that is those whose handlers have not succeeded.
func whole(t *testing.T, b *e2e.TokenBridge, underWay ...transfer) {
	t.Helper()
	var sum int64
	for _, u := range underWay {
		sum += u.amount
	}
	locked, supply := b.Locked(), b.Supply()
	if locked != supply+sum {
		t.Fatalf("locked %d, want the supply of %d and %d under way", locked, supply, sum)
	}
	if balance := b.BalanceAtHome(b.HomeBridge); balance != locked {
		t.Fatalf("the home bridge has %d, and %d are locked", balance, locked)
	}
}

// TestTokenBridgeUnderFaults attacks a token bridge's supply with everything that
// may happen on the way: a relayer that is killed between submission and receipt, a
// signer that is down, both ends failing for a while, retries in the wrong order by
// anybody, and a stranger's forgery.
func TestTokenBridgeUnderFaults(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	small := func(c *daemon.RelayerConfig) { c.Batch.Count = 4 }
	submitted := make(chan struct{})
	var once atomic.Bool
	first := n.StartRelayer(small, func(at relayer.Point) {
		if at == relayer.PointSubmitted && once.CompareAndSwap(false, true) {
			close(submitted)
		}
	})
	n.StartSigner(n.Signers[0], nil)
	n.StartSigner(n.Signers[1], nil) // the third is down
	b := n.DeployTokenBridge(n.Left, n.Right)
	me, you := crypto.PubkeyToAddress(n.Right.Sender.PublicKey), common.Address{0xaa}

	var all []transfer
	lock := func(amount int64) transfer {
		all = append(all, transfer{b.Lock(me, amount), amount})
		return all[len(all)-1]
	}
	for amount := int64(1); amount <= 6; amount++ {
		lock(amount)
	}
	select {
	case <-submitted:
	case <-time.After(e2e.Patience):
		t.Fatal("nothing was submitted")
	}
	first.Stop()
	lock(100)
	second := n.StartRelayer(small, nil)
	awaitAll(t, n, all)
	whole(t, b)
	if got := b.BalanceAbroad(me); got != 121 {
		t.Fatalf("%d arrived, want 121", got)
	}

	// The remote end fails for a while.
	b.Pause(n.Right, true)
	stuck := []transfer{lock(7), lock(8), lock(9)}
	awaitFailed(t, n, stuck, bindings.RemoteBridgeEnforcedPauseErrorID())
	whole(t, b, stuck...)
	b.Pause(n.Right, false)
	retryBackwards(n, stuck)
	whole(t, b)

	// So does the home end, and the relayer is started again meanwhile.
	b.Pause(n.Left, true)
	burnt := []transfer{{b.Burn(you, 20), 20}, {b.Burn(you, 30), 30}}
	second.Stop()
	n.StartRelayer(small, nil)
	awaitFailed(t, n, burnt, bindings.HomeBridgeEnforcedPauseErrorID())
	whole(t, b, burnt...)
	b.Pause(n.Left, false)
	retryBackwards(n, burnt)

	forgeTransfers(t, n, b, you)
	whole(t, b)
	if got := b.BalanceAtHome(you); got != 50 {
		t.Errorf("%d were unlocked, want 50", got)
	}
	for _, done := range append(all, burnt...) {
		n.AssertExactlyOnce(done.Message)
	}
}

func awaitAll(t *testing.T, n *e2e.Net, all []transfer) {
	t.Helper()
	for _, one := range all {
		if d := n.Await(one.Message); !d.Succeeded {
			t.Fatalf("a transfer of %d failed: %s", one.amount, d.Why())
		}
	}
}

func awaitFailed(t *testing.T, n *e2e.Net, all []transfer, reason common.Hash) {
	t.Helper()
	for _, one := range all {
		if d := n.Await(one.Message); d.Succeeded || !bytes.Equal(d.Reason, reason[:4]) {
			t.Fatalf("a transfer of %d: succeeded %v, reason %x, want one with %s", one.amount, d.Succeeded, d.Reason, reason)
		}
	}
}

// retryBackwards retries the last message first.
func retryBackwards(n *e2e.Net, all []transfer) {
	for _, one := range slices.Backward(all) {
		n.Retry(n.Chain(one.TargetChain), one.Message)
	}
}

// forgeTransfers sends, as a stranger through the real Outboxes, what the bridges
// say to each other.
func forgeTransfers(t *testing.T, n *e2e.Net, b *e2e.TokenBridge, to common.Address) {
	t.Helper()
	payload := append(append([]byte{1}, to[:]...), math.U256Bytes(big.NewInt(40))...)
	mint := n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: b.RemoteBridge, Payload: payload, GasLimit: 300_000})
	unlock := n.SendMessage(n.Right, n.Left, e2e.Outgoing{Recipient: b.HomeBridge, Payload: payload, GasLimit: 300_000})
	for name, forged := range map[string]*messages.Message{"mint": mint, "unlock": unlock} {
		d := n.Await(forged)
		reason, err := bindings.NewHomeBridge().UnpackError(d.Reason)
		if _, notPeer := reason.(*bindings.HomeBridgeNotPeer); d.Succeeded || err != nil || !notPeer {
			t.Errorf("forged %s: succeeded %v, reason %#v (%v), want NotPeer", name, d.Succeeded, reason, err)
		}
	}
}
