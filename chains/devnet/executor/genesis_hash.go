package executor

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// BlockHash is the hash of block 0, which commits to everything but the chain id. It makes the state in memory and
// forgets it: about a second for a million accounts.
func (g Genesis) BlockHash() (hash common.Hash, err error) {
	chain, err := Open(Config{Genesis: g, Store: NewMemoryStore()})
	if err != nil {
		return common.Hash{}, fmt.Errorf("hash genesis: %w", err)
	}
	defer func() { err = errors.Join(err, chain.Close()) }()
	return chain.GenesisHash(), nil
}
