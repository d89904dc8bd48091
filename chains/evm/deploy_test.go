package evm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// newEnd runs a devnet and gives its first account the contracts.
func newEnd(t *testing.T, chainID uint64) evm.LaneEnd {
	t.Helper()
	chain := startDevnet(t, chainID)
	return evm.LaneEnd{
		Backend: chain.eth,
		Opts:    bind.NewKeyedTransactor(chain.keys[0], new(big.Int).SetUint64(chainID)),
	}
}

func deployConfig(account common.Address) evm.DeployConfig {
	return evm.DeployConfig{Owner: account, Guardian: account, FeeOracle: account, FeeReceiver: account, Delay: 48 * time.Hour}
}

// TestDeployedLaneCarriesAMessage: what Deploy and OpenLane leave behind works.
func TestDeployedLaneCarriesAMessage(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	source, target := newEnd(t, 9001), newEnd(t, 9002)
	for _, end := range []*evm.LaneEnd{&source, &target} {
		d, err := evm.Deploy(ctx, end.Backend, end.Opts, deployConfig(end.Opts.From))
		if err != nil {
			t.Fatal(err)
		}
		end.Deployment = d
	}
	signers := []common.Address{{3}, {1}, {2}}
	if err := evm.OpenLane(ctx, source, target, evm.DevnetLane(signers, 2)); err != nil {
		t.Fatal(err)
	}
	// PingPong's ping goes through the Outbox; that needs target, quote and peers.
	pingPong := bindings.NewPingPong()
	opts := *source.Opts
	opts.Value, opts.Context = big.NewInt(params.Ether), ctx
	tx, err := bind.Transact(pingPong.Instance(source.Backend, source.Deployment.PingPong), &opts,
		pingPong.PackPing(9002, messages.AccountOf(target.Deployment.PingPong), 100_000, 1, []byte("hello")))
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := bind.WaitMined(ctx, source.Backend, tx.Hash())
	if err != nil {
		t.Fatal(err)
	}
	event, err := bindings.NewOutbox().UnpackMessageSentEvent(receipt.Logs[0])
	if err != nil {
		t.Fatal(err)
	}
	m, err := messages.DecodeMessage(event.Message)
	if err != nil {
		t.Fatal(err)
	}
	if m.Nonce != 1 || m.SourceChain != 9001 || m.Sender != messages.AccountOf(source.Deployment.PingPong) {
		t.Fatalf("sent %+v", m)
	}
	inbox := bindings.NewInbox()
	lane, err := bind.Call(inbox.Instance(target.Backend, target.Deployment.Inbox), nil, inbox.PackLane(9001), inbox.UnpackLane)
	if err != nil {
		t.Fatal(err)
	}
	if want := source.Deployment.LaneTo(9002).ID(); lane.LaneId != want || lane.Verifier != target.Deployment.Verifiers[9001] {
		t.Fatalf("the Inbox has lane %x, want %s", lane.LaneId, want)
	}
	// A second opening fails by name.
	err = evm.OpenLane(ctx, source, target, evm.DevnetLane(signers, 2))
	if err == nil || !strings.Contains(err.Error(), "LaneAlreadyOpen") {
		t.Fatalf("opened twice: %v", err)
	}
}

func TestDeploymentRoundTrip(t *testing.T) {
	d := testDeployment()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := evm.ReadDeployment(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if got.InboxID != d.InboxID || got.Verifiers[9001] != d.Verifiers[9001] || got.OutboxMark != d.OutboxMark {
		t.Fatalf("got %+v, want %+v", got, d)
	}
}

func testDeployment() *evm.Deployment {
	d := &evm.Deployment{
		ChainID: 9002, DeployBlock: 3, Outbox: common.Address{1}, OutboxMark: messages.Mark{2},
		OutboxCodeHash: common.Hash{3}, Inbox: common.Address{4}, InboxMark: messages.Mark{5},
		PingPong: common.Address{6}, Verifiers: map[uint64]common.Address{9001: {7}},
		SignerSets: map[uint64]evm.FirstSet{9001: {Signers: []common.Address{{1}, {2}, {3}}, Threshold: 2}},
	}
	d.InboxID = messages.InboxIDOf(d.Inbox, d.InboxMark)
	return d
}

func TestReadDeploymentRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(d *evm.Deployment)
		want string
	}{
		{"no chain", func(d *evm.Deployment) { d.ChainID = 0 }, "chainId is 0"},
		{"no outbox", func(d *evm.Deployment) { d.Outbox = common.Address{} }, "outbox is the zero address"},
		{"no outbox mark", func(d *evm.Deployment) { d.OutboxMark = messages.Mark{} }, "outboxMark is zero"},
		{"code hash of nothing", func(d *evm.Deployment) { d.OutboxCodeHash = types.EmptyCodeHash }, "outboxCodeHash"},
		{"no inbox", func(d *evm.Deployment) { d.Inbox = common.Address{} }, "inbox is the zero address"},
		{"no inbox mark", func(d *evm.Deployment) { d.InboxMark = messages.Mark{} }, "inboxMark is zero"},
		{"inbox id of another", func(d *evm.Deployment) { d.InboxID[0]++ }, "inboxId is"},
		{"verifier of itself", func(d *evm.Deployment) { d.Verifiers[9002] = common.Address{7} }, "verifiers[9002]"},
		{"set of no lane", func(d *evm.Deployment) { d.SignerSets[9003] = d.SignerSets[9001] }, "signerSets[9003] is of a lane that is not open"},
		{"one of one", func(d *evm.Deployment) {
			d.SignerSets[9001] = evm.FirstSet{Signers: []common.Address{{1}}, Threshold: 1}
		}, "signerSets[9001]: threshold 1 of 1 signers, want 2 to 1"},
		{"one of three", func(d *evm.Deployment) {
			d.SignerSets[9001] = evm.FirstSet{Signers: []common.Address{{1}, {2}, {3}}, Threshold: 1}
		}, "signerSets[9001]: threshold 1"},
		{"more than all", func(d *evm.Deployment) {
			d.SignerSets[9001] = evm.FirstSet{Signers: []common.Address{{1}, {2}}, Threshold: 3}
		}, "signerSets[9001]: threshold 3 of 2"},
		{"one signer twice", func(d *evm.Deployment) {
			d.SignerSets[9001] = evm.FirstSet{Signers: []common.Address{{1}, {1}}, Threshold: 2}
		}, "signers[1]"},
		{"verifier without address", func(d *evm.Deployment) { d.Verifiers[9003] = common.Address{} }, "verifiers[9003]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := testDeployment()
			test.edit(d)
			text, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := evm.ReadDeployment(bytes.NewReader(text)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
		})
	}
	for text, want := range map[string]string{
		`{"chainID2": 1}`:            "unknown field",
		`{} {}`:                      "more after the JSON object",
		strings.Repeat(" ", 1<<20+1): "more than 1048576 bytes",
	} {
		if _, err := evm.ReadDeployment(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("%.20s: got %v, want %q", text, err, want)
		}
	}
}

func TestLaneConfigRefuses(t *testing.T) {
	three := []common.Address{{1}, {2}, {3}}
	for _, test := range []struct {
		name string
		edit func(c *evm.LaneConfig)
		want string
	}{
		{"no signers", func(c *evm.LaneConfig) { c.Signers = nil }, "0 signers, want 1 to 64"},
		{"one of three", func(c *evm.LaneConfig) { c.Threshold = 1 }, "threshold 1 of 3"},
		{"four of three", func(c *evm.LaneConfig) { c.Threshold = 4 }, "threshold 4 of 3"},
		{"twice the same", func(c *evm.LaneConfig) { c.Signers = []common.Address{{1}, {2}, {1}} }, "named twice"},
		{"zero signer", func(c *evm.LaneConfig) { c.Signers = []common.Address{{}, {2}, {1}} }, "zero address"},
		{"handler gas", func(c *evm.LaneConfig) { c.MaxHandlerGas = 12_000_001 }, "MaxHandlerGas 12000001"},
		{"payload", func(c *evm.LaneConfig) { c.MaxPayload = 65537 }, "MaxPayload 65537"},
		{"age", func(c *evm.LaneConfig) { c.QuoteMaxAge = time.Millisecond }, "QuoteMaxAge 1ms"},
		{"price", func(c *evm.LaneConfig) { c.MaxPrice = new(big.Int).Lsh(big.NewInt(1), 96) }, "MaxPrice"},
		{"free gas", func(c *evm.LaneConfig) { c.Quote.GasPrice = 0 }, "Quote"},
		{"no rate", func(c *evm.LaneConfig) { c.Quote.ExchangeRate = nil }, "ExchangeRate"},
	} {
		t.Run(test.name, func(t *testing.T) {
			config := evm.DevnetLane(three, 2)
			test.edit(&config)
			if err := config.Validate(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
		})
	}
	config := deployConfig(common.Address{1})
	config.Delay = time.Hour
	if err := config.Validate(); err == nil || !strings.Contains(err.Error(), "Delay is 1h0m0s") {
		t.Fatalf("got %v", err)
	}
	config.Guardian = common.Address{}
	if err := config.Validate(); err == nil || !strings.Contains(err.Error(), "Guardian is the zero address") {
		t.Fatalf("got %v", err)
	}
}
