package e2e

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// Asker is a second relayer on the bus, gone bad: it asks the signers for whatever the
// story wants, and hears their answers.
type Asker struct {
	*Daemon
	net *Net
	bus *bus.Relayer

	mu      sync.Mutex
	answers []messages.Answer
}

// AddAsker makes a member of the bus that may ask as another relayer. To be called
// before the relayer starts; the function returned starts it afterwards.
func (n *Net) AddAsker(name string) (start func() *Asker) {
	n.t.Helper()
	identity := n.newIdentity(filepath.Join(n.Dir, name+".nk"))
	config := n.relayerConfig()
	n.relayerBase.Bus.Relayers = append(config.Bus.Relayers, daemon.BusRelayer{Name: name, Key: identity.Public()})
	return func() *Asker {
		n.t.Helper()
		a := &Asker{net: n}
		connected := make(chan error, 1)
		a.Daemon = n.run("asker", func(ctx context.Context) error {
			conn, err := bus.Dial(ctx, bus.Config{URL: fmt.Sprintf("nats://127.0.0.1:%d", n.busPort), Identity: identity, Logger: n.log})
			if err == nil {
				defer conn.Close()
				a.bus, err = bus.NewRelayer(conn, name)
			}
			connected <- err
			if err != nil {
				return err
			}
			if err := a.bus.Answers(ctx, a.hear); !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		})
		if err := <-connected; err != nil {
			n.t.Fatal(err)
		}
		return a
	}
}

func (a *Asker) hear(answer messages.Answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !slices.ContainsFunc(a.answers, func(b messages.Answer) bool { return b.Attempt == answer.Attempt && b.Signer() == answer.Signer() }) {
		a.answers = append(a.answers, answer)
	}
}

// Ask asks for a checkpoint and waits until each of the signers has answered; what
// they say is by signer.
func (a *Asker) Ask(request messages.Request, signers ...common.Address) map[common.Address]messages.Answer {
	a.net.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	if err := a.bus.PublishRequest(ctx, request); err != nil {
		a.net.t.Fatal(err)
	}
	answered := map[common.Address]messages.Answer{}
	a.net.Eventually("all signers answer", func() bool {
		a.mu.Lock()
		defer a.mu.Unlock()
		for _, answer := range a.answers {
			if answer.Attempt == request.Attempt && slices.Contains(signers, answer.Signer()) {
				answered[answer.Signer()] = answer
			}
		}
		return len(answered) == len(signers)
	})
	return answered
}
