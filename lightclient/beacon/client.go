package beacon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Kind names this client in stores.
const Kind = "beacon"

// Config is what a Client is made of. Zero durations mean the defaults.
type Config struct {
	Network *Network
	// Checkpoint is the root of a finalized beacon block that the operator vouches for, no
	// older than Params.TrustPeriod. Any beacon node shows it; whose is to be believed is the
	// operator's choice, and all that follows rests on it.
	Checkpoint common.Hash
	Params     Params

	// Providers are beacon nodes, best run by different people. All are asked for what is
	// final, so that one that lags or holds back does not matter, and two that contradict
	// each other with signatures are seen.
	Providers []Provider
	// Execution nodes show the headers whose hashes the beacon chain finalizes. Until Fulu
	// the beacon chain also says what is in them, so that without such nodes only the
	// execution chain's own links are not checked. From Gloas on they are indispensable.
	Execution []ExecutionProvider
	// ExecutionAsFound does without what execution nodes do not have, where what the beacon
	// chain says of a block is enough: for recordings, which hold few execution blocks. By
	// default the client waits.
	ExecutionAsFound bool

	Store lightclient.Store // of Owner{Network.ChainID, Kind}
	Now   func() time.Time
	Log   *slog.Logger

	// FollowHead has each Update ask for the newest signed block too. It is to be looked at
	// only: the chain may yet replace it, and Final never shows it.
	FollowHead bool
	// Observe is called for each thing that has been verified, made durable where it is to
	// be, by the goroutine that is in Update.
	Observe func(Step)

	// ForceUpdate has the client go on without finality: when nothing was finalized for a
	// whole period, the best block that two thirds of the committee have signed is what
	// committees are followed from. Such a block is never released as final, yet the next
	// committee is its word. Switch it on only while the chain is known to have lost
	// finality, and having compared the block with other sources.
	ForceUpdate bool

	RequestTimeout time.Duration // of one request to one endpoint
	WitnessTimeout time.Duration // of the other endpoints, once one has answered
	CoolDown       time.Duration // for which an endpoint that failed is asked last, or not
}

// Client follows an Ethereum chain by the sync committees of its beacon chain. It adds to
// Verify what needs a network and a disk, and takes no endpoint's word for anything:
//
// Beacon nodes are all asked for what is final, the newest that verifies is taken, and one
// that fails rests for a while. So each of them can lie, lag or stay silent while one is
// honest; if none is, the client stays where it is. It says why where an answer was refused;
// that all repeat what is known already is no error. Committees come from the first node
// that brings the client further.
//
// What is released is the execution block that the finalized beacon block commits to. If
// there are execution nodes, its header has to hash to that commitment, to say what the
// beacon block says of it until Fulu, and to descend by parent hashes from the block that
// was final before, unless that is more than MaxLinkHeaders below. While no node shows it,
// nothing changes, on disk neither. Its number never goes back.
//
// Two finalized branches that are both signed by two thirds freeze the client for good: two
// blocks of one slot, two committees of one period (FindConflict), or an execution block
// that does not descend from the one that was final before. They are seen only if a node
// shows the other branch while the committee that signed it is known: of this period or the
// next. CheckEvidence checks the proof again, anywhere. A checkpoint is no proof: where the
// chain contradicts it, the client refuses and goes on asking.
//
// The state that is kept holds what it is believed for, so that after a restart it is
// verified again, and a store that was rolled back is where the client was then. After the
// trust period only a fresh checkpoint helps.
type Client struct {
	cfg Config
	net *Network
	log *slog.Logger

	keeper    *lightclient.Keeper // whose turn guards what follows
	beacons   *lightclient.Rotation
	executors *lightclient.Rotation
	state     state // zero until the checkpoint was fetched
	// old is what the store held when the configured checkpoint is another one: it remains
	// what is final until that checkpoint was fetched and turned out to be later.
	old state
	// nextAsked is the epoch in which providers were last asked for the next committee of
	// the newest period, which may not be final yet.
	nextAsked Epoch

	head atomic.Pointer[Step]
}

var _ lightclient.Client = (*Client)(nil)

// New returns a client that continues from the store, or, when that is empty or was begun
// from another checkpoint, begins from the configured one at the first Update. It asks
// nobody anything. A client that froze stays frozen.
func New(cfg Config) (*Client, error) {
	if err := cfg.complete(); err != nil {
		return nil, fmt.Errorf("beacon client: %w", err)
	}
	c := &Client{
		cfg: cfg, net: cfg.Network, log: cfg.Log.With("client", Kind, "chain", cfg.Network.ChainID),
		keeper: lightclient.NewKeeper(lightclient.Owner{ChainID: cfg.Network.ChainID, Kind: Kind}, cfg.Store), nextAsked: FarFuture,
	}
	c.beacons = lightclient.NewRotation(cfg.Providers, cfg.CoolDown, cfg.Now, c.log)
	c.executors = lightclient.NewRotation(cfg.Execution, cfg.CoolDown, cfg.Now, c.log)
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("beacon client of chain %d: %w", cfg.Network.ChainID, err)
	}
	return c, nil
}

func (cfg *Config) complete() error {
	if cfg.Params == (Params{}) {
		cfg.Params = DefaultParams()
	}
	orDefault(&cfg.RequestTimeout, DefaultRequestTimeout)
	orDefault(&cfg.WitnessTimeout, DefaultWitnessTimeout)
	orDefault(&cfg.CoolDown, DefaultCoolDown)
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observe == nil {
		cfg.Observe = func(Step) {}
	}
	switch {
	case cfg.Network == nil:
		return errors.New("network is missing")
	case cfg.Checkpoint == common.Hash{}:
		return errors.New("checkpoint is missing, want the root of a recent finalized beacon block from a source you trust")
	case cfg.Store == nil || cfg.Now == nil:
		return errors.New("store or clock is missing")
	case cfg.RequestTimeout < 0 || cfg.WitnessTimeout < 0 || cfg.CoolDown < 0:
		return errors.New("a duration is negative")
	}
	if err := lightclient.CheckProviders(cfg.Providers, MaxProviders); err != nil {
		return fmt.Errorf("beacon nodes: %w", err)
	}
	if len(cfg.Execution) > 0 {
		if err := lightclient.CheckProviders(cfg.Execution, MaxProviders); err != nil {
			return fmt.Errorf("execution nodes: %w", err)
		}
	}
	if err := cfg.Params.Validate(); err != nil {
		return err
	}
	return cfg.Network.Validate()
}

func orDefault(d *time.Duration, value time.Duration) {
	if *d == 0 {
		*d = value
	}
}

// ChainID implements lightclient.Client.
func (c *Client) ChainID() uint64 { return c.keeper.ChainID() }

// Final implements lightclient.Client: the execution block of the newest finalized beacon
// block. It is zero until an Update has fetched the checkpoint, and for as long as the
// chain is before Capella.
func (c *Client) Final() lightclient.Final { return c.keeper.Final() }

// Head returns the newest block that two thirds of a committee have signed, if the client
// was asked to follow it. It is not final.
func (c *Client) Head() (Step, bool) {
	head := c.head.Load()
	if head == nil {
		return Step{}, false
	}
	return *head, true
}

// Update implements lightclient.Client. Several calls take turns. It catches up period by
// period in bounded steps, each of them durable, and then takes what is final; when a
// later step fails, it returns what the earlier ones reached, and the next Update tells
// the error. Only a FrozenError is told at once, and what led to it is not released.
func (c *Client) Update(ctx context.Context) (lightclient.Final, error) {
	return c.keeper.Update(ctx, func(ctx context.Context) error {
		if err := c.update(ctx); err != nil {
			return err
		}
		c.keeper.Release(lightclient.Believe(c.state.released))
		return nil
	})
}

// accept makes next what the client trusts: first on disk, then in memory, and for
// everybody when Update ends.
func (c *Client) accept(next state) error {
	if err := c.keeper.Save(next.record(c.net)); err != nil {
		return err
	}
	c.state = next
	return nil
}
