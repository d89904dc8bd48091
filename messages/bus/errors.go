package bus

import "errors"

// What goes wrong on the bus. Every error of this package wraps one of them.
var (
	ErrConfig       = errors.New("bus configuration")
	ErrIdentity     = errors.New("bus identity")
	ErrUnauthorized = errors.New("server does not admit this identity: have its public key listed among the members")
	ErrForbidden    = errors.New("server forbids this identity to write there")
	ErrUnavailable  = errors.New("bus does not answer")
	ErrTooLarge     = errors.New("message is too large for the bus")
	ErrSubject      = errors.New("subject and content do not belong together")
	ErrLocked       = errors.New("bus directory is in use by another process")
	ErrStream       = errors.New("stream is not as the protocol wants it")
)
