package observe

import (
	"context"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/messages"
)

// A proof authenticates only the end of what lies between. With a long backlog
// that end may be far: the walk below therefore folds ids in bounded memory,
// keeping no messages but the first chunk's, and leaves the positions at which
// chunks end. When the walk has met the proof, these positions are as good as
// proven, and each further chunk is read again and held against its own.

// walk is what one endpoint's messages fold to.
type walk struct {
	first   []Observed          // messages of the first chunk
	ends    []messages.Position // where chunks end
	trail   []messages.ID       // the first ids, up to maxTrail
	last    messages.Position   // after the last message
	passed  messages.Position   // at the nonce that was to be watched, if the walk came by
	pending int                 // messages since the last chunk's end
	bytes   int                 // their encoded size
}

// walkLane folds what one endpoint tells, from one position to the nonce of end,
// and notes the position passed at nonce watch. The error names the endpoint and
// says what it did; whether the fold meets anything is for the caller to see. Where
// there is another endpoint to ask, hurried bounds the time; the last one may be
// slow, because slow messages are better than none.
func (o *Observer) walkLane(ctx context.Context, e *endpoint, from messages.Position, end, watch, head uint64, hurried bool) (*walk, error) {
	if hurried {
		limited, cancel := context.WithTimeout(ctx, o.timeout*time.Duration(walkCalls+min(end-from.Nonce, maxHurried)/walkPace))
		defer cancel()
		ctx = limited
	}
	f := &fold{lane: o.lane, at: from, end: end, head: head}
	w := &walk{last: from}
	for f.at.Nonce < end {
		observed, err := o.ask(ctx, e, f)
		if err != nil {
			return nil, err
		}
		for i := range observed {
			w.add(&observed[i])
			if w.last.Nonce == watch {
				w.passed = w.last
			}
		}
	}
	w.cut()
	return w, nil
}

// ask puts one question to an endpoint and checks the answer.
func (o *Observer) ask(ctx context.Context, e *endpoint, f *fold) ([]Observed, error) {
	call, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	after := f.at.Nonce
	events, err := e.source.Events(call, o.lane, after, f.end, f.head)
	if err != nil {
		return nil, &EndpointError{Source: e.source.Name(), Err: fmt.Errorf("messages %d to %d: %w", after+1, f.end, err)}
	}
	observed, nonce, err := f.take(events)
	if err != nil {
		return nil, &EndpointError{Source: e.source.Name(), Nonce: nonce, Err: err}
	}
	return observed, nil
}

// add takes the next message. A full chunk is ended before it.
func (w *walk) add(one *Observed) {
	w.count(one.Message.Size())
	if len(w.ends) == 0 {
		w.first = append(w.first, *one)
	}
	if len(w.trail) < maxTrail {
		w.trail = append(w.trail, one.ID)
	}
	w.last = one.Position
}

// count takes the size of the next message, and ends a full chunk before it.
func (w *walk) count(size int) {
	if w.pending == maxSegmentMessages || w.bytes+size > maxSegmentBytes {
		w.cut()
	}
	w.pending++
	w.bytes += size
}

// cut ends the chunk behind the last message.
func (w *walk) cut() {
	if w.pending > 0 {
		w.ends = append(w.ends, w.last)
	}
	w.pending, w.bytes = 0, 0
}

// differ returns the first nonce, behind from, at which two walks differ, if it
// was remembered.
func (w *walk) differ(other *walk, from uint64) (nonce uint64, ok bool) {
	for i := range min(len(w.trail), len(other.trail)) {
		if w.trail[i] != other.trail[i] {
			return from + uint64(i) + 1, true
		}
	}
	return 0, false
}
