package e2e

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// inboxWalk is the state of the Inbox as its transactions change it one by one.
type inboxWalk struct {
	*verdict
	facts    *laneFacts
	position messages.Position
	last     map[uint64]outcome // by nonce: how the message ended so far
}

// judgeInbox does over what the Inbox did, from nothing, by its own means.
func (v *verdict) judgeInbox(f *laneFacts) {
	w := &inboxWalk{verdict: v, facts: f, position: f.lane.Start(), last: map[uint64]outcome{}}
	for i := range f.txs {
		w.transaction(&f.txs[i])
	}
	if w.position != f.target {
		v.find("the deliveries fold to nonce %d, %s; the Inbox is at nonce %d, %s",
			w.position.Nonce, w.position.Accumulator, f.target.Nonce, f.target.Accumulator)
	}
	for nonce, last := range w.last {
		if f.failed[last.id] == last.ok {
			v.find("message %d ended with success %t, and Inbox.failed says %t", nonce, last.ok, f.failed[last.id])
		}
	}
}

// transaction accounts for each outcome by a call, in the calls' order.
func (w *inboxWalk) transaction(tx *inboxTx) {
	rest := tx.outcomes
	for _, data := range tx.calls {
		call, err := decodeInboxCall(data, w.facts.lane)
		switch {
		case err != nil:
			w.find("transaction %s: %v", tx.hash, err)
		case call.retried != nil:
			rest = w.retry(tx, call.retried, rest)
		case call.batch != nil:
			rest = w.deliver(tx, call, rest)
		}
	}
	for _, o := range rest {
		w.find("transaction %s: message %d was run at %s, which no call of the Inbox accounts for", tx.hash, o.nonce, o.at)
	}
}

func (w *inboxWalk) deliver(tx *inboxTx, call *inboxCall, rest []outcome) []outcome {
	var news []messages.ID
	first := w.position.Nonce + 1
	for i := range call.batch {
		m := &call.batch[i]
		if m.Nonce < first {
			continue
		}
		news = append(news, m.ID())
		if m.Nonce != w.position.Nonce+uint64(len(news)) {
			w.find("transaction %s: message %d was run after message %d", tx.hash, m.Nonce, w.position.Nonce)
		}
		w.compareWithSent(tx, m)
	}
	if len(news) == 0 {
		return rest // a delivery without news does nothing, and needs no approval
	}
	if len(rest) < len(news) {
		w.find("transaction %s: %d messages were delivered and %d run", tx.hash, len(news), len(rest))
		return nil
	}
	end := messages.FoldAll(messages.FoldAll(w.position.Accumulator, news), call.tail)
	w.approved(tx, rest[0].at, messages.Checkpoint{Lane: w.facts.lane.ID(), Inbox: w.facts.inbox,
		Nonce: w.position.Nonce + uint64(len(news)+len(call.tail)), Accumulator: end}, call.attestation)
	for i, id := range news {
		o := rest[i]
		if o.nonce != first+uint64(i) || o.id != id {
			w.find("transaction %s: message %d, %s, was run where message %d, %s, is next", tx.hash, o.nonce, o.id, first+uint64(i), id)
		}
		w.last[o.nonce] = o
	}
	w.position = messages.Position{Nonce: w.position.Nonce + uint64(len(news)), Accumulator: messages.FoldAll(w.position.Accumulator, news)}
	return rest[len(news):]
}

// retry lets a failed message run again, and only a failed one.
func (w *inboxWalk) retry(tx *inboxTx, m *messages.Message, rest []outcome) []outcome {
	if len(rest) == 0 || rest[0].nonce != m.Nonce || rest[0].id != m.ID() {
		w.find("transaction %s: a retry of message %d was not told of", tx.hash, m.Nonce)
		return rest
	}
	before, ran := w.last[m.Nonce]
	switch {
	case !ran:
		w.find("message %d was retried at %s before it was delivered", m.Nonce, rest[0].at)
	case before.ok:
		w.find("message %d succeeded at %s and was run again at %s", m.Nonce, before.at, rest[0].at)
	case before.id != rest[0].id:
		w.find("message %d failed as %s and was retried as %s", m.Nonce, before.id, rest[0].id)
	}
	w.last[m.Nonce] = rest[0]
	return rest[1:]
}

func (w *inboxWalk) compareWithSent(tx *inboxTx, m *messages.Message) {
	for _, sent := range w.facts.sent {
		if sent.nonce != m.Nonce {
			continue
		}
		if sent.id != m.ID() {
			w.find("transaction %s: message %d was run as %s, and sent as %s", tx.hash, m.Nonce, m.ID(), sent.id)
		}
		return
	}
	w.find("transaction %s: message %d was run and never sent", tx.hash, m.Nonce)
}

// approved counts the members of the set of that moment who signed the checkpoint.
func (w *inboxWalk) approved(tx *inboxTx, at place, checkpoint messages.Checkpoint, attestation []byte) {
	set, ok := w.facts.setAt(at)
	if !ok {
		w.find("transaction %s: no verifier has a signer set at %s", tx.hash, at)
		return
	}
	checkpoint.Epoch = set.epoch
	digest := checkpoint.Digest(messages.Domain{TargetChain: w.facts.lane.TargetChain, Verifier: set.verifier})
	members := map[common.Address]bool{}
	for _, signer := range set.signers {
		members[signer] = true
	}
	approvals := map[common.Address]bool{}
	for ; len(attestation) >= messages.SignatureSize; attestation = attestation[messages.SignatureSize:] {
		signer, err := messages.Signature(attestation[:messages.SignatureSize]).Recover(digest)
		if err == nil && members[signer] {
			approvals[signer] = true
		}
	}
	if uint64(len(approvals)) < set.threshold {
		w.find("transaction %s: approved by %d of the %d signers of epoch %d, threshold is %d",
			tx.hash, len(approvals), len(set.signers), set.epoch, set.threshold)
	}
}

// setAt is the signer set of the lane's verifier at a place.
func (f *laneFacts) setAt(at place) (set signerSet, ok bool) {
	var verifier common.Address
	for _, change := range f.verifiers {
		if change.at.before(at) {
			verifier = change.verifier
		}
	}
	for _, s := range f.sets {
		if s.verifier == verifier && s.at.before(at) {
			set, ok = s, true
		}
	}
	return set, ok
}
