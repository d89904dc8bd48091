package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
)

// sourceLie is one way in which an endpoint of the source chain may lie to a relayer
// and to all of its signers.
type sourceLie struct {
	name   string
	tell   func(n *e2e.Net, p *e2e.Proxy)
	reason []string // what a daemon says of an endpoint that it refuses
}

// tells makes a lie anew for each proxy: some remember what they told.
func tells(lie func() e2e.Lie) func(*e2e.Net, *e2e.Proxy) {
	return func(_ *e2e.Net, p *e2e.Proxy) { p.Tell(lie()) }
}

func breaks(fault e2e.Fault) func(*e2e.Net, *e2e.Proxy) {
	return func(_ *e2e.Net, p *e2e.Proxy) { p.Break(fault) }
}

var sourceLies = []sourceLie{
	{"hides an event", tells(e2e.HideEvent), []string{"endpoint hides a message"}},
	{"invents an event", tells(e2e.InventEvent), []string{"endpoint invents a message"}},
	{"alters a payload", tells(e2e.AlterPayload), []string{"endpoint alters a message"}},
	{"reorders two events", tells(e2e.SwapEvents), []string{"endpoint reorders messages"}},
	{"renumbers two messages", tells(e2e.SwapMessages), []string{"endpoint alters a message"}},
	{"truncates the list of events", tells(e2e.TruncateEvents), []string{"endpoint hides a message"}},
	{"floods with events", tells(func() e2e.Lie { return e2e.FloodEvents(5000) }), []string{"logs for nonces"}},
	{"serves another chain's data", func(n *e2e.Net, p *e2e.Proxy) { p.Divert(n.Right.HTTP) }, []string{"serves another chain"}},
	{"does so under the right chain id", func(n *e2e.Net, p *e2e.Proxy) {
		p.Divert(n.Right.HTTP)
		p.Tell(e2e.ClaimChainID(n.Left.ID))
	}, []string{"serves another chain"}},
	{"cuts its answers off", breaks(e2e.CutOff), []string{"unexpected EOF"}},
	{"floods with an endless answer", breaks(e2e.Endless("eth_getBlockByNumber", "eth_getProof")), []string{"answer is larger than the limit"}},
}

// TestSourceThatLies: an endpoint of the source chain lies to the relayer and to all
// signers. Beside an honest one it delays and changes nothing; where every endpoint
// lies nothing is delivered, and once they are honest again everything true is.
func TestSourceThatLies(t *testing.T) {
	t.Parallel()
	for _, lie := range sourceLies {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			lie.story(t, n)
		})
	}
}

func (lie sourceLie) story(t *testing.T, n *e2e.Net) {
	log := n.Overhear()
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	lie.tell(n, one)
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) })

	n.Ping(n.Left, n.Right, 1, 6)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	if one.Lies() == 0 {
		t.Fatal("the endpoint was never asked, or did not lie")
	}

	told := two.Lies()
	lie.tell(n, two)
	n.Ping(n.Left, n.Right, 7, 6)
	n.Eventually("the other endpoint lies too", func() bool { return two.Lies() > told })
	n.StaysUndelivered(n.Right, n.Left, 6, 1500*time.Millisecond)
	n.Eventually("a liar is refused by name", func() bool {
		return log.Heard(append([]string{host(one)}, lie.reason...)...) || log.Heard(append([]string{host(two)}, lie.reason...)...)
	})

	one.Honest(n.Left.HTTP)
	two.Honest(n.Left.HTTP)
	n.AwaitExactlyOnce(n.Right, n.Left, 12)
}

// host is how a proxy is named in logs.
func host(p *e2e.Proxy) string { return strings.TrimPrefix(p.URL, "http://") }

// TestSourceThatStandsStill: the preferred endpoint stopped at an old block and calls
// it the newest. Beside an honest one that is noticed; where all have stopped nothing
// new is delivered, and nothing is mistaken for a rest.
func TestSourceThatStandsStill(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	stop := func(p *e2e.Proxy) {
		head, err := n.Left.Client.BlockNumber(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		misask, lie := e2e.StaleHead(head)
		p.Misask(misask)
		p.Tell(lie)
	}
	stop(one)
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) })
	n.Ping(n.Left, n.Right, 1, 6)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	if one.Lies() == 0 {
		t.Fatal("the endpoint was never asked, or did not lie")
	}

	told := two.Lies()
	stop(two)
	n.Ping(n.Left, n.Right, 7, 6)
	n.Eventually("the other endpoint has stopped too", func() bool { return two.Lies() > told })
	n.StaysUndelivered(n.Right, n.Left, 6, 1500*time.Millisecond)
	two.Honest(n.Left.HTTP)
	n.AwaitExactlyOnce(n.Right, n.Left, 12)
}

// TestSourceThatStalls: the preferred endpoint accepts every question and answers
// none. Beside one that answers it costs its timeouts; where none answers the lane
// waits, and goes on with the first answer.
func TestSourceThatStalls(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	release := make(chan struct{})
	one.Break(e2e.Stall(release))
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) })
	n.Ping(n.Left, n.Right, 1, 6)
	n.Ping(n.Right, n.Left, 1, 6) // of this lane it is an endpoint of the target
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	n.AwaitExactlyOnce(n.Left, n.Right, 6)
	if one.Lies() == 0 {
		t.Fatal("the endpoint was never asked, or answered")
	}

	two.Break(e2e.Stall(release))
	n.Ping(n.Left, n.Right, 7, 6)
	n.Eventually("the other endpoint stalls too", func() bool { return two.Lies() > 0 })
	n.StaysUndelivered(n.Right, n.Left, 6, 1500*time.Millisecond)
	close(release)
	n.AwaitExactlyOnce(n.Right, n.Left, 12)
}

// TestSourcesThatDisagree: all endpoints lie, each in its own way. Nobody is proven
// right, so nothing is delivered, and their contradiction is no divergence that would
// halt the lane for good: it goes on with the first honest one.
func TestSourcesThatDisagree(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	log := n.Overhear()
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	one.Tell(e2e.AlterPayload())
	two.Tell(e2e.SwapMessages())
	relayer := n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, one.URL, two.URL) })
	n.Ping(n.Left, n.Right, 1, 6)
	n.Eventually("both lie", func() bool { return one.Lies() > 0 && two.Lies() > 0 })
	n.Eventually("their contradiction is named", func() bool { return log.Heard("differs first at nonce") })
	n.StaysUndelivered(n.Right, n.Left, 0, 2*time.Second)
	for _, lane := range relayer.View().Lanes() {
		if lane.State == "halted" {
			t.Fatalf("lane %s is halted: %s", lane.Name, lane.Error)
		}
	}
	two.Honest(n.Left.HTTP)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}

// TestSubscriptionThatDiesSilently: WebSocket subscriptions of both chains bring
// nothing any more, while connections stay open and calls are answered. Messages
// arrive all the same, at the pace of the looks that need no hint.
func TestSubscriptionThatDiesSilently(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	left, right := e2e.StartSocketProxy(t, n.Left.WS), e2e.StartSocketProxy(t, n.Right.WS)
	change := func(chains []daemon.ChainConfig) {
		through(chains, n.Left.ID, left.URL)
		through(chains, n.Right.ID, right.URL)
	}
	n.StartRelayer(func(c *daemon.RelayerConfig) { change(c.Chains) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { change(c.Chains) })
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.Eventually("subscriptions of both chains live", func() bool { return left.Notified() > 0 && right.Notified() > 0 })

	left.Silence(true)
	right.Silence(true)
	n.Ping(n.Left, n.Right, 4, 3)
	n.Ping(n.Right, n.Left, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	n.AwaitExactlyOnce(n.Left, n.Right, 3)
	if left.Swallowed() == 0 || right.Swallowed() == 0 {
		t.Fatalf("subscriptions did not die: %d and %d notifications were kept back", left.Swallowed(), right.Swallowed())
	}
}

// TestTargetOfAnotherChain: the preferred endpoint of a lane's target is of another
// chain, whose contracts are at the same addresses, and claims the right chain id. The
// honest one beside it is asked, and the lane goes on.
func TestTargetOfAnotherChain(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	log := n.Overhear()
	one, two := e2e.StartProxy(t, n.Right.HTTP), e2e.StartProxy(t, n.Right.HTTP)
	one.Divert(n.Left.HTTP)
	one.Tell(e2e.ClaimChainID(n.Right.ID))
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, one.URL, two.URL) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Right.ID, one.URL, two.URL) })
	n.Eventually("a daemon notices", func() bool { return log.Heard("target has no lane for that source chain") })
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
}
