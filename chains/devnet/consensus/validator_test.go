package consensus

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

func TestMain(m *testing.M) { leaks.Main(m) }

// running is a group of validators over a hub and one ledger, in a synctest bubble: seconds cost nothing and the
// schedule is the same on a busy machine.
type running struct {
	t       *testing.T
	signers []*KeySigner
	hub     *p2p.Hub
	ledger  *memLedger
	group   *Group
	ends    map[common.Address]*p2p.Endpoint
	stop    context.CancelFunc
	done    chan error
}

// launch starts n members of the set and standby validators that are not in it yet.
func launch(t *testing.T, n, standby int, period time.Duration, change func(*ValidatorConfig)) *running {
	t.Helper()
	signers := testSigners(t, n+standby)
	var members []common.Address
	for _, s := range signers[:n] {
		members = append(members, s.Address())
	}
	genesis := testGenesis(members)
	genesis.Time = uint64(time.Now().Unix())
	r := &running{t: t, signers: signers, hub: p2p.NewHub(), ledger: newMemLedger(genesis)}
	r.run(period, change)
	return r
}

func (r *running) run(period time.Duration, change func(*ValidatorConfig)) {
	r.t.Helper()
	pace, err := NewPace(period)
	if err != nil {
		r.t.Fatal(err)
	}
	cfg := ValidatorConfig{Ledger: r.ledger, History: r.ledger, Pace: pace}
	if change != nil {
		change(&cfg)
	}
	var signers []Signer
	for _, s := range r.signers {
		signers = append(signers, s)
	}
	endpoints := make(map[common.Address]*p2p.Endpoint)
	r.ends = endpoints
	r.group, err = NewGroup(cfg, signers, func(a common.Address) (Transport, error) {
		e, err := r.hub.Join(a)
		endpoints[a] = e
		return e, err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(r.t.Context())
	r.done = make(chan error, 1)
	go func() {
		err := r.group.Run(ctx)
		for _, e := range endpoints {
			e.Close()
		}
		r.done <- err
	}()
	r.stop = stop
}

// end stops the group and demands an ordered end.
func (r *running) end() {
	r.t.Helper()
	r.stop()
	if err := <-r.done; err != nil {
		r.t.Fatalf("the group ended with %v", err)
	}
}

// after lets time pass and returns the height.
func (r *running) after(d time.Duration) uint64 {
	time.Sleep(d)
	synctest.Wait()
	return r.ledger.height()
}

func (r *running) wantHeight(what string, got, low, high uint64) {
	r.t.Helper()
	if got < low || got > high {
		r.t.Fatalf("%s: height %d, want %d to %d", what, got, low, high)
	}
}

func TestBlocksComeInTheirPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		r.wantHeight("after 10 s of 100 ms blocks", r.after(10*time.Second+50*time.Millisecond), 100, 100)
		for n := uint64(1); n < 100; n++ {
			if r.ledger.GetHeaderByNumber(n).Coinbase == r.ledger.GetHeaderByNumber(n+1).Coinbase {
				t.Fatalf("blocks %d and %d have the same proposer", n, n+1)
			}
		}
		if err := r.group.SetBlockPeriod(time.Second); err != nil {
			t.Fatal(err)
		}
		before := r.ledger.height()
		r.wantHeight("after 10 s of 1 s blocks", r.after(10*time.Second)-before, 9, 10)
		r.end()
	})
}

func TestOnDemandMakesNoEmptyBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 0, nil)
		r.wantHeight("without work", r.after(time.Hour), 0, 0)
		for _, v := range r.group.Members() {
			if s := v.Status(); s.Round != 0 || s.Timed {
				t.Fatalf("rounds are counted while there is nothing to do: %+v", s)
			}
		}
		r.ledger.addWork(1)
		r.wantHeight("with work", r.after(10*time.Millisecond), 1, 1)
		if until, _ := r.group.Mine(3); until != 4 {
			t.Fatalf("mining 3 blocks from height 1 ends at %d", until)
		}
		r.wantHeight("after Mine(3)", r.after(10*time.Millisecond), 4, 4)
		r.wantHeight("an hour later", r.after(time.Hour), 4, 4)
		r.end()
	})
}

func TestMineDoesNotWaitForThePeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, time.Hour, nil)
		synctest.Wait()
		r.group.Mine(5)
		r.wantHeight("after Mine(5)", r.after(10*time.Millisecond), 5, 5)
		r.end()
	})
}

func TestOneValidatorAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 1, 0, 100*time.Millisecond, nil)
		r.wantHeight("after 1 s", r.after(time.Second+50*time.Millisecond), 10, 10)
		r.end()
	})
}

// Every header that the group makes follows from its predecessor as the light client demands it.
func TestSealedHeadersLinkUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 7, 0, 100*time.Millisecond, nil)
		head := r.after(2 * time.Second)
		net := newTestNet(t, 7)
		for n := uint64(1); n <= head; n++ {
			h, parent := r.ledger.GetHeaderByNumber(n), r.ledger.GetHeaderByNumber(n-1)
			if hash, err := qbft.OnChainHash(parent); err != nil || h.ParentHash != hash {
				t.Fatalf("block %d has parent %s, want %s (%v)", n, h.ParentHash, hash, err)
			}
			net.checkSealed(types.NewBlockWithHeader(h))
		}
		r.end()
	})
}
