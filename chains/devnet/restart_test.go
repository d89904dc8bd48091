package devnet

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

func TestRestartContinuesTheChain(t *testing.T) {
	dir := t.TempDir()
	cfg := Config{DataDir: dir, BlockTime: 20 * time.Millisecond}
	n, stop := start(t, cfg)
	client := dial(t, n)
	receipt := transfer(t, client, n.Accounts()[0], common.Address{1})
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	genesis, _ := b.HashByNumber(0)
	stop()
	if err := n.Mine(context.Background(), 1); !errors.Is(err, ErrNotRunning) {
		t.Errorf("mine after the end: %v", err)
	}
	if err := n.Run(context.Background()); !errors.Is(err, ErrRunOnce) {
		t.Errorf("second Run: %v", err)
	}

	n, stop = start(t, cfg)
	client = dial(t, n)
	again, err := client.TransactionReceipt(within(t, patience), receipt.TxHash)
	if err != nil || again.BlockHash != receipt.BlockHash {
		t.Fatalf("receipt after restart: %v, %+v", err, again)
	}
	b, err = n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := b.HashByNumber(0); got != genesis {
		t.Fatalf("genesis is %s, was %s", got, genesis)
	}
	waitHead(t, b, receipt.BlockNumber.Uint64()+5)
	stop()

	for name, change := range map[string]func(*Config){
		"chain id":   func(c *Config) { c.ChainID = testChainID + 1 },
		"validators": func(c *Config) { c.Validators = 7 },
		"balance":    func(c *Config) { c.Balance = common.Big1 },
		"entropy":    func(c *Config) { c.Entropy = common.Hash{1} },
	} {
		t.Run(name, func(t *testing.T) {
			changed := cfg
			changed.ChainID = testChainID
			change(&changed)
			n, err := New(changed)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			if err := n.Run(ctx); err == nil {
				t.Fatal("a chain is continued under another configuration")
			} else {
				t.Log(err)
			}
		})
	}
}

func TestDataDirectoryBelongsToOneNode(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, Config{DataDir: dir})
	second, err := New(Config{ChainID: testChainID, DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Run(within(t, patience)); !errors.Is(err, ErrInUse) {
		t.Fatalf("second node in one directory: %v, want ErrInUse", err)
	}
	stop()
	start(t, Config{DataDir: dir}) // free again
}

func TestChainWithoutItsKeysIsRefused(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, Config{DataDir: dir})
	stop()
	path := filepath.Join(dir, identityFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("identity file: %v, mode %v, want 0600", err, info.Mode())
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	n, err := New(Config{ChainID: testChainID, DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Run(within(t, patience)); err == nil {
		t.Fatal("new keys for an existing chain")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a new identity was written beside the old chain")
	}
}

func TestDevnetStartedAnewIsAnotherChain(t *testing.T) {
	hash := func(cfg Config) common.Hash {
		n, stop := start(t, cfg)
		defer stop()
		b, err := n.Backend()
		if err != nil {
			t.Fatal(err)
		}
		h, _ := b.HashByNumber(0)
		return h
	}
	keys := []Account{}
	derived, err := DeriveAccounts(TestMnemonic, 14)
	if err != nil {
		t.Fatal(err)
	}
	keys = append(keys, derived[10:]...)
	cfg := Config{OnDemand: true, Now: func() time.Time { return time.Unix(1_700_000_000, 0) }}
	for _, k := range keys {
		cfg.ValidatorKeys = append(cfg.ValidatorKeys, k.Key)
	}
	if a, b := hash(cfg), hash(cfg); a == b {
		t.Error("two devnets with the same chain id, keys and accounts are one chain")
	}
}
