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
// # The same by receipts
//
// Some nodes make no storage proofs. There ([Mode]) a lane is read from the receipts of
// its blocks. From the final header down, every header is read and hashed, and has to be
// the one that the header above names as its parent. A block whose logs bloom, part of
// the hash, excludes the Outbox's event is passed; of every other one all receipts are
// read, the receipts root is rebuilt from them (package mpt), and the lane's events are
// taken from them in order. So none can be left out, nor any be added or altered,
// without a second preimage or a forged header.
//
// What has to be folded is known then, but not from where. Nothing in a block says
// what the accumulator was. The position that an observer is given is authenticated by
// the messages themselves: reading goes on down to the lane's first message, or to the
// Outbox's own block, whose parent's hash is the lane's mark; from the lane's start,
// which is what it is by definition, one fold has to pass through the position. That
// needs no word of any endpoint and no local state. It is much to read, once: where an
// earlier look ended is remembered ([Trail]), and saved, and reading ends there next
// time. Positions that fail are a [DivergenceError], and certain.
//
// Receipts show what the contract at the Outbox's address emits. Unlike a lane proof they
// don't show which code it has: that the address in the deployment file is an Outbox's
// is the operator's to know. No endpoint can choose that address, so that none gains
// anything by saying that it makes no proofs. A contract that does not number its
// messages as an Outbox does is refused ([ErrNotOutbox]).
//
// An endpoint can therefore only stay silent or be caught. Whoever is caught is
// named with the reason, and the next endpoint is asked. The cursor moves only
// when a Segment is complete.
package observe
