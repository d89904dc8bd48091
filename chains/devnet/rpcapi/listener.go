package rpcapi

import (
	"errors"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// kind selects what a listener hears.
type kind int

const (
	headEvents    kind = iota
	logEvents          // logs of each block that match the listener's query
	pendingHashes      // hashes of transactions that became executable
	pendingBodies      // the transactions themselves
)

// limit is how much may wait for one listener: blocks, logs or transactions.
func (k kind) limit() int {
	switch k {
	case logEvents:
		return maxQueuedLogs
	case pendingHashes:
		return maxQueuedHashes
	case pendingBodies:
		return maxQueuedBodies
	default:
		return maxQueuedHeads
	}
}

// notice is a committed block, one of its logs, or a transaction that became
// executable. It holds no more than its kind needs: notices wait in queues.
type notice struct {
	hash   common.Hash        // of the block or of the transaction
	header *types.Header      // headEvents
	log    *types.Log         // logEvents
	tx     *types.Transaction // pendingBodies
}

// errTooSlow ends a listener whose queue is full.
var errTooSlow = errors.New("too slow: events arrive faster than they are taken")

// listener is one bounded queue of notices, in order. ready has a token while
// something may wait; ended is closed when nothing more will be queued, and
// reason then says why. What was queued before can still be taken.
type listener struct {
	hub   *hub
	kind  kind
	query *logQuery // logEvents
	after uint64    // the head when it began: blocks up to it are not told
	ready chan struct{}
	ended chan struct{}
	err   error // written before ended is closed

	mu    sync.Mutex
	queue []notice
}

// take removes up to n notices from the front.
func (l *listener) take(n int) []notice {
	l.mu.Lock()
	defer l.mu.Unlock()
	n = min(n, len(l.queue))
	taken := l.queue[:n:n]
	if l.queue = l.queue[n:]; len(l.queue) == 0 {
		l.queue = nil // or a burst's array would stay for good
	} else {
		l.signal()
	}
	return taken
}

// put reports false when there is no room for all of them. An empty queue takes
// whatever one block brings: its listener has kept up.
func (l *listener) put(notices []notice) bool {
	if len(notices) == 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) > 0 && len(l.queue)+len(notices) > l.kind.limit() {
		return false
	}
	l.queue = append(l.queue, notices...)
	l.signal()
	return true
}

func (l *listener) signal() {
	select {
	case l.ready <- struct{}{}:
	default: // it already has one
	}
}

// reason may be called once ended is closed.
func (l *listener) reason() error { return l.err }

// close ends the listener from its own side; it may be called more than once.
func (l *listener) close() {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	l.hub.end(l, errors.New("closed by the listener"))
}
