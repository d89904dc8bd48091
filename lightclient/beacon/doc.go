// Package beacon decides which headers of an Ethereum beacon chain to believe: those of
// mainnet, of its testnets, and of any network that has a config.yaml.
//
// It is the light client of the consensus specification (ethereum/consensus-specs,
// specs/{altair,capella,deneb,electra,gloas}/light-client), in its names, from Altair to
// Gloas, with the conditions of [Network.Verify] on top, which a bridge needs. It reads no
// clock and does no I/O: a [Store] and an update go in, the next Store comes out, or an
// error and nothing has changed.
//
// # What must be false for a forged header to pass
//
// Trust begins at a checkpoint, the root of a block in which an operator vouches, no older
// than the trust period. Its state names the sync committee of its period: 512 validators,
// chosen at random, who sign every slot's head for about 27 hours. From there on a header
// is believed to be final if
//
//   - at least two thirds of the committee of the signature's period have signed a header,
//     for this network and under the rules of the fork of that time,
//   - the state of that signed header names it as finalized, by a Merkle branch, and
//   - the committee is the one that the checkpoint named, or one that a finalized state of
//     the period before named as the next, signed in the same way.
//
// An honest member signs heads that its own node has verified in full, finality included.
// So a forged header passes only if
//
//   - two thirds of one committee sign what they know to be false, or their keys are
//     stolen, former committees included, within the trust period; of committees drawn at
//     random, somebody with half of all stake practically never holds two thirds of the
//     seats (7.6 standard deviations above the mean), somebody with two thirds of all
//     stake about every second time,
//   - or the operator's checkpoint, fork table or genesis validators root is false,
//   - or SHA-256 or BLS12-381 is broken, or our clock is wrong by more than the trust period
//     less the time that keys are guarded.
//
// No endpoint can do it, nor all of them together. What endpoints can do is to hold updates
// back: then the client stays where it is.
//
// # What this does not give
//
// It is weaker than the chain itself. Finality of the chain rests on a third of all stake
// being lost by whoever breaks it; a member of a sync committee who signs a lie loses
// nothing by it: there is no slashing of sync committees. Corrupting 342 validators, with
// 32 ETH each or more, would therefore cost an attacker what bribes cost, not what stake
// costs. Neither is anything re-executed: that a finalized block is valid is the word of
// those who signed. Amounts at stake should be chosen accordingly; a delay before large
// ones gives time for [Network.FindConflict], where two such histories are seen, to stop
// the client.
//
// Two thirds instead of the specification's one participant is because with fewer a third
// could sign for two chains. Optimistic headers (signed, not finalized) are tracked as the
// specification has it and are never to be bridged: the chain may yet replace them. Forced
// updates ([Network.ProcessForceUpdate]) make final what the chain has not finalized; they
// exist because the specification has them, and nothing here calls them.
//
// # From beacon to execution blocks
//
// A beacon block commits to the hash of an execution block, which CheckHeader proves. The
// execution header itself comes from any execution node, and is bound by keccak256(rlp) =
// that hash ([BindExecution]). From Gloas on a block and its payload travel apart, so that
// what it confirms is the payload before its own. Ancestors are bound by parent hashes
// ([BindAncestors]) or by the roots of recent blocks in a final state
// ([Network.VerifyAncestor]).
//
// # Formats
//
// Data have the format of the fork of their attested header's slot, which decides lengths
// of branches and fields of headers; decoding takes nothing else, and of each format one
// encoding. A store holds one format, and upgrades itself and older data as needed, as the
// specification says. What comes after Gloas is refused until this package knows it.
package beacon
