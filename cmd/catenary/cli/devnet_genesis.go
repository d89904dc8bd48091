package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
)

// genesisConfig is what a shared chain begins with.
type genesisConfig struct {
	ChainID    uint64   `mapstructure:"chain-id" usage:"EIP-155 chain id"`
	Validators []string `mapstructure:"validator" usage:"addresses of the first validators; an odd one or four are a good beginning"`
	GasLimit   uint64   `mapstructure:"gas-limit" usage:"gas limit of a block"`
	Accounts   int      `mapstructure:"accounts" usage:"number of funded accounts"`
	Balance    uint64   `mapstructure:"balance" usage:"ether that each of them has"`
	Mnemonic   string   `mapstructure:"mnemonic" usage:"phrase that they are derived from"`
	Out        string   `mapstructure:"out" usage:"file to write, which must not exist yet"`
}

func devnetGenesisCommand(io IO) *cobra.Command {
	config := genesisConfig{ChainID: 9001, GasLimit: executor.DefaultGasLimit, Accounts: devnet.DefaultAccounts,
		Balance: devnet.DefaultBalanceEther, Mnemonic: devnet.TestMnemonic, Out: "genesis.json"}
	var asJSON bool
	command := &cobra.Command{
		Use:   "genesis",
		Short: "Write the beginning of a chain that several nodes share",
		Long: `Writes a genesis file with fresh entropy: another chain each time, even under the same
chain id. All nodes of the chain are given the file, or its hash.

With --json, stdout gets one line: {hash, file}.`,
		Example: `  catenary devnet genesis --validator 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --out genesis.json`,
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, "", io); err != nil {
				return err
			}
			genesis, err := config.build()
			if err != nil {
				return &ExitError{CodeUsage, err}
			}
			hash, err := writeGenesis(genesis, config.Out)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(io.out).Encode(struct {
					Hash common.Hash `json:"hash"`
					File string      `json:"file"`
				}{hash, config.Out})
			}
			_, err = fmt.Fprintf(io.out, "%s  %s\n", hash, config.Out)
			return err
		},
	}
	configured(command.Flags(), &config, nil)
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return command
}

func (c genesisConfig) build() (executor.Genesis, error) {
	g := executor.Genesis{ChainID: c.ChainID, GasLimit: c.GasLimit, Time: uint64(time.Now().Unix()), Alloc: types.GenesisAlloc{}}
	switch {
	case c.Balance > maxBalance:
		return g, fmt.Errorf("balance: %d ether, want at most %d", c.Balance, uint64(maxBalance))
	case len(c.Validators) == 0:
		return g, errors.New("validator: none is given, want the address of one at least")
	}
	for _, text := range c.Validators {
		if !common.IsHexAddress(text) {
			return g, fmt.Errorf("validator: %q, want an address of 40 hexadecimal digits", text)
		}
		g.Validators = append(g.Validators, common.HexToAddress(text))
	}
	accounts, err := devnet.DeriveAccounts(c.Mnemonic, c.Accounts)
	if err != nil {
		return g, err
	}
	balance := new(big.Int).Mul(new(big.Int).SetUint64(c.Balance), big.NewInt(1e18))
	for _, account := range accounts {
		g.Alloc[account.Address] = types.Account{Balance: balance}
	}
	if _, err := rand.Read(g.Entropy[:]); err != nil {
		return g, fmt.Errorf("draw entropy: %w", err)
	}
	return g, g.Check()
}

func writeGenesis(g executor.Genesis, path string) (common.Hash, error) {
	hash, err := g.BlockHash()
	if err != nil {
		return hash, err
	}
	enc, err := devnet.EncodeGenesis(g)
	if err != nil {
		return hash, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return hash, &ExitError{CodeUsage, fmt.Errorf("out: %s exists; a chain may have begun with it, choose another file", path)}
	}
	if err != nil {
		return hash, fmt.Errorf("write genesis: %w", err)
	}
	_, err = f.Write(enc)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return hash, fmt.Errorf("write genesis: %w", err)
	}
	return hash, nil
}
