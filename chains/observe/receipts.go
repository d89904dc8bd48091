package observe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// budget is what one look may still read.
type budget struct{ blocks, reads, bytes int }

func (b *budget) spent() bool { return b.blocks <= 0 || b.reads <= 0 || b.bytes <= 0 }

// proveByReceipts returns the lane's position under the header, by reading the blocks
// down from it to what is known already. errUnfinished says that there is more to read
// than one look may.
func (o *Observer) proveByReceipts(ctx context.Context, final lightclient.Final) (messages.Position, error) {
	if err := o.trail.enter(ctx); err != nil {
		return messages.Position{}, err
	}
	defer o.trail.leave()
	left := budget{maxBlocksPerLook, maxReadsPerLook, maxBytesPerLook}
	for {
		if err := o.trail.begin(final.Header()); err != nil {
			return messages.Position{}, err
		}
		growing := o.trail.growing(o.cursor.Nonce)
		if growing == nil {
			break
		}
		if left.spent() {
			o.status.read(growing.bottom)
			return messages.Position{}, errUnfinished
		}
		if err := o.readPage(ctx, growing, &left); err != nil {
			return messages.Position{}, err
		}
	}
	proven := o.trail.end()
	if err := o.findCursor(proven); err != nil {
		return messages.Position{}, err
	}
	if err := o.trail.save(); err != nil {
		// It will be read again: slower, and as true.
		o.logger.Warn("what was read is not saved", "error", err)
	}
	return proven, nil
}

// findCursor makes sure that the lane passes through the cursor: each message since one
// that is beyond doubt is known, so that there is no way for it not to but a divergence.
func (o *Observer) findCursor(proven messages.Position) error {
	t := o.trail
	if o.onTrail && o.rewritten == t.rewritten || o.cursor.Nonce > proven.Nonce {
		return nil
	}
	if !t.passes(o.cursor) {
		divergence := &DivergenceError{Lane: o.lane, Known: o.cursor, Proven: proven, Header: t.read.top, Certain: true}
		if o.cursor.Nonce >= t.known.Nonce {
			divergence.History = t.at(o.cursor.Nonce).Accumulator
		}
		return divergence
	}
	o.onTrail, o.rewritten, o.authentic = true, t.rewritten, true
	return nil
}

// readPage reads some blocks below a growing span's bottom.
func (o *Observer) readPage(ctx context.Context, growing *span, left *budget) error {
	headers, blooms, err := o.readHeaders(ctx, growing, left)
	if err != nil {
		return err
	}
	for i := len(headers) - 1; i >= 0; i-- {
		if o.trail.growing(o.cursor.Nonce) != growing || left.spent() {
			return nil // the rest of the page is of no use, or can wait
		}
		var sent *sentBlock
		if headers[i].ReceiptsRoot != types.EmptyReceiptsHash && maySend(o.lane, &blooms[i]) {
			if sent, err = o.readReceipts(ctx, headers[i], left); err != nil {
				return err
			}
		}
		if err := o.trail.grow(growing, headers[i], sent); err != nil {
			return err
		}
		left.blocks--
	}
	return nil
}

// readHeaders reads the headers below a span's bottom, from the first endpoint whose
// headers have the hashes that lead to them.
func (o *Observer) readHeaders(ctx context.Context, growing *span, left *budget) ([]lightclient.Header, []types.Bloom, error) {
	to := growing.bottom - 1 // a span that has grown down to block 0 grows no more
	from := to - min(to, uint64(min(chains.MaxHeaders, left.blocks))-1)
	if growing == o.trail.newer {
		from = max(from, o.trail.read.top.Number+1)
	}
	var headers []lightclient.Header
	var blooms []types.Bloom
	err := o.fromAny(ctx, func(ctx context.Context, e *endpoint) error {
		untrusted, err := e.source.Headers(ctx, from, to)
		if err != nil {
			return fmt.Errorf("headers %d to %d: %w", from, to, err)
		}
		if headers, err = linked(untrusted, from, to, growing.below, o.read); err != nil {
			return err
		}
		blooms = make([]types.Bloom, len(untrusted))
		for i := range untrusted {
			blooms[i] = untrusted[i].Bloom // of the header whose hash was checked
		}
		return nil
	})
	return headers, blooms, err
}

// readReceipts reads all receipts of a block, from the first endpoint whose receipts
// make its root.
func (o *Observer) readReceipts(ctx context.Context, block lightclient.Header, left *budget) (sent *sentBlock, err error) {
	err = o.fromAny(ctx, func(ctx context.Context, e *endpoint) error {
		untrusted, err := e.source.Receipts(ctx, block)
		if err != nil {
			return fmt.Errorf("receipts of block %d: %w", block.Number, err)
		}
		for i := range untrusted {
			left.bytes -= len(untrusted[i].Encoded)
		}
		left.reads--
		sent, err = sentIn(o.lane, block, untrusted)
		return err
	})
	return sent, err
}

// fromAny puts one question to the endpoints, one after the other, until an answer
// holds.
func (o *Observer) fromAny(ctx context.Context, ask func(ctx context.Context, e *endpoint) error) error {
	var faults []error
	for _, e := range o.inOrder(forBlocks) {
		call, cancel := context.WithTimeout(ctx, o.timeout)
		began := time.Now()
		err := ask(call, e)
		cancel()
		switch took := time.Since(began); {
		case err == nil && took > o.timeout/slowShare && len(o.endpoints) > 1:
			// True, and used. But there are many more questions, and one that takes its time
			// with each could hold up the lane for as long as it likes.
			o.refuse(e, forBlocks, &EndpointError{Source: e.source.Name(), Err: fmt.Errorf("%w: %s for one answer, others are asked first", ErrSlow, took)})
			return nil
		case err == nil:
			o.status.good(e, forBlocks)
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, ErrNotOutbox), errors.Is(err, ErrUnreadable):
			return err // proven: no other endpoint could say anything else
		}
		fault := &EndpointError{Source: e.source.Name(), Err: err}
		// A node that lags behind the light client's is at no fault.
		if !errors.Is(err, lightclient.ErrNoSuchHeader) {
			o.refuse(e, forBlocks, fault)
		}
		faults = append(faults, fault)
	}
	return errors.Join(faults...)
}

// draftFromTrail lays down where the chunks end between the cursor and the proven
// position.
func (o *Observer) draftFromTrail(ctx context.Context, proven messages.Position, final lightclient.Final) error {
	if err := o.trail.enter(ctx); err != nil {
		return err
	}
	defer o.trail.leave()
	w := &walk{last: o.cursor}
	o.trail.read.each(o.cursor.Nonce, proven.Nonce, func(_ uint64, m *sentMessage) {
		w.count(int(m.size))
		w.last = w.last.Advance(m.id)
	})
	w.cut()
	if w.last != proven {
		return fmt.Errorf("messages %d to %d fold to accumulator %s, %s was proven before", o.cursor.Nonce+1, proven.Nonce, w.last.Accumulator, proven.Accumulator)
	}
	o.plan, o.planFinal, o.ahead = w.ends, final, nil
	return nil
}

// readFromTrail returns the messages from the cursor to the plan's next chunk end.
// Those that are not at hand any more are read again. errUnfinished says that the trail
// does not have them any more, or has others: another observer has changed it.
func (o *Observer) readFromTrail(ctx context.Context, to messages.Position) ([]Observed, error) {
	t := o.trail
	if err := t.enter(ctx); err != nil {
		return nil, err
	}
	defer t.leave()
	if first, last, _ := t.read.nonces(); first > o.cursor.Nonce+1 || last < to.Nonce {
		return nil, errUnfinished
	}
	at, left := o.cursor, budget{}
	observed := make([]Observed, 0, to.Nonce-at.Nonce)
	for i := t.read.find(at.Nonce + 1); at.Nonce < to.Nonce; i++ {
		b := t.read.block(i)
		held := b.held
		if held == nil {
			again, err := o.readReceipts(ctx, b.header, &left)
			if err != nil {
				return nil, err
			}
			held = again.held // as many as before: there is one list of receipts with this root
			b.held = held
			t.hold(b)
		}
		for j := range held {
			if one := held[j]; one.Message.Nonce == at.Nonce+1 && at.Nonce < to.Nonce {
				at = at.Advance(one.ID)
				one.Position = at
				observed = append(observed, one)
			}
		}
	}
	if at != to {
		return nil, errUnfinished
	}
	t.delivered(to)
	return observed, nil
}
