package devnet

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// A node is killed, really, again and again while it takes the blocks of a long chain from others. Each time it goes on
// with what it has, and in the end it has all blocks, whose seals the light client verifies.
func TestKilledDuringBlockSync(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: its processes run what other tests run in one")
	}
	t.Parallel()       // it waits most of its time
	const length = 600 // five answers of a peer
	c := newSharedChain(t, 1)
	c.period = time.Hour // nothing is added meanwhile
	c.genesis.Time -= length + 60
	c.grow("validator", length)
	server, _ := c.start("validator", 0)
	var had uint64
	for range 3 {
		fresh := c.process(processConfig{Dir: "late"}).launch()
		fresh.reach(had + 100) // it tells of all blocks in their order, so that these are new
		fresh.kill()
		if at := fresh.at(); at >= length {
			t.Fatalf("it was killed at block %d: too late, the chain has %d", at, length)
		}
		had = fresh.at()
	}
	late, _ := c.start("late")
	if at := backendOf(t, late).FinalizedNumber(); at < had {
		t.Errorf("it begins at block %d, and had said that it has %d", at, had)
	}
	reach(t, late, length)
	agree(t, server, late)
	verifySeals(t, late)
}

// grow writes blocks into the directory of a node that does not run yet, as the one validator would.
func (c *sharedChain) grow(name string, blocks int) {
	c.t.Helper()
	n, err := New(Config{ChainID: testChainID, DataDir: filepath.Join(c.dir, name), ValidatorKeys: c.keys[:1], Shared: &Shared{Genesis: c.genesis}})
	if err != nil {
		c.t.Fatal(err)
	}
	_, release, err := n.prepare()
	if err != nil {
		c.t.Fatal(err)
	}
	store, err := executor.OpenStore(n.chainDir())
	if err != nil {
		c.t.Fatal(err)
	}
	chain, err := executor.Open(executor.Config{Genesis: c.genesis, Store: store})
	if err != nil {
		c.t.Fatal(err)
	}
	for range blocks {
		c.extend(chain)
	}
	if err := chain.Close(); err != nil {
		c.t.Fatal(err)
	}
	if err := release(); err != nil {
		c.t.Fatal(err)
	}
}

// extend adds a block with the seal of the first validator.
func (c *sharedChain) extend(chain *executor.Chain) {
	c.t.Helper()
	head, self := chain.Head(), addressOf(c.keys[0])
	extra := &qbft.ExtraData{Validators: []common.Address{self}}
	block, err := chain.Build(c.t.Context(), consensus.BuildParams{Parent: head, Time: head.Time + 1, Coinbase: self, Extra: extra.Encode()})
	if err != nil {
		c.t.Fatal(err)
	}
	digest, err := qbft.CommittedSealHash(block.Header())
	if err != nil {
		c.t.Fatal(err)
	}
	seal, err := crypto.Sign(digest[:], c.keys[0])
	if err != nil {
		c.t.Fatal(err)
	}
	extra.Seals = [][]byte{seal}
	if err := chain.Commit(c.t.Context(), block.WithSeal(qbft.WithExtra(block.Header(), extra))); err != nil {
		c.t.Fatal(err)
	}
}

// verifySeals follows a node's chain from its genesis as a light client does, header by header.
func verifySeals(t testing.TB, n *Node) {
	t.Helper()
	b := backendOf(t, n)
	params, now := qbft.DefaultParams(), time.Now()
	genesis, _ := b.HashByNumber(0)
	trusted, err := qbft.TrustAnchor(b.HeaderByNumber(0), lightclient.Anchor{Number: 0, Hash: genesis}, params)
	if err != nil {
		t.Fatal(err)
	}
	for number := uint64(1); number <= b.FinalizedNumber(); number++ {
		if trusted, err = qbft.Verify(trusted, []*types.Header{b.HeaderByNumber(number)}, now, params); err != nil {
			t.Fatalf("block %d: %v", number, err)
		}
	}
	if head, _ := b.HashByNumber(b.FinalizedNumber()); trusted.Header().Hash != head {
		t.Fatalf("the light client is at %s, the node at %s", trusted.Header().Hash, head)
	}
}
