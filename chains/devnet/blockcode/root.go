package blockcode

import (
	"math/bits"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/keccaks"
)

// Root is the root of the trie of a list, whose keys are RLP(index): types.DeriveSha. No item
// may be empty.
//
// The shape of the trie follows from the number of items. So leaves, which are nearly all there
// is to hash, are encoded first and hashed together.
func Root(items [][]byte) common.Hash {
	if len(items) == 0 {
		return types.EmptyRootHash
	}
	t := list{keys: keysOf(len(items)), hasher: crypto.NewKeccakState()}
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	t.hashLeaves(items, room)
	ref := t.write(0, len(items), 0)
	if len(ref) == 1+common.HashLength {
		return common.BytesToHash(ref[1:])
	}
	return crypto.Keccak256Hash(ref) // a root is hashed however small it is
}

// room is what it takes to hash a list's leaves: as much as the list, and needed again for the next.
type room struct {
	encoded, refs []byte
	hashes        []common.Hash
	nodes         [][]byte
}

var rooms = sync.Pool{New: func() any { return new(room) }}

type list struct {
	keys   []key // ascending as strings of nibbles
	leaves [][]byte
	hasher crypto.KeccakState
}

// key is RLP(index): at most 5 bytes, in the upper ones of bits, and how many nibbles that is.
type key struct {
	bits    uint64
	nibbles int
	index   int
}

func keysOf(n int) []key {
	keys := make([]key, 0, n)
	add := func(i int) {
		var room [9]byte
		b := appendUint(room[:0], uint64(i))
		k := key{nibbles: 2 * len(b), index: i}
		for at, x := range b {
			k.bits |= uint64(x) << (56 - 8*at)
		}
		keys = append(keys, k)
	}
	for i := 1; i < min(n, 0x80); i++ { // an own encoding each, before that of 0, which is 0x80
		add(i)
	}
	add(0)
	for i := 0x80; i < n; i++ {
		add(i)
	}
	return keys
}

func (k *key) nibble(i int) byte { return byte(k.bits >> (60 - 4*i) & 15) }

// shared counts the nibbles that two keys begin with; none is a prefix of the other.
func (k *key) shared(o *key) int { return bits.LeadingZeros64(k.bits^o.bits) / 4 }

// hashLeaves encodes and refers to all leaves. A leaf stands below the last nibble that its key
// shares with a neighbour.
func (t *list) hashLeaves(items [][]byte, r *room) {
	size := 0
	for _, item := range items {
		size += len(item) + 16
	}
	r.nodes = slices.Grow(r.nodes[:0], len(t.keys))[:len(t.keys)]
	r.hashes = slices.Grow(r.hashes[:0], len(t.keys))[:len(t.keys)]
	buf, nodes := slices.Grow(r.encoded[:0], size), r.nodes
	for i := range t.keys {
		k, depth := &t.keys[i], 0
		if i > 0 {
			depth = k.shared(&t.keys[i-1]) + 1
		}
		if i+1 < len(t.keys) {
			depth = max(depth, k.shared(&t.keys[i+1])+1)
		}
		from := len(buf)
		buf = appendLeaf(buf, k, depth, items[k.index])
		nodes[i] = buf[from:len(buf):len(buf)]
	}
	t.leaves = nodes
	hashes := r.hashes
	keccaks.Sum(nodes, hashes) // of those that are embedded as well, which no block has
	refs := slices.Grow(r.refs[:0], (1+common.HashLength)*len(nodes))
	r.encoded, r.refs = buf, refs
	for i, node := range nodes {
		if len(node) >= common.HashLength {
			refs = append(append(refs, 0x80+common.HashLength), hashes[i][:]...)
			t.leaves[i] = refs[len(refs)-1-common.HashLength:]
		}
	}
}

func appendLeaf(b []byte, k *key, depth int, value []byte) []byte {
	var room [6]byte
	path := compact(room[:0], k, depth, k.nibbles, 0x20)
	b = appendHead(b, 0xc0, stringSize(path)+stringSize(value))
	return appendString(appendString(b, path), value)
}

// compact writes nibbles from..to in hex-prefix form (Yellow Paper, appendix C).
func compact(b []byte, k *key, from, to int, flag byte) []byte {
	if (to-from)%2 == 1 {
		b = append(b, flag|0x10|k.nibble(from))
		from++
	} else {
		b = append(b, flag)
	}
	for ; from < to; from += 2 {
		b = append(b, k.nibble(from)<<4|k.nibble(from+1))
	}
	return b
}

// refer is what a parent says of a node: its hash, or, below 32 bytes, itself.
func (t *list) refer(node []byte) []byte {
	if len(node) < common.HashLength {
		return node
	}
	ref := make([]byte, 1+common.HashLength)
	ref[0] = 0x80 + common.HashLength
	t.hasher.Reset()
	_, _ = t.hasher.Write(node) // neither of the two ever fails
	_, _ = t.hasher.Read(ref[1:])
	return ref
}

// write refers to the subtree of the keys from..to, which share their first depth nibbles.
func (t *list) write(from, to, depth int) []byte {
	if to-from == 1 {
		return t.leaves[from]
	}
	fork := t.keys[from].shared(&t.keys[to-1])
	node := t.refer(t.branch(from, to, fork))
	if fork == depth {
		return node
	}
	var room [6]byte
	path := compact(room[:0], &t.keys[from], depth, fork, 0)
	b := appendHead(nil, 0xc0, stringSize(path)+len(node))
	return t.refer(append(appendString(b, path), node...))
}

// branch encodes one that stands at a nibble.
func (t *list) branch(from, to, at int) []byte {
	var kids [16][]byte
	size := 1 // of the value, which is none
	for nib := range kids {
		end := from
		for end < to && int(t.keys[end].nibble(at)) == nib {
			end++
		}
		kids[nib] = emptyItem
		if end > from {
			kids[nib] = t.write(from, end, at+1)
			from = end
		}
		size += len(kids[nib])
	}
	b := appendHead(make([]byte, 0, listSize(size)), 0xc0, size)
	for _, kid := range kids {
		b = append(b, kid...)
	}
	return append(b, emptyItem...)
}

var emptyItem = []byte{0x80}
