package signer

import "time"

const (
	// MaxHistory is how many positions behind the newest a lane remembers, so that an
	// older checkpoint can be signed again: 32 bytes each, 2 MiB a lane. A relayer
	// asks for a few batches behind the newest.
	MaxHistory = 1 << 16

	// maxPending bounds the requests of one lane that wait for finality at a time.
	// It is below bus.MaxPending, so that one lane that nobody can serve leaves room
	// for the others.
	maxPending = 16

	// DefaultPatience is how long a request that is ahead of the light client waits
	// before it is refused as not final.
	DefaultPatience = 10 * time.Second

	// maxPatience bounds what may be configured for it: the request is not
	// acknowledged while it waits.
	maxPatience = time.Minute

	// maxLanes bounds the lanes of one signer; each follows its source chain.
	maxLanes = 64

	// callTimeout bounds one question to the target chain. Nothing that it answers
	// is believed, so little is worth waiting for.
	callTimeout = 5 * time.Second

	// ownInterval is how often the bus is asked for own approvals that another process
	// gave with this key.
	ownInterval = 5 * time.Second

	// setAge is how often the target is asked for the verifier's signer set and the
	// Inbox's position; setRetry is the shortest pause between two questions, so that
	// nobody can make us ask for every request.
	setAge   = 5 * time.Second
	setRetry = 250 * time.Millisecond

	// startPatience is how long a lane waits for its first segment before it reads
	// the Inbox again: what it read may have been a lie about the future.
	startPatience = 15 * time.Second

	// firstRetry and maxRetry bound the pause before a lane is opened again.
	firstRetry = 200 * time.Millisecond
	maxRetry   = 15 * time.Second

	// maxDetail bounds the text of a refusal, in bytes, below messages.MaxReasonSize
	// so that the answer fits on the bus however it has to be escaped.
	maxDetail = 600
)
