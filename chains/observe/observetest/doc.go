// Package observetest decides what a source chain looks like to tests: one that
// behaves, in memory, with real tries and real proofs, and endpoints of it, or of
// any other Source, that lie in every way that an endpoint can.
package observetest
