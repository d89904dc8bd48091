// Package mempool decides which waiting transaction goes into a block next.
//
// An account's transactions go by nonce without gaps, accounts against each other
// by what they tip at the next block's base fee, and equal tips by arrival. The
// package knows neither blocks nor consensus: it is told of each new head and asked
// for candidates. What a block or a submission costs does not grow with what waits:
// accounts lie in shards, and each shard keeps its accounts in order. It starts no goroutines but those of its subscribers, and takes
// the time from its configuration.
//
// Error texts are go-ethereum's (core and core/txpool), because libraries match
// them; what is added to them says the numbers.
package mempool
