package devnet

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/executor"
)

func encoded(t testing.TB, g executor.Genesis) []byte {
	t.Helper()
	enc, err := EncodeGenesis(g)
	if err != nil {
		t.Fatal(err)
	}
	return enc
}

func TestGenesisFileIsReadAsItWasWritten(t *testing.T) {
	c := newSharedChain(t, 4)
	enc := encoded(t, c.genesis)
	g, err := DecodeGenesis(enc)
	if err != nil {
		t.Fatal(err)
	}
	want, err := c.genesis.BlockHash()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := g.BlockHash(); err != nil || got != want || !bytes.Equal(encoded(t, g), enc) {
		t.Fatalf("hash is %s (%v), was %s", got, err, want)
	}
}

func TestGenesisFileIsChecked(t *testing.T) {
	enc := string(encoded(t, newSharedChain(t, 1).genesis))
	for _, c := range []struct{ name, file, want string }{
		{"something after it", enc + "{}", "after it"},
		{"a field that nobody knows", strings.Replace(enc, `"version"`, `"colour": 1, "version"`, 1), "colour"},
		{"another version", strings.Replace(enc, `"version": 1`, `"version": 2`, 1), "version is 2"},
		{"too long", enc + strings.Repeat(" ", maxGenesisBytes), "at most"},
		{"nothing", "", "EOF"},
	} {
		if _, err := DecodeGenesis([]byte(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one about %q", c.name, err, c.want)
		}
	}
}

func FuzzGenesisFile(f *testing.F) {
	f.Add(encoded(f, newSharedChain(f, 2).genesis))
	f.Fuzz(func(t *testing.T, enc []byte) {
		g, err := DecodeGenesis(enc)
		if err != nil {
			return
		}
		again, err := EncodeGenesis(g)
		if err != nil {
			t.Fatalf("read, but not written again: %v", err)
		}
		if twice, err := DecodeGenesis(again); err != nil || !bytes.Equal(encoded(t, twice), again) {
			t.Fatalf("written and read again it differs (%v)", err)
		}
	})
}

// A hash suffices to join, and a node that knows another genesis only is not believed.
func TestGenesisIsFetchedByItsHash(t *testing.T) {
	c := newSharedChain(t, 1)
	n, _ := c.start("validator", 0)
	hash, err := c.genesis.BlockHash()
	if err != nil {
		t.Fatal(err)
	}
	listen := []string{"/ip4/127.0.0.1/tcp/0"}
	g, err := FetchGenesis(within(t, time.Minute), hash, testChainID, listen, n.Addresses(), nil)
	if err != nil || !bytes.Equal(encoded(t, g), encoded(t, c.genesis)) {
		t.Fatalf("another genesis was fetched (%v)", err)
	}
	if _, err := FetchGenesis(within(t, time.Minute), hash, testChainID+1, listen, n.Addresses(), nil); err == nil || !strings.Contains(err.Error(), "chain id") {
		t.Errorf("another chain id: %v", err)
	}
	short, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := FetchGenesis(short, common.Hash{1}, testChainID, listen, n.Addresses(), nil); err == nil || !strings.Contains(err.Error(), "no node answered") {
		t.Errorf("an unknown hash: %v", err)
	}
}

// checkHash is all that stands between a lying node and a joiner.
func TestGenesisOfAnotherHashIsRefused(t *testing.T) {
	c := newSharedChain(t, 1)
	hash, err := c.genesis.BlockHash()
	if err != nil {
		t.Fatal(err)
	}
	if err := checkHash(c.genesis, hash); err != nil {
		t.Fatal(err)
	}
	c.genesis.Time++
	if err := checkHash(c.genesis, hash); err == nil {
		t.Fatal("a genesis of another hash is taken")
	}
}

func TestNetworkKeyIsKeptAndChecked(t *testing.T) {
	c := newSharedChain(t, 1)
	cfg := Config{ChainID: testChainID, DataDir: t.TempDir(), Shared: &Shared{Genesis: c.genesis}}
	n, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	first, err := n.networkKey()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := n.networkKey(); err != nil || !again.Equal(first) {
		t.Fatalf("the key is another one (%v)", err)
	}
	for _, damage := range []string{"", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if err := writeFile(filepath.Join(cfg.DataDir, networkKeyFile), []byte(damage)); err != nil {
			t.Fatal(err)
		}
		if _, err := n.networkKey(); err == nil || !strings.Contains(err.Error(), "remove it") {
			t.Errorf("%q: error %v, want one that says what to do", damage, err)
		}
	}
}
