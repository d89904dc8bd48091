package overlay

import (
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
)

// met remembers where nodes of this chain were. Whoever is dropped is in no table any more; without this, two nodes that lost
// each other in a partition would meet again only through a third one, and if that has ended, never.
type met struct {
	peers map[peer.ID]meeting
}

type meeting struct {
	info peer.AddrInfo
	last time.Time // when it was connected last
}

// see remembers a connected node. When too many are remembered, the one that was not seen for longest makes room.
func (m *met) see(info peer.AddrInfo, now time.Time) {
	if m.peers == nil {
		m.peers = make(map[peer.ID]meeting)
	}
	if _, known := m.peers[info.ID]; !known && len(m.peers) >= maxMet {
		var oldest peer.ID
		for id, other := range m.peers {
			if oldest == "" || other.last.Before(m.peers[oldest].last) {
				oldest = id
			}
		}
		delete(m.peers, oldest)
	}
	m.peers[info.ID] = meeting{info, now}
}

// all lists those that may be there again, and forgets the others.
func (m *met) all(now time.Time) []peer.AddrInfo {
	infos := make([]peer.AddrInfo, 0, len(m.peers))
	for id, other := range m.peers {
		if now.Sub(other.last) > metLifetime {
			delete(m.peers, id)
			continue
		}
		infos = append(infos, other.info)
	}
	return infos
}
