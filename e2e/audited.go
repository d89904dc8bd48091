package e2e

import (
	"context"
	"time"

	"github.com/catenary-bridge/catenary/cmd/demo"
)

// auditedLane is a lane by its ends.
type auditedLane struct{ from, to *demo.Chain }

// auditTries is how often an audit begins anew: on a busy machine the state that it
// reads may be forgotten meanwhile, as nodes keep only so many.
const auditTries = 3

// Audit reads both chains and fails the test unless, on every lane of the net, each
// message was executed exactly once and in order, as it was sent; every delivery was
// approved by a threshold of those who were signers then, shown by the signatures in
// its calldata; what failed is recorded as failed until a retry succeeds; and all
// fees are in the Outbox or were withdrawn. Messages that are still under way are no
// fault.
//
// Every net is audited when its test ends, after its daemons have stopped. A story
// calls Audit only to be sure at some point before.
func (n *Net) Audit() {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	n.mu.Lock()
	lanes := append([]auditedLane(nil), n.audited...)
	n.mu.Unlock()
	var findings []string
	var err error
	for range auditTries {
		if findings, err = audit(ctx, lanes); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		n.t.Errorf("the chains can't be audited: %v", err)
	}
	for _, finding := range findings {
		n.t.Errorf("audit: %s", finding)
	}
}

// AuditLane adds a lane that a story opened by itself, in one direction.
func (n *Net) AuditLane(from, to *demo.Chain) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.audited = append(n.audited, auditedLane{from, to})
}

// SkipAudit lets a test end without the audit, because the story breaks on purpose
// what the audit demands: a source chain that forgets what was delivered, say.
func (n *Net) SkipAudit(reason string) {
	n.t.Helper()
	if reason == "" {
		n.t.Fatal("SkipAudit: want a reason")
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.unaudited = reason
}

// auditAtEnd is a cleanup: it runs when the daemons have stopped and the chains have
// not.
func (n *Net) auditAtEnd() {
	n.mu.Lock()
	reason := n.unaudited
	n.mu.Unlock()
	if reason != "" {
		n.t.Logf("not audited: %s", reason)
		return
	}
	if !n.t.Skipped() {
		n.Audit()
	}
}
