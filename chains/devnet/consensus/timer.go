package consensus

import (
	"time"
)

// stoppable is a timer that is off until set.
type stoppable struct{ t *time.Timer }

func (s *stoppable) set(d time.Duration) {
	if s.t == nil {
		s.t = time.NewTimer(d)
		return
	}
	s.t.Reset(d)
}

func (s *stoppable) stop() {
	if s.t != nil {
		s.t.Stop()
	}
}

func (s *stoppable) c() <-chan time.Time {
	if s.t == nil {
		return nil
	}
	return s.t.C
}
