package blocksync

import (
	"time"

	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

const (
	// maxBlocks bounds one answer in blocks: executing as many takes a second or so, after which another peer may be
	// ahead.
	maxBlocks = 128

	// wantedBytes is after how many bytes an answer ends, with the block that reaches it.
	wantedBytes = 2 << 20

	// maxRequestBytes and maxResponseBytes bound both on the wire: two numbers, and wantedBytes with one more of the
	// largest blocks (EIP-7934) and the lists around them.
	maxRequestBytes  = 32
	maxResponseBytes = wantedBytes + params.MaxBlockSize + qbft.MaxHeaderBytes + 64

	// pollEvery is how often a peer is asked although nobody has announced anything: announcements may be lost.
	pollEvery = time.Second

	// idle is how long a peer is left alone that had nothing or gave no answer.
	idle = 3 * time.Second

	// grace is how long a block may be known by its announcement before a node with validators fetches it: mostly they
	// are about to decide it themselves.
	grace = 250 * time.Millisecond

	// maxClaims bounds the peers whose announced heights are remembered: as many as there can be connections.
	maxClaims = 128

	// trustingPeriod is how long headers are believed after their time: always. A light client's trust ends, because it
	// skips the votes; here every vote since the genesis is counted.
	trustingPeriod = 200 * 365 * 24 * time.Hour
)
