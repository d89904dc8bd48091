package executor

import (
	"context"
	"crypto/ecdsa"
	"math"
	"math/big"
	"reflect"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// An account that no genesis keeps (EIP-161), and one with storage and without code.
var nothingThere, onlyStorage = common.Address{0x98}, common.Address{0x97}

// oddGenesis has accounts of every kind that a transfer may meet. Key 8's has code, key
// 9's has sent as much as can be, key 7's is poor.
func oddGenesis() Genesis {
	g := testGenesis()
	g.GasLimit = params.MaxTxGas + 30_000
	balance := g.Alloc[addr(testKey(0))].Balance
	g.Alloc[addr(testKey(7))] = types.Account{Balance: big.NewInt(21_000 * params.GWei)}
	g.Alloc[addr(testKey(8))] = types.Account{Balance: balance, Code: storeAndLog}
	g.Alloc[addr(testKey(9))] = types.Account{Balance: balance, Nonce: math.MaxUint64}
	g.Alloc[addr(testKey(6))] = types.Account{Balance: balance, Nonce: math.MaxUint64 - 1}
	g.Alloc[addr(testKey(5))] = types.Account{Balance: balance, Code: types.AddressToDelegation(addr(testKey(8)))}
	g.Alloc[common.Address{4}] = types.Account{Balance: common.Big0, Code: reverter}
	g.Alloc[nothingThere] = types.Account{Balance: common.Big0}
	g.Alloc[onlyStorage] = types.Account{Balance: common.Big1, Storage: map[common.Hash]common.Hash{{1}: {2}}}
	return g
}

// oddTransfer is a transaction that may be a transfer, and is wrong in some way now and then.
func oddTransfer(rt *rapid.T, config *params.ChainConfig, nonces map[common.Address]uint64, coinbase common.Address) *types.Transaction {
	key := testKey(rapid.ByteRange(0, 9).Draw(rt, "sender"))
	from := addr(key)
	to := rapid.SampledFrom([]*common.Address{nil, {1}, {4}, {0x99}, ptr(common.BytesToAddress([]byte{1})), ptr(common.BytesToAddress([]byte{4})), ptr(common.BytesToAddress([]byte{1, 0})),
		&coinbase, &from, ptr(addr(testKey(1))), ptr(addr(testKey(5))), ptr(addr(testKey(8))), ptr(params.BeaconRootsAddress), &nothingThere, &onlyStorage}).Draw(rt, "to")
	nonce := nonces[from] + rapid.SampledFrom([]uint64{0, 0, 0, 0, 0, 0, 1, math.MaxUint64}).Draw(rt, "nonce off by")
	gas := rapid.SampledFrom([]uint64{21_000, 21_000, 21_001, 100_000, 20_999, 0, 999_999, params.MaxTxGas, params.MaxTxGas + 1}).Draw(rt, "gas")
	value := rapid.SampledFrom([]*big.Int{common.Big0, common.Big1, ether, new(big.Int).Mul(ether, big.NewInt(999)), new(big.Int).Mul(ether, big.NewInt(1000)),
		new(big.Int).Sub(new(big.Int).Lsh(common.Big1, 256), common.Big1)}).Draw(rt, "value")
	prices := []*big.Int{common.Big0, common.Big1, big.NewInt(params.GWei / 2), big.NewInt(params.GWei), big.NewInt(20 * params.GWei), new(big.Int).Sub(new(big.Int).Lsh(common.Big1, 256), common.Big1)}
	wrapping := new(big.Int).Div(prices[5], big.NewInt(21_000)) // times the gas it is less than that, modulo 2²⁵⁶
	prices = append(prices, wrapping.Add(wrapping, common.Big1))
	feeCap, tip := rapid.SampledFrom(prices[3:]).Draw(rt, "fee cap"), rapid.SampledFrom(prices).Draw(rt, "tip")
	if rapid.IntRange(0, 5).Draw(rt, "too cheap") == 0 {
		feeCap = rapid.SampledFrom(prices[:3]).Draw(rt, "cheap fee cap")
	}
	data := rapid.SampledFrom([][]byte{nil, nil, nil, {}, {0}, word(1)}).Draw(rt, "data")
	list := rapid.SampledFrom([]types.AccessList{nil, nil, {}, {{Address: common.Address{1}}}}).Draw(rt, "access list")
	var inner types.TxData
	switch rapid.IntRange(0, 4).Draw(rt, "type") {
	case 4: // what it sends is the lesser part
		inner = &types.SetCodeTx{ChainID: uint256.MustFromBig(config.ChainID), Nonce: nonce, To: addr(testKey(1)), Gas: max(gas, 100_000), Value: uint256.MustFromBig(value),
			GasFeeCap: uint256.MustFromBig(feeCap), GasTipCap: uint256.MustFromBig(tip), AuthList: rapid.SampledFrom([][]types.SetCodeAuthorization{{}, {{Address: common.Address{4}}}}).Draw(rt, "authorizations")}
	case 0:
		inner = &types.LegacyTx{Nonce: nonce, To: to, Gas: gas, Value: value, GasPrice: feeCap, Data: data}
	case 1:
		inner = &types.AccessListTx{ChainID: config.ChainID, Nonce: nonce, To: to, Gas: gas, Value: value, GasPrice: feeCap, Data: data, AccessList: list}
	default:
		inner = &types.DynamicFeeTx{ChainID: config.ChainID, Nonce: nonce, To: to, Gas: gas, Value: value, GasFeeCap: feeCap, GasTipCap: tip, Data: data, AccessList: list}
	}
	return types.MustSignNewTx(key, types.LatestSigner(config), inner)
}

// What transfer does is what the EVM does: the same transactions, good and bad, run with and
// without it leave the same receipts, errors, gas and state root.
func TestTransfersAreWhatTheEVMMakes(t *testing.T) {
	short := 0
	rapid.Check(t, func(rt *rapid.T) {
		b := openBench(t, Config{Genesis: oddGenesis()})
		coinbase := rapid.SampledFrom([]common.Address{addr(validatorKeys[0]), addr(testKey(2)), {0x77}, nothingThere, onlyStorage, addr(testKey(8))}).Draw(rt, "coinbase")
		begin := func() *execution {
			head, hash := b.chain.headAndHash()
			x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, coinbase, head.Extra))
			if err != nil {
				rt.Fatal(err)
			}
			return x
		}
		fast, slow := begin(), begin()
		defer fast.release()
		defer slow.release()
		slow.transfers = false
		nonces := map[common.Address]uint64{addr(testKey(9)): math.MaxUint64, addr(testKey(6)): math.MaxUint64 - 1}
		for range rapid.IntRange(1, 30).Draw(rt, "transactions") {
			tx := oddTransfer(rt, b.chain.ChainConfig(), nonces, coinbase)
			one, two := fast.apply(tx), slow.apply(tx)
			if (one == nil) != (two == nil) || one != nil && one.Error() != two.Error() {
				rt.Fatalf("with transfer: %v, without: %v; transaction %+v", one, two, tx)
			}
			if fast.gas.Used() != slow.gas.Used() || fast.gas.CumulativeUsed() != slow.gas.CumulativeUsed() {
				rt.Fatalf("gas is %v with transfer, %v without", fast.gas, slow.gas)
			}
			if one == nil {
				from, _ := types.Sender(b.chain.Signer(), tx)
				nonces[from]++
				short++
			}
		}
		if !reflect.DeepEqual(fast.receipts, slow.receipts) {
			rt.Fatalf("receipts are %+v with transfer, %+v without", fast.receipts, slow.receipts)
		}
		one, err := fast.finish(context.Background())
		if err != nil {
			rt.Fatal(err)
		}
		two, err := slow.finish(context.Background())
		if err != nil {
			rt.Fatal(err)
		}
		if one.hash != two.hash { // the state root among it
			rt.Fatalf("block is %+v with transfer, %+v without", one.block.Header(), two.block.Header())
		}
	})
	if short == 0 {
		t.Error("no transaction went through")
	}
}

// Who is met and empty is not made, storage stays with whom it belongs to, and a contract
// that proposes keeps its code: in blocks of nothing but transfers, and where the EVM runs
// before or after them.
func TestTransfersAmongOddAccounts(t *testing.T) {
	b := openBench(t, Config{Genesis: oddGenesis()})
	head, hash := b.chain.headAndHash()
	call := common.Address{4}
	for name, test := range map[string]struct {
		to       []common.Address
		value    *big.Int
		coinbase common.Address
	}{
		"nothing to an empty account":            {[]common.Address{nothingThere}, common.Big0, common.Address{0x77}},
		"nothing to an empty account, then call": {[]common.Address{nothingThere, call}, common.Big0, common.Address{0x77}},
		"call, then nothing to an empty account": {[]common.Address{call, nothingThere}, common.Big0, common.Address{0x77}},
		"nothing to nobody":                      {[]common.Address{{0x99}}, common.Big0, common.Address{0x77}},
		"to an account with storage":             {[]common.Address{onlyStorage}, common.Big1, common.Address{0x77}},
		"nothing to an account with storage":     {[]common.Address{onlyStorage}, common.Big0, common.Address{0x77}},
		"call, then to an account with storage":  {[]common.Address{call, onlyStorage}, common.Big1, common.Address{0x77}},
		"a contract proposes":                    {[]common.Address{{0x99}}, common.Big1, addr(testKey(8))},
		"call, and a contract proposes":          {[]common.Address{call, {0x99}}, common.Big1, addr(testKey(8))},
		"there and back":                         {[]common.Address{addr(testKey(1)), call, addr(testKey(1)), addr(testKey(0))}, ether, addr(testKey(0))},
	} {
		var ends [2]common.Hash
		for i, transfers := range []bool{true, false} {
			x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, test.coinbase, head.Extra))
			check(t, err)
			defer x.release()
			x.transfers = transfers
			for n, to := range test.to {
				check(t, x.apply(types.MustSignNewTx(testKey(0), b.chain.Signer(), &types.DynamicFeeTx{ChainID: b.chain.ChainConfig().ChainID, Nonce: uint64(n),
					Gas: 30_000, GasFeeCap: big.NewInt(20 * params.GWei), GasTipCap: common.Big1, To: &to, Value: test.value})))
			}
			done, err := x.finish(context.Background())
			check(t, err)
			ends[i] = done.hash
		}
		if ends[0] != ends[1] {
			t.Errorf("%s: block is %s with transfers, %s without", name, ends[0], ends[1])
		}
	}
}

// A developer's own code in the place of a system contract sees what the block's transfers have done,
// and they what it has.
func TestTransfersBesideOwnSystemContracts(t *testing.T) {
	g := oddGenesis()
	g.Developer = true
	push := append([]byte{0x73}, common.Address{0x99}.Bytes()...)
	reader := append(push[:len(push):len(push)], 0x31, 0x5f, 0x55)                                                     // sstore(0, balance(0x99…))
	code := append(append(reader, 0x5f, 0x5f, 0x5f, 0x5f, 0x60, 1), append(push[:len(push):len(push)], 0x5a, 0xf1)...) // and a wei to it
	for name, a := range map[string]common.Address{"nobody's": {0x55}, "withdrawals": params.WithdrawalQueueAddress, "consolidations": params.ConsolidationQueueAddress,
		"history": params.HistoryStorageAddress, "beacon roots": params.BeaconRootsAddress} {
		b := openBench(t, Config{Genesis: g})
		b.change(developer.SetCode(a, code), developer.SetBalance(a, uint256.MustFromBig(ether)))
		head, hash := b.chain.headAndHash()
		var ends [2]common.Hash
		for i, evm := range []bool{false, true} {
			x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, common.Address{0x77}, head.Extra))
			check(t, err)
			defer x.release()
			if x.transfers != (name == "nobody's") {
				t.Errorf("%s: transfers past the EVM: %v", name, x.transfers)
			}
			x.transfers = x.transfers && !evm
			check(t, x.apply(types.MustSignNewTx(testKey(0), b.chain.Signer(), &types.DynamicFeeTx{ChainID: b.chain.ChainConfig().ChainID,
				Gas: 21_000, GasFeeCap: big.NewInt(20 * params.GWei), To: &common.Address{0x99}, Value: ether})))
			done, err := x.finish(context.Background())
			check(t, err)
			ends[i] = done.hash
		}
		if ends[0] != ends[1] {
			t.Errorf("%s: block is %s, by the EVM %s", name, ends[0], ends[1])
		}
	}
}

// Transfers are known under the rules of Osaka alone: later ones have them log, and charge
// otherwise.
func TestTransfersAreOsakas(t *testing.T) {
	for name, test := range map[string]struct {
		rules params.Rules
		want  bool
	}{
		"Prague":    {params.Rules{IsPrague: true}, false},
		"Osaka":     {params.Rules{IsPrague: true, IsOsaka: true}, true},
		"Amsterdam": {params.Rules{IsPrague: true, IsOsaka: true, IsAmsterdam: true}, false},
	} {
		if got := transfers(test.rules); got != test.want {
			t.Errorf("%s: transfers is %v", name, got)
		}
	}
}

// A paranoid chain has the EVM run everything.
func TestParanoidHasTheEVMRunTransfers(t *testing.T) {
	for _, paranoid := range []bool{false, true} {
		b := openBench(t, Config{Genesis: oddGenesis(), Paranoid: paranoid})
		head, hash := b.chain.headAndHash()
		x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, common.Address{0x77}, nil))
		check(t, err)
		defer x.release()
		tx := types.MustSignNewTx(testKey(0), b.chain.Signer(), &types.DynamicFeeTx{ChainID: b.chain.ChainConfig().ChainID, To: &common.Address{0x99}, Gas: 21_000, GasFeeCap: big.NewInt(20 * params.GWei)})
		if _, past := x.transfer(tx); past == paranoid {
			t.Errorf("paranoid %v: a transfer goes past the EVM: %v", paranoid, past)
		}
	}
}

// What is plain goes past the EVM, and what isn't does not.
func TestTransferTakesWhatIsPlain(t *testing.T) {
	b := openBench(t, Config{Genesis: oddGenesis()})
	head, hash := b.chain.headAndHash()
	x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, common.Address{0x77}, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer x.release()
	sign := func(key *ecdsa.PrivateKey, to common.Address, data []byte) *types.Transaction {
		return types.MustSignNewTx(key, b.chain.Signer(), &types.DynamicFeeTx{ChainID: b.chain.ChainConfig().ChainID, Nonce: x.state.GetNonce(addr(key)), To: &to, Gas: 30_000,
			Value: common.Big1, GasFeeCap: big.NewInt(20 * params.GWei), GasTipCap: common.Big1, Data: data})
	}
	for name, test := range map[string]struct {
		tx    *types.Transaction
		plain bool
	}{
		"to a new account":  {sign(testKey(0), common.Address{0x99}, nil), true},
		"to an account":     {sign(testKey(1), addr(testKey(2)), nil), true},
		"to itself":         {sign(testKey(2), addr(testKey(2)), nil), true},
		"with data":         {sign(testKey(3), common.Address{0x99}, []byte{1}), false},
		"to a contract":     {sign(testKey(3), common.Address{4}, nil), false},
		"to a delegation":   {sign(testKey(3), addr(testKey(5)), nil), false},
		"to a precompile":   {sign(testKey(3), common.BytesToAddress([]byte{1}), nil), false},
		"by a contract":     {sign(testKey(8), common.Address{0x99}, nil), false},
		"by a delegation":   {sign(testKey(5), common.Address{0x99}, nil), false},
		"by the last nonce": {sign(testKey(9), common.Address{0x99}, nil), false},
	} {
		if _, plain := x.transfer(test.tx); plain != test.plain {
			t.Errorf("%s: plain is %v", name, plain)
		}
	}
}

// Whoever is impersonated on a developer's chain, what is sent is what the EVM sends: nothing
// in the name of the system, whose calls move no ether.
func TestImpersonatedTransfersAreWhatTheEVMMakes(t *testing.T) {
	g := oddGenesis()
	g.Developer = true
	balance := g.Alloc[addr(testKey(0))].Balance
	precompile := common.BytesToAddress([]byte{1})
	for _, a := range []common.Address{params.SystemAddress, precompile} {
		g.Alloc[a] = types.Account{Balance: balance}
	}
	b := openBench(t, Config{Genesis: g})
	head, hash := b.chain.headAndHash()
	for name, from := range map[string]common.Address{"an account": addr(testKey(0)), "a contract": addr(testKey(8)), "a delegation": addr(testKey(5)), "the system": params.SystemAddress, "a precompile": precompile} {
		var ends [2]common.Hash
		for i, transfers := range []bool{true, false} {
			x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, common.Address{0x77}, head.Extra))
			check(t, err)
			defer x.release()
			x.transfers = transfers
			tx, err := developer.Impersonate(types.LatestSigner(b.chain.config), &types.DynamicFeeTx{ChainID: b.chain.config.ChainID, Nonce: x.state.GetNonce(from),
				Gas: 30_000, GasFeeCap: big.NewInt(20 * params.GWei), GasTipCap: common.Big1, To: &common.Address{0x99}, Value: ether}, from)
			check(t, err)
			check(t, x.apply(tx))
			done, err := x.finish(context.Background())
			check(t, err)
			ends[i] = done.hash
		}
		if ends[0] != ends[1] {
			t.Errorf("from %s: block is %s with transfer, %s without", name, ends[0], ends[1])
		}
	}
}
