package e2e

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// place is where on a chain a log stands.
type place struct {
	block, log uint64
}

func (p place) before(q place) bool {
	return p.block < q.block || p.block == q.block && p.log < q.log
}

func (p place) String() string { return fmt.Sprintf("block %d, log %d", p.block, p.log) }

// laneFacts is all that two chains say of one lane. Whatever could be concluded
// from it is left to the verdict.
type laneFacts struct {
	lane   messages.Lane
	inbox  messages.InboxID
	sent   []sentMessage     // MessageSent, in the chain's order
	source messages.Position // the Outbox's storage

	verifiers []verifierChange // LaneOpened and VerifierChanged
	sets      []signerSet      // Rotated of all of them
	txs       []inboxTx        // what ran or retried messages of the lane
	target    messages.Position
	failed    map[messages.ID]bool // Inbox.failed, of every message that ran
}

// sentMessage is one MessageSent.
type sentMessage struct {
	at      place
	target  uint64
	nonce   uint64
	id      messages.ID
	encoded []byte
	// paidWei is the value of the call; nil where a contract called, of whose
	// payment nothing but the quote is known.
	paidWei *big.Int
}

type verifierChange struct {
	at       place
	verifier common.Address
}

// signerSet is one Rotated; the constructor emits the first.
type signerSet struct {
	at        place
	verifier  common.Address
	epoch     uint64
	signers   []common.Address
	threshold uint64
}

// inboxTx is a transaction in which the Inbox told of messages of the lane.
type inboxTx struct {
	hash     common.Hash
	calls    [][]byte // calldata of those calls of the Inbox that did not revert, in order
	outcomes []outcome
}

// outcome is one MessageDelivered (ok) or MessageFailed.
type outcome struct {
	at    place
	nonce uint64
	id    messages.ID
	ok    bool
}

// verdict collects what is wrong. An empty one means: exactly once, in order, every
// delivery approved by a threshold of those who were signers then.
type verdict struct {
	lane     string
	findings []string
}

func (v *verdict) find(format string, args ...any) {
	v.findings = append(v.findings, v.lane+": "+fmt.Sprintf(format, args...))
}

// judgeLane compares what was sent with what was done.
func judgeLane(f *laneFacts) []string {
	v := &verdict{lane: "lane " + f.lane.String()}
	v.judgeOutbox(f)
	v.judgeInbox(f)
	return v.findings
}

// judgeOutbox refolds what was sent to what the Outbox's storage holds.
func (v *verdict) judgeOutbox(f *laneFacts) {
	position := f.lane.Start()
	for _, sent := range f.sent {
		if sent.nonce != position.Nonce+1 {
			v.find("MessageSent of nonce %d at %s follows nonce %d", sent.nonce, sent.at, position.Nonce)
		}
		if id := messages.EncodedID(sent.encoded); id != sent.id {
			v.find("MessageSent of nonce %d names id %s, its message has %s", sent.nonce, sent.id, id)
		}
		m, err := messages.DecodeMessage(sent.encoded)
		switch {
		case err != nil:
			v.find("MessageSent of nonce %d: %v", sent.nonce, err)
		case m.Nonce != sent.nonce || m.SourceChain != f.lane.SourceChain || m.TargetChain != f.lane.TargetChain:
			v.find("MessageSent of nonce %d holds message %d of %d>%d", sent.nonce, m.Nonce, m.SourceChain, m.TargetChain)
		}
		position = messages.Position{Nonce: sent.nonce, Accumulator: messages.Fold(position.Accumulator, sent.id)}
	}
	if position != f.source {
		v.find("the events fold to nonce %d, %s; the Outbox's storage has nonce %d, %s",
			position.Nonce, position.Accumulator, f.source.Nonce, f.source.Accumulator)
	}
}
