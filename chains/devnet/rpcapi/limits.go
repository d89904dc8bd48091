package rpcapi

import "time"

// The bounds of the JSON-RPC. One process serves every local tool at once, so
// each bound says what one caller may cost the others.
const (
	// maxBodyBytes bounds a request: a full-size transaction (128 KiB, 256 KiB as
	// hex) times a batch of fifteen, or one eth_call with two maximal init codes.
	maxBodyBytes = 5 << 20
	// maxBatchItems is go-ethereum's default; viem's batching sends up to 1,000.
	maxBatchItems = 1000
	// maxBatchResponseBytes is go-ethereum's default: what a batch may make us hold.
	maxBatchResponseBytes = 25 << 20

	// keptBodyBytes is the largest request whose buffers are kept for the next one: a
	// batch of a thousand transfers. Hundreds of larger ones would hold gigabytes.
	keptBodyBytes = 512 << 10
	// minBodyRoom is the first room for a body, whatever length it announces.
	minBodyRoom = 4 << 10
	// maxHotInFlight bounds what one WebSocket submits at the same time. Its next request
	// is read when one of them is answered.
	maxHotInFlight = 64
	// minSocketRead is what a WebSocket reads at least at a time: some transfers.
	minSocketRead = 1024
	// answerTimeout is how long a WebSocket may take to carry an answer: go-ethereum's.
	answerTimeout = 10 * time.Second

	// maxConnections bounds file descriptors and per-connection buffers. A demo
	// with two chains, five signers and a relayer uses about thirty.
	maxConnections = 1024
	// maxSubscriptions bounds live subscriptions of all connections together: each
	// costs a goroutine and a queue, and each new block visits all of them.
	maxSubscriptions = 4096
	// maxSubscriptionsPerConn keeps one connection from taking them all.
	maxSubscriptionsPerConn = 128
	// What may wait for one subscriber or one pending-transaction filter. Whoever
	// is further behind is disconnected with a reason: a gap that nobody notices
	// is worse than a broken connection.
	maxQueuedHeads  = 1024  // 100 s of blocks at the default 100 ms
	maxQueuedLogs   = 65536 // some 30 MB; a burst of one block may be more
	maxQueuedHashes = 65536 // 20 s of a full chain, 10 MiB
	maxQueuedBodies = 4096  // whole transactions, each up to 128 KiB
	// deliveryBatch is how many notices are taken from a queue at once: few, so
	// that the queue's length tells how far behind the subscriber is.
	deliveryBatch = 64

	// maxFilters bounds installed polling filters; each is a few hundred bytes,
	// those for pending transactions have a queue as well.
	maxFilters = 1024
	// filterLifetime is go-ethereum's: an unpolled filter is forgotten.
	filterLifetime = 5 * time.Minute

	// maxLogRange is how many blocks one eth_getLogs may span: at 100 ms blocks
	// nearly three hours. A million and a half cached bloom filters are looked at in a second.
	maxLogRange = 100_000
	// maxLogResults bounds one answer to about 10 MB; the error names a range
	// that would have fitted.
	maxLogResults = 20_000
	// logTimeout ends a log query, whose cost is that of the blocks it reads.
	logTimeout = 10 * time.Second
	// maxLogAddresses and maxTopicAlternatives are go-ethereum's limit for one
	// position of a log query; maxTopics is what an EVM log can have.
	maxLogAddresses      = 1000
	maxTopicAlternatives = 1000
	maxTopics            = 4

	// callGasCap is what eth_call may burn: go-ethereum's default. It is below
	// the block gas limit and above the cap of one transaction (EIP-7825).
	callGasCap = 50_000_000
	// callTimeout ends a call or an estimate: go-ethereum's default.
	callTimeout = 5 * time.Second
	// maxConcurrentCalls bounds executions (calls, estimates, traces) that run at
	// the same time; the rest wait their turn, so that a flood of calls leaves
	// time for consensus.
	maxConcurrentCalls = 8
	// maxConcurrentReads does the same for log queries and proofs, whose answers
	// may have some 10 MB each.
	maxConcurrentReads = 8
	// maxWaiting is how many requests may wait for one of those turns. Bodies have
	// up to 5 MiB, but calls of that size are refused by EIP-3860 or run at once.
	maxWaiting = 1024
	// estimateErrorRatio lets a gas estimate end when it is within 1.5 % of the
	// exact answer, always on the safe side: go-ethereum's default.
	estimateErrorRatio = 0.015
	// maxOverrideAccounts and maxOverrideSlots bound state overrides of one call.
	maxOverrideAccounts = 1024
	maxOverrideSlots    = 65536

	// What one eth_simulateV1 may hold: go-ethereum's bounds. callGasCap holds for
	// all of its calls together.
	maxSimulatedBlocks = 256
	maxSimulatedCalls  = 10_000

	// maxProofKeys bounds one eth_getProof, as go-ethereum does.
	maxProofKeys = 1024
	proofTimeout = 5 * time.Second
	// maxFeeHistory and maxPercentiles bound one eth_feeHistory, as go-ethereum does.
	maxFeeHistory  = 1024
	maxPercentiles = 100

	// traceTimeout ends a trace (go-ethereum's default) and maxTraceTimeout is
	// the most that a caller may ask for.
	traceTimeout    = 5 * time.Second
	maxTraceTimeout = 25 * time.Second
	// maxTraceBytes bounds a trace; a transaction at the EIP-7825 cap can otherwise
	// produce gigabytes, and each answer is in memory some three times.
	maxTraceBytes = 32 << 20

	// syncSendTimeout is how long eth_sendRawTransactionSync waits by default
	// (EIP-7966 recommends 2 s; blocks may be slower here), and
	// maxSyncSendTimeout what a caller may ask for.
	syncSendTimeout    = 5 * time.Second
	maxSyncSendTimeout = 20 * time.Second

	// maxMine bounds one devnet_mine; at the fastest pace it is some seconds.
	maxMine = 10_000
	// maxLoadedState bounds what a state dump unpacks to: fifteen times what a request
	// may have, so that a few megabytes don't become gigabytes.
	maxLoadedState = 64 << 20
	// mineTimeout ends a devnet_mine whose blocks don't come, because validators
	// are paused for instance.
	mineTimeout = 25 * time.Second
	// maxBlockTime is the slowest pace that makes sense for tests: Ethereum's
	// slot is 12 s, and an hour is surely a mistaken unit.
	maxBlockTime = time.Hour

	// HTTP server timeouts: go-ethereum's, except that headers come at once.
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	// shutdownGrace is how long answers in progress may finish at the end; the
	// whole node stops within a few seconds.
	shutdownGrace = 2 * time.Second
	// closeFrameWait is how long a slow subscriber's connection may take to carry
	// the reason for its end: its buffers, some 10 MB, are full by then.
	closeFrameWait = 5 * time.Second
)
