package e2e_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/relayer"
)

// finalDepth is how deep a block of an anvil has to lie to be final for daemons: with
// so many on top of it.
const finalDepth = 5

// fickle is an anvil that makes blocks when it is told to, and takes them back.
type fickle struct {
	t     *testing.T
	chain *demo.Chain
}

// holdBlocks stops an anvil's clockwork: from now on a transaction gets a block of its
// own at once, and there are no others but by mine.
func holdBlocks(t *testing.T, chain *demo.Chain) *fickle {
	t.Helper()
	f := &fickle{t, chain}
	f.call("evm_setIntervalMining", 0)
	f.call("evm_setAutomine", true)
	return f
}

func (f *fickle) call(method string, params ...any) {
	f.t.Helper()
	if err := f.chain.Client.Client.Client().CallContext(f.t.Context(), nil, method, params...); err != nil {
		f.t.Fatalf("%s: %v", method, err)
	}
}

func (f *fickle) head() uint64 {
	f.t.Helper()
	head, err := f.chain.Client.BlockNumber(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return head
}

func (f *fickle) mine(blocks int) {
	f.t.Helper()
	f.call("anvil_mine", hexutil.Uint64(blocks), hexutil.Uint64(1))
}

// takeBack replaces the blocks above a number by empty ones. What is sent afterwards
// is sent at another time, so that it is never the same message again.
func (f *fickle) takeBack(above uint64) {
	f.t.Helper()
	f.call("anvil_reorg", f.head()-above, []any{})
	f.call("evm_increaseTime", 60) // the reorganisation sets the clock back
	f.mine(1)
}

// accumulator reads the lane's accumulator at the newest block.
func (f *fickle) accumulator(target *demo.Chain) []byte {
	f.t.Helper()
	_, slot := chains.LaneSlots(target.ID)
	value, err := f.chain.Client.StorageAt(f.t.Context(), f.chain.Deployment.Outbox, slot, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return value
}

// quorum makes daemons believe what all of the proxies say of a chain, and nobody alone.
func quorum(configs []daemon.ChainConfig, id uint64, proxies ...*e2e.Proxy) {
	for i := range configs {
		if configs[i].ID != id {
			continue
		}
		configs[i].Endpoints = nil
		for _, p := range proxies {
			configs[i].Endpoints = append(configs[i].Endpoints, p.URL)
		}
		configs[i].Client.Quorum, configs[i].Client.AllowSingle = len(proxies)/2+1, false
	}
}

// holds lists the signers whose signing record mentions an accumulator.
func holds(t *testing.T, n *e2e.Net, accumulator []byte) (holders int) {
	t.Helper()
	for _, s := range n.Signers {
		content, err := os.ReadFile(filepath.Join(s.Dir, "data", "record.json"))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(hexutil.Encode(accumulator))) {
			holders++
		}
	}
	return holders
}

func stateFrom(r *e2e.Relayer, source uint64) relayer.State {
	for _, lane := range r.View().Lanes() {
		if lane.Lane.SourceChain == source {
			return lane.State
		}
	}
	return ""
}

// TestReorganisationAboveFinality: the source takes messages back that were not final.
// No signer has claimed anything of the removed branch, and what is sent on the new
// one arrives exactly once.
func TestReorganisationAboveFinality(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Left: e2e.Anvil})
	source := holdBlocks(t, n.Left)
	log := n.Overhear()
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	var verified atomic.Int64
	n.StartRelayer(func(c *daemon.RelayerConfig) { quorum(c.Chains, n.Left.ID, one, two) }, func(at relayer.Point) {
		if at == relayer.PointVerified {
			verified.Add(1)
		}
	})
	n.StartSigners(func(c *daemon.SignerConfig) { quorum(c.Chains, n.Left.ID, one, two) })

	before := source.head()
	n.Ping(n.Left, n.Right, 1, 3)
	source.mine(finalDepth - 1) // one too few
	removed := source.accumulator(n.Right)
	n.StaysUndelivered(n.Right, n.Left, 0, 1500*time.Millisecond)
	source.takeBack(before)
	if left := source.accumulator(n.Right); slices.ContainsFunc(left, func(b byte) bool { return b != 0 }) {
		t.Fatalf("the lane still has the accumulator %x", left)
	}
	n.Ping(n.Left, n.Right, 1, 3)
	kept := source.accumulator(n.Right)
	if bytes.Equal(removed, kept) {
		t.Fatal("both branches hold the same messages")
	}
	if verified.Load() != 0 {
		t.Fatal("the relayer verified what was not final")
	}
	source.mine(finalDepth)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	if got := holds(t, n, removed); got != 0 {
		t.Errorf("%d signers have claimed the removed branch", got)
	}
	if got := holds(t, n, kept); got < 2 {
		t.Errorf("%d signers have claimed the new branch, want the threshold of 2", got)
	}
	if log.Heard("ALARM") {
		t.Error("an alarm was raised")
	}
}

// TestReorganisationBelowFinality: the source takes back what was final, and
// delivered. The relayer and every signer stop the lane for good and keep the evidence,
// across a restart; nothing of the new branch is delivered. The other lane goes on.
func TestReorganisationBelowFinality(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Left: e2e.Anvil})
	n.SkipAudit("the source chain forgets what was delivered")
	source := holdBlocks(t, n.Left)
	log := n.Overhear()
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	change := func(c *daemon.RelayerConfig) { quorum(c.Chains, n.Left.ID, one, two) }
	first := n.StartRelayer(change, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { quorum(c.Chains, n.Left.ID, one, two) })
	before := source.head()
	n.Ping(n.Left, n.Right, 1, 3)
	source.mine(finalDepth)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)

	source.takeBack(before)
	n.Eventually("the relayer's lane halts", func() bool { return stateFrom(first, n.Left.ID) == relayer.Halted })
	wantFiles(t, filepath.Join(n.Dir, "relayer", "halted-*.json"))
	for _, s := range n.Signers {
		n.Eventually("signer "+s.Address.Hex()+" stops following", func() bool { return log.Heard("is frozen", s.Address.Hex()[:8]) })
		wantFiles(t, filepath.Join(s.Dir, "data", "headers", "*evidence*"))
	}
	n.Ping(n.Left, n.Right, 4, 3)
	source.mine(finalDepth)
	n.Ping(n.Right, n.Left, 1, 3)
	n.AwaitExactlyOnce(n.Left, n.Right, 3) // its source is sound
	n.StaysUndelivered(n.Right, n.Left, 3, 1500*time.Millisecond)

	first.Stop()
	second := n.StartRelayer(change, nil)
	n.Eventually("the lane halts again after a restart", func() bool { return stateFrom(second, n.Left.ID) == relayer.Halted })
	n.StaysUndelivered(n.Right, n.Left, 3, time.Second)
}

// TestReorganisationBeforeTheRelayerStarts: what was final and delivered is taken back
// while nobody looks, and a relayer that never saw the former branch starts. Where the
// new one is as long, its history contradicts the Inbox; where it is shorter, the
// chain's own time tells that what the Inbox has will never come.
func TestReorganisationBeforeTheRelayerStarts(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string]uint64{"the new branch is as long": 3, "the new branch is longer": 5, "the new branch is shorter": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if sent < 3 && testing.Short() {
				t.Skip("it takes the relayer a minute to be certain")
			}
			n := e2e.Prepare(t, e2e.Config{Left: e2e.Anvil})
			n.SkipAudit("the source chain forgets what was delivered")
			source := holdBlocks(t, n.Left)
			proxies := []*e2e.Proxy{e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)}
			before := deliveredByDaemonsThatStop(t, n, source, proxies)
			delivered := source.accumulator(n.Right)
			source.takeBack(before)
			n.Ping(n.Left, n.Right, 1, sent)
			source.mine(finalDepth)
			if bytes.Equal(delivered, source.accumulator(n.Right)) {
				t.Fatal("both branches hold the same messages")
			}

			dir := filepath.Join(n.Dir, "newcomer")
			newcomer := n.StartRelayer(func(c *daemon.RelayerConfig) {
				quorum(c.Chains, n.Left.ID, proxies...)
				c.Data = dir
			}, nil)
			n.Eventually("the lane halts", func() bool {
				if sent < 3 { // nothing else is waited for
					source.call("evm_increaseTime", 10)
					source.mine(1)
					time.Sleep(time.Second)
				}
				return stateFrom(newcomer, n.Left.ID) == relayer.Halted
			})
			wantFiles(t, filepath.Join(dir, "halted-*.json"))
			n.StaysUndelivered(n.Right, n.Left, 3, time.Second)
		})
	}
}

// deliveredByDaemonsThatStop has three messages delivered, and returns the source's
// head before they were sent.
func deliveredByDaemonsThatStop(t *testing.T, n *e2e.Net, source *fickle, proxies []*e2e.Proxy) (before uint64) {
	t.Helper()
	r := n.StartRelayer(func(c *daemon.RelayerConfig) { quorum(c.Chains, n.Left.ID, proxies...) }, nil)
	signers := n.StartSigners(func(c *daemon.SignerConfig) { quorum(c.Chains, n.Left.ID, proxies...) })
	before = source.head()
	n.Ping(n.Left, n.Right, 1, 3)
	source.mine(finalDepth)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	for _, s := range signers {
		s.Stop()
	}
	r.Stop()
	return before
}

func wantFiles(t *testing.T, pattern string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("there is no evidence at %s", pattern)
		}
	}
}
