package relayer

import (
	"errors"

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
	patience := doubtPatience
	if target, ok := l.config.Target.(doubter); ok {
		patience = max(patience, target.Doubt())
	}
	l.doubts++
	return l.doubts < patience
}
