package consensus

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// A machine that starts anew at the height at which it crashed.

// Restore gives a new machine what it must not have forgotten: what Journal.Load returned. It comes before the first
// Begin. At that height the machine goes on in the round in which it stood, and below it it signs nothing: if the
// ledger has lost blocks meanwhile, their heights are decided.
func (m *Machine) Restore(d *Durable) error {
	if m.h != nil {
		return fmt.Errorf("restore height %d: the machine has begun height %d already", d.Height, m.h.number)
	}
	if d.Validator != m.self {
		return fmt.Errorf("restore height %d: %w: it is of validator %s, this is %s", d.Height, ErrJournal, d.Validator, m.self)
	}
	if err := d.check(); err != nil {
		return fmt.Errorf("restore height %d: %w: %w", d.Height, ErrJournal, err)
	}
	m.recalled = d
	m.Abstain(d.Height-1, fmt.Errorf("this validator has signed at height %d already: the ledger has lost blocks", d.Height))
	return nil
}

// Abstain makes the machine sign nothing up to and including a height, because it does not know what it has signed
// there. It follows the chain like a validator that is not in the set; Ready.Abstains says why. It comes before the
// first Begin.
func (m *Machine) Abstain(until uint64, why error) {
	m.abstain, m.abstainWhy = until, why
}

// recall takes part in the height that has just begun as the journal says, or not at all.
func (m *Machine) recall() {
	h := m.h
	d := m.recalled
	if d != nil && d.Height <= h.number {
		m.recalled = nil
	}
	if !h.member {
		return
	}
	err := m.abstainWhy
	if h.number > m.abstain {
		if d == nil || d.Height != h.number {
			return
		}
		if err = m.checkRecalled(d); err == nil {
			err = m.resume(d)
		}
	}
	if err != nil {
		h.member = false
		m.out.Abstains = fmt.Errorf("no votes at height %d: %w", h.number, err)
	}
}

// checkRecalled checks everything that a damaged or exchanged journal could get wrong, since the machine is about to
// build on it without asking again.
func (m *Machine) checkRecalled(d *Durable) error {
	h := m.h
	if d.Parent != h.parentHash {
		return fmt.Errorf("%w: height %d stands on block %s there, on %s here", ErrJournal, d.Height, d.Parent, h.parentHash)
	}
	if c := d.prepared; c != nil {
		if c.round > d.Round {
			return fmt.Errorf("%w: a block is prepared in round %d, after round %d", ErrJournal, c.round, d.Round)
		}
		rules := h.rules(c.round, nil)
		if err := rules.check(c.block); err != nil {
			return fmt.Errorf("%w: prepared block: %w", ErrJournal, err)
		}
		if err := m.recover.checkPrepares(h.set, h.number, c.round, c.digest, c.prepares); err != nil {
			return fmt.Errorf("%w: %w", ErrJournal, err)
		}
	}
	for _, msg := range d.messages {
		author, err := m.recover.author(msg)
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrJournal, msg.Code(), err)
		}
		if author != m.self {
			return fmt.Errorf("%w: %s is signed by %s", ErrJournal, msg.Code(), author)
		}
		if err := m.checkRecalledMessage(msg); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrJournal, msg.Code(), err)
		}
	}
	return nil
}

func (m *Machine) checkRecalledMessage(msg Message) error {
	switch msg := msg.(type) {
	case *Proposal:
		if proposer := m.h.proposer(msg.Round()); proposer != m.self {
			return fmt.Errorf("%w: that is %s", ErrNotProposer, proposer)
		}
		_, err := m.checkJustified(msg)
		return err
	case *Commit:
		return m.checkSeal(msg, m.self)
	case *RoundChange:
		return m.recover.checkRoundChange(m.h.set, msg)
	}
	return nil
}

// resume puts the machine where it stood. The messages are sent once more: perhaps they never left.
func (m *Machine) resume(d *Durable) error {
	h := m.h
	h.round, h.started, h.prepared = d.Round, true, d.prepared
	r := h.at(d.Round)
	var own *Proposal
	for _, msg := range d.messages {
		switch msg := msg.(type) {
		case *Proposal:
			own = msg
		case *Prepare:
			r.prepares[m.self] = msg
		case *Commit:
			r.commits[m.self] = msg
		case *RoundChange:
			h.roundChanges[m.self] = map[uint32]*RoundChange{msg.Round(): msg}
		}
	}
	m.arm()
	if own != nil {
		// Not taken as built: what this process had executed is gone with the one before.
		if err := m.acceptProposal(own, false); err != nil {
			return err
		}
	}
	m.Resend()
	return nil
}

// ownMessages lists what this validator has signed in the current round, in ownOrder.
func (m *Machine) ownMessages() []Message {
	var own []Message
	if rc := m.h.roundChanges[m.self][m.h.round]; rc != nil {
		own = append(own, rc)
	}
	r := m.h.rounds[m.h.round]
	if r == nil {
		return own
	}
	if r.proposal != nil && m.h.proposer(m.h.round) == m.self {
		own = append(own, r.proposal)
	}
	if p := r.prepares[m.self]; p != nil {
		own = append(own, p)
	}
	if c := r.commits[m.self]; c != nil {
		own = append(own, c)
	}
	return own
}

// send collects a message that was just signed: it may leave when the journal has it.
func (m *Machine) send(msg Message) {
	m.out.Messages = append(m.out.Messages, msg)
	m.signed = true
}

// record says what has to be in the journal before anything that was signed leaves.
func (m *Machine) record() {
	if !m.signed {
		return
	}
	m.signed = false
	m.out.Durable = &Durable{
		Validator: m.self, Height: m.h.number, Parent: m.h.parentHash, Round: m.h.round,
		prepared: m.h.prepared, messages: m.ownMessages(),
	}
}

// contradictsOwn reports whether a validator that was restarted has prepared something else in a round.
func (r *roundState) contradictsOwn(self common.Address, digest common.Hash) bool {
	own := r.prepares[self]
	return own != nil && own.Digest() != digest
}
