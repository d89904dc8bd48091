package shared

import "time"

const (
	// partitions is the number of streams; the same on every node of a chain. Each costs
	// one connection that waits for news.
	partitions = 4

	// maxTxBytes is the pool's bound for one transaction: nothing larger is decoded.
	maxTxBytes = 128 * 1024

	// maxStreamLength bounds a stream in transactions: four of them hold twice what a
	// pool does by default. The oldest leave first.
	maxStreamLength = 65_536

	// maxAge is how long a transaction that no node has seen leave is kept: the pool's
	// default lifetime of what waits behind a gap.
	maxAge = 3 * time.Hour

	// maxQueued bounds what waits for Redis, in transactions and removals: some seconds at
	// full load. It holds references to what the pool holds anyway.
	maxQueued = 131_072

	// writeAtOnce is how many commands go to Redis in one round trip, and readAtOnce how
	// many transactions come back in one: at most 64 MiB of them.
	writeAtOnce = 512
	readAtOnce  = 512

	// maxPlaces bounds in how many places one transaction is known to lie: one for each
	// node that took it from its user, and who says more wants to fill our memory.
	maxPlaces = 8

	// trimInterval is the time between two searches for entries beyond maxAge.
	trimInterval = time.Minute

	// readWait is how long a reader waits for news before it asks again.
	readWait = time.Second

	// timeout ends one round trip; a Redis that needs longer counts as gone.
	timeout = 3 * time.Second

	// The pause after a failed round trip, doubled each time.
	minPause = 100 * time.Millisecond
	maxPause = 5 * time.Second
)
