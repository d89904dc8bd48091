package observe

import (
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// What an endpoint did. An EndpointError wraps one of these, or what the Source
// itself reported.
var (
	// ErrHidden: a message that the proven nonce counts is not in the answer.
	ErrHidden = errors.New("endpoint hides a message")
	// ErrInvented: a message that the proven state does not know.
	ErrInvented = errors.New("endpoint invents a message")
	// ErrAltered: a message that contradicts itself, its lane, or the proven accumulator.
	ErrAltered = errors.New("endpoint alters a message")
	// ErrDisordered: messages out of order or more than once.
	ErrDisordered = errors.New("endpoint reorders messages")
	// ErrProof: a lane proof that proves nothing.
	ErrProof = errors.New("endpoint's lane proof does not hold")
	// ErrHeaders: headers from which no hash leads to the final header.
	ErrHeaders = errors.New("endpoint's headers are not the chain's")
	// ErrReceipts: receipts that are not those of the block, or not all of them.
	ErrReceipts = errors.New("endpoint's receipts are not the block's")
	// ErrSlow: true answers that take so long that another endpoint is asked first.
	ErrSlow = errors.New("endpoint is slow")
)

// What is proven and yet cannot be followed; no endpoint is at fault. Only the operator
// can help.
var (
	// ErrNotOutbox: a contract of other code, or one of another chain, has the address.
	ErrNotOutbox = errors.New("contract at the Outbox's address does not behave as an Outbox")
	// ErrUnreadable: a block has receipts of a type that is not known here.
	ErrUnreadable = errors.New("receipts are of an unknown kind")
	// ErrTooLong: the lane has more messages than are remembered until its beginning is
	// reached.
	ErrTooLong = errors.New("lane is too long to be read back to its beginning")
)

// EndpointError says which endpoint was refused and why. Nothing has advanced;
// the next endpoint was asked.
type EndpointError struct {
	Source string // its name
	Nonce  uint64 // the message at fault; 0 when no single one can be named
	Err    error  // wraps one of the reasons above, or of package chains
}

func (e *EndpointError) Error() string {
	if e.Nonce == 0 {
		return fmt.Sprintf("endpoint %s: %v", e.Source, e.Err)
	}
	return fmt.Sprintf("endpoint %s, nonce %d: %v", e.Source, e.Nonce, e.Err)
}

func (e *EndpointError) Unwrap() error { return e.Err }

// DivergenceError says that the lane cannot be followed any further: the position
// that was known does not lie on the proven lane. It is for good (protocol,
// "Divergence is final"); the lane has to halt, with this as the evidence.
type DivergenceError struct {
	Lane   messages.Lane      `json:"lane"`
	Known  messages.Position  `json:"known"`  // where the fold started
	Proven messages.Position  `json:"proven"` // where it had to arrive
	Header lightclient.Header `json:"header"` // under which that is proven

	// Certain is true when no endpoint's honesty is involved: the proof alone
	// excludes Known, or the lane's whole history was folded from its first message
	// to Proven and passes Known's nonce with the accumulator History. It is false
	// when all endpoints told the same messages, which do not connect, and at least
	// one of them could not show the history.
	Certain bool                 `json:"certain"`
	History messages.Accumulator `json:"history,omitzero"`
}

func (e *DivergenceError) Error() string {
	how := "all endpoints tell the same messages, and these do not connect the two"
	if e.Certain {
		how = "proven"
	}
	return fmt.Sprintf("lane %s has diverged: nonce %d with accumulator %s is not on the lane that block %d (%s) proves up to nonce %d with accumulator %s (%s); the lane must halt",
		e.Lane, e.Known.Nonce, e.Known.Accumulator, e.Header.Number, e.Header.Hash, e.Proven.Nonce, e.Proven.Accumulator, how)
}
