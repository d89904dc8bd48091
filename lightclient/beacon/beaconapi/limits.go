package beaconapi

import "time"

const (
	// maxGenesisBytes and maxSpecBytes bound the answers about the network: 200 bytes and 8
	// KB on mainnet.
	maxGenesisBytes = 4 << 10
	maxSpecBytes    = 256 << 10

	// maxProblemBytes bounds what is read of an answer that is an error, and maxProblemText
	// what is quoted of it.
	maxProblemBytes = 4 << 10
	maxProblemText  = 200

	// maxRetryAfter bounds for how long a node may have us leave it alone: long enough for
	// rate limits, which count by the minute, and short enough that no node is lost to a
	// mistyped number.
	maxRetryAfter = 2 * time.Minute

	// maxIdleConns is how many connections to the node are kept open.
	maxIdleConns = 4

	// maxExecutionFiles and maxExecutionBytes bound the execution blocks of a recording: a
	// block of mainnet with all its transactions has 1 MB.
	maxExecutionFiles = 256
	maxExecutionBytes = 16 << 20
)
