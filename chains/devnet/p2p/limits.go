package p2p

import "time"

const (
	// MaxMessageBytes bounds one message: the largest consensus message and its code byte.
	MaxMessageBytes = 16<<20 + 1

	// MaxQueueMessages bounds what waits from one sender for one receiver. Four kinds of message for a few heights and
	// rounds are far below; a paused validator needs none of it once it is back.
	MaxQueueMessages = 512

	// MaxQueueBytes bounds the same in memory: two of the largest messages. Payloads are shared between receivers.
	MaxQueueBytes = 2 * MaxMessageBytes

	// MaxEndpoints bounds the validators on a hub; queues grow with the square.
	MaxEndpoints = 128

	// MaxLinks bounds the senders that one endpoint has queues for. A bridge names senders that are on no hub; those of
	// former validator sets go when room is needed.
	MaxLinks = 2 * MaxEndpoints

	// MaxCopies and MaxDelay bound what a fault rule may ask for, so that a mistyped test does not hang.
	MaxCopies = 16
	MaxDelay  = time.Minute
)
