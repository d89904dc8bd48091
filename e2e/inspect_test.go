package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/inspect"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// looker is a Direct over the chains of a relayer's configuration, as `catenary trace
// --direct --config relayer.yaml` has it.
func looker(t *testing.T, config daemon.RelayerConfig, change func([]daemon.ChainConfig)) *inspect.Direct {
	t.Helper()
	chains := append([]daemon.ChainConfig(nil), config.Chains...)
	if change != nil {
		change(chains)
	}
	look, err := daemon.OpenLook(chains, nil, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := look.Close(); err != nil {
			t.Error(err)
		}
	})
	return &inspect.Direct{Look: look, NoAnswers: "no bus identity", Prove: e2e.Patience, Now: time.Now}
}

// bridge is a whole bridge, its relayer's configuration, and where its bus is.
func bridge(t *testing.T) (n *e2e.Net, config daemon.RelayerConfig, busURL string) {
	t.Helper()
	n = e2e.Prepare(t, e2e.Config{})
	r := n.StartRelayer(func(c *daemon.RelayerConfig) { config = *c }, nil)
	n.StartSigners(nil)
	return n, config, r.BusURL()
}

// listens gives a looker the relayer's own identity for the bus.
func listens(t *testing.T, d *inspect.Direct, url string, config daemon.RelayerConfig) {
	t.Helper()
	identity, err := bus.ReadIdentity(filepath.Join(config.Data, "relayer.nk"))
	if err != nil {
		t.Fatal(err)
	}
	b := &inspect.Bus{Config: bus.Config{URL: url, Identity: identity, Logger: slog.New(slog.DiscardHandler)}}
	t.Cleanup(b.Close)
	d.Answers = b.Answers
}

func traced(t *testing.T, d *inspect.Direct, asked common.Hash) *inspect.Trace {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), e2e.Patience)
	defer cancel()
	trace, err := d.Trace(ctx, asked)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

func stepOf(t *testing.T, m *inspect.Message, name string) inspect.Step {
	t.Helper()
	for _, s := range m.Steps {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("message has no step %q: %+v", name, m.Steps)
	return inspect.Step{}
}

// TestTraceFromChainsAndBus: without a relayer's API a delivered message is found by its
// id and by its transaction, proven in its lane, with the signatures of its approval; a
// failed one with its reason and, after somebody's retry, with that.
func TestTraceFromChainsAndBus(t *testing.T) {
	t.Parallel()
	n, config, bus := bridge(t)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	rejector := n.DeployRejector(n.Right)
	refused := n.Send(n.Left, n.Right, rejector, []byte("x"))
	n.Await(refused)

	d := looker(t, config, nil)
	listens(t, d, bus, config)
	all := traced(t, d, common.Hash(refused.ID()))
	m := &all.Messages[0]
	if m.Outcome != inspect.OutcomeFailed || all.Failed() != 1 || !strings.Contains(stepOf(t, m, inspect.StepFailed).Text, "recipient reverted") {
		t.Fatalf("the refused message:\n%s", all.Render(inspect.Style{}))
	}
	if proven := stepOf(t, m, inspect.StepProven); proven.State != inspect.Done || proven.Word != inspect.Proven {
		t.Errorf("not proven: %+v", proven)
	}
	if !m.Approvals.Attestable || m.Approvals.Count < 2 || m.Approvals.Threshold != 2 || stepOf(t, m, inspect.StepApproved).Word != inspect.Signed {
		t.Errorf("approvals %+v", m.Approvals)
	}

	// All three messages of one transaction.
	tx := common.HexToHash(traced(t, d, pingOf(t, n, d)).Messages[0].Steps[0].Tx)
	trace := traced(t, d, tx)
	if len(trace.Messages) != 3 || trace.Transaction == nil || !trace.Executed() || trace.Failed() != 0 {
		t.Fatalf("the transaction of three messages:\n%s", trace.Render(inspect.Style{}))
	}

	// Mended, and retried by a third party.
	n.Transact(n.Right, rejector, nil, bindings.NewRejector().PackSetAccepting(true))
	n.Retry(n.Right, refused)
	trace = traced(t, d, common.Hash(refused.ID()))
	if m := &trace.Messages[0]; m.Outcome != inspect.OutcomeDelivered || m.Stage != inspect.StepRetried {
		t.Errorf("the retried message:\n%s", trace.Render(inspect.Style{}))
	}

	// What is not there.
	for name, c := range map[string]struct {
		asked common.Hash
		says  string
	}{
		"unknown":                 {common.Hash{1}, "no message and no transaction"},
		"another contract's deed": {n.Transact(n.Left, n.DeployRejector(n.Left), nil, bindings.NewRejector().PackSetAccepting(true)).TxHash, "sent no message"},
	} {
		if _, err := d.Trace(t.Context(), c.asked); !errors.Is(err, inspect.ErrNotFound) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	status, err := d.Status(t.Context())
	if err != nil || len(status.Lanes) != 2 || *status.Lanes[0].Delivered != 4 || *status.Lanes[0].Pending != 0 || *status.Lanes[0].Proven != 4 || status.Chains[0].Proven == nil || status.Signers[0].Answer != inspect.SignerApproved {
		t.Errorf("status %+v, %v", status, err)
	}
}

// pingOf returns the id of the first message of the lane.
func pingOf(t *testing.T, n *e2e.Net, d *inspect.Direct) common.Hash {
	t.Helper()
	sent := n.Sent(n.Left, n.Right)
	if len(sent) == 0 || d == nil {
		t.Fatal("nothing was sent")
	}
	return common.Hash(sent[0].ID())
}

// TestAttackInventedMessageIsTraced: an endpoint shows a message that was never sent, at
// a nonce that is delivered: somebody is to believe that it arrived. Beside an honest
// endpoint the light client shows the lie; alone the liar is not believed either: what
// it shows is marked as hearsay and not as proven.
func TestAttackInventedMessageIsTraced(t *testing.T) {
	t.Parallel()
	n, config, _ := bridge(t)
	n.Ping(n.Left, n.Right, 1, 2)
	n.AwaitExactlyOnce(n.Right, n.Left, 2)
	sent := n.Sent(n.Left, n.Right)
	invented := sent[0]
	invented.Payload = []byte("a payment that nobody made")
	id := invented.ID()
	liar := e2e.StartProxy(t, n.Left.HTTP)
	liar.Tell(shows(t, n.Left.Deployment.Outbox, &invented))

	ctx, cancel := context.WithTimeout(t.Context(), e2e.Patience)
	defer cancel()
	beside := looker(t, config, func(chains []daemon.ChainConfig) { through(chains, n.Left.ID, liar.URL, n.Left.HTTP) })
	if _, err := beside.Trace(ctx, common.Hash(id)); !errors.Is(err, inspect.ErrNotFound) || !strings.Contains(err.Error(), "the endpoint lies") {
		t.Errorf("beside an honest endpoint: %v", err)
	}
	if liar.Lies() == 0 {
		t.Fatal("the endpoint did not lie")
	}

	// Now about the whole lane, so that what it tells fits together.
	liar.Tell(tellsOf(t, n.Left.Deployment.Outbox, append([]messages.Message{invented}, sent[1:]...)))
	alone := looker(t, config, func(chains []daemon.ChainConfig) { through(chains, n.Left.ID, liar.URL) })
	alone.Prove = 2 * time.Second
	trace, err := alone.Trace(ctx, common.Hash(id))
	if err != nil {
		t.Fatal(err)
	}
	proven := stepOf(t, &trace.Messages[0], inspect.StepProven)
	if proven.State != inspect.Unknown || !strings.Contains(proven.Text, "not verified here") {
		t.Errorf("a liar alone is believed: %+v", proven)
	}
	for _, s := range trace.Messages[0].Steps {
		if s.Word == inspect.Proven || s.Word == inspect.Signed {
			t.Errorf("step %s of an invented message stands on the word %q", s.Name, s.Word)
		}
	}
}

// TestAttackHiddenOutcomeIsTraced: an endpoint of the target hides the log of a
// delivery. The Inbox's position still tells that the message is executed.
func TestAttackHiddenOutcomeIsTraced(t *testing.T) {
	t.Parallel()
	n, config, _ := bridge(t)
	n.Ping(n.Left, n.Right, 1, 1)
	n.AwaitExactlyOnce(n.Right, n.Left, 1)
	liar := e2e.StartProxy(t, n.Right.HTTP)
	liar.Tell(func(method string, _, result json.RawMessage) json.RawMessage {
		if method == "eth_getLogs" {
			return json.RawMessage("[]")
		}
		return result
	})
	d := looker(t, config, func(chains []daemon.ChainConfig) { through(chains, n.Right.ID, liar.URL) })
	trace := traced(t, d, pingOf(t, n, d))
	m := &trace.Messages[0]
	if s := stepOf(t, m, inspect.StepDelivered); m.Outcome != inspect.OutcomeDelivered || s.State != inspect.Done || !strings.Contains(s.Text, "no endpoint shows the log") {
		t.Errorf("a hidden delivery:\n%s", trace.Render(inspect.Style{}))
	}
	if liar.Lies() == 0 {
		t.Fatal("the endpoint did not lie")
	}
}

// shows makes an endpoint show a message to whoever asks for it by its id.
func shows(t *testing.T, outbox common.Address, m *messages.Message) e2e.Lie {
	id := common.Hash(m.ID()).Hex()
	log := logOf(t, outbox, m)
	return func(method string, params, result json.RawMessage) json.RawMessage {
		if method == "eth_getLogs" && strings.Contains(string(params), id[2:]) {
			return json.RawMessage("[" + log + "]")
		}
		return result
	}
}

// tellsOf makes an endpoint tell of these messages and no others.
func tellsOf(t *testing.T, outbox common.Address, all []messages.Message) e2e.Lie {
	byID := shows(t, outbox, &all[0])
	var logs []string
	for i := range all {
		logs = append(logs, logOf(t, outbox, &all[i]))
	}
	return func(method string, params, result json.RawMessage) json.RawMessage {
		if told := byID(method, params, result); method != "eth_getLogs" || string(told) != string(result) {
			return told
		}
		return json.RawMessage("[" + strings.Join(logs, ",") + "]")
	}
}

func logOf(t *testing.T, outbox common.Address, m *messages.Message) string {
	t.Helper()
	encoded, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	word := func(v uint64) common.Hash { return common.BigToHash(new(big.Int).SetUint64(v)) }
	length, offset := word(uint64(len(encoded))), word(32)
	data := append(append(offset[:], length[:]...), common.RightPadBytes(encoded, (len(encoded)+31)/32*32)...)
	log, err := json.Marshal(map[string]any{
		"address": outbox, "topics": []common.Hash{crypto.Keccak256Hash([]byte("MessageSent(uint64,uint64,bytes32,bytes)")), word(m.TargetChain), word(m.Nonce), common.Hash(m.ID())},
		"data": hexutil.Bytes(data), "blockNumber": "0x5", "transactionHash": common.Hash{9}, "transactionIndex": "0x0", "blockHash": common.Hash{8}, "logIndex": "0x0", "removed": false,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(log)
}

// TestFollowByEvents: a message that waits for its signers is followed through the
// relayer's events, which alone bring the news here: looks without a hint are counted.
// The API's word and what is read from the chains agree at the end.
func TestFollowByEvents(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	var config daemon.RelayerConfig
	r := n.StartRelayer(func(c *daemon.RelayerConfig) { c.Listen, config = "127.0.0.1:0", *c }, nil)
	n.StartSigner(n.Signers[0], nil)
	sent := n.Send(n.Left, n.Right, n.DeployRejector(n.Right), []byte("x"))
	asked := common.Hash(sent.ID())
	api, err := inspect.NewAPI("http://"+r.APIAddress(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer api.Close()
	ctx, cancel := context.WithTimeout(t.Context(), e2e.Patience)
	defer cancel()
	var stuck *inspect.Trace
	n.Eventually("the first approval is told", func() bool {
		stuck, err = api.Trace(ctx, asked, time.Now())
		return err == nil && stuck.Messages[0].Approvals.Count == 1
	})
	m := &stuck.Messages[0]
	silent := 0
	for _, s := range m.Approvals.Signers {
		if s.State == inspect.SignerSilent {
			silent++
		}
	}
	if m.Outcome != inspect.Pending || silent != 2 || m.Next.Who != "signers" || m.Next.At.IsZero() {
		t.Errorf("the stuck message:\n%s", stuck.Render(inspect.Style{}))
	}

	hints := make(chan struct{}, 1)
	watching, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		done <- api.Watch(watching, asked, func() {
			select {
			case hints <- struct{}{}:
			default:
			}
		})
	}()
	// The stream is there when the relayer's next question to the signers is heard of.
	select {
	case <-hints:
	case <-ctx.Done():
		t.Fatal("no event tells that signers are asked again")
	}
	n.StartSigner(n.Signers[1], nil)
	var trace *inspect.Trace
	for trace == nil || !trace.Executed() {
		select {
		case <-hints:
		case err := <-done:
			t.Fatalf("the stream of events ended: %v", err)
		case <-ctx.Done():
			t.Fatal("no event tells of the message's end")
		}
		if trace, err = api.Trace(ctx, asked, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	<-done
	direct := traced(t, looker(t, config, nil), asked)
	told, read := &trace.Messages[0], &direct.Messages[0]
	if told.Outcome != inspect.OutcomeFailed || read.Outcome != told.Outcome || stepOf(t, told, inspect.StepFailed).Tx != stepOf(t, read, inspect.StepFailed).Tx ||
		stepOf(t, told, inspect.StepSent).Tx != stepOf(t, read, inspect.StepSent).Tx || told.LaneID != read.LaneID || told.Nonce != read.Nonce {
		t.Errorf("told:\n%s\nread:\n%s", trace.Render(inspect.Style{}), direct.Render(inspect.Style{}))
	}
}
