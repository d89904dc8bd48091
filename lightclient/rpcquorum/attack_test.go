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
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// scene is a client over n nodes of one honest chain of 30 headers, anchored at 10, where the
// newest header is final.
type scene struct {
	t      *testing.T
	honest branch
	nodes  []*node
	store  lightclient.Store
	cfg    Config
	*Client
}

func newScene(t *testing.T, quorum, size int) *scene {
	t.Helper()
	s := &scene{t: t, honest: branch{}.grow(31, "honest")}
	for i := range size {
		s.nodes = append(s.nodes, &node{name: fmt.Sprintf("node-%d", i), branch: s.honest})
	}
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: 1337, Kind: Kind})
	if err != nil {
		t.Fatal(err)
	}
	s.store = store
	s.cfg = Config{
		ChainID: 1337, Anchor: s.honest.anchor(10), Finality: Finalized(), Endpoints: endpoints(s.nodes),
		Quorum: quorum, AllowSingle: true, Store: store,
	}
	s.reopen()
	return s
}

func (s *scene) reopen() {
	s.t.Helper()
	client, err := New(s.cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Client = client
}

// serve gives the nodes these branches.
func (s *scene) serve(branches ...branch) {
	for i, b := range branches {
		s.nodes[i].set(func(n *node) { n.branch = b })
	}
}

func (s *scene) mustReach(b branch, number uint64) {
	s.t.Helper()
	final, err := s.Update(context.Background())
	if err != nil || final.Header() != b.at(number) || s.Final() != final {
		s.t.Fatalf("got %d (%s), %v; want %d (%s)", final.Header().Number, final.Header().Hash, err, number, b[number].Hash())
	}
}

// mustReject checks that an update fails for the reason, with the words, and changes nothing.
func (s *scene) mustReject(reason error, words ...string) {
	s.t.Helper()
	before := s.Final()
	_, err := s.Update(context.Background())
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) {
		s.t.Fatalf("got %v, want a rejection because %q", err, reason)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			s.t.Fatalf("got %v, want the words %q in it", err, w)
		}
	}
	if s.Final() != before || rejected.Trusted != before.Header().Number {
		s.t.Fatalf("final moved from %d to %d, error says %d", before.Header().Number, s.Final().Header().Number, rejected.Trusted)
	}
	if evidence, err := s.store.Evidence(); evidence != nil || err != nil {
		s.t.Fatalf("evidence %v, %v, want none", evidence, err)
	}
}

func (s *scene) mustFreeze(number uint64, conflicting *types.Header) {
	s.t.Helper()
	_, err := s.Update(context.Background())
	var frozen *lightclient.FrozenError
	if !errors.As(err, &frozen) {
		s.t.Fatalf("got %v, want a FrozenError", err)
	}
	e := frozen.Evidence
	if e.Number != number || e.Trusted != s.Final().Header() || e.Conflicting.Hash != conflicting.Hash() || checkEvidence(e) != nil {
		s.t.Fatalf("evidence %+v (%v), want height %d and conflicting %s", e, checkEvidence(e), number, conflicting.Hash())
	}
}

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

// TestStallingEndpointsDoNotBlock: endpoints that never answer cost a moment, not a timeout.
func TestStallingEndpointsDoNotBlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, 3, 5)
		s.nodes[0].fail, s.nodes[1].fail = hang, hang
		begun := time.Now()
		s.mustReach(s.honest, 30)
		if took := time.Since(begun); took > graceAfterQuorum {
			t.Fatalf("took %s, want at most %s", took, graceAfterQuorum)
		}
	})
}

// TestStallingOnHeadersCostsOneTimeout: endpoints that name a final number and then stall, where
// the quorum needs to be asked further.
func TestStallingOnHeadersCostsOneTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, 3, 5)
		s.serve(s.honest, s.honest, s.honest[:30], s.honest[:29], s.honest[:28])
		for _, n := range s.nodes[:2] {
			n.fail = func(ctx context.Context, what string) error {
				if what == tagFinalized || what == "10-10" {
					return nil
				}
				return hang(ctx, what)
			}
		}
		begun := time.Now()
		s.mustReach(s.honest, 27)
		if took := time.Since(begun); took > DefaultTimeout {
			t.Fatalf("took %s, want at most one timeout of %s", took, DefaultTimeout)
		}
		// Without them, 28 has two holders left, which can't be a quorum.
		if asked := s.nodes[2].askedFor(); slices.Contains(asked, "28-28") {
			t.Fatalf("asked for %v, though no quorum was left for 28", asked)
		}
	})
}

// TestLateHonestAnswerCounts: a liar and an honest endpoint answer at once and don't agree; a slow
// honest one, long after the grace, settles it.
func TestLateHonestAnswerCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, 2, 3)
		s.mustReach(s.honest, 30)
		grown := s.honest.grow(1, "honest")
		s.serve(s.honest.grow(1, "forged"), grown, grown)
		s.nodes[2].fail = slow(2 * time.Second)
		s.mustReach(grown, 31)
	})
}

// TestMoreAreHeardWithinTheGrace: the goal isn't that of the k fastest alone.
func TestMoreAreHeardWithinTheGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, 3, 4)
		s.serve(s.honest, s.honest, s.honest[:15], s.honest)
		s.nodes[3].fail = slow(graceAfterQuorum / 2)
		s.mustReach(s.honest, 30)
	})
}

// TestTooFewAnswer: n-k+1 endpoints are gone.
func TestTooFewAnswer(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	s.nodes[0].fail, s.nodes[2].fail = refuse, refuse
	s.mustReject(lightclient.ErrUnavailable, "want 2 of 3", "node-0: finalized header: "+lightclient.ErrUnavailable.Error(), "node-1: final 30")
}

// TestAllStall: nobody answers; the error says for how long each was waited for.
func TestAllStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, 2, 2)
		s.mustReach(s.honest, 30)
		s.nodes[0].fail, s.nodes[1].fail = hang, hang
		begun := time.Now()
		s.mustReject(lightclient.ErrUnavailable, "node-0: provider does not answer: no answer within 5s")
		if took := time.Since(begun); took != DefaultTimeout {
			t.Fatalf("took %s, want %s", took, DefaultTimeout)
		}
	})
}

// TestHeaderLostBetweenQuestions: endpoints name a final number and then don't have its header, as
// behind a load balancer; they agree further down.
func TestHeaderLostBetweenQuestions(t *testing.T) {
	s := newScene(t, 2, 3)
	higher := s.honest.grow(2, "honest")
	s.nodes[0].claim, s.nodes[1].claim = higher[32], higher[31] // neither has a header beyond 30 to give
	s.nodes[2].claim = higher[30]
	s.mustReach(s.honest, 30)
}

// TestStaleQuorum: a quorum that is behind the trusted header is refused, not followed.
func TestStaleQuorum(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	s.serve(s.honest[:30], s.honest[:29], s.honest)
	s.mustReject(lightclient.ErrStale, "no header from 30 on is final", "node-1: final 28")
}

// TestReorgAtTheTrustedHeightFreezes: a quorum replaces the very header that is trusted.
func TestReorgAtTheTrustedHeightFreezes(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	rival := s.honest[:30].grow(1, "rival")
	s.serve(rival, rival)
	s.mustFreeze(30, rival.head())
}

// TestReorgBelowFreezes: a quorum's longer chain leaves ours below the trusted header, far enough
// for several batches of the way back.
func TestReorgBelowFreezes(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	rival := s.honest[:20].grow(2*MaxBatch+50, "rival")
	s.serve(rival, rival)
	s.mustFreeze(30, rival[30])
	if saved, err := s.store.Evidence(); err != nil || saved == nil || saved.Conflicting.Hash != rival[30].Hash() {
		t.Fatalf("store has evidence %+v, %v", saved, err)
	}
}

// TestDescentIsChecked: a quorum calls a header final that names another parent, but doesn't stand
// by another header at the trusted height: it contradicts itself, which is refused, and no reason
// to freeze for ever.
func TestDescentIsChecked(t *testing.T) {
	for _, test := range []struct {
		name  string
		swap  func(s *scene) map[uint64]*types.Header
		words string
	}{
		{"and holds the trusted header for final too", func(*scene) map[uint64]*types.Header { return nil }, "and yet 2 endpoints hold the trusted header for final too"},
		{"and is divided about the trusted height", func(s *scene) map[uint64]*types.Header {
			return map[uint64]*types.Header{30: s.honest[:30].grow(1, "rival").head()}
		}, "and at the trusted height"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScene(t, 2, 2)
			s.mustReach(s.honest, 30)
			orphan := s.honest.with("orphan", func(h *types.Header) { h.ParentHash[0] ^= 1 })
			s.serve(orphan, orphan)
			s.nodes[1].set(func(n *node) { n.swap = test.swap(s) })
			s.mustReject(lightclient.ErrNotLinked, "header 31 has parent", test.words)
		})
	}
}

// TestForgedWayBack: the endpoint that is asked for the way back forges it. Hashes tell, and the
// next one is asked.
func TestForgedWayBack(t *testing.T) {
	for name, garble := range map[string]func([]*types.Header) []*types.Header{
		"another header": func(headers []*types.Header) []*types.Header {
			forged := types.CopyHeader(headers[0])
			forged.Root[0] ^= 1
			return append([]*types.Header{forged}, headers[1:]...)
		},
		"one too few":  func(headers []*types.Header) []*types.Header { return headers[1:] },
		"one too many": func(headers []*types.Header) []*types.Header { return append(slices.Clone(headers), headers[0]) },
		"reversed": func(headers []*types.Header) []*types.Header {
			headers = slices.Clone(headers)
			slices.Reverse(headers)
			return headers
		},
		"one absent": func(headers []*types.Header) []*types.Header {
			headers = slices.Clone(headers)
			headers[2] = nil
			return headers
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, 2, 2)
			s.nodes[0].garble = func(headers []*types.Header) []*types.Header {
				if len(headers) == 1 {
					return headers
				}
				return garble(headers)
			}
			s.mustReach(s.honest, 30)
			if answers := s.Answers(); answers[0].Err == nil || answers[1].Err != nil {
				t.Errorf("answers are %v, want an error of the first alone", answers)
			}
			// Who had the way back is asked first the next time.
			before := len(s.nodes[0].askedFor())
			grown := s.honest.grow(9, "honest")
			s.serve(grown, grown)
			s.mustReach(grown, 39)
			if asked := s.nodes[0].askedFor()[before:]; len(asked) != 1 {
				t.Errorf("the forger was asked for %v again", asked)
			}
			s.nodes[1].set(func(n *node) { n.garble = s.nodes[0].garble })
			grown = grown.grow(9, "honest")
			s.serve(grown, grown)
			s.mustReject(wayBackReason(name), "no endpoint shows that it descends", "node-0", "node-1")
		})
	}
}

// wayBackReason is the reason for which a forged way back is refused.
func wayBackReason(name string) error {
	if name == "another header" {
		return lightclient.ErrNotLinked
	}
	return lightclient.ErrMalformed
}

// TestTimeGoesBack: a quorum's chain, linked as it should be, in which a header is older than its
// parent.
func TestTimeGoesBack(t *testing.T) {
	older := func(h *types.Header) { h.Time = 1_600_000_000 }
	for name, make := range map[string]func(branch) branch{
		"at the goal": func(b branch) branch { return b.with("old", older) },
		"on the way":  func(b branch) branch { return b.with("old", older).grow(4, "later") },
		"below":       func(b branch) branch { return b.grow(4, "later").with("old", older) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, 2, 2)
			s.mustReach(s.honest, 30)
			b := make(s.honest)
			s.serve(b, b)
			s.mustReject(lightclient.ErrTime, "want at least its parent's")
		})
	}
}

// TestFarBehind: several steps, each durable; a failure in the middle keeps what was reached and is
// told by the next Update.
func TestFarBehind(t *testing.T) {
	s := newScene(t, 2, 2)
	long := s.honest.grow(3*maxStep, "honest")
	s.serve(long, long)
	end := uint64(len(long) - 1)
	for _, n := range s.nodes {
		n.fail = func(_ context.Context, what string) error {
			if what == fmt.Sprintf("%d-%d", 10+2*maxStep, 10+2*maxStep) {
				return fmt.Errorf("pruned: %w", lightclient.ErrNoSuchHeader)
			}
			return nil
		}
	}
	s.mustReach(long, 10+maxStep)
	s.mustReject(lightclient.ErrUnavailable, fmt.Sprintf("header %d", 10+2*maxStep), "pruned")
	s.reopen()
	if got := s.Final().Header(); got != long.at(10+maxStep) {
		t.Fatalf("after a restart: %d, want %d", got.Number, 10+maxStep)
	}
	for _, n := range s.nodes {
		n.set(func(n *node) { n.fail = nil })
	}
	s.mustReach(long, end)
}

// TestStallingOnTheWayBack: endpoints that agree and then stall where the way back is asked for
// cost one timeout each, however many steps there are.
func TestStallingOnTheWayBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, 3, 3)
		long := s.honest.grow(2*maxStep, "honest")
		s.serve(long, long, long)
		for i, n := range s.nodes {
			n.fail = func(ctx context.Context, what string) error {
				var from, to int
				if _, err := fmt.Sscanf(what, "%d-%d", &from, &to); err != nil || from == to {
					return nil
				}
				switch {
				case i < 2:
					return hang(ctx, what)
				case to > 10+maxStep:
					return refuse(ctx, what)
				}
				return nil
			}
		}
		begun := time.Now()
		s.mustReach(long, 10+maxStep)
		if took := time.Since(begun); took > 2*DefaultTimeout {
			t.Fatalf("took %s, want at most two timeouts of %s", took, DefaultTimeout)
		}
	})
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
	if n := len(err.Error()); n > maxErrorBytes+500 || !errors.Is(err, lightclient.ErrUnavailable) {
		t.Fatalf("error has %d bytes: %v", n, err)
	}
}

// TestEvidenceThatCannotBeSaved: the client freezes all the same, and says so.
func TestEvidenceThatCannotBeSaved(t *testing.T) {
	s := newScene(t, 2, 2)
	full := errors.New("no space left on device")
	s.cfg.Store = noEvidence{s.store, full}
	s.reopen()
	s.mustReach(s.honest, 30)
	rival := s.honest[:30].grow(1, "rival")
	s.serve(rival, rival)
	var frozen *lightclient.FrozenError
	if _, err := s.Update(context.Background()); !errors.As(err, &frozen) || !errors.Is(err, full) {
		t.Fatalf("got %v, want a FrozenError and that of the store", err)
	}
	s.serve(s.honest, s.honest)
	if _, err := s.Update(context.Background()); !errors.As(err, &frozen) {
		t.Fatalf("got %v, want a FrozenError still", err)
	}
}

type noEvidence struct {
	lightclient.Store
	err error
}

func (s noEvidence) SaveEvidence(lightclient.Evidence) error { return s.err }
