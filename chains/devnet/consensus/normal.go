package consensus

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// The normal case: proposal → prepare → commit → decided.

// arm sets the timer of the current round, once. Above round 0 it waits until a quorum is known to be in this round or
// a later one, which the specification does not ask for: a validator that is cut off then stays in its round instead
// of running ahead alone, and after a partition of any length the validators are at most a few rounds apart. Whoever
// is in the lowest round has a quorum above itself and moves on, so nobody waits for ever; what makes a quorum known
// on a lossy network is Resend. (PBFT starts its view-change timer by the same rule.)
func (m *Machine) arm() {
	h := m.h
	if !h.started || h.armed || h.decided != nil || h.round > 0 && !h.together() {
		return
	}
	h.armed = true
	m.out.Timer = &RoundTimer{Height: h.number, Round: h.round, After: m.timeouts.Round(h.round)}
}

// enter moves to a round, higher than the current one.
func (m *Machine) enter(round uint32) {
	m.h.round, m.h.started, m.h.armed = round, true, false
	m.h.building = nil
	m.out.Build, m.out.Timer = nil, nil
	m.h.prune()
	m.arm()
}

func (m *Machine) requestBuild(roundChanges []*SignedRoundChange) {
	m.h.building = &pendingBuild{round: m.h.round, roundChanges: roundChanges}
	m.out.Build = &BuildRequest{Height: m.h.number, Round: m.h.round, Parent: m.h.parent, Set: m.h.set}
}

// Propose answers a BuildRequest. The block is held to the same rules as anybody else's: a ledger that builds a bad
// header is caught here and not by the peers.
func (m *Machine) Propose(height uint64, round uint32, block *types.Block) error {
	h := m.h
	if h == nil || h.number != height || h.round != round || h.building == nil || h.decided != nil {
		return fmt.Errorf("propose height %d round %d: %w", height, round, ErrStale)
	}
	p, err := newProposal(ProposalPayload{Sequence: height, Round: round, Block: block}, h.building.roundChanges, nil)
	if err == nil {
		p.derived.prepare()
		err = h.rules(round, &m.self).checkWith(block, p.derived.body) // peers of this process find the body checked
	}
	if err != nil {
		return fmt.Errorf("propose height %d round %d: own block: %w", height, round, err)
	}
	h.building = nil
	return m.propose(p, true)
}

// propose signs and sends a proposal for the current round. built says that this process executed the block itself.
func (m *Machine) propose(p *Proposal, built bool) error {
	h, _, err := p.signed()
	if err != nil {
		return err
	}
	if p.Signature, err = signHash(m.signer, CodeProposal, h); err != nil {
		return err
	}
	m.send(p)
	return m.acceptProposal(p, built)
}

func (m *Machine) onProposal(p *Proposal, author common.Address) error {
	h := m.h
	if p.Round() < h.round {
		return fmt.Errorf("%w: now in round %d", ErrOldRound, h.round)
	}
	proposer := h.proposer(p.Round())
	if author != proposer {
		return fmt.Errorf("%w: that is %s", ErrNotProposer, proposer)
	}
	if r := h.rounds[p.Round()]; r != nil && r.proposal != nil {
		return m.contradiction(author, r.proposal, p)
	}
	if r := h.rounds[p.Round()]; r != nil && r.contradictsOwn(m.self, p.Digest()) {
		return fmt.Errorf("%w: before its restart this validator prepared %s", ErrEquivocation, r.prepares[m.self].Digest())
	}
	supporters, err := m.checkJustified(p)
	if err != nil {
		return err
	}
	for _, a := range supporters {
		h.see(a, p.Round())
	}
	h.started = true
	if p.Round() > h.round {
		m.enter(p.Round()) // justified by a quorum that is there already: no round-change of ours is needed
	}
	return m.acceptProposal(p, false)
}

// checkJustified checks that a proposal may be made by its round's proposer, and returns whose round-changes it carries.
func (m *Machine) checkJustified(p *Proposal) (supporters []common.Address, err error) {
	prepared, supporters, err := m.recover.justifyProposal(m.h.set, p)
	if err != nil {
		return nil, err
	}
	proposer := m.h.proposer(p.Round())
	rules := m.h.rules(p.Round(), &proposer)
	if prepared {
		rules.proposer = nil
	}
	d, err := p.derivation()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidProposal, err)
	}
	return supporters, rules.checkWith(d.of.Block, d.body)
}

// acceptProposal takes a justified proposal for the current round: the first one counts, whatever comes of it.
func (m *Machine) acceptProposal(p *Proposal, built bool) error {
	r := m.h.at(p.Round())
	chain, err := chainHashOf(p.Payload.Block)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInvalidProposal, err)
	}
	r.proposal, r.chain = p, chain
	if built || m.h.verified[chain] {
		return m.settle(r)
	}
	m.out.Verify = append(m.out.Verify, VerifyRequest{
		Height: m.h.number, Round: p.Round(), Digest: p.Digest(), Parent: m.h.parent, Block: p.Payload.Block,
	})
	return nil
}

// Verified answers a VerifyRequest; invalid is nil if the block is good. A bad block costs its proposer the round.
func (m *Machine) Verified(req VerifyRequest, invalid error) error {
	h := m.h
	if h == nil || h.number != req.Height || h.decided != nil {
		return fmt.Errorf("verified height %d round %d: %w", req.Height, req.Round, ErrStale)
	}
	// A past round can't be answered any more, prune has forgotten it: preparing there would break the word given in a
	// round-change.
	r := h.rounds[req.Round]
	if r == nil || r.proposal == nil || r.proposal.Digest() != req.Digest || r.verdict != unverified {
		return fmt.Errorf("verified height %d round %d: %w", req.Height, req.Round, ErrStale)
	}
	if invalid != nil {
		r.verdict = rejected
		return nil // a bad block is the proposer's failure, not the caller's
	}
	return m.settle(r)
}

// settle marks the proposal of the current round as good and does what follows from it.
func (m *Machine) settle(r *roundState) error {
	r.verdict = accepted
	m.h.verified[r.chain] = true
	if err := m.sendPrepare(r); err != nil {
		return err
	}
	if err := m.checkPrepared(r); err != nil {
		return err
	}
	return m.checkCommitted(r)
}

func (m *Machine) sendPrepare(r *roundState) error {
	if r.prepares[m.self] != nil {
		return nil // the same, signed before a restart: see contradictsOwn
	}
	p := &Prepare{Payload: PreparePayload{Sequence: m.h.number, Round: m.h.round, Digest: r.proposal.Digest()}}
	var err error
	if p.Signature, err = signPayload(m.signer, CodePrepare, &p.Payload); err != nil {
		return err
	}
	r.prepares[m.self] = p
	m.send(p)
	return nil
}

func (m *Machine) onPrepare(p *Prepare, author common.Address) error {
	h := m.h
	if p.Round() < h.round {
		return fmt.Errorf("%w: now in round %d", ErrOldRound, h.round)
	}
	if r := h.rounds[p.Round()]; r != nil && r.prepares[author] != nil {
		return m.contradiction(author, r.prepares[author], p)
	}
	if err := h.admit(author, p.Round()); err != nil {
		return err
	}
	r := h.at(p.Round())
	r.prepares[author] = p
	if p.Round() != h.round {
		return nil
	}
	return m.checkPrepared(r)
}

// checkPrepared sends the commit once a quorum has prepared the accepted proposal of the current round. Only of the
// current round: after asking for a later one this validator has said what it had prepared, and may not add to it.
func (m *Machine) checkPrepared(r *roundState) error {
	if r.verdict != accepted || r.commits[m.self] != nil {
		return nil
	}
	digest := r.proposal.Digest()
	prepares := preparesFor(m.h.set, r, digest)
	if len(prepares) < m.h.set.Quorum() {
		return nil
	}
	m.h.prepared = &certificate{
		round: m.h.round, digest: digest, block: r.proposal.Payload.Block, prepares: prepares,
	}
	seal, err := m.signer.Sign(digest)
	if err != nil {
		return fmt.Errorf("%w: seal: %w", ErrSigner, err)
	}
	c := &Commit{Payload: CommitPayload{Sequence: m.h.number, Round: m.h.round, Digest: digest, Seal: seal}}
	if c.Signature, err = signPayload(m.signer, CodeCommit, &c.Payload); err != nil {
		return err
	}
	r.commits[m.self] = c
	m.send(c)
	return m.checkCommitted(r)
}

// preparesFor lists the prepares for a digest in the order of the set.
func preparesFor(set *Set, r *roundState, digest common.Hash) []*Prepare {
	var ps []*Prepare
	for _, a := range set.members {
		if p := r.prepares[a]; p != nil && p.Digest() == digest {
			ps = append(ps, p)
		}
	}
	return ps
}

func (m *Machine) onCommit(c *Commit, author common.Address) error {
	h := m.h
	if c.Round() < h.round && h.rounds[c.Round()] == nil {
		return fmt.Errorf("%w: now in round %d", ErrOldRound, h.round)
	}
	if err := m.checkSeal(c, author); err != nil {
		return err
	}
	if r := h.rounds[c.Round()]; r != nil && r.commits[author] != nil {
		return m.contradiction(author, r.commits[author], c)
	}
	if err := h.admit(author, c.Round()); err != nil {
		return err
	}
	r := h.at(c.Round())
	r.commits[author] = c
	return m.checkCommitted(r)
}

// checkSeal demands that a commit's seal is its author's for the block that the commit names.
func (m *Machine) checkSeal(c *Commit, author common.Address) error {
	sealer, err := m.recover(c.Digest(), c.Payload.Seal)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadSeal, err)
	}
	if sealer != author {
		return fmt.Errorf("%w: it is by %s, or for another block", ErrBadSeal, sealer)
	}
	return nil
}

// checkCommitted decides the height when a quorum has committed to a proposal that this validator found good.
func (m *Machine) checkCommitted(r *roundState) error {
	if r.verdict != accepted || m.h.decided != nil {
		return nil
	}
	var seals [][]byte // one a validator: commits are kept by author, and a seal is its author's
	for _, c := range r.commits {
		if c.Digest() == r.proposal.Digest() {
			seals = append(seals, c.Payload.Seal)
		}
	}
	if len(seals) < m.h.set.Quorum() {
		return nil
	}
	sealed, err := m.seal(r.proposal.Payload.Block, seals)
	if err != nil {
		return err
	}
	m.h.decided = sealed
	m.out.Decided = sealed
	m.out.Build, m.out.Timer = nil, nil
	return nil
}
