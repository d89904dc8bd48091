package e2e

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"path/filepath"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// DeployRejector deploys a recipient that reverts until it is mended.
func (n *Net) DeployRejector(on *demo.Chain) common.Address {
	n.t.Helper()
	return n.Deploy(on, common.FromHex(bindings.RejectorMetaData.Bin), bindings.NewRejector().PackConstructor(on.Deployment.Inbox))
}

// Send sends one message by a call of the Outbox itself and returns it.
func (n *Net) Send(from, to *demo.Chain, recipient common.Address, payload []byte) *messages.Message {
	n.t.Helper()
	return n.SendMessage(from, to, Outgoing{Recipient: recipient, Payload: payload})
}

// Failed reads whether the Inbox has recorded a message as failed.
func (n *Net) Failed(at, from *demo.Chain, id messages.ID) bool {
	n.t.Helper()
	inbox := bindings.NewInbox()
	failed, err := inbox.UnpackFailed(n.Call(at, at.Deployment.Inbox, inbox.PackFailed(from.ID, id)))
	if err != nil {
		n.t.Fatal(err)
	}
	return failed
}

// Retry retries a failed message, as anybody may.
func (n *Net) Retry(at *demo.Chain, message *messages.Message) {
	n.t.Helper()
	encoded, err := message.MarshalBinary()
	if err != nil {
		n.t.Fatal(err)
	}
	n.Transact(at, at.Deployment.Inbox, new(big.Int), bindings.NewInbox().PackRetry(encoded))
}

// AddStrangers makes members of the bus that no verifier contract knows. To be
// called before the relayer starts.
func (n *Net) AddStrangers(count int) []*demo.Signer {
	n.t.Helper()
	strangers, err := demo.MakeSigners(count, filepath.Join(n.Dir, "strangers"))
	if err != nil {
		n.t.Fatal(err)
	}
	for _, s := range strangers {
		n.peers = append(n.peers, daemon.BusSigner{Address: s.Address.Hex(), Key: s.Identity.Public()})
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.strangers = append(n.strangers, strangers...)
	return strangers
}

// Impostor approves whatever it is asked, without looking.
type Impostor struct {
	*Daemon
	answered atomic.Int64
}

// Answered counts its approvals.
func (i *Impostor) Answered() int { return int(i.answered.Load()) }

// StartImpostor runs an impostor with a member's keys.
func (n *Net) StartImpostor(s *demo.Signer) *Impostor {
	n.t.Helper()
	private, err := keys.Load(s.Key.Path, "demo")
	if err != nil {
		n.t.Fatal(err)
	}
	key, err := keys.NewKey(private)
	if err != nil {
		n.t.Fatal(err)
	}
	impostor := &Impostor{}
	impostor.Daemon = n.run("impostor", func(ctx context.Context) error {
		conn, err := bus.Dial(ctx, bus.Config{URL: fmt.Sprintf("nats://127.0.0.1:%d", n.busPort), Identity: s.Identity, Logger: n.log})
		if err != nil {
			return err
		}
		defer conn.Close()
		requests, err := bus.NewSigner(conn, s.Address)
		if err != nil {
			return err
		}
		err = requests.Requests(ctx, func(_ context.Context, request messages.Request) (messages.Answer, error) {
			signature, err := key.Sign(request.Checkpoint.Digest(request.Domain))
			if err != nil {
				return messages.Answer{}, err
			}
			impostor.answered.Add(1)
			return messages.Answer{Attempt: request.Attempt, Approval: &messages.Approval{
				Checkpoint: request.Checkpoint, Domain: request.Domain, Signer: s.Address, Signature: signature}}, nil
		})
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	})
	return impostor
}
