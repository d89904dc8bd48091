package beacon

import (
	"context"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// contradicts looks whether an update, which is not newer than what s holds, finalizes
// another branch, and freezes the client if it does. An error says why the update proves
// nothing; there is none if it is on our branch, or of too long ago to tell.
func (c *Client) contradicts(ctx context.Context, s *state, u *LightClientUpdate) error {
	if s.basis != byFinality || !u.isFinalityUpdate() {
		return nil // what an operator vouches for, nobody has to have signed
	}
	if u.FinalizedHeader.Beacon.Slot == s.final.Beacon.Slot {
		return c.compareUpdates(ctx, s, s.proof, u)
	}
	theirs, header, err := c.shownExecution(ctx, &u.FinalizedHeader)
	if err != nil {
		return err
	}
	if !s.remembersOther(theirs) {
		return nil
	}
	return c.keeper.FreezeOn(c.conflictAt(s, theirs, u, headersOf(header)))
}

// compareUpdates freezes the client if both updates are true and exclude each other.
func (c *Client) compareUpdates(ctx context.Context, s *state, ours, theirs *LightClientUpdate) error {
	conflict, err := c.net.FindConflict(s.signed(c.net, ours), s.signed(c.net, theirs))
	if conflict == nil {
		return err
	}
	// That both are signed is proven by what we have; their execution blocks are shown to
	// whom it helps, and named by their hashes if no node has them.
	evidence, err := conflict.Evidence(c.net, c.describe(ctx, s, &ours.FinalizedHeader), c.describe(ctx, s, &theirs.FinalizedHeader))
	if err != nil {
		return err
	}
	return c.keeper.Freeze(evidence)
}

func (c *Client) describe(ctx context.Context, s *state, final *LightClientHeader) lightclient.Header {
	if final.ExecutionBlockHash() == s.released.Hash {
		return s.released
	}
	h, _, err := c.shownExecution(ctx, final)
	if err != nil {
		return lightclient.Header{Hash: final.ExecutionBlockHash(), Number: s.released.Number}
	}
	return h
}

// shownExecution returns the execution block of a finalized header, from the header itself
// or else from whichever execution node has it.
func (c *Client) shownExecution(ctx context.Context, final *LightClientHeader) (lightclient.Header, *types.Header, error) {
	h, err := executionOf(final, nil)
	if err == nil {
		return h, nil, nil
	}
	order, _ := c.executors.Order()
	for _, i := range order {
		header, failed := c.executionHeader(ctx, i, final.ExecutionBlockHash())
		if failed != nil {
			continue
		}
		if h, failed = executionOf(final, header); failed == nil {
			return h, header, nil
		}
	}
	return lightclient.Header{}, nil, err
}

// conflictAt makes a ConflictError of two finalized branches that have different blocks at
// the height of meets: ours by s, theirs by an update and the execution headers from the
// block that it finalizes down to meets. An error of another kind says why this is no
// proof.
func (c *Client) conflictAt(s *state, meets lightclient.Header, theirs *LightClientUpdate, headers []*types.Header) error {
	notLinked := fmt.Errorf("%w: block %d is %s on its branch, another one than what is final", lightclient.ErrNotLinked, meets.Number, meets.Hash)
	if s.basis != byFinality || theirs == nil {
		return notLinked
	}
	trusted, ours := s.released, headersOf(s.execution)
	for number := s.released.Number; number > meets.Number; number-- {
		ours = append(ours, s.at(number-1)) // down to one that was compared
	}
	if n := len(ours); n > 1 {
		var err error
		if trusted, err = lightclient.ReadHeader(ours[n-1]); err != nil {
			return err
		}
	}
	evidence := &lightclient.Evidence{ChainID: c.net.ChainID, Number: meets.Number, Trusted: trusted, Conflicting: meets}
	sides := [2]testimony{{s.signed(c.net, s.proof), ours}, {s.signed(c.net, theirs), headers}}
	raw := [2]*[]byte{&evidence.RawTrusted, &evidence.RawConflicting}
	for i := range sides {
		var err error
		if *raw[i], err = sides[i].encode(c.net.Preset); err != nil {
			return err
		}
	}
	// What anybody can check again is what we believe ourselves.
	if err := c.net.CheckEvidence(evidence); err != nil {
		return err
	}
	// Whoever breaks the rules could else pad headers, so that no store holds the evidence. The
	// signed update remains, which is what has to be explained.
	for i := range sides {
		if len(*raw[i]) <= lightclient.MaxStateBytes {
			continue
		}
		sides[i].headers = nil
		var err error
		if *raw[i], err = sides[i].encode(c.net.Preset); err != nil {
			return err
		}
	}
	return &lightclient.ConflictError{Evidence: evidence}
}

// askForCommittee asks the other providers for the update that brought the next committee,
// once a period: two that are signed and finalized exclude each other.
func (c *Client) askForCommittee(ctx context.Context, primary int, next *state) error {
	if next.next == nil || next.next == c.state.next {
		return nil
	}
	hurried, cancel := context.WithTimeout(ctx, c.cfg.WitnessTimeout)
	defer cancel()
	period := c.net.Preset.PeriodAt(next.next.AttestedHeader.Beacon.Slot)
	answers := make([][]*LightClientUpdate, len(c.cfg.Providers))
	var wg sync.WaitGroup
	for i := range c.cfg.Providers {
		if i == primary || c.beacons.Rests(i) {
			continue
		}
		wg.Go(func() {
			updates, err := c.updates(hurried, i, period, 1)
			if err == nil { // whoever lags or fails is found out by what it says is final
				answers[i] = updates
			}
		})
	}
	wg.Wait()
	for i, updates := range answers {
		if len(updates) == 0 || updates[0].NextSyncCommittee.Equal(&next.next.NextSyncCommittee) {
			continue
		}
		err := c.compareUpdates(ctx, next, next.next, updates[0])
		if lightclient.IsFrozen(err) {
			return err
		}
		if err != nil {
			c.log.Warn("witness has another committee, which is not to be believed", "err", c.beacons.Blame(ctx, i, err))
		}
	}
	return nil
}
