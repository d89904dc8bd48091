package e2e

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/relayer"
)

// Daemon is a running relayer or signer.
type Daemon struct {
	t      testing.TB
	name   string
	cancel context.CancelFunc
	done   chan struct{}
	err    error
	once   sync.Once
}

// Stop ends the daemon and waits for it.
func (d *Daemon) Stop() {
	d.t.Helper()
	d.once.Do(func() {
		d.cancel()
		<-d.done
		if d.err != nil && !errors.Is(d.err, context.Canceled) {
			d.t.Errorf("%s ended with %v", d.name, d.err)
		}
	})
}

func (n *Net) run(name string, run func(context.Context) error) *Daemon {
	ctx, cancel := context.WithCancel(context.Background())
	d := &Daemon{t: n.t, name: name, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		d.err = run(ctx)
	}()
	n.t.Cleanup(d.Stop)
	return d
}

// Relayer is a running relayer daemon.
type Relayer struct {
	*Daemon
	*daemon.Relayer
}

// StartRelayer runs the relayer. change may alter its configuration, hook watches
// its batches; both may be nil.
func (n *Net) StartRelayer(change func(*daemon.RelayerConfig), hook func(relayer.Point)) *Relayer {
	n.t.Helper()
	config := n.relayerConfig()
	if n.bus != nil {
		n.bus.Use(&config)
	}
	if change != nil {
		change(&config)
	}
	r, err := daemon.NewRelayer(config, daemon.KeystoreSigner(nil), "e2e", n.log.With("daemon", "relayer"))
	if err != nil {
		n.t.Fatal(err)
	}
	r.Hook, r.Now = hook, n.Now
	d := n.run("relayer", r.Run)
	select {
	case <-r.Ready():
	case <-d.done:
		n.t.Fatalf("relayer did not start: %v", d.err)
	case <-time.After(Patience):
		n.t.Fatal("relayer did not start")
	}
	return &Relayer{d, r}
}

// relayerConfig is made once; a restarted relayer has the same.
func (n *Net) relayerConfig() daemon.RelayerConfig {
	n.t.Helper()
	if n.relayerBase == nil {
		config, err := n.RelayerConfig()
		if err != nil {
			n.t.Fatal(err)
		}
		config.Bus.Port = n.busPort
		config.Bus.Signers = append(config.Bus.Signers, n.peers...)
		n.relayerBase = &config
	}
	config := *n.relayerBase
	config.Chains = append([]daemon.ChainConfig(nil), config.Chains...)
	return config
}

// StartSigner runs one signer.
func (n *Net) StartSigner(s *demo.Signer, change func(*daemon.SignerConfig)) *Daemon {
	n.t.Helper()
	config := n.SignerConfig(s, fmt.Sprintf("nats://127.0.0.1:%d", n.busPort))
	n.mu.Lock()
	config.NewRecord = !n.started[config.Data]
	n.started[config.Data] = true
	n.mu.Unlock()
	if change != nil {
		change(&config)
	}
	signer, err := daemon.NewSigner(config, nil, n.log.With("daemon", s.Address.Hex()[:8]))
	if err != nil {
		n.t.Fatal(err)
	}
	signer.Now = n.Now
	return n.run("signer "+s.Address.Hex(), signer.Run)
}

// StartSigners runs all signers.
func (n *Net) StartSigners(change func(*daemon.SignerConfig)) (all []*Daemon) {
	for _, s := range n.Signers {
		all = append(all, n.StartSigner(s, change))
	}
	return all
}
