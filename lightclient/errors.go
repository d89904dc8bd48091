package lightclient

import (
	"context"
	"errors"
	"fmt"
)

// The reasons for which a header is rejected. A RejectedError wraps one of them.
var (
	ErrMalformed     = errors.New("header is malformed")
	ErrSeals         = errors.New("too few valid seals of distinct validators")
	ErrTrustOverlap  = errors.New("too few seals of the last trusted validator set")
	ErrNotLinked     = errors.New("header does not descend from the trusted header")
	ErrExpired       = errors.New("trusting period has passed, a fresh anchor is needed")
	ErrFuture        = errors.New("header is from the future")
	ErrTime          = errors.New("header is older than its parent")
	ErrStale         = errors.New("provider is behind the trusted header")
	ErrDisagreement  = errors.New("endpoints do not agree")
	ErrUnavailable   = errors.New("provider does not answer")
	ErrWrongChain    = errors.New("provider serves another chain")
	ErrNoSuchHeader  = errors.New("provider does not have the header")
	ErrTooManyBlocks = errors.New("too far ahead to follow in one step")
	ErrProof         = errors.New("proof does not show what it has to")
)

// RejectedError says which header of a provider was refused and why.
type RejectedError struct {
	Number  uint64 // of the refused header
	Trusted uint64 // the newest trusted number, unchanged
	Err     error  // wraps one of the reasons above and names field, value, and what would be right
}

func (e *RejectedError) Error() string {
	return fmt.Sprintf("header %d rejected (trusted: %d): %v", e.Number, e.Trusted, e.Err)
}

func (e *RejectedError) Unwrap() error { return e.Err }

// FrozenError says that a client has stopped for good, because two headers that
// it had to believe exclude each other.
type FrozenError struct {
	Evidence Evidence
}

func (e *FrozenError) Error() string {
	return fmt.Sprintf("light client of chain %d is frozen: two verified headers at height %d, %s and %s; keep the evidence file and start anew from an anchor you trust",
		e.Evidence.ChainID, e.Evidence.Number, e.Evidence.Trusted.Hash, e.Evidence.Conflicting.Hash)
}

// Evidence is a pair of verified headers that exclude each other. RawTrusted and
// RawConflicting are the encodings that were verified, seals included, so that
// anybody can check them again.
type Evidence struct {
	ChainID        uint64 `json:"chainId"`
	Number         uint64 `json:"number"`
	Trusted        Header `json:"trusted"`
	Conflicting    Header `json:"conflicting"`
	RawTrusted     []byte `json:"rawTrusted"`
	RawConflicting []byte `json:"rawConflicting"`
}

// ConflictError carries the proof that two believable headers exclude each other.
type ConflictError struct{ Evidence *Evidence }

func (e *ConflictError) Error() string {
	return fmt.Sprintf("two verified headers at height %d", e.Evidence.Number)
}

// LocalError is a failure of the client's own, its store's for instance, for which no
// endpoint is to blame, so that it is no use to ask another.
type LocalError struct{ Err error }

func (e *LocalError) Error() string { return e.Err.Error() }
func (e *LocalError) Unwrap() error { return e.Err }

// IsLocal reports whether an error is, or wraps, a *LocalError.
func IsLocal(err error) bool {
	var local *LocalError
	return errors.As(err, &local)
}

// IsNobodysFault reports whether an error of an Update under ctx is one for which no
// endpoint is to blame, so that another would not help: the context has ended, the client
// is frozen, or it failed by itself.
func IsNobodysFault(ctx context.Context, err error) bool {
	return ctx.Err() != nil || IsFrozen(err) || IsLocal(err)
}

// IsFrozen reports whether an error is, or wraps, a *FrozenError.
func IsFrozen(err error) bool {
	var frozen *FrozenError
	return errors.As(err, &frozen)
}
