package devnet

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// A whole devnet is killed, really, in the middle of its work. Started again on its
// directory it has every transaction whose receipt somebody saw, under the same block
// hash, and goes on with the same validators.
func TestKilledDevnetContinues(t *testing.T) {
	if dir := os.Getenv("DEVNET_KILL_DIR"); dir != "" {
		transferUntilKilled(t, dir)
		return
	}
	dir := t.TempDir()
	seen := make(map[common.Hash]common.Hash) // transaction → block
	for range 2 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledDevnetContinues$")
		cmd.Env = append(os.Environ(), "DEVNET_KILL_DIR="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines, count := bufio.NewScanner(out), 0
		for lines.Scan() {
			line, ok := strings.CutPrefix(lines.Text(), "receipt ")
			if !ok {
				continue
			}
			tx, block, _ := strings.Cut(line, " ")
			seen[common.HexToHash(tx)] = common.HexToHash(block)
			if count++; count == 6 {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err == nil || count < 6 {
			t.Fatalf("the process ended by itself after %d receipts: %v", count, err)
		}
	}
	n, _ := start(t, Config{DataDir: dir, BlockTime: 10 * time.Millisecond})
	client := dial(t, n)
	for tx, block := range seen {
		receipt, err := client.TransactionReceipt(within(t, patience), tx)
		if err != nil || receipt.BlockHash != block {
			t.Errorf("transaction %s was in block %s, now: %+v, %v", tx, block, receipt, err)
		}
	}
	transfer(t, client, n.Accounts()[0], common.Address{1})
}

func transferUntilKilled(t *testing.T, dir string) {
	n, _ := start(t, Config{DataDir: dir, BlockTime: 10 * time.Millisecond})
	client := dial(t, n)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		receipt := transfer(t, client, n.Accounts()[0], common.Address{1})
		fmt.Printf("receipt %s %s\n", receipt.TxHash, receipt.BlockHash)
	}
}

func TestRunCanEndBeforeItIsReady(t *testing.T) {
	for name, delay := range map[string]time.Duration{"at once": 0, "while starting": 5 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			n, err := New(Config{ChainID: testChainID, DataDir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), delay)
			defer cancel()
			if err := n.Run(ctx); err != nil {
				t.Errorf("an ordered end: %v", err)
			}
			if n.Validators() != nil {
				t.Error("a node that has ended lists validators")
			}
		})
	}
}
