package approve

import (
	"errors"
	"maps"
	"time"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/quorum"
)

// Outcome is what became of an answer.
type Outcome string

// The outcomes. An early approval is Unasked first, and judged once it is asked for.
const (
	Counted  Outcome = "counted"
	Repeated Outcome = "repeated" // its signer has approved already
	Refused  Outcome = "refused"  // a refusal by a signer whose word is waited for
	Stranger Outcome = "stranger" // its signer is not in the set
	Invalid  Outcome = "invalid"  // the signature does not hold
	Unasked  Outcome = "unasked"  // for a checkpoint that nobody waits for
)

// Outcomes lists all of them.
func Outcomes() []Outcome { return []Outcome{Counted, Repeated, Refused, Stranger, Invalid, Unasked} }

func outcomeOf(err error) Outcome {
	switch {
	case err == nil:
		return Counted
	case errors.Is(err, quorum.ErrDuplicate):
		return Repeated
	case errors.Is(err, quorum.ErrUnknownSigner):
		return Stranger
	}
	return Invalid
}

// Heard counts the answers by what became of them.
func (c *Collector) Heard() map[Outcome]uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.heard)
}

// Alarms returns the evidence against signers, the oldest first.
func (c *Collector) Alarms() []Alarm {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Alarm(nil), c.ledger.alarms...)
}

// OnAlarm has f called with every new alarm, one at a time or several, outside of
// the Collector's lock. To be called before Run.
func (c *Collector) OnAlarm(f func(Alarm)) { c.onAlarm = f }

// Restore enters alarms of an earlier run. Those that do not hold are left out; it
// returns how many were entered. OnAlarm's function is not called for them.
func (c *Collector) Restore(alarms []Alarm) (restored int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range alarms {
		if alarms[i].Holds() && c.ledger.restore(alarms[i]) {
			restored++
		}
	}
	return restored
}

// hold holds an approval against what its signer has signed before.
func (c *Collector) hold(approval *messages.Approval) {
	c.mu.Lock()
	alarm, raised := c.ledger.note(approval, time.Now())
	c.mu.Unlock()
	if raised {
		c.raise(alarm)
	}
}

// prove holds what this relayer has proven against what signers have signed.
func (c *Collector) prove(checkpoint messages.Checkpoint) {
	c.mu.Lock()
	raised := c.ledger.prove(checkpoint, time.Now())
	c.mu.Unlock()
	for _, alarm := range raised {
		c.raise(alarm)
	}
}

func (c *Collector) raise(alarm Alarm) {
	why := "either it or this relayer's view of the source chain is wrong"
	if alarm.Other != nil {
		why = "it has signed two accumulators at one nonce: replace it"
	}
	c.logger.Error("EQUIVOCATION ALARM", "signer", alarm.Signer, "why", why, "lane", alarm.Lane,
		"nonce", alarm.Approval.Checkpoint.Nonce, "accumulator", alarm.Approval.Checkpoint.Accumulator)
	if c.onAlarm != nil {
		c.onAlarm(alarm)
	}
}
