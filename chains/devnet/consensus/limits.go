package consensus

import (
	"time"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Every bound of this package, with its reason. A Byzantine validator can fill only what is reserved for itself: all
// buffers are per author.
const (
	// sharedFrames is how many proposals and round-changes the validators of a process remember for each other: those of
	// one round of the largest group that one host runs, so that none is decoded twice. Blocks make up their size.
	sharedFrames = 16

	// MaxMessageBytes bounds one encoded message. A proposal carries one block, and 100 M gas of calldata at the floor
	// price of 10 gas a byte (EIP-7623) are 10 MB; the justification adds about 100 bytes a validator.
	MaxMessageBytes = 16 << 20

	// MaxValidators bounds a validator set and with it every list in a message. Messages grow with n², and no QBFT
	// network in use is near this.
	MaxValidators = 128

	// MaxRound is the highest round number: what a header of the light client may name. Rounds double their timeout, so
	// a chain never comes near it.
	MaxRound = qbft.MaxRound

	// maxRoundsKept bounds the rounds of one height for which messages of one author are kept. Honest validators that
	// differ by more are brought together by round-change messages, of which the newest always displaces the oldest.
	maxRoundsKept = 8

	// maxHeightsAhead bounds how far in the future a buffered message may lie. Whoever is further behind catches up
	// through the ledger, not through buffered messages.
	maxHeightsAhead = 4

	// maxFuturePerAuthor and maxFutureBytesPerAuthor bound what one author may have buffered for later heights: four
	// message kinds for a few rounds and heights, and two proposals of the largest blocks (EIP-7934), decoded and in bytes.
	maxFuturePerAuthor      = 32
	maxFutureBytesPerAuthor = 2 * MaxMessageBytes

	// maxDurableBytes bounds what a validator keeps in its journal: three blocks in a message each (its own proposal, the
	// prepared block, and that of its round-change), and a little around them.
	maxDurableBytes = 3*MaxMessageBytes + 1<<20

	// maxEvidence bounds the recorded contradictions of one author at one height; one is enough to name it.
	maxEvidence = 4

	// maxEvidenceKept bounds the contradictions that a validator remembers over all heights, for an operator to read.
	maxEvidenceKept = 64

	// maxWishes bounds the votes a validator may have in mind; each costs at least one block to cast.
	maxWishes = MaxValidators

	// maxVotedRecipients bounds the recipients in a vote tally. Only validators cast votes, one a block, and an epoch
	// block clears them; beyond this a new recipient's votes are not counted, on every node alike.
	maxVotedRecipients = 1024

	// DefaultEpoch is the distance in blocks between two clearings of all outstanding votes, as in Besu and GoQuorum.
	DefaultEpoch = 30_000

	// DefaultBaseTimeout is the time round 0 may take. In one process a round takes milliseconds plus execution; a
	// second leaves room for a busy machine without making a crashed proposer expensive.
	DefaultBaseTimeout = time.Second

	// DefaultMaxTimeout caps the doubling of the round timeout, which the specification leaves unbounded: after an hour
	// of partition a chain should not need another hour to notice that it is over.
	DefaultMaxTimeout = 30 * time.Second

	// minSilence and maxSilence bound after how long validators repeat what they said last: networks don't carry the same
	// more often, and however long rounds are, one lost message should not cost more than a second or two.
	minSilence, maxSilence = 150 * time.Millisecond, time.Second

	// DefaultBlockPeriod is the least time between two blocks.
	DefaultBlockPeriod = 100 * time.Millisecond

	// leastFill is for how long any block may be filled, however short the period is: a block costs milliseconds of
	// consensus whatever it holds.
	leastFill = 50 * time.Millisecond

	// MaxClockDrift is how far a proposal's timestamp may lie in the future of the verifier's clock. Besu allows one
	// second for its one-second blocks; two leave room for clocks that differ by a second boundary.
	MaxClockDrift = 2 * time.Second

	// maxJobs bounds the unfinished builds, verifications and commits of one validator. The machine asks for at most
	// one build and one verification a round; more than this means that the ledger hangs.
	maxJobs = 64

	// inboxDepth bounds the decoded messages that wait for the validator's loop; the transport holds the rest.
	inboxDepth = 64
)
