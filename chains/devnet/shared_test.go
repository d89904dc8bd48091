package devnet

import (
	"context"
	"encoding/json"
	"math/big"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/e2e/freeport"
)

// What waits in a node's mempool is there again after a restart, where Redis keeps it.
func TestMempoolSurvivesARestartInRedis(t *testing.T) {
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("skipped: no redis-server on PATH (Debian: apt-get install redis-server)")
	}
	port := strconv.Itoa(freeport.Take(t))
	redis := exec.Command("redis-server", "--port", port, "--save", "", "--bind", "127.0.0.1", "--dir", t.TempDir())
	if err := redis.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = redis.Process.Kill(); _ = redis.Wait() })
	cfg := Config{DataDir: t.TempDir(), MempoolRedis: []string{"redis://127.0.0.1:" + port}}
	sharedPool := func(n *Node) (status struct {
		Connected      bool
		Written, Taken uint64
	}) {
		url, _ := n.Endpoint()
		client, err := rpc.Dial(url)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		var raw json.RawMessage
		if err := client.CallContext(context.Background(), &raw, "devnet_sharedPool"); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &status); err != nil {
			t.Fatal(err)
		}
		return status
	}
	within := func(what string, done func() bool) {
		for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("never: " + what)
			}
		}
	}

	n, stop := start(t, cfg)
	backend, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	waiting := types.MustSignNewTx(n.Accounts()[0].Key, types.LatestSignerForChainID(big.NewInt(testChainID)), &types.DynamicFeeTx{
		ChainID: big.NewInt(testChainID), Nonce: 1, To: &common.Address{1}, Gas: params.TxGas, // nonce 0 is missing: it can't be mined
		GasFeeCap: big.NewInt(1000 * params.GWei), GasTipCap: big.NewInt(params.GWei),
	})
	if err := backend.SubmitTx(context.Background(), waiting); err != nil {
		t.Fatal(err)
	}
	within("it is written", func() bool { s := sharedPool(n); return s.Connected && s.Written == 1 })
	stop()

	n, _ = start(t, cfg)
	if backend, err = n.Backend(); err != nil {
		t.Fatal(err)
	}
	within("it is back", func() bool { return backend.PendingTx(waiting.Hash()) != nil && sharedPool(n).Taken > 0 })
	if s := sharedPool(n); s.Taken != 1 || s.Written != 0 {
		t.Errorf("after the restart: %+v", s)
	}
	if _, err := New(Config{ChainID: testChainID, MempoolRedis: []string{"localhost"}}); err == nil {
		t.Error("a URL that is none is accepted")
	}
}
