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
	var count int
	var bytes uint64
	for a, acc := range p.accounts {
		if len(acc.txs) == 0 {
			t.Fatalf("account %s is empty", a)
		}
		if len(acc.txs) > p.cfg.AccountSlots {
			t.Fatalf("account %s has %d transactions", a, len(acc.txs))
		}
		cost, ready := new(uint256.Int), 0
		for i, e := range acc.txs {
			if p.all[e.tx.Hash()] != e || e.from != a {
				t.Fatalf("transaction %d of %s is not in the index", i, a)
			}
			if i > 0 && acc.txs[i-1].nonce() >= e.nonce() {
				t.Fatalf("nonces of %s are not ascending", a)
			}
			if e.nonce() < n.world.at(a).nonce {
				t.Fatalf("%s keeps the used nonce %d", a, e.nonce())
			}
			if i == ready && e.nonce() == acc.nonce+uint64(i) {
				ready++
			}
			if e.announced != (i < ready) && i < ready {
				t.Fatalf("executable nonce %d of %s was not announced", e.nonce(), a)
			}
			cost.Add(cost, e.cost)
			bytes += e.size
			count++
		}
		if ready != acc.ready || !cost.Eq(&acc.cost) || cost.Gt(acc.balance) {
			t.Fatalf("account %s: ready %d (want %d), cost %s (want %s), balance %s", a, acc.ready, ready, &acc.cost, cost, acc.balance)
		}
	}
	if count != len(p.all) || bytes != p.bytes || count > p.cfg.Slots || bytes > p.cfg.Bytes {
		t.Fatalf("%d transactions (index %d, limit %d), %d bytes (count %d)", count, len(p.all), p.cfg.Slots, bytes, p.bytes)
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
						c.Drop(errors.New("can't be executed"))
						if n.pool.Get(tx.Hash()) != nil {
							rt.Fatal("dropped, yet still there")
						}
					} else {
						c.Skip()
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
	deadline := time.After(5 * time.Second)
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
		case <-time.After(5 * time.Second):
			t.Fatalf("%d transactions announced, want 200", seen)
		}
	}
	sub.Unsubscribe()
}
