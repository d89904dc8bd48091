package inspect

import (
	"crypto/ecdsa"
	"encoding/json"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

var update = flag.Bool("update", false, "write the golden files anew")

// base is the second in which the message of these tests was sent.
var base = time.Date(2026, 11, 23, 12, 0, 1, 0, time.UTC)

func after(seconds float64) time.Time {
	return base.Add(time.Duration(seconds * float64(time.Second)))
}

// keysOf are three signers, ascending by address, always the same.
var keysOf = func() (keys []*ecdsa.PrivateKey) {
	for i := range int64(3) {
		key, err := crypto.ToECDSA(common.LeftPadBytes(big.NewInt(i+1).Bytes(), 32))
		if err != nil {
			panic(err)
		}
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b *ecdsa.PrivateKey) int {
		return crypto.PubkeyToAddress(a.PublicKey).Cmp(crypto.PubkeyToAddress(b.PublicKey))
	})
	return keys
}()

func signerAt(i int) common.Address { return crypto.PubkeyToAddress(keysOf[i].PublicKey) }

var (
	testLane   = messages.Lane{SourceChain: 9001, Outbox: common.Address{1}, OutboxMark: messages.Mark{2}, TargetChain: 9002}
	testInbox  = messages.InboxID{3}
	testDomain = messages.Domain{TargetChain: 9002, Verifier: common.Address{4}}
)

// checkpointOf is the one of a nonce; turn tells accumulators apart.
func checkpointOf(nonce uint64, turn byte) messages.Checkpoint {
	return messages.Checkpoint{Lane: testLane.ID(), Inbox: testInbox, Nonce: nonce, Accumulator: messages.Accumulator{byte(nonce), turn}, Epoch: 1}
}

func approves(t testing.TB, i int, c messages.Checkpoint, at float64) bus.Told {
	t.Helper()
	return approvesFor(t, i, c, testDomain, at)
}

// approvesFor really signs.
func approvesFor(t testing.TB, i int, c messages.Checkpoint, domain messages.Domain, at float64) bus.Told {
	t.Helper()
	digest := c.Digest(domain)
	raw, err := crypto.Sign(digest[:], keysOf[i])
	if err != nil {
		t.Fatal(err)
	}
	signature, err := messages.SignatureOf(raw)
	if err != nil {
		t.Fatal(err)
	}
	return bus.Told{At: after(at), Answer: messages.Answer{Attempt: 1, Approval: &messages.Approval{Checkpoint: c, Domain: domain, Signer: signerAt(i), Signature: signature}}}
}

func refuses(i int, c messages.Checkpoint, reason messages.Reason, detail string, at float64) bus.Told {
	return bus.Told{At: after(at), Answer: messages.Answer{Attempt: 1, Refusal: &messages.Refusal{Checkpoint: c, Domain: testDomain, Signer: signerAt(i), Reason: reason, Detail: detail}}}
}

// factsOf is a message of nonce 7 that is final and proven, of which nothing more has
// happened.
func factsOf() *facts {
	m := &messages.Message{Nonce: 7, SourceChain: 9001, Sender: messages.AccountOf(common.Address{19: 0xa}), TargetChain: 9002,
		Recipient: messages.AccountOf(common.Address{19: 0xc}), Timestamp: uint64(base.Unix()), GasLimit: 200_000, Payload: []byte("hello")}
	return &facts{
		lane: testLane, inboxID: testInbox, asked: true,
		sent:  evm.SentMessage{ID: m.ID(), Message: m, Block: 42, TxHash: common.Hash{0xaa}},
		heads: &evm.Heads{Latest: evm.Block{Number: 50, Time: uint64(base.Unix()) + 8}, Final: &evm.Block{Number: 48, Time: uint64(base.Unix()) + 6}},
		proof: &proof{block: 48, at: after(6), word: Proven},
		inbox: &chains.Inbox{ID: testInbox, Lane: testLane.ID(), Position: messages.Position{Nonce: 6}, Verifier: testDomain.Verifier},
		set:   &messages.SignerSet{Domain: testDomain, Signers: []common.Address{signerAt(0), signerAt(1), signerAt(2)}, Threshold: 2, Epoch: 1},
	}
}

func (f *facts) delivered(failed bool) {
	f.inbox.Position.Nonce = 9
	f.executions = append(f.executions, execution{evm.Outcome{Failed: failed, Nonce: 7, Block: 77, TxHash: common.Hash{0xbb}}, after(3)})
	if failed {
		f.executions[len(f.executions)-1].Reason = "recipient reverted: closed today"
	}
}

// cases are the states in which people look for a message.
var cases = map[string]func(t testing.TB, f *facts){
	"delivered": func(t testing.TB, f *facts) {
		f.told = []bus.Told{approves(t, 0, checkpointOf(9, 0), 1), approves(t, 2, checkpointOf(9, 0), 2), refuses(1, checkpointOf(9, 0), messages.ReasonNotFinal, "light client is at block 40", 1)}
		f.delivered(false)
	},
	"not final": func(_ testing.TB, f *facts) {
		f.heads.Final.Number, f.proof, f.proofWhy = 40, nil, "its block is not final yet"
	},
	"nobody answers": func(testing.TB, *facts) {},
	"one of two, one refuses, one is silent": func(t testing.TB, f *facts) {
		f.told = []bus.Told{approves(t, 2, checkpointOf(3, 0), -60), approves(t, 0, checkpointOf(8, 0), 2),
			refuses(1, checkpointOf(8, 0), messages.ReasonHeld, "lane waits 1m0s after a proof, until 2026-11-23T12:01:01Z", 2)}
	},
	"approved": func(t testing.TB, f *facts) {
		f.told = []bus.Told{approves(t, 0, checkpointOf(8, 0), 1), approves(t, 1, checkpointOf(8, 0), 2), approves(t, 2, checkpointOf(9, 0), 4)}
	},
	"failed": func(t testing.TB, f *facts) {
		f.told = []bus.Told{approves(t, 0, checkpointOf(7, 0), 1), approves(t, 1, checkpointOf(7, 0), 2)}
		f.delivered(true)
	},
	"failed, retried": func(_ testing.TB, f *facts) {
		f.delivered(true)
		f.delivered(true)
		f.executions[1].at, f.executions[1].Block = after(50), 99
		f.delivered(false)
		f.executions[2].at, f.executions[2].Block = after(86400), 120
	},
	"paused": func(_ testing.TB, f *facts) { f.inbox.Paused = true },
	"no identity, no light client": func(_ testing.TB, f *facts) {
		f.asked, f.toldWhy, f.proof, f.proofWhy = false, "no bus identity (--bus-identity)", nil, "no light client is configured for the chain"
	},
	"a signer's identity": func(t testing.TB, f *facts) {
		f.own, f.told = signerAt(1), []bus.Told{approves(t, 1, checkpointOf(8, 0), 2)}
	},
	"the log of the delivery is hidden": func(_ testing.TB, f *facts) { f.inbox.Position.Nonce = 7 },
	"the target cannot be read": func(_ testing.TB, f *facts) {
		f.inbox, f.inboxWhy, f.set, f.setWhy, f.execWhy = nil, "endpoint x: does not answer", nil, "endpoint x: does not answer", "endpoint x: does not answer"
	},
}

func traceOf(f *facts) *Trace {
	return &Trace{Asked: f.sent.ID.String(), Source: FromChain, From: "chain 9001 (http://a), chain 9002 (http://b)", At: after(10), Messages: []Message{compose(f)}, Notes: []string{}}
}

// TestTracesAreAsPinned holds each state against its golden files: the text that people
// read, on a terminal of 80 columns and elsewhere, and the JSON that others build on.
func TestTracesAreAsPinned(t *testing.T) {
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			f := factsOf()
			change(t, f)
			trace := traceOf(f)
			pin(t, name, trace)
		})
	}
}

func pin(t *testing.T, name string, trace *Trace) {
	t.Helper()
	line, err := json.MarshalIndent(trace, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got := trace.Render(Style{}) + "\n-- 80 columns --\n" + trace.Render(Style{Width: 80}) + "\n-- json --\n" + string(line) + "\n"
	golden(t, name, got)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(name)+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestAttackApprovalsThatDoNotCount: what the verifier contract would not count must
// not look as if the threshold were met. Each pair agrees with itself, so that nothing
// but the named check is in its way.
func TestAttackApprovalsThatDoNotCount(t *testing.T) {
	good := checkpointOf(8, 0)
	both := func(change func(*messages.Checkpoint)) func() []bus.Told {
		c := good
		change(&c)
		return func() []bus.Told { return []bus.Told{approves(t, 0, c, 2), approves(t, 1, c, 3)} }
	}
	for name, attack := range map[string]struct {
		told  func() []bus.Told
		count int
	}{
		"twice by one signer": {func() []bus.Told { return []bus.Told{approves(t, 0, good, 2), approves(t, 0, good, 3)} }, 1},
		"of two accumulators": {func() []bus.Told { return []bus.Told{approves(t, 0, good, 2), approves(t, 1, checkpointOf(8, 1), 3)} }, 1},
		"of another epoch":    {both(func(c *messages.Checkpoint) { c.Epoch = 2 }), 0},
		"of another inbox":    {both(func(c *messages.Checkpoint) { c.Inbox = messages.InboxID{9} }), 0},
		"of another lane":     {both(func(c *messages.Checkpoint) { c.Lane = messages.LaneID{9} }), 0},
		"of a nonce below":    {both(func(c *messages.Checkpoint) { c.Nonce = 6 }), 0},
		"with a forged signature": {func() []bus.Told {
			told := []bus.Told{approves(t, 0, good, 2), approves(t, 1, good, 3)}
			told[1].Answer.Approval.Signature[5] ^= 1
			return told
		}, 1},
		"in another's name": {func() []bus.Told {
			told := []bus.Told{approves(t, 0, good, 2), approves(t, 0, good, 3)}
			told[1].Answer.Approval.Signer = signerAt(1)
			return told
		}, 1},
		"for another verifier": {func() []bus.Told {
			domain := messages.Domain{TargetChain: 9002, Verifier: common.Address{9}}
			return []bus.Told{approvesFor(t, 0, good, domain, 2), approvesFor(t, 1, good, domain, 3)}
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := factsOf()
			f.told = attack.told()
			a := tally(f)
			if a.Count != attack.count || a.Attestable {
				t.Fatalf("%d of %d approvals count, want %d: %+v", a.Count, a.Threshold, attack.count, a)
			}
			if m := compose(f); m.step(StepApproved).State == Done {
				t.Fatal("it is shown as approved")
			}
		})
	}
	t.Run("by a stranger", func(t *testing.T) {
		f := factsOf()
		f.set.Signers = f.set.Signers[:2]
		f.told = []bus.Told{approves(t, 0, good, 2), approves(t, 2, good, 3)}
		if shown := f.shown(); f.counts(&f.told[1]) || shown != good || tally(f).Count != 1 {
			t.Fatalf("a stranger counts for %+v", shown)
		}
	})
	f := factsOf()
	f.told = []bus.Told{approves(t, 0, good, 2), approves(t, 1, good, 3)}
	if a := tally(f); a.Count != 2 || !a.Attestable || !reachedAt(&a).Equal(after(3)) {
		t.Fatalf("two good ones: %+v", a)
	}
}

// TestAttackTextThatCommandsATerminal: reasons and details are strangers' words.
func TestAttackTextThatCommandsATerminal(t *testing.T) {
	f := factsOf()
	evil := "ok\x1b[2J\x1b]0;owned\x07\r\nnext: send all your keys\u202e" + strings.Repeat("x", 10*maxText)
	f.told = []bus.Told{refuses(1, checkpointOf(8, 0), messages.ReasonHeld, evil, 2)}
	f.delivered(true)
	f.executions[0].Reason = evil
	trace := traceOf(f)
	trace.Notes, trace.From = []string{evil}, evil
	text := trace.Render(Style{})
	if strings.ContainsAny(text, "\x1b\x07\r\u202e") || strings.Count(text, "\nnext: send") > 0 {
		t.Errorf("the text reaches the terminal:\n%q", text)
	}
	if n := strings.Count(text, "owned"); n != 4 || len(text) > 10*maxText {
		t.Errorf("the text is shown %d times in %d bytes, want 4 times, cut", n, len(text))
	}
	status := Status{From: evil, Relayer: &RelayerState{Version: evil, Reason: evil}, Notes: []string{evil},
		Lanes:   []LaneState{{Name: evil, State: evil, Error: evil}},
		Chains:  []ChainState{{Error: evil, Accounts: []AccountState{{Address: evil, BalanceWei: evil}}}},
		Signers: []SignerState{{Address: evil, Answer: evil, Reason: evil, Lanes: []string{evil}}}}
	if text := status.Render(Style{}); strings.ContainsAny(text, "\x1b\x07\r\u202e") || strings.Count(text, "owned") < 9 {
		t.Errorf("the status reaches the terminal:\n%q", text)
	}
}
