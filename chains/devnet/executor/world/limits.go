package world

// parallelChanges is how many changes of one trie are worth the start of goroutines: on
// two busy cores 32 were applied and hashed as fast without, 64 were not.
const parallelChanges = 64

// hashedTogether is how many nodes are encoded before they are hashed: 34 kB of full branches,
// which the first cache holds.
const hashedTogether = 64
