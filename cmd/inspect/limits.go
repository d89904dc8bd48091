package inspect

import "time"

const (
	// maxAnswer bounds one answer of a relayer's API, in bytes: a page of a thousand
	// messages with the answers of 64 signers each is far below it.
	maxAnswer = 16 << 20

	// maxEvent bounds what is kept at a time of a relayer's event stream, in bytes, and of
	// its headers and a token's file.
	maxEvent = 64 << 10

	// apiTimeout bounds one question to a relayer, which has its answers in memory.
	apiTimeout = 10 * time.Second

	// maxMessages bounds the messages of one source transaction that are shown: at the
	// price of a send, a block holds some hundred.
	maxMessages = 1000

	// maxPages bounds the pages in which a relayer may tell them: a page may be empty and
	// still have one behind it.
	maxPages = 200

	// maxProven bounds the messages that are folded to show that one of them is in its
	// lane. A delivered message is folded from the lane's beginning; some ten questions
	// to an endpoint for this many.
	maxProven = 10_000

	// followEvery is how often a message that is followed is looked at where no event
	// comes; followAtLeast is the shortest time between two looks, however many events
	// come.
	followEvery   = time.Second
	followAtLeast = 100 * time.Millisecond

	// maxTimeline bounds the outcomes of one message: each retry is one, and anybody may
	// retry a failing message as often as he pays for it.
	maxTimeline = 16
)
