package evm

import (
	"errors"
	"fmt"
	"math/big"
	"time"
)

// Quoting decides when a fee oracle reports, and what: as little as keeps senders
// served and relayers paid, within what the contract admits.
type Quoting struct {
	// ToleranceBps is by how much, in 1/10000, the price may be off before a report is
	// worth its gas.
	ToleranceBps uint16
}

// maxToleranceBps: beyond that the price is off by half.
const maxToleranceBps = 5000

// ErrQuote is wrapped by the errors of quotes that cannot be.
var ErrQuote = errors.New("quote")

// Validate reports why a quote cannot be reported.
func (q Quote) Validate() error {
	switch {
	case q.GasPrice == 0:
		return fmt.Errorf("%w: gas price is 0, want at least 1 wei", ErrQuote)
	case q.ExchangeRate == nil || q.ExchangeRate.Sign() <= 0 || q.ExchangeRate.BitLen() > 128:
		return fmt.Errorf("%w: exchange rate is %s, want 1 to 2^128-1", ErrQuote, q.ExchangeRate)
	case q.MessageGas == 0 || q.MessageGas >= 1<<24:
		return fmt.Errorf("%w: message gas is %d, want 1 to %d", ErrQuote, q.MessageGas, 1<<24-1)
	case q.ByteGas == 0:
		return fmt.Errorf("%w: byte gas is 0, want at least 1", ErrQuote)
	}
	return nil
}

// Next returns the quote to report now, and whether one is due. The wanted one is
// bent to the contract's bounds: at most its maximum price, a fall of a quarter at
// most, once in ten minutes. Fewer falls than are wanted are made up for later.
func (p Quoting) Next(terms *LaneTerms, wanted Quote, now time.Time) (Quote, bool, error) {
	if p.ToleranceBps > maxToleranceBps {
		return Quote{}, false, fmt.Errorf("%w: tolerance is %d/10000, want at most %d", ErrQuote, p.ToleranceBps, maxToleranceBps)
	}
	if wanted.MessageGas == 0 {
		wanted.MessageGas = terms.MessageGas
	}
	if wanted.ByteGas == 0 {
		wanted.ByteGas = terms.ByteGas
	}
	if err := wanted.Validate(); err != nil {
		return Quote{}, false, err
	}
	price := wanted.Price()
	if price.Cmp(terms.MaxPrice) > 0 {
		price = terms.MaxPrice
	}
	if terms.PricedAt.IsZero() {
		return wanted.at(price, terms), true, nil
	}
	if price.Cmp(terms.Price) < 0 {
		price = lowest(terms, price, now)
	}
	old := now.Sub(terms.PricedAt) > terms.MaxAge/2
	return wanted.at(price, terms), old || p.off(terms.Price, price), nil
}

// lowest bends a price that is below the present one to what the contract admits.
func lowest(terms *LaneTerms, price *big.Int, now time.Time) *big.Int {
	// The chain's clock may be behind ours, and a block is not made at once.
	const slack = time.Minute
	if now.Before(terms.LoweredAt.Add(QuoteFallsInterval + slack)) {
		return terms.Price
	}
	floor := new(big.Int).Mul(terms.Price, big.NewInt(QuoteFallsToBps))
	floor.Add(floor, big.NewInt(10_000-1)).Div(floor, big.NewInt(10_000))
	if price.Cmp(floor) < 0 {
		return floor
	}
	return price
}

// off reports whether two prices differ by more than the tolerance.
func (p Quoting) off(old, price *big.Int) bool {
	difference := new(big.Int).Sub(price, old)
	difference.Abs(difference).Mul(difference, big.NewInt(10_000))
	return difference.Cmp(new(big.Int).Mul(old, big.NewInt(int64(p.ToleranceBps)))) > 0
}

// at returns the quote with the gas price that makes its price the given one, or the
// next above it. Where that is above the contract's maximum, the next below.
func (q Quote) at(price *big.Int, terms *LaneTerms) Quote {
	if q.Price().Cmp(price) == 0 {
		return q
	}
	n := new(big.Int).Mul(price, big.NewInt(10_000))
	n.Mul(n, big.NewInt(1e18))
	divisor := new(big.Int).Mul(q.ExchangeRate, big.NewInt(10_000+int64(q.MarginBps)))
	divisor.Mul(divisor, big.NewInt(1e9))
	n.Add(n, new(big.Int).Sub(divisor, big.NewInt(1))).Div(n, divisor)
	if !n.IsUint64() || n.Sign() == 0 {
		return q // the contract says what is wrong with it
	}
	q.GasPrice = n.Uint64()
	for q.GasPrice > 1 && q.Price().Cmp(terms.MaxPrice) > 0 {
		q.GasPrice--
	}
	return q
}
