package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/cmd/bench/measure"
	"github.com/catenary-bridge/catenary/cmd/bench/wire"
)

// follower reads each new block once, instead of asking for each receipt.
type follower struct {
	c     *carrier
	next  uint64 // block to read
	block wire.Block

	mu     sync.Mutex
	all    measure.Histogram // microseconds from submission to the block
	recent measure.Histogram // since the last sample
	chain  chainFacts
	last   int64 // microseconds: when the last block with one of ours was read
}

// chainFacts is what the blocks of a load were like.
type chainFacts struct {
	blocks, empty, strangers int
	included                 int
	gasUsed, gasLimit        uint64
	fill                     []float64 // of each block that held something, 0 to 1
	sizes                    []int     // transactions of each of these
	intervals                []float64 // milliseconds between the arrivals of blocks
	arrived                  int64
}

func newFollower(c *carrier) *follower { return &follower{c: c} }

// begin finds the block after which to read.
func (f *follower) begin(ctx context.Context) error {
	conn := f.c.client.Conn()
	defer conn.Close()
	var head hexutil.Uint64
	if err := conn.Call(ctx, &head, "eth_blockNumber"); err != nil {
		return fmt.Errorf("ask for the newest block: %w", err)
	}
	f.next = uint64(head) + 1
	return nil
}

// run reads blocks until all connections are done and all that the node took is in blocks,
// or nothing moves any more.
func (f *follower) run(ctx context.Context, account func()) error {
	conn := f.c.client.Conn()
	defer conn.Close()
	var request []byte
	for {
		idle := f.c.sending.Load() == 0 // before the look: what is sent after it is not in used
		used, hopeless := f.c.window.look()
		if idle && (used == 0 || hopeless) {
			return nil
		}
		request = wire.AppendBlockRequest(request[:0], f.next)
		found, err := f.read(ctx, conn, request)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			f.c.counts.failures.Add(1)
			f.c.refusal.add(fmt.Sprintf("read block %d: %v", f.next, err))
		case found:
			f.next++
			continue
		}
		account()
		if err := sleep(ctx, f.c.pace.poll); err != nil {
			return err
		}
	}
}

func (f *follower) read(ctx context.Context, conn *wire.Conn, request []byte) (bool, error) {
	answer, err := conn.Post(ctx, request)
	if err != nil {
		return false, err
	}
	found, err := wire.ScanBlock(answer, &f.block)
	var said *wire.NodeError
	if errors.As(err, &said) { // some nodes answer an error for a block that is not there yet
		return false, nil
	}
	if err != nil || !found {
		return false, err
	}
	if f.block.Number != f.next {
		return false, fmt.Errorf("the node answers with block %d", f.block.Number)
	}
	f.note(f.c.micros())
	return true, nil
}

// note takes in the block that was read.
func (f *follower) note(now int64) {
	b := &f.block
	f.mu.Lock()
	ours := 0
	for _, hash := range b.Transactions {
		took, is := f.c.load.book.Include(hash, now)
		if !is {
			f.chain.strangers++
			continue
		}
		ours++
		f.all.Add(took)
		f.recent.Add(took)
	}
	f.chain.add(b, ours, now)
	if ours > 0 {
		f.last = now
	}
	f.mu.Unlock()
	f.c.window.leave(ours)
}

func (s *chainFacts) add(b *wire.Block, ours int, now int64) {
	s.blocks++
	s.included += ours
	s.gasUsed += b.GasUsed
	s.gasLimit += b.GasLimit
	if s.arrived > 0 {
		s.intervals = append(s.intervals, float64(now-s.arrived)/1000)
	}
	s.arrived = now
	if len(b.Transactions) == 0 {
		s.empty++
		return
	}
	s.sizes = append(s.sizes, len(b.Transactions))
	s.fill = append(s.fill, float64(b.GasUsed)/float64(max(1, b.GasLimit)))
}

// snapshot is what was seen so far; recent is emptied into it.
func (f *follower) snapshot(recent *measure.Histogram) (included int, gasUsed, gasLimit uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*recent, f.recent = f.recent, measure.Histogram{}
	return f.chain.included, f.chain.gasUsed, f.chain.gasLimit
}

// elapsed is from the first submission to the last block that held one of ours.
func (f *follower) elapsed() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return time.Duration(f.last) * time.Microsecond
}
