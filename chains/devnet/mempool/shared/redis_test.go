package shared

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/redis/go-redis/v9"

	"github.com/catenary-bridge/catenary/e2e/freeport"
	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) { leaks.Main(m) }

// server is a real redis-server on loopback that a test may kill and start again.
type server struct {
	t    testing.TB
	port int
	args []string
	cmd  *exec.Cmd
}

// clusterBus is how far above its port a node of a cluster listens for the others.
const clusterBus = 10_000

func startRedis(t testing.TB, args ...string) *server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("skipped: no redis-server on PATH (Debian: apt-get install redis-server)")
	}
	s := &server{t: t, port: freeport.Take(t, clusterBus), args: append([]string{"--save", "", "--bind", "127.0.0.1", "--dir", t.TempDir()}, args...)}
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *server) url() string { return "redis://127.0.0.1:" + strconv.Itoa(s.port) }

func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.Command("redis-server", append([]string{"--port", strconv.Itoa(s.port)}, s.args...)...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	client := s.client()
	defer func() { _ = client.Close() }()
	eventually(s.t, "redis-server answers", func() bool { return client.Ping(context.Background()).Err() == nil })
}

func (s *server) kill() {
	if s.cmd.Process != nil {
		_ = s.cmd.Process.Signal(os.Kill)
		_ = s.cmd.Wait()
	}
}

func (s *server) client() *redis.Client {
	return redis.NewClient(&redis.Options{Addr: "127.0.0.1:" + strconv.Itoa(s.port)})
}

// startCluster is three nodes without replicas, who share the slots.
func startCluster(t testing.TB) []*server {
	t.Helper()
	var nodes []*server
	for range 3 {
		nodes = append(nodes, startRedis(t, "--cluster-enabled", "yes", "--cluster-require-full-coverage", "no"))
	}
	ctx := context.Background()
	for i, n := range nodes {
		client := n.client()
		if err := client.ClusterAddSlotsRange(ctx, i*16384/3, (i+1)*16384/3-1).Err(); err != nil {
			t.Fatal(err)
		}
		if err := client.Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1).Err(); err != nil {
			t.Fatal(err)
		}
		if err := client.ClusterMeet(ctx, "127.0.0.1", strconv.Itoa(nodes[0].port)).Err(); err != nil {
			t.Fatal(err)
		}
		_ = client.Close()
	}
	for _, n := range nodes {
		client := n.client()
		eventually(t, "the cluster is complete", func() bool {
			info, err := client.ClusterInfo(ctx).Result()
			return err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_slots_assigned:16384") &&
				strings.Contains(info, "cluster_known_nodes:3")
		})
		_ = client.Close()
	}
	return nodes
}

// entries counts what lies in the streams of a genesis.
func entries(t testing.TB, l *Level) int {
	t.Helper()
	client := redis.NewUniversalClient(l.opts)
	defer func() { _ = client.Close() }()
	sum := 0
	for p := range partitions {
		n, err := client.XLen(context.Background(), l.stream(p)).Result()
		if err != nil {
			return -1 // for now
		}
		sum += int(n)
	}
	return sum
}

// lying counts which of these transactions lie in Redis. After trouble on a slow machine
// one may lie there twice, and counts once.
func lying(t testing.TB, l *Level, txs ...*types.Transaction) (count int) {
	t.Helper()
	client := redis.NewUniversalClient(l.opts)
	defer func() { _ = client.Close() }()
	found := make(map[common.Hash]bool)
	for p := range partitions {
		entries, err := client.XRange(context.Background(), l.stream(p), "-", "+").Result()
		if err != nil {
			return -1 // for now
		}
		for _, entry := range entries {
			if tx, ok := decode(entry, p); ok {
				found[tx.Hash()] = true
			}
		}
	}
	for _, tx := range txs {
		if found[tx.Hash()] {
			count++
		}
	}
	return count
}

func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("never: " + what)
		}
	}
}

func urls(servers ...*server) (out []string) {
	for _, s := range servers {
		out = append(out, s.url())
	}
	return out
}
