package rpcquorum

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TestQuorumLessOneCannotForge: k-1 of n lie in unison, on a forged header above the honest head
// that they all call final.
func TestQuorumLessOneCannotForge(t *testing.T) {
	s := newScene(t, 3, 5)
	forged := s.honest.grow(1, "forged")
	s.serve(forged, forged)
	s.mustReach(s.honest, 30)
	s.mustReach(s.honest, 30)
}

// TestQuorumOfLiarsIsTheLimit: the documented limit, so that nobody takes this package for more
// than it is.
func TestQuorumOfLiarsIsTheLimit(t *testing.T) {
	s := newScene(t, 3, 5)
	forged := s.honest.grow(1, "forged")
	s.serve(forged, forged, forged)
	s.mustReach(forged, 31)
}

// TestForgedAtHonestHeight: k-1 liars and fewer than k honest endpoints at one height are no quorum
// for either; what said whom is told.
func TestForgedAtHonestHeight(t *testing.T) {
	s := newScene(t, 3, 4)
	s.mustReach(s.honest, 30)
	grown, forged := s.honest.grow(1, "honest"), s.honest.grow(1, "forged")
	s.serve(grown, grown, forged, forged)
	s.mustReject(lightclient.ErrDisagreement, "header 31", "want 3 of 4",
		"node-0: final 31, header "+grown.head().Hash().Hex(), "node-3: final 31, header "+forged.head().Hash().Hex())
	var disagreement *DisagreementError
	_, err := s.Update(context.Background())
	if !errors.As(err, &disagreement) || disagreement.Quorum != 3 || len(disagreement.Answers) != 4 ||
		disagreement.Answers[1].Hash != grown.head().Hash() || disagreement.Answers[2].Hash != forged.head().Hash() {
		t.Fatalf("got %+v, want who said what", disagreement)
	}
}

// TestOneByteApartIsNotAgreement: agreement is of all bytes, not of the number, the roots, or a
// hash field.
func TestOneByteApartIsNotAgreement(t *testing.T) {
	for name, change := range map[string]func(*types.Header){
		"extra":        func(h *types.Header) { h.Extra[0] ^= 1 },
		"state root":   func(h *types.Header) { h.Root[31] ^= 1 },
		"receipt root": func(h *types.Header) { h.ReceiptHash[31] ^= 1 },
		"bloom":        func(h *types.Header) { h.Bloom[7] ^= 1 },
		"time":         func(h *types.Header) { h.Time++ },
		"base fee":     func(h *types.Header) { h.BaseFee = big.NewInt(8) },
		"field more":   func(h *types.Header) { h.WithdrawalsHash = &types.EmptyWithdrawalsHash },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, 2, 2)
			s.mustReach(s.honest, 30)
			s.serve(s.honest.grow(1, "honest"), s.honest.with("honest", change))
			s.mustReject(lightclient.ErrDisagreement, "header 31")
		})
	}
}

// TestLiarCannotLead: one endpoint holds a header of the far future for final.
func TestLiarCannotLead(t *testing.T) {
	for _, number := range []uint64{31, 32, math.MaxUint64} {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			s := newScene(t, 2, 3)
			claim := types.CopyHeader(s.honest.head())
			claim.Number.SetUint64(number)
			s.nodes[0].set(func(n *node) { n.claim = claim })
			s.mustReach(s.honest, 30)
		})
	}
}

// TestLaggardCannotHoldBack: an endpoint that is far behind, or says so, doesn't keep the others.
func TestLaggardCannotHoldBack(t *testing.T) {
	s := newScene(t, 2, 3)
	s.serve(s.honest[:1])
	s.mustReach(s.honest, 30)
}

// TestNotYetFinalDoesNotCount: an endpoint that has the header but doesn't call it final is no vote
// for it.
func TestNotYetFinalDoesNotCount(t *testing.T) {
	s := newScene(t, 3, 4)
	s.mustReach(s.honest, 30)
	grown := s.honest.grow(1, "honest")
	s.serve(grown, grown, s.honest.grow(1, "forged"), grown)
	s.nodes[3].set(func(n *node) { n.finalLag = 1 })
	s.mustReach(s.honest, 30)
}

// TestConfirmationsAreCounted: two blocks on top are asked for, each endpoint counts from its own
// head.
func TestConfirmationsAreCounted(t *testing.T) {
	s := newScene(t, 2, 3)
	s.cfg.Finality = Confirmations(2)
	s.reopen()
	s.serve(s.honest, s.honest[:30], s.honest[:11])
	s.mustReach(s.honest, 27)
}

// TestTooFewConfirmations: a chain shorter than the confirmations has nothing final.
func TestTooFewConfirmations(t *testing.T) {
	s := newScene(t, 2, 2)
	s.cfg.Finality, s.cfg.Anchor = Confirmations(31), s.honest.anchor(0)
	s.reopen()
	s.mustReach(s.honest, 0) // the anchor is the operator's word
	s.mustReject(lightclient.ErrUnavailable, "its newest is 30, want at least 31")
}

// TestStaleQuorum: a quorum that is behind the trusted header is refused, not followed.
func TestStaleQuorum(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	s.serve(s.honest[:30], s.honest[:29], s.honest)
	s.mustReject(lightclient.ErrStale, "no header from 30 on is final", "node-1: final 28")
}

// TestAnchorOfAnotherChain: all endpoints serve another genesis; one that has the anchor is enough
// to begin, as its hash is the operator's word.
func TestAnchorOfAnotherChain(t *testing.T) {
	s := newScene(t, 2, 3)
	other := branch{}.grow(40, "other")
	s.serve(other, other, other)
	s.mustReject(lightclient.ErrWrongChain, "the anchor 10", "node-0: header "+other[10].Hash().Hex())
	if !s.Final().IsZero() {
		t.Fatalf("trusts %+v", s.Final().Header())
	}
	s.serve(other, other, s.honest)
	s.nodes[0].fail = refuse
	s.mustReach(s.honest, 10)
	s.nodes[1].fail = refuse
	s.mustReject(lightclient.ErrUnavailable)
}

// TestMalformedAnswersCountForNothing: each kind of nonsense, from as many endpoints as the quorum
// withstands, and then from one more.
func TestMalformedAnswersCountForNothing(t *testing.T) {
	last := func(change func(*types.Header)) func([]*types.Header) []*types.Header {
		return func(headers []*types.Header) []*types.Header {
			headers = slices.Clone(headers)
			headers[len(headers)-1] = types.CopyHeader(headers[len(headers)-1])
			change(headers[len(headers)-1])
			return headers
		}
	}
	for _, test := range []struct {
		name   string
		garble func([]*types.Header) []*types.Header
		words  string
	}{
		{"no header", func([]*types.Header) []*types.Header { return nil }, "no header"},
		{"no number", last(func(h *types.Header) { h.Number = nil }), "number is <nil>, want a uint64"},
		{"negative number", last(func(h *types.Header) { h.Number = big.NewInt(-1) }), "number is -1, want a uint64"},
		{"number of 65 bits", last(func(h *types.Header) { h.Number = new(big.Int).Lsh(common.Big1, 64) }), "want a uint64"},
		{"negative difficulty", last(func(h *types.Header) { h.Difficulty = big.NewInt(-1) }), "negative"},
		{"gap among the optional fields", last(func(h *types.Header) { h.ParentBeaconRoot = &common.Hash{} }), "rlp"},
		{"too much extra data", last(func(h *types.Header) { h.Extra = make([]byte, maxHeaderBytes+1) }), "extraData has 131073 bytes"},
		{"too long in all", last(func(h *types.Header) { h.Extra = make([]byte, maxHeaderBytes) }), "bytes, want at most 131072"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScene(t, 2, 3)
			s.nodes[0].garble = test.garble
			s.mustReach(s.honest, 30)
			s.nodes[1].set(func(n *node) { n.garble = test.garble })
			s.mustReject(lightclient.ErrUnavailable, "node-0: ", test.words)
		})
	}
}

// TestAnswerOfAnotherNumber: an endpoint answers a question about one header with another one.
func TestAnswerOfAnotherNumber(t *testing.T) {
	s := newScene(t, 2, 2)
	s.cfg.Finality = Confirmations(1)
	s.reopen()
	s.mustReach(s.honest, 29)
	grown := s.honest.grow(1, "honest")
	s.serve(grown, grown)
	for _, n := range s.nodes {
		n.set(func(n *node) { n.swap = map[uint64]*types.Header{30: grown[29]} })
	}
	s.mustReject(lightclient.ErrUnavailable, "header 30: header is malformed: got number 29")
}

// TestLongErrorTextIsCut: an endpoint's error text doesn't fill our logs.
func TestLongErrorTextIsCut(t *testing.T) {
	s := newScene(t, 2, 2)
	s.mustReach(s.honest, 30)
	s.nodes[0].set(func(n *node) {
		n.fail = func(context.Context, string) error { return errors.New(strings.Repeat("é", 5000)) }
	})
	_, err := s.Update(context.Background())
	if n := len(err.Error()); n > lightclient.MaxErrorBytes+500 || !errors.Is(err, lightclient.ErrUnavailable) {
		t.Fatalf("error has %d bytes: %v", n, err)
	}
}
