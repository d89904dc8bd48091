package txsender

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// TestRestartAtEveryStep: the process dies between two steps of a transaction's
// life, starts again, and is asked for the same call. It is executed once.
func TestRestartAtEveryStep(t *testing.T) {
	steps := []string{"written", "broadcast", "stuck", "replaced", "mined", "final"}
	for last := range steps {
		t.Run("after it was "+steps[last], func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				r.market.depth = 2
				r.start()
				lifeUpTo(r, last)
				r.restart()
				if last < len(steps)-1 {
					result := r.sending(call(1))
					r.market.set(func() { r.market.baseFee = gwei(10) })
					for range 5 {
						time.Sleep(defaultResubmitAfter)
						r.market.mine()
					}
					time.Sleep(2 * defaultPoll)
					want(t, result, nil)
				}
				if n := r.executed(1); n != 1 {
					t.Fatalf("executed %d times, want once", n)
				}
				if r.Status().InFlight != 0 {
					t.Fatalf("status %+v, want nothing in flight", r.Status())
				}
				_ = r.stop()
			})
		})
	}
}

// lifeUpTo takes the call up to a step.
func lifeUpTo(r *rig, last int) {
	if last == 0 {
		// The crash comes between journal and broadcast.
		r.market.set(func() {
			r.market.onBroadcast = func(*types.Transaction) error { r.cancel(); return errDown }
		})
	}
	r.sending(call(1))
	r.market.set(func() { r.market.onBroadcast = nil })
	if last >= 2 {
		r.market.set(func() { r.market.baseFee = gwei(100) })
		r.market.mine()
	}
	for last >= 3 && r.Status().Replaced == 0 {
		time.Sleep(defaultPoll)
	}
	if last >= 4 {
		r.market.set(func() { r.market.baseFee = gwei(10) })
		r.market.mine()
		time.Sleep(2 * defaultPoll)
	}
	if last >= 5 {
		r.market.mine()
		r.market.mine()
		time.Sleep(2 * defaultPoll)
	}
}

// TestRestartWithSeveralInFlight keeps their nonces and their order.
func TestRestartWithSeveralInFlight(t *testing.T) {
	inBubble(t, func(r *rig) {
		for n := range byte(5) {
			r.sending(call(n))
		}
		r.market.drop() // the node restarts too
		r.restart()
		var results []<-chan error
		for n := range byte(6) {
			results = append(results, r.sending(call(n)))
		}
		time.Sleep(2 * defaultPoll)
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		for n, result := range results {
			want(r.t, result, nil)
			if tx := r.market.mined()[n]; tx.Data()[0] != byte(n) || r.executed(byte(n)) != 1 {
				r.t.Fatalf("transaction %d is %x, executed %d times", n, tx.Data(), r.executed(byte(n)))
			}
		}
	})
}

// TestLostJournal: the account's transactions are in the pool, and nobody knows of
// them. Nonces are read from the chain, and nothing is stuck.
func TestLostJournal(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.sending(call(1))
		_ = r.stop()
		if err := os.Remove(r.path); err != nil {
			r.t.Fatal(err)
		}
		r.start()
		result := r.sending(call(2))
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
		if r.executed(1) != 1 || r.executed(2) != 1 {
			r.t.Fatalf("executed %d and %d times, want once each", r.executed(1), r.executed(2))
		}
	})
}

// TestTruncatedJournal: the file ends anywhere, as after a crash of the machine.
// It opens, what is whole is kept, and sending goes on.
func TestTruncatedJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t).start()
		r.sending(call(1))
		r.sending(call(2))
		_ = r.stop()
		whole, err := os.ReadFile(r.path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.SplitAfter(whole, []byte("\n"))
		for size := range whole {
			if err := os.WriteFile(r.path, whole[:size], 0o600); err != nil {
				t.Fatal(err)
			}
			journal, err := OpenJournal(r.path)
			if err != nil {
				t.Fatalf("cut at %d: %v", size, err)
			}
			complete := bytes.Count(whole[:size], []byte("\n"))
			if len(journal.loaded) != complete || journal.Damaged() > 1 {
				t.Fatalf("cut at %d: %d attempts, %d damaged lines, want %d attempts", size, len(journal.loaded), journal.Damaged(), complete)
			}
			// The next record must not be lost for growing out of half a line.
			if err := journal.Done(99); err != nil {
				t.Fatal(err)
			}
			if err := journal.Close(); err != nil {
				t.Fatal(err)
			}
			content, _ := os.ReadFile(r.path)
			written := bytes.Split(bytes.TrimSuffix(content, []byte("\n")), []byte("\n"))
			if _, done, err := decodeLine(written[len(written)-1]); err != nil || done != 99 {
				t.Fatalf("cut at %d: the next record is lost: %v in %q", size, err, content)
			}
			if !bytes.HasPrefix(content, bytes.Join(lines[:complete], nil)) {
				t.Fatalf("cut at %d: file is %q", size, content)
			}
		}
		// With the first attempt gone and the second kept, the gap heals.
		if err := os.WriteFile(r.path, lines[1], 0o600); err != nil {
			t.Fatal(err)
		}
		r.market.drop()
		r.start()
		result := r.sending(call(3))
		for range 5 {
			time.Sleep(defaultResubmitAfter)
			r.market.mine()
		}
		time.Sleep(2 * defaultPoll)
		want(t, result, nil)
		if r.executed(2) != 1 || r.executed(3) != 1 {
			t.Fatalf("executed %d and %d times, want once each", r.executed(2), r.executed(3))
		}
		_ = r.stop()
	})
}

// TestTamperedJournal: each damage costs a line at most, and a stranger's
// transaction is never broadcast.
func TestTamperedJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t).start()
		r.sending(call(1))
		_ = r.stop()
		whole, err := os.ReadFile(r.path)
		if err != nil {
			t.Fatal(err)
		}
		for at := range whole[:len(whole)-1] {
			damaged := bytes.Clone(whole)
			damaged[at] ^= 1
			if err := os.WriteFile(r.path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			journal, err := OpenJournal(r.path)
			if err != nil {
				t.Fatalf("bit at %d: %v", at, err)
			}
			if len(journal.loaded) != 0 || journal.Damaged() == 0 {
				t.Fatalf("bit at %d: read as %d attempts", at, len(journal.loaded))
			}
			if err := journal.Close(); err != nil {
				t.Fatal(err)
			}
		}
		stranger := newRig(t)
		if stranger.key, err = crypto.ToECDSA(bytes.Repeat([]byte{8}, 32)); err != nil {
			t.Fatal(err)
		}
		raw, _ := stranger.sign(1, gwei(100)).MarshalBinary()
		line, _ := encodeLine(record{Attempt: raw})
		if err := os.WriteFile(r.path, append(whole, line...), 0o600); err != nil {
			t.Fatal(err)
		}
		r.market.drop()
		r.start()
		time.Sleep(10 * defaultPoll)
		if pending := r.market.pending(); len(pending) != 1 || pending[0].Nonce() != 0 {
			t.Fatalf("%d transactions in the pool, want ours alone", len(pending))
		}
		_ = r.stop()
	})
}

// TestSecondProcessIsRefused: two senders of one account would fight over nonces.
func TestSecondProcessIsRefused(t *testing.T) {
	path := t.TempDir() + "/journal"
	first, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenJournal(path); err == nil || !strings.Contains(err.Error(), "in use by another process") {
		t.Fatalf("error %v, want a refusal", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCompaction keeps what is in flight and nothing else.
func TestCompaction(t *testing.T) {
	inBubble(t, func(r *rig) {
		large := call(1)
		large.Data = bytes.Repeat([]byte{1}, 100<<10)
		for r.journal.size < compactAt-(300<<10) {
			result := r.sending(large)
			r.market.mine()
			r.Hint()
			want(r.t, result, nil)
		}
		left := r.sending(call(2))
		for range 3 {
			r.sending(large)
		}
		r.Hint()
		synctest.Wait()
		info, err := os.Stat(r.path)
		if err != nil || info.Size() > 2<<20 {
			r.t.Fatalf("journal has %d bytes (%v), want it compacted", info.Size(), err)
		}
		r.market.drop()
		r.restart()
		time.Sleep(2 * defaultPoll)
		want(r.t, left, ErrStopped)
		r.market.mine()
		if r.executed(2) != 1 {
			r.t.Fatal("compaction lost a transaction in flight")
		}
	})
}

// TestStartEndsWithItsContextAndTheSender.
func TestStartEndsWithItsContextAndTheSender(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.modify = func(c *Config) { c.MaxInFlight = 1 }
		r.start()
		r.sending(call(1))
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if _, err := r.Send(ctx, call(2)); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Send returned %v, want the deadline", err)
		}
		waiting := r.sending(call(3))
		_ = r.stop()
		want(t, waiting, ErrStopped)
		if _, err := r.Send(context.Background(), call(4)); !errors.Is(err, ErrStopped) {
			t.Fatalf("Send after the end returned %v", err)
		}
	})
}

func FuzzJournalLine(f *testing.F) {
	nonce := record{Done: new(jsonNonce)}
	line, err := encodeLine(nonce)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(bytes.TrimSuffix(line, []byte("\n")))
	f.Add([]byte("00000000 {}"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, line []byte) {
		attempt, done, err := decodeLine(line)
		if err != nil {
			return
		}
		again := record{}
		if attempt != nil {
			raw, err := attempt.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			again.Attempt = raw
		} else {
			again.Done = (*jsonNonce)(&done)
		}
		if _, err := encodeLine(again); err != nil {
			t.Fatalf("what was read can't be written: %v", err)
		}
	})
}

// TestSettledWaitsForTheJournalsTransactions: who reads the chain at the start sees
// what an earlier run had under way, or waits until it can.
func TestSettledWaitsForTheJournalsTransactions(t *testing.T) {
	inBubble(t, func(r *rig) {
		if err := r.Settled(context.Background()); err != nil {
			t.Fatalf("an empty journal is waited for: %v", err)
		}
		r.sending(call(1))
		r.sending(call(2))
		r.restart()
		settled := make(chan error, 1)
		go func() { settled <- r.Settled(context.Background()) }()
		time.Sleep(5 * defaultPoll)
		select {
		case err := <-settled:
			t.Fatalf("settled with transactions in the pool (%v)", err)
		default:
		}
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(r.t, settled, nil)
	})
}
