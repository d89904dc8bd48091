package evm

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/ethereum/go-ethereum/accounts/abi"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
)

// handlerReason says why a recipient failed, from its revert data, which is a
// stranger's: nothing of it is trusted, and only printable text is shown.
func handlerReason(data []byte) string {
	if len(data) < 4 {
		if len(data) == 0 {
			return "recipient reverted without a reason, or ran out of gas"
		}
		return fmt.Sprintf("recipient reverted with 0x%x", data)
	}
	if text, err := abi.UnpackRevert(data); err == nil {
		return "recipient reverted: " + printable(text)
	}
	// The Inbox's own reasons, for recipients that could not be called.
	switch named, err := bindings.NewInbox().UnpackError(data); named.(type) {
	case *bindings.InboxRecipientNotAnAddress, *bindings.InboxRecipientWithoutCode, *bindings.InboxHandlerGasAboveMaximum:
		if err == nil {
			return describe(named)
		}
	}
	return fmt.Sprintf("recipient reverted with 0x%x", data[:min(len(data), 256)])
}

// printable replaces what could confuse a terminal or a log.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
	if len(text) > 200 {
		text = strings.ToValidUTF8(text[:200], "") + "..."
	}
	return text
}
