package blocksync

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

func TestMain(m *testing.M) { leaks.Main(m) }

const genesisTime = 1_700_000_000

func testNow() time.Time { return time.Unix(genesisTime+1000, 0) }

func testKeys(t testing.TB, n int) []*ecdsa.PrivateKey {
	t.Helper()
	keys := make([]*ecdsa.PrivateKey, n)
	for i := range keys {
		key, err := crypto.ToECDSA(crypto.Keccak256([]byte(fmt.Sprint("sync ", i))))
		if err != nil {
			t.Fatal(err)
		}
		keys[i] = key
	}
	return keys
}

func openChain(t testing.TB, keys []*ecdsa.PrivateKey) *executor.Chain {
	t.Helper()
	g := executor.Genesis{ChainID: 77, Time: genesisTime, Entropy: common.Hash{1}, GasLimit: executor.DefaultGasLimit, Alloc: types.GenesisAlloc{}}
	for _, key := range keys {
		g.Validators = append(g.Validators, crypto.PubkeyToAddress(key.PublicKey))
	}
	chain, err := executor.Open(executor.Config{Genesis: g, Store: executor.NewMemoryStore()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := chain.Close(); err != nil {
			t.Error(err)
		}
	})
	return chain
}

// unsealed builds the next block as the first validator would.
func unsealed(t testing.TB, chain *executor.Chain, keys []*ecdsa.PrivateKey, change func(*qbft.ExtraData)) *types.Block {
	t.Helper()
	set := make([]common.Address, len(keys))
	for i, key := range keys {
		set[i] = crypto.PubkeyToAddress(key.PublicKey)
	}
	sorted, err := consensus.NewSet(set)
	if err != nil {
		t.Fatal(err)
	}
	extra := &qbft.ExtraData{Validators: sorted.Members()}
	if change != nil {
		change(extra)
	}
	head := chain.Head()
	block, err := chain.Build(t.Context(), consensus.BuildParams{
		Parent: head, Time: head.Time + 1, Coinbase: sorted.Members()[head.Number.Uint64()%uint64(len(set))], Extra: extra.Encode(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return block
}

func seal(t testing.TB, block *types.Block, keys []*ecdsa.PrivateKey) *types.Block {
	t.Helper()
	digest, err := qbft.CommittedSealHash(block.Header())
	if err != nil {
		t.Fatal(err)
	}
	var seals [][]byte
	for _, key := range keys {
		s, err := crypto.Sign(digest[:], key)
		if err != nil {
			t.Fatal(err)
		}
		seals = append(seals, s)
	}
	extra, err := qbft.DecodeExtra(block.Extra())
	if err != nil {
		t.Fatal(err)
	}
	extra.Seals = seals
	return block.WithSeal(qbft.WithExtra(block.Header(), extra))
}

// grow extends a chain by n blocks, each sealed by all.
func grow(t testing.TB, chain *executor.Chain, keys []*ecdsa.PrivateKey, n int) {
	t.Helper()
	for range n {
		if err := chain.Commit(t.Context(), seal(t, unsealed(t, chain, keys, nil), keys)); err != nil {
			t.Fatal(err)
		}
	}
}

func newSyncer(t testing.TB, chain *executor.Chain) *Syncer {
	t.Helper()
	s, err := New(Config{Chain: chain, Gate: consensus.NewGate(chain, chain, 0), Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fakeNetwork is a network of peers that answer as a test says.
type fakeNetwork struct {
	mu        sync.Mutex
	peers     map[overlay.Peer]func(request []byte) ([]byte, error)
	asked     map[overlay.Peer]int
	banned    map[overlay.Peer]error
	published [][]byte
}

func newFakeNetwork() *fakeNetwork {
	return &fakeNetwork{peers: make(map[overlay.Peer]func([]byte) ([]byte, error)), asked: make(map[overlay.Peer]int), banned: make(map[overlay.Peer]error)}
}

// honest serves what another syncer answers.
func (f *fakeNetwork) honest(name overlay.Peer, s *Syncer) {
	f.peers[name] = func(request []byte) ([]byte, error) { return s.answer(context.Background(), "", request) }
}

func (f *fakeNetwork) Peers() []overlay.Peer {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []overlay.Peer
	for p := range f.peers {
		if f.banned[p] == nil {
			names = append(names, p)
		}
	}
	return names
}

func (f *fakeNetwork) Request(_ context.Context, to overlay.Peer, service string, request []byte) ([]byte, error) {
	f.mu.Lock()
	f.asked[to]++
	answer := f.peers[to]
	f.mu.Unlock()
	if answer == nil || service != Service {
		return nil, errors.New("nobody there")
	}
	return answer(request)
}

func (f *fakeNetwork) Publish(_ context.Context, topic string, payload []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if topic == Topic {
		f.published = append(f.published, payload)
	}
	return nil
}

func (f *fakeNetwork) Ban(p overlay.Peer, reason error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.banned[p] = reason
}

func (f *fakeNetwork) reason(p overlay.Peer) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.banned[p]
}
