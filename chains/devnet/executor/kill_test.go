package executor

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// A process is killed, really, while it commits to Pebble. It prints a block's hash after
// Commit has returned; the reopened chain must have every one that was printed.
func TestKilledProcessLosesNoAcknowledgedBlock(t *testing.T) {
	if dir := os.Getenv("EXECUTOR_KILL_DIR"); dir != "" {
		commitUntilKilled(t, dir)
		return
	}
	dir := filepath.Join(t.TempDir(), "chain")
	var acknowledged string
	for life := range 3 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledProcessLosesNoAcknowledgedBlock$", "-test.v")
		cmd.Env = append(os.Environ(), "EXECUTOR_KILL_DIR="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		killed := false
		for count := 0; lines.Scan(); {
			line, ok := strings.CutPrefix(lines.Text(), "committed ")
			if !ok {
				continue
			}
			acknowledged = line
			if count++; count >= 7+5*life && !killed {
				killed = true
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process ended by itself")
		}
		if !killed {
			t.Fatal("the process committed nothing")
		}
	}
	var number uint64
	var hash string
	if _, err := fmt.Sscanf(acknowledged, "%d %s", &number, &hash); err != nil {
		t.Fatalf("read %q: %v", acknowledged, err)
	}
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := openBench(t, Config{Store: store})
	checkReopened(t, b.chain, number, common.HexToHash(hash))
}

func commitUntilKilled(t *testing.T, dir string) {
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := openBench(t, Config{Store: store})
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
		block := b.mine()
		fmt.Printf("committed %d %s\n", block.NumberU64(), mustHash(t, block.Header()))
	}
}
