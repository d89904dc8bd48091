// Package observe decides which messages a source chain has sent.
//
// It turns Sources, which may lie, and a light client, which does not, into
// Segments: runs of messages without a gap, refolded from the position that was
// known to the one that is proven under a verified, final header. Relayers and
// signers both use it, each with its own light client and its own endpoints; it
// is the part of Catenary that all the others have to believe.
//
// # What must be false for a wrong message to get into a Segment
//
// The end of a Segment is read from a storage proof of the Outbox, whose code
// hash is pinned, under the state root of a header that the light client holds
// to be final. Every message between is hashed here and folded from the known
// position; the fold has to arrive at the proven accumulator. A hidden, invented,
// altered or moved message changes the fold, so that passing one off takes a
// second preimage of keccak-256, a forged header, or another Outbox code.
// Nothing else that an endpoint says is used, but for the block number and the
// transaction hash of a message, which are marked as hearsay.
//
// An endpoint can therefore only stay silent or be caught. Whoever is caught is
// named with the reason, and the next endpoint is asked. The cursor moves only
// when a Segment is complete.
package observe
