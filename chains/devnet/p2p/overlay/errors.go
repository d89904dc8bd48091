package overlay

import "errors"

var (
	// ErrIgnore is what an admission returns, wrapped or not, for a payload that is neither relayed nor held against
	// the peer: old, known already, or ahead of what can be judged here.
	ErrIgnore = errors.New("of no use here")

	// ErrNotRunning means that Run has not begun or has ended.
	ErrNotRunning = errors.New("overlay is not running")

	// ErrTooLarge means that a payload, question or answer exceeds its bound.
	ErrTooLarge = errors.New("message is too large")

	// ErrUnknownName means that no topic or service has been registered under a name.
	ErrUnknownName = errors.New("unknown topic or service")

	// ErrRefused means that a peer hung up without an answer: it is busy, or the question was bad.
	ErrRefused = errors.New("peer gave no answer")
)
