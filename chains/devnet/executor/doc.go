// Package executor decides what a block does to the devnet's state.
//
// Its Chain is the ledger under the QBFT validators of one process
// (consensus.Ledger): it builds proposals, executes other validators' proposals
// and compares every result, and makes decided blocks durable before it
// acknowledges them. Execution is go-ethereum's EVM and state under Osaka rules,
// in the order of go-ethereum's state processor, so any Ethereum execution
// client that is told the block hashes recomputes the same roots.
//
// Where the devnet differs from mainnet, and why:
//
//   - A block's hash is the QBFT on-chain hash ([qbft.OnChainHash]), not
//     types.Header.Hash: parentHash, the BLOCKHASH opcode, the EIP-2935 history
//     contract, receipts and logs all carry it.
//   - Difficulty is 1 and mixHash is the Istanbul digest, as QBFT demands. The
//     EVM nevertheless runs under merged rules, because Shanghai and everything
//     after it exist only there: PREVRANDAO (and the old DIFFICULTY) is the mix
//     digest, a constant. It is no source of randomness on this chain.
//   - There is no beacon chain. parentBeaconBlockRoot is zero, the value EIP-4788
//     itself prescribes for a block without a beacon parent, and the system call
//     runs all the same, so that the state transition is the standard one.
//     Withdrawals are always empty. Requests of EIP-7002 and EIP-7251 are taken
//     from their queues and hashed into requestsHash as the rules say, but nobody
//     acts on them; there is no deposit contract.
//   - Blob transactions are refused: no network carries their sidecars.
//   - A chain that was begun as a developer's also executes what package developer
//     describes: records of changed state, at the head of a block, and transactions that
//     name their sender instead of being signed by it. Such a chain can be rewound.
//   - Timestamps only have to be at least the parent's: 100 ms blocks share a
//     second.
package executor
