package txsender

import "time"

const (
	// maxAttempts bounds the replacements of one transaction: at 10 % each, 64 of
	// them raise a price 446-fold, far beyond any sane maximum.
	maxAttempts = 64

	// maxInFlight bounds what may be configured for MaxInFlight. Nodes keep about 64
	// transactions of an account.
	maxInFlight = 64

	// defaultMaxInFlight is moderate: each is a batch of messages.
	defaultMaxInFlight = 16

	// defaultResubmitAfter is how long a transaction may wait before it is replaced:
	// a few blocks of the slowest common chain.
	defaultResubmitAfter = 30 * time.Second

	// defaultPoll is how often the chain is looked at when no hint comes.
	defaultPoll = time.Second

	// callTimeout bounds one look at the chain.
	callTimeout = 15 * time.Second

	// maxJournalBytes bounds the journal; it is compacted at half of that. An attempt
	// has at most 128 KiB, so that all that may be in flight fits.
	maxJournalBytes = 512 << 20

	// compactAt is when to rewrite the journal with what is still in flight.
	compactAt = 8 << 20

	// priceBump is by how many per cent a replacement has to pay more for a node to
	// take it (go-ethereum's default, and the least that any client asks for).
	priceBump = 10

	// fillerGas is what a transfer to oneself costs.
	fillerGas = 21_000
)
