package inspect

import (
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// concerns reports whether an answer is about a checkpoint that the message is under.
func (f *facts) concerns(told *bus.Told) bool {
	c := told.Answer.Checkpoint()
	return c.Lane == f.lane.ID() && c.Inbox == f.inboxID && c.Nonce >= f.sent.Message.Nonce
}

// counts reports whether an answer is an approval that the verifier would count now.
func (f *facts) counts(told *bus.Told) bool {
	a := told.Answer.Approval
	return a != nil && f.concerns(told) && a.Domain == f.set.Domain && a.Checkpoint.Epoch == f.set.Epoch &&
		slices.Contains(f.set.Signers, a.Signer) && a.Verify() == nil
}

// tally says who has approved the checkpoint that the message is under. There may be
// several, of several relayers or of a batch that was cut anew; the one that most
// signers have approved is shown, the lowest of these.
func tally(f *facts) Approvals {
	a := Approvals{Signers: []Signer{}, Source: FromBus}
	if f.set == nil {
		a.Why, a.Source = f.setWhy, ""
		return a
	}
	a.Threshold, a.Epoch, a.SetSource, a.SetWord = f.set.Threshold, Number(f.set.Epoch), FromChain, Hearsay
	if !f.asked {
		a.Why, a.Source = f.toldWhy, ""
		for _, signer := range f.set.Signers {
			a.Signers = append(a.Signers, Signer{Address: signer.Hex(), State: SignerUnknown})
		}
		return a
	}
	a.Known = f.own == common.Address{}
	if !a.Known {
		a.Why = "a signer's identity reads its own answers alone"
	}
	shown := f.shown()
	a.Nonce = Number(shown.Nonce)
	for _, signer := range f.set.Signers {
		s := f.signer(signer, shown)
		if s.State == SignerApproved && s.Detail == "" {
			a.Count++
		}
		a.Signers = append(a.Signers, s)
	}
	a.Attestable = a.Count >= a.Threshold
	a.Known = a.Known || a.Attestable
	if f.executed() && !a.Attestable {
		a.Known, a.Why = false, "the bus does not keep the answers any more"
	}
	return a
}

// shown chooses the checkpoint to speak of, zero when there is none.
func (f *facts) shown() (best messages.Checkpoint) {
	approvals := map[messages.Checkpoint]map[common.Address]bool{}
	for i := range f.told {
		told := &f.told[i]
		switch {
		case f.counts(told):
			c := told.Answer.Checkpoint()
			if approvals[c] == nil {
				approvals[c] = map[common.Address]bool{}
			}
			approvals[c][told.Answer.Signer()] = true
		case told.Answer.Refusal != nil && f.concerns(told) && len(approvals) == 0:
			best = told.Answer.Checkpoint() // the newest refused one, where nothing is approved
		}
	}
	most := 0
	for c, signers := range approvals {
		if len(signers) > most || len(signers) == most && c.Nonce < best.Nonce {
			best, most = c, len(signers)
		}
	}
	return best
}

// signer says what one signer has done about a checkpoint.
func (f *facts) signer(address common.Address, shown messages.Checkpoint) Signer {
	s := Signer{Address: address.Hex(), State: SignerSilent}
	if f.own != (common.Address{}) && f.own != address {
		s.State = SignerUnknown
		return s
	}
	var refused *bus.Told
	for i := range f.told {
		told := &f.told[i]
		if told.Answer.Signer() != address {
			continue
		}
		if s.State == SignerSilent && told.At.After(s.At) {
			s.At = told.At // its last sign of life
		}
		switch {
		case f.counts(told):
			exact := told.Answer.Checkpoint() == shown
			if s.State == SignerApproved && (s.Detail == "" || !exact) {
				continue // known already, and no better
			}
			s.State, s.At, s.Word, s.Detail = SignerApproved, told.At, Signed, ""
			if !exact {
				s.Detail = fmt.Sprintf("another checkpoint, of nonce %d", told.Answer.Checkpoint().Nonce)
			}
		case told.Answer.Refusal != nil && f.concerns(told) && (refused == nil || told.At.After(refused.At)):
			refused = told
		}
	}
	if s.State == SignerSilent && refused == nil && f.executed() {
		s.State, s.At = SignerUnknown, time.Time{} // it may have answered, and the bus keep it no more
	}
	if s.State == SignerSilent && refused != nil {
		s.State, s.At, s.Word = SignerRefused, refused.At, Hearsay
		s.Reason, s.Detail = string(refused.Answer.Refusal.Reason), refused.Answer.Refusal.Detail
	}
	return s
}

// reachedAt is when the threshold was met.
func reachedAt(a *Approvals) time.Time {
	var times []time.Time
	for _, s := range a.Signers {
		if s.State == SignerApproved && s.Detail == "" {
			times = append(times, s.At)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	if a.Threshold < 1 || len(times) < a.Threshold {
		return time.Time{}
	}
	return times[a.Threshold-1]
}
