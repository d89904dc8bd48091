package txsender

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDecide(t *testing.T) {
	now := time.Unix(1000, 0)
	patience := timing{resubmitAfter: 30 * time.Second, retryAfter: time.Second}
	sent := progress{nonce: 5, attempts: 1, sentAt: now.Add(-time.Minute), sentHead: 10}
	with := func(change func(*progress)) progress { p := sent; change(&p); return p }
	chain := View{Head: 20, Final: 18, Nonce: 5}
	used := View{Head: 20, Final: 18, Nonce: 6}
	for name, test := range map[string]struct {
		p    progress
		v    View
		want action
	}{
		"nothing sent yet":                     {progress{nonce: 5}, chain, send},
		"just sent":                            {with(func(p *progress) { p.sentAt = now.Add(-time.Second) }), chain, wait},
		"stuck":                                {sent, chain, replace},
		"stuck while the chain stands still":   {with(func(p *progress) { p.sentHead = 20 }), chain, resend},
		"stuck behind an earlier one":          {with(func(p *progress) { p.nonce = 6 }), chain, resend},
		"refused as too cheap":                 {with(func(p *progress) { p.refused, p.sentAt = tooCheap, now }), chain, replace},
		"did not arrive, just now":             {with(func(p *progress) { p.refused, p.sentAt = undelivered, now }), chain, wait},
		"did not arrive, a while ago":          {with(func(p *progress) { p.refused = undelivered }), chain, resend},
		"mined, not final":                     {with(func(p *progress) { p.mined, p.minedIn = true, 19 }), used, wait},
		"mined, final":                         {with(func(p *progress) { p.mined, p.minedIn = true, 18 }), used, finish},
		"nonce used, first seen":               {sent, used, wait},
		"nonce used, not final":                {with(func(p *progress) { p.usedSince = 18 }), used, wait},
		"nonce used, final":                    {with(func(p *progress) { p.usedSince = 17 }), used, conflict},
		"nothing sent yet, but the nonce used": {progress{nonce: 5, usedSince: 17}, used, conflict},
	} {
		t.Run(name, func(t *testing.T) {
			if got := decide(test.p, test.v, now, patience); got != test.want {
				t.Fatalf("decided %d, want %d", got, test.want)
			}
		})
	}
}

// TestReplacementsFollowTheRules: each pays at least 10 % more of both, none exceeds
// a bound, and the bounds are used up before it gives in.
func TestReplacementsFollowTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wei := func(name string, least int64) *big.Int {
			return big.NewInt(rapid.Int64Range(least, 1e13).Draw(t, name))
		}
		fees := Fees{MaxFee: wei("max fee", 2)}
		fees.MaxTip = big.NewInt(rapid.Int64Range(1, fees.MaxFee.Int64()).Draw(t, "max tip"))
		if err := fees.validate(); err != nil {
			t.Fatal(err)
		}
		old := fees.first(wei("base fee", 0), wei("tip", 0))
		for range 200 {
			if old.tip.Sign() <= 0 || old.tip.Cmp(fees.MaxTip) > 0 || old.feeCap.Cmp(fees.MaxFee) > 0 || old.tip.Cmp(old.feeCap) > 0 {
				t.Fatalf("price %s of %s, bounds %s of %s", old.tip, old.feeCap, fees.MaxTip, fees.MaxFee)
			}
			next, ok := fees.bump(old, wei("base fee now", 0), wei("tip now", 0))
			if !ok {
				if raised(old.tip).Cmp(fees.MaxTip) <= 0 && raised(old.feeCap).Cmp(fees.MaxFee) <= 0 {
					t.Fatalf("gave in at %s of %s, bounds %s of %s", old.tip, old.feeCap, fees.MaxTip, fees.MaxFee)
				}
				return
			}
			for _, pair := range [][2]*big.Int{{old.tip, next.tip}, {old.feeCap, next.feeCap}} {
				if new(big.Int).Mul(pair[1], big.NewInt(100)).Cmp(new(big.Int).Mul(pair[0], big.NewInt(110))) < 0 || pair[1].Cmp(pair[0]) <= 0 {
					t.Fatalf("replaced %s by %s", pair[0], pair[1])
				}
			}
			old = next
		}
	})
}

func TestNewRefuses(t *testing.T) {
	r := newRig(t)
	journal, err := OpenJournal(r.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = journal.Close() }()
	signer, err := NewKeySigner(r.key)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		spoil func(*Config)
		says  string
	}{
		"no chain id":          {func(c *Config) { c.ChainID = 0 }, "chain id 0"},
		"no signer":            {func(c *Config) { c.Signer = nil }, "required"},
		"no backend":           {func(c *Config) { c.Backend = nil }, "required"},
		"no journal":           {func(c *Config) { c.Journal = nil }, "required"},
		"no max fee":           {func(c *Config) { c.Fees.MaxFee = nil }, "max fee"},
		"tip above the fee":    {func(c *Config) { c.Fees.MaxTip = gwei(2000) }, "max tip"},
		"least above most":     {func(c *Config) { c.Fees.MinTip = gwei(200) }, "min tip"},
		"a negative patience":  {func(c *Config) { c.ResubmitAfter = -1 }, "resubmit after"},
		"a negative poll":      {func(c *Config) { c.Poll = -1 }, "poll"},
		"more than a pool has": {func(c *Config) { c.MaxInFlight = maxInFlight + 1 }, "in flight, want 1 to 64"},
		"fewer than none":      {func(c *Config) { c.MaxInFlight = -1 }, "in flight, want 1 to 64"},
	} {
		t.Run(name, func(t *testing.T) {
			config := Config{ChainID: chainID, Signer: signer, Backend: r.market, Journal: journal,
				Fees: Fees{MaxFee: gwei(1000), MaxTip: gwei(100)}}
			test.spoil(&config)
			if _, err := New(config); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v, want one that says %q", err, test.says)
			}
		})
	}
	if _, err := NewKeySigner(nil); err == nil {
		t.Fatal("a signer without a key")
	}
	if _, err := NewKeystoreSigner([]byte("{}"), ""); err == nil {
		t.Fatal("a signer of no keystore file")
	}
}
