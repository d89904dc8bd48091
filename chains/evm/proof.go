package evm

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
)

// storageProof is one entry of eth_getProof (EIP-1186).
type storageProof struct {
	Key   string          `json:"key"`
	Proof []hexutil.Bytes `json:"proof"`
}

// accountProof is eth_getProof's answer, as far as it is of use: every other field
// repeats what the nodes prove.
type accountProof struct {
	AccountProof []hexutil.Bytes `json:"accountProof"`
	StorageProof []storageProof  `json:"storageProof"`
}

// AccountProof returns the nodes of eth_getProof for an account and some of its slots,
// one storage proof for each, after the block with the given hash. They are untrusted.
// Light clients of chains that live on another chain's contracts ask for it; errors are
// in their terms.
func (c *Client) AccountProof(ctx context.Context, address common.Address, slots []common.Hash, block common.Hash) (account [][]byte, storage [][][]byte, err error) {
	account, storage, err = c.proof(ctx, address, slots, block)
	return account, storage, proofFailure(err)
}

// Code returns an account's code after the block with the given hash, untrusted.
func (c *Client) Code(ctx context.Context, address common.Address, block common.Hash) ([]byte, error) {
	var code hexutil.Bytes
	if err := c.call(ctx, &code, "eth_getCode", address, byHash(block)); err != nil {
		return nil, proofFailure(err)
	}
	return code, nil
}

// byHash names a block by its hash (EIP-1898): a number could mean another one by now.
func byHash(block common.Hash) map[string]any { return map[string]any{"blockHash": block} }

func (c *Client) proof(ctx context.Context, address common.Address, slots []common.Hash, block common.Hash) (account [][]byte, storage [][][]byte, err error) {
	var answer accountProof
	if slots == nil {
		slots = []common.Hash{} // null is refused by some nodes
	}
	if err := c.call(ctx, &answer, "eth_getProof", address, slots, byHash(block)); err != nil {
		return nil, nil, err
	}
	if len(answer.StorageProof) != len(slots) {
		return nil, nil, c.malformed("eth_getProof: %d storage proofs, want %d", len(answer.StorageProof), len(slots))
	}
	if account, err = c.nodes(answer.AccountProof); err != nil {
		return nil, nil, err
	}
	storage = make([][][]byte, len(slots))
	for i := range storage {
		if storage[i], err = c.nodes(answer.StorageProof[i].Proof); err != nil {
			return nil, nil, err
		}
	}
	return account, storage, nil
}

func (c *Client) nodes(proof []hexutil.Bytes) (nodes [][]byte, err error) {
	if len(proof) > maxProofNodes {
		return nil, c.malformed("eth_getProof: %d nodes in a proof, want at most %d", len(proof), maxProofNodes)
	}
	for _, node := range proof {
		nodes = append(nodes, node)
	}
	return nodes, nil
}

func (c *Client) malformed(format string, args ...any) error {
	return fmt.Errorf("endpoint %s: %w: %s", c.name, chains.ErrMalformed, fmt.Sprintf(format, args...))
}

// proofFailure says a call's error in a light client's terms.
func proofFailure(err error) error {
	if errors.Is(err, chains.ErrMalformed) {
		return fmt.Errorf("%w: %w", lightclient.ErrMalformed, err)
	}
	return headerFailure(err)
}
