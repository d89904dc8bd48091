package e2e

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// BusJob is a bus that no relayer serves: what a process of its own is told.
type BusJob struct {
	Listen  bus.ListenConfig
	Members bus.Members
}

// serve runs the bus, and calls ready when it works.
func (j *BusJob) serve(ctx context.Context, log *slog.Logger, ready func()) error {
	server, err := bus.NewServer(bus.ServerConfig{Listen: j.Listen, Members: j.Members, Logger: log})
	if err != nil {
		return err
	}
	go func() {
		select {
		case <-server.Ready():
			ready()
		case <-ctx.Done():
		}
	}()
	return server.Run(ctx)
}

// Bus is an external bus in a process of its own, which can die apart from the
// relayer.
type Bus struct {
	*Process
	net             *Net
	job             BusJob
	identity, admin string // files of the relayer
}

// PrepareBus makes an external bus for the net's relayer, signers and strangers. It
// runs once a story starts it.
func (n *Net) PrepareBus() *Bus {
	n.t.Helper()
	config := n.relayerConfig()
	b := &Bus{net: n, identity: filepath.Join(n.Dir, "relayer.nk"), admin: filepath.Join(n.Dir, "admin.nk")}
	b.job = BusJob{Listen: bus.ListenConfig{Port: n.busPort, Dir: filepath.Join(n.Dir, "external-bus")}, Members: bus.Members{
		Lanes:    []messages.LaneID{n.Left.Deployment.LaneTo(n.Right.ID).ID(), n.Right.Deployment.LaneTo(n.Left.ID).ID()},
		Admin:    n.newIdentity(b.admin).Public(),
		Relayers: []bus.RelayerMember{{Name: config.Name, Key: n.newIdentity(b.identity).Public()}},
	}}
	for _, s := range config.Bus.Signers {
		b.job.Members.Signers = append(b.job.Members.Signers, bus.SignerMember{Address: common.HexToAddress(s.Address), Key: s.Key})
	}
	return b
}

func (n *Net) newIdentity(path string) bus.Identity {
	n.t.Helper()
	identity, err := bus.NewIdentity(rand.Reader)
	if err != nil {
		n.t.Fatal(err)
	}
	if err := identity.WriteFile(path); err != nil {
		n.t.Fatal(err)
	}
	return identity
}

// Use makes a relayer use this bus.
func (b *Bus) Use(c *daemon.RelayerConfig) {
	c.Bus.Embed, c.Bus.URL, c.Bus.Identity, c.Bus.Admin = false, fmt.Sprintf("nats://127.0.0.1:%d", b.net.busPort), b.identity, b.admin
}

// Start runs the bus where it was left, and returns when it works. After a Kill it may
// be started again.
func (b *Bus) Start() {
	b.net.t.Helper()
	b.Process = b.net.StartProcess("bus", Job{Bus: &b.job})
	b.AwaitReady()
}

// LoseDisk removes all that the bus has stored. It must not be running.
func (b *Bus) LoseDisk() {
	b.net.t.Helper()
	if err := os.RemoveAll(b.job.Listen.Dir); err != nil {
		b.net.t.Fatal(err)
	}
}

// InEnemyHands returns a bus at the same address that somebody else runs: it admits the
// relayer, which cannot tell, and in the name of every signer a member with an identity
// of the enemy's.
func (b *Bus) InEnemyHands() (*Bus, []bus.Identity) {
	b.net.t.Helper()
	enemy := *b
	enemy.Process = nil
	enemy.job.Listen.Dir += "-enemy"
	enemy.job.Members.Signers = nil
	var identities []bus.Identity
	for i, s := range b.job.Members.Signers {
		identity := b.net.newIdentity(filepath.Join(b.net.Dir, fmt.Sprintf("enemy-%d.nk", i)))
		identities = append(identities, identity)
		enemy.job.Members.Signers = append(enemy.job.Members.Signers, bus.SignerMember{Address: s.Address, Key: identity.Public()})
	}
	return &enemy, identities
}
