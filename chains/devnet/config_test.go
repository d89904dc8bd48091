package devnet

import (
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

func TestNewRefusesBadConfiguration(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"no chain id":           func(c *Config) { c.ChainID = 0 },
		"chain id beyond 2^53":  func(c *Config) { c.ChainID = 1 << 53 },
		"33 validators":         func(c *Config) { c.Validators = 33 },
		"negative validators":   func(c *Config) { c.Validators = -1 },
		"nil validator key":     func(c *Config) { c.ValidatorKeys = append(c.ValidatorKeys, nil) },
		"one millisecond":       func(c *Config) { c.BlockTime = time.Millisecond },
		"negative block time":   func(c *Config) { c.BlockTime = -time.Second },
		"round of 99 ms":        func(c *Config) { c.RoundTimeout = 99 * time.Millisecond },
		"round of 5.1 s":        func(c *Config) { c.RoundTimeout = 5100 * time.Millisecond },
		"tiny gas limit":        func(c *Config) { c.GasLimit = 1 },
		"huge gas limit":        func(c *Config) { c.GasLimit = 1 << 40 },
		"short mnemonic":        func(c *Config) { c.Mnemonic = "test junk" },
		"too many accounts":     func(c *Config) { c.Accounts = maxAccounts + 1 },
		"negative balance":      func(c *Config) { c.Balance = big.NewInt(-1) },
		"balance beyond 2^128":  func(c *Config) { c.Balance = new(big.Int).Lsh(common.Big1, 128) },
		"system contract alloc": func(c *Config) { c.Alloc = types.GenesisAlloc{params.HistoryStorageAddress: {}} },
		"negative alloc":        func(c *Config) { c.Alloc = types.GenesisAlloc{{1}: {Balance: big.NewInt(-1)}} },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := Config{ChainID: testChainID}
			change(&cfg)
			if _, err := New(cfg); err == nil {
				t.Fatal("accepted")
			} else {
				t.Log(err)
			}
		})
	}
}

func TestRunReportsABadAddress(t *testing.T) {
	n, err := New(Config{ChainID: testChainID, Listen: "192.0.2.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Run(within(t, patience)); err == nil {
		t.Fatal("listening on a foreign address succeeded")
	}
	select {
	case <-n.Ready():
		t.Error("ready although nothing listens")
	default:
	}
}
