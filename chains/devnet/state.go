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

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
)

// DumpState implements rpcapi.Developer.
func (d *developerBackend) DumpState(ctx context.Context) (*developer.State, error) {
	head, skip := d.Head(), developer.Protocol()
	s := &developer.State{Accounts: make(map[common.Address]developer.Account)}
	err := d.Dump(ctx, head, func(address common.Address, a executor.AccountDump) error {
		if !slices.Contains(skip, address) {
			s.Accounts[address] = developer.Account{Nonce: a.Nonce, Balance: (*hexutil.U256)(a.Balance), Code: a.Code, Storage: a.Storage}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("dump state of block %d: %w", head.Number, err)
	}
	return s, nil
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
