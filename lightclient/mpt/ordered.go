package mpt

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// orderedTrie writes the trie of a list, whose keys are rlp(index): it is known from the beginning,
// so that each node is encoded once, children first, without any structure in memory but the path
// of the moment. Hashing the values is nearly all it costs.
type orderedTrie struct {
	keys   []orderedKey // ascending as strings: 1 to 127, 0, 128 and more
	values [][]byte
	hasher crypto.KeccakState
	buffer []byte // of the node that is being encoded

	target []byte   // key whose proof is wanted; nil: only the root is
	proof  [][]byte // leaf first
}

type orderedKey struct {
	bytes  [maxOrderedKeyBytes]byte
	length int // of bytes
	index  int // of the value
}

func (k *orderedKey) key() []byte { return k.bytes[:k.length] }

// childRef is an encoded reference: an RLP string with a hash, or an inlined node.
type childRef struct {
	bytes  [1 + common.HashLength]byte
	length int
}

func newOrderedTrie(values [][]byte) *orderedTrie {
	t := &orderedTrie{keys: make([]orderedKey, 0, len(values)), values: values, hasher: crypto.NewKeccakState()}
	add := func(index int) {
		key := orderedKey{index: index}
		key.length = len(rlp.AppendUint64(key.bytes[:0], uint64(index)))
		t.keys = append(t.keys, key)
	}
	const oneByte = 0x80 // below, an integer is its own encoding; 0 is this byte
	for i := 1; i < min(oneByte, len(values)); i++ {
		add(i)
	}
	if len(values) > 0 {
		add(0)
	}
	for i := oneByte; i < len(values); i++ {
		add(i)
	}
	return t
}

// root writes the trie and returns its root, and in t.proof the path to t.target.
func (t *orderedTrie) root() common.Hash {
	if len(t.keys) == 0 {
		return emptyRoot
	}
	ref := t.write(0, len(t.keys), 0)
	return common.BytesToHash(ref.bytes[1:])
}

// write writes the subtree of the keys from..to, which agree in their first `depth` nibbles.
func (t *orderedTrie) write(from, to, depth int) childRef {
	first, last := t.keys[from].key(), t.keys[to-1].key()
	if to-from == 1 {
		return t.leaf(from, depth)
	}
	// None of the keys is a prefix of another: RLP says how long a string is at its beginning.
	fork := depth
	for nibble(first, fork) == nibble(last, fork) {
		fork++
	}
	if fork == depth {
		return t.branch(from, to, depth)
	}
	child := t.branch(from, to, fork)
	path := appendCompact(nil, first, depth, fork, 0)
	t.buffer = appendListHeader(t.buffer[:0], stringSize(path)+child.length)
	t.buffer = appendString(t.buffer, path)
	t.buffer = append(t.buffer, child.bytes[:child.length]...)
	return t.finish(first, depth)
}

func (t *orderedTrie) branch(from, to, depth int) childRef {
	var children [16]childRef
	size := 1 // of the empty value at its end
	for i := range children {
		end := from
		for end < to && int(nibble(t.keys[end].key(), depth)) == i {
			end++
		}
		if end > from {
			children[i] = t.write(from, end, depth+1)
			from = end
		} else {
			children[i].bytes[0], children[i].length = emptyString, 1
		}
		size += children[i].length
	}
	t.buffer = appendListHeader(t.buffer[:0], size)
	for i := range children {
		t.buffer = append(t.buffer, children[i].bytes[:children[i].length]...)
	}
	t.buffer = append(t.buffer, emptyString)
	return t.finish(t.keys[to-1].key(), depth)
}

func (t *orderedTrie) leaf(at, depth int) childRef {
	key, value := t.keys[at].key(), t.values[t.keys[at].index]
	var scratch [maxOrderedKeyBytes + 1]byte
	path := appendCompact(scratch[:0], key, depth, 2*len(key), pathLeafFlag)
	t.buffer = appendListHeader(t.buffer[:0], stringSize(path)+stringSize(value))
	t.buffer = appendString(t.buffer, path)
	t.buffer = appendString(t.buffer, value)
	return t.finish(key, depth)
}

// finish turns the node in the buffer into a reference, and keeps it if the proof visits it: if
// the target agrees with any key below the node in all nibbles above it.
func (t *orderedTrie) finish(key []byte, depth int) (ref childRef) {
	if len(t.buffer) < inlineBelow && depth > 0 {
		ref.length = copy(ref.bytes[:], t.buffer)
		return ref
	}
	if t.target != nil && agree(t.target, key, depth) {
		t.proof = append(t.proof, slices.Clone(t.buffer))
	}
	ref.bytes[0], ref.length = emptyString+common.HashLength, len(ref.bytes)
	t.hasher.Reset()
	_, _ = t.hasher.Write(t.buffer) // neither of the two ever fails
	_, _ = t.hasher.Read(ref.bytes[1:])
	return ref
}

// agree says whether two keys have their first `depth` nibbles in common.
func agree(a, b []byte, depth int) bool {
	if 2*len(a) < depth || 2*len(b) < depth {
		return false
	}
	for i := range depth {
		if nibble(a, i) != nibble(b, i) {
			return false
		}
	}
	return true
}
