package consensus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"golang.org/x/sync/errgroup"
)

// ErrUnknownValidator says that an address is none of the validators of this process.
var ErrUnknownValidator = errors.New("no such validator in this process")

// Group is the validators of one process and their common controls. Some may not be in the validator set yet: they
// follow the chain until they are voted in. All methods may be called concurrently.
type Group struct {
	ledger     Ledger
	pace       *Pace
	validators []*Validator
	byAddress  map[common.Address]*Validator
}

// NewGroup makes one validator per signer, none for a process that only follows. shared holds the settings of all of
// them, without Signer and Transport; connect gives each its transport.
func NewGroup(shared ValidatorConfig, signers []Signer, connect func(common.Address) (Transport, error)) (*Group, error) {
	if shared.Ledger == nil || shared.Pace == nil {
		return nil, errors.New("group: Ledger and Pace are required")
	}
	if len(signers) > MaxValidators {
		return nil, fmt.Errorf("group has %d validators, at most %d allowed", len(signers), MaxValidators)
	}
	if !shared.Paranoid {
		shared.frames = new(frames)
	}
	for _, s := range signers {
		shared.together = append(shared.together, s.Address())
	}
	g := &Group{ledger: shared.Ledger, pace: shared.Pace, byAddress: make(map[common.Address]*Validator)}
	for _, s := range signers {
		if g.byAddress[s.Address()] != nil {
			return nil, fmt.Errorf("validator %s is given twice: two machines with one key would contradict each other", s.Address())
		}
		transport, err := connect(s.Address())
		if err != nil {
			return nil, fmt.Errorf("connect validator %s: %w", s.Address(), err)
		}
		cfg := shared
		cfg.Signer, cfg.Transport = s, transport
		v, err := NewValidator(cfg)
		if err != nil {
			return nil, err
		}
		g.validators = append(g.validators, v)
		g.byAddress[s.Address()] = v
	}
	return g, nil
}

// Run runs all validators until the context ends or one of them fails.
func (g *Group) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, v := range g.validators {
		group.Go(func() error { return v.Run(ctx) })
	}
	return group.Wait()
}

// Members returns the validators of this process in the order of their signers.
func (g *Group) Members() []*Validator { return append([]*Validator(nil), g.validators...) }

// Validator returns one of them; the error wraps ErrUnknownValidator.
func (g *Group) Validator(a common.Address) (*Validator, error) {
	if v := g.byAddress[a]; v != nil {
		return v, nil
	}
	return nil, fmt.Errorf("%w: %s", ErrUnknownValidator, a)
}

// ProposeVote makes every validator of this process vote to add or drop an address. It fails as a whole if any of
// them refuses.
func (g *Group) ProposeVote(recipient common.Address, add bool) error {
	for i, v := range g.validators {
		if err := v.ProposeVote(recipient, add); err != nil {
			for _, earlier := range g.validators[:i] {
				earlier.DiscardVote(recipient)
			}
			return err
		}
	}
	return nil
}

// Mine asks for n more blocks at once, empty ones too, and returns the height of the last. They are wanted
// for as long as Era stays. It does not wait.
func (g *Group) Mine(n uint64) (until, era uint64) { return g.pace.more(g.head, n) }

func (g *Group) head() uint64 { return g.ledger.Head().Number.Uint64() }

// SetBlockPeriod changes the time between blocks; 0 is on-demand mode.
func (g *Group) SetBlockPeriod(d time.Duration) error { return g.pace.SetPeriod(d) }

// BlockPeriod returns the time between blocks; 0 is on-demand mode.
func (g *Group) BlockPeriod() time.Duration { return g.pace.Period() }
