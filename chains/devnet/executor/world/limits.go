package world

// parallelChanges is how many changes of one trie are worth the start of goroutines: on
// two busy cores 32 were applied and hashed as fast without, 64 were not.
const parallelChanges = 64
