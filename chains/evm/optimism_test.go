package evm_test

import (
	"context"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// A client of an L2 needs no more of an endpoint than this package has.
var (
	_ optimism.ParentEndpoint = (*evm.Client)(nil)
	_ optimism.Endpoint       = (*evm.Client)(nil)
)

// creation is init code that writes slots and leaves a code behind.
func creation(account *optimismtest.Account) []byte {
	var code []byte
	for slot, value := range account.Storage {
		code = append(append(append(append(code, 0x7f), value[:]...), 0x7f), slot[:]...) // PUSH32, PUSH32
		code = append(code, 0x55)                                                        // SSTORE
	}
	size, from := len(account.Code), len(code)+12
	code = append(code,
		0x61, byte(size>>8), byte(size), 0x80, // PUSH2 size, DUP1
		0x61, byte(from>>8), byte(from), // PUSH2 from
		0x5f, 0x39, // PUSH0, CODECOPY
		0x5f, 0xf3, // PUSH0, RETURN
		0xfe)
	return append(code, account.Code...)
}

// create puts an account on a chain, at the address that the creator's nonce gives it.
func create(t *testing.T, chain *testChain, account *optimismtest.Account, nonce uint64) {
	t.Helper()
	ctx := context.Background()
	tx, err := types.SignNewTx(chain.keys[0], types.LatestSignerForChainID(new(big.Int).SetUint64(chain.id)), &types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(chain.id), Nonce: nonce, Gas: 3_000_000, GasFeeCap: big.NewInt(100_000_000_000), GasTipCap: big.NewInt(1),
		Data: creation(account),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := chain.eth.SendTransaction(ctx, tx); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		receipt, err := chain.eth.TransactionReceipt(ctx, tx.Hash())
		if err != nil {
			continue
		}
		if receipt.Status != types.ReceiptStatusSuccessful {
			t.Fatalf("creation failed after %d gas", receipt.GasUsed)
		}
		return
	}
	t.Fatal("creation is in no block")
}

// TestL2OnADevnet follows an L2 whose contracts are on a devnet: real blocks and seals,
// real state, real proofs over JSON-RPC. The contracts are their storage and code, not
// what Optimism compiles; the L2 is headers with states in memory.
func TestL2OnADevnet(t *testing.T) {
	chain := startDevnet(t, 7701)
	ctx := context.Background()
	creator := crypto.PubkeyToAddress(chain.keys[0].PublicKey)
	nonce, err := chain.eth.PendingNonceAt(ctx, creator)
	if err != nil {
		t.Fatal(err)
	}
	head, err := chain.eth.HeaderByNumber(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := optimismtest.Deployments["registry"]()
	d.ParentChainID = chain.id
	d.Games.FinalityDelay, d.Games.MinimumAge = time.Second, time.Second
	at := func(n uint64) common.Address { return crypto.CreateAddress(creator, nonce+n) }
	d.Games.Factory.Address, d.Games.Guardian.Contract.Address = at(0), at(1)
	world := optimismtest.New(t, d, 14)
	state := make(optimismtest.State)
	state.At(at(0)).Code, state.At(at(1)).Code = []byte("factory"), []byte("registry")
	for i, block := range []optimismtest.Block{world.L2[9], world.L2[12]} {
		game := world.Won(block)
		game.CreatedAt, game.ResolvedAt, game.Address = head.Time-100, head.Time-50, at(2+uint64(i))
		if i == 1 {
			game.Status = optimismtest.InProgress
		}
		optimismtest.AddGame(state, d.Games, game)
	}
	for n := range uint64(4) {
		create(t, chain, state[at(n)], nonce+n)
	}

	endpoint, err := evm.NewClient(evm.ClientConfig{URL: chain.url, ChainID: chain.id})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(endpoint.Close)
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: optimismtest.ChainID, Kind: optimism.Kind})
	if err != nil {
		t.Fatal(err)
	}
	l2 := optimismtest.NewEndpoint(t, "l2")
	l2.Show(nil, world.L2, optimismtest.Lies{})
	parent := chain.light(t)
	client, err := optimism.New(optimism.Config{
		ChainID: optimismtest.ChainID, Anchor: lightclient.Anchor{Number: 3, Hash: world.L2[3].Header.Hash()}, Deployment: d, Parent: parent, Store: store,
		ParentEndpoints: []optimism.ParentEndpoint{endpoint}, Endpoints: []optimism.Endpoint{l2},
	})
	if err != nil {
		t.Fatal(err)
	}
	final, err := client.Update(ctx)
	if want := world.L2[9].Summary(); err != nil || final.Header() != want {
		t.Fatalf("trusts %d, %v, want %d", final.Header().Number, err, want.Number)
	}
	if by := client.Block().Output.Contract; by != at(2) {
		t.Fatalf("by the word of %s, want %s", by, at(2))
	}

	account, storage, err := endpoint.AccountProof(ctx, creator, nil, parent.Final().Header().Hash)
	if err != nil || len(storage) != 0 {
		t.Fatal(storage, err)
	}
	if proven, ok, err := mpt.VerifyAccount(parent.Final().Header().StateRoot, creator, account); err != nil || !ok || proven.Nonce < nonce+4 {
		t.Fatalf("account is %+v, %t, %v", proven, ok, err)
	}
}
