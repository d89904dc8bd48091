// Package qbft decides which headers of a QBFT chain to believe: Besu's in
// block-header validator mode, GoQuorum's with ceil2Nby3Block active, and our
// devnet's.
//
// # What must be false for a forged header to pass
//
// Trust begins at an anchor, the number and on-chain hash of a header in which an
// operator vouches. The hash covers the set of validators which that header lists.
// From there on a header is believed if
//
//   - it descends, hash by hash, from the header trusted last,
//   - ⌈2n/3⌉ distinct members of the set of n that it lists have sealed it, and
//   - where that set is another than the one before it, more than a third of that
//     former set have sealed it too.
//
// Let a validator be bad who has sealed, or whose key has sealed, anything that the
// rules of QBFT forbid, and let at most f = ⌊(n−1)/3⌋ of each set be bad until the
// trusting period of its header has passed, former validators included. Then every
// believed header is the chain's own:
//
// If the listed set is the one trusted, ⌈2n/3⌉ seals contain more than f honest
// ones. Honest validators seal a proposal only after a quorum has prepared it, and
// two quorums share an honest validator, so that no second block of that height can
// gather a quorum as well. If it is another set, more than a third of the former one
// is more than f, so that at least one honest validator of the former set sealed.
// Such a one seals only what lists the set that the chain itself arrived at. So the
// list is true, and the first case applies to it.
//
// Each seal is made for one header with all its fields, its round included, and each
// header names its parent: what lies between the trusted header and a sealed one is
// covered by hashes alone, and seals in between are needed only where the list
// changes. Seals name neither chain nor genesis. The same validators may run several
// networks, and the descent from the anchor is what tells these apart.
//
// So a forged header passes only if the operator's anchor is false, or more than f
// validators of one set have been bad within the trusting period, or keccak256 or
// secp256k1 is broken, or our clock is wrong by more than the trusting period less
// the time that keys are guarded. No endpoint can do it, nor all of them together.
// What endpoints can do is to hold headers back: then the client stays where it is.
//
// If the validators do break the assumption, a client may see it: a believable
// header beside another one of that height is a conflict. It freezes the client for
// good, with both headers as evidence. To notice, each new header is shown to the
// other endpoints. A rival must part from a header that we trust; seals of another
// network, or more than MaxBatch blocks away, are only an endpoint's mistake, since
// otherwise anybody's wrong address could stop a lane.
//
// # Formats
//
// The hashes are those of the EEA QBFT specification. The official test vectors and
// the nodes in the world encode extraData differently; see [Format]. Headers with
// fields that types.Header does not know, or only since after Osaka, are refused.
//
// A chain that keeps its validators in a contract lists none, and is refused.
package qbft
