package evm

import (
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// revertName names a contract's error.
func revertName(data []byte) string {
	for _, contract := range []interface{ UnpackError([]byte) (any, error) }{
		bindings.NewInbox(), bindings.NewOutbox(), bindings.NewMultisigVerifier(), bindings.NewPingPong(),
	} {
		if named, err := contract.UnpackError(data); err == nil {
			return fmt.Sprintf("%T%+v", named, named)
		}
	}
	return fmt.Sprintf("%x", data)
}

// emptyHandler is the code of Empty in contracts/test/base/Recipients.sol.
var emptyHandler = common.FromHex("0x6004361015600b575f80fd5b5f3560e01c63ba87e7b014601d575f80fd5b3460965760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011260965760043567ffffffffffffffff81160360965760643567ffffffffffffffff811160965736602382011215609657806004013567ffffffffffffffff811160965736910160240111609657005b5f80fd")

// testLane is one lane: an Outbox on one ledger, Inbox and verifier on another.
type testLane struct {
	source, target          *ledger
	outbox, inbox, verifier common.Address
	recipient               common.Address
	lane                    messages.Lane
	inboxID                 messages.InboxID
	signers                 []*ecdsa.PrivateKey // in ascending order of their addresses
	threshold               int
	sent                    []messages.Message
}

var (
	inboxABI    = bindings.NewInbox()
	outboxABI   = bindings.NewOutbox()
	verifierABI = bindings.NewMultisigVerifier()
)

// newTestLane opens a lane from chain 9001 to chain 9002.
func newTestLane(t *testing.T, signers, threshold int) *testLane {
	t.Helper()
	l := &testLane{source: newLedger(t, 9001), target: newLedger(t, 9002), threshold: threshold}
	for i := range signers {
		l.signers = append(l.signers, testKey(t, uint64(100+i)))
	}
	slices.SortFunc(l.signers, func(a, b *ecdsa.PrivateKey) int {
		return crypto.PubkeyToAddress(a.PublicKey).Cmp(crypto.PubkeyToAddress(b.PublicKey))
	})
	day := big.NewInt(86400)
	owner := l.source.account()
	l.outbox = l.source.create(&bindings.OutboxMetaData, outboxABI.PackConstructor(owner, owner, owner, owner, day))
	l.inbox = l.target.create(&bindings.InboxMetaData, inboxABI.PackConstructor(owner, owner, day))
	var addresses []common.Address
	for _, key := range l.signers {
		addresses = append(addresses, crypto.PubkeyToAddress(key.PublicKey))
	}
	l.verifier = l.target.create(&bindings.MultisigVerifierMetaData,
		verifierABI.PackConstructor(addresses, big.NewInt(int64(threshold)), threshold == 1))

	mark, err := outboxABI.UnpackMark(l.source.query(l.outbox, outboxABI.PackMark()))
	if err != nil {
		t.Fatal(err)
	}
	inboxID, err := inboxABI.UnpackInboxId(l.target.query(l.inbox, inboxABI.PackInboxId()))
	if err != nil {
		t.Fatal(err)
	}
	l.inboxID = inboxID
	l.lane = messages.Lane{SourceChain: 9001, Outbox: l.outbox, OutboxMark: mark, TargetChain: 9002}
	config := DevnetLane(addresses, threshold)
	l.source.must(l.outbox, 0, outboxABI.PackSetTarget(9002, big.NewInt(int64(config.MaxHandlerGas)),
		big.NewInt(int64(config.MaxPayload)), big.NewInt(1e6), config.MaxPrice))
	l.source.must(l.outbox, 0, outboxABI.PackSetQuote(9002, bindings.FeesQuote{
		GasPrice: 1, ExchangeRate: config.Quote.ExchangeRate, MarginBps: config.Quote.MarginBps,
		MessageGas: big.NewInt(int64(config.Quote.MessageGas)), ByteGas: config.Quote.ByteGas,
	}))
	l.target.must(l.inbox, 0, inboxABI.PackOpenLane(9001, messages.AccountOf(l.outbox), mark, l.verifier,
		big.NewInt(int64(config.MaxHandlerGas))))
	l.recipient = common.HexToAddress("0x5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e")
	l.setCode(l.recipient, emptyHandler)
	return l
}

func (l *testLane) setCode(address common.Address, code []byte) {
	l.target.state.SetCode(address, code, tracing.CodeChangeUnspecified)
}

// send sends one message and takes it from the event, as a relayer does.
func (l *testLane) send(recipient common.Address, gasLimit uint64, payload []byte) (gas uint64) {
	t := l.source.t
	t.Helper()
	gas = l.source.must(l.outbox, 20_000_000, outboxABI.PackSend(9002, messages.AccountOf(recipient), gasLimit, payload))
	event, err := outboxABI.UnpackMessageSentEvent(l.source.logs[0])
	if err != nil {
		t.Fatal(err)
	}
	m, err := messages.DecodeMessage(event.Message)
	if err != nil {
		t.Fatal(err)
	}
	if m.ID() != event.Id {
		t.Fatalf("event has id %x, the message hashes to %s", event.Id, m.ID())
	}
	l.sent = append(l.sent, *m)
	return gas
}

// position folds the first n messages.
func (l *testLane) position(n int) messages.Position {
	p := l.lane.Start()
	for i := range l.sent[:n] {
		p = p.Advance(l.sent[i].ID())
	}
	return p
}

// attest signs the checkpoint at nonce n with the first signers.
func (l *testLane) attest(n int) []byte {
	t := l.target.t
	t.Helper()
	p := l.position(n)
	digest := messages.Checkpoint{
		Lane: l.lane.ID(), Inbox: l.inboxID, Nonce: p.Nonce, Accumulator: p.Accumulator, Epoch: 1,
	}.Digest(messages.Domain{TargetChain: 9002, Verifier: l.verifier})
	var attestation []byte
	for _, key := range l.signers[:l.threshold] {
		rsv, err := crypto.Sign(digest[:], key)
		if err != nil {
			t.Fatal(err)
		}
		signature, err := messages.SignatureOf(rsv)
		if err != nil {
			t.Fatal(err)
		}
		attestation = append(attestation, signature[:]...)
	}
	return attestation
}

// delivery packs messages first to last, with tail ids up to nonce attested.
func (l *testLane) delivery(first, last, attested int) []byte {
	t := l.target.t
	t.Helper()
	packed, err := EncodeBatch(l.sent[first-1 : last])
	if err != nil {
		t.Fatal(err)
	}
	var tail [][32]byte
	for i := range l.sent[last:attested] {
		tail = append(tail, l.sent[last+i].ID())
	}
	return inboxABI.PackDeliver(9001, packed, tail, l.attest(attested))
}
