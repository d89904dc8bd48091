package e2e

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// logWindow is how many blocks one question for logs spans: less than any node
// refuses.
const logWindow = 1000

// auditor reads facts from chains that it trusts: they are the test's own. It reads
// each chain at one block, so that what happens meanwhile confuses nothing.
type auditor struct {
	ctx   context.Context
	heads map[*demo.Chain]uint64
}

// audit judges lanes, and the fees of every chain that sends on them.
func audit(ctx context.Context, lanes []auditedLane) (findings []string, err error) {
	a := &auditor{ctx: ctx, heads: map[*demo.Chain]uint64{}}
	// Targets first: whatever has been delivered by then is found at its source.
	for _, end := range []func(auditedLane) *demo.Chain{func(l auditedLane) *demo.Chain { return l.to }, func(l auditedLane) *demo.Chain { return l.from }} {
		for _, lane := range lanes {
			chain := end(lane)
			if _, known := a.heads[chain]; known {
				continue
			}
			if a.heads[chain], err = chain.Client.BlockNumber(ctx); err != nil {
				return nil, fmt.Errorf("read head of chain %d: %w", chain.ID, err)
			}
		}
	}
	for i := 0; i < len(lanes); i++ {
		facts, err := a.lane(lanes[i])
		if err != nil {
			return nil, fmt.Errorf("lane %d>%d: %w", lanes[i].from.ID, lanes[i].to.ID, err)
		}
		findings = append(findings, judgeLane(facts)...)
		if slices.ContainsFunc(lanes[:i], func(l auditedLane) bool { return l.from == lanes[i].from }) {
			continue
		}
		fees, err := a.fees(lanes[i].from)
		if err != nil {
			return nil, fmt.Errorf("fees of chain %d: %w", lanes[i].from.ID, err)
		}
		findings = append(findings, judgeFees(fees)...)
	}
	return findings, nil
}

func (a *auditor) lane(l auditedLane) (*laneFacts, error) {
	d := l.to.Deployment
	f := &laneFacts{lane: l.from.Deployment.LaneTo(l.to.ID), inbox: d.InboxID, failed: map[messages.ID]bool{}}
	if err := a.target(l, f); err != nil {
		return nil, err
	}
	sent, err := a.sent(l.from)
	if err != nil {
		return nil, err
	}
	for _, s := range sent {
		if s.target == l.to.ID {
			f.sent = append(f.sent, s)
		}
	}
	f.source, err = a.outboxPosition(l.from, f.lane)
	return f, err
}

// target reads what the Inbox's chain says.
func (a *auditor) target(l auditedLane, f *laneFacts) error {
	inbox, head := bindings.NewInbox(), new(big.Int).SetUint64(a.heads[l.to])
	address := l.to.Deployment.Inbox
	out, err := l.to.Client.CallContract(a.ctx, ethereum.CallMsg{To: &address, Data: inbox.PackLane(l.from.ID)}, head)
	if err != nil {
		return fmt.Errorf("read Inbox.lane: %w", err)
	}
	lane, err := inbox.UnpackLane(out)
	if err != nil {
		return fmt.Errorf("decode Inbox.lane: %w", err)
	}
	f.target = messages.Position{Nonce: lane.Nonce, Accumulator: lane.Accumulator}
	logs, err := a.logs(l.to, address)
	if err != nil {
		return err
	}
	if err := a.inboxLogs(l, f, logs); err != nil {
		return err
	}
	if err := a.failedFlags(l, f); err != nil {
		return err
	}
	return a.signerSets(l, f)
}

// inboxLogs sorts the Inbox's logs of one lane into the facts.
func (a *auditor) inboxLogs(l auditedLane, f *laneFacts, logs []types.Log) error {
	inbox := bindings.NewInbox()
	for i := range logs {
		log, at := &logs[i], placeOf(&logs[i])
		if e, err := inbox.UnpackLaneOpenedEvent(log); err == nil && e.SourceChain == l.from.ID {
			f.verifiers = append(f.verifiers, verifierChange{at, e.Verifier})
		} else if e, err := inbox.UnpackVerifierChangedEvent(log); err == nil && e.SourceChain == l.from.ID {
			f.verifiers = append(f.verifiers, verifierChange{at, e.Current})
		} else if e, err := inbox.UnpackMessageDeliveredEvent(log); err == nil && e.SourceChain == l.from.ID {
			f.add(log.TxHash, outcome{at, e.Nonce, e.Id, true})
		} else if e, err := inbox.UnpackMessageFailedEvent(log); err == nil && e.SourceChain == l.from.ID {
			f.add(log.TxHash, outcome{at, e.Nonce, e.Id, false})
		}
	}
	for i := range f.txs {
		calls, err := a.callsOf(l.to, f.txs[i].hash, l.to.Deployment.Inbox)
		if err != nil {
			return err
		}
		f.txs[i].calls = calls
	}
	return nil
}

func (f *laneFacts) add(tx common.Hash, o outcome) {
	if n := len(f.txs); n == 0 || f.txs[n-1].hash != tx {
		f.txs = append(f.txs, inboxTx{hash: tx})
	}
	last := &f.txs[len(f.txs)-1]
	last.outcomes = append(last.outcomes, o)
}

func (a *auditor) signerSets(l auditedLane, f *laneFacts) error {
	verifier := bindings.NewMultisigVerifier()
	seen := map[common.Address]bool{}
	for _, change := range f.verifiers {
		if seen[change.verifier] {
			continue
		}
		seen[change.verifier] = true
		logs, err := a.logs(l.to, change.verifier)
		if err != nil {
			return err
		}
		for i := range logs {
			if e, err := verifier.UnpackRotatedEvent(&logs[i]); err == nil {
				f.sets = append(f.sets, signerSet{placeOf(&logs[i]), change.verifier, e.Epoch, e.Signers, e.Threshold.Uint64()})
			}
		}
	}
	return nil
}
