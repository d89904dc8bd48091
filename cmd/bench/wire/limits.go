package wire

import "time"

const (
	// maxAnswer bounds one answer: the hashes of a block with 200,000 transactions are 14 MB.
	maxAnswer = 32 << 20

	// maxHead bounds the status line and the header fields of an answer together.
	maxHead = 16 << 10

	// maxDepth bounds nesting; answers that are understood have a depth of four.
	maxDepth = 64

	// maxMessage bounds how much of a node's error text is kept: it goes into a report.
	maxMessage = 300

	// maxIdle is how long a connection is trusted without use: servers end those that nobody
	// uses, node's after five seconds, and a request that crosses that end is lost.
	maxIdle = 4 * time.Second

	// dialTimeout is for a connection within a machine or a continent.
	dialTimeout = 10 * time.Second
)
