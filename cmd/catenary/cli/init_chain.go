package cli

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// lookedAt is what an endpoint says of its chain.
type lookedAt struct {
	chainID uint64
	url     string
	qbft    bool
	final   bool   // has the block tag `finalized`
	number  uint64 // of the anchor
}

// confirmationsByDefault is for chains that have no notion of a final block: what
// exchanges wait for on chains of Ethereum's kind before proof of stake.
const confirmationsByDefault = 32

// lookAtChains asks every endpoint and groups them by chain, in the order in which
// the chains were named first.
func lookAtChains(ctx context.Context, config initConfig, io IO) ([]configs.ChainValues, error) {
	var order []uint64
	byChain := map[uint64][]lookedAt{}
	nodes := map[string]*evm.Node{}
	defer func() {
		for _, node := range nodes {
			node.Close()
		}
	}()
	for i, url := range config.Endpoints {
		node, err := evm.DialNode(ctx, url)
		if err != nil {
			return nil, fmt.Errorf("endpoints[%d]: connect to %s: %w", i, hostOf(url), err)
		}
		nodes[url] = node
		seen, err := lookAt(ctx, node, url)
		if err != nil {
			return nil, fmt.Errorf("endpoints[%d]: %s: %w", i, hostOf(url), err)
		}
		if byChain[seen.chainID] == nil {
			order = append(order, seen.chainID)
		}
		byChain[seen.chainID] = append(byChain[seen.chainID], seen)
	}
	if len(order) < 2 {
		return nil, &ExitError{CodeUsage, fmt.Errorf("endpoints: all are of chain %d, want two chains or more", order[0])}
	}
	var chains []configs.ChainValues
	for _, id := range order {
		chain, err := chainValues(ctx, id, byChain[id], nodes, config.Devnet)
		if err != nil {
			return nil, err
		}
		chains = append(chains, chain)
		fmt.Fprintf(io.err, "chain %d: %s, anchor %d %s\n", id, kindOf(chain), chain.AnchorNumber, chain.AnchorHash)
	}
	return chains, nil
}

func kindOf(c configs.ChainValues) string {
	if c.QBFT {
		return "QBFT light client"
	}
	return fmt.Sprintf("rpcquorum, %d of %d endpoints, %s (no light client)", c.Quorum, len(c.Endpoints), c.Finality)
}

func lookAt(ctx context.Context, node *evm.Node, url string) (lookedAt, error) {
	id, err := node.ChainID(ctx)
	if err != nil {
		return lookedAt{}, fmt.Errorf("ask for the chain id: %w", err)
	}
	if !id.IsUint64() || id.Sign() == 0 {
		return lookedAt{}, fmt.Errorf("chain id is %s, want one of 64 bits above 0", id)
	}
	head, err := node.HeaderByNumber(ctx, nil)
	if err != nil {
		return lookedAt{}, fmt.Errorf("ask for the newest header: %w", err)
	}
	seen := lookedAt{chainID: id.Uint64(), url: url, number: head.Number.Uint64(), qbft: isQBFT(head)}
	if seen.qbft {
		return seen, nil
	}
	final, err := node.FinalNumber(ctx)
	if seen.final = err == nil; seen.final {
		seen.number = final
	} else {
		seen.number -= min(seen.number, confirmationsByDefault)
	}
	return seen, nil
}

// isQBFT tells by the header's extraData, which no other consensus fills with RLP of
// validators and seals. A wrong guess is noticed by the light client at once.
func isQBFT(h *types.Header) bool {
	extra, err := qbft.DecodeExtra(h.Extra)
	return err == nil && len(extra.Validators) > 0
}

// chainValues makes one chain's configuration of what its endpoints agree on.
func chainValues(ctx context.Context, id uint64, seen []lookedAt, nodes map[string]*evm.Node, devnet bool) (configs.ChainValues, error) {
	c := configs.ChainValues{ID: id, QBFT: true, Deployment: fmt.Sprintf("deployments/deployment-%d.json", id), AnchorNumber: seen[0].number}
	final := true
	for _, s := range seen {
		c.Endpoints = append(c.Endpoints, s.url)
		c.QBFT = c.QBFT && s.qbft
		c.AnchorNumber = min(c.AnchorNumber, s.number)
		final = final && s.final
	}
	for i, s := range seen {
		hash, err := nodes[s.url].BlockHash(ctx, c.AnchorNumber)
		if err != nil {
			return c, fmt.Errorf("chain %d: %s: %w", id, hostOf(s.url), err)
		}
		if i > 0 && hash.Hex() != c.AnchorHash {
			return c, fmt.Errorf("chain %d: %s has %s at block %d, %s has %s: one of them is of another chain, or lies", id, hostOf(seen[0].url), c.AnchorHash, c.AnchorNumber, hostOf(s.url), hash)
		}
		if hash == (common.Hash{}) {
			return c, fmt.Errorf("chain %d: %s gives block %d no hash", id, hostOf(s.url), c.AnchorNumber)
		}
		c.AnchorHash = hash.Hex()
	}
	if c.QBFT {
		return c, nil
	}
	c.Quorum, c.Finality = len(seen)/2+1, "finalized"
	if !final {
		c.Finality = fmt.Sprintf("confirmations:%d", confirmationsByDefault)
	}
	if len(seen) == 1 {
		if !devnet {
			return c, &ExitError{CodeUsage, fmt.Errorf("chain %d is not QBFT and has no light client here, and one endpoint alone would decide what is true: name two or more that different people run, or say --devnet if the chain is worth nothing", id)}
		}
		c.AllowSingle = true
		if !final {
			c.Finality = "confirmations:0"
		}
	}
	return c, nil
}
