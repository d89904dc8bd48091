package qbft

import "time"

// Bounds on what a provider may make us read, hash or recover.
const (
	// MaxValidators bounds the set that a header lists or a contract names. One seal
	// recovery takes about 50 µs to 200 µs, so that the worst header costs well under a
	// second.
	MaxValidators = 1000

	// MaxRound is the highest round a header may name. Rounds double their time-out,
	// so that a chain never gets beyond a few dozen.
	MaxRound = 1<<24 - 1

	// MaxExtraBytes bounds extraData: a full list of validators (21 bytes each), as
	// many seals (67 bytes each), vanity, vote, round and list prefixes.
	MaxExtraBytes = MaxValidators*(21+67) + 128

	// MaxHeaderBytes bounds an encoded header: about 700 bytes and its extraData.
	MaxHeaderBytes = MaxExtraBytes + 1024

	// MaxBatch is how many headers one request may ask for and one step verifies.
	// 256 headers of 4 validators are about 300 KB.
	MaxBatch = 256

	// stepHeaders is how many headers a client verifies before it asks the witnesses:
	// less than MaxBatch, so that a witness's batch reaches below the whole step.
	stepHeaders = MaxBatch / 2

	// maxDescent is how many headers below a sealed one, in a contract's reign, are
	// linked to the trusted one in one go, since the states between are gone: three days
	// of blocks a second apart, 300 MB passing through, a few minutes.
	maxDescent = 1 << 18

	// MaxSchedule bounds the entries of a schedule; chains have had a handful.
	MaxSchedule = 64

	// MaxHistory is how many hashes below the trusted header are remembered, which
	// is how deep a fork can be told from another chain.
	MaxHistory = 256

	// MaxProviders bounds the endpoints of one client: each is asked about each new
	// header.
	MaxProviders = 16

	// maxRecentHeaders is how many encoded headers are kept in memory, as evidence
	// should one of them turn out to have a rival.
	maxRecentHeaders = 64
)

// Default durations, all of them overridable in Params and Config.
const (
	// DefaultTrustingPeriod is how long the last trusted validator set is believed:
	// long enough for an operator's holidays, short enough that keys of former
	// validators are still kept with care.
	DefaultTrustingPeriod = 14 * 24 * time.Hour

	// DefaultMaxClockDrift is how far ahead of our clock a header may be. Besu
	// allows its own peers one second; machines with NTP differ by less than this.
	DefaultMaxClockDrift = 10 * time.Second

	// DefaultRequestTimeout bounds one request to one provider.
	DefaultRequestTimeout = 5 * time.Second

	// DefaultWitnessTimeout bounds how long a verified header waits for a witness.
	// Shorter than a request may take, because a witness that dawdles on purpose
	// would otherwise set the pace.
	DefaultWitnessTimeout = time.Second

	// DefaultStallAfter is the age of an unchanged newest header after which all
	// providers are asked, since the first may be holding blocks back.
	DefaultStallAfter = 30 * time.Second

	// DefaultCoolDown is how long a provider that failed is asked last.
	DefaultCoolDown = 30 * time.Second
)
