// Package world decides what the devnet's state is: accounts and their storage, in many
// versions at once, each with its Merkle Patricia root.
//
// A [Snapshot] is one version. It is immutable, and versions share what they have in
// common: a block copies the nodes on the paths that it changes and nothing else, so its
// cost does not depend on how many accounts there are beyond the depth of the tree. A
// version that nobody holds any more is the garbage collector's.
//
// Everything is in memory and decoded. go-ethereum's trie databases, which this replaces,
// keep nodes encoded by hash or path: each block then decodes the nodes that it meets,
// encodes those that it makes, stores them, and counts references or deletes them later.
// That is more than execution itself costs. What is given up is a state larger than
// memory: about 300 bytes an account (BenchmarkBlock).
//
// Snapshots implement go-ethereum's state.Database, so that its StateDB and with it the
// EVM run on them unchanged.
package world
