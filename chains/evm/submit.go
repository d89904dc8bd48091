package evm

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/txsender"
	"github.com/catenary-bridge/catenary/messages"
)

// Estimate returns the gas that a delivery needs at the newest block, or the typed
// reason for which it can't be made. See chains.Target.
func (t *Target) Estimate(ctx context.Context, delivery chains.Delivery) (uint64, error) {
	data, err := t.calldata(&delivery)
	if err != nil {
		return 0, err
	}
	word, err := t.vouch(ctx, &delivery, data, 0)
	return word.gas, err
}

func (t *Target) callObject(data []byte, gas uint64) map[string]any {
	return map[string]any{"from": t.account, "to": t.inbox, "data": hexutil.Bytes(data), "gas": hexutil.Uint64(gas)}
}

// calldata packs a delivery and checks that a transaction can hold it.
func (t *Target) calldata(delivery *chains.Delivery) ([]byte, error) {
	packed, err := EncodeBatch(delivery.Messages)
	if err != nil {
		return nil, err
	}
	m := &delivery.Messages[0]
	if m.SourceChain != delivery.SourceChain || m.TargetChain != t.ChainID() {
		return nil, fmt.Errorf("delivery of messages of lane %d>%d, want %d>%d", m.SourceChain, m.TargetChain, delivery.SourceChain, t.ChainID())
	}
	tail := make([][32]byte, len(delivery.TailIDs))
	for i, id := range delivery.TailIDs {
		tail[i] = id
	}
	data := bindings.NewInbox().PackDeliver(delivery.SourceChain, packed, tail, delivery.Attestation)
	if len(data) > maxDeliveryBytes {
		return nil, fmt.Errorf("%w: %d bytes of calldata, at most %d", chains.ErrTooMuchGas, len(data), maxDeliveryBytes)
	}
	return data, nil
}

// Submit broadcasts a delivery. See chains.Target.
func (t *Target) Submit(ctx context.Context, delivery chains.Delivery) (chains.Submission, error) {
	data, err := t.calldata(&delivery)
	if err != nil {
		return nil, err
	}
	gas := delivery.GasLimit
	if gas > maxTransactionGas {
		return nil, fmt.Errorf("%w: %d gas, at most %d (EIP-7825)", chains.ErrTooMuchGas, gas, maxTransactionGas)
	}
	var word vouched
	if delivery.Simulate || gas == 0 {
		if word, err = t.vouch(ctx, &delivery, data, gas); err != nil {
			return nil, err
		}
	}
	if gas == 0 {
		// Another relayer may have touched, or emptied, the slots that were warm or
		// full in the simulation.
		gas = min(word.gas+word.gas/20+20_000, maxTransactionGas)
	}
	pending, err := t.sender.Start(ctx, txsender.Call{To: t.inbox, Data: data, Gas: gas})
	if err != nil {
		return nil, fmt.Errorf("submit delivery: %w", err)
	}
	return &submission{target: t, pending: pending, delivery: delivery, data: data, gas: gas, word: word}, nil
}

// submission is a delivery on its way.
type submission struct {
	target   *Target
	pending  *txsender.Pending
	delivery chains.Delivery
	data     []byte
	gas      uint64
	word     vouched // upon which it was sent; zero when nobody was asked
}

// Wait returns when the outcome is final. See chains.Submission.
func (s *submission) Wait(ctx context.Context) (chains.Receipt, error) {
	result, err := s.pending.Wait(ctx)
	if errors.Is(err, txsender.ErrReverted) {
		s.target.endpoints.judge(s.word.by, false)
		return chains.Receipt{}, s.whyReverted(ctx, err)
	}
	if err != nil {
		return chains.Receipt{}, fmt.Errorf("delivery of nonces %d to %d: %w", s.first(), s.last(), err)
	}
	receipt, err := s.receipt(ctx, result.Receipt)
	if err == nil {
		s.target.endpoints.judge(s.word.by, receipt.Executed > 0)
	}
	return receipt, err
}

// Attempt returns how the transaction stands, for people.
func (s *submission) Attempt() chains.Attempt {
	a := s.pending.Attempt()
	shown := chains.Attempt{TxHash: a.Tx, From: a.From, AccountNonce: a.Nonce, Count: a.Count, GasLimit: a.GasLimit}
	if a.MaxFee != nil {
		shown.MaxFeeWei, shown.MaxTipWei = a.MaxFee.String(), a.MaxTip.String()
	}
	return shown
}

func (s *submission) first() uint64 { return s.delivery.Messages[0].Nonce }
func (s *submission) last() uint64 {
	return s.delivery.Messages[len(s.delivery.Messages)-1].Nonce
}

// whyReverted runs the delivery again, because a receipt does not say why. What
// stopped it then most often stops it still.
func (s *submission) whyReverted(ctx context.Context, err error) error {
	if _, reason := s.target.vouch(ctx, &s.delivery, s.data, s.gas); reason != nil {
		return fmt.Errorf("%w: %w", reason, err)
	}
	return fmt.Errorf("delivery of nonces %d to %d reverted for a reason that has passed: %w", s.first(), s.last(), err)
}

// receipt reads from the logs what became of each message.
func (s *submission) receipt(ctx context.Context, mined *types.Receipt) (chains.Receipt, error) {
	receipt := chains.Receipt{
		TxHash: mined.TxHash, GasUsed: mined.GasUsed, FeeWei: feeOf(mined).String(),
		Reasons: make(map[messages.ID]string),
	}
	if mined.BlockNumber != nil {
		receipt.Block = mined.BlockNumber.Uint64()
	}
	inbox := bindings.NewInbox()
	for _, log := range mined.Logs {
		if log == nil || log.Address != s.target.inbox || len(log.Topics) == 0 {
			continue
		}
		if done, err := inbox.UnpackMessageDeliveredEvent(log); err == nil && done.SourceChain == s.delivery.SourceChain {
			receipt.Executed++
			receipt.Delivered = max(receipt.Delivered, done.Nonce)
			continue
		}
		if failed, err := inbox.UnpackMessageFailedEvent(log); err == nil && failed.SourceChain == s.delivery.SourceChain {
			receipt.Executed++
			receipt.Delivered = max(receipt.Delivered, failed.Nonce)
			receipt.Failed = append(receipt.Failed, failed.Id)
			receipt.Reasons[failed.Id] = handlerReason(failed.Reason)
		}
	}
	if receipt.Executed > len(s.delivery.Messages) || receipt.Delivered > s.last() {
		return chains.Receipt{}, fmt.Errorf("%w: receipt %s tells of %d messages up to nonce %d, the delivery had %d up to %d",
			chains.ErrMalformed, mined.TxHash, receipt.Executed, receipt.Delivered, len(s.delivery.Messages), s.last())
	}
	if receipt.Executed == 0 {
		// Another relayer was first; where the Inbox stands is read from itself.
		state, err := s.target.Inbox(ctx, s.delivery.SourceChain)
		if err != nil {
			return chains.Receipt{}, fmt.Errorf("delivery is mined; read where the Inbox stands: %w", err)
		}
		receipt.Delivered = state.Position.Nonce
	}
	return receipt, nil
}
