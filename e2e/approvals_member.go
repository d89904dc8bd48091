package e2e

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// Member is a member of the bus that a story speaks through: it hears every request,
// says what the story has it say, and nothing by itself.
type Member struct {
	*Daemon
	Address common.Address
	net     *Net
	key     *keys.Key
	bus     *bus.Signer

	mu       sync.Mutex
	requests []messages.Request
}

// StartMember runs a member with somebody's keys. It serves until the story ends.
func (n *Net) StartMember(s *demo.Signer) *Member {
	n.t.Helper()
	m := &Member{Address: s.Address, net: n, key: n.key(s)}
	connected := make(chan error, 1)
	m.Daemon = n.run("member "+s.Address.Hex(), func(ctx context.Context) error {
		conn, err := bus.Dial(ctx, bus.Config{URL: fmt.Sprintf("nats://127.0.0.1:%d", n.busPort), Identity: s.Identity, Logger: n.log})
		if err == nil {
			defer conn.Close()
			m.bus, err = bus.NewSigner(conn, s.Address)
		}
		connected <- err
		if err != nil {
			return err
		}
		if err := m.bus.Requests(ctx, m.hear); !errors.Is(err, context.Canceled) {
			return err
		}
		return nil
	})
	if err := <-connected; err != nil {
		n.t.Fatal(err)
	}
	return m
}

// key decrypts a signer's key.
func (n *Net) key(s *demo.Signer) *keys.Key {
	n.t.Helper()
	if known, ok := n.unlocked.Load(s.Key.Path); ok {
		return known.(*keys.Key)
	}
	private, err := keys.Load(s.Key.Path, "demo")
	if err != nil {
		n.t.Fatal(err)
	}
	key, err := keys.NewKey(private)
	if err != nil {
		n.t.Fatal(err)
	}
	n.unlocked.Store(s.Key.Path, key)
	return key
}

// hear keeps a request and leaves it open: what is said to it is the story's.
func (m *Member) hear(ctx context.Context, request messages.Request) (messages.Answer, error) {
	m.mu.Lock()
	if !slices.Contains(m.requests, request) {
		m.requests = append(m.requests, request)
	}
	m.mu.Unlock()
	<-ctx.Done()
	return messages.Answer{}, ctx.Err()
}

// Requests lists what the member was asked, in the order of attempts: on a busy machine
// two may be heard the other way round.
func (m *Member) Requests() []messages.Request {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(slices.Values(m.requests), func(a, b messages.Request) int { return cmp.Compare(a.Attempt, b.Attempt) })
}

// Asked waits for a request on the lane between two chains that covers at least the
// nonce, and returns the newest.
func (m *Member) Asked(from, to *demo.Chain, nonce uint64) (asked messages.Request) {
	m.net.t.Helper()
	lane := from.Deployment.LaneTo(to.ID).ID()
	m.net.Eventually("a request is heard", func() bool {
		for _, request := range m.Requests() {
			if request.Checkpoint.Lane == lane && request.Checkpoint.Nonce >= nonce {
				asked = request
			}
		}
		return asked.Attempt != 0
	})
	return asked
}

// Approval signs a checkpoint with the member's key, whatever it says.
func (m *Member) Approval(checkpoint messages.Checkpoint, domain messages.Domain) messages.Approval {
	m.net.t.Helper()
	signature, err := m.key.Sign(checkpoint.Digest(domain))
	if err != nil {
		m.net.t.Fatal(err)
	}
	return messages.Approval{Checkpoint: checkpoint, Domain: domain, Signer: m.Address, Signature: signature}
}

// Say writes an approval as an answer on the bus. The error is the server's.
func (m *Member) Say(approval messages.Approval, attempt uint64) error {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	return m.bus.PublishAnswer(ctx, messages.Answer{Attempt: attempt, Approval: &approval})
}
