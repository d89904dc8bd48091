package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/api"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// told asks a relayer's API and returns the status of the answer.
func told(t *testing.T, r *e2e.Relayer, path string, answer any) int {
	t.Helper()
	response, err := http.Get("http://" + r.APIAddress() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		t.Fatalf("%s: %s: %v", path, response.Status, err)
	}
	return response.StatusCode
}

// messageOf asks for one message; ok is false when it is not in the view.
func messageOf(t *testing.T, r *e2e.Relayer, id messages.ID) (m api.Message, ok bool) {
	t.Helper()
	return m, told(t, r, "/v1/messages/"+id.String(), &m) == http.StatusOK
}

// TestHistorySurvivesARestart: a relayer is stopped with one message delivered, one
// failed and two that lack approval, which somebody else delivers meanwhile, one of
// them to a recipient that fails. When it is back it tells of the first two to the
// letter what it told before, and of the others what became of them.
func TestHistorySurvivesARestart(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	r := n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	second := n.StartSigner(n.Signers[1], nil)
	rejector := n.DeployRejector(n.Right)
	n.Ping(n.Left, n.Right, 1, 1)
	bad := n.Send(n.Left, n.Right, rejector, nil)
	good := &n.Sent(n.Left, n.Right)[0]
	before := map[messages.ID]api.Message{}
	for _, sent := range []*messages.Message{good, bad} {
		n.Eventually("a message is executed", func() bool {
			m, ok := messageOf(t, r, sent.ID())
			before[sent.ID()] = m
			return ok && m.Stage.Executed()
		})
	}
	if m := before[bad.ID()]; m.Stage != index.Failed || m.Reason == "" || m.Delivery == nil || m.Delivery.FeeWei == "" || len(m.Batch.Approvals.Approved) != 2 || m.Next.Step != api.NextRetry {
		t.Errorf("of the failed message: %+v", m)
	}
	second.Stop()
	n.Ping(n.Left, n.Right, 2, 1)
	fourth := n.Send(n.Left, n.Right, rejector, nil)
	n.Eventually("the relayer knows of both and waits", func() bool {
		m, ok := messageOf(t, r, fourth.ID())
		return ok && m.Stage == index.Requested && len(m.Batch.Approvals.Approved) == 1
	})
	r.Stop()
	all := n.Sent(n.Left, n.Right)
	third := &all[2]
	checkpoint := n.Checkpoint(n.Left, n.Right, all, 1)
	attestation := e2e.Join(n.Sign(checkpoint.Digest(n.Domain(n.Left, n.Right)), n.Signers...)...)
	if _, reason := n.DeliverAsAnybody(n.Right, n.Left, all[2:], attestation); reason != "" {
		t.Fatal(reason)
	}
	delivery, failure := n.Await(third), n.Await(fourth)
	if !delivery.Succeeded || failure.Succeeded || before[good.ID()].Stage != index.Delivered {
		t.Fatalf("the messages are not what the story needs: %+v, %+v", delivery, failure)
	}
	r = n.StartRelayer(nil, nil)
	for id, want := range before {
		if got, ok := messageOf(t, r, id); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("before the restart:\n%+v, now:\n%+v", want, got)
		}
	}
	n.Eventually("it finds out what became of the others", func() bool {
		a, _ := messageOf(t, r, third.ID())
		b, _ := messageOf(t, r, fourth.ID())
		return a.Stage == index.Delivered && a.TargetTx == delivery.Tx && b.Stage == index.Failed && b.TargetTx == failure.Tx && b.TargetBlock == api.Uint(failure.Block)
	})
}

// TestAPITellsWhatALaneWaitsFor: one signer of two approves and the other is silent,
// then refuses by policy. The API says of the message who is missing, why, and when it
// is asked again; and a stream tells of its delivery when the policy is let go.
func TestAPITellsWhatALaneWaitsFor(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	r := n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	n.Ping(n.Left, n.Right, 1, 1)
	var page api.Page
	waits := func(why func(api.Missing) bool) func() bool {
		return func() bool {
			page = api.Page{}
			told(t, r, "/v1/messages?stage=requested", &page)
			if len(page.Messages) != 1 {
				return false
			}
			m := page.Messages[0]
			return m.Next.Step == api.NextApproval && !m.Next.At.IsZero() && m.Batch.Approvals.Threshold == 2 && len(m.Batch.Approvals.Approved) == 1 &&
				m.Batch.Approvals.Approved[0].Signer == n.Signers[0].Address && len(m.Batch.Approvals.Missing) == 1 && why(m.Batch.Approvals.Missing[0])
		}
	}
	missing := n.Signers[1].Address
	n.Eventually("one is silent", waits(func(m api.Missing) bool { return m.Signer == missing && m.Refusal == nil }))
	holding := n.StartSigner(n.Signers[1], func(c *daemon.SignerConfig) { c.Policy.Hold = "audit until Friday" })
	n.Eventually("it refuses", waits(func(m api.Missing) bool {
		return m.Signer == missing && m.Refusal != nil && m.Refusal.Reason == messages.ReasonHeld && strings.Contains(m.Refusal.Detail, "audit until Friday")
	}))
	if page.Messages[0].Batch.Approvals.Attempts == 0 || page.Messages[0].Batch.Approvals.AskedAt.IsZero() {
		t.Errorf("nobody was asked: %+v", page.Messages[0].Batch.Approvals)
	}
	var status api.Status
	told(t, r, "/v1/status", &status)
	signer := status.Signers[0]
	if status.Signers[1].Address == missing {
		signer = status.Signers[1]
	}
	if signer.Address != missing || signer.LastRefusal == nil || signer.LastRefusal.Reason != messages.ReasonHeld || signer.Refused == 0 || len(signer.Lanes) != 2 {
		t.Errorf("of the signer that refuses: %+v", signer)
	}
	delivered := stream(t, r, "/v1/events?stage=delivered")
	holding.Stop()
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 1)
	if m := <-delivered; m.ID != page.Messages[0].ID || m.TargetTx == (common.Hash{}) || m.Delivery == nil || m.Delivery.Attempts == 0 || m.Delivery.GasUsed == 0 {
		t.Errorf("the stream told of %+v", m)
	}
	n.Eventually("chains and accounts are shown", func() bool {
		told(t, r, "/v1/status", &status)
		for _, chain := range status.Chains {
			if chain.Latest == nil || chain.Final == nil || chain.Account == nil || chain.Account.BalanceWei == "" || chain.Latest.Number < chain.Final.Number {
				return false
			}
		}
		return len(status.Chains) == 2 && status.Ready
	})
}

// stream hands on the messages of an event stream until the test ends.
func stream(t *testing.T, r *e2e.Relayer, path string) <-chan api.Message {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.APIAddress()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	heard, done := make(chan api.Message, 10), make(chan struct{})
	go func() {
		defer close(done)
		defer close(heard)
		defer response.Body.Close()
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			var m api.Message
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &m) == nil && m.Nonce != 0 {
				heard <- m
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	return heard
}
