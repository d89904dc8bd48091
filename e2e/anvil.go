package e2e

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/lightclient/rpcquorum"
)

// anvilConfirmations is how deep a block of an anvil has to lie to count as final:
// deep enough that a story can reorganise above it.
const anvilConfirmations = 5

// findAnvil returns the program's path, from PATH or from this module's npm package.
func findAnvil(t testing.TB) string {
	t.Helper()
	if path, err := exec.LookPath("anvil"); err == nil {
		return path
	}
	_, file, _, _ := runtime.Caller(0)
	path := filepath.Join(filepath.Dir(file), "..", "chains", "evm", "anvil", "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil")
	if _, err := exec.LookPath(path); err != nil {
		t.Skip("anvil is not installed: run `npm ci` in chains/evm/anvil, or put anvil into PATH")
	}
	return path
}

var anvilListens = regexp.MustCompile(`Listening on 127\.0\.0\.1:(\d+)`)

// startAnvil runs an anvil in the group until ctx ends. Its state goes to dir, as its
// home otherwise would fill with it.
func startAnvil(startCtx, ctx context.Context, group *errgroup.Group, id uint64, path, dir string) (*demo.Chain, error) {
	command := exec.CommandContext(ctx, path, "--host", "127.0.0.1", "--port", "0", "--hardfork", "osaka",
		"--chain-id", strconv.FormatUint(id, 10), "--block-time", strconv.FormatFloat(BlockTime.Seconds(), 'f', -1, 64))
	command.Dir = dir
	command.Env = append(command.Environ(), "HOME="+dir, "TMPDIR="+dir)
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start anvil: %w", err)
	}
	command.WaitDelay = time.Second
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start anvil: %w", err)
	}
	port := make(chan string, 1)
	group.Go(func() error {
		lines := bufio.NewScanner(output)
		for lines.Scan() {
			if match := anvilListens.FindStringSubmatch(lines.Text()); match != nil {
				port <- match[1]
				break
			}
		}
		_, _ = io.Copy(io.Discard, output) // it stops when nobody reads
		if err := command.Wait(); ctx.Err() == nil {
			return errors.Join(fmt.Errorf("anvil %d ended by itself", id), err)
		}
		return nil
	})
	var listens string
	select {
	case listens = <-port:
	case <-startCtx.Done():
		return nil, fmt.Errorf("anvil %d does not say where it listens: %w", id, context.Cause(startCtx))
	}
	c, err := demo.Attach(startCtx, id, "http://127.0.0.1:"+listens, "ws://127.0.0.1:"+listens)
	if err != nil {
		return nil, err
	}
	c.Trust = demo.Trust{Finality: "latest", Confirmations: anvilConfirmations, Light: daemon.ClientConfig{
		Kind: rpcquorum.Kind, AnchorHash: c.GenesisHash, Quorum: 1, AllowSingle: true,
		Finality: fmt.Sprintf("confirmations:%d", anvilConfirmations)}}
	return c, nil
}
