// Package chaintest decides what a chain family has to do to carry a lane.
//
// Run is the suite: it sends through a real Outbox, proves, observes, delivers
// through a real Inbox, and does to both what relayers, and their enemies, do. A
// new family brings a Harness.
package chaintest
