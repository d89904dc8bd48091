package signer

import (
	"fmt"
	"strings"

	"github.com/catenary-bridge/catenary/messages"
)

// refusal is why a checkpoint is not signed. It is an error, so that a decision
// ends in exactly one of signature and refusal.
type refusal struct {
	reason messages.Reason
	detail string
}

func (r *refusal) Error() string { return string(r.reason) + ": " + r.detail }

func refuse(reason messages.Reason, format string, args ...any) *refusal {
	return &refusal{reason, plain(fmt.Sprintf(format, args...))}
}

// plain keeps the text printable and short: parts of it come from elsewhere.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
	if len(text) > maxDetail {
		text = text[:maxDetail-3] + "..."
	}
	return text
}
