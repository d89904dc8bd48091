package history

import (
	"time"

	"github.com/catenary-bridge/catenary/relayer/index"
)

const (
	// flushEvery is how long changes are gathered: most messages are executed within
	// that, and then written once. A crash loses as much.
	flushEvery = 500 * time.Millisecond

	// retryEvery is how long to wait after a write that failed, for a full disk.
	retryEvery = 5 * time.Second

	// maxEntries bounds the messages that are read, forgotten ones included: a file is
	// written anew before it holds so many.
	maxEntries = 4 * index.MaxEntries

	// frameEntries bounds the messages of one frame, most of 1 KiB or less.
	frameEntries = 1000

	// maxFrame bounds a frame on disk, maxContent what it may unfold to, in bytes: 1,000
	// entries with the longest reasons and the largest signer sets stay below.
	maxFrame   = 16 << 20
	maxContent = 64 << 20

	// maxNumber bounds the numbers of messages and changes, which begin at the clock's
	// milliseconds times 2^20: the view counts on from the highest, and one near the end
	// of 64 bits would have it begin again at 0, and whoever follows it turn in circles.
	maxNumber = 1 << 62

	// compactAbove is the size below which the file is left alone, in bytes. Above it,
	// the file is written anew when it is more than twice as large as it was after that
	// was done last.
	compactAbove = 4 << 20
)
