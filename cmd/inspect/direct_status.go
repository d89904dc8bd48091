package inspect

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"

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
	for _, id := range ids {
		if err := d.Look.Chains[id].AccountErr; err != nil {
			s.Notes = append(s.Notes, fmt.Sprintf("balance on chain %d is not shown: %v", id, err))
		}
	}
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
