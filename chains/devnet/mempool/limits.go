package mempool

import "time"

const (
	// maxTxBytes bounds one transaction's encoding: go-ethereum's pool has the same,
	// so that a transaction accepted here is accepted elsewhere.
	maxTxBytes = 128 * 1024

	// DefaultAccountSlots bounds what one account may have waiting, executable or
	// not. A relayer or a load test sends thousands from one key; beyond this they
	// would fill the pool alone.
	DefaultAccountSlots = 4096

	// DefaultSlots bounds the whole pool in transactions: about five full blocks of
	// transfers at 60 M gas.
	DefaultSlots = 16_384

	// DefaultBytes bounds the whole pool in bytes, since slots alone would allow 2 GiB.
	DefaultBytes = 64 << 20

	// DefaultLifetime is how long a transaction behind a nonce gap is kept; as in go-ethereum.
	DefaultLifetime = 3 * time.Hour

	// staleInterval is the least time between two searches for stale transactions:
	// the search walks the whole pool.
	staleInterval = time.Minute

	// priceBumpPercent is how much both fees of a replacement must exceed those of
	// what it replaces, rounded up. Less, and one payment would buy any number of
	// propagations; go-ethereum and its peers ask for the same.
	priceBumpPercent = 10

	// subscriberBacklog bounds the transactions that wait for one subscriber. One
	// that falls behind further is cut off with ErrLagged, never silently skipped.
	subscriberBacklog = 65_536
)
