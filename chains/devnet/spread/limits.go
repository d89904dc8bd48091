package spread

import "time"

const (
	// maxBatchBytes bounds one message: the largest transaction of the mempool (128 KiB) fits, and a thousand transfers.
	maxBatchBytes = 256 << 10

	// fillBytes is where a batch ends, so that the next transaction still fits.
	fillBytes = 112 << 10

	// maxBatch bounds a batch in transactions, and so the signatures that one message makes a node recover.
	maxBatch = 1024

	// maxKnown bounds the hashes that are remembered as come from others, and those that are as told: what a full mempool
	// holds.
	maxKnown = 1 << 17

	// maxOwn bounds the transactions that are told again; beyond it the oldest ones are not.
	maxOwn = 1 << 14

	// repeatEvery is when those that still wait are told again; lookEvery is how often somebody looks for them, and for
	// listeners of those that nobody has heard.
	repeatEvery = 5 * time.Second
	lookEvery   = 500 * time.Millisecond
)
