package world

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// The difference between any two states of a chain leads from one to the other, and says
// of nothing that it has changed which has not.
func TestBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		past := []*Snapshot{Empty(nil)}
		for range rapid.IntRange(1, 5).Draw(t, "blocks") {
			past = append(past, randomBlock(t, past[len(past)-1]))
		}
		past = append(past, rebuilt(t, past[len(past)-1])) // shares nothing
		from, to := rapid.SampledFrom(past).Draw(t, "from"), rapid.SampledFrom(past).Draw(t, "to")
		delta := Between(from, to)
		got, err := from.Apply(delta)
		if err != nil {
			t.Fatal(err)
		}
		if got.Root() != to.Root() || rehash(got.root) != rehash(to.root) {
			t.Fatalf("leads from %s to %s, want %s", from.Root(), got.Root(), to.Root())
		}
		if from.Root() == to.Root() && len(delta.Accounts)+len(delta.Slots) > 0 {
			t.Fatalf("between equal states lie %v", delta)
		}
		seen := map[[2]common.Hash]bool{}
		for _, s := range delta.Slots {
			if seen[[2]common.Hash{s.Account, s.Key}] {
				t.Fatalf("slot %s of account %s comes twice", s.Key, s.Account)
			}
			seen[[2]common.Hash{s.Account, s.Key}] = true
		}
	})
}

// randomBlock changes, makes and deletes accounts and slots at keys that are alike.
func randomBlock(t *rapid.T, before *Snapshot) *Snapshot {
	edit := newAccounts(before)
	for range rapid.IntRange(0, 8).Draw(t, "changes") {
		key := keys().Draw(t, "account")
		if rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
			edit.set(key, nil)
			continue
		}
		s := &storage{tree: tree{edit: edit.edit}}
		if n := find(before.root, &key); n != nil {
			s.root = n.value.(*account).storage
		}
		for range rapid.IntRange(0, 4).Draw(t, "slots") {
			var value any
			if v := rapid.Byte().Draw(t, "value"); v != 0 {
				value = &slot{[]byte{v}}
			}
			s.set(keys().Draw(t, "slot"), value)
		}
		a := &types.StateAccount{Nonce: rapid.Uint64Range(0, 2).Draw(t, "nonce"), Balance: new(uint256.Int), Root: s.Hash(), CodeHash: emptyCode}
		edit.set(key, newAccount(a, s.root))
	}
	after, _ := edit.Snapshot()
	return after
}

// rebuilt is the same state, made of other nodes.
func rebuilt(t *rapid.T, s *Snapshot) *Snapshot {
	again, err := Empty(nil).Apply(Between(Empty(nil), s))
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// Names tell what is behind each hash that was written, and only where somebody asks.
func TestNames(t *testing.T) {
	address, key := common.Address{7}, common.Hash{8}
	for _, named := range []bool{false, true} {
		s := Empty(nil)
		if named {
			s = s.Named()
		}
		for range 2 { // what becomes of a state is named as well
			st, err := s.StateDB()
			if err != nil {
				t.Fatal(err)
			}
			st.SetNonce(address, st.GetNonce(address)+1, 0)
			st.SetState(address, key, common.Hash{31: byte(st.GetNonce(address))})
			st.IntermediateRoot(params.Rules{IsEIP158: true})
			next, changes := st.GetTrie().(*Accounts).Snapshot()
			found := 0
			for hash := range next.Accounts() {
				if string(changes.Names()[hash]) == string(address[:]) {
					found++
				}
				for slot := range next.Slots(hash) {
					if string(changes.Names()[slot]) == string(key[:]) {
						found++
					}
				}
			}
			if want := map[bool]int{true: 2}[named]; found != want || len(changes.Names()) != want {
				t.Fatalf("named %t: %d names, %d of them right, want %d", named, len(changes.Names()), found, want)
			}
			s = next
		}
	}
}
