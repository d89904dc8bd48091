package mempool

import (
	"errors"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// check recomputes everything that the pool keeps count of.
func (n *node) check(t interface{ Fatalf(string, ...any) }) {
	p := n.pool
	p.mu.Lock()
	defer p.mu.Unlock()
	var count, indexed, bytes, payable int64
	for i, s := range p.shards {
		count += int64(n.checkShard(t, s, i, &bytes))
		if s.payable != s.heads.payable() || !s.heads.baseFee.Eq(&p.baseFee) {
			t.Fatalf("shard %d: payable is %t at base fee %s", i, s.payable, &s.heads.baseFee)
		}
		if s.payable {
			payable++
		}
	}
	for i := range p.all {
		indexed += int64(len(p.all[i].entries))
	}
	if count != indexed || count != p.count.Load() || count > int64(p.cfg.Slots) {
		t.Fatalf("%d transactions (index %d, count %d, limit %d)", count, indexed, p.count.Load(), p.cfg.Slots)
	}
	if bytes != p.bytes.Load() || uint64(bytes) > p.cfg.Bytes || payable != p.payable.Load() {
		t.Fatalf("%d bytes (count %d), %d payable shards (count %d)", bytes, p.bytes.Load(), payable, p.payable.Load())
	}
}

// checkShard recomputes a shard, its orders included.
func (n *node) checkShard(t interface{ Fatalf(string, ...any) }, s *shard, i int, bytes *int64) (size int) {
	ready, heads, idle, running, delegated := 0, 0, 0, 0, 0
	for addr, a := range s.accounts {
		if a.addr != addr || n.pool.shard(addr) != s || len(a.txs) == 0 || len(a.txs) > n.pool.cfg.AccountSlots {
			t.Fatalf("account %s in shard %d has %d transactions", addr, i, len(a.txs))
		}
		n.checkAccount(t, a, bytes)
		size, ready = size+len(a.txs), ready+a.ready
		if a.ready > 0 {
			heads++
			order, head := s.heads.order(a.txs[0], &n.pool.baseFee), a.txs[0]
			if e, _ := order.Get(head); e != head {
				t.Fatalf("first transaction of %s is not in its order", addr)
			}
			if e, _ := s.heads.margins.Get(head); e != head {
				t.Fatalf("first transaction of %s is not among the margins", addr)
			}
		}
		tail := a.txs[len(a.txs)-1]
		if e, _ := s.tails(a.ready < len(a.txs)).Get(tail); e != tail {
			t.Fatalf("last transaction of %s is not in its order", addr)
		}
		if a.ready < len(a.txs) {
			idle++
		} else {
			running++
		}
		if a.delegated {
			delegated++
		}
	}
	if s.size != size || s.ready != ready || s.heads.tips.Len()+s.heads.caps.Len() != heads || s.heads.margins.Len() != heads ||
		s.idle.Len() != idle || s.running.Len() != running || len(s.delegated) != delegated {
		t.Fatalf("shard %d counts wrong: %d of %d, %d ready of %d, %d+%d heads of %d, %d and %d tails of %d and %d",
			i, s.size, size, s.ready, ready, s.heads.tips.Len(), s.heads.caps.Len(), heads, s.idle.Len(), s.running.Len(), idle, running)
	}
	return size
}

func (n *node) checkAccount(t interface{ Fatalf(string, ...any) }, a *account, bytes *int64) {
	cost, ready := new(uint256.Int), 0
	for i, e := range a.txs {
		if n.pool.all.get(e.tx.Hash()) != e || e.from != a.addr {
			t.Fatalf("transaction %d of %s is not in the index", i, a.addr)
		}
		if i > 0 && a.txs[i-1].nonce() >= e.nonce() {
			t.Fatalf("nonces of %s are not ascending", a.addr)
		}
		if e.nonce() < n.world.at(a.addr).nonce {
			t.Fatalf("%s keeps the used nonce %d", a.addr, e.nonce())
		}
		if i == ready && e.nonce() == a.nonce+uint64(i) {
			ready++
		}
		if e.announced != (i < ready) && i < ready {
			t.Fatalf("executable nonce %d of %s was not announced", e.nonce(), a.addr)
		}
		if e.cost.Gt(&a.balance) { // all together may be, after a loss: who builds finds out which
			t.Fatalf("transaction %d of %s costs %s, the balance is %s", i, a.addr, &e.cost, &a.balance)
		}
		cost.Add(cost, &e.cost)
		*bytes += int64(e.size)
	}
	if ready != a.ready || !cost.Eq(&a.cost) {
		t.Fatalf("account %s: ready %d (want %d), cost %s (want %s), balance %s", a.addr, a.ready, ready, &a.cost, cost, &a.balance)
	}
}

// Whatever is added, included, refused by a builder or evicted, the pool's counts are
// right, a refused transaction changes nothing, and limits hold.
func TestPoolStaysConsistent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := newNode(t, func(c *Config) { c.Slots, c.AccountSlots, c.Bytes, c.Lifetime = 12, 6, 4000, time.Hour })
		rt.Repeat(map[string]func(*rapid.T){
			"add": func(rt *rapid.T) {
				k := rapid.ByteRange(1, 5).Draw(rt, "account")
				tx := order{
					key:   k,
					nonce: n.world.at(addr(key(k))).nonce + rapid.Uint64Range(0, 6).Draw(rt, "ahead"),
					tip:   rapid.Int64Range(0, 200).Draw(rt, "tip"),
					cap:   rapid.Int64Range(1, 400).Draw(rt, "cap"),
					value: rapid.SampledFrom([]int64{0, 1, 1e17, 6e17}).Draw(rt, "value"),
					data:  make([]byte, rapid.IntRange(0, 300).Draw(rt, "data")),
				}.sign(t)
				before, queued := n.pool.Status()
				if err := n.pool.Add(tx); err != nil {
					if p, q := n.pool.Status(); p != before || q != queued {
						rt.Fatalf("refused (%v), yet the pool changed", err)
					}
				} else if n.pool.Get(tx.Hash()) == nil {
					rt.Fatal("accepted, yet not there")
				} else if a := n.pool.shard(addr(key(k))).accounts[addr(key(k))]; a.cost.Gt(&a.balance) {
					rt.Fatalf("accepted, and %s of %s wei are spent", &a.cost, &a.balance)
				}
			},
			"include": func(rt *rapid.T) {
				txs := n.take()
				n.reset(txs[:rapid.IntRange(0, len(txs)).Draw(rt, "included")]...)
			},
			"impoverish": func(rt *rapid.T) {
				k := rapid.ByteRange(1, 5).Draw(rt, "account")
				n.world = n.world.clone()
				n.world.at(addr(key(k))).balance = uint256.NewInt(rapid.Uint64Range(0, 1e18).Draw(rt, "balance"))
				n.reset(order{key: k, nonce: n.world.at(addr(key(k))).nonce}.sign(t))
			},
			"drop": func(rt *rapid.T) {
				c := n.pool.Candidates(big.NewInt(n.base))
				for range rapid.IntRange(1, 4).Draw(rt, "how many") {
					tx := c.Next()
					if tx == nil {
						return
					}
					if rapid.Bool().Draw(rt, "drop") {
						c.Drop(tx, errors.New("can't be executed"))
						if n.pool.Get(tx.Hash()) != nil {
							rt.Fatal("dropped, yet still there")
						}
					}
				}
			},
			"time": func(rt *rapid.T) {
				n.now = n.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "minutes")) * time.Minute)
				n.base = rapid.Int64Range(1, 300).Draw(rt, "base fee")
				n.reset()
			},
			"": func(rt *rapid.T) {
				n.check(rt)
				if n.pool.Ready() != (len(n.take()) > 0) {
					rt.Fatalf("Ready is %t with %d candidates", n.pool.Ready(), len(n.take()))
				}
			},
		})
	})
}

func TestLaggingSubscriberIsCutOffNotSkipped(t *testing.T) {
	n := newNode(t, nil)
	sub := n.pool.Subscribe(make(chan []*types.Transaction)) // nobody reads
	defer sub.Unsubscribe()
	tx := order{key: 1}.sign(t)
	batch := make([]*types.Transaction, 1000)
	for i := range batch {
		batch[i] = tx
	}
	for range subscriberBacklog/len(batch) + 2 {
		n.pool.feed.send(batch) // never blocks
	}
	// It is told when it looks: the first batch was on its way to the reader.
	reader := make(chan []*types.Transaction)
	second := n.pool.Subscribe(reader)
	for range 2*subscriberBacklog/len(batch) + 2 { // wherever the reader is, one backlog overflows
		n.pool.feed.send(batch)
	}
	deadline := time.After(30 * time.Second)
	for {
		select {
		case <-reader:
		case err := <-second.Err():
			if !errors.Is(err, ErrLagged) {
				t.Fatalf("subscription ended with %v, want ErrLagged", err)
			}
			return
		case <-deadline:
			t.Fatal("a lagging subscriber is not told")
		}
	}
}

func TestManyGoroutinesUseOnePool(t *testing.T) {
	n := newNode(t, nil)
	ch := make(chan []*types.Transaction, 1000)
	sub := n.pool.Subscribe(ch)
	var wg sync.WaitGroup
	for k := range byte(4) {
		wg.Go(func() {
			for i := range uint64(50) {
				if err := n.pool.Add(order{key: k, nonce: i, tip: int64(i)}.sign(t)); err != nil {
					t.Errorf("account %d nonce %d: %v", k, i, err)
				}
			}
		})
		wg.Go(func() {
			for range 50 {
				n.pool.Nonce(addr(key(k)))
				n.pool.Content()
				n.pool.Ready()
				n.pool.Candidates(big.NewInt(100)).Next()
			}
		})
	}
	wg.Wait()
	n.check(t)
	n.status(200, 0)
	for seen := 0; seen < 200; {
		select {
		case txs := <-ch:
			seen += len(txs)
		case <-time.After(30 * time.Second):
			t.Fatalf("%d transactions announced, want 200", seen)
		}
	}
	sub.Unsubscribe()
}

// A full pool, blocks and builders at work, and everybody submits at once: counts stay
// right, and limits hold at every moment.
func TestManySubmittersAtAFullPool(t *testing.T) {
	n := newNode(t, func(c *Config) { c.Slots, c.Now = 64, time.Now })
	const submitters, each = 8, 40
	txs := make([][]*types.Transaction, submitters)
	for k := range txs {
		for i := range each {
			txs[k] = append(txs[k], order{key: byte(k), nonce: uint64(i), tip: int64(i * (k + 1))}.sign(t))
		}
	}
	n.world.at(addr(key(100))) // the state is read concurrently with what follows
	for k := range txs {
		n.world.at(addr(key(byte(k))))
	}
	var wg sync.WaitGroup
	for _, mine := range txs {
		wg.Go(func() {
			for _, tx := range mine {
				_ = n.pool.Add(tx) // or it is full
			}
		})
	}
	wg.Go(func() {
		for range 20 {
			walk := n.pool.Candidates(big.NewInt(n.base))
			var block []*types.Transaction
			for tx := walk.Next(); tx != nil && len(block) < 5; tx = walk.Next() {
				block = append(block, tx)
			}
			n.reset(block...)
		}
	})
	wg.Go(func() {
		for range 200 {
			if pending, queued := n.pool.Status(); pending+queued > 64 {
				t.Errorf("%d transactions in a pool of 64", pending+queued)
			}
		}
	})
	wg.Wait()
	n.check(t)
}
