package parlia

import (
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Bounds on what a provider may make us read, hash, recover or pair.
const (
	// MaxValidators bounds a set: votes name their voters in a bitmap of 64 bits, so
	// that more could never vote (bsc, core/types/vote.go, ValidatorsBitSet). Decoding
	// 64 vote keys takes some 4 ms.
	MaxValidators = 64

	// MaxTurnLength is the highest number of consecutive blocks of one validator that
	// BSC's governance may set (BSCValidatorSet, MAX_TURN_LENGTH).
	MaxTurnLength = 64

	// MaxEpochLength bounds configuration. BSC's longest epoch is 1000 blocks; to
	// begin from an anchor takes the headers of up to two epochs.
	MaxEpochLength = 10_000

	// MaxVoteDepth bounds configuration: how many generations up a header may attest.
	// BSC allows 3 since the Fermi fork.
	MaxVoteDepth = 16

	// MaxForks bounds configuration.
	MaxForks = 64

	// MaxExtraBytes bounds extraData. An honest one has below 5 KB, but a bad validator
	// may write more, and nodes take up to this (bsc, core/types/block.go,
	// SanityCheck): refused by us, such a header would stop the client for good.
	MaxExtraBytes = 100 << 10

	// maxAttestationExtra is the protocol's bound of an attestation's unused field
	// (bsc, core/types/vote.go, MaxAttestationExtraLength).
	maxAttestationExtra = 256

	// MaxBatch is how many headers one request may ask for. A header is 1 KB, but nodes
	// answer with the hashes of a block's transactions too, 10 to 20 KB on BSC.
	MaxBatch = 64

	// MaxLinked is how far a client follows block by block, each tied to the one before
	// by its hash: two minutes of BSC. If it was away for longer it skips.
	MaxLinked = 256

	// MaxHeaders is how many headers one verification takes: enough for all from an
	// epoch block to the switch of 64 validators of BSC's turn length 16, which is
	// where finality has to be found at the latest.
	MaxHeaders = 640

	// MaxHistory is how many headers up to the trusted one are remembered, which is
	// how deep a fork can be told from another chain.
	MaxHistory = 256

	// MaxProofBytes bounds an encoded Proof: what a store takes, with a sum beside it. A
	// usual one has 5 to 20 KB.
	MaxProofBytes = lightclient.MaxStateBytes - 64

	// maxTerms is how many sets are remembered: the one in force and the announced one
	// decide, the one before makes rivals of the last blocks checkable.
	maxTerms = 3

	// maxProofHeaders is how many headers a Proof holds at most: from the one it is
	// about to a final one, and above that one the two attestations that make it final,
	// the second of them within the depth of votes above the child.
	maxProofHeaders = MaxHistory + MaxVoteDepth + 2

	// firstLook and secondLook are how many headers a client fetches around the place
	// to which it skips, before it takes all that can help: nearly always the first
	// few hold what it needs.
	firstLook  = 8
	secondLook = 64

	// maxLag is how far the newest header may be above the final one before the client
	// calls it an error. On BSC it is two blocks, more when votes come late.
	maxLag = 32

	// MaxProviders bounds the endpoints of one client: each is asked about each new
	// header.
	MaxProviders = 16
)

// Default durations, all of them overridable in Params and Config.
const (
	// DefaultTrustingPeriod is how long a header's validators are believed. A
	// validator's stake is locked for 7 days after it leaves (BSC StakeHub,
	// unbondPeriod), and slashing votes against the rules needs that stake.
	DefaultTrustingPeriod = 5 * 24 * time.Hour

	// DefaultMaxClockDrift is how far ahead of our clock a header may be. bsc takes no
	// header from the future; machines with NTP differ by less than this.
	DefaultMaxClockDrift = 10 * time.Second

	// DefaultRequestTimeout bounds one request to one provider.
	DefaultRequestTimeout = 5 * time.Second

	// DefaultWitnessTimeout bounds how long a verified header waits for a witness.
	// Shorter than a request may take, because a witness that dawdles on purpose
	// would otherwise set the pace.
	DefaultWitnessTimeout = time.Second

	// DefaultStallAfter is the age of an unchanged final header after which all
	// providers are asked, since the first may be holding blocks back. BSC's is one
	// to two seconds old.
	DefaultStallAfter = 10 * time.Second

	// DefaultCoolDown is how long a provider that failed is asked last.
	DefaultCoolDown = 30 * time.Second
)
