package mpt

import (
	"bytes"
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
)

// FuzzLookup reads proof as one RLP list of nodes and takes the first node's hash as root, so that
// the fuzzer gets past the hashes. Whatever lookup says must be what go-ethereum says; it may only
// refuse more.
func FuzzLookup(f *testing.F) {
	for _, c := range claims(f) {
		encoded, err := rlp.EncodeToBytes(c.proof)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encoded, shortKey, true)
		f.Add(encoded, []byte{0x82, 0x01, 0x33}, false)
	}
	inlined := makeExtension(makeBranch(map[int][]byte{3: makeLeaf([]byte{7}, 4), 5: makeLeaf([]byte{8}, 0)}), 1, 2)
	f.Add(rlpList(rlpString(inlined)), shortKey, true)
	f.Add(rlpList(rlpString(makeLeaf(longValue, 1, 2, 3, 4))), shortKey, true)
	f.Add(rlpList(rlpString(makeLeaf(longValue, 1, 5))), shortKey, false)
	f.Fuzz(func(t *testing.T, encoded, key []byte, fixed bool) {
		var proof [][]byte
		if rlp.DecodeBytes(encoded, &proof) != nil || len(proof) == 0 || len(key) == 0 || len(key) > maxStateKeyBytes {
			return
		}
		kind := receiptTrie
		if fixed {
			kind = stateTrie
		}
		before := cloneProof(proof)
		root := crypto.Keccak256Hash(proof[0])
		value, present, err := lookup(root, key, proof, kind)
		for i := range proof {
			if !bytes.Equal(proof[i], before[i]) {
				t.Fatalf("node %d was changed", i)
			}
		}
		if err != nil {
			if present || value != nil {
				t.Fatalf("an answer along with error %v", err)
			}
			return
		}
		if present != (len(value) > 0) {
			t.Fatalf("present %v with value %x", present, value)
		}
		if root == emptyRoot {
			return
		}
		theirs, err := trie.VerifyProof(root, key, newOracleDB(proof))
		if err != nil || !bytes.Equal(theirs, value) {
			t.Fatalf("got %x; go-ethereum says %x, %v", value, theirs, err)
		}
	})
}

// FuzzNode: what decode accepts, encodes to the same bytes.
func FuzzNode(f *testing.F) {
	f.Add(makeLeaf(longValue, 1, 2, 3))
	f.Add(makeLeaf([]byte{7}, 1, 2))
	f.Add(makeExtension(otherChild, 5))
	f.Add(makeExtension(makeLeaf([]byte{7}), 5, 6))
	f.Add(makeBranch(map[int][]byte{1: otherChild, 4: makeLeaf([]byte{7}, 1)}))
	for _, c := range claims(f) {
		for _, encoded := range c.proof {
			f.Add(encoded)
		}
	}
	f.Fuzz(func(t *testing.T, encoded []byte) {
		var n node
		if err := n.decode(encoded); err != nil {
			if !errors.Is(err, ErrMalformedNode) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		if again := encodeNode(&n); !bytes.Equal(again, encoded) {
			t.Fatalf("%x was accepted, want %x", encoded, again)
		}
	})
}

func encodeNode(n *node) []byte {
	encodeReference := func(r reference) []byte {
		if r.inline != nil {
			return r.inline
		}
		return rlpString(r.hash)
	}
	path := make([]byte, 0, 64)
	if n.kind != branchNode {
		for i := range n.path.length() {
			path = append(path, n.path.nibble(i))
		}
	}
	switch n.kind {
	case leafNode:
		return makeLeaf(n.value, path...)
	case extensionNode:
		return makeExtension(encodeReference(n.child), path...)
	default:
		children := map[int][]byte{}
		for i, child := range n.children {
			children[i] = encodeReference(child)
		}
		return makeBranch(children)
	}
}

// FuzzValues: what the decoders of values accept, encodes to the same bytes.
func FuzzValues(f *testing.F) {
	f.Add(rlpList([]byte{0x05}, []byte{0x82, 0x01, 0x00}, otherChild, otherChild))
	f.Add(rlpList([]byte{0x80}, []byte{0x80}, otherChild, otherChild))
	f.Add(rlpString(bytes.Repeat([]byte{9}, 32)))
	f.Add([]byte{0x05})
	f.Add(append([]byte{0x02}, rlpList(rlpString(longValue))...))
	f.Fuzz(func(t *testing.T, encoded []byte) {
		if account, err := decodeAccount(encoded); err == nil {
			again, err := rlp.EncodeToBytes([]any{account.Nonce, account.Balance, account.StorageRoot, account.CodeHash})
			if err != nil || !bytes.Equal(again, encoded) {
				t.Fatalf("account %x was accepted, want %x (%v)", encoded, again, err)
			}
		}
		if value, err := decodeSlot(encoded); err == nil {
			if again := rlpString(bytes.TrimLeft(value[:], "\x00")); !bytes.Equal(again, encoded) {
				t.Fatalf("slot %x was accepted, want %x", encoded, again)
			}
		}
		if len(encoded) == 0 {
			return // a trie has no empty values
		}
		if checkReceipt(encoded) == nil {
			list := encoded
			if encoded[0] < 0xc0 {
				list = encoded[1:]
			}
			var fields []rlp.RawValue
			// Split doesn't look into the list's items; fields that aren't RLP are the caller's to
			// refuse.
			if rlp.DecodeBytes(list, &fields) == nil {
				if again := append(bytes.Clone(encoded[:len(encoded)-len(list)]), encodeRaw(t, fields)...); !bytes.Equal(again, encoded) {
					t.Fatalf("receipt %x was accepted, want %x", encoded, again)
				}
			}
		}
	})
}

func encodeRaw(t *testing.T, fields []rlp.RawValue) []byte {
	t.Helper()
	encoded, err := rlp.EncodeToBytes(fields)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}
