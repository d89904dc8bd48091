package e2e_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// client is a bare NATS connection with a member's identity: what a member has who
// does not use our software.
type client struct {
	*nats.Conn
	mu      sync.Mutex
	refused []string
}

// connect logs on with the NKey seed in a file.
func connect(t *testing.T, url, seedFile string) *client {
	t.Helper()
	seed, err := os.ReadFile(seedFile)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := nkeys.FromSeed([]byte(strings.TrimSpace(string(seed))))
	if err != nil {
		t.Fatal(err)
	}
	public, err := pair.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	c := &client{}
	c.Conn, err = knock(url, nats.Nkey(public, pair.Sign), nats.CustomInboxPrefix("_INBOX_"+public),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.refused = append(c.refused, err.Error())
		}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// knock connects. Where client or server was too slow for a handshake, which a busy
// machine makes them, it says nothing of who is admitted: that is begun anew.
func knock(url string, options ...nats.Option) (*nats.Conn, error) {
	options = append(options, nats.Timeout(20*time.Second))
	for deadline := time.Now().Add(e2e.Patience); ; {
		conn, err := nats.Connect(url, options...)
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), "timeout") || time.Now().After(deadline) {
			return conn, err
		}
	}
}

// isRefused waits for the server's word that it forbids an operation on a subject.
func (c *client) isRefused(operation, subject string) bool {
	for deadline := time.Now().Add(e2e.Patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		c.mu.Lock()
		for _, text := range c.refused {
			text = strings.ToLower(text)
			if strings.Contains(text, "permissions violation for "+operation) && strings.Contains(text, strings.ToLower(`"`+subject+`"`)) {
				c.mu.Unlock()
				return true
			}
		}
		c.mu.Unlock()
	}
	return false
}

// subject is where a signer writes what it answers on the lane from left to right.
func subject(n *e2e.Net, s *demo.Signer) string {
	return fmt.Sprintf("catenary.v1.approval.%s.%s", n.Left.Deployment.LaneTo(n.Right.ID).ID(), hexutil.Encode(s.Address[:]))
}

// TestBusRefusesEvenMembers: a member of the bus, a signer gone bad with software of its
// own, writes in another signer's name, as the relayer, as the admin; it reads others'
// replies, deletes what others wrote, and fills what is its own. The server refuses each
// by name, and the bridge works on meanwhile.
func TestBusRefusesEvenMembers(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	heard := n.Overhear()
	r := n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	n.StartSigner(n.Signers[1], nil)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	victim, bad := n.Signers[0], n.Signers[2]
	c := connect(t, r.BusURL(), bad.IdentityFile)
	lane := n.Left.Deployment.LaneTo(n.Right.ID).ID().String()
	for name, forbidden := range map[string]string{
		"in another signer's name":       subject(n, victim),
		"a request in the relayer's":     "catenary.v1.checkpoint." + lane + ".relayer",
		"on a lane that is not there":    strings.Replace(subject(n, bad), lane, messages.LaneID{1}.String(), 1),
		"an event":                       "catenary.v1.event." + lane + ".relayer",
		"a deletion of all approvals":    "$JS.API.STREAM.DELETE.CATENARY_APPROVALS",
		"a purge of the requests":        "$JS.API.STREAM.PURGE.CATENARY_CHECKPOINTS",
		"a deletion of one message":      "$JS.API.STREAM.MSG.DELETE.CATENARY_APPROVALS",
		"another quota for the stream":   "$JS.API.STREAM.UPDATE.CATENARY_APPROVALS",
		"a deletion of another's queue":  "$JS.API.CONSUMER.DELETE.CATENARY_CHECKPOINTS.signer_" + hexutil.Encode(victim.Address[:]),
		"a pull of another's requests":   "$JS.API.CONSUMER.MSG.NEXT.CATENARY_CHECKPOINTS.signer_" + hexutil.Encode(victim.Address[:]),
		"a question to the server":       "$SYS.REQ.SERVER.PING",
		"to where another reads replies": "_INBOX_" + victim.Identity.Public() + ".x",
	} {
		if err := c.Publish(forbidden, []byte("x")); err != nil {
			t.Fatal(err)
		}
		if !c.isRefused("publish", forbidden) {
			t.Errorf("%s: the server takes %s", name, forbidden)
		}
	}
	for _, forbidden := range []string{">", "catenary.v1.>", "_INBOX_" + victim.Identity.Public() + ".>"} {
		if _, err := c.SubscribeSync(forbidden); err != nil {
			t.Fatal(err)
		}
		if !c.isRefused("subscription", forbidden) {
			t.Errorf("the server lets a member listen to %s", forbidden)
		}
	}
	// What it may write it fills, with junk and with the end-of-batch of a hostile writer.
	flood := make(chan struct{})
	var flooding sync.WaitGroup
	flooding.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-flood:
				return
			default:
			}
			junk := []byte(fmt.Sprintf("junk %d", i))
			if i%2 == 0 {
				junk = nil
			}
			if c.Publish(subject(n, bad), junk) != nil {
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
	n.Ping(n.Left, n.Right, 4, 30)
	n.Ping(n.Right, n.Left, 1, 10)
	n.AwaitExactlyOnce(n.Right, n.Left, 33)
	n.AwaitExactlyOnce(n.Left, n.Right, 10)
	close(flood)
	flooding.Wait()
	if !heard.Heard("answer dropped", hexutil.Encode(bad.Address[:])) {
		t.Error("the relayer has heard none of the junk, so that the story shows nothing")
	}
	if found := alarms(n, r); len(found) != 0 {
		t.Errorf("junk has raised %d alarms", len(found))
	}
}

// TestBusAdmitsNoStranger: whoever is not listed, or shows no key, does not get in.
func TestBusAdmitsNoStranger(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	r := n.StartRelayer(nil, nil)
	stranger, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	public, err := stranger.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	member := n.Signers[0].Identity.Public()
	for name, option := range map[string]nats.Option{
		"without a key":                      nats.Name("nobody"),
		"with a key that is not listed":      nats.Nkey(public, stranger.Sign),
		"with a member's key and no secret":  nats.Nkey(member, stranger.Sign),
		"with a name and password":           nats.UserInfo("relayer", "relayer"),
		"with a token":                       nats.Token("catenary"),
		"with a member's key and no signing": nats.Nkey(member, func([]byte) ([]byte, error) { return make([]byte, 64), nil }),
	} {
		c, err := knock(r.BusURL(), option)
		if err == nil {
			c.Close()
			t.Errorf("%s: admitted", name)
		} else if !errors.Is(err, nats.ErrAuthorization) && !strings.Contains(err.Error(), "Authorization") {
			t.Errorf("%s: %v, want an authorization error", name, err)
		}
	}
}

// TestBusKilledUnderLoad: the bus is killed with SIGKILL, again and again, while
// messages flow both ways. Whatever was under way is asked or answered again.
func TestBusKilledUnderLoad(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	bus := n.PrepareBus()
	bus.Start()
	n.StartRelayer(func(c *daemon.RelayerConfig) { bus.Use(c); c.Batch.Count = 5 }, nil)
	n.StartSigners(nil)
	sent := uint64(0)
	for range 3 {
		n.Ping(n.Left, n.Right, sent+1, 10)
		n.Ping(n.Right, n.Left, sent+1, 10)
		sent += 10
		bus.Kill()
		time.Sleep(300 * time.Millisecond)
		bus.Start()
	}
	n.Ping(n.Left, n.Right, sent+1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, sent+5)
	n.AwaitExactlyOnce(n.Left, n.Right, sent)
}

// TestBusThatLosesItsDisk: one of two approvals is on the bus when it is killed and all
// that it has stored is gone. The relayer makes the streams anew and asks again; the
// signer that had approved sees no contradiction and approves again.
func TestBusThatLosesItsDisk(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	bus := n.PrepareBus()
	bus.Start()
	r := n.StartRelayer(bus.Use, nil)
	first := n.StartSigner(n.Signers[0], nil)
	n.Ping(n.Left, n.Right, 1, 4)
	n.Eventually("one of two has approved", func() bool { return count(r, "counted") == 1 })
	bus.Kill()
	bus.LoseDisk()
	first.Stop() // its memory of what it said is lost as well; its record is not
	r.Stop()
	bus.Start()
	r = n.StartRelayer(bus.Use, nil)
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	if count(r, "counted") != 0 {
		t.Fatal("an approval is still there: the disk was not lost")
	}
	n.StartSigner(n.Signers[0], nil)
	n.Eventually("the signer approves what it had approved", func() bool { return count(r, "counted") == 1 })
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 4)

	// And under way, with every daemon alive.
	bus.Kill()
	bus.LoseDisk()
	n.Ping(n.Left, n.Right, 5, 4)
	n.StaysUndelivered(n.Right, n.Left, 4, time.Second)
	bus.Start()
	n.AwaitExactlyOnce(n.Right, n.Left, 8)
}

// TestBusThatComesLate: the daemons are there before the bus is.
func TestBusThatComesLate(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	bus := n.PrepareBus()
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 2)
	relayer := n.StartProcess("relayer", n.RelayerJob(bus.Use))
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	bus.Start()
	relayer.AwaitReady()
	n.AwaitExactlyOnce(n.Right, n.Left, 2)
}

// TestBusInEnemyHands: somebody takes the bus's address over with a server of his own,
// which admits the relayer and has other people speak in the signers' names. He can
// keep the true answers away, as whoever cuts the network; he cannot make an approval.
func TestBusInEnemyHands(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	strangers := n.AddStrangers(2) // whose keys the enemy has
	bus := n.PrepareBus()
	bus.Start()
	r := n.StartRelayer(bus.Use, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 2)
	n.AwaitExactlyOnce(n.Right, n.Left, 2)
	bus.Kill()
	enemy, identities := bus.InEnemyHands()
	enemy.Start()
	counted := count(r, "counted")
	n.Ping(n.Left, n.Right, 3, 2)
	for i, s := range n.Signers {
		// The enemy's member has the signer's place on the bus, and not its key.
		posing := *s
		posing.Key, posing.Identity = strangers[i].Key, identities[i]
		member := n.StartMember(&posing)
		request := member.Asked(n.Left, n.Right, 4)
		if err := member.Say(member.Approval(request.Checkpoint, request.Domain), request.Attempt); err != nil {
			t.Fatal(err)
		}
	}
	n.Eventually("the forged approvals reach the relayer", func() bool { return count(r, "invalid") >= 2 })
	n.StaysUndelivered(n.Right, n.Left, 2, time.Second)
	if count(r, "counted") != counted {
		t.Fatal("a forged approval is counted")
	}
	if found := alarms(n, r); len(found) != 0 {
		t.Fatalf("the enemy's forgeries accuse honest signers: %+v", found)
	}
	enemy.Kill()
	bus.Start()
	n.AwaitExactlyOnce(n.Right, n.Left, 4)
}
