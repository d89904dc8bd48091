package overlay

import (
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/connmgr"
	"github.com/libp2p/go-libp2p/core/control"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"
)

// bans remembers whom not to talk to, and until when. A peer makes itself a new name at no cost: a ban saves the work
// of listening to one that is broken or lazy, and is no defence against one that comes back as somebody else.
type bans struct {
	mu    sync.Mutex
	until map[peer.ID]time.Time
}

var _ connmgr.ConnectionGater = (*bans)(nil)

// add bans a peer from now on; when too many are remembered those whose time is over go, and else the new one isn't kept.
func (b *bans) add(p peer.ID, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.until == nil {
		b.until = make(map[peer.ID]time.Time)
	}
	if len(b.until) >= maxBans {
		for id, until := range b.until {
			if until.Before(now) {
				delete(b.until, id)
			}
		}
	}
	if len(b.until) < maxBans {
		b.until[p] = now.Add(banLifetime)
	}
}

func (b *bans) allows(p peer.ID, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	until, banned := b.until[p]
	return !banned || until.Before(now)
}

// InterceptPeerDial implements connmgr.ConnectionGater.
func (b *bans) InterceptPeerDial(p peer.ID) bool { return b.allows(p, time.Now()) }

// InterceptAddrDial implements connmgr.ConnectionGater.
func (b *bans) InterceptAddrDial(p peer.ID, _ multiaddr.Multiaddr) bool {
	return b.allows(p, time.Now())
}

// InterceptAccept implements connmgr.ConnectionGater: whose connection it is shows only after the handshake.
func (b *bans) InterceptAccept(network.ConnMultiaddrs) bool { return true }

// InterceptSecured implements connmgr.ConnectionGater.
func (b *bans) InterceptSecured(_ network.Direction, p peer.ID, _ network.ConnMultiaddrs) bool {
	return b.allows(p, time.Now())
}

// InterceptUpgraded implements connmgr.ConnectionGater.
func (b *bans) InterceptUpgraded(network.Conn) (bool, control.DisconnectReason) { return true, 0 }
