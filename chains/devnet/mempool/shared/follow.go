package shared

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/redis/go-redis/v9"
)

// reader follows one stream.
type reader struct {
	*Level
	client    redis.UniversalClient
	pool      Pool
	partition int
	cursor    string    // the last entry that was read
	behind    bool      // the stream has not been read to its end since the beginning
	trimmed   time.Time // last search for old entries
}

const beginning = "0-0"

// follow gives the pool what others put into a stream until ctx ends. After any trouble
// it begins anew: the stream may have lost what was in it, and then it is filled from the
// pool. Most of what is read a second time is known, which costs little.
func (l *Level) follow(ctx context.Context, client redis.UniversalClient, pool Pool, partition int) {
	r := &reader{Level: l, client: client, pool: pool, partition: partition, cursor: beginning, behind: true}
	for pause := minPause; ; {
		err := r.step(ctx)
		if ctx.Err() != nil {
			return
		}
		l.outcome(partition, err)
		if err == nil {
			pause = minPause
			continue
		}
		l.places.clear(partition)
		l.missing[partition].Store(true)
		r.cursor, r.behind = beginning, true
		if !wait(ctx, pause) {
			return
		}
		pause = min(2*pause, maxPause)
	}
}

// step is one look at the stream.
func (r *reader) step(ctx context.Context) error {
	if now := r.cfg.Now(); now.Sub(r.trimmed) >= trimInterval {
		oldest := strconv.FormatInt(max(now.Add(-maxAge).UnixMilli(), 0), 10)
		if err := r.client.XTrimMinIDApprox(ctx, r.stream(r.partition), oldest, 0).Err(); err != nil {
			return err
		}
		r.trimmed = now
	}
	entries, err := r.read(ctx)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		r.take(entry)
		r.cursor = entry.ID
	}
	if len(entries) == readAtOnce {
		return nil
	}
	r.behind = false
	// Not while much is on its way: it would be sent a second time.
	if len(r.queue) < writeAtOnce && r.missing[r.partition].CompareAndSwap(true, false) {
		r.fill()
	}
	return nil
}

// read returns what follows the cursor. It waits for it only at the stream's end.
func (r *reader) read(ctx context.Context) ([]redis.XMessage, error) {
	block := readWait
	if r.behind {
		block = -1
	}
	streams, err := r.client.XRead(ctx, &redis.XReadArgs{Streams: []string{r.stream(r.partition), r.cursor}, Count: readAtOnce, Block: block}).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return nil, nil
	case err != nil:
		return nil, err
	case len(streams) != 1:
		return nil, errors.New("redis answers for other streams than asked")
	}
	return streams[0].Messages, nil
}

// take gives one entry to the pool. What can never be of use to anybody leaves Redis: it
// is no transaction, or its nonce is used up on a chain whose blocks are final.
func (r *reader) take(entry redis.XMessage) {
	at := place{partition: r.partition, id: entry.ID}
	tx, ok := decode(entry, r.partition)
	if !ok {
		r.refused.Add(1)
		r.enqueue(item{gone: []place{at}})
		return
	}
	hash := tx.Hash()
	if !r.places.add(hash, at) { // first: the pool's word of it is no news to Redis
		r.enqueue(item{gone: []place{at}})
		return
	}
	switch err := r.pool.Add(tx); {
	case err == nil:
		r.taken.Add(1)
	case errors.Is(err, core.ErrNonceTooLow):
		if gone := r.places.remove(hash); len(gone) > 0 {
			r.enqueue(item{gone: gone})
		}
	}
}

// decode reads an entry strictly: one field, one transaction of a size that a pool
// takes, in the stream where its hash belongs.
func decode(entry redis.XMessage, partition int) (*types.Transaction, bool) {
	raw, ok := entry.Values[field].(string)
	if !ok || len(entry.Values) != 1 || len(raw) > maxTxBytes {
		return nil, false
	}
	tx := new(types.Transaction)
	if tx.UnmarshalBinary([]byte(raw)) != nil {
		return nil, false
	}
	return tx, partitionOf(tx.Hash()) == partition
}

// fill sends what the pool holds and the stream doesn't.
func (r *reader) fill() {
	pending, queued := r.pool.Content()
	for _, content := range []map[common.Address][]*types.Transaction{pending, queued} {
		for _, txs := range content {
			for _, tx := range txs {
				if hash := tx.Hash(); partitionOf(hash) == r.partition && !r.places.has(hash) {
					r.enqueue(item{tx: tx})
				}
			}
		}
	}
}
