package relayer

import (
	"sync"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
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

// LaneStatus is a snapshot of one lane.
type LaneStatus struct {
	Lane        messages.Lane      `json:"lane"`
	ID          messages.LaneID    `json:"id"`
	State       State              `json:"state"`
	Since       time.Time          `json:"since"`
	Error       string             `json:"error,omitempty"`
	Proven      messages.Position  `json:"proven"`    // newest verified on the source
	Delivered   messages.Position  `json:"delivered"` // newest executed on the target, as far as this relayer saw
	Final       lightclient.Header `json:"final"`     // under which Proven is proven
	Epoch       uint64             `json:"epoch"`
	Threshold   int                `json:"threshold"`
	SignerCount int                `json:"signers"`
}

// statusBoard holds the status of one lane for concurrent readers.
type statusBoard struct {
	mu     sync.Mutex
	status LaneStatus
}

func newStatusBoard(lane messages.Lane) *statusBoard {
	return &statusBoard{status: LaneStatus{Lane: lane, ID: lane.ID(), State: Starting, Since: time.Now(),
		Proven: lane.Start(), Delivered: lane.Start()}}
}

func (b *statusBoard) snapshot() LaneStatus {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status
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
		s.Error = ""
		if err != nil {
			s.Error = err.Error()
		}
	})
}

func (b *statusBoard) starting() {
	b.change(func(s *LaneStatus) { // the last error stays visible until the lane follows again
		if s.State != Starting {
			s.State, s.Since = Starting, time.Now()
		}
	})
}
func (b *statusBoard) paused(err error)     { b.enter(Paused, err) }
func (b *statusBoard) halted(err error)     { b.enter(Halted, err) }
func (b *statusBoard) backingOff(err error) { b.enter(BackingOff, err) }

func (b *statusBoard) following(delivered messages.Position, set messages.SignerSet) {
	b.enter(Following, nil)
	b.change(func(s *LaneStatus) {
		s.Delivered = delivered
		if s.Proven.Nonce < delivered.Nonce {
			s.Proven = delivered
		}
		s.Epoch, s.Threshold, s.SignerCount = set.Epoch, set.Threshold, len(set.Signers)
	})
}

func (b *statusBoard) verified(to messages.Position, final lightclient.Header) {
	b.change(func(s *LaneStatus) { s.Proven, s.Final = to, final })
}

// delivered moves the delivered position. Deliveries may end in another order than
// they began; an end that lies back changes nothing.
func (b *statusBoard) delivered(nonce uint64, end messages.Position) {
	b.change(func(s *LaneStatus) {
		if nonce == end.Nonce && nonce > s.Delivered.Nonce {
			s.Delivered = end
		}
	})
}
