// Package devnet runs a whole QBFT chain in one process.
//
// It is a real chain, not a mock: validators exchange proposals, prepares, commits
// and round changes (consensus, p2p), blocks are executed by go-ethereum's EVM under
// Osaka rules (executor), transactions wait in a mempool and everything is reached
// through the standard JSON-RPC (rpcapi). This package only wires those together.
//
// The validators of one process share one chain and one mempool. Consensus among
// them is complete, signatures included, but a block that one of them built is not
// executed again by its neighbours, which would run the same code on the same memory;
// nor do they decode it again from the bytes that the sender has. Each recovers
// signatures and applies the rules for itself. With Config.Paranoid each decodes and
// executes what it did not build, and no sender is guessed (package senders).
//
// With a data directory a devnet survives any crash and continues where it stood;
// without one it is gone with the process. Each new devnet is another chain even
// under the same chain id, since its genesis carries fresh entropy.
//
// Keys of validators and of the faucet lie unencrypted in the data directory, and the
// default accounts come from a mnemonic that everybody knows: a devnet protects
// nothing of value, and its RPC listens on the loopback interface unless told otherwise.
package devnet
