package txsender

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// entry is the transaction at one nonce. All entries belong to the driver's
// goroutine, so that allocating nonces needs no lock.
type entry struct {
	call     Call
	attempts []*types.Transaction // oldest first; any of them may be mined
	waiting  *request             // nil: nobody waits (any more, or yet after a restart)
	filler   bool                 // fills a gap; nobody will ever wait
	restored bool                 // from the journal: a Start with the same call joins it
	atMax    bool                 // no replacement fits the bounds

	progress progress
	receipt  *types.Receipt
	readAt   uint64 // head at which receipts were read last
}

// driver is the state of one Run.
type driver struct {
	*Sender
	entries map[uint64]*entry
	next    uint64 // nonce of the next transaction
	gapAt   time.Time
	view    View
	settled bool // nothing of the journal waits for a block any more
}

// Run drives all transactions until ctx ends, and returns ctx's error, or the
// journal's: without a journal nothing may be broadcast. It is to be called once.
func (s *Sender) Run(ctx context.Context) error {
	defer close(s.stopped)
	d := &driver{Sender: s, entries: make(map[uint64]*entry)}
	d.restore()
	if err := d.firstLook(ctx); err != nil {
		return err
	}
	ticker := time.NewTicker(s.poll)
	defer ticker.Stop()
	for {
		requests := s.requests
		if len(d.entries) >= s.inFlight {
			requests = nil // whoever wants more waits here
		}
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case r := <-requests:
			err = d.accept(ctx, r)
		case <-s.hints:
			err = d.step(ctx)
		case <-ticker.C:
			err = d.step(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// restore takes over what the journal holds. It looks like transactions that were
// broadcast long ago: the next step asks the chain what became of them.
func (d *driver) restore() {
	if n := d.journal.Damaged(); n > 0 {
		d.logger.Warn("journal of attempts has lines that can't be read; nonces are read from the chain", "lines", n)
	}
	for _, tx := range d.journal.loaded {
		sender, err := types.Sender(types.LatestSignerForChainID(d.chainID), tx)
		if err != nil || sender != d.signer.Address() || tx.To() == nil {
			d.logger.Warn("journal holds a transaction that is not ours; ignored", "hash", tx.Hash(), "error", err)
			continue
		}
		e := d.entries[tx.Nonce()]
		if e == nil {
			e = &entry{restored: true, progress: progress{nonce: tx.Nonce()}}
			d.entries[tx.Nonce()] = e
		}
		e.call = Call{To: *tx.To(), Data: tx.Data(), Gas: tx.Gas(), Value: tx.Value()}
		e.attempts = append(e.attempts, tx)
		// It was written, but was it broadcast? Do it again as soon as possible.
		e.progress.attempts, e.progress.refused = len(e.attempts), undelivered
	}
}

// firstLook waits until the chain can be seen, and allocates behind whatever is
// known: blocks, the node's pool, our journal.
func (d *driver) firstLook(ctx context.Context) error {
	for {
		view, err := d.look(ctx)
		if err == nil {
			d.view = view
			d.next = max(view.Nonce, view.Pending)
			for nonce := range d.entries {
				d.next = max(d.next, nonce+1)
			}
			return d.stepAt(ctx, view)
		}
		timer := time.NewTimer(d.poll)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func (d *driver) look(ctx context.Context) (View, error) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	view, err := d.backend.View(call, d.signer.Address())
	if err == nil && (view.BaseFee == nil || view.Tip == nil || view.Final > view.Head) {
		err = fmt.Errorf("chain's view is incomplete: base fee %v, tip %v, final block %d of %d", view.BaseFee, view.Tip, view.Final, view.Head)
	}
	text := ""
	if err != nil {
		text = err.Error()
	}
	d.status.update(func(s *Status) { s.Trouble = text })
	return view, err
}

// accept gives a call its nonce and broadcasts it. The caller is answered when a
// node has it, or when none ever will.
func (d *driver) accept(ctx context.Context, r *request) error {
	for _, e := range d.entries {
		if e.restored && !e.filler && e.waiting == nil && sameCall(e.call, r.call) {
			e.restored, e.waiting = false, r
			d.show(e)
			r.started <- nil
			return nil
		}
	}
	e := &entry{call: r.call, waiting: r, progress: progress{nonce: d.next}}
	// A view may be a poll old, which is too old for a price.
	view, err := d.look(ctx)
	if err != nil {
		r.started <- fmt.Errorf("look at the chain before sending: %w", err)
		return nil
	}
	d.view = view
	if len(d.entries) == 0 {
		// Nothing of ours is under way, so that the chain knows best.
		d.next = max(view.Nonce, view.Pending)
		e.progress.nonce = d.next
	}
	d.entries[d.next] = e
	d.next++
	refused, err := d.attempt(ctx, e, d.fees.first(view.BaseFee, view.Tip))
	if err != nil {
		return err
	}
	if refused != nil {
		r.started <- refused
		return d.abandon(e)
	}
	r.started <- nil
	return nil
}

// step looks at the chain and moves every transaction on. A chain that can't be
// seen moves nothing.
func (d *driver) step(ctx context.Context) error {
	view, err := d.look(ctx)
	if err != nil {
		return nil // noted in the status; the next look may do better
	}
	return d.stepAt(ctx, view)
}

func (d *driver) stepAt(ctx context.Context, view View) error {
	d.view = view
	if err := d.heal(ctx, view); err != nil {
		return err
	}
	atMax := 0
	for _, nonce := range slices.Sorted(maps.Keys(d.entries)) {
		if e := d.entries[nonce]; e != nil {
			if err := d.move(ctx, e, view); err != nil {
				return err
			}
			if e.atMax {
				atMax++
			}
		}
	}
	d.status.update(func(s *Status) { s.InFlight, s.NextNonce, s.AtMaximum = len(d.entries), d.next, atMax })
	d.settle()
	if d.journal.NeedsCompaction() {
		return d.compact()
	}
	return nil
}

// settle tells Settled's callers once every transaction of an earlier run is in a
// block, or given up.
func (d *driver) settle() {
	if d.settled {
		return
	}
	for _, e := range d.entries {
		if e.restored && !e.progress.mined {
			return
		}
	}
	d.settled = true
	close(d.Sender.settled)
}

// heal fills gaps below our transactions: nonces that no block has used and that we
// know no transaction for. They may be in the pool, sent by somebody else, and so
// they get the time that a transaction of ours gets before it is replaced.
//
// A gap too wide to be honest means that an endpoint lied about the account's nonce
// when ours were allocated. Filling it would burn gas at its command; ours are sent
// again at nonces that exist instead.
func (d *driver) heal(ctx context.Context, view View) error {
	var missing []uint64
	for nonce := view.Nonce; nonce < d.next && len(missing) < maxInFlight; nonce++ {
		if d.entries[nonce] == nil {
			missing = append(missing, nonce)
		}
	}
	// With nothing of ours behind it, a gap hinders nobody.
	if len(missing) == 0 || len(d.entries) == 0 {
		d.gapAt = time.Time{}
		return nil
	}
	if d.gapAt.IsZero() {
		d.gapAt = time.Now()
		return nil
	}
	if time.Since(d.gapAt) < d.timing.resubmitAfter {
		return nil
	}
	if lowest := slices.Min(slices.Collect(maps.Keys(d.entries))); lowest > view.Nonce+maxInFlight {
		d.gapAt = time.Time{}
		return d.comeBack(ctx, view)
	}
	for _, nonce := range missing {
		d.logger.Warn("nonce gap: filling it with a transfer to ourselves", "nonce", nonce)
		d.entries[nonce] = &entry{
			call:   Call{To: d.signer.Address(), Gas: fillerGas},
			filler: true, progress: progress{nonce: nonce},
		}
	}
	d.gapAt = time.Time{}
	d.status.update(func(s *Status) { s.Healed += uint64(len(missing)) })
	return nil
}

// comeBack sends all transactions again from the account's true nonce on. Those
// left behind could only be mined after as many others as the gap is wide.
func (d *driver) comeBack(ctx context.Context, view View) error {
	d.next = max(view.Nonce, view.Pending)
	for _, nonce := range slices.Sorted(maps.Keys(d.entries)) {
		if err := d.moveToNextNonce(ctx, d.entries[nonce], view, "nonce is out of reach; an endpoint lied about the account"); err != nil {
			return err
		}
	}
	return nil
}

// compact rewrites the journal with what is still under way.
func (d *driver) compact() error {
	var live []*types.Transaction
	for _, nonce := range slices.Sorted(maps.Keys(d.entries)) {
		live = append(live, d.entries[nonce].attempts...)
	}
	err := d.journal.Compact(live)
	if errors.Is(err, errNotWritten) {
		d.noRoom(err)
		return nil
	}
	return err
}

// sameCall compares what is to be done. The gas limit is no part of it: it is
// estimated anew each time.
func sameCall(a, b Call) bool {
	return a.To == b.To && bytes.Equal(a.Data, b.Data) && valueOf(a).Cmp(valueOf(b)) == 0
}

func valueOf(c Call) *big.Int {
	if c.Value == nil {
		return new(big.Int)
	}
	return c.Value
}

// reverted is the error of a receipt that says so.
func reverted(receipt *types.Receipt) error {
	if receipt.Status == types.ReceiptStatusSuccessful {
		return nil
	}
	return fmt.Errorf("%w: %s in block %s, %d gas used", ErrReverted, receipt.TxHash, receipt.BlockNumber, receipt.GasUsed)
}

// errJournal marks the one kind of error that ends Run.
var errJournal = errors.New("journal of attempts is in an unknown state, and nothing may be broadcast without it: start again, which reads it anew")
