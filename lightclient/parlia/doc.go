// Package parlia decides which headers of a Parlia network to believe, BNB Smart
// Chain's above all, by its fast finality (BEP-126): the BLS votes of its validators.
//
// # What must be false for a forged header to pass
//
// Trust begins at an anchor, the number and hash of any final header in which an
// operator vouches. The hash covers the two epoch blocks below it, and so the
// validators in force at it and the set that takes over next; a [Descent] reads them.
// From there on a header S is believed if
//
//   - ⌈2n/3⌉ of the n validators in force at S have voted for S, and ⌈2n/3⌉ of those in
//     force at its child for that child, with S as the vote's source,
//   - one of those in force at S has sealed it for this chain id, and
//   - it descends from the header trusted last, hash by hash; or, where many blocks lie
//     between, no epoch block is left out.
//
// A set is known from the epoch block that announces it, once that is final or an
// ancestor of a final block, and is in force from the switch on, some blocks later (see
// below). So the votes that make an announcement final are those of sets known before.
//
// Let a validator be bad who has signed, or whose keys have signed, anything that the
// rules of Parlia forbid, and let fewer than a third of each set be bad until the
// trusting period of its last block has passed, former validators included. Then every
// believed header is the chain's own:
//
// A quorum has more than f honest members. These vote only for blocks that they
// executed and found valid, and never against the two rules of BEP-126: no two votes
// for one height, and no vote around another one. Two final blocks on different forks
// would need a third of a set to break these (theorem 1 there), since any two quorums
// of a set share more than f members. What is final excludes everything beside it, and
// its ancestors, the last announcement among them, are what the chain itself has. By
// induction the sets are the chain's.
//
// Across a switch from one set to another the second rule binds those alone who are in
// both. A final block just below a switch is safe from votes of the next set around it
// if that is the same set, or if those who vote have seen the votes for the final block
// before, as they do one block later on a network that delivers. This is Parlia's own
// weakness, not one of following it: nodes of the chain would see two final blocks as
// well.
//
// Both votes are checked, though an honest voter names as source only what is
// justified, so that the second one would do: then a third of the set has to lie twice.
//
// Votes name neither chain nor genesis. Linked headers are tied to the anchor by their
// hashes. Where a client skips, a seal ties them to the chain id: the same validators,
// with the same keys, may run a test network as well. They must not run two networks
// of one chain id, unless the client follows without gaps of more than [MaxLinked]
// blocks, which a daemon that is never off for a minute or two does.
//
// So a forged header passes only if the operator's anchor is false, or a third or more
// of one set were bad within the trusting period, or BLS12-381, keccak256 or secp256k1
// is broken, or a validator has a vote key of which the chain did not demand a proof of
// possession (its StakeHub does), or our clock is wrong by more than the trusting
// period less the time that keys are guarded, or, after a gap, two networks share chain
// id and keys. No endpoint can do it, nor all of them together. What endpoints can do
// is to hold headers back: then the client stays where it is.
//
// # What is not checked, and why
//
// A block for which a quorum voted was checked in full by two thirds of the nodes that
// vote. That its miner had not sealed too many of the last blocks (BEP-341, 4.2.3), that
// gas limits move slowly, that base fee and blob fields are right, is their business,
// and so is all of it for blocks that a final one descends from: they are bound by
// hashes. Seals finalise nothing and are not counted: half of a set can make as many
// blocks as it likes. The one seal that is checked, the final header's own, with its
// miner, membership and turn, is checked because it binds the chain id.
//
// Of headers that only link, and of those above the final one that only carry votes, no
// more is required than bsc requires of every block. A bad validator may put anything
// that bsc takes into a block. If we did not take it, it could stop the client for good.
// For the same reason an attestation followed by more bytes, which bsc takes, is
// evidence of nothing here, and no reason to refuse the header.
//
// # Sets and their times
//
// An epoch block, each 1000th on BSC, announces a set and a turn length. The set in
// force, of n validators with turns of t blocks, seals (⌊n/2⌋+1)·t−1 more blocks; its
// last block is the switch, at which bsc's snapshot changes, so that the block above it
// is the first that the new set seals and votes for. Forks lengthen epochs, see [Fork].
//
// If a chain reaches no finality from an epoch block up to the switch, nobody known has
// vouched for the set that takes over, and the client stops with
// lightclient.ErrTrustOverlap: an operator has to look, and to give it a new anchor. On
// BSC that takes 79 seconds without finality at the wrong moment. A set of one
// validator whose turn is one block is never followed: it switches at once.
//
// # When validators break the rules
//
// To notice, each new header is shown to the other endpoints. A branch that leaves ours
// below the final header freezes the client, with evidence that [Proof.Check] verifies
// again (in part, where padded headers do not fit into a store), if a header of it is
// final, or if a quorum voted on it for a block at or above our final one: in both cases
// a third or more of a set voted twice for one height, or around another vote, unless the
// two quorums are of sets on both sides of a switch (see above). A rival must part from a
// header that we remember; votes of another network, or from before that, are only an
// endpoint's mistake, since otherwise anybody's wrong address could stop a lane. After a
// restart, one header is remembered.
//
// # Configuration
//
// An anchor may be any recent block that is final, as an explorer shows it; it need not
// be an epoch block. A network is [BSC], [Chapel], or one's own, by its forks (see
// configs/lightclients.yaml for all of this in a file). What each fork leaves alone, it
// repeats:
//
//	lightclient:
//	  kind: parlia
//	  network: bsc             # or chapel; or forks instead
//	  anchor-number: 68000000
//	  anchor-hash: "0x…"
//	  trusting-period: 120h
//	  clock-drift: 10s
//	  forks:
//	    - {time: 0, epoch-length: 200, vote-depth: 1, milliseconds: false}
//	    - {time: 1745903100, epoch-length: 500, vote-depth: 1, milliseconds: true}
//
// Facts about Parlia in this package are those of bsc v1.7.3 (consensus/parlia,
// core/types/vote.go, params/config.go) and of BEP-126, 131, 341, 404, 520, 524, 590
// and 619. Networks are followed from the Bohr fork on. One case of bsc's is not:
// a network that begins with all forks at once and lengthens its epochs from 500 to
// 1000 at block 1000 itself, where bsc passes over the switch.
package parlia
