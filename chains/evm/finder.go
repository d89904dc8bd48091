package evm

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// Finder looks for single messages in the logs of one deployment, for people who ask
// what became of them. What it returns is hearsay, but for a message's content: that
// is what its id is the hash of.
type Finder struct {
	*InboxReader
	deployment *Deployment
}

// NewFinder checks the configuration. It does no I/O.
func NewFinder(endpoints []*Client, deployment *Deployment) (*Finder, error) {
	reader, err := NewInboxReader(endpoints, deployment.Inbox)
	if err != nil {
		return nil, err
	}
	if deployment.ChainID != reader.ChainID() {
		return nil, fmt.Errorf("evm: deployment of chain %d, endpoints of chain %d, want one chain", deployment.ChainID, reader.ChainID())
	}
	return &Finder{InboxReader: reader, deployment: deployment}, nil
}

// Block is a block's number and time.
type Block struct {
	Number uint64
	Time   uint64 // seconds
}

// At is when the block was made.
func (b Block) At() time.Time { return time.Unix(int64(min(b.Time, 1<<40)), 0).UTC() }

// Heads is how far an endpoint says that its chain is.
type Heads struct {
	Latest Block
	Final  *Block // nil on a chain that has none yet
}

// Heads reads the newest block and the newest that the endpoint calls finalized.
func (f *Finder) Heads(ctx context.Context) (Heads, error) {
	latest, err := f.block(ctx, "latest")
	if err != nil {
		return Heads{}, err
	}
	if latest == nil {
		return Heads{}, fmt.Errorf("%w: there is no newest block", chains.ErrMalformed)
	}
	heads := Heads{Latest: *latest}
	// A chain without finality, or a young one, has none: that is no failure.
	if final, err := f.block(ctx, "finalized"); err == nil {
		heads.Final = final
	}
	return heads, nil
}

// Block reads one block; nil means that the endpoint does not have it.
func (f *Finder) Block(ctx context.Context, number uint64) (*Block, error) {
	return f.block(ctx, hexutil.EncodeUint64(number))
}

func (f *Finder) block(ctx context.Context, tag string) (*Block, error) {
	var answer *struct {
		Number *hexutil.Uint64 `json:"number"`
		Time   *hexutil.Uint64 `json:"timestamp"`
	}
	if err := f.endpoints.call(ctx, &answer, "eth_getBlockByNumber", tag, false); err != nil {
		return nil, err
	}
	if answer == nil {
		return nil, nil
	}
	if answer.Number == nil || answer.Time == nil {
		return nil, fmt.Errorf("%w: block %s without number or timestamp", chains.ErrMalformed, tag)
	}
	return &Block{uint64(*answer.Number), uint64(*answer.Time)}, nil
}

// Balance reads an account's balance at the newest block, in wei.
func (f *Finder) Balance(ctx context.Context, account common.Address) (*big.Int, error) {
	var balance *hexutil.Big
	if err := f.endpoints.call(ctx, &balance, "eth_getBalance", account, "latest"); err != nil {
		return nil, err
	}
	if balance == nil {
		return nil, fmt.Errorf("%w: no balance of %s", chains.ErrMalformed, account)
	}
	return balance.ToInt(), nil
}

// Sent reads how many messages the Outbox has taken for a target chain.
func (f *Finder) Sent(ctx context.Context, targetChain uint64) (nonce uint64, err error) {
	outbox := bindings.NewOutbox()
	answers, err := f.read(ctx, []viewCall{{f.deployment.Outbox, outbox.PackLane(targetChain)}})
	if err != nil {
		return 0, fmt.Errorf("read the Outbox: %w", err)
	}
	lane, err := outbox.UnpackLane(answers[0])
	if err != nil {
		return 0, fmt.Errorf("%w: Outbox.lane: %w", chains.ErrMalformed, err)
	}
	return lane.Nonce, nil
}

// SentMessage is a message and where it was sent.
type SentMessage struct {
	ID      messages.ID
	Message *messages.Message
	Block   uint64
	TxHash  common.Hash
}

// SentByID finds a message that left this chain; nil when no endpoint knows of it.
// An endpoint that does not know of it may hide it, so that all are asked.
func (f *Finder) SentByID(ctx context.Context, id messages.ID) (*SentMessage, error) {
	filter := logFilter{Address: f.deployment.Outbox, Topics: [][]common.Hash{{chains.MessageSent}, nil, nil, {common.Hash(id)}}}
	var failures []error
	for _, client := range f.endpoints.clients {
		logs, err := searchBack(ctx, client, filter, f.deployment.DeployBlock, 1)
		for i := range logs {
			found, wrong := f.decode(&logs[i])
			if wrong == nil && found.ID != id {
				wrong = fmt.Errorf("%w: asked for message %s, got %s", chains.ErrMalformed, id, found.ID)
			}
			if wrong == nil {
				return found, nil
			}
			err = fmt.Errorf("endpoint %s: eth_getLogs: %w", client.name, wrong)
		}
		if err != nil {
			failures = append(failures, err)
		}
	}
	return nil, errors.Join(failures...)
}

// decode reads a MessageSent log of any lane that leaves this chain, and holds the
// content against its id: that is what makes it more than hearsay.
func (f *Finder) decode(log *rawLog) (*SentMessage, error) {
	if len(log.Topics) != 4 || !chains.IsUint64(log.Topics[1][:]) {
		return nil, fmt.Errorf("%w: log is no MessageSent", chains.ErrMalformed)
	}
	lane := f.deployment.LaneTo(new(big.Int).SetBytes(log.Topics[1][:]).Uint64())
	event, err := decodeSent(lane, log)
	if err != nil {
		return nil, err
	}
	message, err := messages.DecodeMessage(event.Encoded)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", chains.ErrMalformed, err)
	case message.ID() != event.ID:
		return nil, fmt.Errorf("%w: message in the log has id %s, its topic says %s", chains.ErrMalformed, message.ID(), event.ID)
	case message.Nonce != event.Nonce || message.SourceChain != lane.SourceChain || message.TargetChain != lane.TargetChain:
		return nil, fmt.Errorf("%w: message in the log is nonce %d of %d>%d, its topics say %d of %s", chains.ErrMalformed,
			message.Nonce, message.SourceChain, message.TargetChain, event.Nonce, lane)
	}
	return &SentMessage{ID: event.ID, Message: message, Block: event.Block, TxHash: event.TxHash}, nil
}

// SentAs finds the message that has a nonce on the lane to a target chain; nil when no
// endpoint knows of it.
func (f *Finder) SentAs(ctx context.Context, targetChain, nonce uint64) (*SentMessage, error) {
	filter := laneFilter(f.deployment.LaneTo(targetChain), []common.Hash{chains.UintTopic(nonce)})
	var found *SentMessage
	err := f.endpoints.do(ctx, func(client *Client) error {
		logs, err := searchBack(ctx, client, filter, f.deployment.DeployBlock, 1)
		if err != nil || len(logs) == 0 {
			return err
		}
		message, err := f.decode(&logs[0])
		if err == nil && (message.Message.Nonce != nonce || message.Message.TargetChain != targetChain) {
			err = fmt.Errorf("%w: asked for nonce %d to chain %d, got %d to %d", chains.ErrMalformed, nonce, targetChain, message.Message.Nonce, message.Message.TargetChain)
		}
		if err != nil {
			return fmt.Errorf("endpoint %s: eth_getLogs: %w", client.name, err)
		}
		found = message
		return nil
	})
	return found, err
}
