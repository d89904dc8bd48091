package executor

import "github.com/ethereum/go-ethereum/params"

const (
	// DefaultGasLimit is the block gas limit when none is configured: mainnet's at Osaka.
	DefaultGasLimit = 60_000_000

	// minGasLimit is what the protocol accepts; below it no header is valid.
	minGasLimit = params.MinGasLimit

	// maxGasLimit keeps one block's execution within seconds, so that a round's
	// timeout is not a matter of what somebody deployed.
	maxGasLimit = 1_000_000_000

	// maxChainID is the largest id that JavaScript libraries represent exactly (2^53-1).
	maxChainID = 1<<53 - 1

	// DefaultHistory is how many recent states stay readable in memory. Nodes are
	// expected to serve proofs for about 128 blocks; lane proofs are asked at the newest.
	DefaultHistory = 128

	// maxHistory bounds memory together with maxKeptChanges: an empty block left 4.5 kB.
	maxHistory = 65_536

	// maxKeptChanges bounds what kept states add to the newest: in all, so many accounts
	// and slots that their blocks changed. Each costs its path in the tree, measured as 770
	// bytes at a million accounts, all of it pointers that the collector follows: of 20,000
	// transfers a second of 10,000 senders the 99th percentile waited a quarter to a half longer
	// with a million, and a sixth with 100,000 (and twice as much of decoded blocks). Under a load
	// that exceeds it fewer states are kept than History says: of a good second in that one.
	maxKeptChanges = 50_000

	// maxStoredBytes bounds what a chain in memory keeps of blocks without --history, apart
	// from headers and the newest DefaultHistory blocks, which stay whatever they hold: almost
	// four million transfers. What is older is pruned.
	maxStoredBytes = 1 << 30

	// storedTxBytes is what a transaction takes in memory beyond body and receipts: its place
	// in its block, by hash, and its hash in the block's list. Of up to four million, a place
	// was measured to take 72 to 117: a map grows by doubling.
	storedTxBytes = 150

	// maxPruned is how many old blocks go with each new one when a store that kept all is
	// opened with less history: few enough that no block is late, and a day's are gone
	// within two hours.
	maxPruned = 16

	// maxUndone bounds how many changes are undone for one question about an old state: 57 µs
	// each at a million accounts, measured on a machine with much else to do.
	maxUndone = 1_000_000

	// cachedStates are old states that were asked for and may be asked for again. Together
	// they are no further than maxUndone changes from those that are kept, or one is left.
	cachedStates = 8

	// cachedCodeBytes bounds contract code that is kept for reading.
	cachedCodeBytes = 64 << 20

	// maxExecuted bounds proposals that were executed but not yet decided. Each
	// round brings at most one, and a height that needs more than this many rounds
	// waits seconds for its timer: executing once more is then the smaller cost.
	maxExecuted = 8

	// blockSizeReserve is left free of transactions in a proposal for the header,
	// whose extraData grows with the validator set, and for the list prefixes.
	// EIP-7934 limits the whole block to params.MaxBlockSize (8 MiB).
	blockSizeReserve = 256 * 1024

	// Decoded blocks, headers and receipts kept for readers; the rest is decoded on demand.
	cachedBlocks   = 256
	cachedHeaders  = 4096
	cachedReceipts = 256

	// cachedBytes bounds what decoded blocks hold in memory, and again what receipts do:
	// 256 blocks of calldata, or of logs, would be 2 GiB. Of transfers it is a quarter of a second
	// at 20,000 a second, and of each the collector looks at fifteen objects.
	cachedBytes = 4 << 20

	// What these hold beyond their own bytes, measured with blocks of a thousand: 580 a
	// transaction, 616 a receipt, most of it bloom filter, and 300 a log.
	decodedTxBytes      = 600
	decodedReceiptBytes = 620
	decodedLogBytes     = 300

	// warmKept is of how many accessed accounts and slots the room is used again: to empty it takes as long as it is large.
	warmKept = 256

	// So many holdings, and receipts, are made in one piece: there are thousands in a full block, and they
	// live and die together.
	holdingsTogether, receiptsTogether = 128, 32

	// A walk ahead of a block's execution hands on so many transactions at a time, the first of them soon, and is so many
	// pieces ahead at most.
	firstBatch, lastBatch, batchesAhead = 16, 128, 4

	// maxValidators bounds a genesis set: seals alone are 65 bytes a validator in every header.
	maxValidators = 100

	// Pebble's block cache and memtables in MiB, and its file handles: small, since
	// several devnets run in one test process.
	pebbleCacheMiB = 32
	pebbleHandles  = 64
)
