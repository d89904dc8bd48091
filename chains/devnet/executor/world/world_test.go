package world

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// keys are few and alike, so that paths are shared, forked and joined again; some lie so
// deep that nodes are embedded in their parents.
func keys() *rapid.Generator[common.Hash] {
	return rapid.Custom(func(t *rapid.T) common.Hash {
		var key common.Hash
		n := rapid.SampledFrom([]int{1, 1, 2, 31, 32}).Draw(t, "varying")
		copy(key[:], bytes.Repeat([]byte{rapid.SampledFrom([]byte{0, 0x11, 0xab}).Draw(t, "fill")}, 32))
		for i := range min(n, 2) {
			key[n-1-i] = rapid.SampledFrom([]byte{0x00, 0x01, 0x10, 0x1f, 0xf0, 0xff}).Draw(t, "byte")
		}
		return key
	})
}

// A tree has the root and the proofs of go-ethereum's trie after any writes and deletions,
// and former versions stay what they were.
func TestTreeIsGoEthereumsTrie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var (
			ours   = tree{edit: newEdit()}
			oracle = trie.NewEmpty(triedb.NewDatabase(rawdb.NewMemoryDatabase(), nil))
			past   []*node
			roots  []common.Hash
			probes []common.Hash
		)
		for range rapid.IntRange(1, 5).Draw(t, "blocks") {
			n := rapid.SampledFrom([]int{1, 5, 20, parallelChanges + 6}).Draw(t, "changes")
			for range n {
				key := keys().Draw(t, "key")
				probes = append(probes, key)
				value := rapid.SliceOfN(rapid.Byte(), 0, 2).Draw(t, "value")
				value = common.TrimLeftZeroes(value)
				if len(value) == 0 {
					ours.set(key, nil)
					oracle.MustDelete(key[:])
					continue
				}
				s := &slot{value}
				ours.set(key, s)
				oracle.MustUpdate(key[:], stringOf(s.append(nil)))
			}
			past = append(past, ours.freeze())
			roots = append(roots, oracle.Hash())
			if got := rootHash(ours.root); got != roots[len(roots)-1] {
				t.Fatalf("root %s, want %s", got, roots[len(roots)-1])
			}
		}
		for i, root := range past {
			if got := rehash(root); got != roots[i] {
				t.Fatalf("version %d of %d has become %s, was %s", i, len(past), got, roots[i])
			}
		}
		for _, key := range append(probes, keys().Draw(t, "absent")) {
			ourProof, theirProof := memorydb.New(), memorydb.New()
			if err := prove(ours.root, &key, ourProof); err != nil {
				t.Fatal(err)
			}
			if err := oracle.Prove(key[:], theirProof); err != nil {
				t.Fatal(err)
			}
			if !same(ourProof, theirProof) {
				t.Fatalf("proofs of %s differ", key)
			}
		}
	})
}

// stringOf takes the prefix off an encoded string.
func stringOf(b []byte) []byte {
	if len(b) == 1 {
		return b
	}
	return b[1:]
}

// rehash computes a root from leaves alone.
func rehash(n *node) common.Hash {
	if n == nil {
		return types.EmptyRootHash
	}
	c := uncomputed(n)
	newHasher().refer(c, 0)
	return rootHash(c)
}

func uncomputed(n *node) *node {
	c := *n
	c.size = 0
	c.kids = nil
	for _, kid := range n.kids {
		c.kids = append(c.kids, uncomputed(kid))
	}
	return &c
}

func same(a, b *memorydb.Database) bool {
	if a.Len() != b.Len() {
		return false
	}
	it := a.NewIterator(nil, nil)
	defer it.Release()
	for it.Next() {
		if v, err := b.Get(it.Key()); err != nil || !bytes.Equal(v, it.Value()) {
			return false
		}
	}
	return true
}

// A delta leads from one state to the next, and back.
func TestDeltaLeadsThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Empty(nil)
		for range rapid.IntRange(1, 6).Draw(t, "blocks") {
			next, changes := edited(t, s)
			forward, back := wire(t, changes.Forward(next)), wire(t, changes.Back(s))
			if got, err := s.Apply(forward); err != nil || got.Root() != next.Root() {
				t.Fatalf("forward leads to %v (%v), want %s", got, err, next.Root())
			}
			if got, err := next.Apply(back); err != nil || got.Root() != s.Root() {
				t.Fatalf("back leads to %v (%v), want %s", got, err, s.Root())
			}
			s = next
		}
	})
}

// edited changes accounts and their storage as a StateDB does.
func edited(t *rapid.T, s *Snapshot) (*Snapshot, *Changes) {
	opened, err := s.OpenTrie(s.Root())
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(0, 8).Draw(t, "accounts") {
		address := common.Address{rapid.ByteRange(0, 5).Draw(t, "address")}
		a, err := (reader{s}).Account(address)
		if err != nil {
			t.Fatal(err)
		}
		if a == nil {
			a = types.NewEmptyStateAccount()
		}
		next := a.Copy()
		next.Nonce = rapid.SampledFrom([]uint64{0, 1, 127, 128, 1 << 40}).Draw(t, "nonce")
		next.Balance = uint256.NewInt(rapid.SampledFrom([]uint64{0, 1, 127, 128, 256, 1 << 60}).Draw(t, "balance"))
		slots, err := s.OpenStorageTrie(s.Root(), address, a.Root, opened)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(t, "slots") {
			key := []byte{rapid.ByteRange(0, 3).Draw(t, "key")}
			if err := slots.UpdateStorage(address, key, common.TrimLeftZeroes([]byte{rapid.ByteRange(0, 200).Draw(t, "value")})); err != nil {
				t.Fatal(err)
			}
		}
		next.Root = slots.Hash()
		if err := opened.UpdateAccount(address, next, 0); err != nil {
			t.Fatal(err)
		}
	}
	return opened.(*Accounts).Snapshot()
}

func wire(t *rapid.T, d *Delta) *Delta {
	enc, err := rlp.EncodeToBytes(d)
	if err != nil {
		t.Fatal(err)
	}
	var got Delta
	if err := rlp.DecodeBytes(enc, &got); err != nil {
		t.Fatal(err)
	}
	return &got
}

// Whatever lies in a store: a delta is refused, or leads to a state from which the same
// can be read.
func FuzzApply(f *testing.F) {
	a := AccountValue{common.Hash{1}, (&account{StateAccount: *types.NewEmptyStateAccount()}).append(nil)[2:]}
	for _, d := range []*Delta{
		{}, {Accounts: []AccountValue{a}}, {Accounts: []AccountValue{{Hash: common.Hash{1}}}},
		{Slots: []SlotValue{{common.Hash{1}, common.Hash{2}, []byte{3}}}},
		{Accounts: []AccountValue{a}, Slots: []SlotValue{{common.Hash{1}, common.Hash{2}, nil}}},
	} {
		enc, err := rlp.EncodeToBytes(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(enc)
	}
	f.Fuzz(func(t *testing.T, enc []byte) {
		var d Delta
		if rlp.DecodeBytes(enc, &d) != nil {
			return
		}
		s, err := Empty(nil).Apply(&d)
		if err != nil {
			return
		}
		last := make(map[common.Hash][]byte)
		for _, v := range d.Accounts {
			last[v.Hash] = v.Encoded
		}
		for hash, want := range last {
			if got := s.encoded(hash); !bytes.Equal(got, want) {
				t.Fatalf("account %s is %x, was given as %x", hash, got, want)
			}
		}
	})
}
