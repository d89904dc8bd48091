package observe

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// Status is what is known of a lane and its endpoints, for people and metrics.
type Status struct {
	Lane     messages.Lane      `json:"lane"`
	Cursor   messages.Position  `json:"cursor"`            // where the last Segment ended
	Proven   messages.Position  `json:"proven"`            // as of Header
	Header   lightclient.Header `json:"header"`            // under which the lane was proven last
	ProvenAt time.Time          `json:"provenAt,omitzero"` // our clock
	Reading  uint64             `json:"reading,omitempty"` // the lowest block read, while receipts are read back
	Trouble  string             `json:"trouble,omitempty"` // of the last look; empty when it went well
	Since    time.Time          `json:"since,omitzero"`    // how long the trouble has lasted
	Sources  []SourceStatus     `json:"sources"`
}

// SourceStatus is the record of one endpoint.
type SourceStatus struct {
	Name       string    `json:"name"`
	Faults     uint64    `json:"faults"` // since the start
	LastFault  string    `json:"lastFault,omitempty"`
	FaultAt    time.Time `json:"faultAt,omitzero"`
	Watching   bool      `json:"watching"` // its subscription is open
	WatchError string    `json:"watchError,omitempty"`
}

// endpoint is a Source and what has been seen of it. Its record is guarded by the
// statusBoard's lock.
type endpoint struct {
	source chains.Source
	record SourceStatus
	failed [3]int // failures in a row, by what was asked for
	kinds  [3]int // kinds of these failures, as bits; see kindOf

	makesNone time.Time // when it said that it makes no lane proofs; only looks know it
}

// What an endpoint is asked for. Failures are counted apart: one that proves well
// but hides messages must not be asked for messages first because of its proofs.
const (
	forProofs   = 0
	forMessages = 1
	forBlocks   = 2 // headers and receipts
)

// statusBoard is written by Next and Run and read by anybody.
type statusBoard struct {
	lock     sync.Mutex
	cursor   messages.Position
	proven   messages.Position
	header   lightclient.Header
	provenAt time.Time
	reading  uint64
	trouble  string
	since    time.Time
}

// Status returns a snapshot.
func (o *Observer) Status() Status {
	b := &o.status
	b.lock.Lock()
	defer b.lock.Unlock()
	status := Status{
		Lane: o.lane, Cursor: b.cursor, Proven: b.proven, Header: b.header,
		ProvenAt: b.provenAt, Reading: b.reading, Trouble: b.trouble, Since: b.since,
	}
	for _, e := range o.endpoints {
		record := e.record
		record.Name = e.source.Name()
		status.Sources = append(status.Sources, record)
	}
	return status
}

// inOrder returns the endpoints in the order in which to ask them: as configured,
// but those that failed last behind those that did not. So a lying or stalling
// endpoint costs one question, not one for each look.
func (o *Observer) inOrder(purpose int) []*endpoint {
	o.status.lock.Lock()
	defer o.status.lock.Unlock()
	order := slices.Clone(o.endpoints)
	slices.SortStableFunc(order, func(a, b *endpoint) int {
		return a.failed[purpose] - b.failed[purpose]
	})
	return order
}

// kindOf tells failures apart, as a bit: an endpoint that first did not answer and
// then lied has done two things.
func kindOf(err error) int {
	for i, reason := range []error{ErrHidden, ErrInvented, ErrAltered, ErrDisordered, ErrProof, ErrHeaders, ErrReceipts, ErrSlow} {
		if errors.Is(err, reason) {
			return 2 << i
		}
	}
	return 1
}

// fault returns whether it is the first of its kind in a row of failures.
func (b *statusBoard) fault(e *endpoint, purpose int, err error) (first bool) {
	b.lock.Lock()
	defer b.lock.Unlock()
	first = e.kinds[purpose]&kindOf(err) == 0
	e.kinds[purpose] |= kindOf(err)
	e.failed[purpose]++
	e.record.Faults++
	e.record.LastFault = err.Error()
	e.record.FaultAt = time.Now()
	return first
}

func (b *statusBoard) good(e *endpoint, purpose int) {
	b.lock.Lock()
	defer b.lock.Unlock()
	e.failed[purpose], e.kinds[purpose] = 0, 0
}

func (b *statusBoard) watching(e *endpoint, open bool, err error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	e.record.Watching = open
	if err != nil {
		e.record.WatchError = err.Error()
	}
}

func (b *statusBoard) prove(header lightclient.Header, position messages.Position) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.header, b.proven, b.provenAt, b.reading = header, position, time.Now(), 0
}

func (b *statusBoard) read(block uint64) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.reading = block
}

func (b *statusBoard) advance(to messages.Position) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.cursor = to
}

func (b *statusBoard) fail(err error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	switch {
	case err == nil:
		b.trouble, b.since = "", time.Time{}
	case b.trouble == "":
		b.trouble, b.since = err.Error(), time.Now()
	default:
		b.trouble = err.Error()
	}
}
