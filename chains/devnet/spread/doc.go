// Package spread decides which transactions this node tells others, and which of theirs it takes.
//
// What the mempool holds executable is told once, in batches. What came from others is not told again: gossip has
// carried it already. A batch is handed on only if the mempool took something of it, so that a transaction travels as
// far as it is worth something; and only a transaction that can be valid nowhere (a signature that is none, another
// chain's) is held against its bringer, because everything else depends on a state in which two nodes may differ.
//
// Transactions that were submitted here and are still waiting after a while are told again: when they were first told
// perhaps nobody was connected.
package spread
