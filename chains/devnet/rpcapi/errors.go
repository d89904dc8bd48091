package rpcapi

import (
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/vm"
)

// JSON-RPC error codes. An error without one is sent as -32000.
const (
	codeDefault       = -32000 // go-ethereum: an error without a code of its own
	codeReverted      = 3      // go-ethereum: an EVM revert, its data in "data"
	codeSyncTimeout   = 4      // EIP-7966: sent, not included in time
	codeInvalidParams = -32602 // JSON-RPC 2.0
	codeLimit         = -32005 // EIP-1474: a request exceeds a defined limit
	codeUnavailable   = -32002 // EIP-1474: the resource isn't there (any more)

	// eth_simulateV1's codes (execution-apis).
	codeNonceTooLow       = -38010
	codeNonceTooHigh      = -38011
	codeBaseFeeTooLow     = -38012
	codeIntrinsicGas      = -38013
	codeInsufficientFunds = -38014
	codeBlockGasLimit     = -38015
	codeBlockNumber       = -38020
	codeBlockTimestamp    = -38021
	codeSenderNotEOA      = -38024
	codeInitCodeSize      = -38025
	codeTooManyBlocks     = -38026
	codeVMError           = -32015
	codeInternal          = -32603
)

var (
	errHeaderNotFound = errors.New("header not found")
	errFilterNotFound = errors.New("filter not found")
	errShuttingDown   = errors.New("the node is shutting down")

	// ErrNoSigner is a Developer's answer where the node neither has an account's key nor
	// may do without: impersonate it, or sign elsewhere. The words are anvil's.
	ErrNoSigner = errors.New("No Signer available") //nolint:staticcheck // libraries match them
)

// codedError is an error with its JSON-RPC code.
type codedError struct {
	code    int
	message string
}

func (e *codedError) Error() string  { return e.message }
func (e *codedError) ErrorCode() int { return e.code }

// invalidParams says which parameter is wrong, and what would be right.
func invalidParams(format string, args ...any) error {
	return &codedError{codeInvalidParams, fmt.Sprintf(format, args...)}
}

// limitExceeded says which bound a request broke.
func limitExceeded(format string, args ...any) error {
	return &codedError{codeLimit, fmt.Sprintf(format, args...)}
}

// revertError is an EVM revert as go-ethereum reports it: code 3, the revert
// data as a hex string, and the reason in the text when the data is an
// Error(string) or Panic(uint256). Libraries decode custom errors from the data.
type revertError struct {
	message string
	data    string
}

func (e *revertError) Error() string  { return e.message }
func (e *revertError) ErrorCode() int { return codeReverted }
func (e *revertError) ErrorData() any { return e.data }

func newRevertError(data []byte) *revertError {
	message := vm.ErrExecutionReverted.Error()
	if reason, err := abi.UnpackRevert(data); err == nil {
		message += ": " + reason
	}
	return &revertError{message: message, data: hexutil.Encode(data)}
}

// syncTimeoutError is EIP-7966's: the transaction is in the pool, but no block
// has it yet; its hash is in the data.
type syncTimeoutError struct {
	hash    common.Hash
	timeout time.Duration
}

func (e *syncTimeoutError) Error() string {
	return fmt.Sprintf("the transaction was added to the transaction pool but wasn't included in a block within %v", e.timeout)
}
func (e *syncTimeoutError) ErrorCode() int { return codeSyncTimeout }
func (e *syncTimeoutError) ErrorData() any { return e.hash.Hex() }

// callFailure turns an execution result into the error that eth_call and
// eth_estimateGas report, nil when it succeeded.
func callFailure(result *core.ExecutionResult) error {
	if errors.Is(result.Err, vm.ErrExecutionReverted) {
		return newRevertError(result.Revert())
	}
	return result.Err
}
