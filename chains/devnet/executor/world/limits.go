package world

// parallelChanges is how many changes of one trie are worth the start of goroutines,
// which costs about as much as ten of them.
const parallelChanges = 64
