package txsender

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// move does what decide says about one transaction.
func (d *driver) move(ctx context.Context, e *entry, view View) error {
	if err := d.refresh(ctx, e, view); err != nil {
		return nil // receipts can't be read now: decide nothing on half the truth
	}
	p := &e.progress
	action := decide(*p, view, time.Now(), d.timing)
	if target, ok := d.backend.(doubter); ok && overdue(*p, action) {
		target.Doubt()
	}
	switch action {
	case wait:
		return nil
	case send:
		_, err := d.attempt(ctx, e, d.fees.first(view.BaseFee, view.Tip))
		return err
	case resend:
		// Even what no node takes now may be mined from an earlier attempt: wait.
		_ = d.broadcast(ctx, e)
		p.sentHead = view.Head
		return nil
	case replace:
		return d.replace(ctx, e, view)
	case finish:
		return d.finish(e)
	case conflict:
		// None of its attempts can be mined any more, so that this is no repetition.
		return d.moveToNextNonce(ctx, e, view, "nonce was used by a transaction that is not ours")
	}
	return nil
}

// refresh finds out whether one of the attempts is in a block. It asks once for
// each head.
func (d *driver) refresh(ctx context.Context, e *entry, view View) error {
	p := &e.progress
	if view.Nonce <= p.nonce {
		if p.mined {
			d.logger.Warn("transaction was reorganised away; broadcasting it again", "nonce", p.nonce)
			p.refused = undelivered
		}
		p.mined, e.receipt, p.usedSince = false, nil, 0
		return nil
	}
	if p.mined && view.Final < p.minedIn && e.readAt == view.Head {
		return nil
	}
	for i := len(e.attempts) - 1; i >= 0; i-- {
		call, cancel := context.WithTimeout(ctx, callTimeout)
		receipt, err := d.backend.Receipt(call, e.attempts[i].Hash())
		cancel()
		if err != nil {
			return err
		}
		if receipt == nil || receipt.BlockNumber == nil || receipt.TxHash != e.attempts[i].Hash() {
			continue
		}
		first := !p.mined
		p.mined, p.minedIn, p.usedSince = true, receipt.BlockNumber.Uint64(), 0
		e.receipt, e.readAt = receipt, view.Head
		d.show(e)
		if first {
			d.hook(PointMined)
		}
		return nil
	}
	p.mined, e.receipt, e.readAt = false, nil, view.Head
	d.show(e)
	if p.usedSince == 0 {
		p.usedSince = view.Head
	}
	return nil
}

// attempt signs a transaction, writes it down and broadcasts it, in this order. The
// refusal says that no node ever takes it; the error, that the journal is broken.
func (d *driver) attempt(ctx context.Context, e *entry, p price) (refused, err error) {
	tx, err := d.signer.SignTx(ctx, types.NewTx(&types.DynamicFeeTx{
		ChainID: d.chainID, Nonce: e.progress.nonce, To: &e.call.To, Data: e.call.Data,
		Gas: e.call.Gas, Value: valueOf(e.call), GasTipCap: p.tip, GasFeeCap: p.feeCap,
	}), d.chainID)
	if err != nil {
		// A remote signer may be away. The entry stays as it was and is tried again,
		// unless it is new.
		d.status.update(func(s *Status) { s.Trouble = "sign: " + err.Error() })
		return fmt.Errorf("sign transaction: %w", err), nil
	}
	// Written before it is broadcast: see the package comment.
	switch err := d.journal.Append(tx); {
	case errors.Is(err, errNotWritten):
		// A full disk has room again some day. The entry stays as it was and is tried
		// again, unless it is new; then its caller is told.
		d.noRoom(err)
		return fmt.Errorf("transaction is not written down, so it is not broadcast: %w", err), nil
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errJournal, err)
	}
	d.hook(PointJournaled)
	e.attempts = append(e.attempts, tx)
	e.progress.attempts, e.progress.sentHead = len(e.attempts), d.view.Head
	d.show(e)
	refused = d.broadcast(ctx, e)
	d.hook(PointBroadcast)
	return refused, nil
}

// broadcast hands the newest attempt to the network. The error says that no node
// ever takes it.
func (d *driver) broadcast(ctx context.Context, e *entry) error {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	tx := e.attempts[len(e.attempts)-1]
	err := d.backend.Broadcast(call, tx)
	p := &e.progress
	p.sentAt = time.Now()
	if err == nil {
		p.refused = accepted
		return nil
	}
	text := fmt.Sprintf("nonce %d: %v", p.nonce, err)
	switch d.backend.Classify(err) {
	case Taken, Used:
		p.refused = accepted
		return nil
	case Cheap:
		p.refused = tooCheap
		return nil
	case Undelivered, Early:
		p.refused = undelivered
		d.status.update(func(s *Status) { s.Trouble = text })
		return nil
	default: // Penniless, Refused
		p.refused = undelivered
		d.status.update(func(s *Status) { s.Trouble = text })
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
}

// replace makes an attempt at a higher price, if there is room for one.
func (d *driver) replace(ctx context.Context, e *entry, view View) error {
	last := e.attempts[len(e.attempts)-1]
	next, ok := d.fees.bump(price{last.GasTipCap(), last.GasFeeCap()}, view.BaseFee, view.Tip)
	if !ok || len(e.attempts) >= maxAttempts {
		if !e.atMax {
			d.logger.Warn("transaction is stuck at the maximum price; waiting for the base fee to fall",
				"nonce", e.progress.nonce, "feeCapWei", last.GasFeeCap(), "maxFeeWei", d.fees.MaxFee, "baseFeeWei", view.BaseFee)
		}
		e.atMax = true
		_ = d.broadcast(ctx, e)
		// The price can't be the answer now, whatever the node says.
		e.progress.refused, e.progress.sentHead = accepted, view.Head
		return nil
	}
	e.atMax = false
	d.logger.Info("replacing a stuck transaction", "nonce", e.progress.nonce, "attempt", len(e.attempts)+1, "tipWei", next.tip, "feeCapWei", next.feeCap)
	d.status.update(func(s *Status) { s.Replaced++ })
	_, err := d.attempt(ctx, e, next)
	return err
}

// finish answers whoever waits and forgets the transaction.
func (d *driver) finish(e *entry) error {
	if err := d.forget(e); err != nil {
		return err
	}
	if e.waiting == nil {
		return nil
	}
	result := Result{Receipt: e.receipt}
	for _, tx := range e.attempts {
		if tx.Hash() == e.receipt.TxHash {
			result.Tx = tx
		}
	}
	e.waiting.answer(result, reverted(e.receipt))
	return nil
}

// moveToNextNonce starts a transaction again whose nonce is of no use, and says why.
func (d *driver) moveToNextNonce(ctx context.Context, e *entry, view View, why string) error {
	if err := d.forget(e); err != nil {
		return err
	}
	if e.waiting == nil {
		return nil
	}
	d.logger.Warn("sending at another nonce", "reason", why, "nonce", e.progress.nonce)
	d.status.update(func(s *Status) { s.Conflicts++ })
	d.next = max(d.next, view.Nonce, view.Pending)
	again := &entry{call: e.call, waiting: e.waiting, progress: progress{nonce: d.next}}
	d.entries[d.next] = again
	d.next++
	refused, err := d.attempt(ctx, again, d.fees.first(view.BaseFee, view.Tip))
	if err != nil || refused == nil {
		return err
	}
	again.waiting.answer(Result{}, refused)
	return d.abandon(again)
}

// abandon gives up a transaction that no node took. Its nonce is free again if it
// is the newest; otherwise the gap is healed like any other.
func (d *driver) abandon(e *entry) error {
	if err := d.forget(e); err != nil {
		return err
	}
	if e.progress.nonce+1 == d.next {
		d.next = e.progress.nonce
	}
	return nil
}

func (d *driver) forget(e *entry) error {
	delete(d.entries, e.progress.nonce)
	d.status.update(func(s *Status) { s.InFlight = len(d.entries) })
	if len(e.attempts) == 0 {
		return nil
	}
	switch err := d.journal.Done(e.progress.nonce); {
	case errors.Is(err, errNotWritten):
		// After a restart the chain says it again.
		d.noRoom(err)
	case err != nil:
		return fmt.Errorf("%w: %w", errJournal, err)
	}
	return nil
}

// noRoom tells people that the disk is full.
func (d *driver) noRoom(err error) {
	d.logger.Error("journal of attempts can't be written; nothing is broadcast until there is room", "error", err)
	d.status.update(func(s *Status) { s.Trouble = err.Error() })
}
