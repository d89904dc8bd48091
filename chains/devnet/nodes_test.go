package devnet

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// sharedChain is one chain of several nodes in this process, each with a directory and a host of its own.
type sharedChain struct {
	t       testing.TB
	dir     string
	genesis executor.Genesis
	keys    []*ecdsa.PrivateKey
	join    []string
	period  time.Duration
	demand  bool         // blocks come on demand
	log     *slog.Logger // of all nodes; nil discards
}

func newSharedChain(t testing.TB, validators int) *sharedChain {
	t.Helper()
	c := &sharedChain{t: t, dir: t.TempDir(), period: 50 * time.Millisecond}
	for i := range validators + 1 { // the last one is not in the first set
		c.keys = append(c.keys, validatorKey(t, i))
	}
	funded, err := DeriveAccounts(TestMnemonic, 3)
	if err != nil {
		t.Fatal(err)
	}
	c.genesis = executor.Genesis{
		ChainID: testChainID, GasLimit: executor.DefaultGasLimit, Time: uint64(time.Now().Unix()), Entropy: common.Hash{7},
		Alloc: types.GenesisAlloc{},
	}
	for _, key := range c.keys[:validators] {
		c.genesis.Validators = append(c.genesis.Validators, addressOf(key))
	}
	for _, account := range funded {
		c.genesis.Alloc[account.Address] = types.Account{Balance: new(big.Int).Mul(big.NewInt(1000), big.NewInt(params.Ether))}
	}
	return c
}

func validatorKey(t testing.TB, i int) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte(fmt.Sprint("validator ", i))))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// start runs a node with the given validators, none for a follower. Each name has a directory.
func (c *sharedChain) start(name string, validators ...int) (*Node, func()) {
	c.t.Helper()
	cfg := Config{
		ChainID: testChainID, BlockTime: c.period, OnDemand: c.demand, DataDir: filepath.Join(c.dir, name), Accounts: 3,
		Shared: &Shared{Genesis: c.genesis, Join: c.join}, Logger: c.log,
	}
	for _, i := range validators {
		cfg.ValidatorKeys = append(cfg.ValidatorKeys, c.keys[i])
	}
	n, stop := start(c.t, cfg)
	if len(c.join) < 4 {
		c.join = append(c.join, n.Addresses()...)
	}
	return n, stop
}

// startValidators runs nodes with one validator each.
func (c *sharedChain) startValidators(count int) (nodes []*Node, stops []func()) {
	c.t.Helper()
	for i := range count {
		n, stop := c.start(fmt.Sprint("validator", i), i)
		nodes, stops = append(nodes, n), append(stops, stop)
	}
	return nodes, stops
}

func backendOf(t testing.TB, n *Node) rpcapi.Backend {
	t.Helper()
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// reach waits until a node has a block.
func reach(t testing.TB, n *Node, number uint64) {
	t.Helper()
	b := backendOf(t, n)
	for deadline := time.Now().Add(2 * time.Minute); b.FinalizedNumber() < number; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("node is at block %d, want %d; peers %v", b.FinalizedNumber(), number, n.Peers())
		}
	}
}

// agree demands that all nodes have the same blocks as far as the shortest chain goes, each sealed by a quorum.
func agree(t testing.TB, nodes ...*Node) {
	t.Helper()
	least := ^uint64(0)
	for _, n := range nodes {
		least = min(least, backendOf(t, n).FinalizedNumber())
	}
	for number := range least + 1 {
		want, ok := backendOf(t, nodes[0]).HashByNumber(number)
		for i, n := range nodes {
			if got, known := backendOf(t, n).HashByNumber(number); !ok || !known || got != want {
				t.Fatalf("block %d is %s on node 0 and %s on node %d", number, want, got, i)
			}
			checkQuorum(t, n, number)
		}
	}
}

// checkQuorum demands a quorum of seals by listed validators, and returns whose there are.
func checkQuorum(t testing.TB, n *Node, number uint64) map[common.Address]bool {
	t.Helper()
	h := backendOf(t, n).HeaderByNumber(number)
	x, err := qbft.DecodeExtra(h.Extra)
	if err != nil {
		t.Fatal(err)
	}
	digest, err := qbft.CommittedSealHash(h)
	if err != nil {
		t.Fatal(err)
	}
	sealers := make(map[common.Address]bool)
	for _, seal := range x.Seals {
		if a, err := qbft.Sealer(digest, seal); err == nil && slices.Contains(x.Validators, a) {
			sealers[a] = true
		}
	}
	if number > 0 && len(sealers) < qbft.Quorum(len(x.Validators)) {
		t.Fatalf("block %d has %d seals of its %d validators, want %d", number, len(sealers), len(x.Validators), qbft.Quorum(len(x.Validators)))
	}
	return sealers
}

// Four validators and a follower, each with a host of its own; the follower takes a transaction and shows its receipt.
func TestSharedChainOfFourValidatorsAndAFollower(t *testing.T) {
	c := newSharedChain(t, 4)
	nodes, _ := c.startValidators(4)
	reach(t, nodes[0], 3)
	follower, _ := c.start("follower")
	receipt := transfer(t, dial(t, follower), follower.Accounts()[0], common.Address{0x77})
	nodes = append(nodes, follower)
	for _, n := range nodes {
		reach(t, n, receipt.BlockNumber.Uint64()+2)
	}
	agree(t, nodes...)
	for i, n := range nodes {
		again, err := dial(t, n).TransactionReceipt(within(t, patience), receipt.TxHash)
		if err != nil || again.BlockHash != receipt.BlockHash {
			t.Errorf("node %d has the receipt %+v (%v), want that of block %s", i, again, err, receipt.BlockHash)
		}
	}
}

// A follower only follows: what needs a validator or the faucet it says no to, in words.
func TestFollowerSaysWhatItCannot(t *testing.T) {
	c := newSharedChain(t, 1)
	_, _ = c.start("validator", 0)
	n, _ := c.start("follower")
	for name, err := range map[string]error{
		"mine":  n.Mine(within(t, time.Second), 1),
		"time":  n.SetBlockTime(time.Second),
		"vote":  n.ProposeVote(common.Address{9}, true),
		"pause": n.PauseValidator(0),
	} {
		if !errors.Is(err, ErrNoValidators) {
			t.Errorf("%s: %v, want ErrNoValidators", name, err)
		}
	}
	if _, err := n.Fund(t.Context(), common.Address{9}, common.Big1); !errors.Is(err, ErrNoFaucet) {
		t.Errorf("fund: %v, want ErrNoFaucet", err)
	}
	if infos := n.Validators(); len(infos) != 1 || infos[0].Index != -1 || infos[0].Address != addressOf(c.keys[0]) {
		t.Errorf("validators are %+v, want the one that runs elsewhere", infos)
	}
}

// The chain goes on without one of four, which catches up when it is back.
func TestSharedChainSurvivesARestartedValidator(t *testing.T) {
	c := newSharedChain(t, 4)
	nodes, stops := c.startValidators(4)
	reach(t, nodes[0], 3)
	stops[3]()
	at := backendOf(t, nodes[0]).FinalizedNumber()
	reach(t, nodes[0], at+8)
	back, _ := c.start("validator3", 3)
	nodes[3] = back
	reach(t, back, at+10)
	wantPart(t, nodes[0], addressOf(c.keys[3]))
	agree(t, nodes...)
}

// wantPart waits until a validator has proposed a block from now on, and sealed one that somebody else proposed.
func wantPart(t testing.TB, n *Node, validator common.Address) {
	t.Helper()
	b := backendOf(t, n)
	from := b.FinalizedNumber()
	var proposed, sealed bool
	for number := from + 1; number < from+60; number++ {
		reach(t, n, number)
		own := b.HeaderByNumber(number).Coinbase == validator
		proposed = proposed || own
		sealed = sealed || !own && checkQuorum(t, n, number)[validator]
		if proposed && sealed {
			return
		}
	}
	t.Fatalf("of the blocks from %d to %d validator %s has proposed one: %t, sealed one of others: %t", from+1, from+60, validator, proposed, sealed)
}

// All are stopped and started again: each remembers what it has signed, and the chain goes on.
func TestSharedChainContinuesAfterAllRestart(t *testing.T) {
	c := newSharedChain(t, 4)
	run := func() ([]*Node, []func()) {
		c.join = nil // the ports are others now
		return c.startValidators(4)
	}
	nodes, stops := run()
	reach(t, nodes[0], 3)
	agree(t, nodes...)
	at := backendOf(t, nodes[0]).FinalizedNumber()
	hash, _ := backendOf(t, nodes[0]).HashByNumber(3)
	for _, stop := range stops {
		stop()
	}
	nodes, _ = run()
	for _, n := range nodes {
		reach(t, n, at+5)
	}
	if again, _ := backendOf(t, nodes[2]).HashByNumber(3); again != hash {
		t.Errorf("block 3 is %s, was %s", again, hash)
	}
	agree(t, nodes...)
}

// A fifth validator follows until the others vote it in, and is dropped again.
func TestValidatorIsVotedInAndOutAcrossNodes(t *testing.T) {
	c := newSharedChain(t, 4)
	nodes, _ := c.startValidators(5)
	fifth := addressOf(c.keys[4])
	inSet := func() bool {
		return slices.ContainsFunc(nodes[4].Validators(), func(v rpcapi.ValidatorInfo) bool { return v.Address == fifth && v.InSet })
	}
	vote := func(add bool) {
		for _, n := range nodes[:3] { // more than half of four, and of five
			if err := n.ProposeVote(fifth, add); err != nil {
				t.Fatal(err)
			}
		}
		for deadline := time.Now().Add(2 * time.Minute); inSet() != add; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("in set is %t after two minutes, want %t", !add, add)
			}
		}
	}
	vote(true)
	wantPart(t, nodes[0], fifth)
	vote(false)
	reach(t, nodes[4], backendOf(t, nodes[0]).FinalizedNumber()+3)
	agree(t, nodes...)
}

// One of four is faulty in each of the ways that a process can be; the other three go on and agree.
func TestSharedChainSurvivesAFaultyValidator(t *testing.T) {
	t.Parallel() // it waits most of its time
	all := func(v p2p.Verdict) p2p.Rule {
		return func(_, _ common.Address, _ []byte) p2p.Verdict { return v }
	}
	for _, fault := range []struct {
		name   string
		inject func(*Node) error
	}{
		{"hangs", func(n *Node) error { return n.PauseValidator(0) }},
		{"deaf and dumb", func(n *Node) error { return n.SetNetworkRule(all(p2p.Verdict{Drop: true})) }},
		{"slow", func(n *Node) error { return n.SetNetworkRule(all(p2p.Verdict{Delay: 3 * time.Second})) }},
		{"stutters", func(n *Node) error { return n.SetNetworkRule(all(p2p.Verdict{Extra: 8})) }},
		{"mixes up", func(n *Node) error { return n.SetNetworkRule(all(p2p.Verdict{Ahead: true})) }},
	} {
		t.Run(fault.name, func(t *testing.T) {
			c := newSharedChain(t, 4)
			nodes, _ := c.startValidators(4)
			reach(t, nodes[0], 2)
			if err := fault.inject(nodes[3]); err != nil {
				t.Fatal(err)
			}
			at := backendOf(t, nodes[0]).FinalizedNumber()
			for _, n := range nodes {
				reach(t, n, at+5) // one turn of each; the faulty one too: blocks come on another way
			}
			agree(t, nodes...)
		})
	}
}

// What a configuration of a shared chain may not ask for.
func TestSharedConfigurationIsChecked(t *testing.T) {
	c := newSharedChain(t, 1)
	good := func() Config {
		return Config{ChainID: testChainID, DataDir: t.TempDir(), ValidatorKeys: c.keys[:1], Shared: &Shared{Genesis: c.genesis}}
	}
	if _, err := New(good()); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"another chain id", func(c *Config) { c.ChainID++ }, "chain id"},
		{"a developer's powers", func(c *Config) { c.Developer = true }, "developer"},
		{"a clock that may be moved", func(c *Config) { c.TimeControl = true }, "time control"},
		{"a validator without memory", func(c *Config) { c.DataDir = "" }, "data directory"},
		{"no entropy", func(c *Config) { c.Shared.Genesis.Entropy = common.Hash{} }, "entropy"},
		{"no gas limit", func(c *Config) { c.Shared.Genesis.GasLimit = 0 }, "gas limit"},
		{"no validators", func(c *Config) { c.Shared.Genesis.Validators = nil }, "validators"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := good()
			tc.change(&cfg)
			if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("error %v, want one about %q", err, tc.want)
			}
		})
	}
}

// A node of another chain has nothing to say here, although it knows the address.
func TestNodesOfTwoChainsDoNotMeet(t *testing.T) {
	t.Parallel() // it waits most of its time
	c := newSharedChain(t, 1)
	n, _ := c.start("validator", 0)
	reach(t, n, 2)
	other := newSharedChain(t, 1)
	other.genesis.Entropy, other.join = common.Hash{8}, c.join
	stranger, _ := other.start("stranger")
	time.Sleep(2 * time.Second)
	if got := backendOf(t, stranger).FinalizedNumber(); got != 0 {
		t.Fatalf("the stranger has %d blocks of another chain", got)
	}
}

// A block that one of several nodes is asked for comes, whoever is to propose it.
func TestNodeIsAskedForABlock(t *testing.T) {
	chain := newSharedChain(t, 4)
	chain.demand = true
	nodes, _ := chain.startValidators(4)
	for i, n := range nodes {
		if err := n.Mine(within(t, patience), 1); err != nil {
			t.Fatalf("node %d: %v", i, err)
		}
		for _, other := range nodes {
			reach(t, other, uint64(i+1))
		}
	}
	agree(t, nodes...)
}
