package consensus

import (
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Timeouts of rounds: round r may take Base·2^r, but never more than Max.
type Timeouts struct {
	Base, Max time.Duration
}

// Round returns the timeout of a round.
func (t Timeouts) Round(round uint32) time.Duration {
	d := t.Base
	for ; round > 0 && d < t.Max; round-- {
		d *= 2
	}
	return min(d, t.Max)
}

// Ready is what the machine wants done, the first four in this order. The driver does it and answers builds and verifications.
type Ready struct {
	Durable  *Durable        // to be in the journal before any of the messages leaves
	Messages []Message       // to be sent to every other validator
	Decided  *types.Block    // sealed; commit it, then begin the next height, or else it was begun already, and the rest is of that
	Timer    *RoundTimer     // replaces the running round timer
	Build    *BuildRequest   // answer with Machine.Propose
	Verify   []VerifyRequest // answer with Machine.Verified
	Evidence []Evidence      // validators caught contradicting themselves
	Refused  []error         // buffered messages that turned out bad when their height began
	Abstains error           // why this validator does not vote at the height that has just begun; see Restore
}

// RoundTimer asks for Machine.Timeout(Height, Round) after a while.
type RoundTimer struct {
	Height uint64
	Round  uint32
	After  time.Duration
}

// BuildRequest asks for a new block for a round in which this validator proposes.
type BuildRequest struct {
	Height uint64
	Round  uint32
	Parent *types.Header
	Set    *Set
}

// VerifyRequest asks whether a block is valid on the parent. Header rules that need no clock are already checked.
type VerifyRequest struct {
	Height uint64
	Round  uint32
	Digest common.Hash
	Parent *types.Header
	Block  *types.Block
}

// Evidence shows a validator that signed two different messages of one kind for one height and round. Both carry the
// author's signature, so that anybody can check it.
type Evidence struct {
	Author        common.Address
	First, Second Message
}

// Machine is one validator's QBFT state for one height after another. It is not safe for concurrent use. Every method
// changes the state at once and collects what has to be done; Ready hands that over.
type Machine struct {
	signer   Signer
	self     common.Address
	timeouts Timeouts
	h        *heightState // nil before the first Begin
	future   futureBuffer
	out      Ready
	signed   bool // something in out.Messages is new, and so what has to be durable

	recalled   *Durable // waits for its height to begin
	abstain    uint64   // nothing is signed up to this height
	abstainWhy error

	// secp256k1's. They are fields, which nothing sets but NewMachine, for the sake of the simulation: ten thousand
	// schedules are affordable only with signatures that cost next to nothing.
	recover recovery
	seal    func(block *types.Block, seals [][]byte) (*types.Block, error)
}

// NewMachine returns a machine that waits for Begin.
func NewMachine(signer Signer, timeouts Timeouts) (*Machine, error) {
	if signer == nil {
		return nil, errors.New("signer is nil")
	}
	if timeouts.Base <= 0 || timeouts.Max < timeouts.Base {
		return nil, fmt.Errorf("round timeouts are %s to %s, want 0 < base ≤ max", timeouts.Base, timeouts.Max)
	}
	return &Machine{
		signer: signer, self: signer.Address(), timeouts: timeouts, future: futureBuffer{},
		recover: recoverAddress, seal: withSeals,
	}, nil
}

// Ready returns what is to be done and forgets it.
func (m *Machine) Ready() Ready {
	m.record()
	out := m.out
	m.out = Ready{}
	return out
}

// Begin starts the height after parent, whose validators are set: the current height was decided here or elsewhere.
// Round 0 is not timed until Start or a proposal opens it; messages are taken at once.
func (m *Machine) Begin(parent *types.Header, set *Set) error {
	if parent == nil || set == nil {
		return errors.New("begin a height: parent header and validator set are needed")
	}
	if m.h != nil && parent.Number.Uint64() < m.h.number {
		return fmt.Errorf("begin height %d: the machine is at height %d and never goes back",
			parent.Number.Uint64()+1, m.h.number)
	}
	hash, err := qbft.OnChainHash(parent)
	if err != nil {
		return fmt.Errorf("begin height %d: %w", parent.Number.Uint64()+1, err)
	}
	m.record() // of the last height
	m.h = newHeightState(parent, hash, set, m.self)
	// Work asked for at the last height would only be answered ErrStale.
	m.out.Build, m.out.Verify, m.out.Timer = nil, nil, nil
	m.recall()
	for _, f := range m.future.take(m.h.number) {
		if err := m.dispatch(f.msg, f.author); err != nil {
			m.out.Refused = append(m.out.Refused, refuse(f.msg, f.author, err))
		}
	}
	return nil
}

// Start opens round 0 when the block period is over or work has come: its timer runs, and its proposer builds. Later
// calls do nothing.
func (m *Machine) Start() {
	if m.h == nil || m.h.started || !m.h.member || m.h.decided != nil {
		return
	}
	m.h.started = true
	m.arm()
	if m.h.proposer(0) == m.self && m.h.round == 0 {
		m.requestBuild(nil)
	}
}

// Timeout says that a round timer has run out; one that was replaced meanwhile is ignored.
func (m *Machine) Timeout(height uint64, round uint32) error {
	if m.h == nil || m.h.number != height || m.h.round != round || m.h.decided != nil || !m.h.member {
		return nil
	}
	if round >= MaxRound {
		return fmt.Errorf("height %d has used up all rounds", height)
	}
	return m.changeRound(round + 1)
}

// Step takes one message from the network. An error wraps one of the package's sentinels; the state is then unchanged,
// except that evidence of equivocation is kept.
func (m *Machine) Step(msg Message) error {
	if m.h == nil {
		return ErrNoHeight
	}
	if err := m.checkHeight(msg); err != nil {
		return refuse(msg, common.Address{}, err)
	}
	author, err := m.recover.author(msg)
	if err != nil {
		return refuse(msg, author, err)
	}
	if err := m.take(msg, author); err != nil {
		return refuse(msg, author, err)
	}
	return nil
}

// checkHeight comes before the signature because it is free.
func (m *Machine) checkHeight(msg Message) error {
	switch height := msg.Height(); {
	case height < m.h.number || height == m.h.number && m.h.decided != nil:
		return fmt.Errorf("%w: %d, now at %d", ErrOldHeight, height, m.h.number)
	case height > m.h.number+maxHeightsAhead:
		return fmt.Errorf("%w: height %d, now at %d", ErrTooFarAhead, height, m.h.number)
	}
	return nil
}

func (m *Machine) take(msg Message, author common.Address) error {
	switch {
	case author == m.self:
		// Own messages never arrive from outside in good faith; taking them could count a vote that this machine,
		// restarted, does not remember.
		return fmt.Errorf("%w: it is this validator's own", ErrDuplicate)
	case !m.h.set.Contains(author):
		return ErrNotValidator
	case msg.Height() > m.h.number:
		return m.future.add(msg, author)
	}
	return m.dispatch(msg, author)
}

func (m *Machine) dispatch(msg Message, author common.Address) error {
	if !m.h.member || m.h.decided != nil {
		return nil // an observer follows the ledger; a decided height needs no more messages
	}
	if !m.h.set.Contains(author) {
		return ErrNotValidator // the set may have changed since the message was buffered
	}
	if err := m.handle(msg, author); err != nil {
		return err
	}
	m.h.see(author, msg.Round())
	m.arm()
	return nil
}

func (m *Machine) handle(msg Message, author common.Address) error {
	switch msg := msg.(type) {
	case *Proposal:
		return m.onProposal(msg, author)
	case *Prepare:
		return m.onPrepare(msg, author)
	case *Commit:
		return m.onCommit(msg, author)
	case *RoundChange:
		return m.onRoundChange(msg, author)
	}
	return fmt.Errorf("%w: %T", ErrMalformed, msg)
}

// Resend collects this validator's own messages of the current round once more. QBFT assumes that messages arrive
// eventually; on a transport that drops them somebody has to repeat.
func (m *Machine) Resend() {
	if m.h == nil || m.h.decided != nil || !m.h.member {
		return
	}
	m.out.Messages = append(m.out.Messages, m.ownMessages()...)
}

// Status is a snapshot for people and tests.
type Status struct {
	Height   uint64 // being decided; 0 before Begin
	Round    uint32
	Started  bool // round 0 is open or a later round was entered
	Timed    bool // the timer of the current round runs
	Member   bool // this validator takes part
	Decided  bool
	Asked    bool           // somebody has given up a round of this height: there is something to decide
	Proposer common.Address // of the current round
	Prepared *PreparedMetadata
}

// Status returns the current state.
func (m *Machine) Status() Status {
	if m.h == nil {
		return Status{}
	}
	s := Status{
		Height: m.h.number, Round: m.h.round, Started: m.h.started, Timed: m.h.armed, Member: m.h.member,
		Decided: m.h.decided != nil, Asked: len(m.h.roundChanges) > 0, Proposer: m.h.proposer(m.h.round),
	}
	if c := m.h.prepared; c != nil {
		s.Prepared = &PreparedMetadata{Round: c.round, Digest: c.digest}
	}
	return s
}
