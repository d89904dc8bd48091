package consensus

import (
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

func (s *simulation) agree(n *simNode, sealed *types.Header) {
	hash, err := qbft.OnChainHash(sealed)
	if err != nil {
		s.tb.Fatal(err)
	}
	height := sealed.Number.Uint64()
	if other, known := s.final[height]; known && other != hash {
		s.fail("agreement is broken at height %d: %s has %s, somebody else %s", height, n, s.names[hash], s.names[other])
	}
	s.final[height] = hash
	if s.invalid[hash] {
		s.fail("%s has block %s at height %d, which is not valid", n, s.names[hash], height)
	}
}

// checkSealed holds a sealed header to the light client's rules: the set that was due, and a quorum of its seals.
func (s *simulation) checkSealed(h *types.Header, set []common.Address) {
	x, err := qbft.DecodeExtra(h.Extra)
	if err != nil {
		s.fail("block %d: %v", h.Number, err)
		return
	}
	digest, err := qbft.CommittedSealHash(h)
	if err != nil {
		s.tb.Fatal(err)
	}
	if !slices.Equal(x.Validators, set) {
		s.fail("block %d lists validators %v, want %v", h.Number, x.Validators, set)
	}
	var seen []common.Address
	for _, seal := range x.Seals {
		a, err := s.keys.recover(digest, seal)
		if err != nil || !slices.Contains(set, a) || slices.Contains(seen, a) {
			s.fail("block %d: seal by %s, twice %t (%v)", h.Number, a, slices.Contains(seen, a), err)
			return
		}
		seen = append(seen, a)
	}
	if len(seen) < quorumOf(len(set)) {
		s.fail("block %d has %d seals of %d validators, want %d", h.Number, len(seen), len(set), quorumOf(len(set)))
	}
}

// checkChains follows the longest chain from block 0: each header has to list the set that the votes before it make,
// counted here once more, and to be sealed by it.
func (s *simulation) checkChains() {
	longest := s.nodes[0].ledger
	for _, n := range s.nodes {
		if n.ledger.height() > longest.height() {
			longest = n.ledger
		}
	}
	x, err := qbft.DecodeExtra(s.genesis.Extra)
	if err != nil {
		s.tb.Fatal(err)
	}
	set, ballots := x.Validators, make(map[common.Address]map[common.Address]bool)
	for _, h := range longest.headers[1:] {
		s.checkSealed(h, set)
		if x, err = qbft.DecodeExtra(h.Extra); err != nil {
			s.tb.Fatal(err)
		}
		if h.Number.Uint64()%s.plan.epoch == 0 {
			clear(ballots)
		} else if x.Vote != nil {
			set = count(set, ballots, h.Coinbase, x.Vote)
		}
	}
	s.changes += changesOf(longest)
}

// count is a plain count of votes: what more than half of the set want about an address happens.
func count(set []common.Address, ballots map[common.Address]map[common.Address]bool, voter common.Address, v *qbft.Vote) []common.Address {
	if ballots[v.Recipient] == nil {
		ballots[v.Recipient] = make(map[common.Address]bool)
	}
	ballots[v.Recipient][voter] = v.Add
	agree := 0
	for _, add := range ballots[v.Recipient] {
		if add == v.Add {
			agree++
		}
	}
	if 2*agree <= len(set) {
		return set
	}
	delete(ballots, v.Recipient)
	if slices.Contains(set, v.Recipient) == v.Add {
		return set
	}
	if v.Add {
		set = append(slices.Clone(set), v.Recipient)
		slices.SortFunc(set, common.Address.Cmp)
		return set
	}
	for _, b := range ballots {
		delete(b, v.Recipient)
	}
	return slices.DeleteFunc(slices.Clone(set), func(a common.Address) bool { return a == v.Recipient })
}

// changesOf counts how often the set changed along a chain.
func changesOf(l *simLedger) int {
	changes, last := 0, 0
	for _, h := range l.headers {
		if x, err := qbft.DecodeExtra(h.Extra); err == nil && len(x.Validators) != last {
			changes, last = changes+1, len(x.Validators)
		}
	}
	return changes - 1
}

// checkLightClient lets the light client follow the longest chain, header by header; it wants real signatures.
func (s *simulation) checkLightClient() error {
	hash, err := qbft.OnChainHash(s.genesis)
	if err != nil {
		return err
	}
	trusted, err := qbft.TrustAnchor(s.genesis, lightclient.Anchor{Hash: hash}, qbft.DefaultParams())
	if err != nil {
		return err
	}
	now := time.Unix(int64(s.genesis.Time), 0)
	for _, n := range s.nodes {
		state := trusted
		for _, h := range n.ledger.headers[1:] {
			if state, err = qbft.Verify(state, []*types.Header{h}, now, qbft.DefaultParams()); err != nil {
				return fmt.Errorf("%s: block %d: %w", n, h.Number, err)
			}
		}
	}
	return nil
}
