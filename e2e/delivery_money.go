package e2e

import (
	"context"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Balance reads an account's balance at the newest block, in wei.
func (n *Net) Balance(on *demo.Chain, account common.Address) *big.Int {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	balance, err := on.Client.BalanceAt(ctx, account, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	return balance
}

// GasFee is what a transaction paid for its gas, in wei.
func GasFee(receipt *types.Receipt) *big.Int {
	return new(big.Int).Mul(receipt.EffectiveGasPrice, new(big.Int).SetUint64(receipt.GasUsed))
}

// CostGasAlone checks that a transaction took nothing but its gas fee from its
// sender, whose balance before it is given.
func (n *Net) CostGasAlone(on *demo.Chain, sender common.Address, before *big.Int, receipt *types.Receipt) {
	n.t.Helper()
	if lost := new(big.Int).Sub(before, n.Balance(on, sender)); lost.Cmp(GasFee(receipt)) != 0 {
		n.t.Errorf("transaction %s cost its sender %s wei, want the gas fee of %s", receipt.TxHash, lost, GasFee(receipt))
	}
}

// DeployVerifier deploys another verifier, with a set of the net's signers.
func (n *Net) DeployVerifier(on *demo.Chain, signers []*demo.Signer, threshold int) common.Address {
	n.t.Helper()
	set := slices.SortedFunc(slices.Values(demo.Addresses(signers)), common.Address.Cmp)
	return n.Deploy(on, hexutil.MustDecode(bindings.MultisigVerifierMetaData.Bin),
		bindings.NewMultisigVerifier().PackConstructor(set, big.NewInt(int64(threshold)), threshold == 1))
}

// TransactionsOf returns the receipts of all that an account has sent since the
// contracts were deployed.
func (n *Net) TransactionsOf(on *demo.Chain, account common.Address) (all []*types.Receipt) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	signer := types.LatestSignerForChainID(new(big.Int).SetUint64(on.ID))
	head, err := on.Client.BlockNumber(ctx)
	if err != nil {
		n.t.Fatal(err)
	}
	for number := on.Deployment.DeployBlock; number <= head; number++ {
		block, err := on.Client.BlockByNumber(ctx, new(big.Int).SetUint64(number))
		if err != nil {
			n.t.Fatal(err)
		}
		for _, tx := range block.Transactions() {
			if sender, err := types.Sender(signer, tx); err == nil && sender == account {
				all = append(all, n.Mined(on, tx))
			}
		}
	}
	return all
}
