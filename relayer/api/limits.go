package api

import "time"

const (
	// maxPage bounds the messages of one answer, of at most 4 KiB each; the rest follows
	// by ?cursor=.
	maxPage     = 500
	defaultPage = 100

	// maxQuery bounds a query, in bytes: every parameter at its longest fits.
	maxQuery = 1 << 10

	// maxQuoted bounds what an error repeats of a parameter, in bytes.
	maxQuoted = 80

	// A client has this long to send a request and to take the answer: nothing here is
	// large or slow.
	readTimeout  = 5 * time.Second
	writeTimeout = 30 * time.Second
	idleTimeout  = time.Minute
	maxHeader    = 16 << 10 // bytes

	// MinToken is how many characters a token has at least: 32 of base64 are 192 bits,
	// of hex 128. MaxToken bounds it to what a header carries.
	MinToken = 32
	MaxToken = 1024

	// What one client may ask by default: a page that shows everything asks some ten
	// times a second.
	defaultRate  = 50
	defaultBurst = 200
	maxRate      = 100_000

	// clientsAtOnce is how many clients may ask as much as they are allowed to; beyond
	// that they share.
	clientsAtOnce = 8

	// maxClients bounds the clients whose limits are remembered, of 300 bytes each.
	maxClients = 4096

	// maxConnections bounds the open connections; each takes a file and some 20 KiB.
	maxConnections = 512

	// Event streams.
	defaultStreams = 32
	maxStreams     = 256
	// maxEvents bounds the changes that are read, and held in memory, at a time for one
	// stream: 256 of at most 4 KiB each.
	maxEvents = 256
	// eventsEvery is how long changes are gathered.
	eventsEvery = 100 * time.Millisecond
	// heartbeatEvery is what proxies need to keep a stream open.
	heartbeatEvery = 15 * time.Second
	// slowClient is how long a client may take for one portion.
	slowClient = 10 * time.Second

	// maxScrapes bounds the scrapes of /metrics at a time; beyond it the answer is 503.
	maxScrapes = 8

	// shutdownGrace is how long answers under way may take when the relayer stops.
	shutdownGrace = 2 * time.Second
)
