package evm_test

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/catenary-bridge/catenary/chains/chaintest"
	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/txsender"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/messages"
)

var _ qbft.ProofProvider = (*evm.Client)(nil)

// testChain is a running chain of any kind.
type testChain struct {
	id        uint64
	url, ws   string
	keys      []*ecdsa.PrivateKey // funded
	eth       *ethclient.Client
	light     func(t *testing.T) lightclient.Client
	tick      func(t *testing.T)
	finality  evm.Finality
	blockTime time.Duration
	node      *devnet.Node // nil when it is none
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// blockTime of the devnets: four validators each, on few cores and with the race
// detector, have to keep up with it.
const blockTime = 50 * time.Millisecond

// startDevnet runs a devnet until the test ends.
func startDevnet(t *testing.T, id uint64) *testChain {
	t.Helper()
	node := must[*devnet.Node](t)(devnet.New(devnet.Config{ChainID: id, BlockTime: blockTime}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- node.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("devnet %d: %v", id, err)
		}
	})
	select {
	case <-node.Ready():
	case err := <-done:
		t.Fatalf("devnet %d: %v", id, err)
	}
	chain := &testChain{id: id, tick: func(*testing.T) {}, blockTime: blockTime, node: node}
	chain.url, chain.ws = node.Endpoint()
	for _, account := range node.Accounts() {
		chain.keys = append(chain.keys, account.Key)
	}
	chain.eth = must[*ethclient.Client](t)(ethclient.Dial(chain.url))
	t.Cleanup(chain.eth.Close)
	chain.light = func(t *testing.T) lightclient.Client { return followDevnet(t, chain) }
	// A contract can't fix its mark in the block after the genesis.
	for must[uint64](t)(chain.eth.BlockNumber(t.Context())) < 2 {
		time.Sleep(chain.blockTime)
	}
	return chain
}

func (c *testChain) client(t *testing.T, url, name string) *evm.Client {
	t.Helper()
	client := must[*evm.Client](t)(evm.NewClient(evm.ClientConfig{URL: url, Name: name, ChainID: c.id, Poll: c.blockTime}))
	t.Cleanup(client.Close)
	return client
}

// followDevnet makes a light client that is anchored in the newest block.
func followDevnet(t *testing.T, chain *testChain) lightclient.Client {
	t.Helper()
	provider := chain.client(t, chain.url, "")
	head, err := provider.Latest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	store := must[*lightclient.MemoryStore](t)(lightclient.NewMemoryStore(lightclient.Owner{ChainID: chain.id, Kind: qbft.Kind}))
	return must[*qbft.Client](t)(qbft.New(qbft.Config{
		ChainID: chain.id, Anchor: lightclient.Anchor{Number: head.Number.Uint64(), Hash: must[common.Hash](t)(qbft.OnChainHash(head))},
		Providers: []qbft.Provider{provider}, Store: store, Now: time.Now,
	}))
}

// deployment is one lane between two chains, with everything on it.
type deployment struct {
	source, target *testChain
	here, there    *evm.Deployment
	rejector       common.Address
	signers        []*ecdsa.PrivateKey // ascending addresses
	strangers      []*ecdsa.PrivateKey
	sequence       uint64
}

const handlerGas = 100_000

func (c *testChain) opts(t *testing.T, key int) *bind.TransactOpts {
	t.Helper()
	return bind.NewKeyedTransactor(c.keys[key], new(big.Int).SetUint64(c.id))
}

func sortedKeys(t *testing.T, from, count int) (keys []*ecdsa.PrivateKey) {
	t.Helper()
	for i := range count {
		seed := crypto.Keccak256([]byte{byte(from + i)})
		keys = append(keys, must[*ecdsa.PrivateKey](t)(crypto.ToECDSA(seed)))
	}
	slices.SortFunc(keys, func(a, b *ecdsa.PrivateKey) int {
		return crypto.PubkeyToAddress(a.PublicKey).Cmp(crypto.PubkeyToAddress(b.PublicKey))
	})
	return keys
}

// deploy opens a lane with 3 of 5 signers.
func deploy(t *testing.T, source, target *testChain) *deployment {
	t.Helper()
	d := &deployment{source: source, target: target, signers: sortedKeys(t, 0, 5), strangers: sortedKeys(t, 100, 5)}
	deployOn := func(c *testChain) *evm.Deployment {
		owner := crypto.PubkeyToAddress(c.keys[0].PublicKey)
		return must[*evm.Deployment](t)(evm.Deploy(t.Context(), c.eth, c.opts(t, 0), evm.DeployConfig{
			Owner: owner, Guardian: owner, FeeOracle: owner, FeeReceiver: owner, Delay: 24 * time.Hour,
		}))
	}
	d.here, d.there = deployOn(source), deployOn(target)
	var addresses []common.Address
	for _, key := range d.signers {
		addresses = append(addresses, crypto.PubkeyToAddress(key.PublicKey))
	}
	end := func(c *testChain, on *evm.Deployment) evm.LaneEnd {
		return evm.LaneEnd{Backend: c.eth, Opts: c.opts(t, 0), Deployment: on}
	}
	if err := evm.OpenLane(t.Context(), end(source, d.here), end(target, d.there), evm.DevnetLane(addresses, 3)); err != nil {
		t.Fatal(err)
	}
	address, tx, err := bind.DeployContract(target.opts(t, 0), common.FromHex(bindings.RejectorMetaData.Bin), target.eth,
		bindings.NewRejector().PackConstructor(d.there.Inbox))
	if err != nil {
		t.Fatal(err)
	}
	target.mined(t, tx.Hash())
	d.rejector = address
	return d
}

// transact sends data from the owner and waits until it is mined.
func (c *testChain) transact(t *testing.T, to common.Address, value *big.Int, data []byte) {
	t.Helper()
	opts := c.opts(t, 0)
	opts.Value, opts.Context = value, t.Context()
	contract := bind.NewBoundContract(to, bindings.NewOutbox().GetABI(), c.eth, c.eth, c.eth)
	tx, err := bind.Transact(contract, opts, data)
	if err != nil {
		t.Fatal(err)
	}
	c.mined(t, tx.Hash())
}

// mined waits for a transaction. bind's own wait looks once a second.
func (c *testChain) mined(t *testing.T, hash common.Hash) {
	t.Helper()
	for {
		receipt, err := c.eth.TransactionReceipt(t.Context(), hash)
		switch {
		case err == nil && receipt.Status == 1:
			return
		case err == nil:
			t.Fatalf("transaction %s reverted", hash)
		case t.Context().Err() != nil:
			t.Fatalf("transaction %s: %v", hash, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// send sends messages from the owner's account.
func (d *deployment) send(t *testing.T, to chaintest.Recipient, count, payload int) {
	t.Helper()
	fee := new(big.Int).Mul(big.NewInt(1e16), big.NewInt(int64(count)))
	if to == chaintest.Accepting {
		pingPong := bindings.NewPingPong()
		d.source.transact(t, d.here.PingPong, fee, pingPong.PackPingMany(d.target.id, messages.AccountOf(d.there.PingPong),
			handlerGas, d.sequence+1, uint64(count), make([]byte, payload)))
		d.sequence += uint64(count)
		return
	}
	recipient := d.rejector
	if to == chaintest.Nobody {
		recipient = common.Address{0xde, 0xad}
	}
	for range count {
		d.source.transact(t, d.here.Outbox, big.NewInt(1e16),
			bindings.NewOutbox().PackSend(d.target.id, messages.AccountOf(recipient), handlerGas, make([]byte, payload)))
	}
}

func (d *deployment) sign(t *testing.T, checkpoint messages.Checkpoint, domain messages.Domain, count int) (attestation []byte) {
	t.Helper()
	keys := d.signers[:min(count, len(d.signers))]
	if count > len(keys) {
		keys = append(slices.Clone(keys), d.strangers[:count-len(keys)]...)
		slices.SortFunc(keys, func(a, b *ecdsa.PrivateKey) int {
			return crypto.PubkeyToAddress(a.PublicKey).Cmp(crypto.PubkeyToAddress(b.PublicKey))
		})
	}
	digest := checkpoint.Digest(domain)
	for _, key := range keys {
		signature := must[messages.Signature](t)(messages.SignatureOf(must[[]byte](t)(crypto.Sign(digest[:], key))))
		attestation = append(attestation, signature[:]...)
	}
	return attestation
}

func (d *deployment) received(t *testing.T) (uint64, bool) {
	t.Helper()
	pingPong := bindings.NewPingPong()
	got := must[bindings.PingPongReceivedOutput](t)(bind.Call(pingPong.Instance(d.target.eth, d.there.PingPong), nil,
		pingPong.PackReceived(d.source.id), pingPong.UnpackReceived))
	return got.Count, got.OutOfOrder == 0 && got.Duplicates == 0
}

// newTarget runs a target with the account's journal until the test ends.
func (d *deployment) newTarget(t *testing.T, journalPath string, clients ...*evm.Client) *evm.Target {
	t.Helper()
	target, stop := d.startTarget(t, journalPath, clients...)
	t.Cleanup(stop)
	return target
}

// startTarget runs a target until it is stopped.
func (d *deployment) startTarget(t *testing.T, journalPath string, clients ...*evm.Client) (_ *evm.Target, stop func()) {
	t.Helper()
	journal := must[*txsender.Journal](t)(txsender.OpenJournal(journalPath))
	target := must[*evm.Target](t)(evm.NewTarget(evm.TargetConfig{
		Endpoints: clients, Inbox: d.there.Inbox, Journal: journal,
		Signer:   must[*txsender.KeySigner](t)(txsender.NewKeySigner(d.target.keys[1])),
		Fees:     txsender.Fees{MaxFee: big.NewInt(1e12), MaxTip: big.NewInt(1e11)},
		Finality: d.target.finality, Poll: d.target.blockTime,
	}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- target.Run(ctx) }()
	return target, sync.OnceFunc(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("target: %v", err)
		}
		if err := journal.Close(); err != nil {
			t.Error(err)
		}
	})
}

// harness deploys a lane and wraps it for the suite.
func harness(t *testing.T, source, target *testChain, socket bool) chaintest.Harness {
	t.Helper()
	d := deploy(t, source, target)
	sourceURL, targetURL := source.url, target.url
	if socket {
		sourceURL, targetURL = source.ws, target.ws
	}
	inbox := bindings.NewInbox()
	return chaintest.Harness{
		Lane: d.here.LaneTo(target.id), OutboxCodeHash: d.here.OutboxCodeHash,
		Client: source.light(t), Source: evm.NewSource(source.client(t, sourceURL, "source")),
		Target: d.newTarget(t, filepath.Join(t.TempDir(), "journal"), target.client(t, targetURL, "target")),
		Wait:   time.Minute,
		Send:   d.send, Sign: d.sign, Received: d.received,
		Pause:   func(t *testing.T) { target.transact(t, d.there.Inbox, nil, inbox.PackPause(source.id)) },
		Unpause: func(t *testing.T) { target.transact(t, d.there.Inbox, nil, inbox.PackUnpause(source.id)) },
		Tick:    func(t *testing.T) { source.tick(t); target.tick(t) },
	}
}

func TestSuiteOnDevnetOverWebSocket(t *testing.T) {
	source, target := startDevnet(t, 9001), startDevnet(t, 9002)
	chaintest.Run(t, func(t *testing.T) chaintest.Harness { return harness(t, source, target, true) })
}
