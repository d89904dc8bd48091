package e2e

import (
	"context"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Accepted counts the handlers of a hostile recipient that ran to their end.
func (n *Net) Accepted(at *demo.Chain, recipient common.Address) int64 {
	n.t.Helper()
	hostile := bindings.NewHostile()
	count, err := hostile.UnpackAccepted(n.Call(at, recipient, hostile.PackAccepted()))
	if err != nil {
		n.t.Fatal(err)
	}
	return count.Int64()
}

// Works reports whether a transaction with this gas limit would succeed at the newest
// block.
func (n *Net) Works(on *demo.Chain, from, to common.Address, data []byte, gas uint64) bool {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	_, err := on.Client.CallContract(ctx, ethereum.CallMsg{From: from, To: &to, Data: data, Gas: gas}, nil)
	return err == nil
}
