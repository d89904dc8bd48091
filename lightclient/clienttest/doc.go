// Package clienttest is the suite that every light client passes: what it must
// refuse, from how many endpoints at once, and what it must survive. Each check is
// named after one attack or one fault; what belongs to one consensus alone is
// tested beside that client.
package clienttest

import (
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Fault is what is wrong with an endpoint.
type Fault int

const (
	// Honest endpoints have every block of the honest chain.
	Honest Fault = iota
	// Hang endpoints answer nothing until the request's context ends.
	Hang
	// Refuse endpoints answer every request with an error.
	Refuse
	// Stale endpoints have the honest chain without its last two blocks, as of the
	// moment when the fault was set.
	Stale
	// Forged endpoints put upon the honest head a header of another state, linked and
	// dated as it should be, but without the authority that the consensus demands.
	Forged
	// Unlinked endpoints put upon the honest head a header that has as much authority
	// as can be had, but names another parent.
	Unlinked
	// Future endpoints put upon the honest head a header that would be right, were it
	// not dated a day ahead of the clock.
	Future
	// Nonsense endpoints answer with absent headers, too few, and broken ones.
	Nonsense
	// OtherChain endpoints serve, with all authority, a chain of another genesis that
	// is longer than the honest one.
	OtherChain
	// Rival endpoints serve the honest chain with its last block replaced, and one
	// more on top, both with all the authority of the consensus: what only endpoints
	// or validators beyond the tolerated number can make.
	Rival
)

var faultNames = map[Fault]string{
	Honest: "honest", Hang: "hang", Refuse: "refuse", Stale: "stale", Forged: "forged", Unlinked: "unlinked",
	Future: "future", Nonsense: "nonsense", OtherChain: "other-chain", Rival: "rival",
}

func (f Fault) String() string { return faultNames[f] }

// Chain is a scripted chain and the endpoints that serve it.
type Chain interface {
	// Grow appends n honest blocks, at least one, moves the clock to the newest one's
	// time, and returns the newest one that a client must hold to be final. Endpoints
	// keep their faults.
	Grow(n int) lightclient.Header

	// At returns the honest header at a height.
	At(number uint64) lightclient.Header

	// Set gives endpoint i a fault, based on the honest chain as it is now.
	Set(i int, fault Fault)

	// Advance moves the clock on.
	Advance(d time.Duration)
}

// Harness is one client's world, made anew for each check.
type Harness struct {
	Owner  lightclient.Owner
	Anchor lightclient.Anchor // of the honest chain, which has ten or more final blocks above it
	Chain  Chain

	// Open returns a client over all endpoints, without asking them anything. Its
	// requests time out after some hundred milliseconds, and it rests no endpoint
	// for longer than that. The time is that of package synctest.
	Open func(lightclient.Store, lightclient.Anchor) (lightclient.Client, error)

	// CheckEvidence verifies both sides of evidence independently of any client.
	CheckEvidence func(lightclient.Evidence) error

	Endpoints int
	// SafeWith endpoints, all lying at once, cannot make the client believe anything
	// that is not on the honest chain.
	SafeWith int
	// LiveWith endpoints, all faulty at once, cannot keep it from following the
	// honest chain.
	LiveWith int
	// TrustingPeriod is the time after which a client must refuse to go on; 0 if it
	// believes its trusted header for ever.
	TrustingPeriod time.Duration
	// Without names faults that mean nothing to this client, and why.
	Without map[Fault]string
}

// Run runs the suite. newHarness is called for each check; what it starts, it stops
// with t.Cleanup.
func Run(t *testing.T, newHarness func(t *testing.T) Harness) {
	t.Helper()
	s := suite{newHarness}
	t.Run("FollowsTheHonestChain", s.followsTheHonestChain)
	check(t, "BeginsAtTheAnchorAlone", s.beginsAtTheAnchorAlone)
	check(t, "RefusesAnotherAnchor", s.refusesAnotherAnchor)
	t.Run("NeverBelievesLiars", s.neverBelievesLiars)
	t.Run("NeverBelievesLiarsAtFirst", s.neverBelievesLiarsAtFirst)
	t.Run("FollowsDespiteFaults", s.followsDespiteFaults)
	check(t, "NeverGoesBack", s.neverGoesBack)
	check(t, "RefusesExpiredTrust", s.refusesExpiredTrust)
	check(t, "FreezesOnConflict", s.freezesOnConflict)
	check(t, "LaggingIsNoConflict", s.laggingIsNoConflict)
	check(t, "OtherChainIsNoConflict", s.otherChainIsNoConflict)
	check(t, "ContinuesFromItsStore", s.continuesFromItsStore)
	t.Run("RefusesTamperedStore", s.refusesTamperedStore)
	check(t, "RefusesForeignStore", s.refusesForeignStore)
	check(t, "ReleasesNothingItCannotKeep", s.releasesNothingItCannotKeep)
	check(t, "ReturnsWhenItsContextEnds", s.returnsWhenItsContextEnds)
	check(t, "ConcurrentUse", s.concurrentUse)
	t.Run("RandomFaults", s.randomFaults)
}
