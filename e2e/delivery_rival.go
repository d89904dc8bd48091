package e2e

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// Rival is a second relayer of the same lanes: another operator's, with an account,
// a data directory and an identity of its own, on the first one's bus.
type Rival struct {
	Address common.Address // of its account

	n       *Net
	name    string
	dir     string
	bus     daemon.RelayerBusConfig
	account daemon.AccountConfig
}

// AdmitRival makes a rival's keys, funds its account on both chains and admits it to
// the bus. To be called before the first relayer starts.
func (n *Net) AdmitRival(name string) *Rival {
	n.t.Helper()
	r := &Rival{n: n, name: name, dir: filepath.Join(n.Dir, name)}
	if err := os.MkdirAll(r.dir, 0o700); err != nil {
		n.t.Fatal(err)
	}
	identity, err := bus.NewIdentity(rand.Reader)
	if err != nil {
		n.t.Fatal(err)
	}
	r.bus = daemon.RelayerBusConfig{URL: fmt.Sprintf("nats://127.0.0.1:%d", n.busPort), Identity: filepath.Join(r.dir, "bus.nk")}
	if err := identity.WriteFile(r.bus.Identity); err != nil {
		n.t.Fatal(err)
	}
	key, err := crypto.GenerateKey()
	if err != nil {
		n.t.Fatal(err)
	}
	entry, err := keys.Import(r.dir, key, "demo", keys.Light)
	if err != nil {
		n.t.Fatal(err)
	}
	r.Address = entry.Address
	r.account = daemon.AccountConfig{Keystore: entry.Path, PassphraseFile: filepath.Join(r.dir, "passphrase")}
	if err := os.WriteFile(r.account.PassphraseFile, []byte("demo\n"), 0o600); err != nil {
		n.t.Fatal(err)
	}
	n.fund(n.Left, entry.Address)
	n.fund(n.Right, entry.Address)
	n.relayerConfig() // makes the one that is kept
	n.relayerBase.Bus.Relayers = append(n.relayerBase.Bus.Relayers, daemon.BusRelayer{Name: name, Key: identity.Public()})
	return r
}

// Start runs the rival, as Net.StartRelayer does; the first relayer has to run.
func (r *Rival) Start(change func(*daemon.RelayerConfig), hook func(relayer.Point)) *Relayer {
	r.n.t.Helper()
	return r.n.StartRelayer(func(c *daemon.RelayerConfig) {
		c.Name, c.Data, c.Bus = r.name, filepath.Join(r.dir, "data"), r.bus
		for i := range c.Chains {
			c.Chains[i].Account = r.account
		}
		if change != nil {
			change(c)
		}
	}, hook)
}
