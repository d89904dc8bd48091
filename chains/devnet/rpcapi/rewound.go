package rpcapi

import (
	"context"
	"math"
)

// rewound tells the hub that the chain was taken back: blocks after head will come
// again, others than before, and are told again. It returns when the hub knows, before
// which no block may be made. What was told is not taken back: there are no notices of
// removed logs.
func (h *hub) rewound(ctx context.Context, head uint64) {
	done := make(chan struct{})
	select {
	case h.rewinds <- rewoundTo{head, done}:
		<-done
	case <-ctx.Done(): // the hub has ended, or is about to
	}
}

type rewoundTo struct {
	head uint64
	done chan<- struct{}
}

// back is the hub's side of rewound; it returns the next block to tell of.
func (h *hub) back(r rewoundTo, next uint64) uint64 {
	h.mu.Lock()
	for l := range h.listeners {
		l.after = min(l.after, r.head)
	}
	h.mu.Unlock()
	close(r.done)
	return min(next, r.head+1)
}

// overtaken reports whether the chain was taken back while a block was being read.
func (h *hub) overtaken(next uint64) bool { return h.backend.CurrentHeader().Number.Uint64() < next }

// rewound makes filters begin again after head at their next poll.
func (e *ethFilters) rewound(head uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range e.filters {
		f.back = min(f.back, head+1)
	}
}

// catchUp applies rewinds to a filter that is about to be polled, whose lock is held.
func (e *ethFilters) catchUp(f *filter) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f.next, f.back = min(f.next, f.back), math.MaxUint64
}
