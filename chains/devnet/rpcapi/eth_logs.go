package rpcapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// ethLogs answers eth_getLogs.
type ethLogs struct {
	reader *reader
	turns  *turns
}

// GetLogs is eth_getLogs. Without a range it looks at the newest block. A range
// that would give too many logs is an error that names a shorter one.
func (e *ethLogs) GetLogs(ctx context.Context, query logQuery) ([]*types.Log, error) {
	return e.find(ctx, &query)
}

func (e *ethLogs) find(ctx context.Context, query *logQuery) ([]*types.Log, error) {
	ctx, end, err := e.turns.begin(ctx, e.reader, logTimeout)
	if err != nil {
		return nil, err
	}
	defer end()
	if query.blockHash != nil {
		return e.ofBlock(query, *query.blockHash)
	}
	first, last, err := e.bounds(query)
	if err != nil {
		return nil, err
	}
	logs, next, err := e.scan(ctx, query, first, last)
	if err != nil {
		return nil, err
	}
	if next <= last {
		return nil, limitExceeded("query exceeds max results %d, retry with the range %d-%d", maxLogResults, first, max(next, first+1)-1)
	}
	return logs, nil
}

func (e *ethLogs) ofBlock(query *logQuery, hash common.Hash) ([]*types.Log, error) {
	header := e.reader.backend.HeaderByHash(hash)
	if header == nil {
		return nil, fmt.Errorf("unknown block %s", hash)
	}
	receipts, err := receiptsOf(e.reader.backend, header, hash)
	if err != nil {
		return nil, err
	}
	logs := query.selected(header.Bloom, receipts)
	if len(logs) > maxLogResults {
		return nil, limitExceeded("query exceeds max results %d: block %d alone has %d", maxLogResults, header.Number, len(logs))
	}
	return nonNilLogs(logs), nil
}

// bounds resolves a query's range. Pending is the newest block: nothing after it
// has been executed. A range that ends beyond the head is an error, as with
// go-ethereum, or a caller who polls too early would skip blocks.
func (e *ethLogs) bounds(query *logQuery) (first, last uint64, err error) {
	resolve := func(n *rpc.BlockNumber) (uint64, error) {
		if n == nil || *n == rpc.PendingBlockNumber {
			return e.reader.numberOf(rpc.LatestBlockNumber)
		}
		return e.reader.numberOf(*n)
	}
	if first, err = resolve(query.from); err != nil {
		return 0, 0, err
	}
	if last, err = resolve(query.to); err != nil {
		return 0, 0, err
	}
	head := e.reader.backend.CurrentHeader().Number.Uint64()
	switch {
	case last > head:
		return 0, 0, invalidParams("block range extends beyond current head block: to %d, head %d", last, head)
	case first > last && query.to == nil:
		return 0, 0, invalidParams("block range extends beyond current head block: from %d, head %d", first, head)
	case first > last:
		return 0, 0, invalidParams("invalid block range params: from %d to %d", first, last)
	case last-first >= maxLogRange:
		return 0, 0, limitExceeded("exceed maximum block range: %d blocks from %d to %d, at most %d", last-first+1, first, last, maxLogRange)
	}
	return first, last, nil
}

// errBlockTooBig is a single block with more matching logs than one answer takes.
var errBlockTooBig = errors.New("query exceeds max results in one block")

// scan reads blocks first to last and returns the logs of whole blocks, as many
// as one answer takes, and the first block that was not read.
func (e *ethLogs) scan(ctx context.Context, query *logQuery, first, last uint64) (logs []*types.Log, next uint64, err error) {
	for n := first; n <= last; n++ {
		if err := ctx.Err(); err != nil {
			return nil, n, fmt.Errorf("query timed out at block %d of %d-%d, retry with a shorter range: %w", n, first, last, err)
		}
		header := e.reader.backend.HeaderByNumber(n)
		if header == nil {
			return nil, n, fmt.Errorf("%w: block %d", errHeaderNotFound, n)
		}
		if !query.mayMatch(header.Bloom) {
			continue
		}
		hash, ok := e.reader.backend.HashByNumber(n)
		if !ok {
			return nil, n, fmt.Errorf("%w: block %d", errHeaderNotFound, n)
		}
		receipts, err := receiptsOf(e.reader.backend, header, hash)
		if err != nil {
			return nil, n, err
		}
		found := query.selected(header.Bloom, receipts)
		if len(found) > maxLogResults {
			return nil, n, fmt.Errorf("%w: block %d has %d matching logs, at most %d", errBlockTooBig, n, len(found), maxLogResults)
		}
		if len(logs)+len(found) > maxLogResults {
			return logs, n, nil
		}
		logs = append(logs, found...)
	}
	return nonNilLogs(logs), last + 1, nil
}

func nonNilLogs(logs []*types.Log) []*types.Log {
	if logs == nil {
		return []*types.Log{} // [] on the wire, not null
	}
	return logs
}
