package qbft

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// setProof asks provider i for the proof that a header's verification needs of its
// parent's state, given the last trusted set: none where it lists its validators.
func (c *Client) setProof(ctx context.Context, i int, trusted TrustedState, parent, header *claim) (SetProof, error) {
	if header.rules.Contract == nil {
		return SetProof{}, nil
	}
	return c.fetchSet(ctx, i, trusted, parent, header.rules.Contract)
}

// fetchSet asks provider i which validators a contract names after a block: first for
// the account alone, since most blocks leave its storage as it was; then for as many
// elements as there were last, and for as many as there are, if these are more.
func (c *Client) fetchSet(ctx context.Context, i int, trusted TrustedState, after *claim, contract *Contract) (SetProof, error) {
	if trusted.contract != nil {
		proof, err := c.proof(ctx, i, after, contract, nil)
		if err != nil {
			return SetProof{}, err
		}
		if root, err := proof.storageRoot(after.header.Root, contract); err != nil || trusted.provenBy(contract, root) {
			return proof, err
		}
	}
	asked := len(trusted.set)
	proof, err := c.proof(ctx, i, after, contract, contract.Slots(asked))
	if err != nil {
		return SetProof{}, err
	}
	root, err := proof.storageRoot(after.header.Root, contract)
	if err != nil {
		return SetProof{}, err
	}
	n, err := proof.size(root, contract)
	switch {
	case err != nil:
		return SetProof{}, err
	case n > asked:
		return c.proof(ctx, i, after, contract, contract.Slots(n))
	}
	proof.Storage = proof.Storage[:1+n]
	return proof, nil
}

func (c *Client) proof(ctx context.Context, i int, after *claim, contract *Contract, slots []common.Hash) (SetProof, error) {
	provider, ok := c.cfg.Providers[i].(ProofProvider)
	if !ok { // New has seen to it
		return SetProof{}, fmt.Errorf("provider %s proves no accounts", c.cfg.Providers[i].Name())
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	account, storage, err := provider.AccountProof(ctx, contract.Address, slots, after.hash)
	if err != nil {
		return SetProof{}, lightclient.RequestError(fmt.Sprintf("validators after block %d (%s)", after.number, shortHash(after.hash)), err)
	}
	if len(storage) != len(slots) {
		return SetProof{}, malformed("validators after block %d: got proofs of %d slots, want %d", after.number, len(storage), len(slots))
	}
	return SetProof{Account: account, Storage: storage}, nil
}

func shortHash(h common.Hash) string { return h.Hex()[:10] + "…" }
