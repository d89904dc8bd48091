package evm

import "time"

const (
	// defaultTimeout bounds one JSON-RPC call.
	defaultTimeout = 10 * time.Second

	// maxAnswerBytes bounds one answer of an endpoint, decompressed. The largest
	// honest one is a page of logs; with 64 KiB payloads in hex about 200 messages
	// fit. Whoever sends more is cut off and asked for less.
	maxAnswerBytes = 32 << 20

	// maxErrorText bounds what is quoted of a node's error, in bytes.
	maxErrorText = 300

	// maxHeadersPerCall bounds one batch of headers: about 300 KB of JSON, and below
	// the batch limits of public nodes.
	maxHeadersPerCall = 200

	// maxReceiptsPerCall bounds one batch of receipts, where a node does not give those of
	// a block at once: as many calls as public nodes take in a batch.
	maxReceiptsPerCall = 100

	// maxNoncesPerQuery bounds the nonces that one log filter names: 8 KiB of topics,
	// and far below go-ethereum's limit of 1,000 a position.
	maxNoncesPerQuery = 256

	// firstLogWindow is how many blocks the search for logs begins with, from the
	// head backwards. It doubles from window to window.
	firstLogWindow = 64

	// maxLogWindow is where it stops growing. Nodes with a narrower limit say so, and
	// the window is halved.
	maxLogWindow = 1 << 17

	// widenAfter is after how many good answers a narrowed window is doubled again.
	// An endpoint with a fixed limit then refuses one query in nine.
	widenAfter = 8

	// maxLogQueries bounds the windows of one search: at 1,000 blocks a window, the
	// narrowest that is common, 20 M blocks.
	maxLogQueries = 20_000

	// maxLookQueries bounds the windows of a search that somebody waits for: at 1,000
	// blocks a window some minutes, and 2 M blocks.
	maxLookQueries = 2_000

	// maxMarks bounds the remembered places of messages, 16 bytes each.
	maxMarks = 4096

	// defaultPoll is how often the head is asked for where an endpoint can't
	// subscribe.
	defaultPoll = time.Second

	// leavePatience is how long a node may take to confirm that a subscription ends.
	leavePatience = 500 * time.Millisecond

	// secondOpinionTimeout bounds how long another endpoint is waited for when one has
	// said what would bring a lane to a standstill.
	secondOpinionTimeout = 5 * time.Second

	// lagPatience is how long an endpoint gets that does not know yet what others say
	// is delivered: a block of most chains.
	lagPatience = 2 * time.Second

	// firstMute is how long an endpoint may not contradict others after its word was
	// wrong, and doubles up to maxMute while it stays wrong: a liar, or a node that has
	// stopped, costs about one failed run of deliveries an hour, and an honest one that
	// chance has muted is heard again soon.
	firstMute = 5 * time.Minute
	maxMute   = time.Hour

	// maxTransactionGas is the most gas that a transaction may have (EIP-7825).
	maxTransactionGas = 1 << 24

	// maxDeliveryBytes bounds the calldata of a delivery, in bytes: nodes refuse
	// transactions above 128 KiB (go-ethereum's txMaxSize).
	maxDeliveryBytes = 126 << 10

	// maxPoolNonces bounds how many transactions of one account a node's pool may
	// claim to hold; go-ethereum keeps 64.
	maxPoolNonces = 1024

	// maxSignerSet bounds the set that a verifier may claim to have.
	maxSignerSet = 256

	// maxProofNodes bounds one Merkle proof on arrival; a key has 64 nibbles.
	maxProofNodes = 65
)
