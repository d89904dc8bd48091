package e2e_test

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
)

// diskFull is what the system says where no byte is left.
const diskFull = "no space left on device"

// TestSignerOnFullDisk attacks the rule that a claim is on disk before there is a
// signature, by a disk without a free byte: the signer refuses, says so, and signs
// again once there is room, without being started anew.
func TestSignerOnFullDisk(t *testing.T) {
	t.Parallel()
	for _, story := range []struct {
		name    string
		headers bool // trusted headers are on the same disk
		told    string
	}{
		{"record", false, "claim is not on disk, so nothing is signed"},
		{"record and trusted headers", true, "save trusted header"},
	} {
		t.Run(story.name, func(t *testing.T) {
			t.Parallel()
			disk := e2e.SmallDisk(t, 512)
			data := filepath.Join(disk.Dir, "data")
			if !story.headers {
				elsewhere(t, filepath.Join(data, "headers"))
			}
			n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
			n.StartRelayer(nil, nil)
			n.StartSigner(n.Signers[0], nil)
			signer := n.StartProcess("signer", n.SignerJob(n.Signers[1], func(c *daemon.SignerConfig) { c.Data = data }))
			n.Ping(n.Left, n.Right, 1, 5)
			n.AwaitExactlyOnce(n.Right, n.Left, 5)
			disk.Fill()
			n.Ping(n.Left, n.Right, 6, 5)
			signer.AwaitLog(story.told)
			signer.AwaitLog(diskFull)
			n.StaysUndelivered(n.Right, n.Left, 5, time.Second)
			disk.Free()
			n.AwaitExactlyOnce(n.Right, n.Left, 10)
			signer.Stop()
		})
	}
}

// elsewhere makes a directory's name lead to another disk.
func elsewhere(t *testing.T, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(t.TempDir(), name); err != nil {
		t.Fatal(err)
	}
}

// TestSignerWithoutRoom is the same where no disk can be mounted: whatever the signer
// writes to its files fails.
func TestSignerWithoutRoom(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	signer := n.StartProcess("signer", n.SignerJob(n.Signers[1], nil))
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	signer.LimitFiles(0)
	n.Ping(n.Left, n.Right, 6, 5)
	signer.AwaitLog("file too large")
	n.StaysUndelivered(n.Right, n.Left, 5, time.Second)
	signer.LimitFiles(-1)
	n.AwaitExactlyOnce(n.Right, n.Left, 10)
	signer.Stop()
}

// TestRelayerJournalOnFullDisk attacks the rule that a transaction is written down
// before it is broadcast, by a disk without a free byte under the journal: nothing is
// broadcast, and with room again everything goes on.
func TestRelayerJournalOnFullDisk(t *testing.T) {
	t.Parallel()
	disk := e2e.SmallDisk(t, 512)
	data := filepath.Join(disk.Dir, "data")
	elsewhere(t, filepath.Join(data, "headers"))
	elsewhere(t, filepath.Join(data, "bus"))
	n := e2e.Prepare(t, e2e.Config{})
	relayer := n.StartProcess("relayer", n.RelayerJob(func(c *daemon.RelayerConfig) { c.Data = data }))
	relayer.AwaitReady()
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	disk.Fill()
	before := n.Broadcast(n.Right)
	n.Ping(n.Left, n.Right, 6, 100)
	relayer.AwaitLog("nothing is broadcast until there is room")
	n.StaysUndelivered(n.Right, n.Left, 5, time.Second)
	if after := n.Broadcast(n.Right); after != before {
		t.Fatalf("%d transactions were broadcast that are written down nowhere", after-before)
	}
	disk.Free()
	n.AwaitExactlyOnce(n.Right, n.Left, 105)
	relayer.Stop()
}

// TestRelayerWithoutRoom is the same where no disk can be mounted: whatever the relayer
// writes to its files fails, trusted headers and the bus included.
func TestRelayerWithoutRoom(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	relayer := n.StartProcess("relayer", n.RelayerJob(nil))
	relayer.AwaitReady()
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	relayer.LimitFiles(0)
	n.Ping(n.Left, n.Right, 6, 5)
	relayer.AwaitLog("file too large")
	n.StaysUndelivered(n.Right, n.Left, 5, time.Second)
	relayer.LimitFiles(-1)
	n.AwaitExactlyOnce(n.Right, n.Left, 10)
	relayer.Stop()
}

// TestBusOnFullDisk attacks what the bus promises, that what it has acknowledged is on
// its disk, by a disk without a free byte: no request is acknowledged, so that nothing
// is approved, and with room again everything goes on.
func TestBusOnFullDisk(t *testing.T) {
	t.Parallel()
	disk := e2e.SmallDisk(t, 4096)
	data := t.TempDir()
	if err := os.Symlink(disk.Dir, filepath.Join(data, "bus")); err != nil {
		t.Fatal(err)
	}
	n := e2e.Prepare(t, e2e.Config{})
	relayer := n.StartProcess("relayer", n.RelayerJob(func(c *daemon.RelayerConfig) { c.Data = data }))
	relayer.AwaitReady()
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	disk.Fill()
	sent := uint64(5)
	told := func() bool { return strings.Contains(relayer.Log(), diskFull) }
	// What the bus has room for in its present blocks, it may take.
	for deadline, round := time.Now().Add(e2e.Patience), 0; round < 5 || !told() && time.Now().Before(deadline); round++ {
		n.Ping(n.Left, n.Right, sent+1, 5)
		sent += 5
		time.Sleep(300 * time.Millisecond)
	}
	relayer.AwaitLog(diskFull)
	disk.Free()
	n.AwaitExactlyOnce(n.Right, n.Left, sent)
	relayer.Stop()
}

// TestDevnetOnFullDisk attacks a chain's promise that a block which somebody has seen
// stays: its disk is full. It may stop; with room again it has every transaction that
// anybody saw mined, and goes on.
func TestDevnetOnFullDisk(t *testing.T) {
	t.Parallel()
	disk := e2e.SmallDisk(t, 2048) // less than what is allocated ahead for the next blocks
	job := e2e.Job{Devnet: &e2e.DevnetJob{ChainID: 9003, Dir: filepath.Join(disk.Dir, "chain")}}
	chain := e2e.StartProcess(t, t.TempDir(), "devnet", job)
	payer := devnetPayer(t)
	client := dialChain(t, chain.Endpoint())
	var mined []*types.Receipt
	for range 5 {
		mined = append(mined, payOne(t, client, payer))
	}
	disk.Fill()
	told := func() bool { return strings.Contains(chain.Log(), diskFull) }
	for began := time.Now(); !chain.Ended() && (time.Since(began) < 3*time.Second || !told() && time.Since(began) < e2e.Patience); {
		if receipt, err := tryPayOne(t, client, payer, 3*time.Second); err == nil {
			mined = append(mined, receipt) // there may be room in what it has open
		}
		time.Sleep(20 * time.Millisecond)
	}
	if !told() {
		t.Fatalf("the chain did not notice: %s", chain.Log())
	}
	disk.Free()
	if !chain.Ended() {
		chain.Kill()
	}
	client = dialChain(t, e2e.StartProcess(t, t.TempDir(), "devnet", job).Endpoint())
	for _, receipt := range mined {
		again, err := client.TransactionReceipt(t.Context(), receipt.TxHash)
		if err != nil || again.BlockHash != receipt.BlockHash {
			t.Errorf("transaction %s was in block %s, now %+v, %v", receipt.TxHash, receipt.BlockHash, again, err)
		}
	}
	payOne(t, client, payer)
}

func devnetPayer(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.HexToECDSA("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80") // the well-known first one
	must(t, err)
	return key
}

func dialChain(t *testing.T, url string) *ethclient.Client {
	t.Helper()
	client, err := ethclient.DialContext(t.Context(), url)
	must(t, err)
	t.Cleanup(client.Close)
	return client
}

func payOne(t *testing.T, client *ethclient.Client, payer *ecdsa.PrivateKey) *types.Receipt {
	t.Helper()
	receipt, err := tryPayOne(t, client, payer, e2e.Patience)
	must(t, err)
	return receipt
}

// tryPayOne returns the receipt of a mined payment, or why there is none within a time.
func tryPayOne(t *testing.T, client *ethclient.Client, payer *ecdsa.PrivateKey, patience time.Duration) (*types.Receipt, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	nonce, err := client.NonceAt(ctx, crypto.PubkeyToAddress(payer.PublicKey), nil)
	if err != nil {
		return nil, err
	}
	tx, err := types.SignNewTx(payer, types.LatestSignerForChainID(big.NewInt(9003)), &types.DynamicFeeTx{
		ChainID: big.NewInt(9003), Nonce: nonce, To: &common.Address{1}, Gas: 21_000, GasFeeCap: big.NewInt(1e11), GasTipCap: big.NewInt(1e9), Value: big.NewInt(1)})
	must(t, err)
	if err := client.SendTransaction(ctx, tx); err != nil {
		return nil, err
	}
	for {
		receipt, err := client.TransactionReceipt(ctx, tx.Hash())
		if !errors.Is(err, ethereum.NotFound) {
			return receipt, err
		}
		time.Sleep(20 * time.Millisecond)
	}
}
