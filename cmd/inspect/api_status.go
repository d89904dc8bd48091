package inspect

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/api"
)

// Status asks the relayer how the bridge stands. Accounts with less than lowEther are
// marked; 0 marks none.
func (a *API) Status(ctx context.Context, lowEther float64, now time.Time) (*Status, error) {
	var told api.Status
	if err := a.get(ctx, "/v1/status", nil, &told); err != nil {
		return nil, err
	}
	s := tellStatus(&told, lowEther)
	s.From, s.At = a.Address(), now.UTC()
	return s, nil
}

// tellStatus turns what a relayer says into a status's words. It is pure.
func tellStatus(told *api.Status, lowEther float64) *Status {
	s := &Status{Source: FromAPI, Chains: []ChainState{}, Lanes: []LaneState{}, Signers: []SignerState{}, Notes: []string{},
		Relayer: &RelayerState{Version: told.Version, UptimeSeconds: told.UptimeSeconds, Ready: told.Ready, Reason: told.Reason}}
	for i := range told.Chains {
		c := &told.Chains[i]
		// What its light client has verified is final; of endpoints that call more final it
		// does not tell.
		chain := ChainState{ID: Number(c.ID), Latest: tellHead(c.Latest), Final: tellHead(c.Final), Proven: tellHead(c.Final), Accounts: []AccountState{}, Error: c.Error}
		if c.Account != nil {
			chain.Accounts = append(chain.Accounts, AccountState{Address: c.Account.Address.Hex(), BalanceWei: c.Account.BalanceWei, Low: low(c.Account.BalanceWei, lowEther)})
			if chain.Error == "" {
				chain.Error = c.Account.Trouble
			}
		}
		s.Chains = append(s.Chains, chain)
	}
	names := map[messages.LaneID]string{}
	for i := range told.Lanes {
		l := &told.Lanes[i]
		names[l.ID] = l.Name
		proven, delivered, pending := Number(l.Proven.Nonce), Number(l.Delivered.Nonce), Number(l.Pending)
		s.Lanes = append(s.Lanes, LaneState{
			Name: l.Name, ID: l.ID.String(), State: string(l.State), Since: l.Since, Error: l.Error, Proven: &proven, Delivered: &delivered,
			Pending: &pending, OldestPendingSeconds: l.OldestPendingSeconds, Epoch: Number(l.Epoch), Threshold: l.Threshold, SignerCount: len(l.Signers), Word: Relayer,
		})
	}
	// Read directly they come in this order too.
	slices.SortFunc(s.Lanes, func(a, b LaneState) int { return strings.Compare(a.Name, b.Name) })
	for i := range told.Signers {
		one := &told.Signers[i]
		signer := SignerState{Address: one.Address.Hex(), Lanes: []string{}, Seen: one.Seen, Approved: Number(one.Approved), Refused: Number(one.Refused), Source: FromAPI}
		for _, lane := range one.Lanes {
			name := names[lane]
			if name == "" {
				name = lane.String()
			}
			signer.Lanes = append(signer.Lanes, name)
		}
		slices.Sort(signer.Lanes)
		if r := one.LastRefusal; r != nil && !r.At.Before(one.Seen) {
			signer.Answer, signer.Reason, signer.Detail = SignerRefused, string(r.Reason), r.Detail
		} else if one.Approved > 0 {
			signer.Answer = SignerApproved
		}
		s.Signers = append(s.Signers, signer)
	}
	return s
}

func tellHead(h *api.Head) *Head {
	if h == nil {
		return nil
	}
	return &Head{Number: Number(h.Number), At: h.Time, Word: Relayer}
}

// low reports whether a balance is below a level. One that is not known is not.
func low(wei string, lowEther float64) bool {
	if len(wei) > 80 {
		return false
	}
	balance, ok := new(big.Int).SetString(wei, 10)
	if !ok || lowEther <= 0 {
		return false
	}
	level, _ := new(big.Float).Mul(big.NewFloat(lowEther), big.NewFloat(1e18)).Int(nil)
	return balance.Cmp(level) < 0
}
