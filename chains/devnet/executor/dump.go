package executor

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// AccountDump is all that an account holds.
type AccountDump struct {
	types.StateAccount // shared: not to be changed
	Code               []byte
	Storage            map[common.Hash]common.Hash // slots that aren't zero
}

// Dump visits all accounts after a block, in the order of the hashes of their addresses,
// until visit fails or ctx ends. Only a developer's chain knows the addresses.
func (c *Chain) Dump(ctx context.Context, header *types.Header, visit func(common.Address, AccountDump) error) error {
	if !c.developer {
		return ErrNotDeveloper
	}
	state, err := c.snapshotAt(header)
	if err != nil {
		return err
	}
	for hash, account := range state.Accounts() {
		if err := ctx.Err(); err != nil {
			return err
		}
		address, err := c.store.name(hash, common.AddressLength)
		if err != nil {
			return err
		}
		dump, err := c.dump(ctx, state, hash, account)
		if err == nil {
			err = visit(common.BytesToAddress(address), dump)
		}
		if err != nil {
			return fmt.Errorf("account %x: %w", address, err)
		}
	}
	return nil
}

func (c *Chain) dump(ctx context.Context, state *world.Snapshot, hash common.Hash, account *types.StateAccount) (AccountDump, error) {
	dump := AccountDump{StateAccount: *account, Storage: make(map[common.Hash]common.Hash)}
	if code := common.BytesToHash(account.CodeHash); code != types.EmptyCodeHash {
		if dump.Code = c.store.Code(code); dump.Code == nil {
			return dump, fmt.Errorf("%w: code %s is missing", ErrCorrupt, code)
		}
	}
	for slot, value := range state.Slots(hash) {
		if err := ctx.Err(); err != nil {
			return dump, err
		}
		key, err := c.store.name(slot, common.HashLength)
		if err != nil {
			return dump, err
		}
		dump.Storage[common.BytesToHash(key)] = common.BytesToHash(value)
	}
	return dump, nil
}

// name returns the address or key behind a hash.
func (s *Store) name(hash common.Hash, size int) ([]byte, error) {
	name, err := s.get(hashKey(prefixName, hash))
	if err != nil {
		return nil, err
	}
	if len(name) != size || crypto.Keccak256Hash(name) != hash {
		return nil, fmt.Errorf("%w: name behind hash %s is %x, want its %d bytes", ErrCorrupt, hash, name, size)
	}
	return name, nil
}
