package consensus

import (
	"time"
)

// simEvent is something that happens at a time. Of two at the same time the one that was asked for first comes first.
type simEvent struct {
	at   time.Duration
	seq  uint64
	node *simNode
	life int
	do   func()
}

func (e simEvent) before(o simEvent) bool { return e.at < o.at || e.at == o.at && e.seq < o.seq }

type simQueue struct {
	heap []simEvent
	seq  uint64
}

func (q *simQueue) push(e simEvent) {
	q.seq++
	e.seq = q.seq
	q.heap = append(q.heap, e)
	for i := len(q.heap) - 1; i > 0 && q.heap[i].before(q.heap[(i-1)/2]); i = (i - 1) / 2 {
		q.heap[i], q.heap[(i-1)/2] = q.heap[(i-1)/2], q.heap[i]
	}
}

func (q *simQueue) pop() simEvent {
	top, last := q.heap[0], len(q.heap)-1
	q.heap[0], q.heap[last] = q.heap[last], simEvent{}
	q.heap = q.heap[:last]
	for i := 0; ; {
		c := 2*i + 1
		if c+1 < last && q.heap[c+1].before(q.heap[c]) {
			c++
		}
		if c >= last || !q.heap[c].before(q.heap[i]) {
			return top
		}
		q.heap[i], q.heap[c] = q.heap[c], q.heap[i]
		i = c
	}
}
