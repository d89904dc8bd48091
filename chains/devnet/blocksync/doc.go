// Package blocksync decides which blocks of other nodes become part of this node's chain.
//
// A block gets in by three gates, in this order. Its header has to descend from the head, and a quorum of the listed
// validators has to have sealed it: that is [qbft.Verify], the code by which a light client follows the chain. The
// listed validators have to be those that the votes in all headers before it make: a light client can't know that and
// trusts the former set; a node that has all headers needs not. And executing it has to yield every root and field
// that the header claims: that is the ledger's Commit. A peer that offers anything else is hung up on.
//
// What a peer merely claims costs it nothing and us one question: blocks are always asked for from our own head on, in
// batches that are bounded before they are allocated. A peer that has nothing, or is silent, is left alone for a while.
//
// Two validly sealed blocks at one height end the node: that is more than a third of the validators being faulty, and
// no rule says which of the two chains is right.
//
// What this does not protect against: validators that were voted out long ago and whose keys were stolen since can seal
// another history from their time on. Whoever joins with nothing but the genesis believes the first one that it
// meets, as on every chain of authority without checkpoints.
package blocksync
