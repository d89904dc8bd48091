package consensus

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// What can be wrong with a message. All are returned wrapped with height, round and author; a caller that only keeps
// the protocol going may drop any of them, since a bad message changes nothing.
var (
	ErrMalformed       = errors.New("malformed message")                     // not what the encoder makes
	ErrBadSignature    = errors.New("bad signature")                         // not a canonical recoverable signature
	ErrNotValidator    = errors.New("author is not a validator")             // a stranger, or one voted out
	ErrOldHeight       = errors.New("message for a decided height")          // late, duplicated or replayed
	ErrTooFarAhead     = errors.New("message too far in the future")         // beyond what is buffered
	ErrBufferFull      = errors.New("author has too many messages buffered") // its own share is used up
	ErrOldRound        = errors.New("message for a past round")
	ErrEquivocation    = errors.New("author contradicts its earlier message")
	ErrDuplicate       = errors.New("message already known")
	ErrNotProposer     = errors.New("author is not the proposer of the round")
	ErrUnjustified     = errors.New("unjustified message")      // the certificates do not allow it
	ErrBadSeal         = errors.New("bad commit seal")          // not by the author, or not for the block
	ErrInvalidProposal = errors.New("invalid proposal")         // a header rule or the execution is violated
	ErrStale           = errors.New("answer came too late")     // the machine has moved on
	ErrNoHeight        = errors.New("no height has been begun") // Begin was never called
	ErrLedgerHangs     = errors.New("the ledger hangs")         // ledger calls pile up
	ErrJournal         = errors.New("journal is damaged")       // what this validator has signed cannot be told
	ErrSigner          = errors.New("signer failed")            // this validator's own key is out of order
)

// messageError says which message was refused; it wraps one of the sentinels above.
type messageError struct {
	code   Code
	height uint64
	round  uint32
	author common.Address
	err    error
}

func (e *messageError) Error() string {
	return fmt.Sprintf("%s at height %d round %d by %s: %v", e.code, e.height, e.round, e.author, e.err)
}

func (e *messageError) Unwrap() error { return e.err }

// refuse attaches the message's identity to the reason it is refused for.
func refuse(m Message, author common.Address, err error) error {
	return &messageError{code: m.Code(), height: m.Height(), round: m.Round(), author: author, err: err}
}
