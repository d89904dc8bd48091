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

	// maxScrapes bounds the scrapes of /metrics at a time; beyond it the answer is 503.
	maxScrapes = 8

	// shutdownGrace is how long answers under way may take when the relayer stops.
	shutdownGrace = 2 * time.Second
)
