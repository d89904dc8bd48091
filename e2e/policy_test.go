package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// refusals is how often signers have refused for a reason, as the relayer heard it.
func refusals(r *e2e.Relayer, reason messages.Reason) int {
	return int(gather(r, "catenary_refusals_total", "reason", string(reason)))
}

// TestOneSignerRefusesByPolicy: one operator holds its lanes. It says so, and the
// threshold of the others delivers without it: one signer's policy is no veto.
func TestOneSignerRefusesByPolicy(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	r := n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], func(c *daemon.SignerConfig) { c.Policy.Hold = "audit until Friday" })
	n.Ping(n.Left, n.Right, 1, 3)
	n.Eventually("the refusal is heard", func() bool { return refusals(r, messages.ReasonHeld) > 0 })
	n.StartSigner(n.Signers[1], nil)
	n.Eventually("one approves", func() bool { return count(r, "counted") == 1 })
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	n.StartSigner(n.Signers[2], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
}

// TestHaltedLaneWaitsAndGoesOn: the operators of all signers throw the switch of one
// lane. Nothing of it is signed, everybody is told why, the lane back is not touched,
// and when the switch is let go the requests that were refused are asked again and
// everything arrives.
func TestHaltedLaneWaitsAndGoesOn(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	heard := n.Overhear()
	r := n.StartRelayer(nil, nil)
	lane := n.Left.Deployment.LaneTo(n.Right.ID).ID()
	var switches []string
	for _, s := range n.Signers {
		halt := filepath.Join(s.Dir, "halt-"+lane.String())
		if err := os.WriteFile(halt, []byte("suspicious withdrawals\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		switches = append(switches, halt)
		n.StartSigner(s, func(c *daemon.SignerConfig) { c.Policy.HaltDir = s.Dir })
	}
	n.Ping(n.Left, n.Right, 1, 4)
	n.Ping(n.Right, n.Left, 1, 4)
	n.AwaitExactlyOnce(n.Left, n.Right, 4)
	n.Eventually("every signer refuses", func() bool { return refusals(r, messages.ReasonHeld) >= len(n.Signers) })
	n.Eventually("the relayer's operator can read it", func() bool { return heard.Heard("checkpoint lacks approval", "refuses (held)") })
	if !heard.Heard("policy holds the lane", "suspicious withdrawals") {
		t.Error("the signers' operators are not told why")
	}
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	for _, halt := range switches {
		if err := os.Remove(halt); err != nil {
			t.Fatal(err)
		}
	}
	n.AwaitExactlyOnce(n.Right, n.Left, 4)
}

// TestSwitchThatCannotBeReadHalts: whoever reaches for the switch must not depend on
// what exactly is there: a folder in its place halts too, and all lanes.
func TestSwitchThatCannotBeReadHalts(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	r := n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	n.StartSigner(n.Signers[1], func(c *daemon.SignerConfig) { c.Policy.HaltDir = n.Signers[1].Dir })
	n.Ping(n.Left, n.Right, 1, 2)
	n.AwaitExactlyOnce(n.Right, n.Left, 2)
	halt := filepath.Join(n.Signers[1].Dir, "halt")
	if err := os.Mkdir(halt, 0o700); err != nil {
		t.Fatal(err)
	}
	n.Ping(n.Left, n.Right, 3, 2)
	n.Eventually("the signer refuses", func() bool { return refusals(r, messages.ReasonHeld) > 0 })
	n.StaysUndelivered(n.Right, n.Left, 2, time.Second)
	if err := os.Remove(halt); err != nil {
		t.Fatal(err)
	}
	n.AwaitExactlyOnce(n.Right, n.Left, 4)
}

// TestDelayGivesTimeToNotice: with a delay, nothing arrives before its proof is that
// old, and everything does after.
func TestDelayGivesTimeToNotice(t *testing.T) {
	t.Parallel()
	const delay = 4 * time.Second
	n := e2e.Prepare(t, e2e.Config{})
	r := n.StartRelayer(nil, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { c.Policy.Delay = delay })
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	if refusals(r, messages.ReasonHeld) == 0 {
		t.Fatal("no signer was asked before its time: the delay was not needed")
	}
	sent, delivered := n.Sent(n.Left, n.Right), deliveredAt(t, n.Right)
	// Both are seconds of blocks: a whole one may be lost in rounding.
	if waited := delivered - sent[0].Timestamp; waited < uint64(delay/time.Second)-1 {
		t.Fatalf("delivered %d s after it was sent, want at least %v", waited, delay)
	}
}

// deliveredAt is the time of the newest block, in seconds; to be asked right after an
// arrival.
func deliveredAt(t *testing.T, at *demo.Chain) uint64 {
	t.Helper()
	header, err := at.Client.HeaderByNumber(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return header.Time
}

// TestPaceSlowsAFlood: somebody sends far more than the signers' pace. What comes
// behind it is delayed until its turn and not refused for good, and the lane back is
// not touched.
func TestPaceSlowsAFlood(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	r := n.StartRelayer(func(c *daemon.RelayerConfig) { c.Batch.Count = 10 }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { c.Policy.Messages, c.Policy.Per = 10, 2*time.Second })
	began := time.Now()
	n.Ping(n.Left, n.Right, 1, 30)
	n.AwaitExactlyOnce(n.Right, n.Left, 30)
	n.Ping(n.Left, n.Right, 31, 1)
	n.Ping(n.Right, n.Left, 1, 5)
	n.AwaitExactlyOnce(n.Left, n.Right, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 31)
	// 30 messages use up 6 s of the pace, of which 2 s may be in advance.
	if took := time.Since(began); took < 4*time.Second || refusals(r, messages.ReasonHeld) == 0 {
		t.Fatalf("the 31st message at a pace of 10 in 2 s took %v, with %d refusals", took, refusals(r, messages.ReasonHeld))
	}
}

// TestThresholdOutOfReachThenReached: with all but one signer gone nothing is
// delivered, whatever the load; the view says how many are missing; the signers that
// come back, one with a new process and one that was only late, make it move again.
func TestThresholdOutOfReachThenReached(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 4, Threshold: 3})
	r := n.StartRelayer(func(c *daemon.RelayerConfig) { c.Batch.Count = 5 }, nil)
	n.StartSigner(n.Signers[0], nil)
	second := n.StartSigner(n.Signers[1], nil)
	third := n.StartSigner(n.Signers[2], nil)
	n.Ping(n.Left, n.Right, 1, 4)
	n.AwaitExactlyOnce(n.Right, n.Left, 4)
	second.Stop()
	third.Stop()
	n.Ping(n.Left, n.Right, 5, 13)
	n.Eventually("the view says what is missing", func() bool { return strings.HasPrefix(reason(t, r, n, 5), "1 of 3 approvals") })
	n.StaysUndelivered(n.Right, n.Left, 4, 2*time.Second)
	n.StartSigner(n.Signers[1], nil)
	n.Eventually("the view says that less is missing", func() bool { return strings.HasPrefix(reason(t, r, n, 5), "2 of 3 approvals") })
	n.StaysUndelivered(n.Right, n.Left, 4, time.Second)
	n.StartSigner(n.Signers[3], nil) // one that was never there before
	n.AwaitExactlyOnce(n.Right, n.Left, 17)
}

// reason is what the relayer's view says of a message from left to right.
func reason(t *testing.T, r *e2e.Relayer, n *e2e.Net, nonce uint64) string {
	t.Helper()
	sent := n.Sent(n.Left, n.Right)
	entry, _ := r.View().Index().Get(sent[nonce-1].ID())
	return entry.Reason
}

// TestRequestIsRepeatedAfterRefusal: a refusal is no last word. Each repetition is a
// new attempt, which the bus does not take for the old one; the signer that has
// refused is asked again and, once it can, approves.
func TestRequestIsRepeatedAfterRefusal(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	witness := n.AddStrangers(1)[0]
	r := n.StartRelayer(nil, nil)
	listener := n.StartMember(witness)
	halt := filepath.Join(n.Signers[1].Dir, "halt")
	if err := os.WriteFile(halt, []byte("wait"), 0o600); err != nil {
		t.Fatal(err)
	}
	n.StartSigner(n.Signers[0], nil)
	n.StartSigner(n.Signers[1], func(c *daemon.SignerConfig) { c.Policy.HaltDir = n.Signers[1].Dir })
	n.Ping(n.Left, n.Right, 1, 1)
	n.Eventually("it is refused twice", func() bool { return count(r, "refused") >= 2 })
	if err := os.Remove(halt); err != nil {
		t.Fatal(err)
	}
	n.AwaitExactlyOnce(n.Right, n.Left, 1)
	requests := listener.Requests()
	if len(requests) < 3 {
		t.Fatalf("asked %d times, want three at least", len(requests))
	}
	for i := 1; i < len(requests); i++ {
		if requests[i].Attempt <= requests[i-1].Attempt || requests[i].Checkpoint != requests[0].Checkpoint {
			t.Errorf("request %d: %s", i, fmt.Sprintf("%+v after %+v", requests[i], requests[i-1]))
		}
	}
	if text := reason(t, r, n, 1); strings.Contains(text, "refuses") {
		t.Errorf("the view still says %q", text)
	}
}
