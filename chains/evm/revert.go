package evm

import (
	"errors"
	"fmt"
	"strings"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
)

// deliveryFailure says a failed call of Inbox.deliver in the terms of package
// chains. Errors that are no reverts are returned as they are.
func deliveryFailure(err error) error {
	data, ok := rpcerror.RevertData(err)
	if !ok {
		if kindOf(err) == rpcerror.Reverted {
			return fmt.Errorf("delivery would revert: %w", err)
		}
		return err
	}
	if named, unpackErr := bindings.NewInbox().UnpackError(data); unpackErr == nil {
		return inboxFailure(named)
	}
	// Whatever the verifier objects to, it is the attestation that it does not take.
	if named, unpackErr := bindings.NewMultisigVerifier().UnpackError(data); unpackErr == nil {
		return fmt.Errorf("%w: %s", chains.ErrUnattested, describe(named))
	}
	return fmt.Errorf("delivery would revert with unknown data 0x%x: %w", data[:min(len(data), 64)], err)
}

// inboxFailure names the sentinel of an Inbox's error.
func inboxFailure(named any) error {
	var sentinel error
	switch named.(type) {
	case *bindings.InboxLaneUnknown:
		sentinel = chains.ErrUnknownLane
	case *bindings.InboxLanePaused:
		sentinel = chains.ErrLanePaused
	case *bindings.InboxNonceGap:
		sentinel = chains.ErrGap
	case *bindings.InboxNotAttested:
		sentinel = chains.ErrUnattested
	case *bindings.InboxInsufficientGas:
		sentinel = chains.ErrTooMuchGas
	default:
		sentinel = errDeliveryReverts
	}
	return fmt.Errorf("%w: %s", sentinel, describe(named))
}

var errDeliveryReverts = errors.New("delivery reverts")

// describe writes a generated error type with its fields: NonceGap{FirstNonce:5 Expected:3}.
func describe(named any) string {
	text := fmt.Sprintf("%T%+v", named, named)
	_, text, _ = strings.Cut(text, ".")
	text = strings.Replace(text, "&", "", 1)
	for _, contract := range []string{"Inbox", "MultisigVerifier"} {
		text = strings.TrimPrefix(text, contract)
	}
	return text
}
