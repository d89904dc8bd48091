package devnet

import (
	"crypto/ecdsa"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/executor"
)

// Config describes a devnet. Only ChainID is required; a zero field means its default.
type Config struct {
	ChainID       uint64              // EIP-155, 1 to 2^53-1
	Validators    int                 // number of validators, 1 to 32; default 4, or as many as ValidatorKeys
	ValidatorKeys []*ecdsa.PrivateKey // default: fresh ones, kept in DataDir

	BlockTime time.Duration // pause between blocks, 10 ms to 1 h; default 100 ms
	OnDemand  bool          // propose only when transactions wait or Mine is called
	GasLimit  uint64        // of a block; default 60 M
	// RoundTimeout is how long the first round of a height may take before the next validator proposes, 100 ms to 5 s;
	// default 1 s. Each further one may take twice as long, up to 30 s. All nodes of a shared chain should have the same.
	RoundTimeout time.Duration

	Mnemonic string             // of the funded accounts; default TestMnemonic
	Accounts int                // how many of them; default 10, negative for none
	Balance  *big.Int           // of each, wei; default 10,000 ether
	Alloc    types.GenesisAlloc // further accounts and contracts in block 0

	DataDir string // keys, blocks and states; empty keeps everything in memory
	// History is how many recent blocks keep their transactions, receipts and states, in
	// memory and in DataDir. By default all blocks are kept, without a DataDir those of the
	// newest gigabyte, and 128 states in memory; older states are made again from a DataDir.
	// Headers are kept always.
	History uint64
	// Paranoid makes every validator of this process decode and execute what it did not
	// build itself, as if they ran on different machines, all of it by the EVM, and has every sender recovered.
	Paranoid bool
	// OwnCollector lets the node decide when the process's garbage is collected: between blocks, and up to four times
	// less often than by GOGC=100. For a process that does nothing else.
	OwnCollector bool
	Listen       string // host:port of HTTP and WebSocket; default 127.0.0.1:0
	// CORSOrigins are web pages' origins that may use the RPC; default none.
	CORSOrigins []string
	// VirtualHosts are further names that requests may address the RPC by; default localhost.
	VirtualHosts []string

	Entropy common.Hash      // of block 0; default fresh; fix it only where a test must repeat
	Random  io.Reader        // default crypto/rand
	Now     func() time.Time // default time.Now
	// MempoolRedis are the URLs of a Redis, or of nodes of a Redis Cluster, through which
	// nodes of this chain share what waits in their mempools; default none.
	MempoolRedis []string
	// TimeControl lets whoever reaches the RPC move the chain's clock ahead; see clock.
	TimeControl bool
	// Shared makes this a node of a chain that others run too; nil: the whole chain is here.
	Shared *Shared
	// Developer begins the chain as a developer's, which includes TimeControl: whoever
	// reaches the RPC may change accounts, impersonate them and take blocks back. A chain
	// in DataDir is one for good, or never.
	Developer bool
	// LoadState is a file of accounts for a new developer's chain, in the form of DumpState
	// or of anvil; they are in place before Ready. DumpState is the file that gets them when
	// Run ends.
	LoadState, DumpState string
	Logger               *slog.Logger // default discards
}

// withDefaults fills in the defaults and checks the rest.
func (c Config) withDefaults() (Config, error) {
	if c.Shared != nil {
		shared := *c.Shared
		if len(shared.Listen) == 0 {
			shared.Listen = []string{"/ip4/127.0.0.1/tcp/0"}
		}
		c.Shared, c.Validators, c.GasLimit = &shared, len(c.ValidatorKeys), shared.Genesis.GasLimit
	} else if c.Validators == 0 {
		c.Validators = DefaultValidators
		if n := len(c.ValidatorKeys); n > 0 {
			c.Validators = n
		}
	}
	if c.BlockTime == 0 {
		c.BlockTime = DefaultBlockTime
	}
	if c.RoundTimeout == 0 {
		c.RoundTimeout = DefaultRoundTimeout
	}
	if c.GasLimit == 0 {
		c.GasLimit = executor.DefaultGasLimit
	}
	if c.Mnemonic == "" {
		c.Mnemonic = TestMnemonic
	}
	if c.Accounts == 0 {
		c.Accounts = DefaultAccounts
	}
	c.Accounts = max(c.Accounts, 0)
	if c.Balance == nil {
		c.Balance = new(big.Int).Mul(big.NewInt(DefaultBalanceEther), big.NewInt(params.Ether))
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.TimeControl = c.TimeControl || c.Developer
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, c.check()
}

func (c Config) check() error {
	if c.Shared != nil {
		if err := c.checkShared(); err != nil {
			return err
		}
	} else if c.Validators < 1 {
		return fmt.Errorf("validators is %d, must be 1 to %d", c.Validators, maxValidators)
	}
	if c.Validators > maxValidators {
		return fmt.Errorf("validators is %d, must be 1 to %d", c.Validators, maxValidators)
	}
	if n := len(c.ValidatorKeys); n > 0 && n != c.Validators {
		return fmt.Errorf("validator keys: %d keys for %d validators, must be one each", n, c.Validators)
	}
	for i, key := range c.ValidatorKeys {
		if key == nil {
			return fmt.Errorf("validator keys: key %d is nil", i)
		}
	}
	if err := checkBlockTime(c.BlockTime); err != nil {
		return err
	}
	if c.RoundTimeout < minRoundTimeout || c.RoundTimeout > maxRoundTimeout {
		return fmt.Errorf("round timeout is %s, must be %s to %s", c.RoundTimeout, minRoundTimeout, maxRoundTimeout)
	}
	if err := executor.CheckGasLimit(c.GasLimit); err != nil {
		return err
	}
	if c.Balance.Sign() < 0 || c.Balance.BitLen() > 128 {
		return fmt.Errorf("balance is %s wei, must be 0 to 2^128-1", c.Balance)
	}
	if !c.Developer && (c.LoadState != "" || c.DumpState != "") {
		return errors.New("state files are for a developer's chain; set Developer")
	}
	return nil
}

func checkBlockTime(d time.Duration) error {
	if d < minBlockTime || d > maxBlockTime {
		return fmt.Errorf("block time is %s, must be %s to %s; choose on-demand blocks for none at all", d, minBlockTime, maxBlockTime)
	}
	return nil
}

// faucetBalance is 2^128 wei: more than all funding that anybody can ask for, and
// far from where a sum of balances could overflow 256 bits.
var faucetBalance = new(big.Int).Lsh(big.NewInt(1), 128)

// genesis is block 0 for these accounts and this identity, or that of the shared chain.
func (c Config) genesis(id *identity, funded []Account) (executor.Genesis, error) {
	if c.Shared != nil {
		return c.Shared.Genesis, nil
	}
	alloc := maps.Clone(c.Alloc)
	if alloc == nil {
		alloc = make(types.GenesisAlloc)
	}
	for _, account := range funded {
		if _, taken := alloc[account.Address]; !taken { // an explicit entry wins
			alloc[account.Address] = types.Account{Balance: c.Balance}
		}
	}
	faucet := addressOf(id.faucet)
	if _, taken := alloc[faucet]; taken {
		return executor.Genesis{}, errors.New("alloc: contains the faucet's address")
	}
	alloc[faucet] = types.Account{Balance: faucetBalance}
	g := executor.Genesis{
		ChainID:   c.ChainID,
		Alloc:     alloc,
		GasLimit:  c.GasLimit,
		Time:      id.time,
		Entropy:   id.entropy,
		Developer: c.Developer,
	}
	for _, key := range id.validators {
		g.Validators = append(g.Validators, addressOf(key))
	}
	return g, nil
}
