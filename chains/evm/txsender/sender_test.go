package txsender

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) { leaks.Main(m) }

const chainID = 9002

// rig is a sender on a market, with a journal that outlives it.
type rig struct {
	t      *testing.T
	market *market
	key    *ecdsa.PrivateKey
	path   string
	*Sender
	journal *Journal
	cancel  context.CancelFunc
	done    chan error
	modify  func(*Config)
}

func newRig(t *testing.T) *rig {
	t.Helper()
	key, err := crypto.ToECDSA(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return &rig{t: t, market: newMarket(), key: key, path: filepath.Join(t.TempDir(), "journal")}
}

func (r *rig) start() *rig {
	r.t.Helper()
	journal, err := OpenJournal(r.path)
	if err != nil {
		r.t.Fatal(err)
	}
	signer, err := NewKeySigner(r.key)
	if err != nil {
		r.t.Fatal(err)
	}
	config := Config{ChainID: chainID, Signer: signer, Backend: r.market, Journal: journal,
		Fees: Fees{MaxFee: gwei(1000), MaxTip: gwei(100)}}
	if r.modify != nil {
		r.modify(&config)
	}
	sender, err := New(config)
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.Sender, r.journal, r.cancel, r.done = sender, journal, cancel, make(chan error, 1)
	go func() { r.done <- sender.Run(ctx) }()
	return r
}

// stop ends the sender as a crash would: nothing is tidied up, but the lock, which
// dies with a process.
func (r *rig) stop() error {
	r.cancel()
	err := <-r.done
	if closeErr := r.journal.Close(); closeErr != nil {
		r.t.Fatal(closeErr)
	}
	return err
}

func (r *rig) restart() { _ = r.stop(); r.start() }

// sign makes a transaction of the same account that the sender knows nothing of.
func (r *rig) sign(nonce uint64, feeCap *big.Int) *types.Transaction {
	r.t.Helper()
	tx, err := types.SignNewTx(r.key, types.LatestSignerForChainID(big.NewInt(chainID)), &types.DynamicFeeTx{
		ChainID: big.NewInt(chainID), Nonce: nonce, To: &common.Address{9}, Gas: 21_000, GasFeeCap: feeCap, GasTipCap: gwei(1),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return tx
}

func call(n byte) Call { return Call{To: common.Address{1}, Data: []byte{n}, Gas: 50_000} }

// sending runs Send in the background.
func (r *rig) sending(c Call) <-chan error {
	result := make(chan error, 1)
	sender := r.Sender
	go func() {
		_, err := sender.Send(context.Background(), c)
		result <- err
	}()
	synctest.Wait()
	return result
}

// executed counts how often a call is in the chain.
func (r *rig) executed(n byte) (count int) {
	for _, tx := range r.market.mined() {
		if bytes.Equal(tx.Data(), []byte{n}) {
			count++
		}
	}
	return count
}

// inBubble runs a test with a clock of its own.
func inBubble(t *testing.T, test func(*rig)) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t).start()
		test(r)
		_ = r.stop()
	})
}

func want(t *testing.T, result <-chan error, target error) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-result:
		if !errors.Is(err, target) {
			t.Fatalf("Send returned %v, want %v", err, target)
		}
	default:
		t.Fatal("Send has not returned")
	}
}

func wantPending(t *testing.T, result <-chan error) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-result:
		t.Fatalf("Send returned early: %v", err)
	default:
	}
}

func TestSendReturnsWhenFinal(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.market.set(func() { r.market.depth = 2 })
		result := r.sending(call(1))
		for range 3 {
			wantPending(r.t, result)
			r.market.mine()
			time.Sleep(2 * defaultPoll)
		}
		want(r.t, result, nil)
		if r.executed(1) != 1 || r.Status().InFlight != 0 {
			r.t.Fatalf("executed %d times, status %+v", r.executed(1), r.Status())
		}
	})
}

func TestRevertIsToldApartFromNotMined(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.market.set(func() { r.market.reverts = true })
		pending, err := r.Start(context.Background(), call(1))
		if err != nil {
			r.t.Fatal(err)
		}
		r.market.mine()
		result, err := pending.Wait(context.Background())
		if !errors.Is(err, ErrReverted) || result.Receipt == nil || result.Tx == nil {
			r.t.Fatalf("error %v, result %+v, want a receipt that says reverted", err, result)
		}
		if _, again := pending.Wait(context.Background()); !errors.Is(again, ErrReverted) {
			r.t.Fatalf("second Wait returned %v", again)
		}
	})
}

// TestStuckTransactionIsReplaced when the base fee rises above what it offers.
func TestStuckTransactionIsReplaced(t *testing.T) {
	inBubble(t, func(r *rig) {
		result := r.sending(call(1))
		r.market.set(func() { r.market.baseFee = gwei(100) })
		for range 10 {
			r.market.mine()
			time.Sleep(10 * time.Second)
		}
		want(r.t, result, nil)
		tx := r.market.mined()[0]
		if r.executed(1) != 1 || r.Status().Replaced == 0 || tx.GasFeeCap().Cmp(gwei(100)) < 0 {
			r.t.Fatalf("executed %d times, status %+v, fee cap %s", r.executed(1), r.Status(), tx.GasFeeCap())
		}
	})
}

// TestStandingChainIsNotBidUp: without new blocks no price helps.
func TestStandingChainIsNotBidUp(t *testing.T) {
	inBubble(t, func(r *rig) {
		result := r.sending(call(1))
		time.Sleep(time.Hour)
		if status := r.Status(); status.Replaced != 0 {
			r.t.Fatalf("replaced %d times while the chain stood still", status.Replaced)
		}
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
	})
}

// TestPriceStopsAtItsMaximum, and the transaction is mined when the base fee falls.
func TestPriceStopsAtItsMaximum(t *testing.T) {
	inBubble(t, func(r *rig) {
		result := r.sending(call(1))
		r.market.set(func() { r.market.baseFee = gwei(5000) })
		for range 100 {
			r.market.mine()
			time.Sleep(time.Minute)
		}
		wantPending(r.t, result)
		status := r.Status()
		if status.AtMaximum != 1 || status.Replaced > maxAttempts {
			r.t.Fatalf("status %+v, want one transaction at the maximum", status)
		}
		if cap := r.market.pending()[0].GasFeeCap(); cap.Cmp(gwei(1000)) > 0 {
			r.t.Fatalf("offers %s, the maximum is %s", cap, gwei(1000))
		}
		r.market.set(func() { r.market.baseFee = gwei(20) })
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
	})
}

// TestDroppedTransactionIsBroadcastAgain: a node's pool is no promise.
func TestDroppedTransactionIsBroadcastAgain(t *testing.T) {
	inBubble(t, func(r *rig) {
		result := r.sending(call(1))
		r.market.drop()
		for range 5 {
			r.market.mine()
			time.Sleep(defaultResubmitAfter)
		}
		want(r.t, result, nil)
	})
}

func TestSeveralInFlightInOrder(t *testing.T) {
	inBubble(t, func(r *rig) {
		var results []<-chan error
		for n := range byte(10) {
			results = append(results, r.sending(call(n)))
		}
		if pending := r.market.pending(); len(pending) != 10 {
			r.t.Fatalf("%d in the pool, want 10", len(pending))
		}
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		for n, result := range results {
			want(r.t, result, nil)
			if tx := r.market.mined()[n]; tx.Data()[0] != byte(n) || tx.Nonce() != uint64(n) {
				r.t.Fatalf("transaction %d is %x at nonce %d", n, tx.Data(), tx.Nonce())
			}
		}
	})
}

func TestMaxInFlightIsABound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.modify = func(c *Config) { c.MaxInFlight = 2 }
		r.start()
		one, two, three := r.sending(call(1)), r.sending(call(2)), r.sending(call(3))
		if n := len(r.market.pending()); n != 2 {
			t.Fatalf("%d in the pool, want 2", n)
		}
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(t, one, nil)
		want(t, two, nil)
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(t, three, nil)
		_ = r.stop()
	})
}

// TestNonceTakenByAnotherUser: our transaction can't be mined any more and is sent at
// another nonce, once.
func TestNonceTakenByAnotherUser(t *testing.T) {
	inBubble(t, func(r *rig) {
		result := r.sending(call(1))
		r.market.outside(r.sign(0, gwei(100)))
		for range 5 {
			time.Sleep(2 * defaultPoll)
			r.market.mine()
		}
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
		if r.executed(1) != 1 || r.Status().Conflicts != 1 {
			r.t.Fatalf("executed %d times, status %+v", r.executed(1), r.Status())
		}
	})
}

// TestLaggingReceiptIsNoConflict: a node that counts the nonce but does not show the
// receipt yet, or can't be asked, must not make us send twice.
func TestLaggingReceiptIsNoConflict(t *testing.T) {
	for name, hidden := range map[string]struct {
		err    error
		blocks int
	}{"not shown": {nil, 3}, "not answered": {errDown, 20}} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.market.set(func() { r.market.depth = 3; r.market.hideReceipts = true; r.market.receiptError = hidden.err })
				result := r.sending(call(1))
				r.market.mine()
				for range hidden.blocks {
					time.Sleep(2 * defaultPoll)
					r.market.mine()
				}
				wantPending(r.t, result)
				r.market.set(func() { r.market.hideReceipts = false })
				r.market.mine()
				time.Sleep(2 * defaultPoll)
				want(r.t, result, nil)
				if r.executed(1) != 1 || r.Status().Conflicts != 0 {
					r.t.Fatalf("executed %d times, status %+v", r.executed(1), r.Status())
				}
			})
		})
	}
}

// TestNonceGapIsHealed: below our transaction is a nonce that nobody uses.
func TestNonceGapIsHealed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		// Another user's transaction is in the pool when we start, and then vanishes.
		r.market.pool[0] = r.sign(0, gwei(100))
		r.start()
		result := r.sending(call(1))
		r.market.set(func() { delete(r.market.pool, 0) })
		for range 5 {
			time.Sleep(defaultResubmitAfter)
			r.market.mine()
		}
		time.Sleep(2 * defaultPoll)
		want(t, result, nil)
		if mined := r.market.mined(); len(mined) != 2 || *mined[0].To() != r.signer.Address() || r.Status().Healed != 1 {
			t.Fatalf("mined %d transactions, status %+v, want a transfer to ourselves first", len(mined), r.Status())
		}
		_ = r.stop()
	})
}

// TestLieAboutTheNonceBurnsNoGas: an endpoint says that the account has used a
// million nonces. The gap is not filled; what was sent there comes back.
func TestLieAboutTheNonceBurnsNoGas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.market.lie = 1_000_000
		r.start()
		one, two := r.sending(call(1)), r.sending(call(2))
		r.market.set(func() { r.market.lie = 0 })
		for range 5 {
			time.Sleep(defaultResubmitAfter)
			r.market.mine()
		}
		time.Sleep(2 * defaultPoll)
		want(t, one, nil)
		want(t, two, nil)
		if mined := r.market.mined(); len(mined) != 2 || r.executed(1) != 1 || r.executed(2) != 1 || r.Status().Healed != 0 {
			t.Fatalf("mined %d transactions, status %+v", len(mined), r.Status())
		}
		_ = r.stop()
	})
}

// TestReorganisedTransactionIsSentAgain, with its old nonce, as long as its block is
// not final.
func TestReorganisedTransactionIsSentAgain(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.market.set(func() { r.market.depth = 5 })
		result := r.sending(call(1))
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		wantPending(r.t, result)
		r.market.reorganise(1)
		for range 10 {
			time.Sleep(2 * defaultPoll)
			r.market.mine()
		}
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
		if r.executed(1) != 1 {
			r.t.Fatalf("executed %d times", r.executed(1))
		}
	})
}

// TestEndpointDiesInTheMiddle of everything, and comes back.
func TestEndpointDiesInTheMiddle(t *testing.T) {
	inBubble(t, func(r *rig) {
		result := r.sending(call(1))
		r.market.set(func() { r.market.down = true; clear(r.market.pool) })
		time.Sleep(time.Hour)
		wantPending(r.t, result)
		if r.Status().Trouble == "" {
			r.t.Fatal("status shows no trouble")
		}
		r.market.set(func() { r.market.down = false })
		r.market.mine()
		for range 3 {
			time.Sleep(defaultResubmitAfter)
			r.market.mine()
		}
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
	})
}

// TestRefusedTransactionFreesItsNonce, so that the next one is not stuck behind it.
func TestRefusedTransactionFreesItsNonce(t *testing.T) {
	inBubble(t, func(r *rig) {
		bad := call(1)
		bad.Gas = 1
		want(r.t, r.sending(bad), ErrRefused)
		r.market.set(func() { r.market.poor = true })
		want(r.t, r.sending(call(2)), errPoor)
		r.market.set(func() { r.market.poor = false })
		result := r.sending(call(3))
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
		if tx := r.market.mined()[0]; tx.Nonce() != 0 {
			r.t.Fatalf("mined at nonce %d, want 0", tx.Nonce())
		}
	})
}

// TestRefusalBehindOthersFreesItsNonce: no gap is left that would have to be healed.
func TestRefusalBehindOthersFreesItsNonce(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.sending(call(1))
		bad := call(2)
		bad.Gas = 1
		want(r.t, r.sending(bad), ErrRefused)
		result := r.sending(call(3))
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
	})
}

// TestUnknownPendingTransactionIsOutbid: the node holds one at our nonce that it
// does not count, and refuses ours as underpriced.
func TestUnknownPendingTransactionIsOutbid(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.market.set(func() {
			r.market.hidePending = true
			r.market.pool[0] = r.sign(0, gwei(100))
		})
		result := r.sending(call(1))
		time.Sleep(defaultResubmitAfter)
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(r.t, result, nil)
		if r.executed(1) != 1 {
			r.t.Fatalf("executed %d times", r.executed(1))
		}
	})
}

// TestLeavingDoesNotStopTheTransaction: a nonce can't be given back.
func TestLeavingDoesNotStopTheTransaction(t *testing.T) {
	inBubble(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		pending, err := r.Start(ctx, call(1))
		if err != nil {
			r.t.Fatal(err)
		}
		cancel()
		if _, err := pending.Wait(ctx); !errors.Is(err, context.Canceled) {
			r.t.Fatalf("Wait returned %v", err)
		}
		r.market.drop()
		for range 3 {
			time.Sleep(defaultResubmitAfter)
			r.market.mine()
		}
		time.Sleep(2 * defaultPoll)
		if r.executed(1) != 1 {
			r.t.Fatalf("executed %d times", r.executed(1))
		}
		if _, err := pending.Wait(context.Background()); err != nil {
			r.t.Fatalf("Wait after leaving returned %v", err)
		}
	})
}

// TestAttemptIsOnDiskBeforeItIsBroadcast, first attempts and replacements.
func TestAttemptIsOnDiskBeforeItIsBroadcast(t *testing.T) {
	inBubble(t, func(r *rig) {
		seen := 0
		r.market.set(func() {
			r.market.onBroadcast = func(tx *types.Transaction) error {
				raw, _ := tx.MarshalBinary()
				content, err := os.ReadFile(r.path)
				if err != nil || !bytes.Contains(content, []byte(common.Bytes2Hex(raw))) {
					r.t.Errorf("broadcast of %s before it was written (%v)", tx.Hash(), err)
				}
				seen++
				return nil
			}
		})
		result := r.sending(call(1))
		r.market.set(func() { r.market.baseFee = gwei(100) })
		for range 10 {
			r.market.mine()
			time.Sleep(10 * time.Second)
		}
		want(r.t, result, nil)
		if seen < 2 {
			r.t.Fatalf("%d broadcasts, want a replacement too", seen)
		}
	})
}

// TestBrokenJournalStopsEverything: without a record nothing may be broadcast.
func TestBrokenJournalStopsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t).start()
		if err := r.journal.file.Close(); err != nil {
			t.Fatal(err)
		}
		want(t, r.sending(call(1)), ErrStopped)
		if r.market.broadcasts != 0 {
			t.Fatal("something was broadcast")
		}
		if err := <-r.done; !errors.Is(err, errJournal) {
			t.Fatalf("Run returned %v, want %v", err, errJournal)
		}
	})
}
