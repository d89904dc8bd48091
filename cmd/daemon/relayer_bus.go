package daemon

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// openBus reads the identities and prepares the embedded server.
func (r *Relayer) openBus(dir string) (err error) {
	config := r.config.Bus
	if !config.Embed {
		if r.identity, err = bus.ReadIdentity(config.Identity); err != nil {
			return fmt.Errorf("bus.identity: %w", err)
		}
		if config.Admin == "" {
			return nil
		}
		if r.admin, err = bus.ReadIdentity(config.Admin); err != nil {
			return fmt.Errorf("bus.admin: %w", err)
		}
		r.members = r.busMembers()
		r.members.Admin = r.admin.Public()
		return nil
	}
	if r.identity, err = ownIdentity(config.Identity, filepath.Join(dir, "relayer.nk")); err != nil {
		return fmt.Errorf("bus.identity: %w", err)
	}
	members := r.busMembers()
	streams, err := makeDir(dir, "bus")
	if err != nil {
		return err
	}
	r.server, err = bus.NewServer(bus.ServerConfig{
		Listen:  bus.ListenConfig{Host: config.Host, Port: config.Port, Dir: streams, TLS: bus.TLSFiles(config.TLS)},
		Members: members, Logger: r.logger.With("part", "bus"),
	})
	if err != nil {
		return err
	}
	r.members, r.admin = r.server.Members(), r.server.AdminIdentity()
	return nil
}

// ownIdentity reads an identity, or makes the default one where it is absent.
func ownIdentity(configured, byDefault string) (bus.Identity, error) {
	if configured != "" {
		return bus.ReadIdentity(configured)
	}
	identity, err := bus.ReadIdentity(byDefault)
	if !errors.Is(err, os.ErrNotExist) {
		return identity, err
	}
	if identity, err = bus.NewIdentity(rand.Reader); err != nil {
		return identity, err
	}
	return identity, identity.WriteFile(byDefault)
}

// busMembers lists who may take part: this relayer, and whoever is configured.
func (r *Relayer) busMembers() bus.Members {
	members := bus.Members{Relayers: []bus.RelayerMember{{Name: r.config.Name, Key: r.identity.Public()}}}
	for _, lane := range r.lanes {
		members.Lanes = append(members.Lanes, lane.ID())
	}
	for _, other := range r.config.Bus.Relayers {
		members.Relayers = append(members.Relayers, bus.RelayerMember{Name: other.Name, Key: other.Key})
	}
	for _, signer := range r.config.Bus.Signers {
		members.Signers = append(members.Signers, bus.SignerMember{Address: common.HexToAddress(signer.Address), Key: signer.Key})
	}
	return members
}

// connect waits for the bus, keeps its streams in order where that is this
// relayer's duty, and connects as the relayer.
func (r *Relayer) connect(ctx, below context.Context, foundation *errgroup.Group) (*bus.Conn, error) {
	if r.server != nil {
		select {
		case <-r.server.Ready():
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if !r.admin.IsZero() {
		admin, err := bus.Dial(ctx, r.busConfig(r.admin))
		if err != nil {
			return nil, fmt.Errorf("connect to the bus as its admin: %w", err)
		}
		if err := admin.EnsureStreams(ctx, r.members); err != nil {
			admin.Close()
			return nil, err
		}
		foundation.Go(func() error { defer admin.Close(); return admin.MaintainStreams(below, r.members) })
	}
	conn, err := bus.Dial(ctx, r.busConfig(r.identity))
	if err != nil {
		return nil, fmt.Errorf("connect to the bus: %w", err)
	}
	return conn, nil
}

func (r *Relayer) busConfig(identity bus.Identity) bus.Config {
	return bus.Config{URL: r.config.Bus.URL, InProcess: r.server, Identity: identity,
		TLS: bus.TLSFiles(r.config.Bus.TLS), Logger: r.logger.With("part", "bus")}
}

// evidence is the part of a halting error that is worth keeping as data.
func evidence(cause error) any {
	var divergence *observe.DivergenceError
	var frozen *lightclient.FrozenError
	switch {
	case errors.As(cause, &divergence):
		return divergence
	case errors.As(cause, &frozen):
		return frozen.Evidence
	}
	return nil
}
