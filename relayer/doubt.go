package relayer

import (
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/chains/observe"
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

// startsAhead reports whether the session began beyond what the source chain proves.
// The Inbox can't be there: what it has accepted was final before. A client that lags
// behind the signers' catches up; an endpoint that made the position up would have
// the relayer wait for ever, and take it for rest.
func (s *session) startsAhead(observer Observer) bool {
	told, ok := observer.(interface{ Status() observe.Status })
	if !ok {
		return false
	}
	status := told.Status()
	return !status.ProvenAt.IsZero() && status.Proven.Nonce < s.start.Nonce
}

// doubtStart ends a session that waits for what is not there.
func (s *session) doubtStart() error {
	s.doubtTarget()
	return fmt.Errorf("%w: the Inbox was said to be at nonce %d, which the source chain does not prove", errStartOver, s.start.Nonce)
}
