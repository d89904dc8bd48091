package mempool

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

func forDevelopers(c *Config) { c.Developer = true }

// impersonated is a transaction that nobody signed, as a node of a developer's chain lets it in.
func impersonated(t testing.TB, from common.Address, nonce uint64) *types.Transaction {
	t.Helper()
	tx, err := developer.Impersonate(signer, &types.DynamicFeeTx{
		ChainID: big.NewInt(testChainID), Nonce: nonce, To: &common.Address{1}, Value: new(big.Int), Gas: 21_000, GasTipCap: new(big.Int), GasFeeCap: big.NewInt(1000),
	}, from)
	if err != nil {
		t.Fatal(err)
	}
	developer.Prime(developer.NewSigner(signer), types.Transactions{tx})
	return tx
}

// record is the transaction of a block that sets accounts.
func record(t testing.TB, changes ...developer.Change) *types.Transaction {
	t.Helper()
	tx, err := developer.Record{Changes: changes}.Transaction(signer, 1, big.NewInt(100))
	if err != nil {
		t.Fatal(err)
	}
	developer.Prime(developer.NewSigner(signer), types.Transactions{tx})
	return tx
}

// Accounts that a developer's record sets have other nonces and balances, whoever sent.
func TestDecreedAccountsAreLookedAt(t *testing.T) {
	for _, dev := range []bool{true, false} {
		n := newNode(t, func(c *Config) { c.Developer = dev })
		stale, dear := n.add(order{key: 1, nonce: 0}), n.add(order{key: 2, nonce: 0, value: 1000})
		n.world = n.world.clone()
		n.world.at(addr(key(1))).nonce = 1
		n.world.at(addr(key(2))).balance = uint256.NewInt(1)
		n.reset(record(t, developer.SetNonce(addr(key(1)), 1), developer.SetBalance(addr(key(2)), uint256.NewInt(1))))
		for _, tx := range []*types.Transaction{stale, dear} {
			if kept := n.pool.Get(tx.Hash()) != nil; kept == dev { // elsewhere it is somebody's transaction
				t.Errorf("developer %t: %s is kept: %t", dev, tx.Hash(), kept)
			}
		}
	}
}

// A contract may be impersonated, and sends nothing that is signed, not even beside that.
func TestImpersonatedContract(t *testing.T) {
	contract := addr(key(1))
	for _, dev := range []bool{true, false} {
		n := newNode(t, func(c *Config) { c.Developer = dev })
		n.world.at(contract).code = []byte{0xfe}
		err := n.pool.Add(impersonated(t, contract, 0))
		if dev != (err == nil) || !dev && !errors.Is(err, core.ErrSenderNoEOA) {
			t.Errorf("developer %t: %v", dev, err)
		}
		if err := n.pool.Add(order{key: 1, nonce: 1}.sign(t)); !errors.Is(err, core.ErrSenderNoEOA) {
			t.Errorf("a contract signs: %v", err)
		}
		n.check(t)
	}
	n := newNode(t, forDevelopers)
	n.add(order{key: 1, nonce: 0})
	n.world = n.world.clone()
	n.world.at(contract).code = []byte{0xfe}
	n.reset(record(t, developer.SetCode(contract, []byte{0xfe})))
	if err := n.pool.Add(order{key: 1, nonce: 1}.sign(t)); !errors.Is(err, core.ErrSenderNoEOA) {
		t.Errorf("an account that has become a contract signs: %v", err)
	}
}

// What a developer takes out is gone for the second level too, and what is behind it waits.
func TestRemoveAndClear(t *testing.T) {
	h := new(heard)
	n := newNode(t, func(c *Config) { forDevelopers(c); c.Observer = h })
	first, second := n.add(order{key: 1, nonce: 0}), n.add(order{key: 1, nonce: 1})
	other := n.add(order{key: 2, nonce: 3})
	if !n.pool.Remove(first.Hash()) || n.pool.Remove(first.Hash()) {
		t.Error("removed twice, or never")
	}
	n.status(0, 2)
	if n.pool.Ready() || n.pool.Get(first.Hash()) != nil || len(n.take()) != 0 {
		t.Error("it is still there, or what is behind it can go")
	}
	n.check(t)
	again := n.add(order{key: 1, nonce: 0, tip: 1})
	n.status(2, 1)
	n.pool.Clear()
	n.status(0, 0)
	n.check(t)
	if n.pool.Ready() || n.pool.count.Load() != 0 || n.pool.bytes.Load() != 0 || n.pool.Nonce(addr(key(1))) != 0 {
		t.Error("something is left")
	}
	left := map[common.Hash]bool{}
	for _, hash := range h.left {
		left[hash] = true
	}
	for _, tx := range []*types.Transaction{first, second, other, again} {
		if !left[tx.Hash()] {
			t.Errorf("nobody was told that %s is gone", tx.Hash())
		}
	}
	n.head-- // as a chain that was set back
	n.reset()
	if got := n.add(order{key: 1, nonce: 0}); n.take()[0] != got {
		t.Error("a cleared pool takes nothing")
	}
}
