package bus

import (
	"log/slog"
	"sync"
)

// drops counts messages that nobody can be served with, and tells of them.
type drops struct {
	mu    sync.Mutex
	total uint64
	of    map[string]uint64 // by subject, as far as there is room
}

// maxDropped bounds the subjects of which drops are counted apart: one for every lane
// and signer of a bus. All others, which a faithful server does not hand on, share one.
const maxDropped = MaxLanes * MaxSigners

// add counts one, and logs the 1st, 2nd, 4th, 8th … of its subject: a member that
// writes nonsense without end must not fill a disk with what is said of it.
func (d *drops) add(log *slog.Logger, what, subject string, err error) {
	d.mu.Lock()
	d.total++
	if d.of == nil {
		d.of = map[string]uint64{}
	}
	key := subject
	if _, known := d.of[key]; !known && len(d.of) >= maxDropped {
		key = ""
	}
	d.of[key]++
	n := d.of[key]
	d.mu.Unlock()
	if n&(n-1) == 0 {
		log.Error(what+" dropped: its writer is faulty or hostile", "subject", subject, "dropped", n, "error", err)
	}
}

func (d *drops) count() uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.total
}
