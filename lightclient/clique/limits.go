package clique

import "time"

// Bounds on what a provider may make us read, hash or recover.
const (
	// MaxSigners bounds the set of signers. The networks of the world have up to about
	// thirty. It also bounds how many headers make one final: 129 of 256.
	MaxSigners = 256

	// MaxExtraConfirmations bounds Params.ExtraConfirmations, so that what makes a
	// header final fits into one batch even with MaxSigners.
	MaxExtraConfirmations = 64

	// MaxVotes bounds the votes that are pending. A signer may cast one in each block
	// that it seals, about each address in the world, until the next checkpoint: in an
	// epoch of 30000 blocks one spammer among four signers or more does not get there.
	// If several do, the client stops until the operator gives it the next checkpoint
	// as anchor. All of them fit into a store.
	MaxVotes = 10_000

	// MaxExtraBytes bounds extraData: vanity, a full list of signers, seal.
	MaxExtraBytes = vanityBytes + MaxSigners*20 + sealBytes

	// MaxHeaderBytes bounds an encoded header: about 600 bytes and its extraData.
	MaxHeaderBytes = MaxExtraBytes + 1024

	// MaxBatch is how many headers one request may ask for and one call verifies:
	// stepHeaders, and what makes the last of them final.
	MaxBatch = 256

	// stepHeaders is how far a client moves before it asks the witnesses, and how far
	// apart the states are that it keeps for judging rivals. A rival that leaves between
	// two of them can be verified in one batch.
	stepHeaders = MaxBatch - MaxSigners/2 - MaxExtraConfirmations

	// maxStates is how many states are kept: rivals are told from other chains down to
	// (maxStates-2) * stepHeaders blocks below the trusted header, at least.
	maxStates = 6

	// maxRivalHeaders bounds what is read of an endpoint on another branch: from the
	// lowest state to a batch above the trusted header.
	maxRivalHeaders = (maxStates + 1) * MaxBatch

	// MaxProviders bounds the endpoints of one client: each is asked about each new
	// final header.
	MaxProviders = 16
)

// Default values, all of them overridable in Params and Config.
const (
	// DefaultEpoch is EIP-225's EPOCH_LENGTH, in blocks.
	DefaultEpoch = 30_000

	// DefaultPeriod is EIP-225's BLOCK_PERIOD, in seconds.
	DefaultPeriod = 15

	// DefaultTrustingPeriod is how long the last trusted set of signers is believed:
	// long enough for an operator's holidays, and for one epoch of 30000 blocks of 15 s,
	// within which a fresh anchor is to be had; short enough that keys of former signers
	// are still kept with care.
	DefaultTrustingPeriod = 14 * 24 * time.Hour

	// DefaultMaxClockDrift is how far ahead of our clock a header may be. Nodes allow
	// their peers none; machines with NTP differ by less than this.
	DefaultMaxClockDrift = 10 * time.Second

	// DefaultRequestTimeout bounds one request to one provider.
	DefaultRequestTimeout = 5 * time.Second

	// DefaultWitnessTimeout bounds how long a verified header waits for a witness.
	// Shorter than a request may take, because a witness that dawdles on purpose would
	// otherwise set the pace.
	DefaultWitnessTimeout = time.Second

	// DefaultStallAfter is the age of the newest final header, beyond what its
	// confirmations take, after which all providers are asked, since the first may be
	// holding blocks back.
	DefaultStallAfter = 30 * time.Second

	// DefaultCoolDown is how long a provider that failed is asked last.
	DefaultCoolDown = 30 * time.Second
)
