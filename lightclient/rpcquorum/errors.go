package rpcquorum

import (
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// Answer is what one endpoint said.
type Answer struct {
	Endpoint string
	Final    uint64      // the number it holds for final; valid if HasFinal
	HasFinal bool        // it said what it holds for final
	Hash     common.Hash // computed from its header at the number in question; zero if it gave none
	Dissents bool        // a quorum agreed on another hash
	Err      error       // why not
}

func (a Answer) String() string {
	var said []string
	if a.HasFinal {
		said = append(said, fmt.Sprintf("final %d", a.Final))
	}
	if a.Hash != (common.Hash{}) {
		said = append(said, fmt.Sprintf("header %s", a.Hash))
	}
	if a.Err != nil {
		said = append(said, a.Err.Error())
	}
	if said == nil {
		said = []string{"no answer"}
	}
	return a.Endpoint + ": " + strings.Join(said, ", ")
}

// DisagreementError says that too few endpoints agree, and what each said. It is
// lightclient.ErrDisagreement when enough of them answered, and lightclient.ErrUnavailable when
// they didn't.
type DisagreementError struct {
	About   string // what was asked
	Quorum  int    // endpoints that must agree
	Answers []Answer
	reason  error
}

func (e *DisagreementError) Error() string {
	said := make([]string, len(e.Answers))
	for i, a := range e.Answers {
		said[i] = a.String()
	}
	return fmt.Sprintf("%v: %s: want %d of %d in agreement: %s", e.reason, e.About, e.Quorum, len(e.Answers), strings.Join(said, "; "))
}

// Unwrap returns the reason.
func (e *DisagreementError) Unwrap() error { return e.reason }
