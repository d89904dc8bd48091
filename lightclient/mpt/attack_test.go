package mpt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// claim is one true statement with its proof, and how to have it checked.
type claim struct {
	name    string
	root    common.Hash
	proof   [][]byte
	present bool
	// verify returns the value as text.
	verify func(root common.Hash, proof [][]byte) (string, bool, error)
	// verifyOther asks the same proof about another key.
	verifyOther func(root common.Hash, proof [][]byte) (string, bool, error)
}

func accountClaim(name string, root common.Hash, address, other common.Address, proof [][]byte, present bool) claim {
	verify := func(address common.Address) func(common.Hash, [][]byte) (string, bool, error) {
		return func(root common.Hash, proof [][]byte) (string, bool, error) {
			account, ok, err := VerifyAccount(root, address, proof)
			if !ok {
				return "", ok, err
			}
			return account.Balance.Hex() + account.StorageRoot.Hex() + account.CodeHash.Hex(), ok, err
		}
	}
	return claim{name, root, proof, present, verify(address), verify(other)}
}

func storageClaim(name string, root, slot, other common.Hash, proof [][]byte, present bool) claim {
	verify := func(slot common.Hash) func(common.Hash, [][]byte) (string, bool, error) {
		return func(root common.Hash, proof [][]byte) (string, bool, error) {
			value, ok, err := VerifyStorage(root, slot, proof)
			return value.Hex(), ok, err
		}
	}
	return claim{name, root, proof, present, verify(slot), verify(other)}
}

func receiptClaim(name string, root common.Hash, index, other uint64, proof [][]byte, present bool) claim {
	verify := func(index uint64) func(common.Hash, [][]byte) (string, bool, error) {
		return func(root common.Hash, proof [][]byte) (string, bool, error) {
			receipt, ok, err := VerifyReceipt(root, index, proof)
			return string(receipt), ok, err
		}
	}
	return claim{name, root, proof, present, verify(index), verify(other)}
}

// claims are made by go-ethereum's trie: presence and absence in each of the three tries, with the
// key asked for instead of the right one chosen so that its path leaves the proof.
func claims(tb testing.TB) []claim {
	tb.Helper()
	number := func(i int) (h common.Hash) {
		binary.BigEndian.PutUint64(h[24:], uint64(i))
		return h
	}
	const keys = 300
	accounts, slots, receipts := newOracleTrie(tb), newOracleTrie(tb), newOracleTrie(tb)
	for i := range keys {
		address := common.BytesToAddress(number(i).Bytes())
		value, err := rlp.EncodeToBytes([]any{uint64(i), uint64(i) << 40, number(i), crypto.Keccak256Hash(address[:])})
		if err != nil {
			tb.Fatal(err)
		}
		accounts.MustUpdate(crypto.Keccak256(address[:]), value)
		slot := number(i)
		slots.MustUpdate(crypto.Keccak256(slot[:]), rlpString(crypto.Keccak256(slot[:])[1:]))
		receipts.MustUpdate(rlp.AppendUint64(nil, uint64(i)), append([]byte{0x02}, rlpList(rlpString(bytes.Repeat([]byte{byte(i)}, 300)))...))
	}
	address := func(i int) common.Address { return common.BytesToAddress(number(i).Bytes()) }
	slotKey := func(i int) []byte { slot := number(i); return crypto.Keccak256(slot[:]) }
	accountKey := func(i int) []byte { a := address(i); return crypto.Keccak256(a[:]) }
	receiptKey := func(i int) []byte { return rlp.AppendUint64(nil, uint64(i)) }
	return []claim{
		accountClaim("account present", accounts.Hash(), address(7), address(8), accounts.prove(tb, accountKey(7)), true),
		accountClaim("account absent", accounts.Hash(), address(keys+7), address(8), accounts.prove(tb, accountKey(keys+7)), false),
		storageClaim("slot present", slots.Hash(), number(7), number(8), slots.prove(tb, slotKey(7)), true),
		storageClaim("slot absent", slots.Hash(), number(keys+7), number(8), slots.prove(tb, slotKey(keys+7)), false),
		receiptClaim("receipt present", receipts.Hash(), 7, 200, receipts.prove(tb, receiptKey(7)), true),
		receiptClaim("receipt absent", receipts.Hash(), keys+7, 7, receipts.prove(tb, receiptKey(keys+7)), false),
	}
}

func forEachClaim(t *testing.T, attack func(t *testing.T, c claim)) {
	t.Helper()
	for _, c := range claims(t) {
		t.Run(c.name, func(t *testing.T) { attack(t, c) })
	}
}

func TestTrueClaims(t *testing.T) {
	forEachClaim(t, func(t *testing.T, c claim) {
		if _, present, err := c.verify(c.root, c.proof); err != nil || present != c.present {
			t.Fatalf("got present %v, error %v; want present %v", present, err, c.present)
		}
		if len(c.proof) < 2 {
			t.Fatalf("proof has %d nodes, too few for the attacks to mean anything", len(c.proof))
		}
	})
}

// TestEveryBitFlipFails flips each bit of each node. The flipped node hashes to something else, so
// it is both missing and unused.
func TestEveryBitFlipFails(t *testing.T) {
	forEachClaim(t, everyBitFlipFails)
}

func everyBitFlipFails(t *testing.T, c claim) {
	proof := cloneProof(c.proof)
	for i, node := range proof {
		for bit := range 8 * len(node) {
			node[bit/8] ^= 1 << (bit % 8)
			if _, present, err := c.verify(c.root, proof); !errors.Is(err, ErrMissingNode) || present {
				t.Fatalf("bit %d of node %d flipped: got present %v, error %v; want %v", bit, i, present, err, ErrMissingNode)
			}
			node[bit/8] ^= 1 << (bit % 8)
		}
	}
}

// TestMissingNodeIsNotAbsence leaves out one node at a time, and all.
func TestMissingNodeIsNotAbsence(t *testing.T) {
	forEachClaim(t, func(t *testing.T, c claim) {
		for i := range c.proof {
			wantRefusal(t, c, slices.Delete(slices.Clone(c.proof), i, i+1), ErrMissingNode)
		}
		for i := range c.proof {
			wantRefusal(t, c, c.proof[:i], ErrMissingNode)
		}
	})
}

// TestExtraNode adds a node of the same trie and one of no trie, at each place.
func TestExtraNode(t *testing.T) {
	forEachClaim(t, func(t *testing.T, c claim) {
		for i := range len(c.proof) + 1 {
			wantRefusal(t, c, slices.Insert(slices.Clone(c.proof), i, makeLeaf(longValue, 1, 2, 3)), ErrUnusedNode)
			wantRefusal(t, c, slices.Insert(slices.Clone(c.proof), i, []byte{}), ErrUnusedNode)
			wantRefusal(t, c, slices.Insert(slices.Clone(c.proof), i, emptyTrieNode), ErrUnusedNode)
		}
	})
}

// TestDuplicateNode gives each node twice.
func TestDuplicateNode(t *testing.T) {
	forEachClaim(t, func(t *testing.T, c claim) {
		for i, node := range c.proof {
			for j := range len(c.proof) + 1 {
				wantRefusal(t, c, slices.Insert(slices.Clone(c.proof), j, c.proof[i]), ErrDuplicateNode)
				wantRefusal(t, c, slices.Insert(slices.Clone(c.proof), j, bytes.Clone(node)), ErrDuplicateNode)
			}
		}
	})
}

// TestOrderSaysNothing: the nodes are a set, so every order proves the same.
func TestOrderSaysNothing(t *testing.T) {
	forEachClaim(t, func(t *testing.T, c claim) {
		want, _, err := c.verify(c.root, c.proof)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.proof {
			proof := append(slices.Clone(c.proof[i:]), c.proof[:i]...)
			slices.Reverse(proof)
			if got, present, err := c.verify(c.root, proof); err != nil || present != c.present || got != want {
				t.Fatalf("rotated by %d and reversed: got %x, %v, %v; want %x, %v", i, got, present, err, want, c.present)
			}
		}
	})
}

// TestProofOfAnotherKey: a true proof of one key is none of another's, neither of presence nor of
// absence.
func TestProofOfAnotherKey(t *testing.T) {
	forEachClaim(t, func(t *testing.T, c claim) {
		if _, present, err := c.verifyOther(c.root, c.proof); present || (!errors.Is(err, ErrMissingNode) && !errors.Is(err, ErrUnusedNode)) {
			t.Fatalf("got present %v, error %v; want a refusal", present, err)
		}
	})
}

// TestProofUnderAnotherRoot: each claim under each other's root, under zero, and under the empty
// trie's.
func TestProofUnderAnotherRoot(t *testing.T) {
	all := claims(t)
	for _, c := range all {
		roots := []common.Hash{{}}
		for _, other := range all {
			if other.root != c.root {
				roots = append(roots, other.root)
			}
		}
		for _, root := range roots {
			if _, present, err := c.verify(root, c.proof); present || !errors.Is(err, ErrMissingNode) {
				t.Errorf("%s under root %s: got present %v, error %v; want %v", c.name, root, present, err, ErrMissingNode)
			}
		}
		if _, present, err := c.verify(emptyRoot, c.proof); present || !errors.Is(err, ErrUnusedNode) {
			t.Errorf("%s under the empty root: got present %v, error %v; want %v", c.name, present, err, ErrUnusedNode)
		}
	}
}

// TestAbsenceShownAsPresence swaps the true proofs of a present and of an absent key, both ways.
func TestAbsenceShownAsPresence(t *testing.T) {
	all := claims(t)
	for i := 0; i < len(all); i += 2 {
		present, absent := all[i], all[i+1]
		if _, ok, err := present.verify(present.root, absent.proof); ok || err == nil {
			t.Errorf("%s by the proof of %s: got present %v, error %v; want a refusal", present.name, absent.name, ok, err)
		}
		if _, ok, err := absent.verify(absent.root, present.proof); ok || err == nil {
			t.Errorf("%s by the proof of %s: got present %v, error %v; want a refusal", absent.name, present.name, ok, err)
		}
	}
}

// TestEmptyTrie: nothing is present under the empty root, with no proof or with the one node that
// some endpoints list.
func TestEmptyTrie(t *testing.T) {
	if emptyRoot != types.EmptyRootHash || emptyRoot != crypto.Keccak256Hash(emptyTrieNode) {
		t.Fatalf("empty root is %s, want %s", emptyRoot, types.EmptyRootHash)
	}
	forEachClaim(t, func(t *testing.T, c claim) {
		for _, proof := range [][][]byte{nil, {}, {{0x80}}} {
			if _, present, err := c.verify(emptyRoot, proof); present || err != nil {
				t.Errorf("proof %x: got present %v, error %v; want proven absence", proof, present, err)
			}
		}
		for _, proof := range [][][]byte{{{}}, {{0x81}}, {{0x80}, {0x80}}, {{0x80}, {}}} {
			if _, present, err := c.verify(emptyRoot, proof); present || !errors.Is(err, ErrUnusedNode) {
				t.Errorf("proof %x: got present %v, error %v; want %v", proof, present, err, ErrUnusedNode)
			}
		}
		// The empty trie's proof under a root that isn't empty proves nothing.
		for _, proof := range [][][]byte{nil, {}, {{0x80}}} {
			wantRefusal(t, c, proof, ErrMissingNode)
		}
	})
}

// TestOversizedProofs: each bound, exceeded by one, is refused before anything is hashed.
func TestOversizedProofs(t *testing.T) {
	big := func(n int) []byte { return bytes.Repeat([]byte{1}, n) }
	many := func(n int) [][]byte {
		proof := make([][]byte, n)
		for i := range proof {
			proof[i] = binary.BigEndian.AppendUint32(nil, uint32(i))
		}
		return proof
	}
	root := common.MaxHash
	for _, test := range []struct {
		name  string
		trie  shape
		proof [][]byte
		want  error
	}{
		{"state: most nodes", stateTrie, many(65), ErrMissingNode},
		{"state: one node more", stateTrie, many(66), ErrTooLarge},
		{"state: longest node", stateTrie, [][]byte{big(532)}, ErrMissingNode},
		{"state: node longer by one", stateTrie, [][]byte{big(533)}, ErrTooLarge},
		{"receipt: most nodes", receiptTrie, many(19), ErrMissingNode},
		{"receipt: one node more", receiptTrie, many(20), ErrTooLarge},
		{"receipt: longest node", receiptTrie, [][]byte{big(8 << 20)}, ErrMissingNode},
		{"receipt: node longer by one", receiptTrie, [][]byte{big(8<<20 + 1)}, ErrTooLarge},
		{"receipt: longest proof", receiptTrie, [][]byte{big(8 << 20), big(18 * 532)}, ErrMissingNode},
		{"receipt: proof longer by one", receiptTrie, [][]byte{big(8 << 20), big(18*532 + 1)}, ErrTooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, present, err := lookup(root, shortKey, test.proof, test.trie); present || !errors.Is(err, test.want) {
				t.Fatalf("got present %v, error %v; want %v", present, err, test.want)
			}
		})
	}
}

// TestDeepestPath: a path of 64 branches and a leaf, the longest that a 32-byte key allows, is
// accepted.
func TestDeepestPath(t *testing.T) {
	key := crypto.Keccak256(testSlot[:])
	path := nibblesOf(key)
	proof := [][]byte{}
	reference := makeLeaf(rlpString(bytes.Repeat([]byte{5}, 32)))
	proof = append(proof, reference)
	for i := 63; i >= 0; i-- {
		branch := makeBranch(map[int][]byte{int(path[i]): byHash(proof[0]), int(path[i] ^ 1): otherChild})
		proof = slices.Insert(proof, 0, branch)
	}
	value, present, err := VerifyStorage(crypto.Keccak256Hash(proof[0]), testSlot, proof)
	if err != nil || !present || value != common.BytesToHash(bytes.Repeat([]byte{5}, 32)) || len(proof) != maxStateNodes {
		t.Fatalf("%d nodes: got %s, %v, %v", len(proof), value, present, err)
	}
}

func wantRefusal(t *testing.T, c claim, proof [][]byte, kind error) {
	t.Helper()
	if value, present, err := c.verify(c.root, proof); present || !errors.Is(err, kind) {
		t.Fatalf("got %x, present %v, error %v; want %v", value, present, err, kind)
	}
}
