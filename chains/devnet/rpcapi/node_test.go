package rpcapi

import (
	"context"
	"crypto/ecdsa"
	_ "embed"
	"encoding/json"
	"errors"
	"log/slog"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/ethclient/gethclient"
	"github.com/ethereum/go-ethereum/event"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

const testChainID = 31337

// testNode is the devnet's executor and mempool without consensus: blocks come
// when a test asks for them, so that tests are exact.
type testNode struct {
	*executor.Chain
	pool *mempool.Pool
	now  func() time.Time

	building sync.Mutex
	rich     *ecdsa.PrivateKey // funded in genesis
	faucet   *ecdsa.PrivateKey

	mu        sync.Mutex
	blockTime time.Duration
	paused    map[int]bool
	votes     map[common.Address]bool
}

// candidates lets the chain see the pool through its own interface.
type candidates struct{ *mempool.Pool }

func (c candidates) Candidates(baseFee *big.Int) executor.Candidates {
	return c.Pool.Candidates(baseFee)
}

func (c candidates) Reset(head *types.Header, st *world.Snapshot, baseFee *big.Int, included types.Transactions) {
	c.Pool.Reset(head, st, baseFee, included)
}

func newTestNode(t testing.TB) *testNode {
	t.Helper()
	n := &testNode{now: time.Now, rich: testKey(1), faucet: testKey(2), paused: map[int]bool{}, votes: map[common.Address]bool{}}
	balance := new(big.Int).Mul(big.NewInt(1_000_000), big.NewInt(params.Ether))
	chain, err := executor.Open(executor.Config{
		Store: executor.NewMemoryStore(),
		Genesis: executor.Genesis{
			ChainID: testChainID, Validators: []common.Address{addressOf(testKey(99))}, Time: 1_700_000_000, Entropy: common.Hash{1},
			Alloc: types.GenesisAlloc{addressOf(n.rich): {Balance: balance}, addressOf(n.faucet): {Balance: balance}},
		},
	})
	check(t, err)
	n.Chain = chain
	n.pool, err = mempool.New(mempool.Config{Rules: chain.ChainConfig(), Now: time.Now})
	check(t, err)
	check(t, chain.AttachPool(candidates{n.pool}))
	t.Cleanup(func() { check(t, chain.Close()) })
	return n
}

// mine commits one block with what the pool offers.
func (n *testNode) mine() error {
	n.building.Lock()
	defer n.building.Unlock()
	parent := n.CurrentHeader()
	extra := &qbft.ExtraData{Validators: []common.Address{addressOf(testKey(99))}}
	ctx := context.Background()
	block, err := n.Build(ctx, consensus.BuildParams{
		Parent: parent, Time: parent.Time + 1, Coinbase: addressOf(testKey(99)), Extra: extra.Encode(),
	})
	if err != nil {
		return err
	}
	header := block.Header()
	digest, err := qbft.CommittedSealHash(header)
	if err != nil {
		return err
	}
	seal, err := crypto.Sign(digest[:], testKey(99))
	if err != nil {
		return err
	}
	extra.Seals = [][]byte{seal}
	header.Extra = extra.Encode()
	return n.Commit(ctx, block.WithSeal(header))
}

func (n *testNode) Mine(ctx context.Context, blocks uint64) error {
	for range blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := n.mine(); err != nil {
			return err
		}
	}
	return nil
}

func (n *testNode) SubmitTx(_ context.Context, tx *types.Transaction) error { return n.pool.Add(tx) }
func (n *testNode) PendingTx(hash common.Hash) *types.Transaction           { return n.pool.Get(hash) }
func (n *testNode) PoolNonce(a common.Address) uint64                       { return n.pool.Nonce(a) }
func (n *testNode) PoolStatus() (int, int)                                  { return n.pool.Status() }
func (n *testNode) PoolContent() (pending, queued map[common.Address][]*types.Transaction) {
	return n.pool.Content()
}

func (n *testNode) PoolContentFrom(a common.Address) (pending, queued []*types.Transaction) {
	return n.pool.ContentFrom(a)
}

func (n *testNode) SubscribePendingTxs(ch chan<- []*types.Transaction) event.Subscription {
	return n.pool.Subscribe(ch)
}

func (n *testNode) SetBlockTime(d time.Duration) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.blockTime = d
	return nil
}

func (n *testNode) Fund(ctx context.Context, to common.Address, wei *big.Int) (common.Hash, error) {
	tx := n.sign(n.faucet, &types.DynamicFeeTx{
		Nonce: n.PoolNonce(addressOf(n.faucet)), To: &to, Value: wei, Gas: params.TxGas, GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(1),
	})
	return tx.Hash(), n.SubmitTx(ctx, tx)
}

func (n *testNode) setPaused(i int, paused bool) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.paused[i] = paused
	return nil
}

func (n *testNode) PauseValidator(i int) error  { return n.setPaused(i, true) }
func (n *testNode) ResumeValidator(i int) error { return n.setPaused(i, false) }

func (n *testNode) Validators() []ValidatorInfo {
	n.mu.Lock()
	defer n.mu.Unlock()
	return []ValidatorInfo{
		{Index: 0, Address: addressOf(testKey(99)), Paused: n.paused[0], InSet: true, Proposes: true},
		{Index: -1, Address: addressOf(testKey(98)), InSet: true},
	}
}

func (n *testNode) ProposeVote(a common.Address, add bool) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.votes[a] = add
	return nil
}

func (n *testNode) sign(key *ecdsa.PrivateKey, data types.TxData) *types.Transaction {
	return types.MustSignNewTx(key, types.LatestSigner(n.ChainConfig()), data)
}

// transfer is a dynamic-fee transaction of the rich account with the pool's next nonce.
func (n *testNode) transfer(to common.Address, wei int64, data []byte) *types.Transaction {
	return n.sign(n.rich, &types.DynamicFeeTx{
		ChainID: big.NewInt(testChainID), Nonce: n.PoolNonce(addressOf(n.rich)), To: &to, Value: big.NewInt(wei), Data: data,
		Gas: 1_000_000, GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(params.GWei),
	})
}

// submit puts transactions into the pool and one block after them.
func (n *testNode) submit(t testing.TB, txs ...*types.Transaction) {
	t.Helper()
	for _, tx := range txs {
		check(t, n.SubmitTx(context.Background(), tx))
	}
	check(t, n.mine())
}

// testServer is a running server for a test node with clients of all kinds.
type testServer struct {
	*testNode
	server   *Server
	http, ws string
	rpc      *rpc.Client // HTTP
	eth      *ethclient.Client
	geth     *gethclient.Client
	socket   *ethclient.Client
	stop     func() // ends the server and waits for it
}

func serve(t testing.TB, config Config) *testServer {
	t.Helper()
	return serveBackend(t, newTestNode(t), nil, config)
}

// serveBackend serves backend, or the node itself when backend is nil.
func serveBackend(t testing.TB, node *testNode, backend Backend, config Config) *testServer {
	t.Helper()
	if backend == nil {
		backend = node
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	server, err := New(config, backend)
	check(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	var once sync.Once
	s := &testServer{testNode: node, server: server}
	s.stop = func() {
		once.Do(func() {
			cancel()
			select {
			case err := <-done:
				check(t, err)
			case <-time.After(soon):
				t.Error("the server doesn't stop")
			}
		})
	}
	t.Cleanup(s.stop)
	select {
	case <-server.Ready():
	case <-time.After(soon):
		t.Fatal("the server doesn't start")
	}
	s.http, s.ws = server.Endpoint()
	s.rpc = dial(t, s.http)
	s.eth, s.geth = ethclient.NewClient(s.rpc), gethclient.New(s.rpc)
	s.socket = ethclient.NewClient(dial(t, s.ws))
	return s
}

func dial(t testing.TB, url string) *rpc.Client {
	t.Helper()
	client, err := rpc.DialContext(context.Background(), url)
	check(t, err)
	t.Cleanup(client.Close)
	return client
}

// call makes a raw call and returns the result as JSON.
func (s *testServer) call(t testing.TB, method string, args ...any) json.RawMessage {
	t.Helper()
	var out json.RawMessage
	if err := s.rpc.CallContext(context.Background(), &out, method, args...); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return out
}

// refused makes a raw call that must fail, and returns the error.
func (s *testServer) refused(t testing.TB, method string, args ...any) error {
	t.Helper()
	var out json.RawMessage
	err := s.rpc.CallContext(context.Background(), &out, method, args...)
	if err == nil {
		t.Fatalf("%s %v answers %s, want an error", method, args, out)
	}
	return err
}

func wantError(t testing.TB, err error, code int, text string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %d %q", code, text)
	}
	var coded rpc.Error
	if !errors.As(err, &coded) {
		t.Fatalf("error %v (%T) has no code", err, err)
	}
	if coded.ErrorCode() != code || !strings.Contains(err.Error(), text) {
		t.Fatalf("error %d %q, want %d %q", coded.ErrorCode(), err, code, text)
	}
}

//go:embed testdata/counter.json
var counterJSON []byte

// counter is the test contract's ABI and creation code.
func counter(t testing.TB) (abi.ABI, []byte) {
	t.Helper()
	var artifact struct {
		ABI      abi.ABI
		Bytecode hexutil.Bytes
	}
	check(t, json.Unmarshal(counterJSON, &artifact))
	return artifact.ABI, artifact.Bytecode
}

// deploy puts a counter that starts at 5 on the chain.
func (n *testNode) deploy(t testing.TB) common.Address {
	t.Helper()
	parsed, code := counter(t)
	args, err := parsed.Pack("", big.NewInt(5))
	check(t, err)
	nonce := n.PoolNonce(addressOf(n.rich))
	n.submit(t, n.sign(n.rich, &types.DynamicFeeTx{
		Nonce: nonce, Gas: 1_500_000, Data: append(common.CopyBytes(code), args...), GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(params.GWei),
	}))
	return crypto.CreateAddress(addressOf(n.rich), nonce)
}

func packed(t testing.TB, method string, args ...any) []byte {
	t.Helper()
	parsed, _ := counter(t)
	data, err := parsed.Pack(method, args...)
	check(t, err)
	return data
}

func testKey(i byte) *ecdsa.PrivateKey {
	key, err := crypto.ToECDSA(common.LeftPadBytes([]byte{i}, 32))
	if err != nil {
		panic(err)
	}
	return key
}

func addressOf(key *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(key.PublicKey) }

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
