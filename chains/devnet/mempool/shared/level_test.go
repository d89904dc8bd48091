package shared

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"encoding/binary"
	"log/slog"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
	"github.com/redis/go-redis/v9"

	"github.com/catenary-bridge/catenary/chains/devnet/mempool"
)

var rules = params.MergedTestChainConfig

// world is a state in which everybody is rich, at the nonces that a test sets.
type world map[common.Address]uint64

// Sender implements mempool.State.
func (w world) Sender(a common.Address) (nonce uint64, balance uint256.Int, code []byte, err error) {
	return w[a], *uint256.NewInt(params.Ether), nil, nil
}

// node is a pool with its second level, on a head that the test moves.
type node struct {
	t     testing.TB
	pool  *mempool.Pool
	level *Level
	log   *logged
	head  int64
	world world
	stop  func()
}

type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func newNode(t testing.TB, urls []string, world world) *node {
	t.Helper()
	n := &node{t: t, log: new(logged), world: world}
	level, err := New(Config{URLs: urls, Genesis: common.Hash{1}, Now: time.Now, Log: slog.New(slog.NewTextHandler(n.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	n.level = level
	if n.pool, err = mempool.New(mempool.Config{Rules: rules, Now: time.Now, Observer: level}); err != nil {
		t.Fatal(err)
	}
	n.mine()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- level.Run(ctx, n.pool) }()
	n.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the second level doesn't stop")
		}
	})
	t.Cleanup(n.stop)
	return n
}

// mine moves to a head that brought these.
func (n *node) mine(txs ...*types.Transaction) {
	next := make(world)
	for a, nonce := range n.world {
		next[a] = nonce
	}
	for _, tx := range txs {
		from, err := types.Sender(types.LatestSigner(rules), tx)
		if err != nil {
			n.t.Fatal(err)
		}
		next[from] = max(next[from], tx.Nonce()+1)
	}
	n.head, n.world = n.head+1, next
	header := &types.Header{Number: big.NewInt(n.head), Difficulty: new(big.Int), GasLimit: 60_000_000, Time: 1}
	n.pool.Reset(header, next, big.NewInt(7), txs)
}

func (n *node) count() int {
	pending, queued := n.pool.Status()
	return pending + queued
}

func (n *node) add(txs ...*types.Transaction) {
	n.t.Helper()
	for _, tx := range txs {
		if err := n.pool.Add(tx); err != nil {
			n.t.Fatal(err)
		}
	}
}

// transfers are one each of many senders.
func transfers(t testing.TB, from, count int, tip int64) []*types.Transaction {
	t.Helper()
	txs := make([]*types.Transaction, count)
	for i := range txs {
		key, err := crypto.ToECDSA(crypto.Keccak256(binary.BigEndian.AppendUint64(nil, uint64(from+i))))
		if err != nil {
			t.Fatal(err)
		}
		txs[i] = types.MustSignNewTx(key, types.LatestSigner(rules), &types.DynamicFeeTx{
			ChainID: rules.ChainID, To: &common.Address{1}, Gas: 21_000, GasTipCap: big.NewInt(tip), GasFeeCap: big.NewInt(100 + tip),
		})
	}
	return txs
}

// What one node accepts all see, it leaves Redis when one of them sees it mined or
// replaced, and it survives a restart: on a single server and on a cluster.
func TestNodesShareTheirPools(t *testing.T) {
	for name, start := range map[string]func(testing.TB) []string{
		"single":  func(t testing.TB) []string { return urls(startRedis(t)) },
		"cluster": func(t testing.TB) []string { return urls(startCluster(t)...) },
	} {
		t.Run(name, func(t *testing.T) {
			at := start(t)
			a, b := newNode(t, at, nil), newNode(t, at, nil)
			first, second := transfers(t, 0, 100, 1), transfers(t, 100, 50, 1)
			a.add(first...)
			b.add(second...)
			eventually(t, "both have all", func() bool { return a.count() == 150 && b.count() == 150 })
			eventually(t, "all are in Redis", func() bool { return lying(t, a.level, first...) == 100 && lying(t, a.level, second...) == 50 })
			b.mine(first[:60]...)
			eventually(t, "what is mined has left Redis, and nothing else", func() bool {
				return lying(t, a.level, first[:60]...) == 0 && lying(t, a.level, first[60:]...) == 40 && lying(t, a.level, second...) == 50
			})
			dearer := transfers(t, 100, 50, 20)
			a.add(dearer...)
			eventually(t, "what is replaced has left Redis, and the other node", func() bool {
				return lying(t, a.level, second...) == 0 && lying(t, a.level, dearer...) == 50 && b.pool.Get(second[0].Hash()) == nil && b.pool.Get(dearer[49].Hash()) != nil
			})
			a.mine(first[:60]...)
			before := b.world
			a.stop()
			b.stop()
			c := newNode(t, at, before)
			eventually(t, "all that waited is back after a restart", func() bool { return c.count() == 90 })
			eventually(t, "the status says so", func() bool { s := c.level.Status(); return s.Taken == 90 && s.Connected })
		})
	}
}

// Redis is killed while transactions come, and comes back empty: nobody waits for it, it
// is told once, and in the end every node and Redis have everything.
func TestRedisIsKilledUnderLoad(t *testing.T) {
	for name, start := range map[string]func(testing.TB) []*server{
		"single":  func(t testing.TB) []*server { return []*server{startRedis(t)} },
		"cluster": startCluster,
	} {
		t.Run(name, func(t *testing.T) {
			servers := start(t)
			a, b := newNode(t, urls(servers...), nil), newNode(t, urls(servers...), nil)
			txs := transfers(t, 0, 900, 1)
			a.add(txs[:300]...)
			eventually(t, "the other node has what came before", func() bool { return b.count() == 300 })
			servers[0].kill()
			a.add(txs[300:600]...) // at once, Redis or not
			eventually(t, "the trouble is told", func() bool {
				return !a.level.Status().Connected && strings.Contains(a.log.String(), "the chain goes on without it")
			})
			if n := a.count(); n != 600 {
				t.Fatalf("%d transactions in the pool, want 600", n)
			}
			servers[0].start()
			if len(servers) > 1 { // it has forgotten its cluster, as a new machine would have
				rejoin(t, servers)
			}
			a.add(txs[600:]...)
			eventually(t, "the other node has all", func() bool { return b.count() == 900 })
			eventually(t, "Redis has all", func() bool { return lying(t, a.level, txs...) == 900 })
			eventually(t, "the end of the trouble is told", func() bool { return strings.Contains(a.log.String(), "has its redis again") })
			if n := strings.Count(a.log.String(), "goes on without it"); n > 5 {
				t.Errorf("told %d times:\n%s", n, a.log.String())
			}
			b.mine(txs...)
			a.mine(txs...)
			eventually(t, "Redis is empty when all is mined", func() bool { return entries(t, a.level) == 0 })
		})
	}
}

// rejoin brings the first node, whose files have survived it, back among the others.
func rejoin(t *testing.T, servers []*server) {
	t.Helper()
	client := servers[1].client()
	defer func() { _ = client.Close() }()
	eventually(t, "the cluster is complete again", func() bool {
		info, err := client.ClusterInfo(context.Background()).Result()
		return err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_slots_ok:16384")
	})
}

// A Redis that is full refuses transactions and still takes removals; what it refused is
// sent when there is room.
func TestFullRedisIsNoTrouble(t *testing.T) {
	s := startRedis(t)
	n := newNode(t, urls(s), nil)
	txs := transfers(t, 0, 200, 1)
	n.add(txs[:100]...)
	eventually(t, "the first are in Redis", func() bool { return lying(t, n.level, txs[:100]...) == 100 })
	client := s.client()
	defer func() { _ = client.Close() }()
	if err := client.ConfigSet(context.Background(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	n.add(txs[100:]...)
	eventually(t, "what is refused is counted", func() bool { return n.level.Status().Lost >= 100 })
	n.mine(txs[:50]...)
	eventually(t, "removals go on", func() bool { return lying(t, n.level, txs[:50]...) == 0 && lying(t, n.level, txs[50:100]...) == 50 })
	if n.count() != 150 {
		t.Errorf("%d transactions in the pool, want 150", n.count())
	}
	if err := client.ConfigSet(context.Background(), "maxmemory", "0").Err(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "what was refused is sent again", func() bool { return lying(t, n.level, txs[50:]...) == 150 })
}

// Without any Redis the pool works, and Run ends when it is told to.
func TestNoRedisAtAll(t *testing.T) {
	n := newNode(t, []string{"redis://127.0.0.1:1"}, nil)
	n.add(transfers(t, 0, 10, 1)...)
	eventually(t, "it is told", func() bool { return strings.Contains(n.log.String(), "the chain goes on without it") })
	if n.count() != 10 || n.level.Status().Connected {
		t.Errorf("%d transactions, status %+v", n.count(), n.level.Status())
	}
}

// Whoever reaches Redis writes what he likes; nothing of it enters that the pool would
// not take from a user, and what is no transaction is removed.
func TestWhatComesBackIsHostile(t *testing.T) {
	s := startRedis(t)
	n := newNode(t, urls(s), nil)
	good := transfers(t, 0, 1, 1)[0]
	raw, err := good.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	right := partitionOf(good.Hash())
	large := types.MustSignNewTx(mustKey(t), types.LatestSigner(rules), &types.DynamicFeeTx{ChainID: rules.ChainID, Data: make([]byte, maxTxBytes)})
	larger, err := large.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	client := s.client()
	defer func() { _ = client.Close() }()
	for name, c := range map[string]struct {
		partition int
		values    []any
	}{
		"no transaction":     {right, []any{field, "hello"}},
		"nothing":            {right, []any{field, ""}},
		"other field":        {right, []any{"x", raw}},
		"two fields":         {right, []any{field, raw, "x", "y"}},
		"trailing byte":      {right, []any{field, append(bytes.Clone(raw), 0)}},
		"wrong stream":       {(right + 1) % partitions, []any{field, raw}},
		"larger than a pool": {partitionOf(large.Hash()), []any{field, larger}},
	} {
		before := n.level.Status().Refused
		if err := client.XAdd(context.Background(), &redis.XAddArgs{Stream: n.level.stream(c.partition), Values: c.values}).Err(); err != nil {
			t.Fatal(err)
		}
		eventually(t, name+" is refused", func() bool { return n.level.Status().Refused == before+1 })
	}
	eventually(t, "rubbish has left Redis", func() bool { return entries(t, n.level) == 0 })
	if n.count() != 0 {
		t.Fatalf("%d transactions have entered", n.count())
	}
	// A transaction of another chain is one, and the pool says no.
	other := types.MustSignNewTx(mustKey(t), types.LatestSignerForChainID(big.NewInt(99)), &types.DynamicFeeTx{
		ChainID: big.NewInt(99), To: &common.Address{1}, Gas: 21_000, GasTipCap: big.NewInt(1), GasFeeCap: big.NewInt(100),
	})
	foreign, err := other.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		hash common.Hash
		raw  []byte
	}{{other.Hash(), foreign}, {good.Hash(), raw}} {
		if err := client.XAdd(context.Background(), &redis.XAddArgs{Stream: n.level.stream(partitionOf(c.hash)), Values: []any{field, c.raw}}).Err(); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the good one has entered", func() bool { return n.pool.Get(good.Hash()) != nil })
	if n.pool.Get(other.Hash()) != nil {
		t.Error("another chain's transaction has entered")
	}
}

func FuzzDecodeEntry(f *testing.F) {
	for _, tx := range transfers(f, 0, 3, 1) {
		raw, err := tx.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw), uint8(partitionOf(tx.Hash())))
	}
	f.Fuzz(func(t *testing.T, raw string, partition uint8) {
		p := int(partition % partitions)
		tx, ok := decode(redis.XMessage{Values: map[string]any{field: raw}}, p)
		if !ok {
			return
		}
		again, err := tx.MarshalBinary()
		if err != nil || string(again) != raw || partitionOf(tx.Hash()) != p || len(raw) > maxTxBytes {
			t.Fatalf("accepted %x, which is %x, %v", raw, again, err)
		}
	})
}

func TestConfigIsChecked(t *testing.T) {
	for name, c := range map[string]Config{
		"no URL":           {Now: time.Now},
		"no clock":         {URLs: []string{"redis://localhost:6379"}},
		"no URL at all":    {URLs: []string{"localhost"}, Now: time.Now},
		"other scheme":     {URLs: []string{"http://localhost:6379"}, Now: time.Now},
		"cluster database": {URLs: []string{"redis://a:1/2", "redis://b:1/2"}, Now: time.Now},
		"other password":   {URLs: []string{"redis://:x@a:1", "redis://:y@b:1"}, Now: time.Now},
		"other TLS":        {URLs: []string{"rediss://a:1", "redis://b:1"}, Now: time.Now},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	_, err := New(Config{URLs: []string{"redis://:secret@host:6379/no/database"}, Now: time.Now})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v, want one without the password", err)
	}
}

func mustKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}
