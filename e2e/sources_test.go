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

func tells(lie e2e.Lie) func(*e2e.Net, *e2e.Proxy) {
	return func(_ *e2e.Net, p *e2e.Proxy) { p.Tell(lie) }
}

func breaks(fault e2e.Fault) func(*e2e.Net, *e2e.Proxy) {
	return func(_ *e2e.Net, p *e2e.Proxy) { p.Break(fault) }
}

var sourceLies = []sourceLie{
	{"hides an event", tells(e2e.HideEvent()), []string{"endpoint hides a message"}},
	{"invents an event", tells(e2e.InventEvent()), []string{"endpoint invents a message"}},
	{"alters a payload", tells(e2e.AlterPayload()), []string{"endpoint alters a message"}},
	{"reorders two events", tells(e2e.SwapEvents()), []string{"endpoint reorders messages"}},
	{"renumbers two messages", tells(e2e.SwapMessages()), []string{"endpoint alters a message"}},
	{"truncates the list of events", tells(e2e.TruncateEvents()), []string{"endpoint hides a message"}},
	{"floods with events", tells(e2e.FloodEvents(5000)), []string{"logs for nonces"}},
	{"serves another chain's data", func(n *e2e.Net, p *e2e.Proxy) { p.Divert(n.Right.HTTP) }, []string{"serves another chain"}},
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
	n.Eventually("the endpoint is refused by name", func() bool { return log.Heard(append(lie.reason, host(one))...) })

	told := two.Lies()
	lie.tell(n, two)
	n.Ping(n.Left, n.Right, 7, 6)
	n.Eventually("the other endpoint lies too", func() bool { return two.Lies() > told })
	n.StaysUndelivered(n.Right, n.Left, 6, 1500*time.Millisecond)

	one.Honest(n.Left.HTTP)
	two.Honest(n.Left.HTTP)
	n.AwaitExactlyOnce(n.Right, n.Left, 12)
}

// host is how a proxy is named in logs.
func host(p *e2e.Proxy) string { return strings.TrimPrefix(p.URL, "http://") }
