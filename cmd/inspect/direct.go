package inspect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// ErrNotFound says that nobody who was asked knows of the message, or that it is shown
// not to exist.
var ErrNotFound = errors.New("not found")

// Answers reads what signers have said about a lane; *bus.Reader does.
type Answers func(ctx context.Context, lane messages.LaneID) ([]bus.Told, error)

// Direct reads chains and bus by itself, with no relayer at hand.
type Direct struct {
	Look *daemon.Look // stays the caller's to close

	Answers   Answers        // nil without an identity for the bus
	NoAnswers string         // why Answers is nil
	Own       common.Address // where Answers tells of this signer alone; zero: of all

	Prove    time.Duration    // how long a light client may take for a message; 0: nothing is proven
	LowEther float64          // balance below which an account is marked; 0: none is
	Now      func() time.Time // the clock

	mu      sync.Mutex
	finders map[uint64]*evm.Finder
	proofs  map[messages.ID]*proof // what is proven once stays so
}

// from names the chains that are read.
func (d *Direct) from() string {
	var names []string
	for _, id := range d.chainIDs() {
		var hosts []string
		for _, endpoint := range d.Look.Chains[id].Endpoints {
			hosts = append(hosts, endpoint.Name())
		}
		names = append(names, fmt.Sprintf("chain %d (%s)", id, strings.Join(hosts, ", ")))
	}
	return strings.Join(names, ", ")
}

func (d *Direct) chainIDs() (ids []uint64) {
	for id := range d.Look.Chains {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (d *Direct) finder(chain uint64) (*evm.Finder, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.finders[chain]; f != nil {
		return f, nil
	}
	c := d.Look.Chains[chain]
	if c == nil {
		return nil, fmt.Errorf("chain %d is not configured here", chain)
	}
	f, err := evm.NewFinder(c.Endpoints, c.Deployment)
	if err != nil {
		return nil, err
	}
	if d.finders == nil {
		d.finders = map[uint64]*evm.Finder{}
	}
	d.finders[chain] = f
	return f, nil
}

// Trace tells what became of a message, or of all that a source transaction sent.
// ErrNotFound says that there is none.
func (d *Direct) Trace(ctx context.Context, asked common.Hash) (*Trace, error) {
	trace := &Trace{Asked: asked.Hex(), Source: FromChain, From: d.from(), At: d.Now().UTC(), Messages: []Message{}, Notes: []string{}}
	found, err := d.find(ctx, asked, trace)
	if err != nil || trace.Transaction != nil && trace.Transaction.Pending {
		return trace, err
	}
	for i := range found {
		if i == maxMessages {
			trace.Notes = append(trace.Notes, fmt.Sprintf("the transaction sent %d messages; the first %d are shown", len(found), maxMessages))
			break
		}
		f, err := d.read(ctx, found[i])
		if err != nil {
			return trace, err
		}
		trace.Messages = append(trace.Messages, compose(f))
	}
	return trace, nil
}

// read reads all that can be known of one message.
func (d *Direct) read(ctx context.Context, sent evm.SentMessage) (*facts, error) {
	source, target := sent.Message.SourceChain, sent.Message.TargetChain
	f := &facts{sent: sent, lane: d.Look.Chains[source].Deployment.LaneTo(target)}
	var reading sync.WaitGroup
	reading.Go(func() { d.readHeads(ctx, f) })
	reading.Go(func() { d.readTarget(ctx, f) })
	reading.Go(func() { d.readAnswers(ctx, f) })
	reading.Wait()
	err := d.prove(ctx, f)
	return f, err
}

func (d *Direct) readHeads(ctx context.Context, f *facts) {
	finder, err := d.finder(f.lane.SourceChain)
	if err == nil {
		var heads evm.Heads
		if heads, err = finder.Heads(ctx); err == nil {
			f.heads = &heads
			return
		}
	}
	f.headsWhy = err.Error()
}

func (d *Direct) readTarget(ctx context.Context, f *facts) {
	finder, err := d.finder(f.lane.TargetChain)
	if err != nil {
		f.inboxWhy, f.setWhy, f.execWhy = err.Error(), err.Error(), err.Error()
		return
	}
	f.inboxID = d.Look.Chains[f.lane.TargetChain].Deployment.InboxID
	inbox, err := finder.Inbox(ctx, f.lane.SourceChain)
	switch {
	case err != nil:
		f.inboxWhy, f.setWhy = err.Error(), err.Error()
	case inbox.ID != f.inboxID || inbox.Lane != f.lane.ID():
		f.inboxWhy = fmt.Sprintf("the target serves lane %s of inbox %s, want %s of %s: another deployment", inbox.Lane, inbox.ID, f.lane.ID(), f.inboxID)
		f.setWhy = f.inboxWhy
	default:
		f.inbox = &inbox
		if set, err := finder.SignerSet(ctx, inbox.Verifier); err != nil {
			f.setWhy = err.Error()
		} else {
			f.set = &set
		}
	}
	outcomes, err := finder.Outcomes(ctx, f.lane.SourceChain, f.sent.ID, maxTimeline)
	if err != nil {
		f.execWhy = err.Error()
	}
	for _, outcome := range outcomes {
		e := execution{Outcome: outcome}
		if block, err := finder.Block(ctx, outcome.Block); err == nil && block != nil {
			e.at = block.At()
		}
		f.executions = append(f.executions, e)
	}
	if retryable, err := finder.Retryable(ctx, f.lane.SourceChain, f.sent.ID); err == nil {
		f.retryable = &retryable
	}
}

func (d *Direct) readAnswers(ctx context.Context, f *facts) {
	if d.Answers == nil {
		f.toldWhy = d.NoAnswers
		return
	}
	told, err := d.Answers(ctx, f.lane.ID())
	if err != nil {
		f.toldWhy = err.Error()
		return
	}
	f.told, f.asked, f.own = told, true, d.Own
}
