package approve

import (
	"errors"
	"slices"
	"time"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/quorum"
)

// hear takes one answer from the bus.
func (c *Collector) hear(answer messages.Answer) {
	c.take(answer)
	if answer.Approval != nil {
		c.hold(answer.Approval)
	}
}

func (c *Collector) take(answer messages.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if refusal := answer.Refusal; refusal != nil {
		// A refusal proves nothing, so that only those are shown whose word is waited for:
		// strangers can fill neither the memory nor the operator's screen.
		if v := c.votes[question{refusal.Checkpoint, refusal.Domain}]; v != nil && slices.Contains(v.tally.Missing(), refusal.Signer) {
			v.refusals[refusal.Signer] = *refusal
			v.heard[refusal.Signer] = c.noteRefusal(refusal, time.Now())
			c.heard[Refused]++
			v.wake()
		} else {
			c.heard[Unasked]++
		}
		return
	}
	q := question{answer.Approval.Checkpoint, answer.Approval.Domain}
	if v := c.votes[q]; v != nil {
		c.count(v, answer.Approval)
		return
	}
	c.heard[Unasked]++
	c.keepEarly(q, *answer.Approval)
}

// count adds an approval to a vote. What does not count is worth a word in the
// log, one of each signer, unless it is a mere repetition: a member of the bus that
// writes nonsense without end must not fill a disk with it.
func (c *Collector) count(v *vote, approval *messages.Approval) {
	err := v.tally.Add(approval)
	c.heard[outcomeOf(err)]++
	if err != nil {
		if !errors.Is(err, quorum.ErrDuplicate) && !v.spoken[approval.Signer] && len(v.spoken) < maxSpoken {
			v.spoken[approval.Signer] = true
			c.logger.Warn("approval does not count", "lane", approval.Checkpoint.Lane, "nonce", approval.Checkpoint.Nonce, "signer", approval.Signer, "err", err)
		}
		return
	}
	delete(v.refusals, approval.Signer)
	v.heard[approval.Signer] = c.noteApproval(approval.Signer, time.Now())
	v.wake()
}

func (c *Collector) keepEarly(q question, approval messages.Approval) {
	if len(c.early[q]) >= quorum.MaxSigners {
		return
	}
	// One word of each, or a signer could use up the room of the others. The latest,
	// as a signer can only spoil its own.
	for i := range c.early[q] {
		if c.early[q][i].Signer == approval.Signer {
			c.early[q][i] = approval
			return
		}
	}
	if len(c.earlyOrder) == maxEarly {
		delete(c.early, c.earlyOrder[0])
		c.earlyOrder = c.earlyOrder[1:]
	}
	c.early[q] = append(c.early[q], approval)
	c.earlyOrder = append(c.earlyOrder, q)
}

func (v *vote) wake() {
	select {
	case v.changed <- struct{}{}:
	default:
	}
}
