package executor

import (
	"context"
	"math/big"
	"reflect"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

var (
	balanceKeeper = common.FromHex("600035" + "31" + "600055" + "00") // storage[0] = the balance of arg0
	gasKeeper     = common.FromHex("5a600055" + "60006000a0" + "00")  // storage[0] = gas, then LOG0
	goesToCaller  = common.FromHex("33ff")
	goesToItself  = common.FromHex("30ff")
)

// between draws a transaction that changes what stands at addresses that transfers meet:
// makes contracts there, which may go at once, delegates and takes delegations back, runs
// what is there, or moves ether.
func between(rt *rapid.T, config *params.ChainConfig, nonce func(common.Address) uint64) *types.Transaction {
	signer := types.LatestSigner(config)
	key := testKey(rapid.ByteRange(0, 2).Draw(rt, "sender"))
	from := addr(key)
	var met []common.Address
	for i := range byte(3) {
		a := addr(testKey(i))
		met = append(met, a, crypto.CreateAddress(a, nonce(a)), crypto.CreateAddress(a, nonce(a)+1), crypto.CreateAddress(a, max(nonce(a), 1)-1))
	}
	met = append(met, addr(testKey(3)), common.Address{0x77}, common.Address{0x21})
	to := rapid.SampledFrom(met).Draw(rt, "to")
	inner := &types.DynamicFeeTx{ChainID: config.ChainID, Nonce: nonce(from), To: &to, Gas: 200_000, GasFeeCap: big.NewInt(20 * params.GWei), GasTipCap: common.Big1,
		Value: rapid.SampledFrom([]*big.Int{common.Big0, common.Big1, ether, new(big.Int).Mul(ether, big.NewInt(600))}).Draw(rt, "value")}
	switch rapid.IntRange(0, 9).Draw(rt, "kind") {
	case 0:
		inner.To = nil
		inner.Data = rapid.SampledFrom([][]byte{initCode(goesToCaller), initCode(gasKeeper), goesToCaller, goesToItself, reverter, nil}).Draw(rt, "code")
	case 1:
		inner.To = &common.Address{0x21}
		inner.Data, inner.Value = common.LeftPadBytes(to[:], 32), common.Big0
	case 2, 3:
		authority := testKey(rapid.ByteRange(0, 4).Draw(rt, "authority"))
		next := nonce(addr(authority))
		if addr(authority) == from {
			next++
		}
		auth, err := types.SignSetCode(authority, types.SetCodeAuthorization{ChainID: *uint256.MustFromBig(config.ChainID), Nonce: next,
			Address: rapid.SampledFrom([]common.Address{{}, {0x21}, {0x22}}).Draw(rt, "delegate")})
		if err != nil {
			rt.Fatal(err)
		}
		return types.MustSignNewTx(key, signer, &types.SetCodeTx{ChainID: uint256.MustFromBig(config.ChainID), Nonce: inner.Nonce, To: to, Gas: 200_000,
			GasFeeCap: uint256.NewInt(20 * params.GWei), GasTipCap: uint256.NewInt(1), Value: uint256.MustFromBig(inner.Value), AuthList: []types.SetCodeAuthorization{auth}})
	}
	return types.MustSignNewTx(key, signer, inner)
}

// Whatever the EVM makes of the accounts between transfers, and transfers of them between what
// it runs, is what it makes of all of it: in two blocks, the second on what the first has left.
func TestTransfersBetweenWhatTheEVMRuns(t *testing.T) {
	applied, past := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		g := testGenesis()
		g.Alloc[common.Address{0x21}] = types.Account{Code: balanceKeeper, Balance: common.Big0}
		g.Alloc[common.Address{0x22}] = types.Account{Code: gasKeeper, Balance: common.Big0}
		delete(g.Alloc, addr(testKey(3)))
		b := openBench(t, Config{Genesis: g})
		for range 2 {
			head, hash := b.chain.headAndHash()
			coinbase := rapid.SampledFrom([]common.Address{addr(testKey(0)), addr(testKey(3)), {0x77}, {0x21}, crypto.CreateAddress(addr(testKey(0)), 0), params.SystemAddress, common.BytesToAddress([]byte{1})}).Draw(rt, "coinbase")
			var both [2]*execution
			for i := range both {
				x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, coinbase, head.Extra))
				if err != nil {
					rt.Fatal(err)
				}
				defer x.release()
				both[i] = x
			}
			fast, slow := both[0], both[1]
			slow.transfers = false
			for range rapid.IntRange(1, 4*firstBatch).Draw(rt, "transactions") {
				tx := between(rt, b.chain.ChainConfig(), slow.state.GetNonce)
				one, two := fast.apply(tx), slow.apply(tx)
				if (one == nil) != (two == nil) || one != nil && one.Error() != two.Error() {
					rt.Fatalf("with transfer: %v, without: %v; transaction %+v", one, two, tx)
				}
				if one == nil {
					applied++
				}
				if len(fast.balances.used) > 0 {
					past++
				}
			}
			one, err := fast.finish(context.Background())
			if err != nil {
				rt.Fatal(err)
			}
			two, err := slow.finish(context.Background())
			if err != nil {
				rt.Fatal(err)
			}
			if one.hash != two.hash || !reflect.DeepEqual(one.receipts, two.receipts) {
				rt.Fatalf("block is %+v with transfers, %+v without", one.block.Header(), two.block.Header())
			}
			// Once more, with accounts looked up ahead, in several pieces.
			if _, err := b.chain.replay(context.Background(), head, overWire(t, two.block)); err != nil {
				rt.Fatal(err)
			}
			b.commit(seal(t, one.block, 0, validatorKeys[:3]...))
		}
	})
	if applied == 0 || past == 0 {
		t.Errorf("%d transactions went through, %d times transfers waited", applied, past)
	}
}
