package relayer

import (
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/batch"
)

// State is what a lane's worker is doing.
type State string

// The states of a lane.
const (
	Starting   State = "starting"    // reads the chains
	Following  State = "following"   // all is well
	BackingOff State = "backing-off" // in trouble, tries again soon
	Paused     State = "paused"      // by a guardian on the target
	Halted     State = "halted"      // for good: the evidence is kept, a new pair is needed
)

// States lists all of them.
func States() []State { return []State{Starting, Following, BackingOff, Paused, Halted} }

// LaneStatus is a snapshot of one lane.
type LaneStatus struct {
	Name        string             `json:"name"` // unique among the lanes of a relayer
	Lane        messages.Lane      `json:"lane"`
	ID          messages.LaneID    `json:"id"`
	State       State              `json:"state"`
	Since       time.Time          `json:"since"`
	RetryAt     time.Time          `json:"retryAt,omitzero"` // when a lane in trouble starts over, or a paused one is looked at
	Error       string             `json:"error,omitempty"`
	Proven      messages.Position  `json:"proven"`    // newest verified on the source
	Delivered   messages.Position  `json:"delivered"` // newest executed on the target, as far as this relayer saw
	Final       lightclient.Header `json:"final"`     // under which Proven is proven
	Epoch       uint64             `json:"epoch"`
	Verifier    common.Address     `json:"verifier,omitzero"`
	Threshold   int                `json:"threshold"`
	SignerCount int                `json:"signers"`
	Signers     []common.Address   `json:"members"` // never changed, only replaced

	// InFlight is how many batches are cut and not delivered.
	InFlight int `json:"inFlight"`
	// OldestPendingSeconds is how long ago, by the source chain's clock, the oldest
	// message was sent that is proven and not delivered; 0 when there is none.
	OldestPendingSeconds float64 `json:"oldestPendingSeconds"`

	// Sources is what the endpoints of the source chain have done in this session.
	Sources []observe.SourceStatus `json:"sources"`
	// Limits are those of its batches, and MaxInFlight how many may be in flight.
	Limits      batch.Limits `json:"-"`
	MaxInFlight int          `json:"-"`

	// Alarms is the evidence against signers of the lane; absent when there is none.
	Alarms []approve.Alarm `json:"alarms,omitempty"`
}

// Pending is how many messages are proven and not delivered.
func (s *LaneStatus) Pending() uint64 {
	if s.Proven.Nonce <= s.Delivered.Nonce {
		return 0
	}
	return s.Proven.Nonce - s.Delivered.Nonce
}

// sentRun is a run of messages that were sent in one second: for their age, that is
// all that has to be kept.
type sentRun struct {
	last   uint64 // nonce
	sentAt uint64 // seconds
}

// statusBoard holds the status of one lane for concurrent readers.
type statusBoard struct {
	mu     sync.Mutex
	status LaneStatus
	sent   []sentRun // of what is proven and not delivered, oldest first
}

func newStatusBoard(name string, lane messages.Lane) *statusBoard {
	return &statusBoard{status: LaneStatus{Name: name, Lane: lane, ID: lane.ID(), State: Starting, Since: time.Now(),
		Proven: lane.Start(), Delivered: lane.Start()}}
}

func (b *statusBoard) snapshot() LaneStatus {
	b.mu.Lock()
	defer b.mu.Unlock()
	status := b.status
	if len(b.sent) > 0 {
		// A chain's clock may run ahead of ours.
		status.OldestPendingSeconds = max(0, time.Since(time.Unix(int64(min(b.sent[0].sentAt, 1<<40)), 0)).Seconds())
	}
	return status
}

func (b *statusBoard) change(f func(*LaneStatus)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(&b.status)
}

func (b *statusBoard) enter(state State, err error) {
	b.change(func(s *LaneStatus) {
		if s.State != state {
			s.State, s.Since = state, time.Now()
		}
		s.Error, s.RetryAt = "", time.Time{}
		if err != nil {
			s.Error = err.Error()
		}
	})
}

func (b *statusBoard) starting() {
	b.change(func(s *LaneStatus) {
		// The former state and its error stay visible until it is known better: a lane in
		// trouble must not flicker.
		if s.State == Following {
			s.State, s.Since = Starting, time.Now()
		}
		s.InFlight, s.RetryAt = 0, time.Time{}
	})
}

// waits notes when the lane's worker does something again.
func (b *statusBoard) waits(until time.Time) { b.change(func(s *LaneStatus) { s.RetryAt = until }) }

func (b *statusBoard) paused(err error)     { b.enter(Paused, err) }
func (b *statusBoard) halted(err error)     { b.enter(Halted, err) }
func (b *statusBoard) backingOff(err error) { b.enter(BackingOff, err) }

// following begins a session at what the Inbox says is delivered.
func (b *statusBoard) following(delivered messages.Position, set messages.SignerSet) {
	b.enter(Following, nil)
	b.change(func(s *LaneStatus) {
		s.Delivered = delivered
		if s.Proven.Nonce < delivered.Nonce {
			s.Proven = delivered
		}
		s.Epoch, s.Threshold, s.SignerCount = set.Epoch, set.Threshold, len(set.Signers)
		s.Verifier, s.Signers = set.Domain.Verifier, slices.Clone(set.Signers)
		// What is pending from here on is observed again.
		b.sent = nil
	})
}

func (b *statusBoard) inFlight(by int) { b.change(func(s *LaneStatus) { s.InFlight += by }) }

// verified notes a segment, and returns how many of its messages are new: after a
// restart of a session some are verified again.
func (b *statusBoard) verified(segment observe.Segment) (fresh uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	to := segment.To()
	if to.Nonce > b.status.Proven.Nonce {
		fresh = to.Nonce - max(b.status.Proven.Nonce, segment.From().Nonce)
	}
	b.status.Final = segment.Final().Header()
	if to.Nonce >= b.status.Proven.Nonce {
		b.status.Proven = to
	}
	observed := segment.Messages()
	for i := range observed {
		run := sentRun{observed[i].Position.Nonce, observed[i].Message.Timestamp}
		if n := len(b.sent); n > 0 && b.sent[n-1].sentAt == run.sentAt {
			b.sent[n-1].last = run.last
			continue
		}
		b.sent = append(b.sent, run)
	}
	return fresh
}

// delivered moves the delivered position. Deliveries may end in another order than
// they began; an end that lies back changes nothing.
func (b *statusBoard) delivered(end messages.Position) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if end.Nonce <= b.status.Delivered.Nonce {
		return
	}
	b.status.Delivered = end
	for len(b.sent) > 0 && b.sent[0].last <= end.Nonce {
		b.sent = b.sent[1:]
	}
}
