package optimism

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
)

// AccountProof is an untrusted answer to eth_getProof (EIP-1186): the nodes alone, for
// every other field repeats what they prove.
type AccountProof struct {
	Account [][]byte
	Storage [][][]byte // by slot, in the order in which they were asked for
}

// implementationSlot is where a proxy keeps its implementation (EIP-1967):
// keccak256("eip1967.proxy.implementation") - 1.
var implementationSlot = common.HexToHash("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc")

// slots returns what has to be asked of the contract in order to learn the wanted ones.
func (c Contract) slots(wanted []common.Hash) []common.Hash {
	if c.Implementation == (common.Address{}) {
		return wanted
	}
	return append(append([]common.Hash(nil), wanted...), implementationSlot)
}

// prove returns the values of the wanted slots under a state root, zero for those that
// are proven to be empty. It costs a hash for each node.
func (c Contract) prove(stateRoot common.Hash, wanted []common.Hash, untrusted AccountProof) (mpt.Account, []common.Hash, error) {
	slots := c.slots(wanted)
	if len(untrusted.Storage) != len(slots) {
		return mpt.Account{}, nil, unproven("%s: %d storage proofs, want %d", c.Address, len(untrusted.Storage), len(slots))
	}
	account, present, err := mpt.VerifyAccount(stateRoot, c.Address, untrusted.Account)
	if err != nil {
		return mpt.Account{}, nil, fmt.Errorf("%w: %w", lightclient.ErrProof, err)
	}
	if !present {
		return mpt.Account{}, nil, unproven("%s is no account under state root %s", c.Address, stateRoot)
	}
	if c.CodeHash != (common.Hash{}) && account.CodeHash != c.CodeHash {
		return mpt.Account{}, nil, unproven("%w: code hash of %s is %s, want %s; look at what was upgraded", ErrUpgraded, c.Address, account.CodeHash, c.CodeHash)
	}
	values := make([]common.Hash, len(slots))
	for i, slot := range slots {
		value, _, err := mpt.VerifyStorage(account.StorageRoot, slot, untrusted.Storage[i])
		if err != nil {
			return mpt.Account{}, nil, fmt.Errorf("%w: %s: %w", lightclient.ErrProof, c.Address, err)
		}
		values[i] = value // zero if absent, which is how a trie says zero
	}
	if c.Implementation != (common.Address{}) {
		if got := values[len(wanted)]; got != common.BytesToHash(c.Implementation[:]) {
			return mpt.Account{}, nil, unproven("%w: implementation of %s is %s, want %s; look at what was upgraded",
				ErrUpgraded, c.Address, got, c.Implementation)
		}
	}
	return account, values[:len(wanted)], nil
}
