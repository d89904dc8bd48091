// Package qbft decides which headers of a QBFT or IBFT 2.0 chain to believe: Besu's,
// GoQuorum's with ceil2Nby3Block active, and our devnet's, whether headers list the
// validators or a contract names them.
//
// # What must be false for a forged header to pass
//
// Trust begins at an anchor, the number and on-chain hash of a header in which an
// operator vouches. The hash covers the set of validators which that header lists,
// and the state in which a contract names them. From there on a header is believed if
//
//   - it descends, hash by hash, from the header trusted last,
//   - ⌈2n/3⌉ distinct members of its set of n have sealed it, and
//   - where that set is another than the last one that was believed, and is not proven
//     by the trusted header itself, more than a third of that former set have sealed
//     it too.
//
// Let a validator be bad who has sealed, or whose key has sealed, anything that the
// rules of QBFT forbid, and let at most f = ⌊(n−1)/3⌋ of each set be bad until the
// trusting period of its header has passed, former validators included. Then every
// believed header is the chain's own:
//
// If its set is the one trusted, ⌈2n/3⌉ seals contain more than f honest ones. Honest
// validators seal a proposal only after a quorum has prepared it, and two quorums
// share an honest validator, so that no second block of that height can gather a
// quorum as well. If it is another set, more than a third of the former one is more
// than f, so that at least one honest validator of the former set sealed. Such a one
// seals only what has the set that the chain itself arrived at. So the set is true,
// and the first case applies to it.
//
// Each seal is made for one header with all its fields, its round included, and each
// header names its parent: what lies between the trusted header and a sealed one is
// covered by hashes alone, and seals in between are needed only where a list
// changes. Seals name neither chain nor genesis. The same validators may run several
// networks, and the descent from the anchor is what tells these apart.
//
// So a forged header passes only if the operator's anchor is false, or more than f
// validators of one set have been bad within the trusting period, or keccak256 or
// secp256k1 is broken, or our clock is wrong by more than the trusting period less
// the time that keys are guarded. No endpoint can do it, nor all of them together.
// What endpoints can do is to hold headers back: then the client stays where it is.
//
// # Validators in a contract
//
// There a header's set is what the contract's getValidators() returns in the state of
// the block before it (Besu: TransactionValidatorProvider; GoQuorum: backend,
// snapshot). We prove it by the nodes of that state's tries ([SetProof]), under an
// address, a code hash and a storage slot that are configured ([Contract]). The code
// is pinned since it alone makes what is in that slot what nodes get when they call;
// the operator who configures it says that it is so. A proxy is no such code, unless
// what it leads to cannot change.
//
// The state is that of a header. If that is the trusted one, the set is the chain's
// own, however different it is. If it is another, not believed yet, the set is a claim
// like a list, and the third condition holds it to the former set: the honest one of
// them who sealed did so on top of the parent whose state this is. Headers in between
// show no set and need none: the argument is about the last one. So one leap leads
// over any number of blocks, and needs only the newest state, which is all that full
// nodes have. If a set changed beyond recognition in between, smaller leaps are tried,
// down to single headers, as long as the states are there; then only a fresh anchor
// helps, or a node that keeps them all.
//
// The set in a store is worth what the store is: it is held to the seals of the saved
// header, and not proven again.
//
// # Conflicts
//
// If the validators do break the assumption, a client may see it: a believable
// header beside another one of that height is a conflict. It freezes the client for
// good, with both headers as evidence; where a contract names the validators, the
// states of their parents tell whose seals count. To notice, each new header is shown
// to the other endpoints. A rival must part from a header that we trust; seals of
// another network, or more than MaxBatch blocks away, are only an endpoint's mistake,
// since otherwise anybody's wrong address could stop a lane. A rival whose validators
// its endpoint does not prove is none either.
//
// # Dialects
//
// QBFT and IBFT 2.0 differ in how they write extraData and in what their hashes leave
// out of it; see [Dialect]. A chain may change from one to the other at a block, and
// from headers that list to a contract: see [Schedule]. Which rules a header keeps to
// is decided by its number and the configuration, and by nothing in it. Headers with
// fields that types.Header does not know, or only since after Osaka, are refused.
//
// GoQuorum's first Istanbul protocol ("ibft", EIP-650) is not followed. Its locks do
// not keep two blocks from being decided at one height when messages are late (Saltini,
// Hyland-Wood: Correctness Analysis of IBFT, 2019), so that the argument above does not
// hold for it. Anchor the client above the block at which the chain became QBFT.
//
// What a chain may have and we do not: validators' keys on another curve than
// secp256k1 (Besu's ecCurve); 2F+1 seals of other than 3F+1 validators (GoQuorum's
// 2FPlus1Enabled); a set replaced as a whole by a transition of the genesis file, after
// which a fresh anchor is needed.
package qbft
