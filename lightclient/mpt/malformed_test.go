package mpt

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
)

// A key of two bytes keeps the paths short: nibbles 1 2 3 4.
var shortKey = []byte{0x12, 0x34}

// TestMalformedNodes puts under a root of our choosing what no trie contains. All hashes are right,
// so the check named is the only one that can refuse.
func TestMalformedNodes(t *testing.T) {
	leaf := makeLeaf(longValue, 1, 2, 3, 4)
	inlined := makeLeaf([]byte{7}, 3, 4)
	deepBranches := func() [][]byte { // the key ends at the fifth branch
		proof := [][]byte{makeBranch(map[int][]byte{0: otherChild, 1: otherChild})}
		for _, next := range []int{4, 3, 2, 1} {
			above := makeBranch(map[int][]byte{next: byHash(proof[0]), next + 8: otherChild})
			proof = slices.Insert(proof, 0, above)
		}
		return proof
	}
	through := func(child []byte) [][]byte { // extension by 1, 2, then child
		return [][]byte{makeExtension(byHash(child), 1, 2), child}
	}
	one := func(node []byte) [][]byte { return [][]byte{node} }
	withItem := func(at int, item []byte) []byte {
		return makeBranch(map[int][]byte{1: otherChild, 2: otherChild, at: item})
	}

	for _, test := range []struct {
		name  string
		proof [][]byte
		want  string
	}{
		{"a string, not a list", one(rlpString(longValue)), "want an RLP list"},
		{"empty node", one(nil), "want an RLP list"},
		{"byte after the list", one(append(bytes.Clone(leaf), 0)), "1 bytes after its RLP list"},
		{"list longer than the node", one(leaf[:len(leaf)-1]), "want an RLP list"},
		{"long form of a short list", one(append([]byte{0xf8, byte(len(inlined) - 1)}, inlined[1:]...)), "want an RLP list"},
		{"item that overruns the list", one([]byte{0xc2, 0x01, 0xb7}), "in its RLP list"},
		{"no elements", one(rlpList()), "0 elements, want 2 or 17"},
		{"three elements", one(rlpList(rlpString(compact(true, 1, 2, 3, 4)), rlpString(longValue), rlpString(nil))), "3 elements, want 2 or 17"},
		{"eighteen elements", one(rlpList(slices.Repeat([][]byte{{0x80}}, 18)...)), "18 elements, want 2 or 17"},
		{"path is a list", one(rlpList(rlpList(), rlpString(longValue))), "path:"},
		{"path without flag byte", one(rlpList(rlpString(nil), rlpString(longValue))), "an empty path"},
		{"path flag out of range", one(rlpList(rlpString([]byte{0x60, 0x12, 0x34}), rlpString(longValue))), "path flag 6, want 0 to 3"},
		{"path padding not zero", one(rlpList(rlpString([]byte{0x25, 0x12, 0x34}), rlpString(longValue))), "path padding 5, want 0"},
		{"leaf value is a list", one(rlpList(rlpString(compact(true, 1, 2, 3, 4)), rlpList(otherChild))), "leaf value"},
		{"leaf value empty", one(makeLeaf(nil, 1, 2, 3, 4)), "empty value"},
		{"extension by nothing", one(makeExtension(otherChild)), "extension by 0 nibbles"},
		{"extension to nowhere", one(makeExtension([]byte{0x80}, 5)), "leads nowhere"},
		{"extension to a short hash", one(makeExtension(rlpString(make([]byte, 31)), 5)), "a reference of 31 bytes"},
		{"branch child of 31 bytes", one(withItem(9, rlpString(bytes.Repeat([]byte{9}, 31)))), "child 9: malformed trie node: a reference of 31 bytes"},
		{"branch child of 33 bytes", one(withItem(9, rlpString(bytes.Repeat([]byte{9}, 33)))), "a reference of 33 bytes"},
		{"branch child of one byte", one(withItem(9, []byte{0x09})), "a reference of 1 bytes"},
		{"inlined node of 32 bytes", one(withItem(9, rlpList(rlpString(make([]byte, 30))))), "an inlined node of 32 bytes"},
		{"branch with a value", one(withItem(16, rlpString([]byte{5}))), "a branch with a value of 1 bytes"},
		{"branch value is a list", one(withItem(16, rlpList())), "branch value"},
		{"branch with one child", one(makeBranch(map[int][]byte{9: otherChild})), "a branch with 1 children"},
		{"branch without children", one(makeBranch(nil)), "a branch with 0 children"},
		{"extension to a leaf", through(makeLeaf(longValue, 3, 4)), "an extension leads to a leaf or extension"},
		{"extension to an extension", through(makeExtension(otherChild, 5)), "an extension leads to a leaf or extension"},
		{"extension to an inlined leaf", one(makeExtension(inlined, 1, 2)), "an extension leads to a leaf or extension"},
		{"malformed inlined node", one(makeBranch(map[int][]byte{1: rlpList(), 2: otherChild})), "child 1: inlined: malformed trie node: 0 elements"},
		{"malformed inlined node off the path", one(makeBranch(map[int][]byte{1: otherChild, 2: rlpList()})), "child 2: inlined: malformed trie node: 0 elements"},
		{"short node by hash", [][]byte{makeBranch(map[int][]byte{1: byHash(makeLeaf([]byte{7}, 2, 3, 4)), 2: otherChild}), makeLeaf([]byte{7}, 2, 3, 4)}, "want it inlined"},
		{"leaf shorter than the key", one(makeLeaf(longValue, 1, 2, 5)), "a leaf with 3 nibbles, want the 4"},
		{"leaf longer than the key", one(makeLeaf(longValue, 1, 2, 3, 5, 5)), "a leaf with 5 nibbles, want the 4"},
		{"leaf beyond the key", one(makeLeaf(longValue, 1, 2, 3, 4, 5, 6)), "a leaf with 6 nibbles, want the 4"},
		{"extension as long as the key", one(makeExtension(otherChild, 5, 2, 3, 4)), "an extension by 4 nibbles"},
		{"extension beyond the key", one(makeExtension(otherChild, 5, 2, 3, 4, 5)), "an extension by 5 nibbles"},
		{"branch below the key", deepBranches(), "ends at a branch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			refuse(t, test.proof, shortKey, stateTrie, ErrMalformedNode, test.want)
		})
	}
}

// TestMalformedNodesWithKeysOfManyLengths is for the receipts trie, where keys are RLP strings of 1
// to 9 bytes.
func TestMalformedNodesWithKeysOfManyLengths(t *testing.T) {
	below := makeBranch(map[int][]byte{1: otherChild, 2: otherChild})
	for _, test := range []struct {
		name  string
		proof [][]byte
		want  string
	}{
		{"leaf makes half a byte", [][]byte{makeLeaf(longValue, 1, 2, 5)}, "makes no key of whole bytes"},
		{"leaf is a prefix of the key", [][]byte{makeLeaf(longValue, 1, 2)}, "whose key is a prefix"},
		{"key is a prefix of the leaf", [][]byte{makeLeaf(longValue, 1, 2, 3, 4, 5, 6)}, "whose key is a prefix"},
		{"key ends inside an extension", [][]byte{makeExtension(otherChild, 1, 2, 3, 4, 5)}, "ends inside an extension"},
		{"key ends at an extension", [][]byte{makeExtension(byHash(below), 1, 2, 3, 4), below}, "ends inside an extension"},
	} {
		t.Run(test.name, func(t *testing.T) {
			refuse(t, test.proof, shortKey, receiptTrie, ErrMalformedNode, test.want)
		})
	}
}

// TestAbsenceWithKeysOfManyLengths: what looks like the cases above but is a correct trie.
func TestAbsenceWithKeysOfManyLengths(t *testing.T) {
	for name, proof := range map[string][][]byte{
		"leaf of a shorter key that turns off":  {makeLeaf(longValue, 1, 5)},
		"leaf of a longer key that turns off":   {makeLeaf(longValue, 1, 2, 3, 5, 5, 5)},
		"leaf of a key as long that turns off":  {makeLeaf(longValue, 1, 2, 3, 5)},
		"extension beyond the key, turning off": {makeExtension(otherChild, 1, 2, 3, 5, 5)},
	} {
		t.Run(name, func(t *testing.T) {
			value, present, err := lookup(crypto.Keccak256Hash(proof[0]), shortKey, proof, receiptTrie)
			if value != nil || present || err != nil {
				t.Fatalf("got %x, %v, %v; want proven absence", value, present, err)
			}
		})
	}
}

// TestInlinedBelow32Bytes: a node of 32 bytes is the shortest that is referred to by hash.
func TestInlinedBelow32Bytes(t *testing.T) {
	leaf := makeLeaf(longValue[:27], 2, 3, 4)
	root := makeBranch(map[int][]byte{1: byHash(leaf), 2: otherChild})
	if len(leaf) != inlineBelow {
		t.Fatalf("the leaf has %d bytes, want %d", len(leaf), inlineBelow)
	}
	value, present, err := lookup(crypto.Keccak256Hash(root), shortKey, [][]byte{root, leaf}, stateTrie)
	if err != nil || !present || !bytes.Equal(value, longValue[:27]) {
		t.Fatalf("got %x, present %v, error %v", value, present, err)
	}
}

func refuse(t *testing.T, proof [][]byte, key []byte, trie shape, kind error, words string) {
	t.Helper()
	value, present, err := lookup(crypto.Keccak256Hash(proof[0]), key, proof, trie)
	if value != nil || present {
		t.Errorf("got value %x, present %v along with the refusal", value, present)
	}
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Fatalf("got error %v; want %q with the words %q", err, kind, words)
	}
}

// TestInlinedNodes: the walk goes through nodes of fewer than 32 bytes inside their parents, to a
// value and to absence.
func TestInlinedNodes(t *testing.T) {
	leaf := makeLeaf([]byte{7}, 4)
	branch := makeBranch(map[int][]byte{3: leaf, 5: makeLeaf([]byte{8}, 0)})
	root := makeExtension(branch, 1, 2)
	if len(branch) >= inlineBelow || len(root) >= inlineBelow {
		t.Fatalf("branch has %d bytes and root %d, want both short", len(branch), len(root))
	}
	hash, proof := crypto.Keccak256Hash(root), [][]byte{root}
	for _, test := range []struct {
		key  []byte
		want []byte
	}{
		{[]byte{0x12, 0x34}, []byte{7}},
		{[]byte{0x12, 0x50}, []byte{8}},
		{[]byte{0x12, 0x35}, nil}, // at the leaf
		{[]byte{0x12, 0x44}, nil}, // at the branch
		{[]byte{0x13, 0x34}, nil}, // at the extension
	} {
		value, present, err := lookup(hash, test.key, proof, stateTrie)
		if !bytes.Equal(value, test.want) || present != (test.want != nil) || err != nil {
			t.Errorf("key %x: got %x, %v, %v; want %x", test.key, value, present, err, test.want)
		}
	}
	// Listing the inlined nodes as well is one way of inflating a proof.
	_, _, err := lookup(hash, shortKey, [][]byte{root, branch, leaf}, stateTrie)
	if !errors.Is(err, ErrUnusedNode) {
		t.Errorf("inlined nodes listed: got %v, want %v", err, ErrUnusedNode)
	}
}
