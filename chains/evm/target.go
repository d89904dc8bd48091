package evm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/txsender"
	"github.com/catenary-bridge/catenary/messages"
)

// TargetConfig is what a Target needs. Fields without a default are required.
type TargetConfig struct {
	Endpoints []*Client // of one chain; the first that answers is used
	Inbox     common.Address
	Signer    txsender.TxSigner
	Journal   *txsender.Journal // of Signer's account on this chain; the caller closes it
	Fees      txsender.Fees
	Finality  Finality // of deliveries

	// ResubmitAfter, Poll and MaxInFlight are txsender's; see there.
	ResubmitAfter time.Duration
	Poll          time.Duration
	MaxInFlight   int
	Logger        *slog.Logger
	Hook          func(txsender.Point) // txsender's
}

// InboxReader reads one Inbox and its verifiers. A signer needs no more of a
// target chain, and no account there.
type InboxReader struct {
	endpoints *failover
	inbox     common.Address
}

// NewInboxReader checks the configuration. It does no I/O.
func NewInboxReader(endpoints []*Client, inbox common.Address) (*InboxReader, error) {
	group, err := newFailover(endpoints)
	if err != nil {
		return nil, err
	}
	if inbox == (common.Address{}) {
		return nil, errors.New("evm: inbox is the zero address, want the Inbox's")
	}
	return &InboxReader{endpoints: group, inbox: inbox}, nil
}

// Target delivers to one Inbox. It implements chains.Target; Submit needs Run.
type Target struct {
	*InboxReader
	account common.Address
	sender  *txsender.Sender
	poll    time.Duration
}

var _ chains.Target = (*Target)(nil)

// NewTarget checks the configuration. It does no I/O.
func NewTarget(config TargetConfig) (*Target, error) {
	reader, err := NewInboxReader(config.Endpoints, config.Inbox)
	if err != nil {
		return nil, err
	}
	endpoints := reader.endpoints
	if config.Logger != nil {
		endpoints.logger = config.Logger
	}
	if err := config.Finality.validate(); err != nil {
		return nil, err
	}
	sender, err := txsender.New(txsender.Config{
		ChainID: endpoints.chainID(), Signer: config.Signer, Journal: config.Journal, Fees: config.Fees,
		Backend:       &sendBackend{endpoints: endpoints, finality: config.Finality},
		ResubmitAfter: config.ResubmitAfter, Poll: config.Poll, MaxInFlight: config.MaxInFlight, Logger: config.Logger, Hook: config.Hook,
	})
	if err != nil {
		return nil, err
	}
	return &Target{
		InboxReader: reader, account: config.Signer.Address(), sender: sender,
		poll: endpoints.clients[0].poll,
	}, nil
}

// Run sends what is submitted, until ctx ends or the journal breaks.
func (t *Target) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var watching sync.WaitGroup
	watching.Go(func() { t.watchHeads(ctx) })
	err := t.sender.Run(ctx)
	cancel()
	watching.Wait()
	return err
}

// Settled waits until the deliveries that an earlier run of this process broadcast
// are in blocks or given up: before that, the Inbox does not show them.
func (t *Target) Settled(ctx context.Context) error { return t.sender.Settled(ctx) }

// watchHeads hints the sender at new blocks, so that a receipt is noticed at once.
// The sender polls by itself too, so that nothing depends on this.
func (t *Target) watchHeads(ctx context.Context) {
	for ctx.Err() == nil {
		// Whatever ended it, the next try comes after a pause.
		_ = t.endpoints.do(ctx, func(c *Client) error { return c.watchHeads(ctx, t.sender.Hint) })
		timer := time.NewTimer(t.poll)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// ChainID is the target chain's.
func (t *InboxReader) ChainID() uint64 { return t.endpoints.chainID() }

// Status is the transaction sender's.
func (t *Target) Status() txsender.Status { return t.sender.Status() }

// Doubt has another endpoint asked from now on, and returns how many there are: for
// a caller that has found an answer to be wrong.
func (t *InboxReader) Doubt() int { return t.endpoints.doubt() }

// Inbox reads the lane's state at the newest block. That it is paused, or not open,
// is believed when no endpoint says otherwise. See chains.Target.
func (t *InboxReader) Inbox(ctx context.Context, sourceChain uint64) (chains.Inbox, error) {
	var state, paused chains.Inbox
	_, _, err := t.endpoints.contested(ctx, func(ctx context.Context, c *Client) error {
		answer, err := t.inboxOf(ctx, c, sourceChain)
		switch {
		case err != nil:
			return err
		case answer.Paused:
			paused = answer
			return fmt.Errorf("endpoint %s: %w", c.name, chains.ErrLanePaused)
		}
		state = answer
		return nil
	})
	switch {
	case errors.Is(err, chains.ErrLanePaused):
		return paused, nil
	case err != nil:
		return chains.Inbox{}, fmt.Errorf("read the Inbox: %w", err)
	}
	return state, nil
}

// inboxOf is what one endpoint says of the lane.
func (t *InboxReader) inboxOf(ctx context.Context, c *Client, sourceChain uint64) (chains.Inbox, error) {
	inbox := bindings.NewInbox()
	answers, err := readOf(ctx, c, []viewCall{{t.inbox, inbox.PackLane(sourceChain)}, {t.inbox, inbox.PackInboxId()}})
	if err != nil {
		return chains.Inbox{}, err
	}
	lane, err := inbox.UnpackLane(answers[0])
	if err != nil {
		return chains.Inbox{}, fmt.Errorf("endpoint %s: %w: Inbox.lane: %w", c.name, chains.ErrMalformed, err)
	}
	id, err := inbox.UnpackInboxId(answers[1])
	if err != nil {
		return chains.Inbox{}, fmt.Errorf("endpoint %s: %w: Inbox.inboxId: %w", c.name, chains.ErrMalformed, err)
	}
	if lane.Verifier == (common.Address{}) {
		return chains.Inbox{}, fmt.Errorf("endpoint %s: %w: Inbox %s, source chain %d", c.name, chains.ErrUnknownLane, t.inbox, sourceChain)
	}
	return chains.Inbox{
		ID: id, Lane: lane.LaneId,
		Position: messages.Position{Nonce: lane.Nonce, Accumulator: lane.Accumulator},
		Verifier: lane.Verifier, Paused: lane.Paused,
	}, nil
}

// SignerSet reads a verifier's current set. See chains.Target.
func (t *InboxReader) SignerSet(ctx context.Context, verifier common.Address) (messages.SignerSet, error) {
	contract := bindings.NewMultisigVerifier()
	answers, err := t.read(ctx, []viewCall{
		{verifier, contract.PackEpoch()}, {verifier, contract.PackSigners()},
		{verifier, contract.PackThreshold()}, {verifier, contract.PackEpoch()},
	})
	if err != nil {
		return messages.SignerSet{}, fmt.Errorf("read verifier %s: %w", verifier, err)
	}
	epoch, err1 := contract.UnpackEpoch(answers[0])
	signers, err2 := contract.UnpackSigners(answers[1])
	threshold, err3 := contract.UnpackThreshold(answers[2])
	after, err4 := contract.UnpackEpoch(answers[3])
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return messages.SignerSet{}, fmt.Errorf("%w: verifier %s: %w", chains.ErrMalformed, verifier, err)
	}
	switch {
	case epoch != after:
		// The calls may run at different blocks, with a rotation between them.
		return messages.SignerSet{}, fmt.Errorf("%w: verifier %s rotated from epoch %d to %d while it was read", chains.ErrUnavailable, verifier, epoch, after)
	case len(signers) == 0 || len(signers) > maxSignerSet:
		return messages.SignerSet{}, fmt.Errorf("%w: verifier %s has %d signers, want 1 to %d", chains.ErrMalformed, verifier, len(signers), maxSignerSet)
	case !threshold.IsInt64() || threshold.Int64() < 1 || threshold.Int64() > int64(len(signers)):
		return messages.SignerSet{}, fmt.Errorf("%w: verifier %s has threshold %s of %d signers", chains.ErrMalformed, verifier, threshold, len(signers))
	}
	return messages.SignerSet{
		Domain:  messages.Domain{TargetChain: t.ChainID(), Verifier: verifier},
		Signers: signers, Threshold: int(threshold.Int64()), Epoch: epoch,
	}, nil
}

// WatchInbox hints at every log of the lane in the Inbox. See chains.Target.
func (t *Target) WatchInbox(ctx context.Context, sourceChain uint64, hint func()) error {
	filter := logFilter{Address: t.inbox, Topics: [][]common.Hash{nil, {chains.UintTopic(sourceChain)}}}
	return t.endpoints.do(ctx, func(c *Client) error { return c.watch(ctx, filter, hint) })
}

// viewCall is a call of a view function.
type viewCall struct {
	to   common.Address
	data []byte
}

// read calls view functions at the newest block, in one request.
func (t *InboxReader) read(ctx context.Context, reads []viewCall) (raw [][]byte, err error) {
	err = t.endpoints.do(ctx, func(c *Client) error {
		raw, err = readOf(ctx, c, reads)
		return err
	})
	return raw, err
}

// readOf is read at one endpoint.
func readOf(ctx context.Context, c *Client, reads []viewCall) ([][]byte, error) {
	answers := make([]hexutil.Bytes, len(reads))
	calls := make([]rpc.BatchElem, len(reads))
	for i, r := range reads {
		object := map[string]any{"to": r.to, "data": hexutil.Bytes(r.data)}
		calls[i] = rpc.BatchElem{Method: "eth_call", Args: []any{object, "latest"}, Result: &answers[i]}
	}
	if err := c.batch(ctx, calls); err != nil {
		return nil, err
	}
	raw := make([][]byte, len(answers))
	for i := range answers {
		if len(answers[i]) == 0 {
			return nil, fmt.Errorf("endpoint %s: %w: no contract answers at %s", c.name, chains.ErrMalformed, reads[i].to)
		}
		raw[i] = answers[i]
	}
	return raw, nil
}
