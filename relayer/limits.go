package relayer

import "time"

const (
	// maxQueue bounds the verified segments of a lane that wait to be cut. A segment
	// has at most 1,024 messages and 4 MiB, so that they take 16 MiB at most. Beyond it
	// the observer is simply not asked for more.
	maxQueue = 4

	// maxInFlight bounds what may be configured as batches in flight. The bus keeps at
	// least as many answers of a signer for a lane.
	maxInFlight = 64

	// defaultInFlight lets approvals of the next batches be collected while the first
	// is being mined.
	defaultInFlight = 8

	// Bounds of the wait before a lane's session is started again after trouble.
	firstRestart = 100 * time.Millisecond
	maxRestart   = 15 * time.Second

	// settled is how long a session has to run for the next trouble to be a new one.
	settled = 30 * time.Second

	// pausedRecheck is how often a paused lane is looked at.
	pausedRecheck = 2 * time.Second

	// settlePatience bounds how long a lane waits at its start for the deliveries of an
	// earlier run to be mined. One that takes longer is stuck behind its price; the
	// lane goes on, at the risk of paying for the same messages twice.
	settlePatience = time.Minute

	// readTimeout bounds one question to a target.
	readTimeout = 15 * time.Second

	// inboxRecheck is how often the Inbox is looked at without need.
	inboxRecheck = 15 * time.Second

	// chainLook is how often a chain's head and the account there are looked at, for
	// people, who take a head that is older than that for a chain that stands still. Each
	// look costs two small calls.
	chainLook = 2 * time.Second

	// maxWonders bounds the messages that wait for a look at what became of them.
	maxWonders = 10_000

	// outcomePause is how long to rest between two such looks, each of which searches the
	// target's logs; outcomeRetry when one has failed.
	outcomePause = 100 * time.Millisecond
	outcomeRetry = 5 * time.Second

	// retryLook is how often failed messages are looked at, whether somebody retried them
	// with success; maxRetryLooks how many at a time, the newest. Each costs a call.
	retryLook     = 15 * time.Second
	maxRetryLooks = 50

	// attemptLook is how often the view is told of a delivery under way: senders wait
	// much longer before they replace a transaction.
	attemptLook = time.Second

	// recheckPatience is how many such looks in a row have to fail, or to show the
	// Inbox behind where it was, to be believed: endpoints lag and stumble.
	recheckPatience = 3

	// doubtPatience is how many sessions in a row have to end because the Inbox's
	// position is not on the lane, for the lane to halt for good.
	doubtPatience = 3

	// sourceSkew is how much later than our clock's a source header's time has to be, to
	// be certain that it was made afterwards. Light clients that verify consensus allow
	// 10 s of drift; a minute also bears a relayer that hears of headers later than the
	// signers do.
	sourceSkew = time.Minute

	// maxContention bounds the random wait before a delivery while another relayer is
	// seen to serve the same lane: about a block of most chains. Only one of the two
	// then pays for the batch.
	maxContention = 2 * time.Second

	// contentionMemory is how long another relayer is taken to be still there.
	contentionMemory = time.Minute
)
