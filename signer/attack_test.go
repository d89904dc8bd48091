package signer

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/policy"
	"github.com/catenary-bridge/catenary/signer/record"
)

func TestSignsWhatItHasFolded(t *testing.T) {
	w := newWorld(t)
	w.send(10)
	w.start()
	w.signs(w.request(4))
	w.signs(w.request(10))
	w.wantHighest(10)
}

// Step (1): what is not final is not signed, however true it will be.
func TestAttackStep1NotFinal(t *testing.T) {
	w := newWorld(t)
	w.config.Patience = 150 * time.Millisecond
	w.send(3)
	next := w.chain.Send(1, 16) // sent, in no final block
	w.at[next.Nonce] = next.Accumulator
	w.start()
	w.folds(3)
	w.refuses(w.request(4), messages.ReasonNotFinal)
	w.wantHighest(0)
	w.chain.Seal()
	w.folds(4)
	w.signs(w.request(4))
}

// Step (2): an accumulator that the signer does not arrive at. It is the relayer's
// lie, so no alarm is raised.
func TestAttackStep2TwoAccumulatorsAtOneNonce(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	lie := w.request(5)
	lie.Checkpoint.Accumulator[7] ^= 1
	w.refuses(lie, messages.ReasonMismatch)
	w.wantHighest(0)
	w.signs(w.request(5))
	w.refuses(lie, messages.ReasonMismatch)
	if len(w.evidence()) != 0 {
		t.Fatal("a relayer's lie raised an alarm: any relayer could stop any lane")
	}
	w.signs(w.request(5))
}

// Step (2), the accumulator of another nonce.
func TestAttackStep2ShiftedNonce(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	shifted := w.request(4)
	shifted.Checkpoint.Nonce = 5
	w.refuses(shifted, messages.ReasonMismatch)
}

// Step (3): the operator's hand. Nothing is recorded while the lane is held.
func TestPolicyHaltAndRelease(t *testing.T) {
	w := newWorld(t)
	halts := t.TempDir()
	w.config.Halt = policy.HaltSwitch{Dir: halts}
	w.send(5)
	w.start()
	w.signs(w.request(2))
	file := filepath.Join(halts, "halt-"+w.lane.ID().String())
	must(t, os.WriteFile(file, []byte("incident 7"), 0o600))
	w.refuses(w.request(5), messages.ReasonHeld)
	w.refuses(w.request(2), messages.ReasonHeld) // what was signed before, too
	w.wantHighest(2)
	if status := w.daemon.Status().Lanes[0]; status.Halted != "incident 7" || status.Healthy() {
		t.Fatalf("status %+v does not show the halt", status)
	}
	must(t, os.Remove(file))
	w.signs(w.request(5))
}

func TestPolicyDelay(t *testing.T) {
	w := newWorld(t)
	w.rules = policy.Rules{Delay: time.Hour}
	w.clock = time.Until(time.Unix(0, 0)) // the chain's clock begins at 0
	w.send(5)
	w.start()
	w.refuses(w.request(5), messages.ReasonHeld)
	w.wantHighest(0)
	w.stop()
	w.clock += 61 * time.Minute
	w.start()
	w.signs(w.request(5))
}

// A restart gives no fresh allowance, and one large checkpoint is delayed, not
// vetoed.
func TestPolicyPaceOutlivesRestart(t *testing.T) {
	w := newWorld(t)
	w.rules = policy.Rules{Messages: 2, Per: time.Minute}
	w.send(12)
	w.start()
	w.signs(w.request(10)) // five minutes' worth, let through because it is its turn
	w.refuses(w.request(11), messages.ReasonHeld)
	w.signs(w.request(10)) // signing again costs nothing
	w.restart()
	w.refuses(w.request(11), messages.ReasonHeld)
	w.stop()
	w.clock = 4*time.Minute + 30*time.Second
	w.start()
	w.signs(w.request(11))
}

// Step (4): a claim that cannot be written is not signed.
func TestAttackStep4RecordCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	w.signs(w.request(2))
	// The name under which the next file is written is taken by a directory.
	must(t, os.Mkdir(w.recordPath()+".new", 0o700))
	w.refuses(w.request(5), messages.ReasonRecordFailure)
	w.wantHighest(2)
	w.signs(w.request(2)) // needs no new claim
	must(t, os.Remove(w.recordPath()+".new"))
	w.signs(w.request(5))
}

// Step (4): the signer dies between record and signature.
func TestCrashBetweenRecordAndSignature(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	dies := errors.New("dies here")
	w.daemon.config.beforeSign = func() error { return dies }
	if _, err := w.daemon.serve(t.Context(), w.request(5)); !errors.Is(err, dies) {
		t.Fatalf("error %v, want %v", err, dies)
	}
	w.restart()
	w.wantHighest(5) // claimed, not signed: asked again, it signs
	w.signs(w.request(5))
}

// Step (5): the light client was led to another history (its validators' keys are
// stolen, say), so that steps (1) to (4) all agree to the second accumulator.
func TestAttackStep5EquivocationByForkedChain(t *testing.T) {
	for _, nonce := range []uint64{5, 3, 9} { // the claim's nonce, below, above
		w := newWorld(t)
		w.send(5)
		w.start()
		w.signs(w.request(5))
		w.stop()
		w.fork(10)
		w.start()
		w.refuses(w.request(nonce), messages.ReasonEquivocation)
		w.wantHighest(5)
		eventually(t, "evidence is written", func() bool {
			_, stopped := w.record.Stopped(record.Key{Lane: w.lane.ID(), Inbox: w.inbox})
			return stopped && len(w.evidence()) == 1
		})
		content, err := os.ReadFile(w.evidence()[0])
		must(t, err)
		var evidence Evidence
		must(t, json.Unmarshal(content, &evidence))
		if evidence.Claim.Nonce != 5 || evidence.Proven == nil || evidence.Proven.Accumulator != w.at[5] || evidence.Claim.Accumulator == w.at[5] {
			t.Fatalf("evidence shows nothing: %s", content)
		}
		// It stays stopped after a restart, and with the chain back in order too.
		w.restart()
		w.refuses(w.request(nonce), messages.ReasonStopped)
		if status := w.daemon.Status().Lanes[0]; status.Stop == nil || status.Healthy() {
			t.Fatalf("status %+v does not show the stop", status)
		}
		w.stop()
	}
}

// The same when the fold has to begin at the claim itself, as it does when all that
// was claimed is delivered. The evidence is what the second history has instead, under a
// header.
func TestAttackStep5ForkBelowTheClaim(t *testing.T) {
	for name, fork := range map[string]int{"longer": 10, "as long": 5} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			at := w.send(5)
			w.start()
			w.signs(w.request(5))
			w.target.change(func(f *target) { f.inbox.Position = at }) // delivered
			w.stop()
			w.fork(fork)
			w.start()
			eventually(t, "the alarm", func() bool { return len(w.evidence()) == 1 })
			w.refuses(w.request(3), messages.ReasonEquivocation)
			w.wantHighest(5)
			w.stop()
			var evidence Evidence
			content := readFile(t, w.evidence()[0])
			must(t, json.Unmarshal(content, &evidence))
			want := messages.Position{Nonce: 5, Accumulator: w.at[5]}
			if evidence.Claim != at || evidence.Header.Number == 0 || evidence.Proven == nil || *evidence.Proven != want {
				t.Fatalf("want %+v proven instead, under a header: %s", want, content)
			}
		})
	}
}

// decide's own check, with everything before it agreeing: the fold has reached the
// nonce, but does not pass the claim.
func TestAttackStep5IsTheLastCheck(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	w.signs(w.request(5))
	l := w.daemon.order[0]
	l.mu.Lock()
	l.claim.met, l.claim.failed = false, true
	l.mu.Unlock()
	w.refuses(w.request(4), messages.ReasonEquivocation)
	w.wantHighest(5)
	if len(w.evidence()) != 1 {
		t.Fatal("no evidence")
	}
}

func TestStopIsClearedByTheOperatorAlone(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	w.signs(w.request(5))
	honest, positions := w.chain, w.at
	w.stop()
	w.fork(6)
	w.start()
	w.refuses(w.request(6), messages.ReasonEquivocation)
	w.stop()
	w.chain, w.at = honest, positions
	w.start()
	w.refuses(w.request(5), messages.ReasonStopped)
	must(t, w.record.ClearStop(record.Key{Lane: w.lane.ID(), Inbox: w.inbox}))
	w.restart()
	w.signs(w.request(5))
}

// Lower nonces on the same fold are signed again, whoever asks and how often.
func TestLowerNonceOnTheSameFold(t *testing.T) {
	w := newWorld(t)
	w.send(20)
	w.start()
	w.signs(w.request(20))
	for _, nonce := range []uint64{1, 19, 20, 7} {
		w.signs(w.request(nonce))
	}
	w.restart()
	w.signs(w.request(7))
	w.wantHighest(20)
}

func TestAttackRequestsForAnother(t *testing.T) {
	for name, change := range map[string]func(*messages.Request){
		"lane":         func(r *messages.Request) { r.Checkpoint.Lane[0] ^= 1 },
		"inbox":        func(r *messages.Request) { r.Checkpoint.Inbox[0] ^= 1 },
		"verifier":     func(r *messages.Request) { r.Domain.Verifier = common.Address{1} },
		"target chain": func(r *messages.Request) { r.Domain.TargetChain++ },
		"source chain": func(r *messages.Request) { r.SourceChain++ },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.send(5)
			w.start()
			request := w.request(5)
			change(&request)
			w.refuses(request, messages.ReasonUnknownLane)
			w.wantHighest(0)
			w.signs(w.request(5)) // the same in order is signed
		})
	}
}

func TestNonceZero(t *testing.T) {
	w := newWorld(t)
	w.send(1)
	w.start()
	w.refuses(w.request(0), messages.ReasonBadRequest)
}

func TestEpoch(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	w.signs(w.request(5))
	old, next := w.request(5), w.request(5)
	next.Checkpoint.Epoch = 2
	w.refuses(next, messages.ReasonEpoch)
	w.target.change(func(f *target) { f.set.Epoch = 2 })
	time.Sleep(setRetry)
	w.signs(next) // noticed at once, and on the record it is the same claim
	w.refuses(old, messages.ReasonEpoch)
	w.wantHighest(5)
	w.target.change(func(f *target) { f.set.Epoch, f.set.Signers = 3, []common.Address{{1}} })
	time.Sleep(setRetry)
	next.Checkpoint.Epoch = 3
	w.refuses(next, messages.ReasonEpoch) // rotated out
}

// The first request of all is held against the verifier's epoch too, however soon after
// the start it comes.
func TestEpochFromTheFirstRequestOn(t *testing.T) {
	w := newWorld(t)
	w.start()
	known := w.daemon.order[0].target
	fresh := &targetView{target: w.target, sourceChain: known.sourceChain, lane: known.lane, inbox: known.inbox,
		self: known.self, configured: known.configured, now: time.Now, log: known.log}
	var refused *refusal
	if err := fresh.accepts(t.Context(), verifier, 2); !errors.As(err, &refused) || refused.reason != messages.ReasonEpoch {
		t.Fatalf("epoch 2 of a verifier at 1: %v", err)
	}
	if err := fresh.accepts(t.Context(), verifier, 1); err != nil {
		t.Fatal(err)
	}
	// A target that does not answer withholds nothing.
	w.target.change(func(f *target) { f.down = true })
	deaf := &targetView{target: w.target, sourceChain: known.sourceChain, lane: known.lane, inbox: known.inbox,
		self: known.self, configured: known.configured, now: time.Now, log: known.log}
	for range 2 {
		if err := deaf.accepts(t.Context(), verifier, 2); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerifierIsReplacedByItsOwner(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	request := w.request(5)
	request.Domain.Verifier = common.Address{0xee}
	w.refuses(request, messages.ReasonUnknownLane)
	w.target.change(func(f *target) { f.inbox.Verifier = common.Address{0xee} })
	time.Sleep(setRetry)
	w.signs(request)
}

// A request is not to become load on the target.
func TestAttackEpochsThatNeverWere(t *testing.T) {
	w := newWorld(t)
	w.send(1)
	w.start()
	w.signs(w.request(1))
	w.target.change(func(f *target) { f.asked = 0 })
	began := time.Now()
	for epoch := range uint64(200) {
		request := w.request(1)
		request.Checkpoint.Epoch = 1000 + epoch
		w.refuses(request, messages.ReasonEpoch)
	}
	took := time.Since(began) // a slow machine has time for more questions
	w.target.change(func(f *target) {
		if f.asked > 8+int(took/setRetry) {
			t.Errorf("200 requests asked the target %d times in %v", f.asked, took)
		}
	})
}

// A target that does not answer withholds nothing: the claim is true whoever
// verifies it.
func TestTargetIsDown(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	w.start()
	w.signs(w.request(3))
	w.stop()
	w.target.change(func(f *target) { f.down = true })
	w.start()
	w.send(1)
	w.signs(w.request(6))
}

// The Inbox's position only chooses where to begin; a lie about it must neither
// make the signer sign nor keep it from signing once the lie ends.
func TestAttackLyingInbox(t *testing.T) {
	for name, lie := range map[string]messages.Position{
		"another accumulator": {Nonce: 3, Accumulator: messages.Accumulator{1}},
		"at nonce zero":       {Nonce: 0, Accumulator: messages.Accumulator{1}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.config.Patience = 500 * time.Millisecond
			w.send(5)
			w.target.change(func(f *target) { f.inbox.Position = lie })
			w.start()
			answer := w.ask(w.request(5))
			if answer.Approval != nil {
				t.Fatal("signed while the Inbox is on another fold: the record may have been rolled back")
			}
			w.target.change(func(f *target) { f.inbox.Position = w.lane.Start() })
			eventually(t, "the lie is forgotten", func() bool { return w.ask(w.request(5)).Approval != nil })
		})
	}
}

// The record was rolled back to an empty one, and the chain is another: the Inbox
// still knows.
func TestAttackRollbackShownByTheInbox(t *testing.T) {
	w := newWorld(t)
	w.config.Patience = time.Second
	at := w.send(5)
	w.target.change(func(f *target) { f.inbox.Position = at }) // delivered with this signer's approval
	w.fork(9)
	w.start()
	eventually(t, "the contradiction is named", func() bool {
		answer := w.ask(w.request(9))
		if answer.Approval != nil {
			t.Fatal("signed on another fold than the Inbox's")
		}
		return answer.Refusal.Reason == messages.ReasonStopped
	})
	w.wantHighest(0)
}

func TestAttackRollbackShownByOwnApprovals(t *testing.T) {
	w := newWorld(t)
	w.send(9)
	w.start()
	w.signs(w.request(3))
	old, err := os.ReadFile(w.recordPath())
	must(t, err)
	approval := w.ask(w.request(7)).Approval
	w.stop()
	must(t, os.WriteFile(w.recordPath(), old, 0o600)) // genuine, of yesterday

	w.bus = &quietBus{claims: []messages.Approval{*approval}}
	must(t, w.tryStart())
	var rolledBack *RolledBackError
	if err := w.ended(); !errors.As(err, &rolledBack) || rolledBack.Recorded.Nonce != 3 || rolledBack.Approved.Checkpoint.Nonce != 7 {
		t.Fatalf("error %v, want that nonce 7 was approved and 3 is recorded", err)
	}

	// The operator vouches for the bus's memory.
	w.config.Vouch = true
	w.start()
	w.signs(w.request(9))
	w.stop()

	// Two accumulators at one nonce are nobody's to vouch for.
	w.start()
	w.stop()
	forged := *approval
	forged.Checkpoint.Nonce = 9
	w.bus = &quietBus{claims: []messages.Approval{forged}}
	must(t, w.tryStart())
	if err := w.ended(); !errors.As(err, &rolledBack) {
		t.Fatalf("error %v, want a RolledBackError", err)
	}
}

// A fold that begins behind the claim must reach it before anything is signed.
func TestNothingIsSignedBeforeTheFoldPassesTheClaim(t *testing.T) {
	w := newWorld(t)
	w.config.Patience = 200 * time.Millisecond
	w.send(5)
	w.send(3)
	w.start()
	w.folds(8)
	w.signs(w.request(8))
	w.stop()
	// A light client that is behind on the same chain: it proves 5 of the 8.
	w.chain = observetest.New(w.lane)
	w.send(5)
	w.start()
	w.folds(5)
	w.refuses(w.request(4), messages.ReasonNotFinal)
	w.send(3)
	eventually(t, "signs after the claim is passed", func() bool { return w.ask(w.request(4)).Approval != nil })
}

func TestAttackPendingRequestsAreBounded(t *testing.T) {
	w := newWorld(t)
	w.send(1)
	w.start()
	w.signs(w.request(1))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	answers := make(chan messages.Answer, 100)
	for range 100 {
		go func() {
			answer, err := w.daemon.serve(ctx, w.request(50))
			if err != nil && ctx.Err() == nil {
				t.Error(err)
			}
			answers <- answer
		}()
	}
	began := time.Now()
	for range 100 - maxPending {
		if answer := <-answers; answer.Refusal == nil || answer.Refusal.Reason != messages.ReasonNotFinal {
			t.Fatalf("answer %+v", answer)
		}
	}
	if took := time.Since(began); took > 10*time.Second { // half the patience
		t.Fatalf("the requests beyond %d waited too: %v", maxPending, took)
	}
	eventually(t, "the others wait", func() bool { return w.daemon.Status().Lanes[0].Waiting == maxPending })
	cancel() // they need not wait until they are out of patience
	for range maxPending {
		<-answers
	}
}

// A request that comes before the light client has caught up is answered as soon
// as it has.
func TestEarlyRequestIsAnsweredAtOnce(t *testing.T) {
	w := newWorld(t)
	w.config.Patience = 30 * time.Second
	w.send(3)
	w.start()
	w.signs(w.request(3))
	next := w.chain.Send(1, 16)
	w.at[next.Nonce] = next.Accumulator
	done := make(chan time.Time, 1)
	request := w.request(4)
	go func() {
		if answer, err := w.daemon.serve(t.Context(), request); err != nil || answer.Approval == nil {
			t.Errorf("answer %+v, error %v", answer, err)
		}
		done <- time.Now()
	}()
	eventually(t, "the request waits", func() bool { return w.daemon.Status().Lanes[0].Waiting == 1 })
	time.Sleep(100 * time.Millisecond)
	select {
	case <-done:
		t.Fatal("answered before it was final")
	default:
	}
	sealed := time.Now()
	w.chain.Seal()
	if took := (<-done).Sub(sealed); took > 15*time.Second { // half the patience
		t.Fatalf("answered %v after it was final", took)
	}
}

func TestRequestRepeatedAfterRefusal(t *testing.T) {
	w := newWorld(t)
	w.config.Patience = 50 * time.Millisecond
	w.send(1)
	w.start()
	lost := w.request(1)
	lost.Checkpoint.Nonce, lost.Attempt = 2, 1
	w.refuses(lost, messages.ReasonNotFinal)
	at := w.send(1)
	request := w.request(at.Nonce)
	request.Attempt = 2
	eventually(t, "the repeated request is signed", func() bool {
		answer := w.ask(request)
		return answer.Approval != nil && answer.Attempt == 2
	})
}

// The record is another signer's.
func TestAttackForeignRecord(t *testing.T) {
	w, other := newWorld(t), newWorld(t)
	must(t, os.Remove(w.recordPath()))
	content, err := os.ReadFile(other.recordPath())
	must(t, err)
	must(t, os.WriteFile(w.recordPath(), content, 0o600))
	if err := w.tryStart(); !errors.Is(err, record.ErrForeign) {
		t.Fatalf("error %v, want %v", err, record.ErrForeign)
	}
}
