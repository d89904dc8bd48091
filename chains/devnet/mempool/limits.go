package mempool

import "time"

const (
	// maxTxBytes bounds one transaction's encoding: go-ethereum's pool has the same,
	// so that a transaction accepted here is accepted elsewhere.
	maxTxBytes = 128 * 1024

	// DefaultAccountSlots bounds what one account may have waiting, executable or
	// not: a burst of 20,000 from one key, as load tests and relayers send it. More
	// would fill the pool alone.
	DefaultAccountSlots = 32_768

	// DefaultSlots bounds the whole pool in transactions: five blocks of one second at
	// 25,000 transfers a second. The pool's own share of the
	// memory is 360 bytes each.
	DefaultSlots = 131_072

	// DefaultBytes bounds the whole pool in bytes, since slots alone would allow 2 GiB.
	DefaultBytes = 64 << 20

	// DefaultLifetime is how long a transaction behind a nonce gap is kept; as in go-ethereum.
	DefaultLifetime = 3 * time.Hour

	// staleInterval is how long the search for stale transactions takes to go through
	// the pool, shard by shard.
	staleInterval = time.Minute

	// shardCount is the number of shards of accounts: with so many, two of a hundred
	// submitters at work seldom meet. A search through all of them costs microseconds.
	shardCount = 64

	// advancedAlone is of how many transactions of a block one core is to follow the senders,
	// some microseconds each, before it is worth to wake another.
	advancedAlone = 128

	// runLength is how many transactions of one account a walk takes at a time: one
	// lock for most blocks' share of it, and few copied in vain.
	runLength = 32

	// priceBumpPercent is how much both fees of a replacement must exceed those of
	// what it replaces, rounded up. Less, and one payment would buy any number of
	// propagations; go-ethereum and its peers ask for the same.
	priceBumpPercent = 10

	// subscriberBacklog bounds the transactions that wait for one subscriber. One
	// that falls behind further is cut off with ErrLagged, never silently skipped.
	subscriberBacklog = 65_536
)
