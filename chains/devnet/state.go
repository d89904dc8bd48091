package devnet

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// DumpState implements rpcapi.Developer.
func (d *developerBackend) DumpState(ctx context.Context) (*developer.State, error) {
	head := d.Head()
	st, err := d.StateAt(head)
	if err != nil {
		return nil, fmt.Errorf("dump state: %w", err)
	}
	collected := &collector{ctx: ctx, skip: developer.Protocol(), accounts: make(map[common.Address]developer.Account)}
	var next []byte
	for {
		// In portions: go-ethereum's iteration knows no context.
		next, err = st.DumpToCollector(collected, &state.DumpConfig{Start: next, Max: dumpPortion})
		if err == nil {
			err = collected.err
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("dump state of block %d: %w", head.Number, err)
		}
		if next == nil {
			break
		}
	}
	return &developer.State{Accounts: collected.accounts}, nil
}

// collector takes accounts from go-ethereum's iteration.
type collector struct {
	ctx      context.Context
	skip     []common.Address
	accounts map[common.Address]developer.Account
	err      error
}

// OnRoot implements state.DumpCollector.
func (c *collector) OnRoot(common.Hash) {}

// OnAccount implements state.DumpCollector.
func (c *collector) OnAccount(address *common.Address, account state.DumpAccount) {
	if address == nil {
		c.err = fmt.Errorf("the address behind %s is not known", account.AddressHash)
		return
	}
	if slices.Contains(c.skip, *address) {
		return
	}
	balance, err := uint256.FromDecimal(account.Balance)
	if err != nil {
		c.err = fmt.Errorf("balance %q of %s: %w", account.Balance, address, err)
		return
	}
	out := developer.Account{Nonce: account.Nonce, Balance: (*hexutil.U256)(balance), Code: account.Code, Storage: make(map[common.Hash]common.Hash, len(account.Storage))}
	for slot, value := range account.Storage {
		out.Storage[slot] = common.HexToHash(value)
	}
	c.accounts[*address] = out
}

// LoadState implements rpcapi.Developer.
func (d *developerBackend) LoadState(ctx context.Context, s *developer.State) error {
	records, err := s.Changes()
	if err != nil {
		return err
	}
	for i, changes := range records {
		if err := d.ApplyChanges(ctx, changes...); err != nil {
			return fmt.Errorf("load state, part %d of %d: %w", i+1, len(records), err)
		}
	}
	return nil
}

// stateToLoad reads the file of accounts that a new chain is to begin with, nil for none.
func (n *Node) stateToLoad(b *backend) (*developer.State, error) {
	if n.cfg.LoadState == "" {
		return nil, nil
	}
	if head := b.FinalizedNumber(); head > 0 {
		return nil, fmt.Errorf("load state %s: the chain has %d blocks already; load into a new one, or by anvil_loadState", n.cfg.LoadState, head)
	}
	f, err := os.Open(n.cfg.LoadState)
	if err != nil {
		return nil, fmt.Errorf("load state: %w", err)
	}
	defer f.Close()
	enc, err := io.ReadAll(io.LimitReader(f, developer.MaxStateBytes+1))
	if err != nil {
		return nil, fmt.Errorf("load state: %w", err)
	}
	s, err := developer.DecodeState(enc)
	if err != nil {
		return nil, fmt.Errorf("load state %s: %w", n.cfg.LoadState, err)
	}
	return s, nil
}

// dumpTo writes the file at the end of Run, however that came: no caller waits any more.
func (d *developerBackend) dumpTo(path string) error {
	s, err := d.DumpState(context.Background())
	if err != nil {
		return err
	}
	enc, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("dump state: %w", err)
	}
	if err := writeFile(path, append(enc, '\n')); err != nil {
		return fmt.Errorf("dump state: %w", err)
	}
	return nil
}
