package bench

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
)

// ErrConfig is wrapped by the errors of a configuration that makes no sense.
var ErrConfig = errors.New("bench devnet")

// Config says what load to put on what.
type Config struct {
	Workload     string        `mapstructure:"workload" usage:"transfers, random, erc20, calls or messages"`
	Senders      int           `mapstructure:"senders" usage:"accounts that send"`
	Accounts     int           `mapstructure:"accounts" usage:"random: funded accounts among which transfers go, up to 1000000"`
	Mode         string        `mapstructure:"mode" usage:"max: as much as the node takes; fixed: --rate; steps: up to the knee"`
	Rate         int           `mapstructure:"rate" usage:"fixed: transactions a second; steps: of the first step"`
	Duration     time.Duration `mapstructure:"duration" usage:"how long to send; 0: until --transactions are sent"`
	Transactions int           `mapstructure:"transactions" usage:"how many to sign; 0: what the duration needs"`

	Batch       int           `mapstructure:"batch" usage:"raw transactions in one HTTP request"`
	Connections int           `mapstructure:"connections" usage:"keep-alive HTTP connections that send"`
	InFlight    int           `mapstructure:"in-flight" usage:"transactions that may wait for a block; less than the node's pool holds"`
	Drain       time.Duration `mapstructure:"drain" usage:"how long a transaction may take before it counts as lost"`
	FeeCap      int           `mapstructure:"fee-cap" usage:"gwei that a gas may cost; 0: ten times the present base fee"`
	Variant     uint64        `mapstructure:"variant" usage:"accounts and choices follow from it"`

	Against string `mapstructure:"against" usage:"URL of another node (http or https); empty: a devnet in this process"`
	Funder  Funder `mapstructure:"funder"`

	Validators int           `mapstructure:"validators" usage:"validators of the devnet, 1 to 32"`
	BlockTime  time.Duration `mapstructure:"block-time" usage:"pause between blocks of the devnet"`
	OnDemand   bool          `mapstructure:"on-demand" usage:"the devnet makes blocks only when transactions wait"`
	GasLimit   uint64        `mapstructure:"gas-limit" usage:"of a block of the devnet"`
	DataDir    string        `mapstructure:"data-dir" usage:"directory for the devnet's chain; empty keeps it in memory"`

	HTML    string `mapstructure:"html" usage:"file to write a report with plots to"`
	Profile string `mapstructure:"profile" usage:"directory to write CPU, mutex and block profiles of the devnet to"`

	Log daemon.LogConfig `mapstructure:"log"`
}

// Funder is who pays on a node that is not ours.
type Funder struct {
	Keystore       string `mapstructure:"keystore" usage:"key file of a funded account; empty: the first account of the test mnemonic"`
	PassphraseFile string `mapstructure:"passphrase-file" usage:"file with its passphrase"`
}

// Workloads.
const (
	Transfers = "transfers"
	Random    = "random"
	ERC20     = "erc20"
	Calls     = "calls"
	Messages  = "messages"
)

// Modes.
const (
	Max   = "max"
	Fixed = "fixed"
	Steps = "steps"
)

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{
		Workload: Transfers, Senders: 200, Accounts: 10_000, Mode: Max, Rate: 1000,
		Batch: 100, Connections: 8, InFlight: 40_000, Drain: 30 * time.Second, Variant: 1,
		Validators: 4, BlockTime: 100 * time.Millisecond, GasLimit: 1_000_000_000,
		Log: daemon.LogConfig{Level: "error", Format: "text"},
	}
}

func (c Config) validate() error {
	switch {
	case !slices.Contains([]string{Transfers, Random, ERC20, Calls, Messages}, c.Workload):
		return fmt.Errorf("%w: workload %q, want transfers, random, erc20, calls or messages", ErrConfig, c.Workload)
	case !slices.Contains([]string{Max, Fixed, Steps}, c.Mode):
		return fmt.Errorf("%w: mode %q, want max, fixed or steps", ErrConfig, c.Mode)
	case c.Senders < 1 || c.Senders > maxAccounts:
		return fmt.Errorf("%w: senders %d, want 1 to %d", ErrConfig, c.Senders, maxAccounts)
	case c.Workload == Random && (c.Accounts < 2 || c.Accounts > maxAccounts):
		return fmt.Errorf("%w: accounts %d, want 2 to %d", ErrConfig, c.Accounts, maxAccounts)
	case c.Rate < 1 || c.Rate > maxRate:
		return fmt.Errorf("%w: rate %d, want 1 to %d transactions a second", ErrConfig, c.Rate, maxRate)
	case c.Duration < 0 || c.Duration > maxDuration:
		return fmt.Errorf("%w: duration %v, want 0 to %v", ErrConfig, c.Duration, maxDuration)
	case c.Transactions < 0:
		return fmt.Errorf("%w: transactions %d, want 0 to %d", ErrConfig, c.Transactions, maxTransactions)
	case c.count() > maxTransactions:
		return fmt.Errorf("%w: %d transactions to sign, want 1 to %d: lower transactions, rate or duration", ErrConfig, c.count(), maxTransactions)
	case c.Batch < 1 || c.Batch > maxBatch:
		return fmt.Errorf("%w: batch %d, want 1 to %d", ErrConfig, c.Batch, maxBatch)
	case c.Connections < 1 || c.Connections > maxConnections:
		return fmt.Errorf("%w: connections %d, want 1 to %d", ErrConfig, c.Connections, maxConnections)
	case c.Connections > c.senders():
		return fmt.Errorf("%w: %d connections for %d senders, want no more: a sender's nonces go over one", ErrConfig, c.Connections, c.senders())
	case c.InFlight < c.Batch || c.InFlight > maxTransactions:
		return fmt.Errorf("%w: in-flight %d, want from a batch, %d, to %d", ErrConfig, c.InFlight, c.Batch, maxTransactions)
	case c.Drain < time.Second || c.Drain > time.Hour:
		return fmt.Errorf("%w: drain %v, want 1s to 1h", ErrConfig, c.Drain)
	case c.Profile != "" && c.Against != "":
		return fmt.Errorf("%w: profile %s: another process can't be profiled from here, want no --against with it", ErrConfig, c.Profile)
	// Zeros would be defaults to the devnet, and the report would not say which.
	case c.Validators < 1:
		return fmt.Errorf("%w: validators %d, want 1 to 32", ErrConfig, c.Validators)
	case c.BlockTime <= 0:
		return fmt.Errorf("%w: block-time %v, want 10ms to 1h", ErrConfig, c.BlockTime)
	case c.GasLimit == 0:
		return fmt.Errorf("%w: gas-limit 0, want what a block may use", ErrConfig)
	case c.FeeCap < 0 || c.FeeCap > 1_000_000:
		return fmt.Errorf("%w: fee-cap %d gwei, want 0 to 1000000", ErrConfig, c.FeeCap)
	}
	return nil
}

// senders is how many accounts send.
func (c Config) senders() int {
	if c.Workload == Random {
		return c.Accounts
	}
	return c.Senders
}

// count is how many transactions are signed for the load, or for a step of one second.
func (c Config) count() int {
	rate := float64(c.Rate)
	if c.Mode == Max {
		rate = signAhead
	}
	switch {
	case c.Transactions > 0:
		return c.Transactions
	case c.Duration > 0:
		return int(rate * c.Duration.Seconds())
	case c.Mode == Max:
		return burst
	}
	return 10 * c.Rate // ten seconds
}
