package shared

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// field is the only one of a stream's entries: the transaction's EIP-2718 bytes.
const field = "tx"

// writer is who has trouble; readers are their partitions.
const writer = partitions

// write sends what is queued until ctx ends. Nothing is tried twice here: a partition that
// is gone would hold up the others. What failed is missing, and its reader sees to it.
func (l *Level) write(ctx context.Context, client redis.UniversalClient) {
	for pause := minPause; ; {
		batch := l.next(ctx)
		if len(batch) == 0 {
			return
		}
		err := l.send(ctx, client, batch)
		if ctx.Err() != nil {
			return
		}
		l.outcome(writer, err)
		if err == nil {
			pause = minPause
			continue
		}
		if !wait(ctx, pause) {
			return
		}
		pause = min(2*pause, maxPause)
	}
}

// next waits for an item and takes what else is there; nothing when ctx has ended.
func (l *Level) next(ctx context.Context) (batch []item) {
	select {
	case i := <-l.queue:
		batch = append(batch, i)
	case <-ctx.Done():
		return nil
	}
	for len(batch) < writeAtOnce {
		select {
		case i := <-l.queue:
			batch = append(batch, i)
		default:
			return batch
		}
	}
	return batch
}

// send is one round trip, to each node of a cluster that it concerns. When Redis refuses a
// transaction, being full for instance, removals go on, which make room.
func (l *Level) send(ctx context.Context, client redis.UniversalClient, batch []item) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	pipe := client.Pipeline()
	adds := make([]*redis.StringCmd, len(batch))
	for n, i := range batch {
		for _, p := range i.gone {
			pipe.XDel(ctx, l.stream(p.partition), p.id)
		}
		if i.tx == nil {
			continue
		}
		raw, err := i.tx.MarshalBinary()
		if err != nil {
			return err // no transaction of a pool fails to encode
		}
		adds[n] = pipe.XAdd(ctx, &redis.XAddArgs{
			Stream: l.stream(partitionOf(i.tx.Hash())), MaxLen: maxStreamLength, Approx: true, Values: []any{field, raw},
		})
	}
	_, err := pipe.Exec(ctx)
	for n, add := range adds {
		switch {
		case add == nil:
		case add.Err() != nil:
			l.lose(batch[n])
		default:
			l.written.Add(1)
		}
	}
	return err
}

// wait is false when ctx ended first.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
