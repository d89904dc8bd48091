package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/evm"
)

type deployConfig struct {
	Endpoints   []string         `mapstructure:"endpoints" usage:"one URL for each chain, two or more"`
	Out         string           `mapstructure:"out" usage:"directory of the deployment files; a chain that has one already keeps its contracts"`
	Account     accountConfig    `mapstructure:"account"`
	Signers     []common.Address `mapstructure:"signers" usage:"addresses of the signers of every lane"`
	Threshold   int              `mapstructure:"threshold" usage:"approvals that a checkpoint needs"`
	Devnet      bool             `mapstructure:"devnet" usage:"allow a threshold of 1: for chains that are worth nothing"`
	Guardian    common.Address   `mapstructure:"guardian" usage:"who may pause; default: the account, which is the owner"`
	FeeReceiver common.Address   `mapstructure:"fee-receiver" usage:"who gets the fees; default: the account"`
	Delay       time.Duration    `mapstructure:"delay" usage:"of the timelock, 24h to 720h"`
	Quote       quoteConfig      `mapstructure:"quote"`
}

// quoteConfig is the first quote of every lane.
type quoteConfig struct {
	GasPriceGwei float64       `mapstructure:"gas-price-gwei" usage:"gas price on the target chain"`
	Rate         string        `mapstructure:"rate" usage:"wei of the source chain for 10^18 wei of the target chain"`
	MarginBps    uint16        `mapstructure:"margin-bps" usage:"1/10000 on top"`
	MaxAge       time.Duration `mapstructure:"max-age" usage:"a quote older than this makes sending revert"`
}

// deployed is one chain of a deployment.
type deployed struct {
	*endpoint
	deployment *evm.Deployment
	file       string
}

func deployCommand(io IO) *cobra.Command {
	lane := evm.DevnetLane(nil, 2)
	config := deployConfig{Out: ".", Account: accountConfig{Dev: -1}, Threshold: 2, Delay: 48 * time.Hour,
		Quote: quoteConfig{1, lane.Quote.ExchangeRate.String(), lane.Quote.MarginBps, lane.QuoteMaxAge}}
	var file string
	var asJSON bool
	command := &cobra.Command{
		Use:   "deploy",
		Short: "Put the contracts on chains and open the lanes between them",
		Long: `Deploys Outbox, Inbox and the PingPong example on every chain that has no deployment
file yet, and opens every lane that is not open yet, with a verifier for the signers.
Deployment files hold nothing secret; relayers and signers read them.

With --json, stdout gets one line, a list with one element for each chain: chainId,
deployBlock, outbox, outboxMark, outboxCodeHash, inbox, inboxMark, inboxId, pingPong,
verifiers{<source chain>: address}.`,
		Example: `  catenary deploy --endpoints http://127.0.0.1:8545,http://127.0.0.1:8546 --account-dev 0 \
      --signers 0x…,0x…,0x…,0x…,0x… --threshold 3 --out deployments`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			return runDeploy(command.Context(), config, asJSON, io)
		},
	}
	configured(command.Flags(), &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print the deployments as one line of JSON")
	return command
}

func runDeploy(ctx context.Context, config deployConfig, asJSON bool, io IO) error {
	if len(config.Endpoints) < 2 {
		return &ExitError{CodeUsage, fmt.Errorf("endpoints: %d given, want one for each of two or more chains", len(config.Endpoints))}
	}
	lane, err := config.lane()
	if err != nil {
		return &ExitError{CodeUsage, err}
	}
	key, err := config.Account.open(io)
	if err != nil {
		return err
	}
	// All chains are asked who they are before anything is done to one of them.
	var ends []*endpoint
	byChain := map[string]int{}
	for i, url := range config.Endpoints {
		end, err := dial(ctx, fmt.Sprintf("endpoints[%d]", i), url, key)
		if err != nil {
			return err
		}
		defer end.client.Close()
		if first, twice := byChain[end.chainID.String()]; twice {
			return &ExitError{CodeUsage, fmt.Errorf("endpoints[%d] and endpoints[%d] are both of chain %s, want different chains", first, i, end.chainID)}
		}
		byChain[end.chainID.String()] = i
		ends = append(ends, end)
	}
	if err := os.MkdirAll(config.Out, 0o755); err != nil {
		return fmt.Errorf("out: make directory: %w", err)
	}
	var all []*deployed
	for _, end := range ends {
		d, err := deployOn(ctx, end, config, io)
		if err != nil {
			return hideURL(err, config.Endpoints...)
		}
		all = append(all, d)
	}
	if err := openAll(ctx, all, lane, io); err != nil {
		return hideURL(err, config.Endpoints...)
	}
	return showDeployments(all, asJSON, io)
}

// lane returns what every lane is opened with.
func (c deployConfig) lane() (evm.LaneConfig, error) {
	lane := evm.DevnetLane(c.Signers, c.Threshold)
	lane.Devnet = c.Devnet
	lane.Quote.GasPrice = uint64(c.Quote.GasPriceGwei * 1e9)
	lane.Quote.MarginBps = c.Quote.MarginBps
	lane.QuoteMaxAge = c.Quote.MaxAge
	rate, ok := new(big.Int).SetString(c.Quote.Rate, 10)
	if !ok {
		return lane, fmt.Errorf("quote.rate: %q is not a whole number of wei", c.Quote.Rate)
	}
	lane.Quote.ExchangeRate = rate
	for i, signer := range c.Signers {
		if slices.Contains(c.Signers[:i], signer) {
			return lane, fmt.Errorf("signers[%d]: %s is there twice", i, signer)
		}
	}
	// The lane's own words are those of the contracts; these are the flags'.
	least := 2
	if c.Devnet {
		least = 1
	}
	switch gwei := c.Quote.GasPriceGwei; {
	case len(c.Signers) == 0 || len(c.Signers) > 64:
		return lane, fmt.Errorf("signers: %d given, want 1 to 64 addresses (--signers 0x…,0x…)", len(c.Signers))
	case c.Threshold < least || c.Threshold > len(c.Signers):
		return lane, fmt.Errorf("threshold: %d of %d signers, want %d to %d (a threshold of 1 needs --devnet)", c.Threshold, len(c.Signers), least, len(c.Signers))
	case gwei < 1e-9 || gwei > 1e9:
		return lane, fmt.Errorf("quote.gas-price-gwei: %g, want 1e-9 to 1e9", gwei)
	case c.Delay < 24*time.Hour || c.Delay > 720*time.Hour:
		return lane, fmt.Errorf("delay: %v, want 24h to 720h", c.Delay)
	}
	return lane, lane.Validate()
}

// openAll opens the lanes between all pairs of chains that are not open yet.
func openAll(ctx context.Context, all []*deployed, lane evm.LaneConfig, io IO) error {
	for _, source := range all {
		for _, target := range all {
			if source == target {
				continue
			}
			if _, open := target.deployment.Verifiers[source.deployment.ChainID]; open {
				continue
			}
			fmt.Fprintf(io.err, "opening lane %d>%d for %d of %d signers\n", source.deployment.ChainID, target.deployment.ChainID, lane.Threshold, len(lane.Signers))
			sourceEnd := evm.LaneEnd{Backend: source.client, Opts: source.opts, Deployment: source.deployment}
			targetEnd := evm.LaneEnd{Backend: target.client, Opts: target.opts, Deployment: target.deployment}
			if err := evm.OpenLane(ctx, sourceEnd, targetEnd, lane); err != nil {
				return err
			}
			if err := target.write(); err != nil {
				return err
			}
		}
	}
	return nil
}

func showDeployments(all []*deployed, asJSON bool, io IO) error {
	if asJSON {
		list := make([]*evm.Deployment, len(all))
		for i, d := range all {
			list[i] = d.deployment
		}
		return json.NewEncoder(io.out).Encode(list)
	}
	table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "chain\toutbox\tinbox\tpingpong\tfile")
	for _, d := range all {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", d.deployment.ChainID, d.deployment.Outbox, d.deployment.Inbox, d.deployment.PingPong, d.file)
	}
	return table.Flush()
}
