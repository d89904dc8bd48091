// Package rpcerror decides what an Ethereum node means by an error.
//
// JSON-RPC has codes for almost nothing, so that nodes answer in prose, each in its
// own. This is the one place where that prose is matched; everybody else asks for
// the Kind. The texts are those of go-ethereum, Erigon, Nethermind, Besu, Reth and
// Anvil, and of the large providers' gateways.
package rpcerror

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"
)

// Kind is what to make of an error.
type Kind int

// The kinds, in the order in which they are looked for.
const (
	None              Kind = iota // no error
	Unavailable                   // the node did not answer: ask another, or later
	NoState                       // the node has not, or not any more, the state or block asked for
	TooMuch                       // the question was too large: ask for less
	AlreadyKnown                  // the node has this very transaction
	NonceTooLow                   // the account has used that nonce
	NonceTooHigh                  // the node does not queue beyond a gap this wide
	Underpriced                   // a replacement must pay at least 10 % more
	FeeTooLow                     // below what the node or the block asks for
	InsufficientFunds             // the account cannot pay
	GasTooHigh                    // more gas than a block or a transaction may have
	PoolFull                      // the node takes no more transactions now
	Reverted                      // the call ran and reverted
	Unsupported                   // the node does not have the method
	Other                         // a refusal that is not known here
)

// ErrAnswerTooLarge is a transport's error for an answer beyond its limit. It is
// declared here because it means the same as a node's "response too large".
var ErrAnswerTooLarge = errors.New("answer is larger than the limit")

// phrases are matched in lower case, the first hit wins: more special ones first.
var phrases = []struct {
	text string
	kind Kind
}{
	{"already known", AlreadyKnown},
	{"alreadyknown", AlreadyKnown},
	{"known transaction", AlreadyKnown},
	{"already imported", AlreadyKnown},
	{"replacement transaction underpriced", Underpriced},
	{"replacement_underpriced", Underpriced},
	{"could not replace existing tx", Underpriced},
	{"replacementnotallowed", Underpriced},
	{"future transaction tries to replace pending", Underpriced},
	{"nonce too low", NonceTooLow},
	{"nonce is too low", NonceTooLow},
	{"nonce_too_low", NonceTooLow},
	{"oldnonce", NonceTooLow},
	{"nonce too high", NonceTooHigh},
	{"nonce too far in the future", NonceTooHigh},
	{"noncegap", NonceTooHigh},
	{"transaction underpriced", FeeTooLow},
	{"less than block base fee", FeeTooLow},
	{"feetoolow", FeeTooLow},
	{"gas price below", FeeTooLow},
	{"tip cap below", FeeTooLow},
	{"insufficient funds", InsufficientFunds},
	{"insufficientfunds", InsufficientFunds},
	{"upfront cost exceeds account balance", InsufficientFunds},
	{"exceeds block gas limit", GasTooHigh},
	{"exceeds transaction gas limit", GasTooHigh},
	{"transaction gas limit too high", GasTooHigh},
	{"gas required exceeds allowance", GasTooHigh},
	{"exceeds the maximum gas", GasTooHigh},
	{"gas limit too high", GasTooHigh},
	{"txpool is full", PoolFull},
	{"pool is full", PoolFull},
	// Before "is not available", which some of them contain.
	{"method not found", Unsupported},
	{"does not exist/is not available", Unsupported},
	{"does not exist / is not available", Unsupported},
	{"method not supported", Unsupported},
	{"unsupported method", Unsupported},
	{"method is not supported", Unsupported},
	{"beyond current head", NoState},
	{"too many results", TooMuch},
	{"query returned more than", TooMuch},
	{"exceeds max results", TooMuch},
	{"response too large", TooMuch},
	{"response size", TooMuch},
	{"block range", TooMuch},
	{"range limit", TooMuch},
	{"range is too large", TooMuch},
	{"exceed max topics", TooMuch},
	{"query timeout", TooMuch},
	{"request timed out", TooMuch},
	{"read limit exceeded", TooMuch},
	{"missing trie node", NoState},
	{"missingtrienode", NoState},
	{"header not found", NoState},
	{"header for hash not found", NoState},
	{"block not found", NoState},
	{"unknown block", NoState},
	{"resource not found", NoState},
	{"no state available", NoState},
	{"state is not available", NoState},
	{"state not available", NoState},
	{"is not available", NoState},
	{"world state unavailable", NoState},
	{"state unavailable", NoState},
	{"distance to target block exceeds", NoState},
	{"hash is not currently canonical", NoState},
	{"state histories", NoState},
	{"execution reverted", Reverted},
	{"vm execution error", Reverted},
	{"revert", Reverted},
}

// Codes that do mean something: JSON-RPC 2.0 section 5.1, EIP-1474, and
// go-ethereum's 3 for a revert.
const (
	codeReverted     = 3
	codeNotFound     = -32601
	codeLimit        = -32005
	codeNoResource   = -32001
	codeUnavailable  = -32002
	codeUnsupported  = -32004
	httpTooLarge     = 413
	httpTooMany      = 429
	maxMatchedLength = 4 << 10
)

// KindOf returns what the error means. An error that did not come from a node at
// all, a broken connection or a timeout, is Unavailable.
func KindOf(err error) Kind {
	if err == nil {
		return None
	}
	if errors.Is(err, ErrAnswerTooLarge) {
		return TooMuch
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return Unavailable
	}
	var http rpc.HTTPError
	if errors.As(err, &http) {
		switch http.StatusCode {
		case httpTooLarge:
			return TooMuch
		case httpTooMany:
			return Unavailable
		}
		// Some gateways put the node's JSON error into a 4xx answer.
		if kind := match(string(http.Body)); kind != Other && http.StatusCode < 500 {
			return kind
		}
		return Unavailable
	}
	var coded rpc.Error
	if !errors.As(err, &coded) {
		if kind := match(err.Error()); kind == TooMuch {
			return kind
		}
		return Unavailable
	}
	if _, ok := RevertData(err); ok || coded.ErrorCode() == codeReverted {
		return Reverted
	}
	if coded.ErrorCode() == codeNotFound {
		return Unsupported
	}
	if kind := match(err.Error()); kind != Other {
		return kind
	}
	switch coded.ErrorCode() {
	case codeLimit:
		return TooMuch
	case codeNoResource:
		return NoState
	case codeUnavailable:
		return Unavailable
	case codeUnsupported:
		return Unsupported
	}
	return Other
}

func match(text string) Kind {
	if len(text) > maxMatchedLength {
		text = text[:maxMatchedLength]
	}
	text = strings.ToLower(text)
	for _, phrase := range phrases {
		if strings.Contains(text, phrase.text) {
			return phrase.kind
		}
	}
	return Other
}

// RevertData returns what a reverted call returned, at least a selector of four
// bytes, if the error carries it.
func RevertData(err error) ([]byte, bool) {
	var with rpc.DataError
	if !errors.As(err, &with) {
		return nil, false
	}
	var text string
	switch data := with.ErrorData().(type) {
	case string:
		text = data
	case json.RawMessage:
		if json.Unmarshal(data, &text) != nil {
			return nil, false
		}
	case map[string]any:
		// Hardhat and some gateways nest it.
		text, _ = data["data"].(string)
	}
	// Besu and Nethermind put words before the hex.
	if i := strings.LastIndex(text, "0x"); i > 0 {
		text = text[i:]
	}
	raw, err := hexutil.Decode(text)
	if err != nil || len(raw) < 4 {
		return nil, false
	}
	return raw, true
}

func (k Kind) String() string {
	names := [...]string{"none", "unavailable", "no state", "too much", "already known", "nonce too low", "nonce too high",
		"underpriced", "fee too low", "insufficient funds", "gas too high", "pool full", "reverted", "unsupported", "other"}
	if k < 0 || int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}
