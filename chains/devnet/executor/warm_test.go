package executor

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// Whatever transactions and their calls do, what is warm is what a StateDB says.
func TestWarmIsAsGoEthereumSays(t *testing.T) {
	b := newBench(t)
	rules := b.chain.config.Rules(common.Big1, true, b.chain.Head().Time+1)
	addresses := []common.Address{{1}, {2}, {3}, common.BytesToAddress([]byte{1}), params.BeaconRootsAddress} // one is precompiled
	keys := []common.Hash{{1}, {2}, {3}}
	rapid.Check(t, func(t *rapid.T) {
		theirs, err := b.chain.StateAt(b.chain.Head())
		if err != nil {
			t.Fatal(err)
		}
		beneath, err := b.chain.StateAt(b.chain.Head())
		if err != nil {
			t.Fatal(err)
		}
		ours := newWarmState(beneath, precompilesOf(rules))
		address := func() common.Address { return rapid.SampledFrom(addresses).Draw(t, "address") }
		key := func() common.Hash { return rapid.SampledFrom(keys).Draw(t, "key") }
		var open []int // snapshots
		t.Repeat(map[string]func(*rapid.T){
			"prepare": func(rt *rapid.T) {
				list := rapid.SliceOfN(rapid.Custom(func(*rapid.T) types.AccessTuple {
					return types.AccessTuple{Address: address(), StorageKeys: keys[:rapid.IntRange(0, len(keys)).Draw(t, "keys")]}
				}), 0, 2).Draw(rt, "list")
				sender, coinbase, to := address(), address(), new(common.Address)
				if *to = address(); rapid.Bool().Draw(rt, "create") {
					to = nil
				}
				for _, st := range []vm.StateDB{theirs, ours} {
					st.Finalise(rules)
					st.Prepare(rules, sender, coinbase, to, vm.ActivePrecompiles(rules), list)
				}
				open = nil
			},
			"system call": func(*rapid.T) {
				for _, st := range []vm.StateDB{theirs, ours} {
					st.Finalise(rules)
					st.Prepare(rules, common.Address{}, common.Address{}, nil, nil, nil)
				}
				open = nil
			},
			"account": func(*rapid.T) {
				a := address()
				theirs.AddAddressToAccessList(a)
				ours.AddAddressToAccessList(a)
			},
			"slot": func(*rapid.T) {
				a, k := address(), key()
				theirs.AddSlotToAccessList(a, k)
				ours.AddSlotToAccessList(a, k)
			},
			"call": func(rt *rapid.T) {
				id := theirs.Snapshot()
				if got := ours.Snapshot(); got != id {
					rt.Fatalf("snapshot %d, want %d", got, id)
				}
				open = append(open, id)
			},
			"fail": func(rt *rapid.T) {
				if len(open) == 0 {
					rt.Skip("nothing is called")
				}
				i := rapid.IntRange(0, len(open)-1).Draw(rt, "call")
				theirs.RevertToSnapshot(open[i])
				ours.RevertToSnapshot(open[i])
				open = open[:i]
			},
			"": func(rt *rapid.T) {
				if want, got := warmth(theirs, addresses, keys), warmth(ours, addresses, keys); got != want {
					rt.Fatalf("warm is\n%s\nwant\n%s", got, want)
				}
			},
		})
	})
}

func warmth(st vm.StateDB, addresses []common.Address, keys []common.Hash) (out string) {
	for _, a := range addresses {
		out += fmt.Sprintf("%x: %t", a, st.AddressInAccessList(a))
		for _, k := range keys {
			address, slot := st.SlotInAccessList(a, k)
			out += fmt.Sprintf(" %t/%t", address, slot)
		}
		out += "\n"
	}
	return out
}

// openWarm returns a state, and what begins a transaction on it.
func openWarm(t *testing.T) (warm *warmState, rules params.Rules, prepare func()) {
	b := newBench(t)
	rules = b.chain.config.Rules(common.Big1, true, b.chain.Head().Time+1)
	st, err := b.chain.StateAt(b.chain.Head())
	if err != nil {
		t.Fatal(err)
	}
	warm = newWarmState(st, precompilesOf(rules))
	return warm, rules, func() {
		warm.Prepare(rules, common.Address{1}, common.Address{2}, nil, vm.ActivePrecompiles(rules), nil)
	}
}

// What one transaction leaves in the transient storage is not there for the next (EIP-1153).
func TestTransientStorageEndsWithItsTransaction(t *testing.T) {
	warm, rules, prepare := openWarm(t)
	prepare()
	warm.SetTransientState(common.Address{3}, common.Hash{4}, common.Hash{5})
	warm.Finalise(rules)
	prepare()
	if got := warm.GetTransientState(common.Address{3}, common.Hash{4}); got != (common.Hash{}) {
		t.Errorf("it holds %s", got)
	}
}

// A transaction that accesses much leaves no room that each later one would have to empty.
func TestRoomForWhatIsWarmStaysSmall(t *testing.T) {
	warm, _, prepare := openWarm(t)
	used := func() uintptr { return reflect.ValueOf(warm.slots).Pointer() }
	prepare()
	before := used()
	for i := range warmKept - 2 {
		warm.AddSlotToAccessList(common.Address{1}, common.Hash{byte(i), byte(i >> 8)})
	}
	prepare()
	if used() != before || len(warm.slots) != 0 || len(warm.order) != 0 {
		t.Error("room for little is not used again")
	}
	for i := range warmKept {
		warm.AddSlotToAccessList(common.Address{1}, common.Hash{byte(i), byte(i >> 8)})
	}
	prepare()
	if used() == before {
		t.Error("room for much is used again")
	}
	before = used()
	call := warm.Snapshot()
	for i := range warmKept {
		warm.AddSlotToAccessList(common.Address{1}, common.Hash{byte(i), byte(i >> 8)})
	}
	warm.RevertToSnapshot(call)
	prepare()
	if used() == before {
		t.Error("room for much that was undone is used again")
	}
}

// Contracts of the system find precompiled contracts cold, in whichever way a block is executed.
func TestSystemCallsFindPrecompiledContractsCold(t *testing.T) {
	g := testGenesis()
	g.Developer = true
	code := common.FromHex("600131505a5f55") // sstore(0, gas) after balance(1)
	for _, a := range []common.Address{params.WithdrawalQueueAddress, params.HistoryStorageAddress, params.BeaconRootsAddress} {
		b, paranoid := openBench(t, Config{Genesis: g}), openBench(t, Config{Genesis: g, Paranoid: true})
		if _, err := b.chain.Change(t.Context(), developer.SetCode(a, code)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			b.send(testKey(1), &types.DynamicFeeTx{To: &common.Address{2}, Gas: 50_000, Data: []byte{1}})
			block := overWire(t, b.mine())
			if err := paranoid.chain.Verify(t.Context(), block); err != nil {
				t.Fatalf("%s: %v", a, err)
			}
			paranoid.commit(block)
		}
	}
}
