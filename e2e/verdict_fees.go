package e2e

import (
	"fmt"
	"math/big"

	"github.com/catenary-bridge/catenary/messages"
)

// feeFacts is what one chain says of its fees.
type feeFacts struct {
	chain     uint64
	sent      []sentMessage // to all targets
	quotes    []quoteChange
	withdrawn []*big.Int // FeesWithdrawn, wei

	outboxWei, inboxWei *big.Int // balances
}

// quoteChange is one QuoteChanged.
type quoteChange struct {
	at         place
	target     uint64
	price      *big.Int // billionths of a source wei for one target gas
	messageGas uint64
	byteGas    uint64
}

// fee is what a message costs in wei: the formula of contracts/src/base/Fees.sol, and
// not a question to the contract, which must not be its own judge.
func (q *quoteChange) fee(m *messages.Message) *big.Int {
	gas := new(big.Int).SetUint64(q.messageGas)
	gas.Add(gas, new(big.Int).SetUint64(m.GasLimit))
	gas.Add(gas, new(big.Int).SetUint64(q.byteGas*uint64(len(m.Payload))))
	scale := big.NewInt(1e9)
	fee := gas.Mul(gas, q.price)
	fee.Add(fee, new(big.Int).Sub(scale, big.NewInt(1)))
	return fee.Div(fee, scale)
}

// judgeFees compares what was paid with what is there and what was withdrawn.
func judgeFees(f *feeFacts) []string {
	v := &verdict{lane: fmt.Sprintf("fees of chain %d", f.chain)}
	paid, exact := new(big.Int), true
	for i := range f.sent {
		sent := &f.sent[i]
		m, err := messages.DecodeMessage(sent.encoded)
		if err != nil {
			continue // the lane's verdict says so
		}
		quote := f.quoteAt(sent)
		if quote == nil {
			v.find("message %d to chain %d was sent without a quote", sent.nonce, sent.target)
			continue
		}
		due := quote.fee(m)
		if sent.paidWei == nil {
			paid.Add(paid, due)
			exact = false
			continue
		}
		if sent.paidWei.Cmp(due) < 0 {
			v.find("message %d to chain %d was sent for %s wei, the quote is %s", sent.nonce, sent.target, sent.paidWei, due)
		}
		paid.Add(paid, sent.paidWei)
	}
	there := new(big.Int).Set(f.outboxWei)
	for _, amount := range f.withdrawn {
		there.Add(there, amount)
	}
	switch order := there.Cmp(paid); {
	case order < 0:
		v.find("senders paid at least %s wei, the Outbox has or had withdrawn %s", paid, there)
	case order > 0 && exact:
		v.find("senders paid %s wei, the Outbox has or had withdrawn %s", paid, there)
	}
	if f.inboxWei.Sign() != 0 {
		v.find("the Inbox holds %s wei, want none: nothing is paid there", f.inboxWei)
	}
	return v.findings
}

// quoteAt is the quote that held when the message was sent.
func (f *feeFacts) quoteAt(sent *sentMessage) (held *quoteChange) {
	for i := range f.quotes {
		if q := &f.quotes[i]; q.target == sent.target && q.at.before(sent.at) {
			held = q
		}
	}
	return held
}
