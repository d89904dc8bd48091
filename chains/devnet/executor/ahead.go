package executor

import (
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// ahead walks through the transactions of a block on another processor than the one that executes them, and looks up
// whom they are from and to: where there are thousands of accounts, that takes as long as all the rest. What it finds is
// what the state before the block says, whoever asks.
type ahead struct {
	batches chan batch
	next    func() *types.Transaction // nil at the end
	before  *world.Snapshot
	signer  types.Signer
	done    chan struct{}
	useless atomic.Bool // nobody wants to know of accounts any more
	running sync.WaitGroup
}

// batch is a piece of the walk, with the accounts in it that were in none before.
type batch struct {
	txs      []*types.Transaction
	accounts []holding
}

// lookAhead begins a walk. The caller must call end.
func (x *execution) lookAhead(next func() *types.Transaction) *ahead {
	a := &ahead{batches: make(chan batch, batchesAhead), next: next, before: x.before, signer: x.signer, done: make(chan struct{})}
	accounts := int(x.met.Load())
	a.useless.Store(!x.transfers)
	a.running.Go(func() { a.walk(accounts) })
	return a
}

// teach hands on what was looked up, as long as it is of use.
func (a *ahead) teach(to *balances, b batch) {
	if !to.learn(b.accounts) {
		a.useless.Store(true)
	}
}

// end returns when the walk is over, finished or not.
func (a *ahead) end() {
	close(a.done)
	a.running.Wait()
}

// walk sends what comes next, in pieces that grow: whoever executes waits for the first.
func (a *ahead) walk(accounts int) {
	defer close(a.batches)
	seen := make(map[common.Address]struct{}, accounts)
	for size := firstBatch; ; size = min(2*size, lastBatch) {
		var b batch
		for len(b.txs) < size {
			tx := a.next()
			if tx == nil {
				break
			}
			b.txs = append(b.txs, tx)
		}
		if addresses := fresh(b.txs, a.signer, seen); !a.useless.Load() {
			b.accounts = a.look(addresses)
		}
		select {
		case a.batches <- b:
		case <-a.done:
			return
		}
		if len(b.txs) < size {
			return
		}
	}
}

// fresh lists who sends and receives and was not seen yet.
func fresh(txs []*types.Transaction, signer types.Signer, seen map[common.Address]struct{}) []common.Address {
	addresses := make([]common.Address, 0, 2*len(txs))
	note := func(a common.Address) {
		if _, ok := seen[a]; !ok {
			seen[a] = struct{}{}
			addresses = append(addresses, a)
		}
	}
	for _, tx := range txs {
		if from, err := types.Sender(signer, tx); err == nil { // who executes says what is wrong with it
			note(from)
		}
		if to := tx.To(); to != nil {
			note(*to)
		}
	}
	return addresses
}

func (a *ahead) look(addresses []common.Address) []holding {
	accounts := make([]holding, len(addresses))
	a.before.LookAll(addresses, func(i int, hash common.Hash, account *types.StateAccount) {
		accounts[i] = holdingOf(addresses[i], hash, account)
	})
	return accounts
}
