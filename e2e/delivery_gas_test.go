package e2e_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// Gas that the two recipients are promised. Each fails if it gets one unit less.
const (
	littleGas = 60_000
	muchGas   = 300_000
)

// TestNoAmountOfGasStarvesAHandler: a hostile relayer submits what the signers have
// approved with every amount of gas at which something changes, and with amounts in
// between from nothing to plenty. It may make the Inbox revert, or have everything
// served; nothing makes a call succeed that leaves a handler without its gas.
func TestNoAmountOfGasStarvesAHandler(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	pool := n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, pool.URL)
		c.Batch.Count, c.Batch.Age = 2, 6*time.Second // so that two messages share a delivery
	}, nil)
	n.StartSigners(nil)
	s := &starving{n: n, t: t, inbox: n.Right.Deployment.Inbox, starver: n.DeployStarver(n.Right), hostile: n.NewStranger(n.Right)}
	modest, greedy := n.DeployHostile(n.Right), n.DeployHostile(n.Right)
	overhead := s.overhead(pool, modest)
	s.promise(modest, littleGas-overhead)
	s.promise(greedy, muchGas-overhead)

	t.Run("the greedy one first", func(t *testing.T) {
		batch := []*messages.Message{n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: greedy, GasLimit: muchGas}), n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: modest, GasLimit: littleGas})}
		s.delivery(t, pool, batch)
	})
	t.Run("the greedy one last", func(t *testing.T) {
		batch := []*messages.Message{n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: modest, GasLimit: littleGas}), n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: greedy, GasLimit: muchGas})}
		s.delivery(t, pool, batch)
	})
	t.Run("at a retry", func(t *testing.T) {
		n.Transact(n.Right, greedy, new(big.Int), bindings.NewHostile().PackSet(wayRevert))
		pool.Open()
		message := n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: greedy, GasLimit: muchGas})
		n.Eventually("the message fails", func() bool { return n.Failed(n.Right, n.Left, message.ID()) })
		s.promise(greedy, muchGas-overhead)
		encoded, err := message.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		s.search(t, bindings.NewInbox().PackRetry(encoded), []*messages.Message{message})
	})
	for recipient, want := range map[common.Address]int64{modest: 3, greedy: 3} {
		if got := n.Accepted(n.Right, recipient); got != want {
			t.Errorf("recipient %s was served %d times, want %d", recipient, got, want)
		}
	}
}

// starving searches for gas that starves.
type starving struct {
	n              *e2e.Net
	t              *testing.T
	inbox, starver common.Address
	hostile        *e2e.Stranger
}

// overhead is what a handler spends before it looks at its gas: a first message,
// which asks for the impossible, is told.
func (s *starving) overhead(pool *e2e.Mempool, recipient common.Address) uint64 {
	s.t.Helper()
	s.promise(recipient, 1<<40)
	message := s.n.SendMessage(s.n.Left, s.n.Right, e2e.Outgoing{Recipient: recipient, GasLimit: littleGas})
	tx := pool.Take(1)[0]
	pool.Release(tx)
	reason := s.n.OutcomeOf(s.n.Right, s.n.Left, s.n.Mined(s.n.Right, tx)).Reasons[message.ID()]
	starved, err := bindings.NewHostile().UnpackStarvedError(reason[min(4, len(reason)):])
	if err != nil {
		s.t.Fatalf("the recipient failed with 0x%x: %v", reason, err)
	}
	s.n.Transact(s.n.Right, recipient, new(big.Int), bindings.NewHostile().PackSet(wayAccept))
	if !s.hostile.Retry(message) {
		s.t.Fatal("the mended recipient's message can't be retried")
	}
	return littleGas - starved.Got.Uint64()
}

func (s *starving) promise(recipient common.Address, least uint64) {
	s.t.Helper()
	s.n.Transact(s.n.Right, recipient, new(big.Int), bindings.NewHostile().PackPromise(new(big.Int).SetUint64(least)))
}

// delivery takes the relayer's delivery of a batch and tries it with all amounts.
func (s *starving) delivery(t *testing.T, pool *e2e.Mempool, batch []*messages.Message) {
	t.Helper()
	own := pool.Take(1)[0]
	s.search(t, own.Data(), batch)
	// The relayer's own delivery comes too late now, and does no harm.
	pool.Release(own)
	if receipt := s.n.Mined(s.n.Right, own); receipt.Status != types.ReceiptStatusSuccessful {
		t.Error("the relayer's delivery failed")
	}
}

// search tries a call of the Inbox first in eth_call with thousands of amounts, then
// in real transactions at the edge that it has found.
func (s *starving) search(t *testing.T, data []byte, batch []*messages.Message) {
	t.Helper()
	wide := s.try(t, data, batch, 30_000, 1_009, 600)
	if wide.Least.Sign() == 0 || wide.Refused.Sign() == 0 {
		t.Fatalf("the search saw no edge: %+v", wide)
	}
	// Every single amount around the edge.
	first := wide.Least.Uint64() - 1_009
	near := s.try(t, data, batch, first, 1, 1_010)
	t.Logf("%s amounts refused, %s served, from %d gas on", new(big.Int).Add(wide.Refused, near.Refused), new(big.Int).Add(wide.Served, near.Served), near.Least)

	// A transaction pays for itself and for its calldata too.
	least := s.leastTransaction(t, data)
	inbox := s.n.Right.Deployment.Inbox
	for _, gas := range []uint64{least - 1, least - 97, (least + 21_000) / 2} {
		receipt := s.hostile.Try(inbox, data, max(gas, floorGas(data)))
		if receipt.Status == types.ReceiptStatusSuccessful {
			t.Fatalf("the Inbox took %d gas, where it needs %d", gas, least)
		}
	}
	receipt := s.hostile.Try(inbox, data, least)
	outcome := s.n.OutcomeOf(s.n.Right, s.n.Left, receipt)
	if len(outcome.Delivered) != len(batch) || len(outcome.Failed) > 0 {
		t.Fatalf("with %d gas %v were served and %v failed, want all of %d served", least, outcome.Delivered, outcome.Failed, len(batch))
	}
}

// try has the starver try amounts, in calls that a node allows.
func (s *starving) try(t *testing.T, data []byte, batch []*messages.Message, first, step, count uint64) bindings.StarverFound {
	t.Helper()
	const each = 60
	var ids [][32]byte
	for _, m := range batch {
		ids = append(ids, m.ID())
	}
	total := bindings.StarverFound{Refused: new(big.Int), Served: new(big.Int), Starved: new(big.Int), Least: new(big.Int), StarvedAt: new(big.Int)}
	starver := bindings.NewStarver()
	for done := uint64(0); done < count; done += each {
		out := s.n.Call(s.n.Right, s.starver, starver.PackSearch(s.inbox, data, s.n.Left.ID, ids,
			new(big.Int).SetUint64(first+done*step), new(big.Int).SetUint64(step), new(big.Int).SetUint64(min(each, count-done))))
		found, err := starver.UnpackSearch(out)
		if err != nil {
			t.Fatal(err)
		}
		if found.Starved.Sign() > 0 {
			t.Fatalf("with %s gas the call succeeds and a handler is starved", found.StarvedAt)
		}
		total.Refused.Add(total.Refused, found.Refused)
		total.Served.Add(total.Served, found.Served)
		if total.Least.Sign() == 0 {
			total.Least = found.Least
		}
	}
	return total
}

// leastTransaction searches for the least gas limit of a transaction that succeeds.
func (s *starving) leastTransaction(t *testing.T, data []byte) uint64 {
	t.Helper()
	low, high := floorGas(data), uint64(2_000_000)
	if s.n.Works(s.n.Right, s.hostile.Address, s.inbox, data, low) || !s.n.Works(s.n.Right, s.hostile.Address, s.inbox, data, high) {
		t.Fatalf("want %d gas to be too little and %d to be enough", low, high)
	}
	for low+1 < high {
		if middle := (low + high) / 2; s.n.Works(s.n.Right, s.hostile.Address, s.inbox, data, middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// floorGas is what a transaction costs before it does anything: EIP-7623's floor.
func floorGas(data []byte) uint64 {
	gas := uint64(21_000)
	for _, b := range data {
		if gas += 10; b != 0 {
			gas += 30
		}
	}
	return gas
}

// TestSearchFindsAStarvedHandler shows that the search of
// TestNoAmountOfGasStarvesAHandler finds one where there is one: in a handler that
// asks for more than its message promises.
func TestSearchFindsAStarvedHandler(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	pool := n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, pool.URL) }, nil)
	n.StartSigners(nil)
	recipient := n.DeployHostile(n.Right)
	n.Transact(n.Right, recipient, new(big.Int), bindings.NewHostile().PackPromise(big.NewInt(littleGas+1)))
	message := n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: recipient, GasLimit: littleGas})
	own := pool.Take(1)[0]
	starver := bindings.NewStarver()
	out := n.Call(n.Right, n.DeployStarver(n.Right), starver.PackSearch(n.Right.Deployment.Inbox, own.Data(), n.Left.ID,
		[][32]byte{message.ID()}, big.NewInt(100_000), big.NewInt(10_000), big.NewInt(50)))
	found, err := starver.UnpackSearch(out)
	if err != nil || found.Starved.Sign() == 0 || found.Served.Sign() != 0 || found.Refused.Sign() == 0 {
		t.Fatalf("found %+v, error %v; want starved and refused tries, and none served", found, err)
	}
}
