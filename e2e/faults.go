package e2e

import (
	"context"
	"errors"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
)

// ownDaemons are those that Start has started, with what it started them by.
type ownDaemons struct {
	change  func(*daemon.RelayerConfig)
	alter   func(*daemon.SignerConfig)
	relayer *Relayer
	signers []*Daemon // as Net.Signers
}

func (n *Net) startOwn(config Config) {
	n.t.Helper()
	n.own.change, n.own.alter = config.Relayer, config.Signer
	if config.ExternalBus {
		n.StartBus()
	}
	n.own.relayer = n.StartRelayer(n.own.change, nil)
	n.own.signers = n.StartSigners(n.own.alter)
}

// Main is the relayer that Start has started, or RestartRelayer: its API, its view, its
// way to end.
func (n *Net) Main() *Relayer {
	n.t.Helper()
	if n.own.relayer == nil {
		n.t.Fatal("no relayer was started by Start; one of StartRelayer is the story's own")
	}
	return n.own.relayer
}

// StopRelayer ends the relayer that Start has started, and its bus where that is not
// external.
func (n *Net) StopRelayer() {
	n.t.Helper()
	n.Main().Stop()
}

// RestartRelayer stops the relayer that Start has started, if it runs, and starts it
// anew on its files.
func (n *Net) RestartRelayer() {
	n.t.Helper()
	n.StopRelayer()
	n.own.relayer = n.StartRelayer(n.own.change, nil)
}

// StopSigner ends the i-th signer of those that Start has started.
func (n *Net) StopSigner(i int) {
	n.t.Helper()
	if i < 0 || i >= len(n.own.signers) {
		n.t.Fatalf("signer %d: Start has started %d", i, len(n.own.signers))
	}
	n.own.signers[i].Stop()
}

// RestartSigner stops the i-th signer, if it runs, and starts it anew on its files.
func (n *Net) RestartSigner(i int) {
	n.t.Helper()
	n.StopSigner(i)
	n.own.signers[i] = n.StartSigner(n.Signers[i], n.own.alter)
}

// StartBus runs a bus apart from the relayer, and all relayers of the net use it from
// then on. It may be stopped and started again, on what it has stored. A bus that is
// killed rather than stopped, in a process of its own, is PrepareBus.
func (n *Net) StartBus() *Daemon {
	n.t.Helper()
	if n.bus == nil {
		n.bus = n.PrepareBus()
	}
	ready := make(chan struct{})
	d := n.run("bus", func(ctx context.Context) error {
		err := n.bus.job.serve(ctx, n.log, func() { close(ready) })
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	})
	select {
	case <-ready:
	case <-d.done:
		n.t.Fatalf("bus did not start: %v", d.err)
	case <-time.After(Patience):
		n.t.Fatal("bus did not start")
	}
	return d
}
