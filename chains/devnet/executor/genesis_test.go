package executor

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

func genesisHash(t *testing.T, g Genesis) common.Hash {
	t.Helper()
	chain, err := Open(Config{Genesis: g, Store: NewMemoryStore()})
	if err != nil {
		t.Fatal(err)
	}
	hash := chain.GenesisHash()
	if err := chain.Close(); err != nil {
		t.Fatal(err)
	}
	return hash
}

func TestEntropyMakesAnotherChain(t *testing.T) {
	a, b := testGenesis(), testGenesis()
	b.Entropy = common.Hash{1, 2, 3}
	if genesisHash(t, a) == genesisHash(t, b) {
		t.Error("fresh entropy yields the same genesis hash: what was signed for one chain is good for the other")
	}
	if genesisHash(t, a) != genesisHash(t, testGenesis()) {
		t.Error("the same genesis, entropy included, is not reproducible")
	}
	a.Entropy = common.Hash{}
	if _, err := Open(Config{Genesis: a, Store: NewMemoryStore()}); err == nil {
		t.Error("a chain begins without entropy")
	}
}

func TestGenesisListsItsValidatorsInOrder(t *testing.T) {
	b := newBench(t)
	extra, err := qbft.DecodeExtra(b.chain.HeaderByNumber(0).Extra)
	if err != nil {
		t.Fatal(err)
	}
	if extra.Vanity != testEntropy || extra.Vote != nil || len(extra.Seals) != 0 || extra.Round != 0 {
		t.Errorf("extraData of block 0 is %+v", extra)
	}
	if len(extra.Validators) != 4 {
		t.Fatalf("%d validators", len(extra.Validators))
	}
	for i := 1; i < len(extra.Validators); i++ {
		if bytes.Compare(extra.Validators[i-1][:], extra.Validators[i][:]) >= 0 {
			t.Errorf("validators are not in ascending order: %v", extra.Validators)
		}
	}
}

func TestGenesisCheckNamesTheProblem(t *testing.T) {
	for name, change := range map[string]func(g *Genesis){
		"chain id 0":          func(g *Genesis) { g.ChainID = 0 },
		"chain id 2^53":       func(g *Genesis) { g.ChainID = 1 << 53 },
		"gas limit":           func(g *Genesis) { g.GasLimit = params.MinGasLimit - 1 },
		"no validators":       func(g *Genesis) { g.Validators = nil },
		"too many validators": func(g *Genesis) { g.Validators = make([]common.Address, maxValidators+1) },
		"zero validator":      func(g *Genesis) { g.Validators[1] = common.Address{} },
		"validator twice":     func(g *Genesis) { g.Validators[1] = g.Validators[0] },
		"system contract":     func(g *Genesis) { g.Alloc[params.BeaconRootsAddress] = types.Account{} },
		"balance below 0":     func(g *Genesis) { g.Alloc[common.Address{1}] = types.Account{Balance: big.NewInt(-1)} },
		"balance beyond 2^256": func(g *Genesis) {
			g.Alloc[common.Address{1}] = types.Account{Balance: new(big.Int).Lsh(common.Big1, 256)}
		},
		"history beyond bounds": nil,
	} {
		t.Run(name, func(t *testing.T) {
			cfg := Config{Genesis: testGenesis(), Store: NewMemoryStore()}
			if change == nil {
				cfg.History = maxHistory + 1
			} else {
				change(&cfg.Genesis)
			}
			if chain, err := Open(cfg); err == nil {
				t.Error("accepted")
				if err := chain.Close(); err != nil {
					t.Fatal(err)
				}
			} else {
				t.Log(err)
			}
		})
	}
	if _, err := Open(Config{Genesis: testGenesis()}); err == nil {
		t.Error("a chain without a store opens")
	}
}

func TestGenesisAllocIsReadable(t *testing.T) {
	g := testGenesis()
	contract, slot := common.Address{0xcc}, common.Hash{7}
	g.Alloc[contract] = types.Account{Code: prevRandao, Nonce: 3, Balance: big.NewInt(9), Storage: map[common.Hash]common.Hash{slot: {5}}}
	b := openBench(t, Config{Genesis: g})
	st, err := b.chain.StateAt(b.chain.Head())
	if err != nil {
		t.Fatal(err)
	}
	if st.GetNonce(contract) != 3 || st.GetBalance(contract).Uint64() != 9 || st.GetState(contract, slot) != (common.Hash{5}) || !bytes.Equal(st.GetCode(contract), prevRandao) {
		t.Error("the account is not as allocated")
	}
	for _, system := range []common.Address{params.BeaconRootsAddress, params.HistoryStorageAddress, params.WithdrawalQueueAddress, params.ConsolidationQueueAddress, params.DeterministicFactoryAddress} {
		if st.GetCodeSize(system) == 0 {
			t.Errorf("system contract %s is missing", system)
		}
	}
	if st.GetCodeSize(params.BuilderDepositAddress) != 0 {
		t.Error("a contract of a later fork is there")
	}
}

// Whatever lies on disk is hostile: reading it yields a value or an error.
func FuzzStoredRecords(f *testing.F) {
	b := newBench(f)
	b.send(testKey(0), &types.DynamicFeeTx{Gas: 200_000, Data: initCode(storeAndLog)})
	b.mine()
	for _, prefix := range []string{prefixHeader, prefixBody, prefixReceipts} {
		enc, err := b.chain.store.get(numberKey(prefix, 1))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(enc)
	}
	enc, err := b.chain.store.get([]byte(keyMeta))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(enc)
	f.Fuzz(func(t *testing.T, enc []byte) {
		s := newStore(memorydb.New(), true)
		keys := [][]byte{numberKey(prefixHeader, 1), numberKey(prefixBody, 1), numberKey(prefixReceipts, 1), numberKey(prefixHash, 1), []byte(keyHead), hashKey(prefixNumber, common.Hash{}), hashKey(prefixTx, common.Hash{})}
		for _, key := range keys {
			if err := s.db.Put(key, enc); err != nil {
				t.Fatal(err)
			}
		}
		if h, err := s.header(1); err == nil && h != nil {
			_, _ = blockHash(h)
		}
		_, _ = s.body(1)
		_, _ = s.receipts(1)
		_, _, _ = s.hash(1)
		_, _, _ = s.head()
		_, _, _ = s.number(common.Hash{})
		_, _, _ = s.place(common.Hash{})
		_, _ = decodeMeta(enc)
	})
}
