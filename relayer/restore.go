package relayer

import (
	"fmt"
	"slices"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/history"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// restore puts what an earlier run has kept into the view. What is not delivered, of
// a lane that is not served any more, would stay so for ever: it is left out.
func (r *Relayer) restore(kept history.Kept) error {
	r.restored = r.index.Revision()
	if len(kept.Entries) == 0 {
		return nil
	}
	served := map[messages.LaneID]*lane{}
	for _, worker := range r.lanes {
		served[worker.id] = worker
	}
	entries := slices.DeleteFunc(kept.Entries, func(e index.Entry) bool { return !e.Stage.Executed() && served[e.Lane] == nil })
	if err := r.index.Restore(entries, kept.Forgotten); err != nil {
		return fmt.Errorf("relayer: restore the message history: %w", err)
	}
	r.restored = r.index.Revision()
	for i := range entries {
		// The earlier run ended before it had found out.
		if worker := served[entries[i].Lane]; worker != nil && entries[i].Reason == overtakenReason {
			worker.wonders.add([]uint64{entries[i].Nonce})
		}
	}
	r.logger.Info("message history is restored", "messages", r.index.Len())
	return nil
}
