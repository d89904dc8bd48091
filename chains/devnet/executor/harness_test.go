package executor

import (
	"context"
	"crypto/ecdsa"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

const testChainID = 31_337

// testKey is a key that each test run finds again.
func testKey(i byte) *ecdsa.PrivateKey {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte{'k', i}))
	if err != nil {
		panic(err)
	}
	return key
}

func addr(key *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(key.PublicKey) }

var (
	validatorKeys = []*ecdsa.PrivateKey{testKey(100), testKey(101), testKey(102), testKey(103)}
	ether         = big.NewInt(params.Ether)
	testEntropy   = common.HexToHash("0x5eed")
)

func testGenesis() Genesis {
	g := Genesis{ChainID: testChainID, Time: 1_700_000_000, Entropy: testEntropy, Alloc: types.GenesisAlloc{}}
	for _, key := range validatorKeys {
		g.Validators = append(g.Validators, addr(key))
	}
	for i := range byte(10) {
		g.Alloc[addr(testKey(i))] = types.Account{Balance: new(big.Int).Mul(big.NewInt(1000), ether)}
	}
	return g
}

// pooled adapts the real mempool, as package devnet does.
type pooled struct{ *mempool.Pool }

func (p pooled) Candidates(baseFee *big.Int) Candidates { return p.Pool.Candidates(baseFee) }

func (p pooled) Reset(head *types.Header, st *world.Snapshot, baseFee *big.Int, included types.Transactions) {
	p.Pool.Reset(head, st, baseFee, included)
}

// bench is a chain with its mempool and the keys that seal its blocks.
type bench struct {
	t     testing.TB
	chain *Chain
	pool  *mempool.Pool
}

func openBench(t testing.TB, cfg Config) *bench {
	t.Helper()
	if cfg.Store == nil {
		cfg.Store = NewMemoryStore()
	}
	if cfg.Genesis.ChainID == 0 {
		cfg.Genesis = testGenesis()
	}
	chain, err := Open(cfg)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := chain.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	pool, err := mempool.New(mempool.Config{Rules: chain.ChainConfig(), Now: time.Now, Wake: chain.Wake})
	if err != nil {
		t.Fatal(err)
	}
	if err := chain.AttachPool(pooled{pool}); err != nil {
		t.Fatal(err)
	}
	return &bench{t: t, chain: chain, pool: pool}
}

func newBench(t testing.TB) *bench {
	t.Helper()
	return openBench(t, Config{})
}

// send signs and pools a transaction; the nonce is the account's next.
func (b *bench) send(key *ecdsa.PrivateKey, data types.TxData) *types.Transaction {
	b.t.Helper()
	tx := b.sign(key, data)
	if err := b.pool.Add(tx); err != nil {
		b.t.Fatalf("add transaction: %v", err)
	}
	return tx
}

// sign fills in chain id, nonce, gas and fees where they are left out.
func (b *bench) sign(key *ecdsa.PrivateKey, data types.TxData) *types.Transaction {
	b.t.Helper()
	nonce := b.pool.Nonce(addr(key))
	gwei := big.NewInt(params.GWei)
	switch d := data.(type) {
	case *types.LegacyTx:
		d.Nonce = nonce
		if d.GasPrice == nil {
			d.GasPrice = new(big.Int).Mul(gwei, big.NewInt(20))
		}
		d.Gas = max(d.Gas, 21_000)
	case *types.AccessListTx:
		d.ChainID, d.Nonce = big.NewInt(testChainID), nonce
		if d.GasPrice == nil {
			d.GasPrice = new(big.Int).Mul(gwei, big.NewInt(20))
		}
	case *types.DynamicFeeTx:
		d.ChainID, d.Nonce = big.NewInt(testChainID), nonce
		if d.GasFeeCap == nil {
			d.GasFeeCap, d.GasTipCap = new(big.Int).Mul(gwei, big.NewInt(20)), gwei
		}
		d.Gas = max(d.Gas, 21_000)
	case *types.SetCodeTx:
		d.ChainID, d.Nonce = uint256.NewInt(testChainID), nonce
		if d.GasFeeCap == nil {
			d.GasFeeCap, d.GasTipCap = uint256.NewInt(20*params.GWei), uint256.NewInt(params.GWei)
		}
	}
	tx, err := types.SignNewTx(key, b.chain.Signer(), data)
	if err != nil {
		b.t.Fatal(err)
	}
	return tx
}

func (b *bench) buildParams() consensus.BuildParams {
	return nextParams(b.chain.Head())
}

// nextParams proposes on a head, the first validator in its first round.
func nextParams(head *types.Header) consensus.BuildParams {
	extra := qbft.ExtraData{Validators: sortedValidators()}
	return consensus.BuildParams{Parent: head, Time: head.Time + 1, Coinbase: addr(validatorKeys[0]), Extra: extra.Encode()}
}

func sortedValidators() []common.Address {
	return sorted(testGenesis().Validators)
}

func (b *bench) build() *types.Block {
	b.t.Helper()
	block, err := b.chain.Build(context.Background(), b.buildParams())
	if err != nil {
		b.t.Fatalf("build: %v", err)
	}
	return block
}

// mine builds, seals and commits one block.
func (b *bench) mine() *types.Block {
	b.t.Helper()
	sealed := seal(b.t, b.build(), 0, validatorKeys[:3]...)
	b.commit(sealed)
	return sealed
}

func (b *bench) commit(sealed *types.Block) {
	b.t.Helper()
	if err := b.chain.Commit(context.Background(), sealed); err != nil {
		b.t.Fatalf("commit: %v", err)
	}
}

// seal puts real committed seals of some round into a block.
func seal(t testing.TB, block *types.Block, round uint32, keys ...*ecdsa.PrivateKey) *types.Block {
	t.Helper()
	header := block.Header()
	extra, err := qbft.DecodeExtra(header.Extra)
	if err != nil {
		t.Fatal(err)
	}
	extra.Round = round
	header.Extra = extra.Encode()
	hash, err := qbft.CommittedSealHash(header)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		sig, err := crypto.Sign(hash[:], key)
		if err != nil {
			t.Fatal(err)
		}
		extra.Seals = append(extra.Seals, sig)
	}
	header.Extra = extra.Encode()
	return block.WithSeal(header)
}

// overWire is what another process receives: no cached senders, sizes or hashes.
func overWire(t testing.TB, block *types.Block) *types.Block {
	t.Helper()
	enc, err := rlp.EncodeToBytes(block)
	if err != nil {
		t.Fatal(err)
	}
	var decoded types.Block
	if err := rlp.DecodeBytes(enc, &decoded); err != nil {
		t.Fatal(err)
	}
	return &decoded
}

func mustHash(t testing.TB, h *types.Header) common.Hash {
	t.Helper()
	hash, err := qbft.OnChainHash(h)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// call runs a read-only call on the head's state, as a block after it would.
func (b *bench) call(to common.Address, data []byte) []byte {
	b.t.Helper()
	head := b.chain.Head()
	st, err := b.chain.StateAt(head)
	if err != nil {
		b.t.Fatal(err)
	}
	next := b.chain.nextHeader(head, mustHash(b.t, head), head.Time+1, common.Address{}, nil)
	evm := vm.NewEVM(b.chain.BlockContext(next), st, b.chain.ChainConfig(), vm.Config{})
	defer evm.Release()
	ret, _, err := evm.Call(addr(testKey(0)), to, data, vm.NewGasBudget(10_000_000, 0), new(uint256.Int))
	if err != nil {
		b.t.Fatalf("call %s: %v", to, err)
	}
	return ret
}

// deploy mines a contract with this runtime code.
func (b *bench) deploy(runtime []byte) common.Address {
	b.t.Helper()
	tx := b.send(testKey(0), &types.DynamicFeeTx{Gas: 1_000_000, Data: initCode(runtime)})
	block := b.mine()
	receipts := b.chain.Receipts(mustHash(b.t, block.Header()))
	receipt := receipts[len(receipts)-1]
	if receipt.TxHash != tx.Hash() || receipt.Status != types.ReceiptStatusSuccessful {
		b.t.Fatalf("deployment failed: %+v", receipt)
	}
	return receipt.ContractAddress
}

// initCode returns runtime unchanged from memory.
func initCode(runtime []byte) []byte {
	n := byte(len(runtime))
	return append([]byte{0x60, n, 0x60, 0x0c, 0x60, 0x00, 0x39, 0x60, n, 0x60, 0x00, 0xf3}, runtime...)
}

// Contracts small enough to be read.
var (
	// storeAndLog: storage[arg0] = arg1, then LOG1(topic arg0).
	storeAndLog = common.FromHex("60203560003555" + "60003560006000a1" + "00")
	// reverter reverts without data.
	reverter = common.FromHex("60006000fd")
	// blockHashOf returns BLOCKHASH(arg0).
	blockHashOf = common.FromHex("6000354060005260206000f3")
	// prevRandao returns PREVRANDAO.
	prevRandao = common.FromHex("4460005260206000f3")
)

func word(n uint64) []byte { return common.BigToHash(new(big.Int).SetUint64(n)).Bytes() }
