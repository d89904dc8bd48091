package mempool

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
)

// errFull means that somebody has to leave before a transaction can enter.
var errFull = errors.New("the pool is full")

// Add checks a signed transaction and keeps it. Errors are go-ethereum's: among
// them txpool.ErrAlreadyKnown, core.ErrNonceTooLow, core.ErrInsufficientFunds,
// txpool.ErrReplaceUnderpriced. After an error the pool is as it was.
func (p *Pool) Add(tx *types.Transaction) error {
	head := p.head.Load()
	if head == nil {
		return ErrNotReady
	}
	if tx == nil {
		return errors.New("transaction is nil")
	}
	if hash := tx.Hash(); p.all.get(hash) != nil { // before the signature is recovered, which costs most
		return fmt.Errorf("%w: %s", txpool.ErrAlreadyKnown, hash)
	}
	from, err := p.checkAlone(tx, head)
	if err != nil {
		return err
	}
	e, err := newEntry(tx, from)
	if err != nil {
		return err
	}
	wake, err := p.insert(e)
	if errors.Is(err, errFull) {
		wake, err = p.insertFull(e)
	}
	if wake && p.cfg.Wake != nil {
		p.cfg.Wake()
	}
	return err
}

// insert is the part of Add that shares the pool with others. It fails with errFull
// when it would take more room than there is.
func (p *Pool) insert(e *entry) (wake bool, err error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	s := p.shard(e.from)
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := p.admit(s, e)
	if err != nil {
		return false, err
	}
	if !p.reserve(p.need(e, a)) {
		return false, errFull
	}
	p.place(s, a, e)
	return p.settle(s), nil
}

// insertFull is insert for who has the pool alone: it evicts what pays less.
func (p *Pool) insertFull(e *entry) (wake bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.shard(e.from)
	a, err := p.admit(s, e)
	if err != nil {
		return false, err
	}
	was := p.Ready()
	evicted, err := p.makeRoom(e, a)
	if err == nil {
		p.place(s, a, e)
		for _, v := range evicted {
			p.logDropped(v.entry, "evicted by a better paying transaction")
		}
	} else {
		p.restore(evicted)
	}
	p.settle(s)
	for _, v := range evicted {
		p.settle(p.shard(v.account.addr))
	}
	return !was && p.Ready(), err
}

// admit checks an entry against its account.
func (p *Pool) admit(s *shard, e *entry) (*account, error) {
	if hash := e.tx.Hash(); p.all.get(hash) != nil { // meanwhile
		return nil, fmt.Errorf("%w: %s", txpool.ErrAlreadyKnown, hash)
	}
	a, err := p.account(s, e.from)
	if err != nil {
		return nil, err
	}
	return a, p.checkAccount(e, a)
}

// need is how much more room the pool has to have for an entry.
func (p *Pool) need(e *entry, a *account) (slots, bytes int64) {
	slots, bytes = 1, int64(e.size)
	if i, found := a.find(e.nonce()); found {
		slots, bytes = 0, bytes-int64(a.txs[i].size)
	}
	return slots, bytes
}

// reserve takes room, if there is enough. Several who try at once may all fail where
// one of them would have fitted; each then looks again with the pool for itself.
func (p *Pool) reserve(slots, bytes int64) bool {
	count, size := p.count.Add(slots), p.bytes.Add(bytes)
	if slots > 0 && count > int64(p.cfg.Slots) || bytes > 0 && uint64(size) > p.cfg.Bytes {
		p.release(slots, bytes)
		return false
	}
	return true
}

func (p *Pool) release(slots, bytes int64) {
	p.count.Add(-slots)
	p.bytes.Add(-bytes)
}

// place puts an entry into its account; room was reserved for it.
func (p *Pool) place(s *shard, a *account, e *entry) {
	e.arrival, e.added = p.arrivals.Add(1), p.cfg.Now()
	if old := a.put(e); old != nil {
		p.all.remove(old)
		p.left(old)
	}
	p.all.put(e)
	s.relist(a)
	i, _ := a.find(e.nonce())
	p.announce(a, i)
	if p.cfg.Observer != nil {
		p.cfg.Observer.Entered(e.tx)
	}
}

// take takes an entry out of the pool, if it is still there. Whoever calls it settles
// the shard.
func (p *Pool) take(s *shard, a *account, e *entry) bool {
	if !a.remove(e) {
		return false
	}
	s.relist(a)
	p.forget(e)
	return true
}

// forget drops an entry from the counts; its account has let go of it already.
func (p *Pool) forget(e *entry) {
	p.all.remove(e)
	p.release(1, int64(e.size))
}

// left tells of an entry that is gone for good.
func (p *Pool) left(e *entry) {
	if p.cfg.Observer != nil {
		p.cfg.Observer.Left(e.tx)
	}
}

// dropped tells of one that is gone without a block.
func (p *Pool) dropped(e *entry, reason string) {
	p.left(e)
	p.logDropped(e, reason)
}

func (p *Pool) logDropped(e *entry, reason string) {
	p.log.Debug("transaction dropped", "tx", e.tx.Hash(), "from", e.from, "txNonce", e.nonce(), "reason", reason)
}
