package e2e

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Patience bounds every wait of a story. It is long, for small and busy machines;
// nothing is measured by it.
const Patience = 90 * time.Second

// Config describes a Net. The zero value is a good one: two devnets, three signers,
// threshold 2, and one validator a chain, so that many stories can run at a time.
type Config struct {
	Signers, Threshold, Validators int

	Left, Right Kind // of the chains
	// ValidatorKeys are those of each devnet; by default it makes its own.
	ValidatorKeys []*ecdsa.PrivateKey
	History       uint64 // states that a devnet keeps; 0 means 128, as nodes do

	// ExternalBus runs NATS apart from the relayer, so that either may stop alone; for
	// Start alone, as stories without it call StartBus.
	ExternalBus bool

	// Relayer and Signer may alter the daemons' configurations; for Start alone.
	Relayer func(*daemon.RelayerConfig)
	Signer  func(*daemon.SignerConfig)
}

// Net is two devnets with open lanes between them, and the keys of a relayer and
// of signers. No daemon runs until a story starts it.
type Net struct {
	*demo.World
	t       testing.TB
	busPort int
	log     *slog.Logger
	peers   []daemon.BusSigner // further members of the bus

	strangers []*demo.Signer // those of AddStrangers

	relayerBase *daemon.RelayerConfig
	bus         *Bus // that StartBus runs; nil where relayers have their own
	own         ownDaemons

	ahead     atomic.Int64 // of the machine's clock, nanoseconds; see AdvanceTime
	mu        sync.Mutex
	started   map[string]bool // data directories that have a signing record
	audited   []auditedLane
	unaudited string // why the audit at the end is left out
}

// Start brings up the whole bridge: chains, contracts, open lanes in both
// directions, a relayer with its bus, and all signers. Everything is stopped when
// the test ends.
func Start(t testing.TB, config Config) *Net {
	t.Helper()
	n := Prepare(t, config)
	n.startOwn(config)
	return n
}

// Prepare brings up the chains with their contracts and open lanes, and leaves the
// daemons to the story.
func Prepare(t testing.TB, config Config) *Net {
	t.Helper()
	if config.Signers == 0 {
		config.Signers, config.Threshold = 3, 2
	}
	if config.Validators == 0 {
		config.Validators = max(1, len(config.ValidatorKeys))
	}
	n := &Net{World: &demo.World{Dir: t.TempDir()}, t: t, busPort: freePort(t), log: logger(t), started: map[string]bool{}}
	n.startChains(config)
	var err error
	if n.Signers, err = demo.MakeSigners(config.Signers, n.Dir); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	for _, chain := range n.devnets() {
		// Contracts are deployed in a dozen blocks one after the other: until that is done
		// they come faster.
		if err := chain.Node.SetBlockTime(setUpBlockTime); err != nil {
			t.Fatal(err)
		}
	}
	if err := demo.OpenLanes(ctx, n.Left, n.Right, demo.Addresses(n.Signers), config.Threshold, n.Dir); err != nil {
		t.Fatal(err)
	}
	for _, chain := range n.devnets() {
		if err := chain.Node.SetBlockTime(BlockTime); err != nil {
			t.Fatal(err)
		}
	}
	n.audited = []auditedLane{{n.Left, n.Right}, {n.Right, n.Left}}
	t.Cleanup(n.auditAtEnd) // daemons stop before that, as they are started later
	return n
}

// logger shows what daemons log where a test fails or is verbose.
func logger(t testing.TB) *slog.Logger {
	if !testing.Testing() || !testing.Verbose() { // a program may tell stories too
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(b []byte) (int, error) { return w.t.Output().Write(b) }

var _ io.Writer = testWriter{}

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

// handlerGas is what the handlers of pings get.
const handlerGas = 100_000

// Ping sends count numbered messages in one transaction, from number first on.
func (n *Net) Ping(from, to *demo.Chain, first, count uint64) {
	n.t.Helper()
	pingPong := bindings.NewPingPong()
	data := []byte("a payload of a common size, so that its gas is of a common size")
	n.Transact(from, from.Deployment.PingPong, new(big.Int).Mul(n.Quote(from, to, 9+len(data)), new(big.Int).SetUint64(count)),
		pingPong.PackPingMany(to.ID, messages.AccountOf(to.Deployment.PingPong), handlerGas, first, count, data))
}

// Quote asks the Outbox for the fee of one message, in wei.
func (n *Net) Quote(from, to *demo.Chain, size int) *big.Int {
	n.t.Helper()
	outbox := bindings.NewOutbox()
	out := n.Call(from, from.Deployment.Outbox, outbox.PackQuote(to.ID, handlerGas, big.NewInt(int64(size))))
	fee, err := outbox.UnpackQuote(out)
	if err != nil {
		n.t.Fatal(err)
	}
	return fee
}

// Transact sends a transaction of the chain's sender and waits until it is mined.
func (n *Net) Transact(on *demo.Chain, to common.Address, value *big.Int, data []byte) *types.Receipt {
	n.t.Helper()
	return n.TransactBy(on, on.Sender, to, value, data)
}

// TransactBy is Transact for another account: on.Operator owns the contracts.
func (n *Net) TransactBy(on *demo.Chain, by *ecdsa.PrivateKey, to common.Address, value *big.Int, data []byte) *types.Receipt {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	opts := on.Opts(by)
	opts.Context, opts.Value = ctx, value
	tx, err := bind.NewBoundContract(to, abi.ABI{}, on.Client, on.Client, on.Client).RawTransact(opts, data)
	if err != nil {
		n.t.Fatal(err)
	}
	receipt := n.mined(ctx, on, tx.Hash())
	if receipt.Status != types.ReceiptStatusSuccessful {
		n.t.Fatalf("transaction %s reverted", tx.Hash())
	}
	return receipt
}

// mined waits for a receipt. It looks more often than bind.WaitMined, whose second is
// ten blocks.
func (n *Net) mined(ctx context.Context, on *demo.Chain, tx common.Hash) *types.Receipt {
	n.t.Helper()
	for {
		receipt, err := on.Client.TransactionReceipt(ctx, tx)
		if err == nil {
			return receipt
		}
		if ctx.Err() != nil {
			n.t.Fatalf("transaction %s is not mined: %v", tx, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Call reads a contract at the newest block.
func (n *Net) Call(on *demo.Chain, to common.Address, data []byte) []byte {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	out, err := on.Client.CallContract(ctx, ethereum.CallMsg{To: &to, Data: data}, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	return out
}

// Received reads what PingPong has counted in its own storage of the messages from
// a chain.
func (n *Net) Received(at, from *demo.Chain) bindings.PingPongReceivedOutput {
	n.t.Helper()
	pingPong := bindings.NewPingPong()
	received, err := pingPong.UnpackReceived(n.Call(at, at.Deployment.PingPong, pingPong.PackReceived(from.ID)))
	if err != nil {
		n.t.Fatal(err)
	}
	return received
}

// AwaitExactlyOnce waits until the messages numbered 1 to want have arrived, and
// fails if any came twice or out of order.
func (n *Net) AwaitExactlyOnce(at, from *demo.Chain, want uint64) {
	n.t.Helper()
	deadline := time.Now().Add(Patience)
	for {
		received := n.Received(at, from)
		if received.Count >= want {
			if expected := (bindings.PingPongReceivedOutput{Count: want, LastSequence: want}); received != expected {
				n.t.Fatalf("recipient on chain %d counted %+v, want %+v", at.ID, received, expected)
			}
			return
		}
		if time.Now().After(deadline) {
			n.t.Fatalf("recipient on chain %d counted %+v, want %d messages", at.ID, received, want)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// StaysUndelivered watches for a while that the recipient gets nothing beyond have.
func (n *Net) StaysUndelivered(at, from *demo.Chain, have uint64, watch time.Duration) {
	n.t.Helper()
	for deadline := time.Now().Add(watch); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if received := n.Received(at, from); received.Count != have {
			n.t.Fatalf("recipient on chain %d counted %+v, want still %d", at.ID, received, have)
		}
	}
}

// Eventually waits for a condition.
func (n *Net) Eventually(what string, holds func() bool) {
	n.t.Helper()
	for deadline := time.Now().Add(Patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			n.t.Fatalf("never: %s", what)
		}
	}
}
