// Package p2p decides which bytes reach which validator of the same process, and when.
//
// A [Hub] is a switch between [Endpoint]s. It knows nothing of consensus: payloads are opaque and whoever receives them
// checks them. There are no goroutines; a message lies in the receiver's queue until it is asked for.
//
// Each pair (sender, receiver) has a queue of its own, bounded in messages and bytes, and sending never blocks: a
// receiver that is slow or paused costs nobody else anything, and a sender that floods displaces only its own messages.
// When a queue is full the oldest message goes, because in QBFT a newer message says more than an older one. What was
// dropped is not repeated here: consensus repeats what still matters ([consensus.Machine.Resend]), and a validator that
// has fallen behind takes the next head from the ledger.
//
// For tests a [Rule] may drop, delay, duplicate or reorder single messages, and [Hub.Partition] cuts the network.
//
// [consensus.Machine.Resend]: https://pkg.go.dev/github.com/catenary-bridge/catenary/chains/devnet/consensus#Machine.Resend
package p2p
