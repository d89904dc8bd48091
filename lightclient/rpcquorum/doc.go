// Package rpcquorum decides which header to take for final because enough endpoints say so.
//
// It is NOT a light client in the cryptographic sense: it verifies no consensus. It is trust in RPC
// endpoints, spread over several of them, for chains whose consensus the bridge can't follow yet (a
// local anvil, a chain without a client of its own). Prefer any other client where there is one. In
// April 2026 a bridge reportedly lost about 292 M$ to poisoned RPC endpoints.
//
// # What must be false for a forged header to pass
//
// With k of n endpoints required (k more than half of n), a forged header passes when k of them lie
// in unison: they are run by one operator, sit behind one provider, were broken into together, or
// follow a chain that its own validators forked. It can't pass while fewer than k lie, because
//   - each of k distinct endpoints returned the same bytes for that number, and the hash is
//     computed from those bytes, never taken from an answer;
//   - each of them said that this number is final, so no liar can lead: of k claims, one at least
//     is honest;
//   - the header descends from the trusted one by parent hashes, each computed likewise, so the
//     past can't be swapped; and
//   - k endpoints that agree on another hash at the trusted height freeze the client, with
//     evidence: either they lie or the chain reorganised past what it called final, and a bridge
//     must stop in both cases.
//
// Nothing below a header is trusted: accounts, slots and receipts are proven under its roots
// (package mpt).
//
// It makes progress while k honest endpoints answer: others may lag, lie or stall. One that stalls
// costs a quarter of a second, and only while the others don't agree without it, one timeout per
// Update. With fewer than k honest endpoints it stops; it never guesses.
//
// Names tell endpoints apart. Whether two names are two operators is the configuration's to know.
package rpcquorum
