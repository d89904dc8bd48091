package inspect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// States of a lane that is read from the chains. No relayer's is known.
const (
	laneOpen    = "open"
	lanePaused  = "paused"
	laneUnknown = "unknown" // the error says why
)

// Status reads how the bridge stands. What cannot be read is said beside what can:
// it fails only when there is nothing to look at.
func (d *Direct) Status(ctx context.Context) (*Status, error) {
	s := &Status{Source: FromChain, From: d.from(), At: d.Now().UTC(), Signers: []SignerState{}, Notes: []string{}}
	ids := d.chainIDs()
	s.Chains, s.Lanes = make([]ChainState, len(ids)), make([]LaneState, len(d.Look.Lanes))
	sets, told := make([]messages.SignerSet, len(d.Look.Lanes)), make([][]bus.Told, len(d.Look.Lanes))
	whys := make([]error, len(d.Look.Lanes))
	lanes := slices.Clone(d.Look.Lanes)
	slices.SortFunc(lanes, func(a, b messages.Lane) int {
		if a.SourceChain != b.SourceChain {
			return cmpUint(a.SourceChain, b.SourceChain)
		}
		return cmpUint(a.TargetChain, b.TargetChain)
	})
	var reading sync.WaitGroup
	for i, id := range ids {
		reading.Go(func() { s.Chains[i] = d.chainState(ctx, id) })
	}
	for i, lane := range lanes {
		reading.Go(func() { s.Lanes[i], sets[i] = d.laneState(ctx, lane) })
		if d.Answers != nil {
			reading.Go(func() {
				told[i], whys[i] = d.Answers(ctx, lane.ID())
				told[i] = append([]bus.Told{}, told[i]...) // none is not the same as not asked
			})
		}
	}
	reading.Wait()
	if d.Answers == nil {
		s.Notes = append(s.Notes, "answers of signers are not shown: "+d.NoAnswers)
	}
	for i, err := range whys {
		if err == nil {
			continue
		}
		told[i] = nil
		note := "answers of signers are not shown: " + err.Error()
		if !slices.Contains(s.Notes, note) { // most often it is the same for all lanes
			s.Notes = append(s.Notes, note)
		}
	}
	s.Signers = signerStates(lanes, sets, told)
	return s, nil
}

func cmpUint(a, b uint64) int {
	if a < b {
		return -1
	}
	return 1
}

func (d *Direct) chainState(ctx context.Context, id uint64) ChainState {
	c := ChainState{ID: Number(id), Accounts: []AccountState{}}
	look := d.Look.Chains[id]
	finder, err := d.finder(id)
	if err != nil {
		c.Error = err.Error()
		return c
	}
	heads, err := finder.Heads(ctx)
	if err != nil {
		c.Error = err.Error()
		return c
	}
	c.Latest = &Head{Number: Number(heads.Latest.Number), At: heads.Latest.At(), Word: Hearsay}
	if heads.Final != nil {
		c.Final = &Head{Number: Number(heads.Final.Number), At: heads.Final.At(), Word: Hearsay}
	}
	if c.Proven, err = d.provenHead(ctx, look); err != nil {
		c.Error = "light client: " + err.Error()
	}
	if look.Account != (common.Address{}) {
		account := AccountState{Address: look.Account.Hex()}
		if balance, err := finder.Balance(ctx, look.Account); err != nil {
			c.Error = err.Error()
		} else {
			account.BalanceWei = balance.String()
			account.Low = low(account.BalanceWei, d.LowEther)
		}
		c.Accounts = append(c.Accounts, account)
	}
	return c
}

// provenHead has the chain's light client verify the newest final header.
func (d *Direct) provenHead(ctx context.Context, look *daemon.LookChain) (*Head, error) {
	if d.Prove <= 0 || look.Light == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.Prove)
	defer cancel()
	final, err := look.Light.Update(ctx)
	if err != nil {
		return nil, err
	}
	word := Proven
	if look.Quorum {
		word = Agreed
	}
	return &Head{Number: Number(final.Header().Number), At: unixTime(final.Header().Time), Word: word}, nil
}

func (d *Direct) laneState(ctx context.Context, lane messages.Lane) (LaneState, messages.SignerSet) {
	l := LaneState{Name: lane.String(), ID: lane.ID().String(), State: laneUnknown, Word: Hearsay}
	fail := func(err error) (LaneState, messages.SignerSet) {
		l.Error = err.Error()
		return l, messages.SignerSet{}
	}
	source, err := d.finder(lane.SourceChain)
	if err != nil {
		return fail(err)
	}
	target, err := d.finder(lane.TargetChain)
	if err != nil {
		return fail(err)
	}
	inbox, err := target.Inbox(ctx, lane.SourceChain)
	if err != nil {
		return fail(err)
	}
	if want := d.Look.Chains[lane.TargetChain].Deployment.InboxID; inbox.ID != want || inbox.Lane != lane.ID() {
		return fail(fmt.Errorf("the target serves lane %s of inbox %s, want %s of %s: another deployment", inbox.Lane, inbox.ID, lane.ID(), want))
	}
	delivered := Number(inbox.Position.Nonce)
	l.State, l.Delivered = laneOpen, &delivered
	if inbox.Paused {
		l.State, l.Error = lanePaused, "on the target: its owner has to resume it"
	}
	d.readPending(ctx, &l, lane, source)
	if l.Proven, err = d.provenNonce(ctx, lane); err != nil {
		l.Error = "proof of the lane: " + err.Error()
	}
	set, err := target.SignerSet(ctx, inbox.Verifier)
	if err != nil {
		l.Error = err.Error()
		return l, messages.SignerSet{}
	}
	l.Epoch, l.Threshold, l.SignerCount = Number(set.Epoch), set.Threshold, len(set.Signers)
	return l, set
}

// provenNonce shows how far the lane is proven on its source: the light client verifies
// a final header, and an endpoint's proof has to hold under it.
func (d *Direct) provenNonce(ctx context.Context, lane messages.Lane) (*Number, error) {
	look := d.Look.Chains[lane.SourceChain]
	if d.Prove <= 0 || look.Light == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.Prove)
	defer cancel()
	final, err := look.Light.Update(ctx)
	if err != nil {
		return nil, nil // the chain's line says so
	}
	var faults []error
	for _, endpoint := range look.Endpoints {
		proof, err := evm.NewSource(endpoint).LaneProof(ctx, lane, final)
		if err == nil {
			var position messages.Position
			if position, err = observe.VerifyLane(lane, look.Deployment.OutboxCodeHash, final, proof); err == nil {
				nonce := Number(position.Nonce)
				return &nonce, nil
			}
		}
		faults = append(faults, fmt.Errorf("%s: %w", endpoint.Name(), err))
	}
	return nil, errors.Join(faults...)
}

// readPending reads how many messages wait, and since when the oldest does.
func (d *Direct) readPending(ctx context.Context, l *LaneState, lane messages.Lane, source *evm.Finder) {
	sent, err := source.Sent(ctx, lane.TargetChain)
	if err != nil {
		l.Error = err.Error()
		return
	}
	number, pending := Number(sent), Number(0)
	l.Sent, l.Pending = &number, &pending
	if number <= *l.Delivered { // the two chains are read one after the other
		return
	}
	pending = number - *l.Delivered
	oldest, err := source.SentAs(ctx, lane.TargetChain, uint64(*l.Delivered)+1)
	switch {
	case err != nil:
		l.Error = err.Error()
	case oldest != nil:
		l.OldestPendingSeconds = max(0, d.Now().Sub(unixTime(oldest.Message.Timestamp)).Seconds())
	}
}

// signerStates says of each signer of the sets when it last answered, and what. Where
// the answers on a lane are nil they were not to be had. It is pure.
func signerStates(lanes []messages.Lane, sets []messages.SignerSet, told [][]bus.Told) []SignerState {
	states := []SignerState{}
	at := map[common.Address]int{}
	for i, set := range sets {
		for _, signer := range set.Signers {
			place, known := at[signer]
			if !known {
				place = len(states)
				at[signer] = place
				states = append(states, SignerState{Address: signer.Hex(), Lanes: []string{}})
			}
			s := &states[place]
			if told[i] != nil {
				s.Source = FromBus
			}
			s.Lanes = append(s.Lanes, lanes[i].String())
			for j := range told[i] {
				one := &told[i][j]
				if one.Claim || one.Answer.Signer() != signer || !one.At.After(s.Seen) {
					continue
				}
				s.take(one)
			}
		}
	}
	slices.SortFunc(states, func(a, b SignerState) int {
		return common.HexToAddress(a.Address).Cmp(common.HexToAddress(b.Address))
	})
	return states
}

// take notes a signer's answer. An approval that it did not sign is no word of its.
func (s *SignerState) take(told *bus.Told) {
	answer := &told.Answer
	if answer.Approval != nil {
		if answer.Approval.Verify() == nil {
			s.Seen, s.Answer, s.Reason, s.Detail = told.At, SignerApproved, "", ""
		}
		return
	}
	s.Seen, s.Answer, s.Reason, s.Detail = told.At, SignerRefused, string(answer.Refusal.Reason), answer.Refusal.Detail
}
