package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/cmd/daemon"
)

type devnetConfig struct {
	ChainID      uint64           `mapstructure:"chain-id" usage:"EIP-155 chain id"`
	Listen       string           `mapstructure:"listen" usage:"host:port of HTTP and WebSocket"`
	Data         string           `mapstructure:"data" usage:"directory to keep the chain in; empty keeps it in memory"`
	Validators   int              `mapstructure:"validators" usage:"number of validators, 1 to 32"`
	BlockTime    time.Duration    `mapstructure:"block-time" usage:"pause between blocks"`
	OnDemand     bool             `mapstructure:"on-demand" usage:"make blocks only when transactions wait"`
	RoundTimeout time.Duration    `mapstructure:"round-timeout" usage:"how long a height's first round may take before another validator proposes; the same on all nodes of a chain"`
	GasLimit     uint64           `mapstructure:"gas-limit" usage:"gas limit of a block; 0 for the default"`
	Accounts     int              `mapstructure:"accounts" usage:"number of funded accounts"`
	Balance      uint64           `mapstructure:"balance" usage:"ether that each of them has"`
	Mnemonic     string           `mapstructure:"mnemonic" usage:"phrase that they are derived from"`
	History      uint64           `mapstructure:"history" usage:"recent blocks to keep with receipts and states; 0 for all blocks, and 128 states in memory"`
	Paranoid     bool             `mapstructure:"paranoid" usage:"let each validator decode and execute what another one of this process built, all by the EVM, and recover every sender one by one"`
	CORS         []string         `mapstructure:"cors" usage:"origins of web pages that may use the RPC"`
	Vhosts       []string         `mapstructure:"vhosts" usage:"further host names that requests may address"`
	MempoolRedis []string         `mapstructure:"mempool-redis" usage:"redis:// URLs of a Redis, or of nodes of a cluster, through which nodes share their mempools"`
	TimeControl  bool             `mapstructure:"time-control" usage:"let evm_increaseTime and evm_setNextBlockTimestamp move the chain's clock"`
	Developer    bool             `mapstructure:"developer" usage:"begin a developer's chain: all of anvil_, hardhat_ and evm_, eth_sendTransaction"`
	LoadState    string           `mapstructure:"load-state" usage:"file with accounts for a new developer's chain, of --dump-state or of anvil"`
	DumpState    string           `mapstructure:"dump-state" usage:"file to write a developer's chain's accounts to at the end"`
	LogRequests  bool             `mapstructure:"log-requests" usage:"log each request to stderr: method, duration, error"`
	Entropy      common.Hash      `mapstructure:"entropy" usage:"fixes block 0, for tests that must repeat; default: fresh"`
	Log          daemon.LogConfig `mapstructure:"log"`

	Genesis        string   `mapstructure:"genesis" usage:"be a node of the chain that begins like this: a file of devnet genesis, or its hash, to ask the nodes of --join"`
	Join           []string `mapstructure:"join" usage:"multiaddresses of nodes of that chain, each with its /p2p/ part; none for the first node"`
	P2PListen      []string `mapstructure:"p2p-listen" usage:"multiaddresses to listen on for other nodes"`
	ValidatorKeys  []string `mapstructure:"validator-key" usage:"key files of the validators that run here; none: the node follows"`
	PassphraseFile string   `mapstructure:"passphrase-file" usage:"file with their passphrase; default: the variable CATENARY_PASSPHRASE, or a prompt"`
}

func devnetCommand(io IO) *cobra.Command {
	config := devnetConfig{ChainID: 9001, Listen: "127.0.0.1:8545", Validators: devnet.DefaultValidators, BlockTime: devnet.DefaultBlockTime, RoundTimeout: devnet.DefaultRoundTimeout,
		Accounts: devnet.DefaultAccounts, Balance: devnet.DefaultBalanceEther, Mnemonic: devnet.TestMnemonic,
		P2PListen: []string{"/ip4/127.0.0.1/tcp/0"}, Log: daemon.LogConfig{Level: "warn", Format: "text"}}
	var asJSON bool
	var file string
	command := &cobra.Command{
		Use:   "devnet",
		Short: "Run a local chain with QBFT validators and the standard JSON-RPC",
		Long: `Runs a chain in this process: QBFT consensus among n validators, Ethereum's EVM by the
rules of Osaka, and the JSON-RPC that wallets and libraries know, over HTTP and
WebSocket on one port. Its accounts are those of anvil and hardhat; their keys are
known to everybody.

With --time-control a test moves the chain's clock, as on anvil: evm_increaseTime,
evm_setNextBlockTimestamp, evm_mine. Daemons whose clocks are not moved with it
refuse its headers, which lie in the future for them, unless their lightclient.clock-drift
is as much.

With --genesis it is one node of a chain that several processes run, on one host or on
several: a validator for each --validator-key, or else a follower, which verifies and
executes every block, answers the JSON-RPC and hands transactions on. The chain is then
what its genesis says: --validators and --balance have no part in it, and --accounts and
--mnemonic choose the accounts that are listed. A hash suffices, and no node of --join is
believed. Nodes find each other; it is enough to join one.

With --developer a test may do what a chain with final blocks can't allow: change
balances, code and storage, send from accounts without their keys, and take blocks back
(anvil_, hardhat_, evm_snapshot, evm_revert; eth_sendTransaction with the accounts' keys).
Whoever follows such a chain by a light client stops at the first block that was taken
back. It is decided when the chain is begun. See docs/devnet.md.

With --mempool-redis what waits in the mempool lies in Redis as well: nodes of one chain
share it, and with --data it survives a restart. The chain goes on without that Redis
when it must; devnet_sharedPool tells how it stands.

With --json, stdout gets one line when the chain answers: chainId, http, ws,
genesisHash, p2p[], accounts[]{address,privateKey}.`,
		Example: `  catenary devnet
  catenary devnet --chain-id 9002 --listen 127.0.0.1:8546 --data ./right
  catenary devnet --on-demand
  catenary devnet --time-control
  catenary devnet --developer --on-demand --log-requests
  catenary devnet --developer --on-demand --load-state state.json --dump-state state.json
  catenary devnet --data ./left --mempool-redis redis://127.0.0.1:6379
  catenary devnet --genesis genesis.json --validator-key keys/0x70997970C51812dc3A010C7d01b50e0d17dc79C8.json \
      --passphrase-file passphrase --data ./node --p2p-listen /ip4/127.0.0.1/tcp/30301`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			return runDevnet(command, config, asJSON, io)
		},
	}
	configured(command.Flags(), &config, &file)
	command.AddCommand(devnetGenesisCommand(io))
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON when the chain answers")
	return command
}

func runDevnet(command *cobra.Command, config devnetConfig, asJSON bool, io IO) error {
	logger, err := newLogger(config.Log, io.err)
	if err != nil {
		return err
	}
	if err := config.check(); err != nil {
		return &ExitError{CodeUsage, err}
	}
	shared, validatorKeys, err := config.shared().resolve(command.Context(), config, logger, io)
	if err != nil {
		return err
	}
	validators := config.Validators
	if shared != nil {
		validators = len(validatorKeys)
	}
	balance := new(big.Int).Mul(new(big.Int).SetUint64(config.Balance), big.NewInt(1e18))
	accounts := config.Accounts
	if accounts == 0 {
		accounts = -1 // none; 0 means the default there
	}
	if config.LogRequests {
		requests, err := newLogger(daemon.LogConfig{Level: "info", Format: config.Log.Format}, io.err)
		if err != nil {
			return err
		}
		logRequests(requests)
	}
	_, collected := os.LookupEnv("GOGC")
	node, err := devnet.New(devnet.Config{
		ChainID: config.ChainID, Validators: validators, ValidatorKeys: validatorKeys, Shared: shared, BlockTime: config.BlockTime, OnDemand: config.OnDemand, RoundTimeout: config.RoundTimeout, GasLimit: config.GasLimit,
		Mnemonic: config.Mnemonic, Accounts: accounts, Balance: balance, DataDir: config.Data, History: config.History, Listen: config.Listen,
		CORSOrigins: config.CORS, VirtualHosts: config.Vhosts, Entropy: config.Entropy, MempoolRedis: config.MempoolRedis,
		TimeControl: config.TimeControl, Paranoid: config.Paranoid, OwnCollector: !collected, Logger: logger,
		Developer: config.Developer, LoadState: config.LoadState, DumpState: config.DumpState,
	})
	if err != nil {
		return &ExitError{CodeUsage, err}
	}
	group, ctx := errgroup.WithContext(command.Context())
	group.Go(func() error { return node.Run(ctx) })
	group.Go(func() error {
		select {
		case <-node.Ready():
			return announceDevnet(node, config, asJSON, io)
		case <-ctx.Done():
			return nil
		}
	})
	return group.Wait()
}

// maxBalance bounds what an account of a devnet has, in ether: a billion times what
// the whole of Ethereum has would still fit a uint256.
const maxBalance = 1_000_000_000_000

// check refuses what devnet.New would take for its own default, or find out only
// after the chain's files were made.
func (c devnetConfig) check() error {
	switch _, _, err := net.SplitHostPort(c.Listen); {
	case err != nil:
		return fmt.Errorf("listen: %q, want host:port like 127.0.0.1:8545; port 0 lets the system choose", c.Listen)
	case c.Validators < 1 || c.Validators > 32:
		return fmt.Errorf("validators: %d, want 1 to 32", c.Validators)
	case c.BlockTime <= 0:
		return fmt.Errorf("block-time: %v, want 10ms to 1h; or --on-demand for blocks only when transactions wait", c.BlockTime)
	case c.RoundTimeout <= 0:
		return fmt.Errorf("round-timeout: %v, want 100ms to 5s", c.RoundTimeout)
	case c.Accounts < 0 || c.Accounts > 1000:
		return fmt.Errorf("accounts: %d, want 0 to 1000", c.Accounts)
	case !c.Developer && (c.LoadState != "" || c.DumpState != ""):
		return errors.New("load-state, dump-state: want --developer with them")
	case c.Balance > maxBalance:
		return fmt.Errorf("balance: %d ether, want at most %d", c.Balance, uint64(maxBalance))
	}
	return c.shared().check(c)
}

func (c devnetConfig) shared() sharedConfig {
	return sharedConfig{genesis: c.Genesis, join: c.Join, listen: c.P2PListen, validatorKeys: c.ValidatorKeys, passphraseFile: c.PassphraseFile}
}

// pace says when blocks come.
func (c devnetConfig) pace() string {
	if c.OnDemand {
		return "when transactions wait"
	}
	return "every " + c.BlockTime.String()
}

type devnetAccount struct {
	Address    common.Address `json:"address"`
	PrivateKey string         `json:"privateKey"`
}

func announceDevnet(node *devnet.Node, config devnetConfig, asJSON bool, io IO) error {
	httpURL, wsURL := node.Endpoint()
	backend, err := node.Backend()
	if err != nil {
		return err
	}
	genesis, _ := backend.HashByNumber(0)
	accounts := []devnetAccount{}
	for _, account := range node.Accounts() {
		accounts = append(accounts, devnetAccount{account.Address, fmt.Sprintf("0x%x", crypto.FromECDSA(account.Key))})
	}
	if asJSON {
		return json.NewEncoder(io.out).Encode(struct {
			ChainID     uint64          `json:"chainId"`
			HTTP        string          `json:"http"`
			WS          string          `json:"ws"`
			GenesisHash common.Hash     `json:"genesisHash"`
			P2P         []string        `json:"p2p,omitempty"`
			Accounts    []devnetAccount `json:"accounts"`
		}{config.ChainID, httpURL, wsURL, genesis, node.Addresses(), accounts})
	}
	table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	head := backend.CurrentHeader()
	fmt.Fprintf(table, "chain id\t%d\nHTTP\t%s\nWebSocket\t%s\ngenesis\t%s\nvalidators\t%d\n", config.ChainID, httpURL, wsURL, genesis, len(node.Validators()))
	fmt.Fprintf(table, "blocks\t%s\ngas limit\t%d\nbase fee\t%d wei\n", config.pace(), head.GasLimit, head.BaseFee)
	if config.Developer {
		fmt.Fprintln(table, "developer\tanybody here may change accounts and take blocks back; no light client should follow")
	}
	for _, address := range node.Addresses() {
		fmt.Fprintf(table, "join at\t%s\n", address)
	}
	fmt.Fprintln(table)
	if len(accounts) > 0 {
		fmt.Fprintf(table, "mnemonic\t%s\npath\tm/44'/60'/0'/0/i\n\n", config.Mnemonic)
		// Of a shared chain the genesis says what they have.
		of := fmt.Sprintf(", %d ether each", config.Balance)
		if config.Genesis != "" {
			of = ""
		}
		fmt.Fprintf(table, "account\tprivate key (known to everybody: for tests alone)%s\n", of)
	}
	for _, account := range accounts {
		fmt.Fprintf(table, "%s\t%s\n", account.Address, account.PrivateKey)
	}
	fmt.Fprintln(table, "\ninterrupt to stop")
	return table.Flush()
}
