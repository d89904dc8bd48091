package qbft

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// setProof asks provider i for the proof that a header's verification needs of its
// parent's state: none where it lists its validators.
func (c *Client) setProof(ctx context.Context, i int, parent, header *claim) (SetProof, error) {
	if header.rules.Contract == nil {
		return SetProof{}, nil
	}
	return c.fetchSet(ctx, i, parent, header.rules.Contract)
}

// fetchSet asks provider i which validators a contract names after a block. It asks
// for as many as there were last, which is right but for the rare block that changes
// their number, and for as many as there are if it has to.
func (c *Client) fetchSet(ctx context.Context, i int, after *claim, contract *Contract) (SetProof, error) {
	asked := len(c.chain.trusted.set)
	proof, err := c.proof(ctx, i, after, contract, asked)
	if err != nil {
		return SetProof{}, err
	}
	_, n, err := proof.size(after.header.Root, contract)
	switch {
	case err != nil:
		return SetProof{}, err
	case n < asked:
		proof.Storage = proof.Storage[:1+n]
		return proof, nil
	case n == asked:
		return proof, nil
	}
	return c.proof(ctx, i, after, contract, n)
}

func (c *Client) proof(ctx context.Context, i int, after *claim, contract *Contract, n int) (SetProof, error) {
	provider, ok := c.cfg.Providers[i].(ProofProvider)
	if !ok { // New has seen to it
		return SetProof{}, fmt.Errorf("provider %s proves no accounts", c.cfg.Providers[i].Name())
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	slots := contract.Slots(n)
	account, storage, err := provider.AccountProof(ctx, after.hash, contract.Address, slots)
	if err != nil {
		return SetProof{}, requestError(fmt.Sprintf("validators after block %d (%s)", after.number, shortHash(after.hash)), err)
	}
	if len(storage) != len(slots) {
		return SetProof{}, malformed("validators after block %d: got proofs of %d slots, want %d", after.number, len(storage), len(slots))
	}
	return SetProof{Account: account, Storage: storage}, nil
}

func shortHash(h common.Hash) string { return h.Hex()[:10] + "…" }
