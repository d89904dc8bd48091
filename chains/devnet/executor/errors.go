package executor

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

var (
	// ErrInvalidBlock is what every MismatchError is: the proposal breaks the rules
	// and must not be voted for.
	ErrInvalidBlock = errors.New("invalid block")

	// ErrNotOnHead means the block's parent is not the head: it is too old, or the
	// blocks between are missing here. Wait for the head to move, then ask again.
	ErrNotOnHead = errors.New("parent is not the head")

	// ErrConflict means another block is already final at that height. It proves
	// that more than f validators misbehaved, or that two chains share a directory.
	ErrConflict = errors.New("another block is final at this height")

	// ErrPruned is what every PrunedError is: ask at a newer block.
	ErrPruned = errors.New("state is pruned")

	// ErrGenesisMismatch means the data directory holds another chain than the one configured.
	ErrGenesisMismatch = errors.New("stored chain differs from the configuration")

	// ErrCorrupt means that stored data contradicts itself; the directory can't be used.
	ErrCorrupt = errors.New("stored chain is damaged")

	// ErrBlobTx refuses EIP-4844 transactions: no network carries their sidecars
	// here, so a block with one could never be checked by anybody who came later.
	ErrBlobTx = errors.New("blob transactions (type 3) are not supported on a devnet: nothing distributes their sidecars")

	// ErrNotDeveloper means that the chain is not a developer's: its genesis doesn't let
	// anybody change the state by decree or take blocks back.
	ErrNotDeveloper = errors.New("the chain was not begun as a developer's")

	// ErrTooManyChanges means that changes wait for their block. Try again after it.
	ErrTooManyChanges = errors.New("too many changes for one block")

	// ErrClosed means that the chain has been closed.
	ErrClosed = errors.New("chain is closed")
)

// MismatchError says which field of a proposal is wrong. It wraps ErrInvalidBlock.
type MismatchError struct {
	Number uint64 // the proposal's height
	Field  string // JSON name of the header field, or of the part of the body
	Have   string // as the proposal claims
	Want   string // as the rules or our own execution say
}

// Error implements error.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("%v %d: %s is %s, want %s", ErrInvalidBlock, e.Number, e.Field, e.Have, e.Want)
}

// Unwrap makes errors.Is(err, ErrInvalidBlock) true.
func (e *MismatchError) Unwrap() error { return ErrInvalidBlock }

// TxError says that a transaction of a proposal can't be executed. It wraps
// ErrInvalidBlock and go-ethereum's reason.
type TxError struct {
	Number uint64 // the proposal's height
	Index  int    // position of the transaction
	Hash   common.Hash
	Err    error
}

// Error implements error.
func (e *TxError) Error() string {
	return fmt.Sprintf("%v %d: transaction %d (%s): %v", ErrInvalidBlock, e.Number, e.Index, e.Hash, e.Err)
}

// Unwrap makes the class and the reason visible to errors.Is and errors.As.
func (e *TxError) Unwrap() []error { return []error{ErrInvalidBlock, e.Err} }

// PrunedError says which states are left. It wraps ErrPruned.
type PrunedError struct {
	Number uint64 // the block asked for
	Oldest uint64 // the oldest block whose state is promised; genesis always is
}

// Error implements error.
func (e *PrunedError) Error() string {
	return fmt.Sprintf("%v: state of block %d is gone, the oldest kept is that of block %d", ErrPruned, e.Number, e.Oldest)
}

// Unwrap makes errors.Is(err, ErrPruned) true.
func (e *PrunedError) Unwrap() error { return ErrPruned }

func mismatch(number uint64, field string, have, want any) error {
	return &MismatchError{Number: number, Field: field, Have: fmt.Sprint(have), Want: fmt.Sprint(want)}
}
