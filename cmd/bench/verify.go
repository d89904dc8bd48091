package bench

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/cmd/bench/wire"
)

const (
	// receiptSample is how many transactions' receipts are read after a load, evenly spread.
	receiptSample = 200

	// sampleFrom bounds how many of the last transactions are those: a devnet in memory lets go
	// of blocks that are a gigabyte old, almost four million transfers.
	sampleFrom = 500_000
)

func (s *site) balance(ctx context.Context, address common.Address) (*big.Int, error) {
	var balance hexutil.Big
	err := s.conn.Call(ctx, &balance, "eth_getBalance", address, "latest")
	return balance.ToInt(), err
}

// newest chooses among the last transactions of each stream that a block holds: streams are sent side by side, each in
// its order.
func (l *load) newest(included func(i int) bool) (chosen []int) {
	share := receiptSample/len(l.streams) + 1
	for _, s := range l.streams {
		end := s.first + s.len()
		for end > s.first && !included(end-1) {
			end--
		}
		last := min(end-s.first, sampleFrom/len(l.streams))
		n := min(share, last, receiptSample-len(chosen))
		for k := range n {
			if i := end - last + k*last/n; included(i) {
				chosen = append(chosen, i)
			}
		}
	}
	return chosen
}

// sample reads receipts of transactions that blocks hold.
func (b *bench) sample(ctx context.Context, l *load) error {
	chosen := l.newest(l.book.Included)
	type receipt struct {
		Status hexutil.Uint64 `json:"status"`
		Hash   common.Hash    `json:"transactionHash"`
	}
	receipts, err := read(ctx, b.site, len(chosen), func(i int, result *receipt) wire.Request {
		return wire.Request{Method: "eth_getTransactionReceipt", Params: []any{l.book.Hash(chosen[i])}, Result: result}
	}, func(r *receipt) receipt { return *r })
	if err != nil {
		return fmt.Errorf("read receipts: %w", err)
	}
	v := &b.report.Verified.Receipts
	v.What = "receipts of a sample that say success"
	v.Expected += len(chosen)
	for i, r := range receipts {
		if r.Status == 1 && r.Hash == l.book.Hash(chosen[i]) {
			v.Found++
		}
	}
	return nil
}

// verify asks the chain's own state, and says what is wrong.
func (b *bench) verify(ctx context.Context) error {
	b.tools.Progress.Step("verifying on chain")
	included := 0
	for _, r := range b.report.Loads {
		included += r.Tally.Included
	}
	nonces, err := b.site.nonces(ctx, b.accounts)
	if err != nil {
		return fmt.Errorf("read nonces: %w", err)
	}
	v := &b.report.Verified
	v.Nonces = Count{What: "nonces of all senders", Expected: included}
	for i, nonce := range nonces {
		v.Nonces.Found += int(nonce - b.accounts[i].begun)
	}
	if b.work.effect != nil {
		now, err := b.work.effect(ctx, b.site)
		if err != nil {
			return fmt.Errorf("read what the load brought about: %w", err)
		}
		v.Effects = &Count{What: b.work.what, Expected: included, Found: int(now.Sub(now, b.effect).Int64())}
	}
	b.report.judge()
	return nil
}

// judge lists what is not as it should be.
func (r *Report) judge() {
	wrong := func(format string, args ...any) { r.Wrong = append(r.Wrong, fmt.Sprintf(format, args...)) }
	for i, l := range r.Loads {
		name := "the load"
		if len(r.Loads) > 1 {
			name = fmt.Sprintf("step %d", i+1)
		}
		t := l.Tally
		if t.Lost > 0 {
			wrong("%s: %d of %d accepted transactions are lost: no block holds them", name, t.Lost, t.Accepted)
		}
		if t.Refused > 0 {
			wrong("%s: %d transactions were refused: %s", name, t.Refused, firstOf(l.Said))
		}
		if t.Missing > 0 {
			wrong("%s: %d transactions were sent and never answered, and no block holds them: %s", name, t.Missing, firstOf(l.Said))
		}
		if t.Untaken > 0 {
			wrong("%s: the node pushed %d transactions back until the load gave up", name, t.Untaken)
		}
		if t.Included == 0 {
			wrong("%s: no block holds any of it", name)
		}
	}
	counts := []Count{r.Verified.Nonces, r.Verified.Receipts}
	if r.Verified.Effects != nil {
		counts = append(counts, *r.Verified.Effects)
	}
	for _, c := range counts {
		if c.Found != c.Expected {
			wrong("%s: the chain has %d, blocks had %d", c.What, c.Found, c.Expected)
		}
	}
}

func firstOf(said []Refusal) string {
	if len(said) == 0 {
		return "no reason is known"
	}
	return said[0].Message
}
