package evm

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// Quote is what a fee oracle reports of a target chain; see
// contracts/src/base/Fees.sol.
type Quote struct {
	GasPrice     uint64   // target wei for one gas, priority fee included
	ExchangeRate *big.Int // source wei for 10^18 target wei, at most 128 bits
	MarginBps    uint16   // 1/10000 on top
	MessageGas   uint32   // target gas of a message beside handler and payload, at most 24 bits
	ByteGas      uint16   // target gas of one payload byte
}

// LaneConfig is what the two ends of a lane are opened with.
type LaneConfig struct {
	Signers   []common.Address // of the lane's first signer set, in any order
	Threshold int              // how many must sign, at least 2 unless Devnet
	Devnet    bool             // admits a threshold of 1

	MaxHandlerGas uint32        // at most 12 M
	MaxPayload    uint32        // bytes, at most 64 KiB
	QuoteMaxAge   time.Duration // at most 2^24-1 s; a quote that is older makes sending revert
	MaxPrice      *big.Int      // hard maximum of the fee, in billionths of a source wei per target gas
	Quote         Quote         // the first one
}

// DevnetLane returns a configuration for chains that are worth nothing: a gas
// price of 1 gwei, quotes that hold for 90 days, the highest limits.
func DevnetLane(signers []common.Address, threshold int) LaneConfig {
	return LaneConfig{
		Signers: signers, Threshold: threshold, Devnet: threshold == 1,
		MaxHandlerGas: maxHandlerGas, MaxPayload: messages.MaxPayloadSize, QuoteMaxAge: 90 * 24 * time.Hour,
		MaxPrice: new(big.Int).Exp(big.NewInt(10), big.NewInt(22), nil),
		// A batch of one costs 62,000 gas; a failure is recorded for 25,000 more.
		Quote: Quote{GasPrice: 1e9, ExchangeRate: big.NewInt(1e18), MarginBps: 1000, MessageGas: 90_000, ByteGas: 40},
	}
}

// maxHandlerGas is the contracts' MAX_HANDLER_GAS.
const maxHandlerGas = 12_000_000

// Validate reports the first bad field, before any gas is spent.
func (c LaneConfig) Validate() error {
	least := 2
	if c.Devnet {
		least = 1
	}
	seconds := int64(c.QuoteMaxAge / time.Second)
	switch {
	case len(c.Signers) == 0 || len(c.Signers) > contractSigners:
		return fmt.Errorf("lane: %d signers, want 1 to %d", len(c.Signers), contractSigners)
	case c.Threshold < least || c.Threshold > len(c.Signers):
		return fmt.Errorf("lane: threshold %d of %d signers, want %d to %d (1 needs Devnet)", c.Threshold, len(c.Signers), least, len(c.Signers))
	case c.MaxHandlerGas == 0 || c.MaxHandlerGas > maxHandlerGas:
		return fmt.Errorf("lane: MaxHandlerGas %d, want 1 to %d", c.MaxHandlerGas, maxHandlerGas)
	case c.MaxPayload == 0 || c.MaxPayload > messages.MaxPayloadSize:
		return fmt.Errorf("lane: MaxPayload %d, want 1 to %d bytes", c.MaxPayload, messages.MaxPayloadSize)
	case seconds < 1 || seconds >= 1<<24:
		return fmt.Errorf("lane: QuoteMaxAge %s, want 1 to %d seconds", c.QuoteMaxAge, 1<<24-1)
	case c.MaxPrice == nil || c.MaxPrice.Sign() <= 0 || c.MaxPrice.BitLen() > 96:
		return fmt.Errorf("lane: MaxPrice %s, want 1 to 2^96-1", c.MaxPrice)
	case c.Quote.GasPrice == 0 || c.Quote.MessageGas == 0 || c.Quote.MessageGas >= 1<<24 || c.Quote.ByteGas == 0:
		return fmt.Errorf("lane: Quote %+v, want GasPrice, MessageGas (24 bits) and ByteGas above 0", c.Quote)
	case c.Quote.ExchangeRate == nil || c.Quote.ExchangeRate.Sign() <= 0 || c.Quote.ExchangeRate.BitLen() > 128:
		return fmt.Errorf("lane: Quote.ExchangeRate %s, want 1 to 2^128-1", c.Quote.ExchangeRate)
	}
	for i, signer := range c.sortedSigners() {
		if signer == (common.Address{}) {
			return errors.New("lane: a signer is the zero address")
		}
		if i > 0 && signer == c.sortedSigners()[i-1] {
			return fmt.Errorf("lane: signer %s is named twice", signer)
		}
	}
	return nil
}

func (c LaneConfig) sortedSigners() []common.Address {
	return slices.SortedFunc(slices.Values(c.Signers), common.Address.Cmp)
}

// LaneEnd is one chain, as the account sees it that owns its contracts. While
// OpenLane runs, nobody else may send transactions from it.
type LaneEnd struct {
	Backend    DeployBackend
	Opts       *bind.TransactOpts // of the owner; at the source also of the fee oracle
	Deployment *Deployment
}

// OpenLane opens the lane from one deployment to another: a verifier with the
// signers and the Inbox's lane at the target, limits and first quote at the
// source, and PingPong's peers. The verifier is entered in the target's
// Deployment. It works in the target's set-up period only; afterwards the
// Inbox's lane has to go through the timelock.
func OpenLane(ctx context.Context, source, target LaneEnd, config LaneConfig) error {
	if err := config.Validate(); err != nil {
		return err
	}
	lane := source.Deployment.LaneTo(target.Deployment.ChainID)
	if err := openTarget(ctx, target, lane, source.Deployment, config); err != nil {
		return fmt.Errorf("open lane %s on chain %d: %w", lane, lane.TargetChain, err)
	}
	if err := openSource(ctx, source, lane, target.Deployment, config); err != nil {
		return fmt.Errorf("open lane %s on chain %d: %w", lane, lane.SourceChain, err)
	}
	return nil
}

// openTarget comes first: what is sent before the Inbox knows the lane would
// wait for an operator.
func openTarget(ctx context.Context, end LaneEnd, lane messages.Lane, source *Deployment, config LaneConfig) error {
	o := operator{ctx: ctx, backend: end.Backend, opts: end.Opts}
	verifier, inbox := bindings.NewMultisigVerifier(), bindings.NewInbox()
	address := o.deploy("MultisigVerifier", &bindings.MultisigVerifierMetaData,
		verifier.PackConstructor(config.sortedSigners(), big.NewInt(int64(config.Threshold)), config.Devnet))
	o.setPeer(end.Deployment, source)
	o.wait() // openLane looks for the verifier's code
	atInbox := inbox.Instance(end.Backend, end.Deployment.Inbox)
	o.transact("Inbox.openLane", atInbox, inbox.PackOpenLane(lane.SourceChain, messages.AccountOf(lane.Outbox),
		lane.OutboxMark, address, big.NewInt(int64(config.MaxHandlerGas))))
	o.wait()
	opened := read(&o, "Inbox.lane", atInbox, inbox.PackLane(lane.SourceChain), inbox.UnpackLane)
	if o.err != nil {
		return o.err
	}
	if opened.LaneId != lane.ID() {
		return fmt.Errorf("the Inbox has lane id %x, want %s", opened.LaneId, lane.ID())
	}
	if end.Deployment.Verifiers == nil {
		end.Deployment.Verifiers = map[uint64]common.Address{}
	}
	if end.Deployment.SignerSets == nil {
		end.Deployment.SignerSets = map[uint64]FirstSet{}
	}
	end.Deployment.Verifiers[lane.SourceChain] = address
	end.Deployment.SignerSets[lane.SourceChain] = FirstSet{Signers: config.sortedSigners(), Threshold: config.Threshold, Devnet: config.Devnet}
	return nil
}

func openSource(ctx context.Context, end LaneEnd, lane messages.Lane, target *Deployment, config LaneConfig) error {
	o := operator{ctx: ctx, backend: end.Backend, opts: end.Opts}
	outbox := bindings.NewOutbox()
	atOutbox := outbox.Instance(end.Backend, end.Deployment.Outbox)
	o.transact("Outbox.setTarget", atOutbox, outbox.PackSetTarget(lane.TargetChain, big.NewInt(int64(config.MaxHandlerGas)),
		big.NewInt(int64(config.MaxPayload)), big.NewInt(int64(config.QuoteMaxAge/time.Second)), config.MaxPrice))
	o.setPeer(end.Deployment, target)
	o.wait() // setQuote looks for the target
	o.transact("Outbox.setQuote", atOutbox, outbox.PackSetQuote(lane.TargetChain, bindings.FeesQuote{
		GasPrice: config.Quote.GasPrice, ExchangeRate: config.Quote.ExchangeRate, MarginBps: config.Quote.MarginBps,
		MessageGas: big.NewInt(int64(config.Quote.MessageGas)), ByteGas: config.Quote.ByteGas,
	}))
	o.wait()
	return o.err
}

// setPeer lets this chain's PingPong believe the other's.
func (o *operator) setPeer(here, there *Deployment) {
	pingPong := bindings.NewPingPong()
	o.transact("PingPong.setPeer", pingPong.Instance(o.backend, here.PingPong),
		pingPong.PackSetPeer(there.ChainID, messages.AccountOf(there.PingPong)))
}
