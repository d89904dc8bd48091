package consensus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"golang.org/x/sync/errgroup"
)

// Transport carries frames between validators. It may lose, delay, repeat and reorder them.
type Transport interface {
	// Broadcast hands a frame to every other validator without waiting for any of them; it keeps no reference.
	Broadcast(frame []byte) error
	// Receive returns the next frame, or the context's error. One goroutine calls it. Neither side changes the frame any
	// more, since validators of one process remember it.
	Receive(ctx context.Context) ([]byte, error)
}

// ValidatorConfig is what a validator needs. Signer, Ledger, History, Transport and Pace are required; zero values of
// the rest mean the defaults in limits.go.
type ValidatorConfig struct {
	Signer    Signer
	Ledger    Ledger
	History   History
	Transport Transport
	Pace      *Pace

	// Journal makes a validator remember over a crash what it has signed. nil only where all validators of a chain run in
	// one process and their messages do not leave it: they forget together, and nobody is contradicted.
	Journal Journal

	Epoch    uint64   // blocks between two clearings of votes; the same on every node
	Timeouts Timeouts // of rounds
	Vanity   [32]byte // free bytes at the start of the extraData of own blocks
	Log      *slog.Logger

	// Paranoid makes the validators of a Group decode and check each for itself what others of them have decoded and
	// checked. A validator without a group shares nothing anyway.
	Paranoid bool

	// Clock is the chain's, the machine's when nil: whence blocks have their timestamps. Periods and timeouts are counted
	// on the machine's own.
	Clock Clock

	together []common.Address // validators of the group
	frames   *frames          // shared by the validators of a group, nil for none
}

func (c *ValidatorConfig) check() error {
	switch {
	case c.Signer == nil:
		return errors.New("validator: Signer is missing")
	case c.Ledger == nil:
		return errors.New("validator: Ledger is missing")
	case c.History == nil:
		return errors.New("validator: History is missing")
	case c.Transport == nil:
		return errors.New("validator: Transport is missing")
	case c.Pace == nil:
		return errors.New("validator: Pace is missing")
	}
	if c.Epoch == 0 {
		c.Epoch = DefaultEpoch
	}
	if c.Timeouts == (Timeouts{}) {
		c.Timeouts = Timeouts{Base: DefaultBaseTimeout, Max: DefaultMaxTimeout}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = machineClock{}
	}
	return nil
}

// Clock is a chain's clock, which may be used concurrently.
type Clock interface {
	// Now is the timestamp of a block that is proposed now.
	Now() time.Time
	// Latest is that, or that of a block that was proposed a moment ago, where the clock was set back since.
	Latest() time.Time
}

type machineClock struct{}

func (machineClock) Now() time.Time    { return time.Now() }
func (machineClock) Latest() time.Time { return time.Now() }

// Validator runs one Machine: it owns the goroutines, the timers, the transport and the ledger calls around it. A
// validator whose address is not in the current set follows the chain and takes part once it is voted in.
type Validator struct {
	cfg  ValidatorConfig
	self common.Address
	log  *slog.Logger
	wake chan struct{} // holds a token when control state changed

	mu       sync.Mutex // guards the control state below, never held during I/O
	paused   bool
	wishes   wishes
	status   Status
	set      *Set
	evidence []Evidence
}

// NewValidator checks the configuration; Run does the work.
func NewValidator(cfg ValidatorConfig) (*Validator, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if _, err := NewMachine(cfg.Signer, cfg.Timeouts); err != nil {
		return nil, fmt.Errorf("validator %s: %w", cfg.Signer.Address(), err)
	}
	self := cfg.Signer.Address()
	return &Validator{
		cfg: cfg, self: self, log: cfg.Log.With("validator", self.Hex()),
		wake: make(chan struct{}, 1), wishes: make(wishes),
	}, nil
}

// Address is the validator's address.
func (v *Validator) Address() common.Address { return v.self }

// Run takes part in consensus until the context ends (nil is returned) or the ledger fails in a way that makes going
// on unsafe: a decided block that cannot be stored, or headers that contradict their own votes.
func (v *Validator) Run(ctx context.Context) error {
	machine, err := NewMachine(v.cfg.Signer, v.cfg.Timeouts)
	if err != nil {
		return err
	}
	head := v.cfg.Ledger.Head()
	tally, err := LoadTally(v.cfg.Epoch, v.cfg.History, head)
	if err != nil {
		return fmt.Errorf("validator %s: %w", v.self, err)
	}
	if err := v.restore(machine, head.Number.Uint64()); err != nil {
		return fmt.Errorf("validator %s: %w", v.self, err)
	}
	l := &loop{
		v: v, machine: machine, tally: tally,
		inbox: make(chan Message, inboxDepth), jobs: make(chan job), results: make(chan result, maxJobs),
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return l.receive(ctx) })
	group.Go(func() error { return l.work(ctx) })
	group.Go(func() error { return l.run(ctx) })
	if err := group.Wait(); err != nil && !errors.Is(err, errStopped) {
		return fmt.Errorf("validator %s: %w", v.self, err)
	}
	return nil
}

// errStopped ends the goroutines of a validator whose context has ended.
var errStopped = errors.New("stopped")

// Pause makes the validator behave as if it had hung: it neither reads, sends nor counts time. For fault tests.
func (v *Validator) Pause() { v.setPaused(true) }

// Resume ends a pause. The validator catches up from the ledger and takes part again.
func (v *Validator) Resume() { v.setPaused(false) }

// Paused reports whether the validator is paused.
func (v *Validator) Paused() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.paused
}

func (v *Validator) setPaused(paused bool) {
	v.mu.Lock()
	v.paused = paused
	v.mu.Unlock()
	v.nudge()
}

// ProposeVote makes the validator vote, in the blocks that it proposes, to add an address to the validator set or to
// drop it, until the set is so or DiscardVote is called. Nothing changes before more than half of the validators have
// voted alike within one epoch. The set must still have its quorum running afterwards: adding a validator that nobody
// runs, or dropping one too many, can stop the chain.
func (v *Validator) ProposeVote(recipient common.Address, add bool) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.set != nil {
		if err := checkVote(v.set, recipient, add); err != nil {
			return err
		}
		if add == v.set.Contains(recipient) {
			return fmt.Errorf("vote about %s with add %t: the validator set is so already", recipient, add)
		}
	} else if recipient == (common.Address{}) {
		return errors.New("vote for the zero address, for which nobody can sign")
	}
	if _, known := v.wishes[recipient]; !known && len(v.wishes) >= maxWishes {
		return fmt.Errorf("vote about %s: %d votes are waiting already, at most %d allowed", recipient, len(v.wishes), maxWishes)
	}
	v.wishes[recipient] = add
	return nil
}

// DiscardVote forgets a vote that has not been cast; one that is in a block stays there until the epoch ends.
func (v *Validator) DiscardVote(recipient common.Address) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.wishes, recipient)
}

// Votes returns the votes that the validator still wants to cast: recipient → add.
func (v *Validator) Votes() map[common.Address]bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	votes := make(map[common.Address]bool, len(v.wishes))
	for r, add := range v.wishes {
		votes[r] = add
	}
	return votes
}

// Status returns where the validator stands; the zero Status before Run has begun.
func (v *Validator) Status() Status {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.status
}

// Validators returns the set that decides the current height, nil before Run has begun.
func (v *Validator) Validators() []common.Address {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.set == nil {
		return nil
	}
	return v.set.Members()
}

// Evidence returns the newest contradictions that other validators were caught in.
func (v *Validator) Evidence() []Evidence {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]Evidence(nil), v.evidence...)
}

func (v *Validator) record(found []Evidence) {
	for _, e := range found {
		v.log.Warn("validator contradicts itself", "author", e.Author, "kind", e.First.Code().String(),
			"height", e.First.Height(), "round", e.First.Round(), "first", e.First.Digest(), "second", e.Second.Digest())
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.evidence = append(v.evidence, found...)
	if extra := len(v.evidence) - maxEvidenceKept; extra > 0 {
		v.evidence = append([]Evidence(nil), v.evidence[extra:]...)
	}
}

func (v *Validator) nudge() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}
