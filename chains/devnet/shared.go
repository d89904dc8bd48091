package devnet

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet/blocksync"
	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
	"github.com/catenary-bridge/catenary/chains/devnet/spread"
)

// Shared makes a node one of several of a chain. Which chain it is says the genesis alone; Config's own Validators,
// Alloc, Balance, GasLimit and Entropy have no part in it. Config.ValidatorKeys are the validators that run here, none
// on a follower, and Config.Accounts only those that are listed.
type Shared struct {
	Genesis executor.Genesis
	Listen  []string // multiaddresses for other nodes; default /ip4/127.0.0.1/tcp/0
	Join    []string // multiaddresses of nodes to begin with, each with its /p2p/ part; none for the first node
}

// network is what a shared chain's node has besides.
type network struct {
	node   *overlay.Node
	gate   *consensus.Gate
	sync   *blocksync.Syncer
	spread *spread.Spreader
}

// checkShared refuses what a shared chain can't have: above all whatever lets one node alone change the chain, since the
// others would not follow.
func (c Config) checkShared() error {
	switch {
	case c.Developer || c.Shared.Genesis.Developer:
		return errors.New("developer: the nodes of a shared chain would not follow what one of them changes or takes back")
	case c.TimeControl:
		return errors.New("time control: the clocks of a shared chain's nodes have to agree")
	case c.Shared.Genesis.ChainID != c.ChainID:
		return fmt.Errorf("genesis has chain id %d, configured is %d", c.Shared.Genesis.ChainID, c.ChainID)
	case len(c.ValidatorKeys) > 0 && c.DataDir == "":
		return errors.New("data directory is missing: a validator of a shared chain has to remember what it has signed")
	}
	return checkGenesis(c.Shared.Genesis)
}

// joinNetwork wires a chain to the network, and starts nothing.
func (n *Node) joinNetwork(chain *pacedLedger, pool *mempool.Pool, clock *clock, log *slog.Logger) (*network, error) {
	key, err := n.networkKey()
	if err != nil {
		return nil, err
	}
	genesis, err := EncodeGenesis(n.cfg.Shared.Genesis)
	if err != nil {
		return nil, err
	}
	net := &network{gate: consensus.NewGate(chain, chain, 0), spread: spread.New(pool, log)}
	net.sync, err = blocksync.New(blocksync.Config{
		Chain: chain, Gate: net.gate, Now: clock.Now, Validating: len(n.cfg.ValidatorKeys) > 0, Log: log,
	})
	if err != nil {
		return nil, err
	}
	answer := func(context.Context, overlay.Peer, []byte) ([]byte, error) { return genesis, nil }
	net.node, err = overlay.New(overlay.Config{
		Network: chain.GenesisHash(), Key: key, Listen: n.cfg.Shared.Listen, Join: n.cfg.Shared.Join, Gate: admit(net.gate),
		Topics:   []overlay.Topic{net.sync.Topic(), net.spread.Topic()},
		Services: []overlay.Service{net.sync.Service(), genesisService(answer)}, Log: log,
	})
	return net, err
}

// journal is where the validators of a shared chain remember what they have signed, since others have seen it: nil
// without validators. A chain of its own needs none: what its validators have said dies with them.
func (n *Node) journal() (consensus.Journal, error) {
	if len(n.cfg.ValidatorKeys) == 0 {
		return nil, nil
	}
	return consensus.NewFileJournal(filepath.Join(n.cfg.DataDir, "journal"))
}

// admit tells the overlay which of the gate's refusals are the peer's fault: nobody who follows the rules hands on what is
// malformed or not by a validator. All others are of the time, or trouble of our own.
func admit(gate interface {
	Admit(frame []byte) (common.Address, error)
}) overlay.Gate {
	return func(frame []byte) (common.Address, error) {
		author, err := gate.Admit(frame)
		if err == nil || errors.Is(err, consensus.ErrMalformed) || errors.Is(err, consensus.ErrBadSignature) || errors.Is(err, consensus.ErrNotValidator) {
			return author, err
		}
		return author, fmt.Errorf("%w: %w", overlay.ErrIgnore, err)
	}
}

// run takes part until the context ends.
func (w *network) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.node.Run(ctx) })
	group.Go(func() error {
		select {
		case <-w.node.Ready():
		case <-ctx.Done():
			return nil
		}
		group.Go(func() error { return w.sync.Run(ctx, w.node) })
		return w.spread.Run(ctx, w.node)
	})
	return group.Wait()
}

const networkKeyFile = "network.pem"

// networkKey is what other nodes know this one by: kept beside the chain, so that a restarted node has its address
// again, or fresh without a directory. It signs nothing of the chain's.
func (n *Node) networkKey() (ed25519.PrivateKey, error) {
	var path string
	if n.cfg.DataDir != "" {
		path = filepath.Join(n.cfg.DataDir, networkKeyFile)
		enc, err := os.ReadFile(path)
		if err == nil {
			return decodeNetworkKey(path, enc)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read network key: %w", err)
		}
	}
	_, key, err := ed25519.GenerateKey(n.cfg.Random)
	if err != nil {
		return nil, fmt.Errorf("draw network key: %w", err)
	}
	if path == "" {
		return key, nil
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("write network key: %w", err)
	}
	return key, writeFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func decodeNetworkKey(path string, enc []byte) (ed25519.PrivateKey, error) {
	block, rest := pem.Decode(enc)
	if block == nil || block.Type != "PRIVATE KEY" || len(rest) > 0 {
		return nil, fmt.Errorf("read network key %s: not one PEM block of a private key; remove it for a fresh one", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read network key %s: %w; remove it for a fresh one", path, err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("read network key %s: it is a %T, want an Ed25519 key; remove it for a fresh one", path, parsed)
	}
	return key, nil
}

// Addresses are the multiaddresses by which other nodes may join; nil for a chain of its own and before Ready.
func (n *Node) Addresses() []string {
	b := n.live.Load()
	if b == nil || b.net == nil {
		return nil
	}
	return b.net.node.Addresses()
}

// Peers lists the nodes that this one is connected with, by their names in the network.
func (n *Node) Peers() []string {
	b := n.live.Load()
	if b == nil || b.net == nil {
		return nil
	}
	return b.net.node.Peers()
}
