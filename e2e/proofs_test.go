package e2e_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// TestForgedHeader: an endpoint shows a newest header of a state that does not exist,
// to the relayer and to all signers. Beside an honest one it is passed over; where
// every endpoint does it, nothing is believed, signed or delivered.
func TestForgedHeader(t *testing.T) {
	t.Parallel()
	strangers := qbfttest.Keys(t, "strangers", 4)
	const seals, overlap = "too few valid seals of distinct validators", "too few seals of the last trusted validator set"
	for _, lie := range []sourceLie{
		{"under the seals of the true one", forges(e2e.KeepSeals), []string{seals}},
		{"sealed by strangers", forges(e2e.SealedBy(t, strangers[:1])), []string{seals}},
		{"of a set of strangers, sealed by all of them", forges(e2e.SealedByOwnSet(t, strangers)), []string{overlap}},
		{"an old one under a new number", func(n *e2e.Net, p *e2e.Proxy) { p.Tell(n.Replay(n.Left)) }, []string{seals}},
		{"an old one as it is", func(n *e2e.Net, p *e2e.Proxy) { p.Misask(n.ReplayUnchanged(n.Left, 7)) }, []string{"asked for header", "header is malformed"}},
	} {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel()
			lie.story(t, e2e.Prepare(t, e2e.Config{}))
		})
	}
}

func forges(forge func(*types.Header) *types.Header) func(*e2e.Net, *e2e.Proxy) {
	return func(n *e2e.Net, p *e2e.Proxy) { p.Tell(n.ForgeBranch(n.Left, forge)) }
}

// TestSealsOfFormerValidators: two validators are voted out while daemons follow the
// chain. Their keys then seal a header of their own, as a complete set. They were
// half of the set once, and count for nothing now.
func TestSealsOfFormerValidators(t *testing.T) {
	t.Parallel()
	keys := qbfttest.Keys(t, "validators", 4)
	former := keys[:2]
	n := e2e.Prepare(t, e2e.Config{ValidatorKeys: keys})
	log := n.Overhear()
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) })
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)

	for _, key := range former {
		if err := n.Left.Node.ProposeVote(qbfttest.Address(key), false); err != nil {
			t.Fatal(err)
		}
		n.Eventually("a validator is voted out", func() bool { return !inSet(n, qbfttest.Address(key)) })
	}
	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6) // proven under the new set: all daemons have followed the change

	one.Tell(n.ForgeBranch(n.Left, e2e.SealedByOwnSet(t, former)))
	two.Tell(n.ForgeBranch(n.Left, e2e.SealedByOwnSet(t, former)))
	n.Eventually("the seals are refused", func() bool {
		return log.Heard("too few seals of the last trusted validator set", host(one)) && log.Heard("too few seals of the last trusted validator set", host(two))
	})
	n.Ping(n.Left, n.Right, 7, 3)
	n.StaysUndelivered(n.Right, n.Left, 6, 1500*time.Millisecond)
	one.Honest(n.Left.HTTP)
	two.Honest(n.Left.HTTP)
	n.AwaitExactlyOnce(n.Right, n.Left, 9)
}

func inSet(n *e2e.Net, validator common.Address) bool {
	for _, v := range n.Left.Node.Validators() {
		if v.Address == validator {
			return v.InSet
		}
	}
	return false
}

// TestProofOfSomethingElse: an endpoint proves something true that is not what was
// asked for, under the true header. No daemon takes it for the lane.
func TestProofOfSomethingElse(t *testing.T) {
	t.Parallel()
	const refused = "lane proof does not hold"
	for _, lie := range []sourceLie{
		{"another account", func(n *e2e.Net, p *e2e.Proxy) { p.Misask(e2e.ProveAccount(n.Left.Deployment.Inbox)) }, []string{refused, "account proof"}},
		{"another lane's slots, which are absent", func(n *e2e.Net, p *e2e.Proxy) {
			nonce, accumulator := chains.LaneSlots(7)
			p.Misask(e2e.ProveSlots(nonce, accumulator))
		}, []string{refused, "nonce: storage proof"}},
		{"nonce and accumulator exchanged", func(n *e2e.Net, p *e2e.Proxy) {
			nonce, accumulator := chains.LaneSlots(n.Right.ID)
			p.Misask(e2e.ProveSlots(accumulator, nonce))
		}, []string{refused, "nonce: storage proof"}},
		{"an older block", func(_ *e2e.Net, p *e2e.Proxy) { p.Misask(e2e.ProveAt(3)) }, []string{refused, "account proof"}},
		{"a lane that is there as absent", tells(func() e2e.Lie { return e2e.CutProofs }), []string{refused, "nonce: storage proof"}},
	} {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel()
			lie.story(t, e2e.Prepare(t, e2e.Config{}))
		})
	}
}

// TestAbsentLaneShownAsPresent: nothing was ever sent, and every endpoint proves slots
// of the Outbox that do hold something as if they were the lane's. Nothing is believed
// to be there, and the lane begins with its true first message.
func TestAbsentLaneShownAsPresent(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	log := n.Overhear()
	present := presentSlots(t, n, 2)
	proxy := e2e.StartProxy(t, n.Left.HTTP)
	proxy.Misask(e2e.ProveSlots(present...))
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, proxy.URL) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, proxy.URL) })
	n.Eventually("a proof of presence is refused", func() bool { return log.Heard("lane proof does not hold", "nonce: storage proof", host(proxy)) })
	if proxy.Lies() == 0 {
		t.Fatal("the endpoint was never asked, or did not lie")
	}
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	proxy.Honest(n.Left.HTTP)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
}

// presentSlots finds slots of the Outbox that are not zero.
func presentSlots(t *testing.T, n *e2e.Net, count int) (slots []common.Hash) {
	t.Helper()
	for i := byte(0); i < 64 && len(slots) < count; i++ {
		slot := common.Hash{31: i}
		value, err := n.Left.Client.StorageAt(t.Context(), n.Left.Deployment.Outbox, slot, nil)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(value, func(b byte) bool { return b != 0 }) {
			slots = append(slots, slot)
		}
	}
	if len(slots) < count {
		t.Fatalf("the Outbox has %d plain slots that are not zero, want %d", len(slots), count)
	}
	return slots
}
