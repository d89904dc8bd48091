package approve

import (
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/quorum"
)

const (
	// maxSigned bounds the approvals of one signer on one lane that are held against
	// each other: twice what the bus retains of them, 300 bytes each.
	maxSigned = 32

	// maxWriters bounds the pairs of signer and lane that are remembered: as many as
	// one bus admits. The bus lets nobody write in another's name, so that no member
	// can use up the room of the others.
	maxWriters = 64 * quorum.MaxSigners

	// maxProven bounds the positions of this relayer's own that approvals are held
	// against: 100 bytes each.
	maxProven = 4096

	// maxAlarms bounds the alarms that are kept; each pair of signer and lane raises
	// one. Whoever has that many has other troubles.
	maxAlarms = 256
)

// Alarm is evidence against a signer: it has signed an accumulator that cannot be
// the lane's if what stands against it is true. With Other, both signatures are the
// signer's and anybody can verify that it has equivocated. With Proven alone, either
// the signer or this relayer's view of the source chain is wrong.
//
// A signer that equivocates still counts: its signature is good for the contract,
// and what it signs falsely never meets the threshold while the others are honest.
// The alarm is for people, who have to replace it.
type Alarm struct {
	At       time.Time          `json:"at"`
	Lane     messages.LaneID    `json:"lane"`
	Signer   common.Address     `json:"signer"`
	Approval messages.Approval  `json:"approval"`         // signature verified
	Other    *messages.Approval `json:"other,omitempty"`  // the same signer's, of another accumulator at that nonce; signature verified
	Proven   *messages.Position `json:"proven,omitempty"` // this relayer's, at that nonce
}

// Holds checks that the evidence shows what an alarm says, without believing who
// shows it.
func (a *Alarm) Holds() bool {
	if !signedBy(&a.Approval, a.Signer, a.Lane) {
		return false
	}
	nonce, accumulator := a.Approval.Checkpoint.Nonce, a.Approval.Checkpoint.Accumulator
	switch {
	case a.Other != nil:
		return signedBy(a.Other, a.Signer, a.Lane) && a.Other.Checkpoint.Nonce == nonce && a.Other.Checkpoint.Accumulator != accumulator
	case a.Proven != nil:
		return a.Proven.Nonce == nonce && a.Proven.Accumulator != accumulator
	}
	return false
}

func signedBy(a *messages.Approval, signer common.Address, lane messages.LaneID) bool {
	return a.Signer == signer && a.Checkpoint.Lane == lane && a.Verify() == nil
}

// writer is one signer on one lane.
type writer struct {
	signer common.Address
	lane   messages.LaneID
}

// place is a nonce of a lane. What stands there is a fact of the source chain,
// whatever Inbox, verifier or epoch a checkpoint is for.
type place struct {
	lane  messages.LaneID
	nonce uint64
}

// ledger remembers what signers have signed, to find who has signed two
// accumulators at one nonce. It is not safe for concurrent use.
type ledger struct {
	signed      map[writer][]messages.Approval // the newest maxSigned; signatures not verified
	proven      map[place]messages.Accumulator
	provenOrder []place
	alarms      []Alarm
	alarmed     map[writer]bool
}

func newLedger() *ledger {
	return &ledger{signed: map[writer][]messages.Approval{}, proven: map[place]messages.Accumulator{}, alarmed: map[writer]bool{}}
}

// restore takes an alarm of an earlier run; ok is false when it is known already.
func (l *ledger) restore(a Alarm) (ok bool) {
	w := writer{a.Signer, a.Lane}
	if l.alarmed[w] || len(l.alarms) == maxAlarms {
		return false
	}
	l.alarmed[w] = true
	l.alarms = append(l.alarms, a)
	return true
}

// prove notes what this relayer has proven, and returns the alarms that this raises:
// a signer may have been heard before.
func (l *ledger) prove(c messages.Checkpoint, now time.Time) (raised []Alarm) {
	at := place{c.Lane, c.Nonce}
	if _, known := l.proven[at]; !known {
		if len(l.provenOrder) == maxProven {
			delete(l.proven, l.provenOrder[0])
			l.provenOrder = l.provenOrder[1:]
		}
		l.provenOrder = append(l.provenOrder, at)
	}
	l.proven[at] = c.Accumulator
	for w, list := range l.signed {
		if w.lane != c.Lane {
			continue
		}
		for i := range list {
			if contradict(list[i].Checkpoint, c) {
				if alarm, ok := l.judge(w, list[i], now); ok {
					raised = append(raised, alarm)
					break
				}
			}
		}
	}
	return raised
}

// contradict reports whether two checkpoints of one lane cannot both be true.
func contradict(a, b messages.Checkpoint) bool {
	return a.Nonce == b.Nonce && a.Accumulator != b.Accumulator
}

// note enters an approval and returns the alarm that it raises, if it does.
// Signatures are verified only where something contradicts: a flood of nonsense
// must not cost a recovery each.
func (l *ledger) note(a *messages.Approval, now time.Time) (alarm Alarm, raised bool) {
	w := writer{a.Signer, a.Checkpoint.Lane}
	if l.alarmed[w] {
		return alarm, false // the first evidence stays
	}
	accumulator, known := l.proven[place{w.lane, a.Checkpoint.Nonce}]
	suspect := known && accumulator != a.Checkpoint.Accumulator ||
		slices.ContainsFunc(l.signed[w], func(b messages.Approval) bool { return contradict(b.Checkpoint, a.Checkpoint) })
	if suspect {
		if alarm, raised = l.judge(w, *a, now); raised {
			return alarm, true
		}
	}
	l.keep(w, a)
	return alarm, false
}

// judge raises the alarm when both an approval and what stands against it hold.
func (l *ledger) judge(w writer, a messages.Approval, now time.Time) (Alarm, bool) {
	if a.Verify() != nil {
		return Alarm{}, false // not the signer's word at all
	}
	alarm := Alarm{At: now, Lane: w.lane, Signer: w.signer, Approval: a}
	if accumulator, known := l.proven[place{w.lane, a.Checkpoint.Nonce}]; known && accumulator != a.Checkpoint.Accumulator {
		alarm.Proven = &messages.Position{Nonce: a.Checkpoint.Nonce, Accumulator: accumulator}
	}
	for _, other := range l.signed[w] {
		if contradict(other.Checkpoint, a.Checkpoint) && other.Verify() == nil {
			alarm.Other = &other
			break
		}
	}
	if alarm.Proven == nil && alarm.Other == nil || !l.restore(alarm) {
		return Alarm{}, false
	}
	delete(l.signed, w) // nothing more is raised against it
	return alarm, true
}

// keep remembers an approval. One that differs in its signature alone is kept beside
// the other: which of the two is good is not known yet.
func (l *ledger) keep(w writer, a *messages.Approval) {
	list, known := l.signed[w]
	if !known && len(l.signed) == maxWriters || slices.Contains(list, *a) {
		return
	}
	if len(list) == maxSigned {
		list = slices.Delete(list, 0, 1)
	}
	l.signed[w] = append(list, *a)
}
