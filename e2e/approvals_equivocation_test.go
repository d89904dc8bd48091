package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/relayer/api"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/signer"
	"github.com/catenary-bridge/catenary/signer/record"
)

// alarms are those that a relayer shows of the lane from left to right.
func alarms(n *e2e.Net, r *e2e.Relayer) []approve.Alarm {
	id := n.Left.Deployment.LaneTo(n.Right.ID).ID()
	for _, status := range r.View().Lanes() {
		if status.ID == id {
			return status.Alarms
		}
	}
	return nil
}

// TestSignerThatEquivocates: a signer signs the truth and, at the same nonce, a second
// accumulator: the first step of whoever wants to sell one of them. The relayer raises
// the alarm, keeps both signatures as evidence that anybody can verify, and shows it in
// its status, also after a restart. Nothing false is delivered, and nothing stands still.
func TestSignerThatEquivocates(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	heard := n.Overhear()
	r := n.StartRelayer(nil, nil)
	bad := n.StartMember(n.Signers[2])
	n.StartSigner(n.Signers[0], nil)
	n.Ping(n.Left, n.Right, 1, 3)
	request := bad.Asked(n.Left, n.Right, 3)
	if err := bad.Say(bad.Approval(request.Checkpoint, request.Domain), request.Attempt); err != nil {
		t.Fatal(err)
	}
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	if found := alarms(n, r); len(found) != 0 {
		t.Fatalf("an alarm without a cause: %+v", found)
	}
	second := request.Checkpoint
	second.Accumulator[7] ^= 1
	second.Epoch++ // as if for later: it is what the signer says of the lane that counts
	if err := bad.Say(bad.Approval(second, request.Domain), request.Attempt); err != nil {
		t.Fatal(err)
	}
	n.Eventually("the relayer raises the alarm", func() bool { return len(alarms(n, r)) == 1 })
	alarm := alarms(n, r)[0]
	if alarm.Signer != bad.Address || alarm.Other == nil || !alarm.Holds() {
		t.Fatalf("evidence %+v", alarm)
	}
	n.Eventually("the log says it", func() bool { return heard.Heard("EQUIVOCATION ALARM", strings.ToLower(bad.Address.Hex())) })
	n.Eventually("the evidence is on disk", func() bool { return len(evidence(t, n)) == 1 })
	if kept := evidence(t, n)[0]; !kept.Holds() || kept.Signer != bad.Address || *kept.Other != *alarm.Other {
		t.Fatalf("evidence on disk %+v", kept)
	}

	// The lane goes on, with the two that are left; the alarm is there until people act.
	n.StartSigner(n.Signers[1], nil)
	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	r.Stop()
	r = n.StartRelayer(nil, nil)
	if status := lanesOf(t, r); len(status) != 2 || len(status[0].Alarms)+len(status[1].Alarms) != 1 {
		t.Fatalf("after a restart the API shows %+v", status)
	}
	if found := alarms(n, r); len(found) != 1 || found[0].Signer != bad.Address {
		t.Fatalf("after a restart the alarms are %+v", found)
	}
	n.Ping(n.Left, n.Right, 7, 1)
	n.AwaitExactlyOnce(n.Right, n.Left, 7)
	if kept := evidence(t, n); len(kept) != 1 {
		t.Errorf("%d files of evidence, want the first alone", len(kept))
	}
}

// TestSignerThatLiesOnce: a signer signs nothing but a lie, so that no second word of
// its own stands against it. The relayer holds it against what it has proven itself.
func TestSignerThatLiesOnce(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	r := n.StartRelayer(nil, nil)
	bad := n.StartMember(n.Signers[2])
	n.StartSigner(n.Signers[0], nil)
	n.Ping(n.Left, n.Right, 1, 2)
	request := bad.Asked(n.Left, n.Right, 2)
	lie := request.Checkpoint
	lie.Accumulator[0] ^= 0x80
	if err := bad.Say(bad.Approval(lie, request.Domain), request.Attempt); err != nil {
		t.Fatal(err)
	}
	n.Eventually("the relayer raises the alarm", func() bool { return len(alarms(n, r)) == 1 })
	if alarm := alarms(n, r)[0]; alarm.Other != nil || alarm.Proven == nil || *alarm.Proven != request.Checkpoint.Position() || !alarm.Holds() {
		t.Fatalf("evidence %+v", alarm)
	}
	if at := n.Delivered(n.Right, n.Left); at.Nonce != 0 {
		t.Fatalf("the Inbox is at nonce %d", at.Nonce)
	}
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 2)
}

// TestSignerMeetsASecondHistory: the source's validators make a second history, with
// other messages at the same nonces, and one signer, new on its machine and with nothing
// but its signing record, is led to it. Its light client has no reason to doubt; its
// record has. It signs nothing of the second history, stops the lane, keeps the
// evidence, and stays stopped, on the true chain too, until its operator has looked.
func TestSignerMeetsASecondHistory(t *testing.T) {
	t.Parallel()
	n, second := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2}).Forked(2)
	heard := n.Overhear()
	n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	led := n.StartSigner(n.Signers[1], nil)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	led.Stop()

	n.Ping(second, n.Right, 101, 5) // payloads that differ
	data := filepath.Join(n.Signers[1].Dir, "data")
	if err := os.RemoveAll(filepath.Join(data, "headers")); err != nil {
		t.Fatal(err)
	}
	led = n.StartSigner(n.Signers[1], func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, second.HTTP) })
	n.Eventually("the signer raises the alarm", func() bool { return heard.Heard("EQUIVOCATION ALARM", "lane is stopped") })
	n.Ping(n.Left, n.Right, 4, 3)
	n.Eventually("the relayer hears of it", func() bool {
		return heard.Heard("checkpoint lacks approval", n.Signers[1].Address.Hex()+" refuses (equivocation)")
	})
	led.Stop()
	proof := signerEvidence(t, data)
	first, other := n.Sent(n.Left, n.Right), n.Sent(second, n.Right)
	if len(proof) != 1 || proof[0].Claim != n.Checkpoint(n.Left, n.Right, first[:3], 1).Position() {
		t.Fatalf("evidence %+v, want the claim of nonce 3", proof)
	}
	if at := proof[0].Proven; at == nil || *at != n.Checkpoint(n.Left, n.Right, other[:3], 1).Position() {
		t.Errorf("evidence says that %+v is proven, want the second history's nonce 3", at)
	}

	// Back on the true chain it stays stopped: only its operator knows what has happened.
	if err := os.RemoveAll(filepath.Join(data, "headers")); err != nil {
		t.Fatal(err)
	}
	led = n.StartSigner(n.Signers[1], nil)
	n.Eventually("it says that it is stopped", func() bool { return heard.Heard("checkpoint lacks approval", "refuses (stopped)") })
	n.StaysUndelivered(n.Right, n.Left, 3, time.Second)
	led.Stop()
	clearStop(t, n, n.Signers[1])
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}

// signerEvidence reads what a signer has kept on disk.
func signerEvidence(t *testing.T, data string) (found []signer.Evidence) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(data, "equivocation-*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var evidence signer.Evidence
		if err := json.Unmarshal(content, &evidence); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		found = append(found, evidence)
	}
	return found
}

// clearStop does what `catenary signer record clear-stop` does.
func clearStop(t *testing.T, n *e2e.Net, s *demo.Signer) {
	t.Helper()
	path, owner, err := daemon.SigningRecord(n.SignerConfig(s, "nats://127.0.0.1:1"), nil)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := record.Open(path, owner)
	if err != nil {
		t.Fatal(err)
	}
	defer claims.Close()
	if err := claims.ClearStop(record.Key{Lane: n.Left.Deployment.LaneTo(n.Right.ID).ID(), Inbox: n.Right.Deployment.InboxID}); err != nil {
		t.Fatal(err)
	}
}

// evidence reads what the relayer has kept on disk.
func evidence(t *testing.T, n *e2e.Net) (found []approve.Alarm) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(n.Dir, "relayer", "equivocation-*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var alarm approve.Alarm
		if err := json.Unmarshal(content, &alarm); err != nil {
			continue // still being written
		}
		found = append(found, alarm)
	}
	return found
}

// lanesOf asks the relayer's API.
func lanesOf(t *testing.T, r *e2e.Relayer) (lanes []api.Lane) {
	t.Helper()
	response, err := http.Get("http://" + r.APIAddress() + "/v1/lanes")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &lanes); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return lanes
}
