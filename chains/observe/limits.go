package observe

import (
	"time"

	"github.com/catenary-bridge/catenary/chains"
)

const (
	// maxSegmentMessages bounds the messages of one Segment: a few batches' worth,
	// so that a backlog flows on while the rest of it is still being read.
	maxSegmentMessages = 1024

	// maxSegmentBytes bounds the encoded messages of one Segment, in bytes. One
	// message has at most 64 KiB, so that every Segment holds at least 64.
	maxSegmentBytes = 4 << 20

	// maxTrail bounds the message ids that are remembered of an endpoint whose fold
	// failed, so that the first nonce at which two endpoints differ can be named.
	// 32 bytes each: 2 MiB an endpoint.
	maxTrail = 64 << 10

	// maxBlocksPerLook bounds the headers that one look reads, and maxReadsPerLook the
	// blocks whose receipts it reads. A look should end before somebody wonders; what it
	// has read stays, and the next one goes on there.
	maxBlocksPerLook = 16 * chains.MaxHeaders
	maxReadsPerLook  = 256

	// maxBytesPerLook bounds the receipts that one look reads, in bytes; the last block's
	// may exceed it.
	maxBytesPerLook = 64 << 20

	// maxHistory bounds the messages that are remembered of a lane until its beginning, or
	// a position that is beyond doubt, is reached: 40 bytes each, and 200 for each block
	// that holds some, so that in the worst case they take 250 MB.
	maxHistory = 1 << 20

	// maxHeldBytes bounds the messages that are kept at hand until they are passed on, in
	// bytes of their encodings: two Segments. What is let go is read again.
	maxHeldBytes = 2 * maxSegmentBytes

	// saveEvery is after how many blocks the place up to which a lane was read is saved.
	// A restart reads as many once more.
	saveEvery = 1024

	// slowShare is the share of CallTimeout that an answer may take before another
	// endpoint is asked first.
	slowShare = 4

	// proofsAgain is after what time an endpoint that makes no lane proofs is asked for
	// one again: it may have been replaced.
	proofsAgain = 10 * time.Minute

	// maxSources bounds the endpoints of one lane: each is tried in turn, and nobody
	// waits for more.
	maxSources = 32

	// defaultInterval is how long a dead subscription can go unnoticed.
	defaultInterval = 2 * time.Second

	// maxInterval bounds what may be configured for it.
	maxInterval = time.Hour

	// defaultCallTimeout bounds one question to one endpoint: long enough for a page
	// of logs from a far node, short enough that a stalling endpoint costs little.
	defaultCallTimeout = 10 * time.Second

	// walkCalls and walkPace bound how long one endpoint may take for a run of
	// messages while there is another one to ask: the time of so many calls, and of
	// one more for each walkPace messages. Each answer of an endpoint that drips, one
	// message every few seconds, is in time; without this it would hold up the lane for
	// as long as it likes and never be at fault. An honest node gives some hundred
	// messages in a call.
	walkCalls = 3
	walkPace  = 1024

	// maxHurried is the number of messages beyond which that time grows no further;
	// the product must not overflow whatever nonce is proven.
	maxHurried = 1 << 20

	// firstRetry is how soon a look is repeated that found nothing although there was
	// a hint: the hint may have come from a node that is ahead of the light client's.
	// It doubles until it reaches the interval.
	firstRetry = 20 * time.Millisecond

	// firstFaultRetry is the same after an error. An endpoint in trouble is not to be
	// hurried.
	firstFaultRetry = 200 * time.Millisecond

	// settleEvery is how often at most a lane's whole history is read to find out
	// whether endpoints lie or the lane has diverged.
	settleEvery = time.Minute

	// Bounds of the wait before a broken subscription is opened again.
	firstReconnect = 100 * time.Millisecond
	maxReconnect   = 15 * time.Second
)
