// Package approve gets a checkpoint approved.
//
// It asks the signers over the bus and tallies what they answer, until the
// threshold is met. Neither the bus nor an answer is believed: only signatures
// count, by the rules of messages/quorum.
package approve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/quorum"
)

// ErrSetChanged says that the verifier has another signer set than the checkpoint
// was made for: make it anew for the new epoch.
var ErrSetChanged = errors.New("signer set has changed")

const (
	// maxEarly bounds the answers that are kept for checkpoints nobody has asked
	// about yet: after a restart, the stream replays what was approved before. 700
	// bytes each: about 3 MiB.
	maxEarly = 4096

	// maxSpoken bounds the signers that the log names for approvals that do not count,
	// in each vote: as many as one set may have, and as many strangers.
	maxSpoken = 2 * quorum.MaxSigners

	// firstRepeat is how soon a request is repeated. Signers answer within
	// milliseconds once their light client has the block, so silence this long means
	// that one was down.
	firstRepeat = 2 * time.Second

	// reportDelay is how long answers are gathered for one report. Most often the
	// threshold is met sooner, and what was between need not be told.
	reportDelay = 100 * time.Millisecond

	// maxRepeat bounds the doubling wait between repetitions: a signer that comes
	// back is asked again at the latest after this.
	maxRepeat = 15 * time.Second
)

// Bus is how requests and answers travel.
type Bus interface {
	// PublishRequest returns when the request is stored durably.
	PublishRequest(ctx context.Context, request messages.Request) error
	// Answers calls handle for every answer, the retained ones first, until ctx ends.
	// Answers may be repeated and come in any order.
	Answers(ctx context.Context, handle func(messages.Answer)) error
}

// Wanted is a checkpoint to be approved.
type Wanted struct {
	Checkpoint  messages.Checkpoint
	Set         messages.SignerSet
	SourceChain uint64
	SourceBlock uint64 // final block under which it is proven
}

// Approved is a checkpoint with enough approval. Only a Collector makes one.
type Approved struct {
	checkpoint  messages.Checkpoint
	attestation []byte
}

// Checkpoint returns what is approved.
func (a Approved) Checkpoint() messages.Checkpoint { return a.checkpoint }

// Attestation returns the bytes that satisfy the verifier contract.
func (a Approved) Attestation() []byte { return a.attestation }

// Progress tells how an approval stands.
type Progress struct {
	Attempt   uint64
	Count     int
	Threshold int
	Missing   []common.Address
	Refusals  map[common.Address]messages.Refusal // the latest of each signer that has not approved
	Heard     map[common.Address]time.Time        // when each signer's approval, or latest refusal, came

	Asked   int       // how often, in this vote
	AskedAt time.Time // latest
	AskAt   time.Time // when those that are missing are asked again; a reading of the chain may delay it
}

type question struct {
	checkpoint messages.Checkpoint
	domain     messages.Domain
}

// vote is an approval under way.
type vote struct {
	tally    *quorum.Tally
	refusals map[common.Address]messages.Refusal
	heard    map[common.Address]time.Time
	spoken   map[common.Address]bool // signers of approvals that did not count, which the log knows
	changed  chan struct{}           // capacity 1

	// of Approve's goroutine alone
	asked          int
	askedAt, askAt time.Time
}

// Collector collects approvals for all lanes of a relayer. Run has to be running
// for Approve to hear anything.
type Collector struct {
	bus    Bus
	logger *slog.Logger

	mu         sync.Mutex
	votes      map[question]*vote
	early      map[question][]messages.Approval
	earlyOrder []question
	attempts   uint64
	signers    map[common.Address]Signer
	ledger     *ledger
	heard      map[Outcome]uint64
	onAlarm    func(Alarm)
}

// New returns a Collector. Attempts are counted on from firstAttempt, which has to
// be above every attempt of an earlier run (the clock in milliseconds will do):
// the bus drops what it has seen before.
func New(bus Bus, firstAttempt uint64, logger *slog.Logger) *Collector {
	return &Collector{
		bus: bus, logger: logger, attempts: firstAttempt,
		votes: map[question]*vote{}, early: map[question][]messages.Approval{}, signers: map[common.Address]Signer{},
		ledger: newLedger(), heard: map[Outcome]uint64{},
	}
}

// Run hears answers until ctx ends.
func (c *Collector) Run(ctx context.Context) error { return c.bus.Answers(ctx, c.hear) }

// Approve asks for approval, repeats itself, and returns when the threshold is
// met. refresh reads the verifier's set anew before each repetition; where it has
// changed, Approve gives up with ErrSetChanged. report is called when signers have been
// asked, when the threshold is met, and at most [reportDelay] after any other change,
// from this goroutine.
func (c *Collector) Approve(ctx context.Context, wanted Wanted, refresh func(context.Context) (messages.SignerSet, error), report func(Progress)) (Approved, error) {
	q := question{wanted.Checkpoint, wanted.Set.Domain}
	v, err := c.open(q, wanted.Set)
	if err != nil {
		return Approved{}, err
	}
	defer c.close(q)
	c.prove(wanted.Checkpoint)
	for wait := firstRepeat; ; wait = min(2*wait, maxRepeat) {
		attempt := c.nextAttempt()
		if approved, ok := c.progress(v, attempt, report); ok {
			return approved, nil // a run before this one had asked already
		}
		request := messages.Request{Checkpoint: wanted.Checkpoint, Domain: wanted.Set.Domain,
			SourceChain: wanted.SourceChain, SourceBlock: wanted.SourceBlock, Attempt: attempt}
		if err := c.bus.PublishRequest(ctx, request); err != nil {
			if ctx.Err() != nil {
				return Approved{}, ctx.Err()
			}
			// The bus comes back or it does not; either way the next attempt tells.
			c.logger.Warn("approval request was not stored, will repeat it", "lane", wanted.Checkpoint.Lane, "nonce", wanted.Checkpoint.Nonce, "err", err)
		}
		v.ask(time.Now(), wait)
		if approved, ok := c.progress(v, attempt, report); ok {
			return approved, nil
		}
		if approved, ok, err := c.await(ctx, v, attempt, wait, report); err != nil || ok {
			return approved, err
		}
		set, err := refresh(ctx)
		if err != nil {
			c.logger.Warn("signer set could not be read again", "verifier", wanted.Set.Domain.Verifier, "err", err)
		} else if !sameSet(set, wanted.Set) {
			return Approved{}, fmt.Errorf("%w: epoch %d with %d signers, the checkpoint is for %d with %d", ErrSetChanged, set.Epoch, len(set.Signers), wanted.Set.Epoch, len(wanted.Set.Signers))
		}
	}
}

// sameSet compares all of two sets. A verifier changes its signers with its epoch
// alone, but an endpoint that lies, now or when the set was read first, need not.
func sameSet(a, b messages.SignerSet) bool {
	return a.Domain == b.Domain && a.Epoch == b.Epoch && a.Threshold == b.Threshold && slices.Equal(a.Signers, b.Signers)
}

// await waits for the threshold for as long as one attempt lasts. Answers come in
// close succession, so that what changes is reported a moment later, for all.
func (c *Collector) await(ctx context.Context, v *vote, attempt uint64, wait time.Duration, report func(Progress)) (Approved, bool, error) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	var due <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return Approved{}, false, ctx.Err()
		case <-timer.C:
			return Approved{}, false, nil
		case <-due:
			due = nil
			if approved, ok := c.progress(v, attempt, report); ok {
				return approved, true, nil
			}
		case <-v.changed:
			if c.reached(v) {
				approved, ok := c.progress(v, attempt, report)
				return approved, ok, nil
			}
			if due == nil {
				due = time.After(reportDelay)
			}
		}
	}
}

func (c *Collector) reached(v *vote) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return v.tally.Reached()
}

func (c *Collector) nextAttempt() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.attempts++
	return c.attempts
}

func (c *Collector) open(q question, set messages.SignerSet) (*vote, error) {
	tally, err := quorum.New(q.checkpoint, set)
	if err != nil {
		return nil, err
	}
	v := &vote{tally: tally, refusals: map[common.Address]messages.Refusal{}, heard: map[common.Address]time.Time{}, spoken: map[common.Address]bool{}, changed: make(chan struct{}, 1)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.votes[q] != nil {
		return nil, fmt.Errorf("checkpoint %d of lane %s is being approved already", q.checkpoint.Nonce, q.checkpoint.Lane)
	}
	c.votes[q] = v
	for i := range c.early[q] {
		c.count(v, &c.early[q][i])
	}
	delete(c.early, q)
	return v, nil
}

func (c *Collector) close(q question) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.votes, q)
}

func (c *Collector) progress(v *vote, attempt uint64, report func(Progress)) (Approved, bool) {
	c.mu.Lock()
	p := Progress{Attempt: attempt, Count: v.tally.Count(), Threshold: v.tally.Threshold(), Missing: v.tally.Missing(),
		Refusals: maps.Clone(v.refusals), Heard: maps.Clone(v.heard), Asked: v.asked, AskedAt: v.askedAt, AskAt: v.askAt}
	attestation, ok := v.tally.Attestation()
	checkpoint := v.tally.Checkpoint()
	c.mu.Unlock()
	report(p)
	return Approved{checkpoint, attestation}, ok
}
