package bench

import "time"

const (
	// maxTransactions bounds one load: signed transactions take about 200 bytes each.
	maxTransactions = 16_000_000
	// maxAccounts bounds funded accounts; a genesis with a million takes half a minute.
	maxAccounts = 1_000_000
	// maxConnections is below what one node of ours serves; more only cost the generator.
	maxConnections = 256
	// maxBatch is go-ethereum's limit of a JSON-RPC batch, and ours.
	maxBatch = 1000
	// maxRate is beyond what one machine signs, let alone carries.
	maxRate = 1_000_000
	// maxDuration ends what nobody waits for.
	maxDuration = 24 * time.Hour
	// maxSteps bounds a stepwise load: from 1,000 tx/s by 1.5 to the limits of JSON-RPC are
	// ten, and two more narrow the gap of a third to a tenth; the rest is for a first step that
	// fails, from which it goes down by halves.
	maxSteps = 24

	// signAhead is how many transactions a second are signed for a load whose rate is
	// whatever the node carries: more than any has carried on the two cores that we measured
	// on, which was 45,400.
	signAhead = 60_000
	// burst is how many are sent where neither their number nor a duration is given.
	burst = 100_000

	// attempts is how often a transaction is sent whose answer got lost, in a row: a node that
	// answers now and then gets all of them in the end.
	attempts = 8
	// firstBackoff and lastBackoff are the waits after a node said that its pool is full.
	firstBackoff, lastBackoff = 2 * time.Millisecond, 100 * time.Millisecond
	// beats is how many batches a second each connection sends at a fixed rate, at least:
	// batches get smaller where they would come less often, so that a rate is no burst.
	beats = 50

	// setUpInFlight bounds what is unmined while accounts are funded and contracts made:
	// less than any node's limit for one account.
	setUpInFlight = 1000
	// setUpTimeout bounds that as a whole where nothing moves.
	setUpTimeout = time.Minute

	// readBatch is how many nonces or balances are asked for in one request.
	readBatch = 500
	// maxSamples bounds the texts of refusals that a report holds.
	maxSamples = 5
	// requestTimeout bounds one request: a node that builds a large block may stall.
	requestTimeout = 30 * time.Second
)
