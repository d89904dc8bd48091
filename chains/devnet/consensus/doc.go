// Package consensus decides which block comes next on the devnet, by QBFT.
//
// The rules are those of the EEA QBFT Blockchain Consensus Protocol Specification v1, the wire format is the one that
// Besu and GoQuorum speak (the official message vectors are reproduced byte for byte), and the safety argument is that
// of Moniz, "The Istanbul BFT Consensus Algorithm" (2020): any two quorums of ⌈2n/3⌉ validators share an honest one as
// long as at most f = ⌊(n−1)/3⌋ are not, and an honest validator that has prepared a block tells every later round so.
//
// There are two layers, and the border between them matters:
//
//   - [Machine] is pure. Messages, timeouts, built blocks and verification results go in; messages to send, one timer
//     to set, blocks to build or verify and the decided block come out through [Ready]. It has no goroutine that
//     outlives a call, no clock, no lock and no I/O, so every schedule that a network can produce is an ordinary test input.
//   - [Validator] owns what the machine lacks: goroutines, timers, a [Transport] and a [Ledger]. [Group] runs the
//     validators of one process.
//
// Three things go beyond the specification. They change when messages are sent, never which are accepted, so that
// validators of other make take part alongside:
//
//   - Above round 0 the round timer runs only while a quorum is known to be in the round or beyond it, so that nobody
//     runs ahead alone (Machine.arm says why this is live).
//   - A validator repeats its messages of the current round while the height is not decided ([Machine.Resend]), twice in
//     what round 0 may take: the transport may lose any of them.
//   - The round timeout stops doubling at a maximum.
//
// Blocks are executed before they are prepared, and a body has to match its header wherever a block appears: digests,
// and so prepares and commits, cover the header alone.
//
// What this package does not protect against, because the signed bytes are fixed by the specification:
//
//   - QBFT messages and seals bind neither chain id nor genesis. A round-change without a prepared block is
//     (height, round) alone, so a validator key that serves two chains lets one chain's messages justify a proposal on
//     the other. Use a key on one chain only.
//
// A validator that forgets in the middle of a height what it has signed (a crash) may contradict itself there.
// A [Journal] prevents that: what is signed is durable before it is sent, and a machine goes on from it; with the journal
// damaged, the validator sits out that height, and if more than f do so at a time, the chain stands until an operator
// removes the files and so vouches that nobody else has seen what was signed.
//
// A process with all validators of a chain in it needs none as long as their messages do not leave it: they forget
// together, share one ledger, and a block that was decided is durable before the next height begins. A devnet in one
// process has no journals; each node of a shared one has. One traitor outside that keeps the messages of validators without
// them would be enough to make them contradict what they signed before a crash.
package consensus
