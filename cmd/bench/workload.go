package bench

import (
	"context"
	"encoding/binary"
	"math/big"
	"math/rand/v2"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/cmd/bench/wire"
)

// workload is what the transactions of a load do.
type workload struct {
	plan plan
	gas  uint64   // limit of one
	cost *big.Int // wei that one sends along

	contracts []payload              // sent by the funder before anything else, in this order
	first     func(from int) payload // sent by each sender before the clock starts; nil for nothing

	// effect counts on chain how often the workload's effect came about, nil where a
	// transaction in a block cannot fail to have it.
	what   string
	effect func(context.Context, *site) (*big.Int, error)
}

// one wei: recipients' balances count transfers.
var one = big.NewInt(1)

// newWorkload makes the configured one. Contracts get the addresses that follow from the
// funder's present nonce.
func newWorkload(c Config, s *site, accounts []account) *workload {
	recipients := recipientsOf(c.Variant, c.Senders)
	contract := func(i int) common.Address { return crypto.CreateAddress(s.funder.address, s.funder.nonce+uint64(i)) }
	switch c.Workload {
	case Random:
		return randomTransfers(c, accounts)
	case ERC20:
		return tokenTransfers(c, accounts, recipients, contract(0))
	case Calls:
		return counterCalls(c, accounts, contract(0))
	case Messages:
		return bridgeMessages(c, s, contract(0))
	}
	return transfers(c, recipients)
}

// recipientsOf are addresses to which nobody has a key.
func recipientsOf(variant uint64, n int) []common.Address {
	list := make([]common.Address, n)
	for i := range list {
		digest := crypto.Keccak256([]byte("catenary bench recipient"), binary.BigEndian.AppendUint64(nil, variant), binary.BigEndian.AppendUint64(nil, uint64(i)))
		list[i] = common.BytesToAddress(digest[12:])
	}
	return list
}

// inTurn has the senders of each connection send one after another.
type inTurn struct {
	senders, connections int
	call                 func(from int) payload
}

func (t *inTurn) next(connection, k int) (int, payload) {
	mine := (t.senders - connection + t.connections - 1) / t.connections // senders = connection modulo connections
	from := connection + k%mine*t.connections
	return from, t.call(from)
}

// transfers sends one wei from each sender to a recipient of its own.
func transfers(c Config, recipients []common.Address) *workload {
	return &workload{
		plan: &inTurn{c.Senders, c.Connections, func(from int) payload { return payload{to: &recipients[from], value: one, gas: params.TxGas} }},
		gas:  params.TxGas, cost: one, what: "wei at the recipients",
		effect: func(ctx context.Context, s *site) (*big.Int, error) { return s.balances(ctx, recipients) },
	}
}

// balances is the sum of what accounts have, in wei.
func (s *site) balances(ctx context.Context, list []common.Address) (*big.Int, error) {
	values, err := read(ctx, s, len(list), func(i int, result *hexutil.Big) wire.Request {
		return wire.Request{Method: "eth_getBalance", Params: []any{list[i], "latest"}, Result: result}
	}, (*hexutil.Big).ToInt)
	return sum(values), err
}

func sum(values []*big.Int) *big.Int {
	total := new(big.Int)
	for _, v := range values {
		total.Add(total, v)
	}
	return total
}

// randomly has each connection choose among its senders, and among all for a recipient.
type randomly struct {
	accounts    []account
	connections int
	choose      []*rand.Rand // of each connection
}

func (r *randomly) next(connection, _ int) (int, payload) {
	n, choose := len(r.accounts), r.choose[connection]
	mine := (n - connection + r.connections - 1) / r.connections
	from := connection + choose.IntN(mine)*r.connections
	to := choose.IntN(n - 1)
	if to >= from { // anybody but the sender
		to++
	}
	return from, payload{to: &r.accounts[to].address, value: one, gas: params.TxGas}
}

// randomTransfers sends one wei from a random account to another one: two fresh paths
// in the trie for each.
func randomTransfers(c Config, accounts []account) *workload {
	r := &randomly{accounts: accounts, connections: c.Connections}
	for i := range c.Connections {
		r.choose = append(r.choose, rand.New(rand.NewPCG(c.Variant, uint64(i))))
	}
	return &workload{plan: r, gas: params.TxGas, cost: one}
}
