package overlay

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// rates bounds what is taken of each of several senders. Of most things it costs a sender nothing to send many, and
// everybody else a recovery, or a place in the queues of all neighbours.
type rates[K comparable] struct {
	perSecond rate.Limit
	burst     int
	most      int // senders that are remembered

	mu sync.Mutex
	of map[K]*rate.Limiter
}

// allow takes n from what a sender may send.
func (r *rates[K]) allow(sender K, n int, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	limiter := r.of[sender]
	if limiter == nil {
		if r.of == nil || len(r.of) >= r.most {
			r.of = make(map[K]*rate.Limiter) // a burst more for each sender, once in a while
		}
		limiter = rate.NewLimiter(r.perSecond, r.burst)
		r.of[sender] = limiter
	}
	return limiter.AllowN(now, n)
}
