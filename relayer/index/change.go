package index

import (
	"fmt"

	"github.com/catenary-bridge/catenary/messages"
)

// Update changes what is known of the messages of one lane from nonce first to last.
// Nonces that the view does not hold are passed over.
func (x *Index) Update(lane messages.LaneID, first, last uint64, change func(nonce uint64, p *Progress)) error {
	return x.write(func(w *write) error {
		for nonce := first; nonce <= last; nonce++ {
			old, err := w.progress(lane, nonce)
			if err != nil {
				return err
			}
			if old == nil {
				continue
			}
			if err := w.replace(old, change); err != nil {
				return err
			}
		}
		return nil
	})
}

// Pass changes what is known of a lane's messages up to a nonce that are not executed
// yet. It costs as much as there are of these in the view, whatever the nonce.
func (x *Index) Pass(lane messages.LaneID, upTo uint64, change func(nonce uint64, p *Progress)) error {
	return x.write(func(w *write) error {
		var waiting []*row
		waits, err := w.before.LowerBound(progressTable, "stage", []byte{0})
		if err != nil {
			return fmt.Errorf("look up messages that are not executed: %w", err)
		}
		for raw := waits.Next(); raw != nil; raw = waits.Next() {
			r := raw.(*row)
			if r.Stage.Executed() {
				break // they are behind the others
			}
			if r.lane == lane && r.nonce <= upTo {
				waiting = append(waiting, r)
			}
		}
		for _, old := range waiting {
			if err := w.replace(old, change); err != nil {
				return err
			}
		}
		return nil
	})
}

// replace enters the changed copy of a message's progress.
func (w *write) replace(old *row, change func(uint64, *Progress)) error {
	changed := *old
	change(old.nonce, &changed.Progress)
	if changed.Progress == old.Progress {
		return nil
	}
	w.revision++
	changed.revision = w.revision
	if err := w.txn.Insert(progressTable, &changed); err != nil {
		return fmt.Errorf("update nonce %d of lane %s: %w", old.nonce, old.lane, err)
	}
	w.moved[tally{old.lane, old.Stage}]--
	w.moved[tally{old.lane, changed.Stage}]++
	return nil
}
