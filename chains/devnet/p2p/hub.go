package p2p

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Errors of a hub and its endpoints.
var (
	ErrClosed   = errors.New("endpoint is closed")
	ErrEmpty    = errors.New("message is empty")
	ErrTooLarge = errors.New("message is too large")
	ErrTaken    = errors.New("address has joined already")
	ErrFull     = errors.New("hub has no place left")
)

// Verdict is what happens to one message on its way to one receiver. The zero Verdict delivers it once, in order, at
// once.
type Verdict struct {
	Drop  bool
	Delay time.Duration // at most MaxDelay
	Extra int           // additional copies, at most MaxCopies
	Ahead bool          // overtake everything that waits already
}

// Rule judges each message; it is called under no lock and from several goroutines, and must not change payload.
type Rule func(from, to common.Address, payload []byte) Verdict

// Hub connects the endpoints of one process. All methods may be called concurrently.
type Hub struct {
	mu        sync.Mutex
	endpoints map[common.Address]*Endpoint
	order     []*Endpoint // in the order of joining
	rule      Rule
	side      map[common.Address]int // partition: who is on which side; nil if the network is whole
}

// NewHub returns a hub without endpoints.
func NewHub() *Hub {
	return &Hub{endpoints: make(map[common.Address]*Endpoint)}
}

// Join adds an endpoint. Addresses are names here; nothing is proven by them.
func (h *Hub) Join(id common.Address) (*Endpoint, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.endpoints[id] != nil {
		return nil, fmt.Errorf("join as %s: %w", id, ErrTaken)
	}
	if len(h.order) >= MaxEndpoints {
		return nil, fmt.Errorf("join as %s: %w: %d endpoints", id, ErrFull, MaxEndpoints)
	}
	e := &Endpoint{hub: h, id: id, links: make(map[common.Address]*link), wake: make(chan struct{}, 1)}
	h.endpoints[id] = e
	h.order = append(h.order, e)
	return e, nil
}

// SetRule replaces the fault rule; nil delivers everything.
func (h *Hub) SetRule(r Rule) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rule = r
}

// Partition cuts the network into the given sides: messages pass only within a side, and an endpoint that is on none is
// alone. Messages that wait in a queue already are delivered, as on a wire.
func (h *Hub) Partition(sides ...[]common.Address) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.side = make(map[common.Address]int)
	for i, side := range sides {
		for _, id := range side {
			h.side[id] = i + 1
		}
	}
}

// Heal ends a partition.
func (h *Hub) Heal() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.side = nil
}

// reachable lists the endpoints that from can reach now, and the rule in force.
func (h *Hub) reachable(from common.Address) ([]*Endpoint, Rule) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var to []*Endpoint
	for _, e := range h.order {
		if e.id == from {
			continue
		}
		if h.side != nil && (h.side[from] == 0 || h.side[from] != h.side[e.id]) {
			continue
		}
		to = append(to, e)
	}
	return to, h.rule
}

func (h *Hub) leave(e *Endpoint) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.endpoints[e.id] != e {
		return
	}
	delete(h.endpoints, e.id)
	for i, other := range h.order {
		if other == e {
			h.order = append(h.order[:i:i], h.order[i+1:]...)
			break
		}
	}
}
