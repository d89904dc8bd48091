package cli

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/evm"
)

type laneQuoteConfig struct {
	Endpoint        string        `mapstructure:"endpoint" usage:"URL of the source chain"`
	Deployment      string        `mapstructure:"deployment" usage:"deployment file of the source chain"`
	Account         accountConfig `mapstructure:"account"`
	Peer            uint64        `mapstructure:"peer" usage:"chain id of the target chain"`
	Print           bool          `mapstructure:"print" usage:"print the call instead of sending it"`
	TargetEndpoints []string      `mapstructure:"target-endpoints" usage:"URLs of the target chain, asked for its gas price; the median counts"`
	GasPriceGwei    float64       `mapstructure:"gas-price-gwei" usage:"gas price on the target chain, instead of asking"`
	Rate            string        `mapstructure:"rate" usage:"wei of the source chain for 10^18 wei of the target chain"`
	MarginBps       uint16        `mapstructure:"margin-bps" usage:"1/10000 on top"`
	ToleranceBps    uint16        `mapstructure:"tolerance-bps" usage:"1/10000 by which the price may be off before it is worth a report"`
	Every           time.Duration `mapstructure:"every" usage:"keep going, and look this often; 0s for once"`
}

// leastInterval bounds --every: blocks are not faster, and endpoints are others'.
const leastInterval = time.Second

func laneQuote(io IO) *cobra.Command {
	config := laneQuoteConfig{Account: accountConfig{Dev: -1}, Rate: "1000000000000000000", MarginBps: 1000, ToleranceBps: 500}
	var file string
	var asJSON bool
	command := &cobra.Command{
		Use: "quote", Short: "Report what a delivery costs: once, or as a fee oracle that keeps going", Args: noArguments,
		Long: `Sets the quote of the lane that leaves the chain of --endpoint for --peer. The fee oracle of
the Outbox may. With --every it keeps going: it asks the target chain for its gas price and
reports when the price is off by more than the tolerance, or half as old as it may get. A
quote that gets too old makes sending revert.

The contract bounds what an oracle can do: never above the maximum that the owner set, down
by a quarter at most and once in ten minutes. A greater fall is made in steps.

` + doneJSON + "\nThere is a line for each report.",
		Example: `  catenary lane quote --endpoint http://127.0.0.1:8545 --deployment deployments/deployment-9001.json --peer 9002 --account-dev 0 \
      --target-endpoints http://127.0.0.1:8546 --every 1m
  catenary lane quote --endpoint http://127.0.0.1:8545 --deployment deployments/deployment-9001.json --peer 9002 --account-dev 0 --gas-price-gwei 3`,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			q, err := config.quoter(command.Context(), asJSON, io)
			if err != nil {
				return err
			}
			defer q.close()
			return hideURL(q.run(command.Context()), append(config.TargetEndpoints, config.Endpoint)...)
		},
	}
	configured(command.Flags(), &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON for each report")
	return command
}

// quoter is the fee oracle of one lane.
type quoter struct {
	config  laneQuoteConfig
	steward *steward
	targets []*evm.Node
	rate    *big.Int
	asJSON  bool
	io      IO
}

func (c laneQuoteConfig) quoter(ctx context.Context, asJSON bool, io IO) (*quoter, error) {
	q := &quoter{config: c, asJSON: asJSON, io: io}
	var ok bool
	if q.rate, ok = new(big.Int).SetString(c.Rate, 10); !ok {
		return nil, &ExitError{CodeUsage, fmt.Errorf("rate: %q is not a whole number of wei", c.Rate)}
	}
	switch asked := len(c.TargetEndpoints) > 0; {
	case asked == (c.GasPriceGwei != 0):
		return nil, &ExitError{CodeUsage, errors.New("gas price: give either --target-endpoints, to ask, or --gas-price-gwei")}
	case !asked && (c.GasPriceGwei < 1e-9 || c.GasPriceGwei > 1e9):
		return nil, &ExitError{CodeUsage, fmt.Errorf("gas-price-gwei: %g, want 1e-9 to 1e9", c.GasPriceGwei)}
	case c.Every != 0 && c.Every < leastInterval:
		return nil, &ExitError{CodeUsage, fmt.Errorf("every: %v, want at least %v, or 0s for once", c.Every, leastInterval)}
	}
	var err error
	if q.steward, err = (laneEndConfig{c.Endpoint, c.Deployment, c.Account, c.Peer, c.Print}).open(ctx, io); err != nil {
		return nil, err
	}
	for i, url := range c.TargetEndpoints {
		end, err := dial(ctx, fmt.Sprintf("target-endpoints[%d]", i), url, nil)
		if err != nil {
			q.close()
			return nil, err
		}
		q.targets = append(q.targets, end.client)
		if end.chainID.Uint64() != c.Peer {
			q.close()
			return nil, &ExitError{CodeUsage, fmt.Errorf("target-endpoints[%d] is of chain %s, want %d", i, end.chainID, c.Peer)}
		}
	}
	return q, nil
}

func (q *quoter) close() {
	q.steward.client.Close()
	for _, node := range q.targets {
		node.Close()
	}
}

// run reports once, or until ctx ends. While it keeps going, an endpoint that is away
// is no reason to end: the quote holds for days.
func (q *quoter) run(ctx context.Context) error {
	for {
		err := q.report(ctx)
		if q.config.Every == 0 || ctx.Err() != nil {
			return err
		}
		if err != nil {
			fmt.Fprintf(q.io.err, "no report: %v; the next look is in %v\n", err, q.config.Every)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(q.config.Every):
		}
	}
}

func (q *quoter) report(ctx context.Context) error {
	terms, err := q.steward.deployment.Terms(ctx, q.steward.client, q.config.Peer)
	if err != nil {
		return err
	}
	price, err := q.gasPrice(ctx)
	if err != nil {
		return err
	}
	wanted := evm.Quote{GasPrice: price, ExchangeRate: q.rate, MarginBps: q.config.MarginBps}
	quote, due, err := evm.Quoting{ToleranceBps: q.config.ToleranceBps}.Next(terms, wanted, time.Now())
	if err != nil {
		return err
	}
	if !due {
		if q.config.Every == 0 {
			fmt.Fprintf(q.io.err, "nothing to report: the price is within %d/10000 of the wanted one, or fell less than ten minutes ago\n", q.config.ToleranceBps)
		}
		return nil
	}
	return q.steward.do(ctx, q.steward.deployment.SetQuote(q.config.Peer, quote), q.config.Print, q.asJSON, q.io)
}

// gasPrice is the median of what the target's endpoints say, so that one of three that
// lies moves nothing. Of two, the higher: a price that is too low is paid by relayers.
func (q *quoter) gasPrice(ctx context.Context) (uint64, error) {
	if len(q.targets) == 0 {
		return uint64(q.config.GasPriceGwei * 1e9), nil
	}
	var prices []uint64
	var failures []error
	for i, node := range q.targets {
		price, err := node.SuggestGasPrice(ctx)
		switch {
		case err != nil:
			failures = append(failures, fmt.Errorf("target-endpoints[%d]: %w", i, err))
		case !price.IsUint64() || price.Sign() == 0:
			failures = append(failures, fmt.Errorf("target-endpoints[%d]: gas price %s, want 1 wei to 2^64-1", i, price))
		default:
			prices = append(prices, price.Uint64())
		}
	}
	if 2*len(prices) <= len(q.targets) {
		return 0, fmt.Errorf("gas price: %d of %d endpoints answered, want more than half: %w", len(prices), len(q.targets), errors.Join(failures...))
	}
	slices.Sort(prices)
	return prices[len(prices)/2], nil
}
