package measure

import (
	"errors"
	"fmt"
)

// Search finds the knee: the greatest load that a chain still carries. It goes up by a
// factor until a step fails, then halves the gap between the best that held and the least
// that failed until that is narrow enough. It takes for granted that a chain which fails
// at one load fails at every greater one; on a noisy machine that is nearly so.
type Search struct {
	config SearchConfig
	next   float64
	held   float64 // the greatest load that held; 0 while none did
	failed float64 // the least that failed; 0 while none did
	steps  int
}

// SearchConfig bounds a search. Loads are transactions a second.
type SearchConfig struct {
	First      float64 // the first load
	Factor     float64 // from step to step while none has failed, above 1
	Resolution float64 // how near the knee is to be: 0.1 for ten percent
	Most       float64 // no step is above this
	Steps      int     // no more of them than this
}

// NewSearch checks the configuration.
func NewSearch(c SearchConfig) (*Search, error) {
	switch {
	case !(c.First > 0) || !(c.Most >= c.First):
		return nil, fmt.Errorf("search from %g to %g tx/s, want more than 0 and no less than that", c.First, c.Most)
	case !(c.Factor > 1):
		return nil, fmt.Errorf("search by factor %g, want more than 1", c.Factor)
	case !(c.Resolution > 0 && c.Resolution < 1):
		return nil, fmt.Errorf("search to within %g, want between 0 and 1", c.Resolution)
	case c.Steps < 1:
		return nil, errors.New("search in no steps, want at least 1")
	}
	return &Search{config: c, next: c.First}, nil
}

// Next is the load to try, false when the search is over.
func (s *Search) Next() (load float64, more bool) {
	switch {
	case s.steps >= s.config.Steps, s.held >= s.config.Most:
		return 0, false
	case s.failed > 0 && s.failed-s.held <= s.config.Resolution*s.failed:
		return 0, false
	}
	return s.next, true
}

// Observe tells how the load of Next went.
func (s *Search) Observe(held bool) {
	s.steps++
	if held {
		s.held = s.next
	} else {
		s.failed = s.next
	}
	if s.failed == 0 {
		s.next = min(s.held*s.config.Factor, s.config.Most)
	} else {
		s.next = (s.held + s.failed) / 2
	}
}

// Knee is the greatest load that held, 0 where none did, and whether a greater one was
// seen to fail: without that the knee is only known to be no lower.
func (s *Search) Knee() (load float64, bounded bool) { return s.held, s.failed > 0 }

// Demand is what a step has to meet to hold.
type Demand struct {
	Share     float64 // of the offered load that must be carried, 0.95 for instance
	P99Millis float64 // from submission to receipt; 0 for any
}

// Miss says what a step fails to meet, empty where it holds. Loads are in transactions a
// second, over the same time.
func (d Demand) Miss(offered, carried, p99Millis float64, lost, refused int) string {
	switch {
	case lost > 0:
		return fmt.Sprintf("%d lost", lost)
	case refused > 0:
		return fmt.Sprintf("%d refused", refused)
	case carried < d.Share*offered:
		return fmt.Sprintf("carried %.0f of %.0f tx/s", carried, offered)
	case d.P99Millis > 0 && p99Millis > d.P99Millis:
		return fmt.Sprintf("p99 %.0f ms, above %.0f", p99Millis, d.P99Millis)
	}
	return ""
}

func (d Demand) String() string {
	text := fmt.Sprintf("at least %g %% of the load carried, none lost or refused", 100*d.Share)
	if d.P99Millis > 0 {
		text += fmt.Sprintf(", p99 at most %g ms", d.P99Millis)
	}
	return text
}
