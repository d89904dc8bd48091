package devnet

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool/shared"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
	"github.com/catenary-bridge/catenary/chains/devnet/turns"
)

// Node is one devnet. New makes it, Run runs it once; its methods may be called
// concurrently from Ready on.
type Node struct {
	cfg    Config
	funded []Account
	begun  atomic.Bool
	ready  chan struct{}
	live   atomic.Pointer[backend] // while Run runs
	server atomic.Pointer[rpcapi.Server]
}

// New checks the configuration and derives the funded accounts. It opens nothing;
// whatever can go wrong with the data directory or the address is told by Run.
func New(cfg Config) (*Node, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("devnet: %w", err)
	}
	funded, err := DeriveAccounts(cfg.Mnemonic, cfg.Accounts)
	if err != nil {
		return nil, fmt.Errorf("devnet: %w", err)
	}
	if cfg.Shared != nil { // of those it knows the keys of, which the genesis has funded
		funded = slices.DeleteFunc(funded, func(a Account) bool {
			balance := cfg.Shared.Genesis.Alloc[a.Address].Balance
			return balance == nil || balance.Sign() == 0
		})
	}
	n := &Node{cfg: cfg, funded: funded, ready: make(chan struct{})}
	if len(cfg.MempoolRedis) > 0 {
		if _, err := shared.New(n.sharedConfig(common.Hash{}, nil)); err != nil {
			return nil, fmt.Errorf("devnet: %w", err)
		}
	}
	// A trial genesis finds what is wrong with the accounts before anything is written.
	id, err := newIdentity(cfg)
	if err != nil {
		return nil, fmt.Errorf("devnet: %w", err)
	}
	g, err := cfg.genesis(id, funded)
	if err == nil {
		err = g.Check()
	}
	if err != nil {
		return nil, fmt.Errorf("devnet: %w", err)
	}
	return n, nil
}

// Run opens the chain, or begins one, and runs validators and RPC until ctx ends or
// one of them fails. It returns after all goroutines have ended and everything is
// closed; nil after an ordered end.
func (n *Node) Run(ctx context.Context) (err error) {
	if !n.begun.CompareAndSwap(false, true) {
		return ErrRunOnce
	}
	id, release, err := n.prepare()
	if err != nil {
		return fmt.Errorf("devnet %d: %w", n.cfg.ChainID, err)
	}
	defer func() { err = errors.Join(err, release()) }()
	b, err := n.open(id)
	if err != nil {
		return fmt.Errorf("devnet %d: %w", n.cfg.ChainID, err)
	}
	defer func() { err = errors.Join(err, b.Chain.Close()) }()
	state, err := n.stateToLoad(b)
	if err != nil {
		return fmt.Errorf("devnet %d: %w", n.cfg.ChainID, err)
	}
	server, err := rpcapi.New(n.rpcConfig(b), n.offered(b))
	if err != nil {
		return fmt.Errorf("devnet %d: %w", n.cfg.ChainID, err)
	}
	n.server.Store(server)
	n.live.Store(b)
	defer n.live.Store(nil)

	if b.ledger.collector != nil {
		defer b.ledger.collector.End()
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return b.run(ctx) })
	group.Go(func() error { return server.Run(ctx) })
	if b.level != nil {
		group.Go(func() error { return b.level.Run(ctx, b.pool) })
	}
	connected := closed
	if b.net != nil {
		group.Go(func() error { return b.net.run(ctx) })
		connected = b.net.node.Ready()
	}
	group.Go(func() error {
		for _, ready := range []<-chan struct{}{connected, server.Ready()} {
			select {
			case <-ready:
			case <-ctx.Done():
				return nil
			}
		}
		if state != nil {
			if err := b.developer.LoadState(ctx, state); err != nil {
				return err
			}
		}
		n.announce(b)
		close(n.ready)
		return nil
	})
	err = group.Wait()
	if n.cfg.DumpState != "" {
		err = errors.Join(err, b.developer.dumpTo(n.cfg.DumpState))
	}
	if err != nil {
		return fmt.Errorf("devnet %d: %w", n.cfg.ChainID, err)
	}
	return nil
}

// closed is what there is to wait for where there is nothing to wait for.
var closed = func() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

func (n *Node) announce(b *backend) {
	http, _ := n.server.Load().Endpoint()
	n.cfg.Logger.Info("devnet is running", "chain", n.cfg.ChainID, "http", http,
		"genesis", b.GenesisHash(), "head", b.FinalizedNumber(), "validators", n.cfg.Validators, "addresses", n.Addresses())
}

// open wires chain, mempool, network and validators together and starts nothing.
func (n *Node) open(id *identity) (*backend, error) {
	genesis, err := n.cfg.genesis(id, n.funded)
	if err != nil {
		return nil, err
	}
	store := executor.NewMemoryStore()
	if n.cfg.DataDir != "" {
		if store, err = executor.OpenStore(n.chainDir()); err != nil {
			return nil, err
		}
	}
	log := n.cfg.Logger.With("chain", n.cfg.ChainID)
	processors := turns.New()
	chain, err := executor.Open(executor.Config{
		Genesis: genesis, Store: store, History: n.cfg.History, Paranoid: n.cfg.Paranoid, Alone: processors.Alone, Logger: log,
	})
	if err != nil {
		return nil, err
	}
	b, err := n.connect(chain, processors, id, log)
	if err != nil {
		return nil, errors.Join(err, chain.Close())
	}
	return b, nil
}

// connect attaches everything else to an open chain.
func (n *Node) connect(chain *executor.Chain, processors *turns.Turns, id *identity, log *slog.Logger) (*backend, error) {
	pool, level, err := n.newPool(chain, log)
	if err != nil {
		return nil, err
	}
	if err := chain.AttachPool(poolOfChain{pool}); err != nil {
		return nil, err
	}
	period := n.cfg.BlockTime
	if n.cfg.OnDemand {
		period = 0
	}
	pace, err := consensus.NewPace(period)
	if err != nil {
		return nil, err
	}
	signers := make([]consensus.Signer, len(id.validators))
	for i, key := range id.validators {
		if signers[i], err = consensus.NewKeySigner(key); err != nil {
			return nil, err
		}
	}
	clock := newClock(n.cfg.Now, chain.CurrentHeader)
	ledger := &pacedLedger{Chain: chain, turns: processors}
	if n.cfg.OwnCollector {
		ledger.collector = turns.NewCollector()
	}
	b := &backend{
		Chain: chain, clock: clock, pool: pool, level: level, hub: p2p.NewHub(), faucet: &faucet{key: id.faucet},
		ledger: ledger, turns: processors, rewinds: make(chan rewinding), stopped: make(chan struct{}),
	}
	settings := consensus.ValidatorConfig{Ledger: ledger, History: chain, Pace: pace, Log: log, Clock: clock, Paranoid: n.cfg.Paranoid,
		Timeouts: consensus.Timeouts{Base: n.cfg.RoundTimeout, Max: consensus.DefaultMaxTimeout}}
	if n.cfg.Shared != nil {
		if b.net, err = n.joinNetwork(ledger, pool, clock, log); err != nil {
			return nil, err
		}
		b.hub = b.net.node.Hub()
		if settings.Journal, err = n.journal(); err != nil {
			return nil, err
		}
	}
	b.validators, err = consensus.NewGroup(settings, signers, func(a common.Address) (consensus.Transport, error) { return b.hub.Join(a) })
	if err != nil {
		return nil, err
	}
	if n.cfg.Developer {
		b.developer = newDeveloperBackend(b, n.funded)
	}
	return b, nil
}

// newPool makes the mempool, and its second level where there is one.
func (n *Node) newPool(chain *executor.Chain, log *slog.Logger) (*mempool.Pool, *shared.Level, error) {
	cfg := mempool.Config{Rules: chain.ChainConfig(), Now: n.cfg.Now, Wake: chain.Wake, Logger: log, Developer: n.cfg.Developer}
	var level *shared.Level
	if len(n.cfg.MempoolRedis) > 0 {
		var err error
		if level, err = shared.New(n.sharedConfig(chain.GenesisHash(), log)); err != nil {
			return nil, nil, err
		}
		cfg.Observer = level
	}
	pool, err := mempool.New(cfg)
	return pool, level, err
}

func (n *Node) sharedConfig(genesis common.Hash, log *slog.Logger) shared.Config {
	return shared.Config{URLs: n.cfg.MempoolRedis, Genesis: genesis, Now: n.cfg.Now, Log: log}
}

// offered is what the RPC gets to see: the clock only where it may be moved, the rest of
// a developer's means only on such a chain.
func (n *Node) offered(b *backend) rpcapi.Backend {
	switch {
	case b.developer != nil:
		return b.developer
	case n.cfg.TimeControl:
		return &timedBackend{b, b.clock}
	}
	return b
}

func (n *Node) rpcConfig(b *backend) rpcapi.Config {
	return rpcapi.Config{
		Listen:         n.cfg.Listen,
		AllowedOrigins: n.cfg.CORSOrigins,
		VirtualHosts:   n.cfg.VirtualHosts,
		Now:            n.cfg.Now,
		ChainNow:       b.clock.Now,
		Paranoid:       n.cfg.Paranoid,
		Turns:          b.turns,
		Log:            n.cfg.Logger.With("chain", n.cfg.ChainID),
	}
}

// Ready is closed when the RPC answers. It stays open if Run fails before that.
func (n *Node) Ready() <-chan struct{} { return n.ready }

// Endpoint returns the URLs of HTTP and WebSocket; empty before Ready.
func (n *Node) Endpoint() (httpURL, wsURL string) {
	if s := n.server.Load(); s != nil {
		return s.Endpoint()
	}
	return "", ""
}

// ChainID is the configured EIP-155 chain id.
func (n *Node) ChainID() uint64 { return n.cfg.ChainID }

// Accounts are the accounts funded in block 0, with their keys.
func (n *Node) Accounts() []Account { return slices.Clone(n.funded) }

func addressOf(key *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(key.PublicKey) }
