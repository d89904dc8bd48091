package devnet

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
)

// A validator is killed, really, when others have just heard what it signed, and started again a second later, when it
// would build another block: it repeats its words. It is one of two, so that its height stays undecided, and the first to
// propose. That nobody would notice if it forgot them is ruled out last: without its journal it contradicts itself. Rounds
// are long, since on a busy machine it may take the process seconds to be connected.
func TestKilledValidatorContradictsNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: its processes run what other tests run in one")
	}
	t.Parallel() // it waits most of its time
	c := newSharedChain(t, 2)
	first := 0
	if addressOf(c.keys[1]).Cmp(addressOf(c.keys[0])) < 0 {
		first = 1
	}
	witness, _ := c.start("witness")
	heard := listen(t, witness, addressOf(c.keys[first]))
	run := func() *process {
		return c.process(processConfig{Dir: "validator", Validators: []int{first}, Round: 5 * time.Second}).launch()
	}
	has := func(code consensus.Code) func([]consensus.Message) bool {
		return func(said []consensus.Message) bool {
			return slices.ContainsFunc(said, func(m consensus.Message) bool { return m.Code() == code })
		}
	}
	validator := run()
	heard.until("a proposal", has(consensus.CodeProposal))
	validator.kill()
	time.Sleep(1100 * time.Millisecond) // blocks carry seconds
	heard.forget()
	validator = run()
	heard.until("the proposal again", has(consensus.CodeProposal))
	heard.until("that the round is over", has(consensus.CodeRoundChange))
	validator.kill()
	heard.forget()
	validator = run()
	heard.until("that the round is over, again", has(consensus.CodeRoundChange))
	validator.kill()
	heard.mu.Lock()
	a, b := contradiction(heard.all)
	heard.mu.Unlock()
	if a != nil {
		t.Fatalf("at height %d round %d it has signed %s of %s and then of %s", a.Height(), a.Round(), a.Code(), a.Digest(), b.Digest())
	}

	if err := os.RemoveAll(filepath.Join(c.dir, "validator", "journal")); err != nil {
		t.Fatal(err)
	}
	run()
	heard.until("a contradiction, without the journal", func([]consensus.Message) bool {
		a, _ := contradiction(heard.all)
		return a != nil
	})
}

// contradiction returns two messages of one kind, height and round that say different things, nil if there are none.
func contradiction(said []consensus.Message) (a, b consensus.Message) {
	for i, a := range said {
		for _, b := range said[i+1:] {
			if a.Code() == b.Code() && a.Height() == b.Height() && a.Round() == b.Round() && a.Digest() != b.Digest() {
				return a, b
			}
		}
	}
	return nil, nil
}

// hearing is all that a node hears of one validator.
type hearing struct {
	t   testing.TB
	mu  sync.Mutex
	all []consensus.Message
	new int // index of the first that is not forgotten
}

// listen hears what the gate of a node lets in.
func listen(t testing.TB, n *Node, author common.Address) *hearing {
	t.Helper()
	endpoint, err := n.live.Load().hub.Join(common.Address{0xee})
	if err != nil {
		t.Fatal(err)
	}
	h := &hearing{t: t}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	t.Cleanup(func() { cancel(); <-done })
	go func() {
		defer close(done)
		for {
			frame, err := endpoint.Receive(ctx)
			if err != nil {
				return
			}
			m, err := consensus.DecodeFrame(frame)
			if err != nil {
				t.Errorf("the gate has let in what doesn't decode: %v", err)
				continue
			}
			if by, err := m.Author(); err == nil && by == author {
				h.mu.Lock()
				h.all = append(h.all, m)
				h.mu.Unlock()
			}
		}
	}()
	return h
}

// forget lets until look only at what is heard from now on.
func (h *hearing) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.new = len(h.all)
}

// until waits for something to be said; holds is called under the lock.
func (h *hearing) until(what string, holds func(said []consensus.Message) bool) {
	h.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(time.Millisecond) {
		h.mu.Lock()
		done := holds(h.all[h.new:])
		h.mu.Unlock()
		if done {
			return
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("not within two minutes: %s", what)
		}
	}
}
