// Package bench puts a load on an Ethereum node, a devnet of its own or any other over
// JSON-RPC, and reports what was carried.
//
// All transactions are signed before the clock starts. Connections send them in batches,
// one follower reads each new block once, and a transaction's latency is the time from
// its submission to the moment that the follower has read the block with it. At the end
// the chain's own state is asked: nonces of all senders, and what the transactions were
// to bring about. Nothing is taken for carried because the node said so.
//
// What is arithmetic is in measure, what is said to the node in wire.
package bench
