package optimism

import (
	"math"
	"time"
)

// Bounds on what an endpoint may make us read, hash or ask for.
const (
	// MaxProofBytes bounds an encoded Proof. Mainnet's tries are 8 to 9 nodes of at most
	// 532 bytes deep, so that the three accounts and six slots of a game take about 40 KB;
	// the largest that package mpt reads is 35 KB a path.
	MaxProofBytes = 192 << 10

	// MaxCodeBytes bounds the code of a game: 98 bytes of proxy and the arguments, which
	// are a few hundred. EIP-170 allows contracts 24,576.
	MaxCodeBytes = 24_576

	// MaxExtraDataBytes bounds a game's extra data, of which the first word is the block
	// number. It has to fit into the game's code.
	MaxExtraDataBytes = 4096

	// MaxGameTypes bounds the types that a deployment believes: one or two at a time.
	MaxGameTypes = 16

	// MaxEndpoints bounds the endpoints of either chain.
	MaxEndpoints = 16

	// MaxBatch is how many L2 headers one request asks for: about 160 KB.
	MaxBatch = 256

	// MaxLinked is how far below a newly proven block the trusted one, or the anchor, is
	// looked for by parent hashes: 36 hours of blocks two seconds apart, in 256 requests.
	MaxLinked = 65_536

	// maxCompared is how far below the trusted block a proven one is compared with our
	// own chain. It happens at each look, so that it has to be cheap.
	maxCompared = 1024

	// maxEvidenceBytes bounds one side of evidence, a store's limit. The headers between a
	// proven block and the height of the conflict are left out where they don't fit.
	maxEvidenceBytes = 224 << 10

	// listPage is how many entries of a list one request proves. Nodes allow up to 1024
	// slots; sixteen answer within the time of a few.
	listPage = 16

	// maxGamesPerLook bounds the games that are examined below the newest that may be
	// final. Each is one that somebody paid a bond for.
	maxGamesPerLook = 128

	// maxListLength is far more than a list has, and small enough for index arithmetic.
	maxListLength = math.MaxUint32
)

// DefaultRequestTimeout bounds one request to one endpoint. Proofs of many slots on a
// busy node take seconds.
const DefaultRequestTimeout = 10 * time.Second
