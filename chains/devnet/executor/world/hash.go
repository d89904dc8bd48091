package world

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethdb"

	"github.com/catenary-bridge/catenary/chains/devnet/keccaks"
)

// hasher encodes and hashes nodes as the Yellow Paper's appendix D says. It is used by
// one goroutine.
type hasher struct {
	keccak crypto.KeccakState
	buf    []byte // of encodings, one after another
	levels [][]pending
	nodes  [][]byte
	hashes []common.Hash
}

// pending is a node without a reference, whose path begins at a nibble.
type pending struct {
	*node
	from uint8
}

func newHasher() *hasher {
	return &hasher{keccak: crypto.NewKeccakState(), buf: make([]byte, 0, 640)}
}

// refer computes the references of a subtree, whose root's path begins at a nibble: level by
// level from the leaves on, so that many nodes are hashed together.
func (h *hasher) refer(n *node, from uint8) {
	h.collect(n, from)
	for i, level := range h.levels {
		for len(level) > 0 {
			some := level[:min(len(level), hashedTogether)]
			h.referSome(some)
			level = level[len(some):]
		}
		h.levels[i] = h.levels[i][:0]
	}
}

// collect sorts the nodes without references by their height above the lowest of them, which
// it returns; -1 for none.
func (h *hasher) collect(n *node, from uint8) int {
	if n.size != 0 {
		return -1
	}
	height := 0
	for _, kid := range n.kids {
		height = max(height, h.collect(kid, n.depth+1)+1)
	}
	for len(h.levels) <= height {
		h.levels = append(h.levels, nil)
	}
	h.levels[height] = append(h.levels[height], pending{n, from})
	return height
}

// referSome computes references of nodes whose children have theirs.
func (h *hasher) referSome(some []pending) {
	h.buf, h.nodes = h.buf[:0], h.nodes[:0]
	for _, p := range some {
		h.nodes = append(h.nodes, h.encode(p.node, p.from))
	}
	if len(h.hashes) < len(some) {
		h.hashes = make([]common.Hash, hashedTogether)
	}
	keccaks.Sum(h.nodes, h.hashes[:len(some)])
	for i, p := range some {
		p.ref, p.size = h.hashes[i], common.HashLength
		if enc := h.nodes[i]; len(enc) < common.HashLength { // it stands in its parent itself
			p.ref = common.Hash{}
			p.size = uint8(copy(p.ref[:], enc))
		}
	}
}

// encode appends the encoding of a node whose children have references to the buffer.
func (h *hasher) encode(n *node, from uint8) []byte {
	if n.kids == nil {
		return h.path(n, from, 2*common.HashLength, n.value.(interface{ append([]byte) []byte }).append)
	}
	branch := h.branch(n)
	if n.depth == from {
		return branch
	}
	ref, size := h.reference(branch)
	return h.path(n, from, n.depth, func(b []byte) []byte { return appendRef(b, &ref, size) })
}

// branch encodes the branch itself, without the extension before it.
func (h *hasher) branch(n *node) []byte {
	at := len(h.buf)
	b := append(h.buf, 0, 0, 0) // room for the list's prefix
	kids := n.kids
	for nib := range uint8(16) {
		if n.mask>>nib&1 == 0 {
			b = append(b, 0x80)
			continue
		}
		b = appendRef(b, &kids[0].ref, kids[0].size)
		kids = kids[1:]
	}
	b = append(b, 0x80) // no value: keys are of one length
	h.buf = b
	return closeList(b[at:])
}

// path encodes a leaf or an extension: the nibbles from..to in hex-prefix form, then an item.
func (h *hasher) path(n *node, from, to uint8, item func([]byte) []byte) []byte {
	at := len(h.buf)
	b := append(h.buf, 0, 0, 0)
	odd, flag := (to-from)&1, byte(0)
	if n.kids == nil {
		flag = 0x20
	}
	if length := 1 + (to-from)/2; length > 1 {
		b = append(b, 0x80+length)
	}
	if odd == 1 {
		b = append(b, flag|0x10|nibble(&n.key, from))
		from++
	} else {
		b = append(b, flag)
	}
	for ; from < to; from += 2 {
		b = append(b, nibble(&n.key, from)<<4|nibble(&n.key, from+1))
	}
	b = item(b)
	h.buf = b
	return closeList(b[at:])
}

// closeList writes the prefix of a list into the three bytes left free for it.
func closeList(b []byte) []byte {
	switch n := len(b) - 3; {
	case n < 56:
		b[2] = 0xc0 + byte(n)
		return b[2:]
	case n < 256:
		b[1], b[2] = 0xf8, byte(n)
		return b[1:]
	default: // a full branch has 532 bytes
		b[0], b[1], b[2] = 0xf9, byte(n>>8), byte(n)
		return b
	}
}

func appendRef(b []byte, ref *common.Hash, size uint8) []byte {
	if size == common.HashLength {
		b = append(b, 0x80+common.HashLength)
	}
	return append(b, ref[:size]...)
}

// reference is the hash of an encoding, or the encoding itself if it is shorter.
func (h *hasher) reference(enc []byte) (ref common.Hash, size uint8) {
	if len(enc) < common.HashLength {
		return ref, uint8(copy(ref[:], enc))
	}
	return h.sum(enc), common.HashLength
}

func (h *hasher) sum(b []byte) (sum common.Hash) {
	h.keccak.Reset()
	h.keccak.Write(b)
	_, _ = h.keccak.Read(sum[:]) // a sponge always has more
	return sum
}

// rootHash is the hash of a tree whose references are computed: that of the root node,
// however short it is.
func rootHash(root *node) common.Hash {
	switch {
	case root == nil:
		return types.EmptyRootHash
	case root.size < common.HashLength:
		return crypto.Keccak256Hash(root.ref[:root.size])
	}
	return root.ref
}

// prove writes the nodes on the way to a key, or to where it would be, as eth_getProof
// has them: those that are referred to by hash.
func prove(root *node, key *common.Hash, out ethdb.KeyValueWriter) error {
	h := newHasher()
	write := func(enc []byte, top bool) error {
		if !top && len(enc) < common.HashLength {
			return nil
		}
		hash := h.sum(enc)
		return out.Put(hash[:], enc)
	}
	from := uint8(0)
	for n := root; n != nil; {
		top := n == root
		if err := write(common.CopyBytes(h.encode(n, from)), top); err != nil || n.kids == nil {
			return err
		}
		if n.depth > from {
			if shared(&n.key, key) < n.depth {
				return nil // the extension shows that the key is absent
			}
			if err := write(common.CopyBytes(h.branch(n)), false); err != nil {
				return err
			}
		}
		i, ok := n.place(nibble(key, n.depth))
		if !ok {
			return nil
		}
		n, from = n.kids[i], n.depth+1
	}
	return nil
}
