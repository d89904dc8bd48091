package beacon

import "time"

// Bounds on what a provider may make us read, hash or decode.
const (
	// maxCommitteeSize bounds the committee of a preset. A key takes about 60 µs to
	// decode, so that the largest takes a quarter of a second.
	maxCommitteeSize = 4096

	// maxHistoricalRoots and maxPeriodParts bound what else a preset holds far above every
	// real one, so that indices and slots computed from them cannot overflow.
	maxHistoricalRoots = 1 << 20
	maxPeriodParts     = 1 << 20

	// maxExtraDataBytes is MAX_EXTRA_DATA_BYTES (bellatrix/beacon-chain.md).
	maxExtraDataBytes = 32

	// MaxUpdatesPerRequest is MAX_REQUEST_LIGHT_CLIENT_UPDATES
	// (altair/light-client/p2p-interface.md): what a node serves at once.
	MaxUpdatesPerRequest = 128

	// maxJSONDepth: updates[].data.attested_header.execution.extra_data has five levels.
	maxJSONDepth = 8

	// maxJSONOverheadBytes bounds the JSON of two headers with all their branches, about
	// 6 KB, with room for indentation.
	maxJSONOverheadBytes = 32 << 10
	// maxJSONKeyBytes bounds one public key in JSON, 98 characters in quotes, likewise.
	maxJSONKeyBytes = 192

	// maxGenesisTime keeps sums of times within what time.Time and JSON carry exactly.
	maxGenesisTime = 1 << 40

	// maxConfigBytes bounds a network's config.yaml, which has about 6 KB.
	maxConfigBytes = 256 << 10
)

// Default durations, overridable by those who call.
const (
	// DefaultTrustPeriod is how long after a checkpoint's slot its committee is believed.
	// Ethereum's own weak-subjectivity period is between one and about 25 days, by the
	// size of the validator set and how much of it may leave at once
	// (phase0/weak-subjectivity.md); with today's set and limits two weeks are within it.
	DefaultTrustPeriod = 14 * 24 * time.Hour

	// DefaultClockDrift is how far ahead of our clock a signature may be:
	// MAXIMUM_GOSSIP_CLOCK_DISPARITY (phase0/p2p-interface.md).
	DefaultClockDrift = 500 * time.Millisecond
)

// MaxUpdateJSONBytes bounds the JSON of any one object of the light client API under a
// preset, its envelope included.
func (p Preset) MaxUpdateJSONBytes() int {
	return maxJSONOverheadBytes + int(p.SyncCommitteeSize+1)*maxJSONKeyBytes
}
