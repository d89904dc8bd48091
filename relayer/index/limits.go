package index

const (
	// MaxEntries bounds the capacity that a view may be asked to have. A message takes
	// about 4 KiB with its indexes (BenchmarkMemory), its payload is not kept.
	MaxEntries = 1_000_000

	// maxPending is how many messages a view may hold above its capacity because they
	// are not executed: more than a lane's queue and 64 batches in flight. Beyond it
	// the oldest are forgotten whatever their stage, lest a lane of a former
	// configuration, whose messages nobody delivers, fill the memory.
	maxPending = 150_000

	// changesPerMilli is the binary logarithm of how many changes a millisecond may
	// have for the numbers of a run to stay below the clock, and so below the next
	// run's: about a million.
	changesPerMilli = 20

	// MaxScan bounds the messages that one search looks at: a filter that selects
	// little must not keep a processor busy. The rest is the next page's.
	MaxScan = 20_000
)
