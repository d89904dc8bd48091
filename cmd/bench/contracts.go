package bench

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/bench/wire"
	"github.com/catenary-bridge/catenary/messages"
)

// Gas limits: what these cost at most, rounded up. Blocks are filled by what is used.
const (
	deployGas   = 6_000_000
	tokenGas    = 70_000 // a transfer that makes a new holder takes 51,000
	counterGas  = 50_000 // a first call writes a new slot: 43,000
	messageGas  = 150_000
	settingGas  = 300_000
	handlerGas  = 100_000 // of a message at its target, where nobody delivers it
	messageSize = 64      // bytes of payload

	// othersGas is how many times as much a node may charge that isn't ours: geth's developer chain has rules that are not
	// in force anywhere yet, by which new state costs more (EIP-8037).
	othersGas = 4
)

// tokenTransfers moves an ERC-20 token (OpenZeppelin's) from each sender to a recipient of
// its own.
func tokenTransfers(c Config, accounts []account, recipients []common.Address, at common.Address) *workload {
	token := bindings.NewFaucetToken()
	code := append(hexutil.MustDecode(bindings.FaucetTokenMetaData.Bin), token.PackConstructor("Bench", "BENCH", 18)...)
	supply := new(big.Int).Lsh(one, 128)
	calls := make([][]byte, c.Senders)
	for i := range calls {
		calls[i] = token.PackTransfer(recipients[i], one)
	}
	return &workload{
		plan: &inTurn{c.Senders, c.Connections, func(from int) payload { return payload{to: &at, value: new(big.Int), data: calls[from], gas: tokenGas} }},
		gas:  tokenGas, cost: new(big.Int),
		contracts: []payload{{value: new(big.Int), data: code, gas: deployGas}},
		first: func(from int) payload {
			return payload{to: &at, value: new(big.Int), data: token.PackMint(accounts[from].address, supply), gas: 2 * tokenGas}
		},
		what: "token units at the recipients",
		effect: func(ctx context.Context, s *site) (*big.Int, error) {
			values, err := read(ctx, s, len(recipients), func(i int, result *common.Hash) wire.Request {
				return s.ask(at, token.PackBalanceOf(recipients[i]), result)
			}, func(h *common.Hash) *big.Int { return h.Big() })
			return sum(values), err
		},
	}
}

// ask is an eth_call.
func (s *site) ask(to common.Address, data []byte, result any) wire.Request {
	return wire.Request{Method: "eth_call", Params: []any{map[string]any{"to": to, "data": hexutil.Bytes(data)}, "latest"}, Result: result}
}

// counter counts calls in a slot for each caller:
//
//	CALLER SLOAD PUSH1 1 ADD CALLER SSTORE STOP
var counter = []byte{0x33, 0x54, 0x60, 0x01, 0x01, 0x33, 0x55, 0x00}

// counterCalls has each sender call a contract that reads and writes one slot of the
// sender's: the smallest call that changes storage.
func counterCalls(c Config, accounts []account, at common.Address) *workload {
	// PUSH8 counter, PUSH1 0, MSTORE, PUSH1 8, PUSH1 24, RETURN
	code := append(append([]byte{0x67}, counter...), 0x60, 0x00, 0x52, 0x60, 0x08, 0x60, 0x18, 0xf3)
	return &workload{
		plan: &inTurn{c.Senders, c.Connections, func(int) payload { return payload{to: &at, value: new(big.Int), gas: counterGas} }},
		gas:  counterGas, cost: new(big.Int),
		contracts: []payload{{value: new(big.Int), data: code, gas: deployGas}},
		what:      "calls counted in the contract's storage",
		effect: func(ctx context.Context, s *site) (*big.Int, error) {
			values, err := read(ctx, s, len(accounts), func(i int, result *common.Hash) wire.Request {
				slot := common.BytesToHash(accounts[i].address[:])
				return wire.Request{Method: "eth_getStorageAt", Params: []any{at, slot, "latest"}, Result: result}
			}, func(h *common.Hash) *big.Int { return h.Big() })
			return sum(values), err
		},
	}
}

// nowhere is the chain that messages are for: nobody delivers them.
const nowhere = 1 << 40

// bridgeMessages has each sender send messages through an Outbox: all of them are folded
// into one lane, so that each block's messages meet at one slot.
func bridgeMessages(c Config, s *site, at common.Address) *workload {
	outbox, owner := bindings.NewOutbox(), s.funder.address
	lane := evm.DevnetLane(nil, 1)
	code := append(hexutil.MustDecode(bindings.OutboxMetaData.Bin), outbox.PackConstructor(owner, owner, owner, owner, big.NewInt(int64(48*time.Hour/time.Second)))...)
	target := outbox.PackSetTarget(nowhere, big.NewInt(int64(lane.MaxHandlerGas)), big.NewInt(int64(lane.MaxPayload)), big.NewInt(int64(lane.QuoteMaxAge/time.Second)), lane.MaxPrice)
	quote := outbox.PackSetQuote(nowhere, bindings.FeesQuote{GasPrice: lane.Quote.GasPrice, ExchangeRate: lane.Quote.ExchangeRate,
		MarginBps: lane.Quote.MarginBps, MessageGas: big.NewInt(int64(lane.Quote.MessageGas)), ByteGas: lane.Quote.ByteGas})
	data := make([]byte, messageSize)
	for i := range data { // no zeros, which would be cheaper than real data
		data[i] = byte(i) | 1
	}
	call := outbox.PackSend(nowhere, messages.AccountOf(at), handlerGas, data)
	fee := messageFee(lane.Quote)
	return &workload{
		plan: &inTurn{c.Senders, c.Connections, func(int) payload { return payload{to: &at, value: fee, data: call, gas: messageGas} }},
		gas:  messageGas, cost: fee,
		contracts: []payload{{value: new(big.Int), data: code, gas: deployGas}, {to: &at, value: new(big.Int), data: target, gas: settingGas},
			{to: &at, value: new(big.Int), data: quote, gas: settingGas}},
		what: "messages in the lane",
		effect: func(ctx context.Context, s *site) (*big.Int, error) {
			var answer hexutil.Bytes
			if err := s.conn.Batch(ctx, []wire.Request{s.ask(at, outbox.PackLane(nowhere), &answer)}); err != nil {
				return nil, err
			}
			lane, err := outbox.UnpackLane(answer)
			if err != nil {
				return nil, fmt.Errorf("read the lane: %w", err)
			}
			return new(big.Int).SetUint64(lane.Nonce), nil
		},
	}
}

// messageFee is what the Outbox asks for one message at this quote, and a tenth more:
// what a contract call would cost to ask is known before the contract is there.
func messageFee(q evm.Quote) *big.Int {
	gas := uint64(handlerGas) + uint64(q.MessageGas) + messageSize*uint64(q.ByteGas)
	fee := new(big.Int).Mul(new(big.Int).SetUint64(gas), new(big.Int).SetUint64(q.GasPrice))
	fee.Mul(fee, q.ExchangeRate)
	fee.Mul(fee, big.NewInt(int64(10_000+int(q.MarginBps))))
	fee.Div(fee, new(big.Int).Mul(big.NewInt(1e18), big.NewInt(10_000)))
	return fee.Add(fee, new(big.Int).Div(fee, big.NewInt(10)))
}
