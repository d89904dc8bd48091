package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// deployOn reads the chain's deployment file, or deploys and writes it.
func deployOn(ctx context.Context, end *endpoint, config deployConfig, io IO) (*deployed, error) {
	d := &deployed{endpoint: end, file: filepath.Join(config.Out, "deployment-"+end.chainID.String()+".json")}
	content, err := os.Open(d.file)
	if err == nil {
		defer content.Close()
		if d.deployment, err = evm.ReadDeployment(content); err != nil {
			return nil, &ExitError{CodeUsage, fmt.Errorf("file %s: %w", d.file, err)}
		}
		return d, d.check(ctx)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := end.awaitBlock(ctx); err != nil {
		return nil, err
	}
	fmt.Fprintf(io.err, "chain %s: deploying as %s\n", end.chainID, end.opts.From)
	// The account stays owner and fee oracle until the lanes are open: opening takes
	// both. Ownership is handed over in two steps afterwards (Ownable2Step).
	account := end.opts.From
	roles := evm.DeployConfig{Owner: account, Guardian: account, FeeOracle: account, FeeReceiver: account, Delay: config.Delay}
	if config.Guardian != (common.Address{}) {
		roles.Guardian = config.Guardian
	}
	if config.FeeReceiver != (common.Address{}) {
		roles.FeeReceiver = config.FeeReceiver
	}
	if d.deployment, err = evm.Deploy(ctx, end.client, end.opts, roles); err != nil {
		return nil, err
	}
	return d, d.write()
}

// check refuses a deployment file that is not of this very chain: a devnet that was
// started anew has the same chain id and, from the same account, the same addresses,
// but fresh marks.
func (d *deployed) check(ctx context.Context) error {
	wrong := &ExitError{CodeUsage, fmt.Errorf("file %s is of another chain with the same id: its contracts are not there. Remove it to deploy anew, or choose another --out", d.file)}
	if d.deployment.ChainID != d.chainID.Uint64() {
		return &ExitError{CodeUsage, fmt.Errorf("file %s: chainId %d, want %s as its name says", d.file, d.deployment.ChainID, d.chainID)}
	}
	outbox := bindings.NewOutbox()
	out, err := d.client.CallContract(ctx, ethereum.CallMsg{To: &d.deployment.Outbox, Data: outbox.PackMark()}, nil)
	if err != nil {
		return fmt.Errorf("chain %s: read the Outbox's mark: %w", d.chainID, err)
	}
	if len(out) == 0 {
		return wrong
	}
	mark, err := outbox.UnpackMark(out)
	if err != nil || messages.Mark(mark) != d.deployment.OutboxMark {
		return wrong
	}
	return nil
}

// awaitBlock waits for block 1: the contracts take the hash of the block before theirs
// for their mark, so that nothing can be deployed at block 0. A transaction is sent for
// it, because a chain that makes blocks on demand would make none.
func (e *endpoint) awaitBlock(ctx context.Context) error {
	head, err := e.client.BlockNumber(ctx)
	if err != nil || head > 0 {
		return err
	}
	opts := *e.opts
	opts.GasLimit = params.TxGas
	tx, err := bind.NewBoundContract(opts.From, abi.ABI{}, e.client, e.client, e.client).Transfer(&opts)
	if err != nil {
		return fmt.Errorf("chain %s has no block yet, and takes no transaction: %w", e.chainID, err)
	}
	if _, err := bind.WaitMined(ctx, e.client, tx.Hash()); err != nil {
		return fmt.Errorf("chain %s has no block yet: %w", e.chainID, err)
	}
	return nil
}

func (d *deployed) write() error {
	content, err := json.MarshalIndent(d.deployment, "", "  ")
	if err != nil {
		return fmt.Errorf("encode deployment: %w", err)
	}
	if err := os.WriteFile(d.file, append(content, '\n'), 0o644); err != nil {
		return fmt.Errorf("write deployment: %w", err)
	}
	return nil
}
