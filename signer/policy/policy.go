// Package policy decides whether a lane is to wait.
//
// It may delay or halt a whole lane, loudly, and nothing else: it never sees a
// message. In an ordered lane a rule that can refuse one message for good is a kill
// switch for whoever knows the rule; such rules belong in the Outbox or the
// recipient (docs/protocol.md, "Who believes what"). For the same reason no rule
// here depends on how many messages one checkpoint covers in a way that more
// waiting would not cure.
package policy

import (
	"errors"
	"fmt"
	"time"
)

// ErrRules is wrapped by every error about rules that cannot be.
var ErrRules = errors.New("policy")

const (
	// maxDelay bounds the configured delay and the debt of the pace: a lane that
	// waits longer should be halted, where people see it.
	maxDelay = 24 * time.Hour

	// maxRate bounds the pace's number of messages, so that its arithmetic cannot
	// overflow.
	maxRate = 1 << 40
)

// Rules is the policy of one lane. The zero value lets everything pass.
type Rules struct {
	// Hold, where not empty, holds the lane; the text says why.
	Hold string

	// Delay is how much older than its proof a checkpoint must be: the time to notice
	// and halt, counted from the time of the source block under which the messages
	// were proven.
	Delay time.Duration

	// Messages per Per is the lane's pace, with a burst of Messages on top. Zero is no
	// limit. A checkpoint may cover any number of messages: it is let through when its
	// turn has come, and the next one waits for all of them.
	Messages uint64
	Per      time.Duration
}

// Validate names the field that cannot be.
func (r Rules) Validate() error {
	switch {
	case r.Delay < 0 || r.Delay > maxDelay:
		return fmt.Errorf("%w: delay %v, want 0 to %v", ErrRules, r.Delay, maxDelay)
	case (r.Messages == 0) != (r.Per == 0):
		return fmt.Errorf("%w: %d messages per %v, want both or neither", ErrRules, r.Messages, r.Per)
	case r.Per < 0 || r.Per > maxDelay:
		return fmt.Errorf("%w: pace per %v, want at most %v", ErrRules, r.Per, maxDelay)
	case r.Messages > maxRate:
		return fmt.Errorf("%w: pace of %d messages, want at most %d", ErrRules, r.Messages, uint64(maxRate))
	}
	return nil
}

// Facts is what a verdict depends on.
type Facts struct {
	Now       time.Time
	ProvenAt  time.Time // time of the source block under which the position was proven
	Messages  uint64    // how many the checkpoint covers beyond the highest claim; 0 for one that was signed before
	NotBefore time.Time // what the last verdict returned, zero at first
	Halt      string    // why the operator halts the lane right now; empty when not
}

// Verdict is whether to wait.
type Verdict struct {
	Held      bool
	Detail    string    // for people, when held
	Until     time.Time // when asking again may help; zero when only the operator can
	NotBefore time.Time // to be kept with the claim and given back in Facts
}

// Judge is pure: the same facts give the same verdict.
func (r Rules) Judge(f Facts) Verdict {
	switch {
	case f.Halt != "":
		return Verdict{Held: true, Detail: "lane is halted: " + f.Halt}
	case r.Hold != "":
		return Verdict{Held: true, Detail: "lane is held by configuration: " + r.Hold}
	}
	if due := f.ProvenAt.Add(r.Delay); r.Delay > 0 && f.Now.Before(due) {
		return Verdict{Held: true, Until: due, Detail: fmt.Sprintf("lane waits %v after a proof, until %s", r.Delay, due.UTC().Format(time.RFC3339))}
	}
	if r.Messages == 0 || f.Messages == 0 {
		return Verdict{NotBefore: f.NotBefore}
	}
	// The generic cell rate algorithm (ITU-T I.371): one instant is all the state. It
	// may run ahead of now by one burst.
	if due := f.NotBefore.Add(-r.Per); f.Now.Before(due) {
		return Verdict{Held: true, Until: due, Detail: fmt.Sprintf("lane's pace is %d messages per %v, next at %s", r.Messages, r.Per, due.UTC().Format(time.RFC3339))}
	}
	start := f.NotBefore
	if start.Before(f.Now) {
		start = f.Now
	}
	return Verdict{NotBefore: start.Add(r.cost(f.Messages))}
}

// cost is how long n messages take at the pace, at most maxDelay: a debt is a
// delay and must end.
func (r Rules) cost(n uint64) time.Duration {
	cost := float64(n) / float64(r.Messages) * float64(r.Per)
	if cost >= float64(maxDelay) {
		return maxDelay
	}
	return time.Duration(cost)
}
