package inspect

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// facts is all that was read about one message. What could not be read is nil, and
// the text beside it says why.
type facts struct {
	lane messages.Lane
	sent evm.SentMessage

	heads    *evm.Heads // of the source
	headsWhy string

	proof    *proof
	proofWhy string

	inboxID  messages.InboxID // the deployment's
	inbox    *chains.Inbox
	inboxWhy string
	set      *messages.SignerSet
	setWhy   string

	told    []bus.Told // signatures not verified
	toldWhy string
	asked   bool           // told is what the bus says; otherwise it was not asked
	own     common.Address // told is of this signer alone; zero: of all

	executions []execution // the first one first
	execWhy    string
	retryable  *bool
}

// execution is an outcome with its block's time, zero where that is not known.
type execution struct {
	evm.Outcome
	at time.Time
}

// proof is that the message is in its lane.
type proof struct {
	block uint64 // of the source, final
	at    time.Time
	word  Word // Proven or Agreed
}

// executed reports whether the target has run the message's handler, or tried to.
func (f *facts) executed() bool {
	return len(f.executions) > 0 || f.inbox != nil && f.inbox.Position.Nonce >= f.sent.Message.Nonce
}

// failed reports whether the message waits for a retry. The newest log is asked first:
// the state may have been read a block before.
func (f *facts) failed() bool {
	if n := len(f.executions); n > 0 {
		return f.executions[n-1].Failed
	}
	return f.retryable != nil && *f.retryable
}
