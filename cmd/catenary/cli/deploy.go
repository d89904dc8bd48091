package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
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
Deployment files hold nothing secret; relayers and signers read them.`,
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
	if err := os.MkdirAll(config.Out, 0o755); err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	var all []*deployed
	for _, url := range config.Endpoints {
		end, err := dial(ctx, url, key)
		if err != nil {
			return err
		}
		defer end.client.Close()
		d, err := deployOn(ctx, end, config, io)
		if err != nil {
			return err
		}
		all = append(all, d)
	}
	if err := openAll(ctx, all, lane, io); err != nil {
		return err
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
	return lane, lane.Validate()
}

// deployOn reads the chain's deployment file, or deploys and writes it.
func deployOn(ctx context.Context, end *endpoint, config deployConfig, io IO) (*deployed, error) {
	d := &deployed{endpoint: end, file: filepath.Join(config.Out, "deployment-"+end.chainID.String()+".json")}
	content, err := os.Open(d.file)
	if err == nil {
		defer content.Close()
		d.deployment, err = evm.ReadDeployment(content)
		return d, err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	fmt.Fprintf(io.err, "chain %s: deploying as %s\n", end.chainID, end.opts.From)
	// The account stays owner and fee oracle until the lanes are open: opening takes
	// both. Ownership is handed over in two steps afterwards (Ownable2Step).
	account := end.opts.From
	roles := evm.DeployConfig{Owner: account, Guardian: account, FeeOracle: account, FeeReceiver: account, Delay: config.Delay}
	if config.Guardian != (common.Address{}) {
		roles.Guardian = config.Guardian
	}
	if config.FeeReceiver != (common.Address{}) {
		roles.FeeReceiver = config.FeeReceiver
	}
	if d.deployment, err = evm.Deploy(ctx, end.client, end.opts, roles); err != nil {
		return nil, err
	}
	return d, d.write()
}

func (d *deployed) write() error {
	content, err := json.MarshalIndent(d.deployment, "", "  ")
	if err != nil {
		return fmt.Errorf("encode deployment: %w", err)
	}
	if err := os.WriteFile(d.file, append(content, '\n'), 0o644); err != nil {
		return fmt.Errorf("write deployment: %w", err)
	}
	return nil
}

// openAll opens the lanes between all pairs of chains that are not open yet.
func openAll(ctx context.Context, all []*deployed, lane evm.LaneConfig, io IO) error {
	for _, source := range all {
		for _, target := range all {
			if source == target {
				continue
			}
			if source.deployment.ChainID == target.deployment.ChainID {
				return &ExitError{CodeUsage, fmt.Errorf("endpoints: two of them are of chain %d, want different chains", source.deployment.ChainID)}
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
