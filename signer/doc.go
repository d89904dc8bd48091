// Package signer decides whether to sign a checkpoint.
//
// A signer believes its own light client and its own record of what it has signed,
// and nothing else: not the relayer that asks, not the bus, not an RPC endpoint. A
// request is answered in five steps, in this order (docs/protocol.md, "Who believes
// what"; [lane.decide] is the whole of it):
//
//  1. The lane is proven, under a final header, to be at or beyond the nonce, and
//     the signer itself has folded the messages up to it.
//  2. It arrives at the same accumulator.
//  3. Its policy does not hold the lane.
//  4. The claim is on disk before there is a signature.
//  5. One fold passes through this claim and the highest that was ever made.
//     Otherwise there is an alarm, and the lane stops until the operator says so.
//
// The last is checked before the fourth is done: a claim that must not be signed
// must not be recorded either.
//
// A request is never met with silence: what is not signed is refused with a
// [messages.Reason]. A request that is ahead of the light client is not refused but
// waits a little, because relayer and signer follow the same chain and one of them
// is first.
package signer
