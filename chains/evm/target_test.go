package evm_test

import (
	"context"
	"errors"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/chaintest"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/txsender"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

// ready is a lane with messages that are observed and wait to be delivered.
type ready struct {
	*deployment
	segment observe.Segment
	journal string
}

func newReady(t *testing.T, count int) *ready {
	t.Helper()
	source, target := startDevnet(t, 9001), startDevnet(t, 9002)
	r := &ready{deployment: deploy(t, source, target), journal: filepath.Join(t.TempDir(), "journal")}
	r.send(t, chaintest.Accepting, count, 8)
	o := must[*observe.Observer](t)(observe.New(observe.Config{
		Lane: r.here.LaneTo(target.id), OutboxCodeHash: r.here.OutboxCodeHash, Client: source.light(t),
		Sources: []chains.Source{evm.NewSource(source.client(t, source.ws, ""))}, Start: r.here.LaneTo(target.id).Start(),
	}))
	r.segment = must[observe.Segment](t)(o.Next(t.Context()))
	if len(r.segment.Messages()) != count {
		t.Fatalf("observed %d messages, want %d", len(r.segment.Messages()), count)
	}
	return r
}

// delivery makes one of the messages first to last.
func (r *ready) delivery(t *testing.T, first, last int) chains.Delivery {
	t.Helper()
	end := r.segment.Messages()[last-1].Position
	checkpoint := messages.Checkpoint{Lane: r.segment.Lane().ID(), Inbox: r.there.InboxID, Nonce: end.Nonce, Accumulator: end.Accumulator, Epoch: 1}
	domain := messages.Domain{TargetChain: r.target.id, Verifier: r.there.Verifiers[r.source.id]}
	delivery := chains.Delivery{SourceChain: r.source.id, Attestation: r.sign(t, checkpoint, domain, 3), GasLimit: 1_000_000}
	for _, observed := range r.segment.Messages()[first-1 : last] {
		delivery.Messages = append(delivery.Messages, observed.Message)
	}
	return delivery
}

// wantExactly checks the recipient's storage.
func (r *ready) wantExactly(t *testing.T, count uint64) {
	t.Helper()
	if got, inOrder := r.received(t); got != count || !inOrder {
		t.Fatalf("recipient has got %d messages (each once and in order: %t), want %d", got, inOrder, count)
	}
}

// freeze stops the target chain's blocks; the RPC goes on.
func (r *ready) freeze(t *testing.T) (thaw func()) {
	t.Helper()
	for i := range 2 {
		if err := r.target.node.PauseValidator(i); err != nil {
			t.Fatal(err)
		}
	}
	return func() {
		for i := range 2 {
			if err := r.target.node.ResumeValidator(i); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestRestartWithDeliveriesInFlight: the process ends while the chain stands still
// with two deliveries in its pool. The next one finds them in the journal; the same
// submissions join them, and each message arrives once.
func TestRestartWithDeliveriesInFlight(t *testing.T) {
	r := newReady(t, 4)
	endpoint := r.target.client(t, r.target.ws, "")
	thaw := r.freeze(t)
	target, stop := r.startTarget(t, r.journal, endpoint)
	var old []chains.Submission
	for _, d := range []chains.Delivery{r.delivery(t, 1, 2), r.delivery(t, 3, 4)} {
		old = append(old, must[chains.Submission](t)(target.Submit(t.Context(), d)))
	}
	stop()
	for _, submission := range old {
		if _, err := submission.Wait(t.Context()); !errors.Is(err, txsender.ErrStopped) {
			t.Fatalf("Wait after the end: %v", err)
		}
	}
	again, stopAgain := r.startTarget(t, r.journal, endpoint)
	defer stopAgain()
	var submissions []chains.Submission
	for _, d := range []chains.Delivery{r.delivery(t, 1, 2), r.delivery(t, 3, 4)} {
		submissions = append(submissions, must[chains.Submission](t)(again.Submit(t.Context(), d)))
	}
	if n := again.Status().NextNonce; n != 2 {
		t.Fatalf("next nonce %d, want 2: the submissions did not join", n)
	}
	thaw()
	for i, submission := range submissions {
		receipt, err := submission.Wait(t.Context())
		if err != nil || receipt.Executed != 2 || receipt.Delivered != uint64(2*i+2) {
			t.Fatalf("delivery %d: %+v, error %v", i, receipt, err)
		}
	}
	r.wantExactly(t, 4)
}

// TestOutsideTransactionTakesTheDeliverysNonce on a real chain: the account is used
// by somebody else at the same time.
func TestOutsideTransactionTakesTheDeliverysNonce(t *testing.T) {
	r := newReady(t, 2)
	thaw := r.freeze(t)
	target := r.newTarget(t, r.journal, r.target.client(t, r.target.ws, ""))
	submission := must[chains.Submission](t)(target.Submit(t.Context(), r.delivery(t, 1, 2)))
	key := r.target.keys[1]
	outside := must[*types.Transaction](t)(types.SignNewTx(key, types.LatestSignerForChainID(new(big.Int).SetUint64(r.target.id)), &types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(r.target.id), Nonce: 0, To: &common.Address{1}, Value: common.Big1, Gas: 21_000,
		GasFeeCap: big.NewInt(9e11), GasTipCap: big.NewInt(9e10),
	}))
	if err := r.target.eth.SendTransaction(t.Context(), outside); err != nil {
		t.Fatal(err)
	}
	thaw()
	receipt, err := submission.Wait(t.Context())
	if err != nil || receipt.Executed != 2 {
		t.Fatalf("%+v, error %v", receipt, err)
	}
	if status := target.Status(); status.Conflicts != 1 || status.Account != crypto.PubkeyToAddress(key.PublicKey) {
		t.Fatalf("status %+v, want one conflict", status)
	}
	r.wantExactly(t, 2)
}

// flaky is an endpoint that can be cut off.
type flaky struct {
	*httptest.Server
	dead atomic.Bool
}

func newFlaky(t *testing.T, target string) *flaky {
	t.Helper()
	proxy := httputil.NewSingleHostReverseProxy(must[*url.URL](t)(url.Parse(target)))
	f := &flaky{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if f.dead.Load() {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = connection.(*net.TCPConn).SetLinger(0)
				_ = connection.Close()
			}
			return
		}
		request.Host = "localhost"
		proxy.ServeHTTP(w, request)
	}))
	t.Cleanup(f.Close)
	return f
}

// TestEndpointDiesWithADeliveryInFlight: the next one takes over.
func TestEndpointDiesWithADeliveryInFlight(t *testing.T) {
	r := newReady(t, 4)
	one, two := newFlaky(t, r.target.url), newFlaky(t, r.target.url)
	target := r.newTarget(t, r.journal, r.target.client(t, one.URL, "one"), r.target.client(t, two.URL, "two"))
	thaw := r.freeze(t)
	first := must[chains.Submission](t)(target.Submit(t.Context(), r.delivery(t, 1, 2)))
	one.dead.Store(true)
	second := must[chains.Submission](t)(target.Submit(t.Context(), r.delivery(t, 3, 4)))
	thaw()
	for _, submission := range []chains.Submission{first, second} {
		if receipt, err := submission.Wait(t.Context()); err != nil || receipt.Executed != 2 {
			t.Fatalf("%+v, error %v", receipt, err)
		}
	}
	// And back, when the other one dies.
	one.dead.Store(false)
	two.dead.Store(true)
	if inbox, err := target.Inbox(t.Context(), r.source.id); err != nil || inbox.Position.Nonce != 4 {
		t.Fatalf("inbox %+v, error %v", inbox, err)
	}
	one.dead.Store(true)
	if _, err := target.Inbox(t.Context(), r.source.id); !errors.Is(err, chains.ErrUnavailable) {
		t.Fatalf("error %v, want %v", err, chains.ErrUnavailable)
	}
	r.wantExactly(t, 4)
}

// TestAccountWithoutMoney: the delivery is refused, named, and blocks nothing.
func TestAccountWithoutMoney(t *testing.T) {
	r := newReady(t, 1)
	r.target.keys[1] = sortedKeys(t, 200, 1)[0]
	target := r.newTarget(t, r.journal, r.target.client(t, r.target.url, ""))
	if _, err := target.Submit(t.Context(), r.delivery(t, 1, 1)); !errors.Is(err, chains.ErrNoFunds) || !errors.Is(err, txsender.ErrRefused) {
		t.Fatalf("error %v, want %v", err, chains.ErrNoFunds)
	}
	if status := target.Status(); status.InFlight != 0 {
		t.Fatalf("status %+v, want nothing in flight", status)
	}
}

// TestSourceWatchSurvivesItsConnection: a subscription that ends says so, and can be
// opened again on the same client.
func TestSourceWatchSurvivesItsConnection(t *testing.T) {
	chain := startDevnet(t, 9001)
	client := chain.client(t, chain.ws, "")
	lane := messages.Lane{SourceChain: 9001, Outbox: common.Address{1}, TargetChain: 9002}
	source := evm.NewSource(client)
	ctx, cancel := context.WithCancel(t.Context())
	hints := make(chan struct{}, 10)
	done := make(chan error, 1)
	go func() { done <- source.Watch(ctx, lane, func() { hints <- struct{}{} }) }()
	<-hints // the one at the beginning
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	go func() { done <- source.Watch(t.Context(), lane, func() { hints <- struct{}{} }) }()
	<-hints
	client.Close()
	select {
	case err := <-done:
		if err == nil {
			t.Fatal("a closed connection ended the subscription without an error")
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the subscription outlives its connection")
	}
	if _, err := client.Latest(t.Context()); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Fatalf("error %v after Close", err)
	}
}

func TestNewTargetRefuses(t *testing.T) {
	client := must[*evm.Client](t)(evm.NewClient(evm.ClientConfig{URL: "http://127.0.0.1:1", ChainID: 1}))
	journal := must[*txsender.Journal](t)(txsender.OpenJournal(filepath.Join(t.TempDir(), "journal")))
	defer func() { _ = journal.Close() }()
	signer := must[*txsender.KeySigner](t)(txsender.NewKeySigner(sortedKeys(t, 0, 1)[0]))
	for name, test := range map[string]struct {
		spoil func(*evm.TargetConfig)
		says  string
	}{
		"no endpoint": {func(c *evm.TargetConfig) { c.Endpoints = nil }, "no endpoint"},
		"no inbox":    {func(c *evm.TargetConfig) { c.Inbox = common.Address{} }, "inbox is the zero address"},
		"a tag":       {func(c *evm.TargetConfig) { c.Finality.Tag = "pending" }, `finality tag "pending"`},
		"no signer":   {func(c *evm.TargetConfig) { c.Signer = nil }, "required"},
		"no fees":     {func(c *evm.TargetConfig) { c.Fees = txsender.Fees{} }, "max fee"},
	} {
		config := evm.TargetConfig{Endpoints: []*evm.Client{client}, Inbox: common.Address{1}, Signer: signer, Journal: journal,
			Fees: txsender.Fees{MaxFee: big.NewInt(2), MaxTip: big.NewInt(1)}}
		test.spoil(&config)
		if _, err := evm.NewTarget(config); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, test.says)
		}
	}
}
