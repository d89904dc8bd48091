package blocksync

import (
	"sync"
	"time"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
)

// claims is what peers say of their chains, unproven, and who is left alone.
type claims struct {
	wake chan struct{} // holds a token when a claim has come since it was last taken

	mu    sync.Mutex
	peers map[overlay.Peer]claim
}

type claim struct {
	number uint64    // how far its chain goes, as it says
	since  time.Time // when it said so first
	rest   time.Time // until when it is left alone
}

func newClaims() claims {
	return claims{wake: make(chan struct{}, 1), peers: make(map[overlay.Peer]claim)}
}

// add remembers a claim. When there are too many, one that is not ahead of it makes room.
func (c *claims) add(p overlay.Peer, number uint64, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old, known := c.peers[p]
	if known && old.number >= number {
		return
	}
	if !known && !c.room(number) {
		return
	}
	c.peers[p] = claim{number: number, since: now, rest: old.rest}
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *claims) room(number uint64) bool {
	if len(c.peers) < maxClaims {
		return true
	}
	for p, other := range c.peers {
		if other.number <= number {
			delete(c.peers, p)
			return true
		}
	}
	return false
}

// leave forgets what a peer has claimed, and leaves it alone.
func (c *claims) leave(p overlay.Peer, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.peers[p]; known || c.room(0) || c.room(^uint64(0)) {
		c.peers[p] = claim{rest: now.Add(idle)}
	}
}

func (c *claims) willing(p overlay.Peer, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.peers[p].rest.After(now)
}

// exceeds says whether a peer claims more than a height.
func (c *claims) exceeds(p overlay.Peer, height uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.peers[p].number > height
}

// best returns who claims most beyond the head, "" if nobody does. A claim to the very next block counts only after
// patience; due is when to look again.
func (c *claims) best(head uint64, patience time.Duration, now time.Time) (peer overlay.Peer, due time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	due = pollEvery
	var most uint64
	for p, claim := range c.peers {
		if claim.number <= head || claim.rest.After(now) {
			continue
		}
		if wait := claim.since.Add(patience).Sub(now); claim.number == head+1 && wait > 0 {
			due = min(due, wait)
			continue
		}
		if claim.number > most {
			peer, most = p, claim.number
		}
	}
	return peer, due
}
