package e2e

import (
	"context"
	"path/filepath"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Job returns a job that runs the rival.
func (r *Rival) Job(change func(*daemon.RelayerConfig)) Job {
	r.n.t.Helper()
	return r.n.RelayerJob(func(c *daemon.RelayerConfig) {
		c.Name, c.Data, c.Bus = r.name, filepath.Join(r.dir, "data"), r.bus
		for i := range c.Chains {
			c.Chains[i].Account = r.account
		}
		if change != nil {
			change(c)
		}
	})
}

// Broadcast counts the transactions of the relayer's account that a chain's node knows,
// those in its pool included.
func (n *Net) Broadcast(on *demo.Chain) uint64 {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	count, err := on.Client.PendingNonceAt(ctx, crypto.PubkeyToAddress(on.Relayer.PublicKey))
	if err != nil {
		n.t.Fatal(err)
	}
	return count
}

// DeliveringTransactions counts those that have executed messages on a chain. Where one
// relayer alone delivers there, every transaction of its account should be one.
func (n *Net) DeliveringTransactions(on *demo.Chain) uint64 {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	logs, err := on.Client.FilterLogs(ctx, ethereum.FilterQuery{Addresses: []common.Address{on.Deployment.Inbox}})
	if err != nil {
		n.t.Fatal(err)
	}
	inbox := bindings.NewInbox()
	executed := map[common.Hash]bool{}
	for i := range logs {
		_, delivered := inbox.UnpackMessageDeliveredEvent(&logs[i])
		_, failed := inbox.UnpackMessageFailedEvent(&logs[i])
		if delivered == nil || failed == nil {
			executed[logs[i].TxHash] = true
		}
	}
	return uint64(len(executed))
}
