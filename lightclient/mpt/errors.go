package mpt

import "errors"

// A caller needs to know only that nothing was proven, and asks another endpoint. The kinds are
// told apart for evidence and tests; each is wrapped with the place and with what would have been
// right.
var (
	// ErrMissingNode: a node that the path refers to is not in the proof. Never to be read as
	// absence.
	ErrMissingNode = errors.New("proof lacks a node")
	// ErrUnusedNode: the proof holds a node that the path of the key doesn't visit.
	ErrUnusedNode = errors.New("proof holds a node off the path")
	// ErrDuplicateNode: the proof holds the same node twice.
	ErrDuplicateNode = errors.New("proof holds a node twice")
	// ErrTooLarge: the proof exceeds a bound of limits.go, before anything was hashed.
	ErrTooLarge = errors.New("proof is too large")
	// ErrWrongRoot: a list of receipts makes another root than the header's: it is another block's,
	// or altered, cut, extended or reordered.
	ErrWrongRoot = errors.New("receipts are not the block's")
	// ErrMalformedNode: a node hashes to its reference but can't be part of a correct trie.
	ErrMalformedNode = errors.New("malformed trie node")
	// ErrMalformedValue: the value hashes to the root but isn't the one encoding of an account,
	// slot or receipt.
	ErrMalformedValue = errors.New("malformed trie value")
)
