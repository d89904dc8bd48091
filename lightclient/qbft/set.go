package qbft

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
)

// SetProof shows which validators a contract names in one block's state: the nodes
// of EIP-1186, as eth_getProof returns them. Zero where headers list the validators.
type SetProof struct {
	Account [][]byte // from the state root to the contract's account
	// Storage is from its storage root to the array's length, and to each of its
	// elements. Nothing of it is needed where that root still is the one under which the
	// last trusted set was proven, and so the set the same.
	Storage [][][]byte
}

// Slots returns the storage keys that a SetProof of n validators needs, in order.
func (c *Contract) Slots(n int) []common.Hash {
	slots := make([]common.Hash, 1, 1+n)
	slots[0] = c.Slot
	first := crypto.Keccak256Hash(c.Slot[:]).Big()
	for i := range n {
		key := new(big.Int).Add(first, big.NewInt(int64(i)))
		slots = append(slots, common.BigToHash(key.And(key, maxSlot)))
	}
	return slots
}

// maxSlot is 2^256 − 1: indexes of storage wrap around.
var maxSlot = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))

// validators returns the set that p proves under a state root, as a state without a
// header, given the last trusted one. It is not empty, and distinct: what a node would
// make of a set with a validator twice, or with none, is left to nodes.
func (p *SetProof) validators(stateRoot common.Hash, c *Contract, known TrustedState) (TrustedState, error) {
	storageRoot, err := p.storageRoot(stateRoot, c)
	if err != nil {
		return TrustedState{}, err
	}
	if known.provenBy(c, storageRoot) {
		return known, nil
	}
	n, err := p.size(storageRoot, c)
	if err != nil {
		return TrustedState{}, err
	}
	if len(p.Storage) != 1+n {
		return TrustedState{}, unproven(c, "there are proofs of %d elements, want %d, the length of the array", len(p.Storage)-1, n)
	}
	set := make([]common.Address, n)
	for i, slot := range c.Slots(n)[1:] {
		word, _, err := mpt.VerifyStorage(storageRoot, slot, p.Storage[1+i])
		if err != nil {
			return TrustedState{}, unproven(c, "validator %d: %w", i, err)
		}
		// Solidity never writes other than zeros above an address. If there is something
		// else, the slot is not what the configuration says.
		if word.Big().BitLen() > 8*common.AddressLength {
			return TrustedState{}, unproven(c, "validator %d: slot %s holds %s, want an address", i, slot, word)
		}
		set[i] = common.Address(word[common.HashLength-common.AddressLength:])
	}
	if err := checkSet(set); err != nil {
		return TrustedState{}, unproven(c, "%w", err)
	}
	contract := *c // the caller may change his
	return TrustedState{set: set, contract: &contract, storageRoot: storageRoot}, nil
}

// storageRoot proves the contract's account.
func (p *SetProof) storageRoot(stateRoot common.Hash, c *Contract) (common.Hash, error) {
	account, present, err := mpt.VerifyAccount(stateRoot, c.Address, p.Account)
	switch {
	case err != nil:
		return common.Hash{}, unproven(c, "%w", err)
	case account.CodeHash != c.CodeHash: // 0 of an absent account
		return common.Hash{}, unproven(c, "its code hash is %s (present: %t), configured is %s", account.CodeHash, present, c.CodeHash)
	}
	return account.StorageRoot, nil
}

// size proves the length of the array.
func (p *SetProof) size(storageRoot common.Hash, c *Contract) (int, error) {
	if len(p.Storage) == 0 {
		return 0, unproven(c, "there is no proof of the array's length")
	}
	word, _, err := mpt.VerifyStorage(storageRoot, c.Slot, p.Storage[0])
	if err != nil {
		return 0, unproven(c, "length: %w", err)
	}
	length := word.Big()
	if length.Cmp(big.NewInt(MaxValidators)) > 0 {
		return 0, unproven(c, "it has %v validators, at most %d are allowed", length, MaxValidators)
	}
	return int(length.Int64()), nil
}

func unproven(c *Contract, format string, args ...any) error {
	return fmt.Errorf("%w: validators of contract %s: "+format, append([]any{lightclient.ErrProof, c.Address}, args...)...)
}
