package evm

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var quoteNow = time.Unix(1_800_000_000, 0)

func termsAt(price int64) *LaneTerms {
	return &LaneTerms{Price: big.NewInt(price), PricedAt: quoteNow.Add(-time.Hour), MaxAge: 24 * time.Hour, MessageGas: 90_000, ByteGas: 40,
		MaxPrice: new(big.Int).Exp(big.NewInt(10), big.NewInt(22), nil), LoweredAt: quoteNow.Add(-time.Hour)}
}

func quoteAt(gasPrice uint64) Quote {
	return Quote{GasPrice: gasPrice, ExchangeRate: big.NewInt(1e18)}
}

func TestNextQuote(t *testing.T) {
	const billion = 1_000_000_000 // the price of one wei of gas price at parity
	for _, test := range []struct {
		name   string
		terms  func(*LaneTerms)
		wanted uint64 // the present one is 1000 wei
		due    bool
		want   uint64
	}{
		{"the same, and young", nil, 1000, false, 1000},
		{"within the tolerance", nil, 1049, false, 1049},
		{"above it", nil, 1051, true, 1051},
		{"below it", nil, 949, true, 949},
		{"half the maximum age", func(l *LaneTerms) { l.PricedAt = quoteNow.Add(-13 * time.Hour) }, 1000, true, 1000},
		{"never quoted", func(l *LaneTerms) { l.PricedAt, l.Price = time.Time{}, new(big.Int) }, 1000, true, 1000},
		{"falls by more than a quarter", nil, 10, true, 750},
		{"fell a minute ago", func(l *LaneTerms) { l.LoweredAt = quoteNow.Add(-time.Minute) }, 10, false, 1000},
		{"fell a minute ago, and is old", func(l *LaneTerms) {
			l.LoweredAt, l.PricedAt = quoteNow.Add(-time.Minute), quoteNow.Add(-13*time.Hour)
		}, 10, true, 1000},
		{"above the maximum", func(l *LaneTerms) { l.MaxPrice = big.NewInt(1200 * billion) }, 5000, true, 1200},
	} {
		t.Run(test.name, func(t *testing.T) {
			terms := termsAt(1000 * billion)
			if test.terms != nil {
				test.terms(terms)
			}
			got, due, err := Quoting{ToleranceBps: 500}.Next(terms, quoteAt(test.wanted), quoteNow)
			if err != nil || due != test.due || got.GasPrice != test.want {
				t.Errorf("gas price %d, due %t, %v, want %d, %t", got.GasPrice, due, err, test.want, test.due)
			}
		})
	}
	for name, q := range map[string]Quote{"no gas price": quoteAt(0), "no rate": {GasPrice: 1}, "rate below 0": {GasPrice: 1, ExchangeRate: big.NewInt(-1)}} {
		if _, _, err := (Quoting{}).Next(termsAt(1), q, quoteNow); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, _, err := (Quoting{ToleranceBps: 5001}).Next(termsAt(1), quoteAt(1), quoteNow); err == nil {
		t.Error("a tolerance of more than half is accepted")
	}
}

// TestNextQuoteIsAlwaysAdmitted: whatever is wanted, the contract's own bounds admit
// what is reported. Fees.sol's rules are written down here a second time.
func TestNextQuoteIsAlwaysAdmitted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := termsAt(rapid.Int64Range(1, 1<<62).Draw(t, "price"))
		terms.MaxPrice = new(big.Int).Add(terms.Price, big.NewInt(rapid.Int64Range(0, 1<<62).Draw(t, "room")))
		terms.LoweredAt = quoteNow.Add(-time.Duration(rapid.Int64Range(0, 1200).Draw(t, "since fall")) * time.Second)
		terms.PricedAt = quoteNow.Add(-time.Duration(rapid.Int64Range(0, 90_000).Draw(t, "age")) * time.Second)
		wanted := Quote{GasPrice: rapid.Uint64Range(1, 1<<50).Draw(t, "gas price"), ExchangeRate: big.NewInt(rapid.Int64Range(1e9, 1<<62).Draw(t, "rate")),
			MarginBps: rapid.Uint16().Draw(t, "margin")}
		got, due, err := Quoting{ToleranceBps: 500}.Next(terms, wanted, quoteNow)
		if err != nil {
			t.Fatal(err)
		}
		if !due {
			return
		}
		price := got.Price()
		// One wei of gas price may be more than the whole room; the contract then says so.
		step := Quote{GasPrice: 1, ExchangeRate: got.ExchangeRate, MarginBps: got.MarginBps}.Price()
		if price.Cmp(terms.MaxPrice) > 0 && got.GasPrice > 1 {
			t.Fatalf("price %s is above the maximum %s", price, terms.MaxPrice)
		}
		floor := new(big.Int).Mul(terms.Price, big.NewInt(7500))
		floor.Add(floor, big.NewInt(9999)).Div(floor, big.NewInt(10_000))
		narrow := new(big.Int).Sub(terms.MaxPrice, step).Cmp(terms.Price) < 0
		if price.Cmp(floor) < 0 && !narrow {
			t.Fatalf("price falls from %s to %s, by more than a quarter", terms.Price, price)
		}
		if price.Cmp(terms.Price) < 0 && quoteNow.Sub(terms.LoweredAt) < 10*time.Minute && !narrow {
			t.Fatalf("price falls from %s to %s, %s after its last fall", terms.Price, price, quoteNow.Sub(terms.LoweredAt))
		}
	})
}
