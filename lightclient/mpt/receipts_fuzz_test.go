package mpt

import (
	"bytes"
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
)

// FuzzReceipt: what is accepted encodes to the same bytes, and go-ethereum reads the same.
func FuzzReceipt(f *testing.F) {
	for _, encoded := range encodeReceipts(f, blockReceipts(12)) {
		f.Add(encoded)
	}
	f.Add(rlpList(append([][]byte{rlpString(bytes.Repeat([]byte{7}, 32))}, receiptFields(testLog(nil))[1:]...)...))
	deposit := Receipt{Type: DepositReceipt, Deposit: &Deposit{Nonce: 5, Version: 1}}
	f.Add(AppendReceipt(nil, &deposit))
	f.Fuzz(func(t *testing.T, encoded []byte) {
		r, err := DecodeReceipt(encoded)
		if err != nil {
			if !errors.Is(err, ErrMalformedValue) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		if again := AppendReceipt(nil, &r); !bytes.Equal(again, encoded) {
			t.Fatalf("%x was accepted, want %x", encoded, again)
		}
		if checkReceipt(encoded) != nil {
			t.Fatalf("%x was accepted, but is no envelope", encoded)
		}
		if r.Type == DepositReceipt {
			return // go-ethereum does not know it
		}
		var theirs types.Receipt
		if err := theirs.UnmarshalBinary(encoded); err != nil || !sameReceipt(r, ours(&theirs)) {
			t.Fatalf("got %+v; go-ethereum says %+v, %v", r, theirs, err)
		}
		if theirs.Bloom != types.CreateBloom(&theirs) {
			t.Fatalf("bloom %x was accepted", theirs.Bloom)
		}
	})
}

// FuzzReceiptsRoot reads lists of values as RLP, so that sizes and contents are the fuzzer's: roots
// are go-ethereum's, and a proof of any index is what it says.
func FuzzReceiptsRoot(f *testing.F) {
	for _, count := range []int{0, 1, 2, 17, 130} {
		encoded, err := rlp.EncodeToBytes(encodeReceipts(f, blockReceipts(count)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encoded, uint64(count/2))
		f.Add(encoded, uint64(count))
	}
	short, err := rlp.EncodeToBytes(encodedList{{0xc0}, {0xc1, 0x05}, {0x02, 0xc0}, {0xc0}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(short, uint64(3))
	f.Fuzz(func(t *testing.T, input []byte, index uint64) {
		var list encodedList
		if rlp.DecodeBytes(input, &list) != nil {
			return
		}
		for _, value := range list {
			if len(value) == 0 {
				if _, err := ReceiptsRoot(list); !errors.Is(err, ErrWrongRoot) {
					t.Fatalf("an empty receipt: error %v", err)
				}
				return
			}
		}
		want := types.DeriveSha(list, trie.NewStackTrie(nil))
		root, proof, err := ProveReceipt(list, index)
		if err != nil || root != want {
			t.Fatalf("root %s, error %v, want %s", root, err, want)
		}
		value, present, err := lookup(root, rlp.AppendUint64(nil, index), proof, receiptTrie)
		if err != nil || present != (index < uint64(len(list))) || present && !bytes.Equal(value, list[index]) {
			t.Fatalf("index %d of %d: got %x, %v, %v", index, len(list), value, present, err)
		}
	})
}
