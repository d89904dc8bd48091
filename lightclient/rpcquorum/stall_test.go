package rpcquorum

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

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
					return nil // another question than a range
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
