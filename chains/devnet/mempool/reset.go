package mempool

import (
	"math/big"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reset tells the pool of a new head: the state after it, the base fee (wei) of the
// block after it and the transactions it brought. The pool keeps the state.
//
// Only accounts that the block can have changed are looked at: senders, authorities
// of EIP-7702 tuples, and accounts with code, whom others' calls may debit. Any
// other account only ever gains. What they have waiting is not walked through. After
// a head that doesn't follow the former one, a chain's that was set back, it is all.
func (p *Pool) Reset(head *types.Header, st State, baseFee *big.Int, included types.Transactions) {
	// txpool decides between rules before and after the merge by a difficulty of
	// zero; QBFT's is one, under rules after it.
	seen := types.CopyHeader(head)
	seen.Difficulty = new(big.Int)
	p.mu.Lock()
	defer p.mu.Unlock()
	former := p.head.Swap(seen)
	p.state = st
	p.baseFee.SetFromBig(baseFee)
	senders, others := p.touched(included)
	if former != nil && former.Number.Uint64()+1 != head.Number.Uint64() {
		for _, s := range p.shards {
			for addr := range s.accounts {
				others[addr] = struct{}{}
			}
		}
	}
	p.advanceAll(senders, len(included))
	for addr := range others {
		p.refresh(addr)
	}
	p.sweep(head.GasLimit)
	for _, s := range p.shards {
		s.heads.rebase(&p.baseFee)
		p.settle(s)
	}
}

// sentBy is a transaction that a block has brought, as its sender's shard sees it.
type sentBy struct {
	from common.Address
	next uint64 // the nonce after the transaction's
}

// touched are the senders of a block, by shard, and all others whose nonce or balance it may
// have lowered.
func (p *Pool) touched(included types.Transactions) (senders *[shardCount][]sentBy, others map[common.Address]struct{}) {
	senders, others = new([shardCount][]sentBy), make(map[common.Address]struct{})
	for _, tx := range included {
		if from, err := types.Sender(p.signer, tx); err == nil {
			at := shardOf(from)
			senders[at] = append(senders[at], sentBy{from, tx.Nonce() + 1})
		}
		for _, authority := range tx.SetCodeAuthorities() {
			others[authority] = struct{}{}
		}
		for _, account := range p.decreed(tx) {
			others[account] = struct{}{}
		}
	}
	for _, s := range p.shards {
		for addr := range s.delegated {
			others[addr] = struct{}{}
		}
	}
	return senders, others
}

// advanceAll follows the senders of a block, on all cores: whoever submits waits for it, and
// so do those who wait for the block.
func (p *Pool) advanceAll(senders *[shardCount][]sentBy, transactions int) {
	var next atomic.Int32
	work := func() {
		for {
			at := int(next.Add(1)) - 1
			if at >= shardCount {
				return
			}
			nonces := make(map[common.Address]uint64, len(senders[at]))
			for _, sent := range senders[at] {
				nonces[sent.from] = sent.next // ascending in a block
			}
			for addr, nonce := range nonces {
				p.advance(addr, nonce)
			}
		}
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0)-1, transactions/advancedAlone) {
		workers.Go(work)
	}
	work()
	workers.Wait()
}

// advance follows a sender whose transactions are in the block. When nothing of it is
// left the state isn't asked, which is most of the work of a block from many senders.
func (p *Pool) advance(addr common.Address, nonce uint64) {
	s := p.shard(addr)
	a := s.accounts[addr]
	if a == nil {
		return
	}
	used := a.advance(nonce)
	if len(a.txs) > 0 {
		used = append(used, p.refreshed(a)...)
	}
	p.follow(s, a, used)
}

// refresh takes over an account from the state.
func (p *Pool) refresh(addr common.Address) {
	s := p.shard(addr)
	if a := s.accounts[addr]; a != nil {
		p.follow(s, a, p.refreshed(a))
	}
}

// refreshed takes over nonce, balance and code, and returns what has no place any more.
// Where they can't be read the account stays as it is; who submits is told.
func (p *Pool) refreshed(a *account) []*entry {
	nonce, balance, code, err := p.read(a.addr)
	if err != nil {
		return nil
	}
	a.setCode(code)
	return append(a.advance(nonce), a.afford(&balance)...)
}

// follow forgets what an account has let go of, and tells of what it can newly execute:
// that follows what it could before.
func (p *Pool) follow(s *shard, a *account, gone []*entry) {
	for _, e := range gone {
		p.forget(e)
		p.left(e)
	}
	known := a.listed.ready
	s.relist(a)
	p.announce(a, max(known-len(gone), 0))
}

// sweep drops what has waited too long behind a gap, and what a lowered block gas
// limit has made impossible. It looks at each shard once in staleInterval, one after
// another, so that no block pays for the whole pool.
func (p *Pool) sweep(gasLimit uint64) {
	now := p.cfg.Now()
	due := min(int(now.Sub(p.swept)/(staleInterval/shardCount)), shardCount)
	if due <= 0 {
		return
	}
	p.swept = now
	for range due {
		p.sweepShard(p.shards[p.cursor], gasLimit, now)
		p.cursor = (p.cursor + 1) % shardCount
	}
}

func (p *Pool) sweepShard(s *shard, gasLimit uint64, now time.Time) {
	for _, a := range s.accounts {
		for i := len(a.txs) - 1; i >= 0; i-- {
			e, reason := a.txs[i], ""
			if i >= a.ready && now.Sub(e.added) > p.cfg.Lifetime {
				reason = "waited too long behind a nonce gap"
			} else if e.tx.Gas() > gasLimit {
				reason = "gas limit exceeds the block's"
			}
			if reason != "" && p.take(s, a, e) {
				p.dropped(e, reason)
			}
		}
	}
}
