package p2p

import "github.com/ethereum/go-ethereum/common"

// Drain throws away everything that waits at any endpoint, delayed messages too: after
// the chain was moved back they speak of blocks that are no more.
func (h *Hub) Drain() {
	h.mu.Lock()
	endpoints := append([]*Endpoint(nil), h.order...)
	h.mu.Unlock()
	for _, e := range endpoints {
		e.mu.Lock()
		e.links, e.turn = make(map[common.Address]*link), nil
		e.mu.Unlock()
	}
}
