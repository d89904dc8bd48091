// Package clique decides which headers of a Clique chain to believe: proof of
// authority by EIP-225, as go-ethereum seals it up to and including London, on private
// networks and old testnets.
//
// # What must be false for a forged header to pass
//
// Trust begins at an anchor, the number and hash of a checkpoint in which an operator
// vouches. The hash covers the signers that it lists. From there on every header is
// verified: that it descends, hash by hash, from the trusted one, that a signer sealed
// it who was entitled to, and what its vote does to the set. A header is final if all
// before it are, and
//
//   - more than half of those who were entitled to seal it have sealed it or a header on
//     top of it, each counted once, and
//   - at least one header is on top of it, and as many more as Params demands.
//
// Who is voted in later does not count, and so the first header above a trusted one is
// judged by a set that is known to be true. Let at most half of each set, rounded down,
// be bad, former signers included until the trusting period of their header has passed.
// Then an honest signer has sealed on each final header. Such a one seals only upon a
// branch that he has executed and found to be the heaviest he knows. So no minority of
// signers can make the client believe a block, a set or a state that honest signers have
// not verified; and no endpoint can, nor all of them together. What these can do is to
// hold headers back: then the client stays where it is.
//
// # What is not promised
//
// That what honest signers have verified stays. Clique has no votes on blocks: its
// nodes follow the heaviest branch, and sign upon another one when that becomes heavier.
// Two final headers of one height need two branches, on each of which a majority of one
// set has sealed; so a signer at least, of an even number two, has sealed on both. What
// has to be true for final headers to stay is therefore:
//
//   - no signer who has sealed on a branch of this length seals on another one that
//     leaves below it. An honest one does so only when the network was parted for about
//     as long as half of the signers take for a block each, and more with each extra
//     confirmation. With ExtraConfirmations of half the number of signers, a branch that
//     only others have made is never heavier than what the client believes, so that
//     those who know the latter don't leave it.
//   - If the network is parted for long, bad signers may seal on both sides, and a
//     single one then makes up two majorities out of two halves (Ekparinya, Gramoli and
//     Jourjon, "The Attack of the Clones against Proof-of-Authority", NDSS 2020). Nothing
//     in the headers of one side shows it, and no number of confirmations helps: it is
//     for the operators of such a chain to have so few bad signers, and so good a network,
//     that this doesn't happen.
//
// Where it does happen, the client may see it: two final headers of one height are a
// conflict. It freezes the client for good, with both branches as evidence. To notice,
// each new final header is shown to the other endpoints. A rival must part from a header
// that we trust, and be final itself; what is above the final headers may be reorganised
// as it likes, and nobody is blamed for it.
//
// So a false or fleeting header passes only if the operator's anchor is false, or more
// than half of the signers of one set are bad within the trusting period, or signers seal
// on two branches as said, or keccak256 or secp256k1 is broken, or our clock is wrong by
// more than the trusting period less the time that keys are guarded.
//
// # What the client can't know
//
// Who sealed right before the anchor and has to wait: such a one may seal too early by
// the network's rules, and counts once all the same. Gas and fees are not checked: the
// honest signer has. Seals name neither chain nor genesis; the descent from the anchor is
// what tells networks of the same signers apart. Who may seal is believed of the store,
// which therefore is as trusted as the configuration.
//
// If signers are voted out so fast that of those entitled to one block never a majority
// seals again, nothing above is final any more, and the operator has to configure a later
// checkpoint. So he has if signers pile up more than MaxVotes votes in an epoch.
//
// # Configuration
//
// What a chain's configuration has to say, in the terms of its genesis:
//
//	lightclient:
//	  kind: clique
//	  epoch: 30000             # blocks; genesis: config.clique.epoch
//	  period: 15               # seconds; genesis: config.clique.period
//	  anchor-number: 12000000  # a multiple of the epoch
//	  anchor-hash: "0x…"       # of that block, from a source you trust
//	  extra-confirmations: 0   # blocks, 0 to 64; half the number of signers is better
//	  trusting-period: 336h
//	  clock-drift: 10s
//
// The trusting period must be longer than an epoch lasts, else the newest checkpoint
// may be too old to be an anchor. In words: "Security rests on more than half of the
// chain's signers being honest, and on no signer sealing two branches: a final block can
// be taken back if the network parts."
package clique
