package qbft_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func TestAttackLyingSetProofs(t *testing.T) {
	strangers := qbfttest.Keys(t, "strangers", 4)
	far := errors.New("state is not available")
	tests := map[string]struct {
		lie    func(s *script, honest qbft.SetProof) (qbft.SetProof, error)
		reason error
		text   string
	}{
		"none":     {func(*script, qbft.SetProof) (qbft.SetProof, error) { return qbft.SetProof{}, nil }, lightclient.ErrMalformed, "got proofs of 0 slots, want 5"},
		"an error": {func(*script, qbft.SetProof) (qbft.SetProof, error) { return qbft.SetProof{}, far }, lightclient.ErrUnavailable, "not available"},
		"a slot too many": {func(_ *script, p qbft.SetProof) (qbft.SetProof, error) {
			p.Storage = append(p.Storage, nil)
			return p, nil
		}, lightclient.ErrMalformed, "got proofs of 6 slots"},
		"broken nodes":      {func(_ *script, p qbft.SetProof) (qbft.SetProof, error) { p.Account[0][3] ^= 1; return p, nil }, lightclient.ErrProof, "account proof"},
		"of an older state": {func(s *script, p qbft.SetProof) (qbft.SetProof, error) { return s.chain.AnchorProof(11), nil }, lightclient.ErrProof, "account proof"},
		"of another chain": {func(s *script, p qbft.SetProof) (qbft.SetProof, error) {
			return qbfttest.NewBy(t, inContract, genesisTime, strangers).AnchorProof(0), nil
		}, lightclient.ErrProof, "account proof"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newContractScript(t)
			store := s.store()
			s.mustReach(s.open(store, nil), 12)
			c := s.open(store, nil) // which asks for all of the set, since it knows no storage root
			s.chain.Grow(1)
			s.show()
			for _, e := range s.endpoints {
				e.LieOnSets(func(_ context.Context, honest qbft.SetProof) (qbft.SetProof, error) { return test.lie(s, honest) })
			}
			s.mustFail(c, test.reason, test.text)
			s.endpoints[2].LieOnSets(nil)
			s.mustReach(c, 13)
		})
	}
}

// Where only the account is asked for, because its storage should be as it was, the
// answer is one about this state, and not another.
func TestAttackUnchangedSet(t *testing.T) {
	strangers := qbfttest.Keys(t, "strangers", 4)
	tests := map[string]struct {
		lie  func(s *script, honest qbft.SetProof) qbft.SetProof
		text string
	}{
		"of an older state": {func(s *script, p qbft.SetProof) qbft.SetProof {
			return qbft.SetProof{Account: s.chain.AnchorProof(11).Account}
		}, "account proof"},
		"none":        {func(*script, qbft.SetProof) qbft.SetProof { return qbft.SetProof{} }, "account proof"},
		"with a slot": {func(_ *script, p qbft.SetProof) qbft.SetProof { p.Storage = append(p.Storage, nil); return p }, "got proofs of 1 slots, want 0"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newContractScript(t)
			c := s.open(nil, nil)
			s.mustReach(c, 12)
			s.chain.Grow(1)
			s.chain.Add(qbfttest.Block{Keys: strangers})
			s.show()
			for _, e := range s.endpoints {
				e.LieOnSets(func(_ context.Context, honest qbft.SetProof) (qbft.SetProof, error) { return test.lie(s, honest), nil })
			}
			if _, err := c.Update(context.Background()); err == nil || !strings.Contains(err.Error(), test.text) {
				t.Errorf("update: %v, want %q", err, test.text)
			}
		})
	}
}

// However long the array says that it is, we ask for so many elements and no more.
func TestAttackHugeContractSet(t *testing.T) {
	for _, length := range []common.Hash{{30: 3, 31: 233}, {30: 4}, {28: 1}, {23: 1, 31: 4}, common.MaxHash} {
		s := newContractScript(t)
		c := s.open(nil, nil)
		s.mustReach(c, 12)
		contract := qbfttest.Contract()
		s.chain.Add(qbfttest.Block{World: func(accounts map[common.Address]*qbfttest.Account) {
			accounts[contract.Address].Storage[contract.Slot] = length
		}})
		s.chain.Grow(1)
		s.show()
		s.mustFail(c, lightclient.ErrProof, "validators, at most 1000 are allowed")
		if got := s.endpoints[0].Slots(); got > 1+qbft.MaxValidators {
			t.Errorf("asked for %d slots of an array of length %s", got, length)
		}
	}
}

// A rival branch whose validators nobody proves any more freezes nothing.
func TestAttackRivalWithoutState(t *testing.T) {
	s := newContractScript(t)
	store := s.store()
	c := s.open(store, nil)
	s.mustReach(c, 12)
	rival := s.chain.Fork(12)
	rival.Add(qbfttest.Block{Label: "rival"})
	s.Grow(1)
	s.endpoints[2].Show(rival)
	s.endpoints[2].LieOnSets(func(context.Context, qbft.SetProof) (qbft.SetProof, error) {
		return qbft.SetProof{}, lightclient.ErrNoSuchHeader
	})
	s.mustReach(c, 13)
	if evidence, err := store.Evidence(); evidence != nil || err != nil {
		t.Errorf("evidence: %+v, %v, want none", evidence, err)
	}
	s.Grow(1)
	s.endpoints[2].LieOnSets(nil)
	rival.Grow(1)
	s.endpoints[2].Show(rival)
	s.mustFreezeWith(c, 14)
}
