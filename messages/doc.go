// Package messages is the vocabulary of the bridge: what a message, a lane, an
// accumulator, a checkpoint and an approval are, and every byte of them that is
// hashed or signed.
//
// It imports none of our packages and does no I/O. Everything that is believed
// elsewhere is expressed in these types, so that their bytes are pinned in one
// place: the golden vectors in testdata, which the contracts are tested against
// too. The normative text is docs/protocol.md.
//
// Every decoder here accepts exactly what its encoder makes: for any input b,
// either decoding fails and names the offending field, or encoding the result
// yields b again. (For JSON, white space between tokens is the one freedom.)
package messages
