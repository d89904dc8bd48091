package relayer

import (
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

// doubter is a target that has several endpoints; *evm.Target is one.
type doubter interface {
	// Doubt has another endpoint asked from now on, and returns how many there are.
	Doubt() int
}

// hearsay reports whether the divergence that ended a session rests on nothing but
// what an endpoint of the target said about the Inbox: the fold began there, and
// nothing has proven it. One that lies, or is of a fork, could halt the lane for good
// otherwise. Another endpoint is asked, and the lane halts when every one was asked
// and at least doubtPatience sessions in a row have ended like this.
func (l *lane) hearsay(err error, s *session) bool {
	var divergence *observe.DivergenceError
	if !errors.As(err, &divergence) || divergence.Known != s.start || s.start == l.config.Lane.Start() {
		return false
	}
	patience := max(doubtPatience, l.doubtTarget())
	l.doubts++
	return l.doubts < patience
}

// doubtTarget has another endpoint of the target asked from now on, if there is one,
// and returns how many there are.
func (l *lane) doubtTarget() int {
	if target, ok := l.config.Target.(doubter); ok {
		return target.Doubt()
	}
	return 1
}

// unproven is a position at which the Inbox was said to be while the source chain
// proved less.
type unproven struct {
	position messages.Position
	since    time.Time // when it was noticed, by our clock
	header   uint64    // Unix seconds, by the source's: of the final header that proved less
}

// aheadOfSource returns the source's newest proof, if the session began beyond it. The
// Inbox can't be there: what it has accepted was final before. A client that lags
// behind the signers' catches up; an endpoint that made the position up would have
// the relayer wait for ever, and take it for rest.
func (s *session) aheadOfSource(observer Observer) (status observe.Status, ahead bool) {
	told, ok := observer.(interface{ Status() observe.Status })
	if !ok {
		return observe.Status{}, false
	}
	status = told.Status()
	return status, !status.ProvenAt.IsZero() && status.Proven.Nonce < s.start.Nonce
}

// forgotten tells a source chain that has forgotten what was delivered from one whose
// newest headers we do not have yet. The Inbox accepted the position before we heard
// of it, and for that signers had seen it final before. So a final header that the
// source made afterwards, by its own clock, has to prove at least as much; one that
// proves less is of another history. That the Inbox is there is hearsay still, and
// for run to doubt. It returns nil while that is not certain.
func (s *session) forgotten(status observe.Status) error {
	header := status.Header.Time
	if s.unproven.position != s.start || s.unproven.since.IsZero() {
		s.unproven = unproven{position: s.start, since: time.Now(), header: header}
		return nil
	}
	skew := uint64(sourceSkew / time.Second)
	// By both clocks: a source whose clock runs ahead of ours makes headers that look
	// younger than they are, but only as time goes by.
	if header <= uint64(s.unproven.since.Unix())+skew || header <= s.unproven.header+skew {
		return nil
	}
	return &observe.DivergenceError{Lane: s.config.Lane, Known: s.start, Proven: status.Proven, Header: status.Header, Certain: true}
}

// doubtStart ends a session that waits for what is not there.
func (s *session) doubtStart() error {
	s.doubtTarget()
	return fmt.Errorf("%w: the Inbox was said to be at nonce %d, which the source chain does not prove", errStartOver, s.start.Nonce)
}
