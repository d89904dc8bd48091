package txsender

import (
	"fmt"
	"math/big"
)

// Fees bounds what is paid for gas, in wei per gas.
type Fees struct {
	MaxFee *big.Int // base fee and tip together; required
	MaxTip *big.Int // required, at most MaxFee
	MinTip *big.Int // default 1 wei
}

func (f *Fees) validate() error {
	switch {
	case f.MaxFee == nil || f.MaxFee.Sign() <= 0:
		return fmt.Errorf("max fee %v, want more than 0 wei per gas", f.MaxFee)
	case f.MaxTip == nil || f.MaxTip.Sign() <= 0 || f.MaxTip.Cmp(f.MaxFee) > 0:
		return fmt.Errorf("max tip %v, want more than 0 and at most the max fee %s", f.MaxTip, f.MaxFee)
	case f.MinTip != nil && (f.MinTip.Sign() < 0 || f.MinTip.Cmp(f.MaxTip) > 0):
		return fmt.Errorf("min tip %s, want 0 to the max tip %s", f.MinTip, f.MaxTip)
	}
	return nil
}

// price is what one attempt offers, in wei per gas (EIP-1559).
type price struct {
	tip, feeCap *big.Int
}

// first prices a first attempt: the suggested tip, and twice the base fee, which
// lasts through at least five full blocks in a row; both within the bounds.
func (f *Fees) first(baseFee, suggestedTip *big.Int) price {
	tip := f.clampTip(suggestedTip)
	feeCap := new(big.Int).Lsh(baseFee, 1)
	feeCap.Add(feeCap, tip)
	return f.clamp(price{tip, feeCap})
}

// bump prices a replacement. ok is false when the bounds leave no room for one that
// a node would take.
func (f *Fees) bump(old price, baseFee, suggestedTip *big.Int) (next price, ok bool) {
	fresh := f.first(baseFee, suggestedTip)
	leastTip, leastCap := raised(old.tip), raised(old.feeCap)
	next = f.clamp(price{maxOf(fresh.tip, leastTip), maxOf(fresh.feeCap, leastCap)})
	if next.tip.Cmp(leastTip) < 0 || next.feeCap.Cmp(leastCap) < 0 {
		return price{}, false
	}
	return next, true
}

func (f *Fees) clampTip(tip *big.Int) *big.Int {
	least := f.MinTip
	if least == nil {
		least = big.NewInt(1)
	}
	return minOf(maxOf(tip, least), f.MaxTip)
}

func (f *Fees) clamp(p price) price {
	p.feeCap = minOf(p.feeCap, f.MaxFee)
	p.tip = minOf(minOf(p.tip, f.MaxTip), p.feeCap)
	return p
}

// raised returns the least price that replaces the old one: 10 % more, rounded up.
func raised(old *big.Int) *big.Int {
	more := new(big.Int).Mul(old, big.NewInt(100+priceBump))
	more.Add(more, big.NewInt(99)).Div(more, big.NewInt(100))
	if more.Cmp(old) <= 0 {
		more.Add(old, big.NewInt(1))
	}
	return more
}

func minOf(a, b *big.Int) *big.Int {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func maxOf(a, b *big.Int) *big.Int {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}
