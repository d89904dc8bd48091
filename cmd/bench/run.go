package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Tools is what a run needs beside its configuration.
type Tools struct {
	Progress *demo.Progress
	View     View
	Logger   *slog.Logger
	Prompt   func(what string) (string, error)     // for a passphrase; nil where nobody is there to answer
	Commit   string                                // of this binary
	Hide     func(err error, urls ...string) error // what may be secret in a URL; nil hides nothing
}

// bench is one run.
type bench struct {
	config   Config
	tools    Tools
	accounts []account
	site     *site
	work     *workload
	report   *Report
	effect   *big.Int // before the first load
}

// Run puts the load on the node and returns the report, even where that is not what it
// should be; an error says that there is none.
func Run(ctx context.Context, config Config, tools Tools) (_ *Report, err error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	b := &bench{config: config, tools: tools, report: &Report{Version: 1, Wrong: []string{}}}
	err = b.all(ctx, group)
	stop()
	// Why a devnet ended early explains better than what its end made fail.
	if groupErr := group.Wait(); groupErr != nil && !errors.Is(groupErr, context.Canceled) {
		return nil, groupErr
	}
	if err != nil {
		return nil, err
	}
	return b.report, nil
}

func (b *bench) all(ctx context.Context, group *errgroup.Group) (err error) {
	b.report.Conditions = conditions(b.config, b.tools.Commit)
	if err := b.open(ctx, group); err != nil {
		return err
	}
	defer b.site.close()
	if err := b.setUp(ctx); err != nil {
		return err
	}
	loads := b.single
	if b.config.Mode == Steps {
		loads = b.steps
	}
	if err := loads(ctx); err != nil {
		return err
	}
	return b.verify(ctx)
}

// carry sends a load and waits until it is in blocks.
type carry func(ctx context.Context, title string, l *load, p pace) (Result, error)

func (b *bench) carried(ctx context.Context, title string, l *load, p pace) (Result, error) {
	return b.site.carry(ctx, title, l, p, b.tools.View)
}

// profiled carries a load, and profiles that alone where it was asked for: neither what
// was signed before nor what is looked up after. A later profile replaces an earlier one.
func (b *bench) profiled(ctx context.Context, title string, l *load, p pace) (Result, error) {
	if b.config.Profile == "" {
		return b.carried(ctx, title, l, p)
	}
	profiler, err := startProfiler(b.config.Profile)
	if err != nil {
		return Result{}, err
	}
	before, begun := processTime(), time.Now()
	result, err := b.carried(ctx, title, l, p)
	used, elapsed := (processTime() - before).Seconds(), time.Since(begun).Seconds()
	if err := errors.Join(err, profiler.stop()); err != nil {
		return Result{}, err
	}
	b.report.Profile, err = profiler.summarise(used, elapsed)
	return result, err
}

// open makes accounts and has a node answer.
func (b *bench) open(ctx context.Context, group *errgroup.Group) (err error) {
	n := b.config.senders()
	begun := time.Now()
	b.tools.Progress.Step("deriving %d accounts", n)
	bar := b.tools.Progress.Bar("accounts", n)
	if b.accounts, err = deriveAccounts(ctx, b.config.Variant, "sender", n, bar.Add); err != nil {
		return err
	}
	b.report.SetUp.Accounts = time.Since(begun).Seconds()
	begun = time.Now()
	if b.config.Against == "" {
		b.tools.Progress.Step("starting a devnet of %d validators", b.config.Validators)
		b.site, err = startDevnet(ctx, group, b.config, b.accounts, b.tools.Logger)
	} else {
		b.site, err = visitOther(ctx, b.config, b.tools.Prompt)
	}
	if err != nil {
		return err
	}
	b.report.SetUp.Node = time.Since(begun).Seconds()
	b.report.Conditions.Node, b.report.Conditions.Endpoint = b.site.version, b.site.url
	b.report.Conditions.ChainID, b.report.Conditions.PollMillis = b.site.chainID.Uint64(), float64(b.site.poll.Microseconds())/1000
	b.tools.Progress.Step("%s answers at %s", b.site.version, b.site.url)
	return nil
}

// setUp funds the senders, makes contracts, and reads where everything stands.
func (b *bench) setUp(ctx context.Context) (err error) {
	begun := time.Now()
	b.work = newWorkload(b.config, b.site, b.accounts)
	if n := len(b.work.contracts); n > 0 {
		b.tools.Progress.Step("making contracts")
		if err := b.fromFunder(ctx, "make contracts", n, func(k int) payload { return b.work.contracts[k] }, func(int) {}); err != nil {
			return err
		}
	}
	if b.site.node == nil {
		if err := b.fund(ctx); err != nil {
			return err
		}
	}
	if err := b.site.settle(ctx, b.accounts); err != nil {
		return fmt.Errorf("%w: read nonces: %w", ErrSetUp, err)
	}
	if b.work.first != nil {
		n := len(b.accounts)
		b.tools.Progress.Step("preparing %d senders", n)
		p := &inTurn{n, b.config.Connections, b.work.first}
		if err := b.site.perform(ctx, "prepare senders", b.accounts, p, b.config.Connections, n, b.tools.Progress.Bar("prepared", n).Add); err != nil {
			return err
		}
		if err := b.site.settle(ctx, b.accounts); err != nil {
			return fmt.Errorf("%w: read nonces: %w", ErrSetUp, err)
		}
	}
	b.report.SetUp.Funding = time.Since(begun).Seconds()
	if b.work.effect != nil {
		if b.effect, err = b.work.effect(ctx, b.site); err != nil {
			return fmt.Errorf("%w: %w", ErrSetUp, err)
		}
	}
	return nil
}

// byFunder has the one funder do n things in turn.
type byFunder func(k int) payload

func (p byFunder) next(_, k int) (int, payload) { return 0, p(k) }

func (b *bench) fromFunder(ctx context.Context, what string, n int, do func(k int) payload, progress func(int)) error {
	funder := []account{b.site.funder}
	err := b.site.perform(ctx, what, funder, byFunder(do), 1, n, progress)
	b.site.funder = funder[0]
	return err
}

// fund pays each sender what its transactions can cost at most.
func (b *bench) fund(ctx context.Context) error {
	n := len(b.accounts)
	each, err := b.budget(ctx)
	if err != nil {
		return err
	}
	b.tools.Progress.Step("funding %d accounts with %s wei each", n, each)
	return b.fromFunder(ctx, "fund senders", n, func(k int) payload {
		return payload{to: &b.accounts[k].address, value: each, gas: transferGas}
	}, b.tools.Progress.Bar("funded", n).Add)
}

// transferGas is enough for a plain transfer, on chains that ask a little more as well.
const transferGas = 25_000

// budget is what one sender needs, in wei. How many transactions a stepwise load has is not
// known before: each sender then gets an equal share of half of what the funder has.
func (b *bench) budget(ctx context.Context) (*big.Int, error) {
	has, err := b.site.balance(ctx, b.site.funder.address)
	if err != nil {
		return nil, fmt.Errorf("%w: read the funder's balance: %w", ErrSetUp, err)
	}
	n := int64(len(b.accounts))
	share := new(big.Int).Div(has, big.NewInt(2*n))
	if b.config.Mode == Steps {
		return share, nil
	}
	times := int64(b.config.count())/n + 2 // and one to prepare
	if b.config.Workload == Random {
		times = 4*times + 16 // some are chosen more often than others
	}
	need := new(big.Int).Mul(b.site.fees.cap, new(big.Int).SetUint64(b.site.fees.limit(b.work.gas)))
	need.Mul(need.Add(need, b.work.cost), big.NewInt(times))
	if need.Cmp(share) > 0 {
		return nil, fmt.Errorf("%w: %d senders need %s wei each, and half of what the funder %s has is %s each: lower --transactions, --senders or --fee-cap, or name another funder",
			ErrSetUp, n, need, b.site.funder.address, share)
	}
	return need, nil
}

// sign signs transactions for a load, and says how long that took.
func (b *bench) sign(ctx context.Context, count int) (*load, error) {
	b.tools.Progress.Step("signing %d transactions", count)
	begun := time.Now()
	l, err := sign(ctx, b.site.chainID, b.site.fees, b.accounts, b.work.plan, b.config.Connections, count, b.tools.Progress.Bar("signed", count).Add)
	b.report.SetUp.Signing += time.Since(begun).Seconds()
	b.report.SetUp.Signed += count
	return l, err
}

// pace is how the configured load, or a step of it at some rate, is sent.
func (b *bench) pace(rate int, duration time.Duration) pace {
	return pace{batch: b.config.Batch, inFlight: b.config.InFlight, rate: rate, duration: duration, drain: b.config.Drain, poll: b.site.poll}
}

// single runs one load.
func (b *bench) single(ctx context.Context) error {
	rate := 0
	if b.config.Mode == Fixed {
		rate = b.config.Rate
	}
	l, err := b.sign(ctx, b.config.count())
	if err != nil {
		return err
	}
	b.tools.Progress.Step("sending")
	result, err := b.profiled(ctx, "load", l, b.pace(rate, b.config.Duration))
	if err != nil {
		return err
	}
	return b.add(ctx, l, result)
}

// add takes a result into the report, and finds out from receipts whether what is in blocks
// has succeeded.
func (b *bench) add(ctx context.Context, l *load, r Result) error {
	if b.site.node != nil && r.Tally.Included > 0 {
		r.CPU.NodeMicros = (r.CPU.Process - r.CPU.Generator) / float64(r.Tally.Included) * 1e6
	}
	b.report.Loads = append(b.report.Loads, r)
	return b.sample(ctx, l)
}
