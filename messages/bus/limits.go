package bus

import "time"

const (
	// MaxMessageSize bounds a message on the bus, headers included, in bytes
	// (docs/protocol.md). An answer takes about 700; a refusal's text at most 1 KiB
	// more, or six times that when every byte of it has to be escaped.
	MaxMessageSize = 8 << 10

	// MessagesPerSubject is how many messages of one writer on one lane a stream
	// keeps. A checkpoint covers everything below it, so the newest would do; a few
	// more let several checkpoints be in flight.
	MessagesPerSubject = 16

	// MaxLanes, MaxRelayers and MaxSigners bound the members of one bus. Lanes times
	// members is the number of subjects, which bounds the disk: at the maximum
	// 64 × 64 × 16 messages of at most 8 KiB, that is 512 MiB a stream.
	MaxLanes    = 64
	MaxRelayers = 16
	MaxSigners  = 64

	// MaxPending is how many requests a signer holds unanswered. More than one lane
	// can have in flight from one relayer, so that one lane that waits for finality
	// does not fill it.
	MaxPending = 64

	// answersPending is how many answers a relayer may leave unacknowledged. Its
	// handler takes microseconds; what it has not read stays with the server.
	answersPending = 256

	// maxClaims bounds the claims of one lane that a signer repeats with its answers.
	// A lane has one Inbox; a second one appears when a deployment is replaced.
	maxClaims = 4

	// requestAge and answerAge bound what the streams keep. A request is repeated
	// until it is answered, so an old one is of no use. A signer's last approval is
	// what shows that its record was rolled back, so it stays for a year.
	requestAge = 24 * time.Hour
	answerAge  = 365 * 24 * time.Hour

	// dedupWindow is how long a message id is remembered: longer than a publisher
	// retries (publishTimeout), and short, because ids are kept in memory.
	dedupWindow = 2 * time.Minute

	// callTimeout bounds one call to the server. Without a JetStream leader a call is
	// never answered, so there must be a bound; a healthy server takes milliseconds.
	callTimeout = 3 * time.Second

	// publishTimeout bounds one publication with its repetitions: long enough to
	// survive a restart of the server.
	publishTimeout = 20 * time.Second

	// ackWait is after how long an unsettled message is delivered again, and
	// progress how often a signer that is still at it says so. Short, because the
	// server does not notice that a member in another account has gone while its pull
	// is open: what it sends then comes again only after ackWait.
	ackWait  = 3 * time.Second
	progress = time.Second

	// openPulls is how many messages a member pulls at a time. Each pull is answered
	// within a millisecond when there is something, so a few keep a member busy; and
	// what is sent to the pulls of a member that has just died is as few.
	openPulls = 4

	// pullExpiry is how long the server holds a pull open. A pull that was lost, for
	// example because the consumer did not exist yet, is repeated after it.
	pullExpiry = 4 * time.Second

	// retryMin and retryMax bound the pause before something is tried again.
	retryMin = 100 * time.Millisecond
	retryMax = 5 * time.Second

	// roomWanted is how many bytes must fit on the disk for a server that could not
	// write to be started again: a few messages and what it writes at its start.
	roomWanted = 256 << 10

	// maintainInterval is how often the admin looks whether the streams still are
	// what they should be, beyond every reconnection. It is what repairs an external
	// server whose streams were lost while the connection stayed.
	maintainInterval = 30 * time.Second

	// maxConnections, maxSubscriptions and maxPendingBytes bound what clients may
	// cost the embedded server: members times a few connections each; an inbox and a
	// pull per connection; and the backlog of a client that does not read.
	maxConnections   = 512
	maxSubscriptions = 64
	maxPendingBytes  = 4 << 20

	// maxPayload bounds any message at the server's door, in bytes. Stream and
	// consumer definitions need more than the 8 KiB of a message.
	maxPayload = 64 << 10
)
