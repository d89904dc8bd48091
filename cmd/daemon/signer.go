package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer"
	"github.com/catenary-bridge/catenary/signer/keys"
	"github.com/catenary-bridge/catenary/signer/policy"
	"github.com/catenary-bridge/catenary/signer/record"
)

// SignerConfig is the configuration of `catenary signer`.
type SignerConfig struct {
	Data    string          `mapstructure:"data" usage:"directory of the signing record, trusted headers and evidence"`
	Account SignerAccount   `mapstructure:"account"`
	Log     LogConfig       `mapstructure:"log"`
	Bus     SignerBusConfig `mapstructure:"bus"`
	Policy  PolicyConfig    `mapstructure:"policy"`
	Chains  []ChainConfig   `mapstructure:"chains"`
	Lanes   []LaneConfig    `mapstructure:"lanes"` // default: all that are open

	// NewRecord and Vouch are the operator's word; see signer/record.
	NewRecord bool `mapstructure:"new-record" usage:"make the signing record, which must be absent: once, for a key that has never signed"`
	Vouch     bool `mapstructure:"vouch" usage:"raise a record that is behind this signer's own approvals on the bus"`
}

// SignerAccount is an AccountConfig with words for its flags.
type SignerAccount struct {
	Keystore       string `mapstructure:"keystore" usage:"file with the signing key (keystore V3)"`
	PassphraseFile string `mapstructure:"passphrase-file" usage:"file with its passphrase; default: the variable CATENARY_PASSPHRASE, or a prompt"`
}

// SignerBusConfig says where the bus is.
type SignerBusConfig struct {
	URL      string    `mapstructure:"url" usage:"where the bus is: nats:// on loopback, tls:// elsewhere"`
	Identity string    `mapstructure:"identity" usage:"file with this signer's NKey seed"`
	TLS      TLSConfig `mapstructure:"tls"`
}

// PolicyConfig is policy.Rules, for all lanes.
type PolicyConfig struct {
	Hold     string        `mapstructure:"hold" usage:"hold all lanes, and say why"`
	Delay    time.Duration `mapstructure:"delay" usage:"age of a proof before it is signed"`
	Messages uint64        `mapstructure:"messages" usage:"pace: messages per policy.per; 0 for none"`
	Per      time.Duration `mapstructure:"per" usage:"pace: the time for that many messages"`
	HaltDir  string        `mapstructure:"halt-dir" usage:"directory in which a file named halt holds all lanes, halt-<lane id> one; default: the data directory"`
}

// DefaultSignerConfig returns the defaults.
func DefaultSignerConfig() SignerConfig {
	return SignerConfig{Data: "signer-data", Log: LogConfig{"info", "text"}, Bus: SignerBusConfig{URL: "nats://127.0.0.1:4480"}}
}

// Signer is the daemon of `catenary signer`.
type Signer struct {
	config   SignerConfig
	key      *keys.Key
	identity bus.Identity
	record   *record.Record
	chains   map[uint64]*chain
	lanes    []signer.LaneConfig
	logger   *slog.Logger

	// Hook is signer.Config's, and called at its last point too; to be set before Run.
	Hook func(signer.Point)

	// Now is the clock, time.Now unless set before Run; for tests of clocks that are
	// wrong.
	Now func() time.Time
}

// NewSigner opens everything that is on disk. Prompt asks for the passphrase where
// no other source gives it; nil where nobody is there to answer. Close the Signer
// when Run is not called.
func NewSigner(config SignerConfig, prompt func(account string) (string, error), logger *slog.Logger) (_ *Signer, err error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	s := &Signer{config: config, logger: logger, Now: time.Now}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	locked, err := openKey(AccountConfig(config.Account), prompt)
	if err != nil {
		return nil, err
	}
	private, err := keys.Load(locked.path, locked.passphrase)
	if err != nil {
		return nil, err
	}
	if s.key, err = keys.NewKey(private); err != nil {
		return nil, err
	}
	s.logger = logger.With("signer", s.key.Address())
	if s.identity, err = bus.ReadIdentity(config.Bus.Identity); err != nil {
		return nil, fmt.Errorf("bus.identity: %w", err)
	}
	dir, err := makeDir(config.Data)
	if err != nil {
		return nil, err
	}
	if s.record, err = openRecord(filepath.Join(dir, recordFile), s.key.RecordOwner(), config.NewRecord); err != nil {
		return nil, err
	}
	if s.chains, err = openChains(config.Chains, dir, func() time.Time { return s.Now() }, s.logger); err != nil {
		return nil, err
	}
	return s, s.openLanes()
}

// openRecord opens the signing record. It is made only on the operator's word: a
// signer without its record could be led to contradict itself. The word counts once:
// left behind in a unit file, it would turn the loss of a record into a fresh start.
func openRecord(path string, owner record.Owner, create bool) (*record.Record, error) {
	if create {
		switch err := record.Create(path, owner); {
		case errors.Is(err, record.ErrExists):
			return nil, fmt.Errorf("%w: new-record: true, but there is one already: leave it out from now on: %w", ErrConfig, err)
		case err != nil:
			return nil, err
		}
	}
	return record.Open(path, owner)
}

func (s *Signer) openLanes() error {
	found, err := lanes(s.config.Lanes, s.chains)
	if err != nil {
		return err
	}
	rules := policy.Rules{Hold: s.config.Policy.Hold, Delay: s.config.Policy.Delay, Messages: s.config.Policy.Messages, Per: s.config.Policy.Per}
	for _, lane := range found {
		source, target := s.chains[lane.SourceChain], s.chains[lane.TargetChain]
		reader, err := evm.NewInboxReader(target.endpoints, target.deployment.Inbox)
		if err != nil {
			return err
		}
		s.lanes = append(s.lanes, signer.LaneConfig{
			Lane: lane, Inbox: target.deployment.InboxID, Verifier: target.deployment.Verifiers[lane.SourceChain], Target: reader, Policy: rules,
			Observe: func(start messages.Position) (signer.Observer, error) { return source.observer(lane, start) },
		})
	}
	return nil
}

// Close closes what NewSigner opened.
func (s *Signer) Close() (err error) {
	if s.record != nil {
		err = s.record.Close()
	}
	err = errors.Join(err, closeChains(s.chains))
	s.chains = nil
	return err
}

// Run signs until ctx ends. It returns after everything has ended and closed.
func (s *Signer) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, s.Close()) }()
	conn, err := bus.Dial(ctx, bus.Config{URL: s.config.Bus.URL, Identity: s.identity, TLS: bus.TLSFiles(s.config.Bus.TLS), Logger: s.logger.With("part", "bus")})
	if err != nil {
		return ignoreCanceled(fmt.Errorf("connect to the bus: %w", err))
	}
	defer conn.Close()
	requests, err := bus.NewSigner(conn, s.key.Address())
	if err != nil {
		return err
	}
	if s.Hook != nil {
		requests.Published = func() { s.Hook(signer.PointPublished) }
	}
	haltDir := s.config.Policy.HaltDir
	if haltDir == "" {
		haltDir = s.config.Data
	}
	daemon, err := signer.New(signer.Config{
		Key: s.key, Record: s.record, Bus: requests, Lanes: s.lanes, EvidenceDir: s.config.Data,
		Halt: policy.HaltSwitch{Dir: haltDir}, Vouch: s.config.Vouch, Now: s.Now, Logger: s.logger, Hook: s.Hook,
	})
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return daemon.Run(ctx) })
	s.logger.Info("signer works", "lanes", len(s.lanes), "bus", s.config.Bus.URL)
	return ignoreCanceled(group.Wait())
}
