package signer

import (
	"errors"
	"maps"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/record"
)

// Status is what a signer is doing, for people and metrics.
type Status struct {
	Signer common.Address `json:"signer"`
	Lanes  []LaneStatus   `json:"lanes"`
}

// LaneStatus is the state of one lane.
type LaneStatus struct {
	Lane        messages.Lane              `json:"lane"`
	ID          messages.LaneID            `json:"id"`
	Inbox       messages.InboxID           `json:"inbox"`
	Following   bool                       `json:"following"` // the lane is being folded
	Anchored    bool                       `json:"anchored"`  // the fold has passed the highest claim and the Inbox; false too while there was nothing new
	Proven      messages.Position          `json:"proven"`
	ProvenBlock uint64                     `json:"provenBlock"`
	Claimed     *messages.Position         `json:"claimed"` // highest ever; null when none
	Stop        *record.Stop               `json:"stop"`    // null when the lane is not stopped
	Halted      string                     `json:"halted,omitempty"`
	Trouble     string                     `json:"trouble,omitempty"`
	Waiting     int                        `json:"waiting"`   // requests that wait for finality
	Approvals   uint64                     `json:"approvals"` // since the start
	Refusals    map[messages.Reason]uint64 `json:"refusals"`  // since the start
	LastSigned  uint64                     `json:"lastSigned"`
}

// Healthy reports whether nothing keeps the lane from signing what comes.
func (s *LaneStatus) Healthy() bool {
	return s.Following && s.Stop == nil && s.Halted == "" && s.Trouble == ""
}

// Status may be called at any time.
func (d *Daemon) Status() Status {
	out := Status{Signer: d.config.key.Address()}
	for _, l := range d.order {
		out.Lanes = append(out.Lanes, l.status())
	}
	return out
}

func (l *lane) status() LaneStatus {
	out := LaneStatus{Lane: l.lane, ID: l.key.Lane, Inbox: l.key.Inbox, Halted: l.config.halt.Why(l.key.Lane)}
	if out.Halted == "" {
		out.Halted = l.policy.Hold
	}
	if highest, ok := l.config.record.Highest(l.key); ok {
		out.Claimed = &highest.Position
	}
	if stop, ok := l.config.record.Stopped(l.key); ok {
		out.Stop = &stop
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fold != nil {
		out.Proven = l.fold.tip()
		out.Following = true
		var refused error
		if out.Anchored, refused = l.ready(0); refused != nil && out.Trouble == "" {
			out.Trouble = refused.Error()
		}
	}
	out.ProvenBlock, out.Waiting = l.header.Number, l.pending
	if l.trouble != "" {
		out.Trouble = l.trouble
	}
	out.Approvals, out.Refusals, out.LastSigned = l.approvals, maps.Clone(l.refusals), l.lastSigned
	return out
}

// count notes the outcome of a request. A refusal goes to whoever has asked; the
// signer's own operator is told too, once until there is another reason or an
// approval, as whoever asks repeats himself.
func (l *lane) count(nonce uint64, err error) {
	var refused *refusal
	tell := false
	l.mu.Lock()
	switch {
	case err == nil:
		l.approvals++
		l.lastSigned, l.told = nonce, ""
	case errors.As(err, &refused):
		l.refusals[refused.reason]++
		// Policy and alarm have words of their own.
		tell = refused.reason != l.told && refused.reason != messages.ReasonHeld && refused.reason != messages.ReasonEquivocation
		l.told = refused.reason
	}
	l.mu.Unlock()
	if tell {
		l.config.log.Warn("request is refused", "lane", l.name, "nonce", nonce, "reason", refused.reason, "detail", refused.detail)
	}
}
