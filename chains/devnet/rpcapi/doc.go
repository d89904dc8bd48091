// Package rpcapi decides how the devnet answers Ethereum JSON-RPC.
//
// It serves the methods that wallets, libraries and debuggers use (eth_, net_,
// web3_, debug_, txpool_) and the devnet's own controls (devnet_), over HTTP and
// WebSocket on one port, on go-ethereum's rpc server. The answers follow
// go-ethereum's: field names, error texts and error codes that ethclient, viem,
// ethers and alloy parse. Where the devnet differs from Ethereum it is by rule:
//
//   - a block's hash is QBFT's on-chain hash, never types.Header.Hash(); every
//     answer, log, filter and proof is keyed by it, and only the Backend computes it;
//   - a block is final when it exists, so latest, safe and finalized are the same
//     block and no log is ever removed (a developer who takes blocks back gets no notices
//     of removed logs either);
//   - pending is the state after the newest block, with the nonces of the pool.
//
// The methods, beyond what one expects of eth_ for blocks, transactions, receipts,
// accounts, proofs, logs, filters and fees:
//
//	eth_      call, estimateGas, createAccessList, simulateV1, getProof, feeHistory,
//	          getBlockReceipts, sendRawTransactionSync (EIP-7966),
//	          subscribe newHeads | logs | newPendingTransactions
//	debug_    traceTransaction, traceCall, traceBlockByNumber, traceBlockByHash
//	          (struct logger and native tracers), getRaw{Header,Block,Receipts,Transaction}
//	txpool_   status, content, contentFrom, inspect
//	devnet_   mine, setBlockTime, fund, validators, pauseValidator, resumeValidator,
//	          proposeVote; with a clock also setNextBlockTimestamp, increaseTime;
//	          sharedPool where the mempool is shared
//	evm_      with a clock: increaseTime, setNextBlockTimestamp, mine
//
// eth_sendRawTransaction, alone or in batches, has an entrance of its own (hot_*.go) that
// answers to the byte what go-ethereum's server would.
//
// It signs nothing: eth_accounts is empty and there is no eth_sendTransaction. That is
// otherwise on a developer's chain, whose backend is a Developer: there the node signs
// for accounts that everybody has the keys of, evm_ has snapshots and mining modes, and
// anvil_ and hardhat_ change the state. docs/devnet.md lists the methods.
//
// Every request is hostile until parsed: sizes, ranges, gas, time, filters and
// connections are bounded in limits.go, each bound with its reason.
//
// New validates and starts nothing; Run serves until its context ends and
// returns after its last goroutine has.
package rpcapi
