package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/cmd/bench/measure"
	"github.com/catenary-bridge/catenary/cmd/bench/wire"
)

// carrier puts one load on a node and follows its blocks until all is mined or lost.
type carrier struct {
	client *wire.Client
	load   *load
	pace   pace
	window *window
	start  time.Time

	sending atomic.Int32 // connections that are not done
	counts  counts
	refusal refusals
	follow  *follower
}

// pace is how a load is sent.
type pace struct {
	batch    int
	inFlight int
	rate     int           // transactions a second; 0 for as much as goes
	duration time.Duration // 0 for as long as it takes
	drain    time.Duration
	poll     time.Duration // between two looks for a new block
}

// counts grow while a load runs.
type counts struct {
	sent, accepted, refused, pushedBack, requests, failures atomic.Int64
	generator                                               atomic.Int64 // nanoseconds of CPU in connections and follower
}

func newCarrier(client *wire.Client, l *load, p pace) *carrier {
	c := &carrier{client: client, load: l, pace: p, window: newWindow(p.inFlight, p.drain)}
	c.follow = newFollower(c)
	return c
}

// micros is the time since the load began.
func (c *carrier) micros() int64 { return time.Since(c.start).Microseconds() }

// begin finds the block after which the load's are, and starts the clock.
func (c *carrier) begin(ctx context.Context) error {
	err := c.follow.begin(ctx)
	c.start = time.Now()
	return err
}

// run comes after begin, and returns when all that was taken is in blocks or nothing has
// moved for pace.drain. An error says that the load could not be put on the node at all.
func (c *carrier) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	defer context.AfterFunc(ctx, func() { c.window.look() })() // wakes those who wait there, who don't see ctx end
	c.sending.Store(int32(len(c.load.streams)))
	for i := range c.load.streams {
		group.Go(func() error {
			defer c.sending.Add(-1)
			return c.onThread(func(account func()) error { return c.send(ctx, &c.load.streams[i], account) })
		})
	}
	group.Go(func() error {
		return c.onThread(func(account func()) error { return c.follow.run(ctx, account) })
	})
	return group.Wait()
}

// over reports whether no new transactions are to be sent.
func (c *carrier) over() bool {
	return c.pace.duration > 0 && time.Since(c.start) >= c.pace.duration
}

// refusals keeps the first texts of each kind of refusal.
type refusals struct {
	mu      sync.Mutex
	samples []Refusal
}

// Refusal is one thing that the node said instead of taking a transaction.
type Refusal struct {
	Message string `json:"message"`
	Count   int    `json:"count"`
}

func (r *refusals) add(message string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.samples {
		if r.samples[i].Message == message || i == maxSamples-1 {
			r.samples[i].Count++
			return
		}
	}
	r.samples = append(r.samples, Refusal{message, 1})
}

// send is one connection's work.
func (c *carrier) send(ctx context.Context, s *stream, account func()) error {
	conn := c.client.Conn()
	defer conn.Close()
	q := &queue{stream: s, tries: map[int]int{}, dead: map[uint32]bool{}}
	var body []byte
	var batch []int
	backoff, moved := firstBackoff, time.Now()
	beat := newBeat(c.pace, len(c.load.streams))
	for {
		if batch = c.take(q, batch[:0], beat.batch); len(batch) == 0 {
			return nil
		}
		due, err := beat.wait(ctx, c, len(q.again) > 0)
		if err != nil {
			return err
		}
		if len(q.again) == 0 && c.over() || !c.window.enter(ctx, len(batch)) {
			return ctx.Err()
		}
		body = c.compose(q, batch, due, body[:0])
		pushed := c.exchange(ctx, conn, q, batch, body)
		account()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !pushed:
			backoff, moved = firstBackoff, time.Now()
			continue
		case time.Since(moved) > c.pace.drain: // what was pushed back all the time stays untaken
			return nil
		}
		if err := sleep(ctx, backoff); err != nil {
			return err
		}
		backoff = min(2*backoff, lastBackoff)
	}
}

// compose writes the request for a batch, notes when its transactions were submitted, and
// takes them off the queue. due is when, in microseconds; 0 for now.
func (c *carrier) compose(q *queue, batch []int, due int64, body []byte) []byte {
	fresh := len(q.again) == 0
	if due == 0 {
		due = c.micros()
	}
	q.raws = q.raws[:0]
	for _, i := range batch {
		q.raws = append(q.raws, q.stream.at(i))
		// At a fixed rate latency counts from when a transaction was first due.
		if fresh || c.pace.rate == 0 {
			c.load.book.Send(q.stream.first+i, due)
		}
	}
	if fresh {
		q.next = batch[len(batch)-1] + 1
		c.counts.sent.Add(int64(len(batch)))
	} else {
		q.again = q.again[len(batch):]
	}
	return wire.AppendSend(body, q.raws)
}

// exchange sends a batch, and notes what became of each transaction. It reports whether some
// of them, now at the front of the queue, have to wait.
func (c *carrier) exchange(ctx context.Context, conn *wire.Conn, q *queue, batch []int, body []byte) (pushed bool) {
	answered := make([]bool, len(batch))
	var again []int
	left := 0
	c.counts.requests.Add(1)
	answer, err := conn.Post(ctx, body)
	if err == nil {
		err = wire.ScanSent(answer, len(batch), func(k int, refusal *wire.NodeError) {
			answered[k] = true
			i := batch[k]
			switch c.judge(refusal, q.tries[i] > 0) {
			case taken:
				c.counts.accepted.Add(1)
				c.load.book.Answer(q.stream.first+i, measure.Accepted)
			case full:
				delete(q.tries, i) // the node has answered: it does not have this one
				again = append(again, i)
				left++
				c.counts.pushedBack.Add(1)
			case refused:
				left++
				c.counts.refused.Add(1)
				c.refusal.add(refusal.Message)
				c.load.book.Answer(q.stream.first+i, measure.Refused)
				q.dead[c.load.from[q.stream.first+i]] = true
			}
		})
	}
	for k, i := range batch {
		if answered[k] {
			continue
		}
		if err == nil {
			err = errors.New("the answer lacks some of the batch")
		}
		if !errors.Is(err, wire.ErrNotSent) {
			q.tries[i]++
		}
		if q.tries[i] < attempts {
			again = append(again, i)
			left++
		} else {
			c.load.book.Answer(q.stream.first+i, measure.Unanswered)
		}
	}
	if err != nil && ctx.Err() == nil {
		c.counts.failures.Add(1)
		c.refusal.add(fmt.Sprint(err))
	}
	c.window.leave(left)
	q.giveBack(again)
	return len(again) > 0
}
