package daemon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/txsender"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/batch"
	"github.com/catenary-bridge/catenary/relayer/history"
)

// RelayerConfig is the configuration of `catenary relayer`.
type RelayerConfig struct {
	Name     string           `mapstructure:"name" usage:"name on the bus: lower-case letters, digits, hyphens"`
	Data     string           `mapstructure:"data" usage:"directory of everything that is kept"`
	Listen   string           `mapstructure:"listen" usage:"host:port of the API; empty for none"`
	History  int              `mapstructure:"history" usage:"messages that the API remembers, across restarts too"`
	InFlight int              `mapstructure:"in-flight" usage:"batches of one lane on their way at a time"`
	Batch    BatchConfig      `mapstructure:"batch"`
	API      APIConfig        `mapstructure:"api"`
	Log      LogConfig        `mapstructure:"log"`
	Bus      RelayerBusConfig `mapstructure:"bus"`
	Chains   []ChainConfig    `mapstructure:"chains"`
	Lanes    []LaneConfig     `mapstructure:"lanes"` // default: all that are open
}

// BatchConfig is batch.Limits.
type BatchConfig struct {
	Count int           `mapstructure:"count" usage:"messages in a batch at most"`
	Bytes int           `mapstructure:"bytes" usage:"bytes of a batch's messages at most"`
	Gas   uint64        `mapstructure:"gas" usage:"gas of a delivery at most"`
	Age   time.Duration `mapstructure:"age" usage:"how long a message may wait for company"`
}

// RelayerBusConfig says whether to serve the bus or where to find it.
type RelayerBusConfig struct {
	Embed    bool         `mapstructure:"embed" usage:"serve the bus in this process"`
	Host     string       `mapstructure:"host" usage:"address to serve it on"`
	Port     int          `mapstructure:"port" usage:"port to serve it on; 0 lets the system choose"`
	URL      string       `mapstructure:"url" usage:"where an external bus is: nats:// on loopback, tls:// elsewhere"`
	Identity string       `mapstructure:"identity" usage:"file with this relayer's NKey seed; made when the bus is embedded and it is absent"`
	Admin    string       `mapstructure:"admin" usage:"file with the NKey seed that may create the streams of an external bus"`
	TLS      TLSConfig    `mapstructure:"tls"`
	Signers  []BusSigner  `mapstructure:"signers"`  // who may answer
	Relayers []BusRelayer `mapstructure:"relayers"` // other relayers that may ask
}

// BusSigner admits a signer to the bus. Whether it counts is for the verifier
// contract to say.
type BusSigner struct {
	Address string `mapstructure:"address"`
	Key     string `mapstructure:"key"` // public NKey
}

// BusRelayer admits another relayer to the bus.
type BusRelayer struct {
	Name string `mapstructure:"name"`
	Key  string `mapstructure:"key"` // public NKey
}

// DefaultRelayerConfig returns the defaults.
func DefaultRelayerConfig() RelayerConfig {
	limits := batch.DefaultLimits()
	return RelayerConfig{
		Name: "relayer", Data: "relayer-data", Listen: "127.0.0.1:8480", History: 20_000, InFlight: 8,
		Batch: BatchConfig{limits.Count, limits.Bytes, limits.Gas, limits.Age},
		API:   APIConfig{Hosts: []string{}, Rate: 50, Burst: 200, Streams: 32},
		Log:   LogConfig{"info", "text"},
		Bus:   RelayerBusConfig{Embed: true, Host: "127.0.0.1", Port: 4480},
	}
}

// Relayer is the daemon of `catenary relayer`.
type Relayer struct {
	config   RelayerConfig
	chains   map[uint64]*chain
	lanes    []messages.Lane
	targets  map[uint64]*evm.Target
	journals []*txsender.Journal
	history  *history.Log
	server   *bus.Server // nil when the bus is external
	identity bus.Identity
	admin    bus.Identity
	members  bus.Members
	logger   *slog.Logger

	// Hook is relayer.Config's; to be set before Run.
	Hook func(relayer.Point)

	// Now is the light clients' clock, time.Now unless set before Run; for tests of
	// clocks that are wrong.
	Now func() time.Time

	ready    chan struct{}
	relayer  *relayer.Relayer
	listener net.Listener
	version  string
}

// Signers is how a daemon gets an account's key: from its file and passphrase, or,
// in a demo, from memory.
type Signers func(AccountConfig) (txsender.TxSigner, error)

// NewRelayer opens everything that is on disk. Close it when Run is not called.
func NewRelayer(config RelayerConfig, signers Signers, version string, logger *slog.Logger) (_ *Relayer, err error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	r := &Relayer{config: config, targets: map[uint64]*evm.Target{}, logger: logger, ready: make(chan struct{}), version: version, Now: time.Now}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	dir, err := makeDir(config.Data)
	if err != nil {
		return nil, err
	}
	if r.chains, err = openChains(config.Chains, dir, func() time.Time { return r.Now() }, logger); err != nil {
		return nil, err
	}
	if r.lanes, err = lanes(config.Lanes, r.chains); err != nil {
		return nil, err
	}
	for _, lane := range r.lanes {
		if err := r.openTarget(lane.TargetChain, dir, signers); err != nil {
			return nil, err
		}
	}
	if err := r.openHistory(dir); err != nil {
		return nil, err
	}
	if err := r.openBus(dir); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Relayer) openTarget(id uint64, dir string, signers Signers) error {
	if r.targets[id] != nil {
		return nil
	}
	c := r.chains[id]
	signer, err := signers(c.config.Account)
	if err != nil {
		return fmt.Errorf("chain %d: account: %w", id, err)
	}
	target, journal, err := c.target(signer, dir, r.at)
	if err != nil {
		return err
	}
	r.targets[id] = target
	r.journals = append(r.journals, journal)
	return nil
}

// at tells the hook what the transaction sender has reached.
func (r *Relayer) at(point txsender.Point) {
	if r.Hook != nil {
		r.Hook(relayer.Point(point))
	}
}

// Close closes what NewRelayer opened.
func (r *Relayer) Close() (err error) {
	for _, journal := range r.journals {
		err = errors.Join(err, journal.Close())
	}
	r.journals = nil
	if r.history != nil {
		err = errors.Join(err, r.history.Close())
		r.history = nil
	}
	err = errors.Join(err, closeChains(r.chains))
	r.chains = nil
	return err
}

// Ready is closed when the relayer works: the bus is there, the API answers.
func (r *Relayer) Ready() <-chan struct{} { return r.ready }

// BusURL returns where signers find the embedded bus; valid after Ready.
func (r *Relayer) BusURL() string {
	if r.server == nil {
		return r.config.Bus.URL
	}
	return r.server.URL()
}

// APIAddress returns host:port of the API, empty when there is none; valid after
// Ready.
func (r *Relayer) APIAddress() string {
	if r.listener == nil {
		return ""
	}
	return r.listener.Addr().String()
}

// View returns the relayer itself, for reading; valid after Ready.
func (r *Relayer) View() *relayer.Relayer { return r.relayer }

// Run works until ctx ends. It returns after everything has ended and closed; the
// bus goes last, so that what is under way can still be heard.
func (r *Relayer) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, r.Close()) }()
	if r.config.Listen != "" {
		if r.listener, err = net.Listen("tcp", r.config.Listen); err != nil {
			return fmt.Errorf("listen for the API: %w", err)
		}
		defer r.listener.Close()
	}
	below, stopBelow := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBelow()
	foundation, below := errgroup.WithContext(below)
	// What the foundation loses, the relayer must not outlive.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	context.AfterFunc(below, stop)
	if r.server != nil {
		foundation.Go(func() error { return r.server.Run(below) })
	}
	for _, target := range r.targets {
		foundation.Go(func() error { return target.Run(below) })
	}
	runErr := r.runAbove(ctx, below, foundation)
	stopBelow()
	return errors.Join(ignoreCanceled(runErr), ignoreCanceled(foundation.Wait()))
}

// runAbove runs the relayer on its foundation of bus and targets.
func (r *Relayer) runAbove(ctx, below context.Context, foundation *errgroup.Group) error {
	conn, err := r.connect(ctx, below, foundation)
	if err != nil {
		return err
	}
	defer conn.Close()
	approvals, err := bus.NewRelayer(conn, r.config.Name)
	if err != nil {
		return err
	}
	config := relayer.Config{Bus: approvals, History: r.config.History, Logger: r.logger, Hook: r.Hook,
		Alarms: r.readAlarms(), OnAlarm: r.keepAlarm, Log: r.history, Kept: r.history.Load()}
	for _, lane := range r.lanes {
		laneConfig := r.laneConfig(lane)
		if laneConfig.Outcome, laneConfig.Retried, err = r.chains[lane.TargetChain].outcomeOf(lane); err != nil {
			return err
		}
		config.Lanes = append(config.Lanes, laneConfig)
	}
	for _, c := range r.config.Chains {
		config.Chains = append(config.Chains, r.chainConfig(r.chains[c.ID]))
	}
	if r.relayer, err = relayer.New(config); err != nil {
		return err
	}
	answers, err := r.api()
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return r.relayer.Run(ctx) })
	if r.listener != nil {
		group.Go(func() error { return answers.Serve(ctx, r.listener) })
	}
	r.logger.Info("relayer works", "name", r.config.Name, "lanes", len(r.lanes), "bus", r.BusURL(), "api", r.APIAddress())
	close(r.ready)
	return group.Wait()
}

func (r *Relayer) laneConfig(lane messages.Lane) relayer.LaneConfig {
	source, target := r.chains[lane.SourceChain], r.chains[lane.TargetChain]
	limits := r.config.Batch
	return relayer.LaneConfig{
		Lane: lane, Inbox: target.deployment.InboxID, Target: r.targets[lane.TargetChain], InFlight: r.config.InFlight,
		Limits:  batch.Limits{Count: limits.Count, Bytes: limits.Bytes, Gas: limits.Gas, Age: limits.Age},
		Observe: func(start messages.Position) (relayer.Observer, error) { return source.observer(lane, start) },
		OnHalt:  func(err error) { r.keepEvidence(lane, err) },
	}
}

// keepEvidence writes down why a lane has halted for good. Each time in a file of
// its own: a relayer that is started again halts again, perhaps with less to show.
func (r *Relayer) keepEvidence(lane messages.Lane, cause error) {
	path := filepath.Join(r.config.Data, fmt.Sprintf("halted-%s-%d.json", lane.ID(), time.Now().UnixMilli()))
	content, err := json.MarshalIndent(struct {
		Lane  messages.Lane `json:"lane"`
		At    time.Time     `json:"at"`
		Error string        `json:"error"`
		Cause any           `json:"cause"`
	}{lane, time.Now().UTC(), cause.Error(), evidence(cause)}, "", "  ")
	if err == nil {
		err = writeNew(path, append(content, '\n'))
	}
	if err != nil {
		r.logger.Error("evidence could not be written", "path", path, "err", err)
		return
	}
	r.logger.Error("evidence is kept", "path", path)
}

// writeNew stores a file that did not exist and returns when it will survive.
func writeNew(path string, content []byte) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(content); err != nil {
		return err
	}
	return file.Sync()
}

func ignoreCanceled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
