package evm

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// Call is a transaction that changes running contracts. Who may send it is for the
// contract to say: some calls are the guardian's, some the owner's, some anybody's.
type Call struct {
	Name string         `json:"name"`
	To   common.Address `json:"to"`
	Data []byte         `json:"data"`
}

// PauseSending stops a lane's sending end; what was sent stays deliverable. The
// guardian's and the owner's.
func (d *Deployment) PauseSending(target uint64) Call {
	return Call{"Outbox.pause", d.Outbox, bindings.NewOutbox().PackPause(target)}
}

// UnpauseSending starts it again. The owner's.
func (d *Deployment) UnpauseSending(target uint64) Call {
	return Call{"Outbox.unpause", d.Outbox, bindings.NewOutbox().PackUnpause(target)}
}

// PauseDelivery stops a lane's receiving end. The guardian's and the owner's.
func (d *Deployment) PauseDelivery(source uint64) Call {
	return Call{"Inbox.pause", d.Inbox, bindings.NewInbox().PackPause(source)}
}

// UnpauseDelivery starts it again. The owner's.
func (d *Deployment) UnpauseDelivery(source uint64) Call {
	return Call{"Inbox.unpause", d.Inbox, bindings.NewInbox().PackUnpause(source)}
}

// Withdraw sends the fees of all lanes to the configured receiver. Anybody's.
func (d *Deployment) Withdraw() Call {
	return Call{"Outbox.withdraw", d.Outbox, bindings.NewOutbox().PackWithdraw()}
}

// SetQuote reports what a delivery costs. The fee oracle's.
func (d *Deployment) SetQuote(target uint64, q Quote) Call {
	return Call{"Outbox.setQuote", d.Outbox, bindings.NewOutbox().PackSetQuote(target, bindings.FeesQuote{
		GasPrice: q.GasPrice, ExchangeRate: q.ExchangeRate, MarginBps: q.MarginBps,
		MessageGas: big.NewInt(int64(q.MessageGas)), ByteGas: q.ByteGas,
	})}
}

// Retry runs a message again whose recipient failed. Anybody's.
func (d *Deployment) Retry(message *messages.Message) (Call, error) {
	encoded, err := message.MarshalBinary()
	if err != nil {
		return Call{}, err
	}
	return Call{"Inbox.retry", d.Inbox, bindings.NewInbox().PackRetry(encoded)}, nil
}

// Rotate replaces a verifier's signers. Anybody's who has the signatures of both
// sets' thresholds, r ‖ s ‖ v each, in ascending order of their signers.
func Rotate(verifier common.Address, r messages.Rotation, current, next []byte) Call {
	return Call{"MultisigVerifier.rotate", verifier,
		bindings.NewMultisigVerifier().PackRotate(r.Signers, new(big.Int).SetUint64(r.Threshold), current, next)}
}

// Do sends the call and returns when it is mined. A call that reverts is not sent:
// the error names the contract's reason.
func Do(ctx context.Context, end LaneEnd, call Call) (*types.Receipt, error) {
	o := operator{ctx: ctx, backend: end.Backend, opts: end.Opts}
	contract := bind.NewBoundContract(call.To, abi.ABI{}, end.Backend, end.Backend, end.Backend)
	o.transact(call.Name, contract, call.Data)
	hashes := o.pending
	if o.wait(); o.err != nil {
		return nil, o.err
	}
	receipt, err := end.Backend.TransactionReceipt(ctx, hashes[0].hash)
	if err != nil {
		return nil, fmt.Errorf("%s: read the receipt of %s: %w", call.Name, hashes[0].hash, err)
	}
	return receipt, nil
}

// LaneTerms is what an Outbox says of sending to one chain.
type LaneTerms struct {
	Price         *big.Int // billionths of a source wei for one target gas, margin included
	PricedAt      time.Time
	MaxAge        time.Duration
	MessageGas    uint32
	ByteGas       uint16
	MaxHandlerGas uint32
	MaxPayload    uint32 // bytes
	MaxPrice      *big.Int
	LoweredAt     time.Time // the last time that any part of the quote fell
	Paused        bool
}

// Bounds on how a quote may fall; see contracts/src/base/Fees.sol.
const (
	QuoteFallsToBps    = 7500
	QuoteFallsInterval = 10 * time.Minute
)

var errUnknownTarget = errors.New("the Outbox does not know the target chain: its lane is not open")

// Terms reads them, as an endpoint shows them.
func (d *Deployment) Terms(ctx context.Context, backend bind.ContractBackend, target uint64) (*LaneTerms, error) {
	outbox := bindings.NewOutbox()
	at := outbox.Instance(backend, d.Outbox)
	out, err := bind.Call(at, &bind.CallOpts{Context: ctx}, outbox.PackTarget(target), outbox.UnpackTarget)
	if err != nil {
		return nil, fmt.Errorf("read Outbox.target: %w", err)
	}
	l, b := out.Limits, out.Bounds
	if l.MaxHandlerGas.Sign() == 0 {
		return nil, fmt.Errorf("chain %d: %w", target, errUnknownTarget)
	}
	terms := &LaneTerms{Price: l.Price, MaxAge: time.Duration(l.MaxAge.Int64()) * time.Second, MessageGas: uint32(l.MessageGas.Uint64()), ByteGas: l.ByteGas,
		MaxHandlerGas: uint32(l.MaxHandlerGas.Uint64()), MaxPayload: uint32(l.MaxPayload.Uint64()), MaxPrice: b.MaxPrice, Paused: l.Paused}
	if l.PricedAt.Sign() > 0 {
		terms.PricedAt = time.Unix(l.PricedAt.Int64(), 0).UTC()
	}
	if b.LoweredAt.Sign() > 0 {
		terms.LoweredAt = time.Unix(b.LoweredAt.Int64(), 0).UTC()
	}
	return terms, nil
}

// Price is what the contract makes of a quote: billionths of a source wei for one
// target gas, margin included, rounded up.
func (q Quote) Price() *big.Int {
	n := new(big.Int).SetUint64(q.GasPrice)
	n.Mul(n, q.ExchangeRate)
	n.Mul(n, big.NewInt(10_000+int64(q.MarginBps)))
	n.Mul(n, big.NewInt(1e9))
	divisor := new(big.Int).Mul(big.NewInt(10_000), big.NewInt(1e18))
	n.Add(n, new(big.Int).Sub(divisor, big.NewInt(1)))
	return n.Div(n, divisor)
}
