package rpcquorum

import "time"

const (
	// MaxEndpoints bounds the requests that one Update makes at a time.
	MaxEndpoints = 32

	// MaxConfirmations catches a mistyped depth: 100,000 blocks are two weeks on mainnet.
	MaxConfirmations = 100_000

	// MaxBatch is how many headers one request asks for when the way back to the trusted header is
	// fetched: about 150 KB.
	MaxBatch = 256

	// maxStep is how far the trusted header moves at a time, so that a client that was away for
	// long makes durable progress.
	maxStep = 1024

	// maxHeaderBytes bounds an encoded header. One of mainnet has about 600 bytes; those of chains
	// that keep validators and seals in extraData have up to about 90 KB at 1,000 validators.
	maxHeaderBytes = 128 << 10

	// DefaultTimeout bounds one request to one endpoint.
	DefaultTimeout = 5 * time.Second

	// graceAfterQuorum is how long the others may still take once k endpoints have named their
	// final number: long enough that an endpoint on another continent is heard, short enough that
	// one that stalls doesn't set the pace.
	graceAfterQuorum = 250 * time.Millisecond
)
