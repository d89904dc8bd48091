package signer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/record"
)

// Evidence is what an alarm leaves: the claim that was made, and what the source
// chain, under a verified header, has in its place. Both cannot be true.
type Evidence struct {
	AtMillis int64              `json:"atMillis"` // Unix time
	Signer   common.Address     `json:"signer"`
	Lane     messages.Lane      `json:"lane"`
	Inbox    messages.InboxID   `json:"inbox"`
	Claim    messages.Position  `json:"claim"`
	Proven   *messages.Position `json:"proven,omitempty"`  // at the claim's nonce; absent when the lane does not reach it
	Header   lightclient.Header `json:"header"`            // under which that was proven
	Request  *messages.Request  `json:"request,omitempty"` // that brought it to light, if one did
}

// alarm stops the lane until the operator clears it, and leaves the evidence in a
// file. It returns the refusal. Where the fold could not even begin at the claim, the
// divergence is what shows it; else it is nil, and the fold shows it.
func (l *lane) alarm(request messages.Request, claim messages.Position, divergence *observe.DivergenceError) error {
	why := fmt.Sprintf("equivocation: the claim of nonce %d with accumulator %s is not on the lane", claim.Nonce, claim.Accumulator)
	l.mu.Lock()
	if l.alarmed {
		l.mu.Unlock()
		return refuse(messages.ReasonEquivocation, "%s", why) // the first evidence stays
	}
	l.alarmed = true // before anything that can fail: this process signs no more here
	evidence := Evidence{
		AtMillis: l.config.now().UnixMilli(), Signer: l.config.key.Address(),
		Lane: l.lane, Inbox: l.key.Inbox, Claim: claim, Header: l.header,
	}
	switch {
	case divergence != nil:
		evidence.Header, evidence.Proven = divergence.Header, provenInstead(divergence)
	case l.fold != nil:
		if accumulator, ok := l.fold.at(claim.Nonce); ok {
			evidence.Proven = &messages.Position{Nonce: claim.Nonce, Accumulator: accumulator}
		}
	}
	l.broadcast()
	l.mu.Unlock()
	if request.Checkpoint.Nonce != 0 {
		evidence.Request = &request
	}
	file, err := writeEvidence(l.config.evidenceDir, evidence)
	if err != nil {
		l.config.log.Error("evidence cannot be written", "lane", l.name, "error", err)
		file = "not written: " + plain(err.Error())
	}
	if err := l.config.record.Stop(l.key, record.Stop{AtMillis: evidence.AtMillis, Why: why, Evidence: file}); err != nil {
		l.config.log.Error("stop cannot be recorded; the lane stays stopped while this process lives", "lane", l.name, "error", err)
	}
	l.config.log.Error("EQUIVOCATION ALARM: lane is stopped until the operator clears it", "lane", l.name, "why", why, "evidence", file)
	return refuse(messages.ReasonEquivocation, "%s", why)
}

// provenInstead is what the lane has at the nonce from which a fold could not go on;
// nil when the lane does not reach it.
func provenInstead(d *observe.DivergenceError) *messages.Position {
	switch {
	case d.Proven.Nonce == d.Known.Nonce:
		return &d.Proven
	case d.History != messages.Accumulator{}:
		return &messages.Position{Nonce: d.Known.Nonce, Accumulator: d.History}
	}
	return nil
}

// writeEvidence stores evidence in a new file and syncs it.
func writeEvidence(dir string, evidence Evidence) (path string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("evidence: %w", err)
	}
	content, err := json.MarshalIndent(evidence, "", "  ")
	if err != nil {
		return "", fmt.Errorf("evidence: %w", err)
	}
	id := evidence.Lane.ID()
	path = filepath.Join(dir, fmt.Sprintf("equivocation-%x-%d.json", id[:6], evidence.AtMillis))
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("evidence: %w", err)
	}
	_, err = file.Write(append(content, '\n'))
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return "", fmt.Errorf("evidence: %w", err)
	}
	return path, nil
}
