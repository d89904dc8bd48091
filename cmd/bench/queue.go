package bench

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/catenary-bridge/catenary/cmd/bench/wire"
)

// queue is what a connection has to send: what comes back first, then the stream.
type queue struct {
	stream *stream
	next   int
	raws   [][]byte        // of the batch that is sent
	again  []int           // in the order of the stream
	tries  map[int]int     // of those whose answers got lost
	dead   map[uint32]bool // accounts of which a nonce was refused: nothing behind it can be mined
}

// take chooses what goes into the next request: what came back, or the stream's next.
func (c *carrier) take(q *queue, batch []int, size int) []int {
	for _, i := range q.again {
		if len(batch) < size {
			batch = append(batch, i)
		}
	}
	if len(batch) > 0 || c.over() {
		return batch
	}
	for i := q.next; i < q.stream.len() && len(batch) < size; i++ {
		if !q.dead[c.load.from[q.stream.first+i]] {
			batch = append(batch, i)
		}
	}
	return batch
}

// giveBack puts transactions at the front, in the order of the stream, which is that of
// their nonces.
func (q *queue) giveBack(again []int) {
	if len(again) == 0 {
		return
	}
	q.again = append(again, q.again...)
	slices.Sort(q.again)
}

// verdict is what a node's answer to a transaction means.
type verdict int

const (
	taken verdict = iota
	full          // try again later
	refused
)

// judge reads a node's answer. There are no codes for these; the texts are those of
// go-ethereum, reth (anvil), Besu, Nethermind and ours.
func (c *carrier) judge(err *wire.NodeError, sentBefore bool) verdict {
	if err == nil {
		return taken
	}
	text := strings.ToLower(err.Message)
	for _, word := range []string{"already known", "already imported", "known transaction", "already exists"} {
		if strings.Contains(text, word) {
			return taken
		}
	}
	if sentBefore && strings.Contains(text, "nonce too low") {
		return taken // a block holds it by now, which the follower finds out
	}
	for _, word := range []string{"pool is full", "pool full", "account limit exceeded", "too many transactions", "rate limit", "too many requests", "not ready", "no head yet"} {
		if strings.Contains(text, word) {
			return full
		}
	}
	return refused
}

// beat says when a connection sends.
type beat struct {
	batch    int
	interval time.Duration // 0 for at once
	sent     int
}

// newBeat divides a rate among connections.
func newBeat(p pace, connections int) *beat {
	b := &beat{batch: p.batch}
	if p.rate > 0 {
		each := float64(p.rate) / float64(connections)
		b.batch = max(1, min(p.batch, int(each/beats)))
		b.interval = time.Duration(float64(b.batch) / each * float64(time.Second))
	}
	return b
}

// wait waits for the time of the next batch and returns it, in microseconds since the
// load began: latency counts from there, so that a generator which is held up does not
// hide how long its users would have waited. It is 0 where a batch goes at once.
func (b *beat) wait(ctx context.Context, c *carrier, again bool) (due int64, err error) {
	if b.interval == 0 || again {
		return 0, nil
	}
	at := time.Duration(b.sent) * b.interval
	b.sent++
	if err := sleep(ctx, at-time.Since(c.start)); err != nil {
		return 0, err
	}
	return max(1, at.Microseconds()), nil
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
