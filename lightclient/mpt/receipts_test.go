package mpt

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"pgregory.net/rapid"
)

// ours is a receipt of go-ethereum's as this package reads it.
func ours(r *types.Receipt) Receipt {
	receipt := Receipt{Type: r.Type, Status: byte(r.Status), CumulativeGasUsed: r.CumulativeGasUsed, Bloom: r.Bloom}
	if len(r.PostState) > 0 {
		root := common.BytesToHash(r.PostState)
		receipt.PostState, receipt.Status = &root, 0
	}
	for _, log := range r.Logs {
		receipt.Logs = append(receipt.Logs, Log{Address: log.Address, Topics: log.Topics, Data: log.Data})
	}
	return receipt
}

// sameReceipt compares what two receipts say: nil and empty are one.
func sameReceipt(a, b Receipt) bool {
	for _, r := range []*Receipt{&a, &b} {
		logs := make([]Log, len(r.Logs))
		for i, log := range r.Logs {
			logs[i] = Log{log.Address, append([]common.Hash{}, log.Topics...), append([]byte{}, log.Data...)}
		}
		r.Logs = logs
	}
	return reflect.DeepEqual(a, b)
}

func drawReceipt(rt *rapid.T) *types.Receipt {
	hash := rapid.Custom(func(rt *rapid.T) common.Hash {
		return common.BytesToHash(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(rt, "word"))
	})
	r := &types.Receipt{Type: rapid.Uint8Range(0, 4).Draw(rt, "type"), Status: rapid.Uint64Range(0, 1).Draw(rt, "status"), CumulativeGasUsed: rapid.Uint64().Draw(rt, "gas")}
	if r.Type == types.LegacyTxType && rapid.Bool().Draw(rt, "before Byzantium") {
		root := hash.Draw(rt, "state root")
		r.PostState = root[:]
	}
	for range rapid.IntRange(0, 3).Draw(rt, "logs") {
		address := hash.Draw(rt, "address")
		r.Logs = append(r.Logs, &types.Log{Address: common.BytesToAddress(address[:]),
			Topics: rapid.SliceOfN(hash, 0, 4).Draw(rt, "topics"), Data: rapid.SliceOfN(rapid.Byte(), 0, 80).Draw(rt, "data")})
	}
	r.Bloom = types.CreateBloom(r)
	return r
}

// TestReceiptEncodings: every receipt that go-ethereum writes is read as what it is, and written
// the same.
func TestReceiptEncodings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		theirs := drawReceipt(rt)
		encoded, err := theirs.MarshalBinary()
		if err != nil {
			rt.Fatal(err)
		}
		got, err := DecodeReceipt(encoded)
		if want := ours(theirs); err != nil || !sameReceipt(got, want) {
			rt.Fatalf("got %+v, error %v, want %+v", got, err, want)
		}
		if again := AppendReceipt([]byte{1, 2}, &got); !bytes.Equal(again[2:], encoded) || !bytes.Equal(again[:2], []byte{1, 2}) {
			rt.Fatalf("encodes as %x, want %x", again, encoded)
		}
	})
}

// TestDepositReceipts: before Canyon the root covers neither nonce nor version, since then both.
func TestDepositReceipts(t *testing.T) {
	bloom := make([]byte, types.BloomByteLength)
	for name, test := range map[string]struct {
		receipt Receipt
		list    []any
	}{
		"before Canyon": {Receipt{Type: DepositReceipt, Status: 1, CumulativeGasUsed: 46_913}, []any{uint64(1), uint64(46_913), bloom, []any{}}},
		"since Canyon": {Receipt{Type: DepositReceipt, Status: 1, CumulativeGasUsed: 46_913, Deposit: &Deposit{Nonce: 300, Version: 1}},
			[]any{uint64(1), uint64(46_913), bloom, []any{}, uint64(300), uint64(1)}},
		"nonce zero": {Receipt{Type: DepositReceipt, Deposit: &Deposit{Version: 1}}, []any{uint64(0), uint64(0), bloom, []any{}, uint64(0), uint64(1)}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := rlp.EncodeToBytes(test.list)
			if err != nil {
				t.Fatal(err)
			}
			want := append([]byte{0x7e}, list...)
			if got := AppendReceipt(nil, &test.receipt); !bytes.Equal(got, want) {
				t.Fatalf("encodes as %x, want %x", got, want)
			}
			if got, err := DecodeReceipt(want); err != nil || !sameReceipt(got, test.receipt) {
				t.Fatalf("got %+v, error %v, want %+v", got, err, test.receipt)
			}
		})
	}
}

// TestBlooms: the function of the Yellow Paper, as go-ethereum computes it.
func TestBlooms(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var blooms bloomBits
		for range 3 { // what is remembered from one receipt serves the next
			theirs := drawReceipt(rt)
			if got := blooms.of(ours(theirs).Logs); got != theirs.Bloom {
				rt.Fatalf("bloom is %x, want %x", got, theirs.Bloom)
			}
		}
	})
}

// TestReceiptsRootOfAllSizes compares with go-ethereum around the sizes at which rlp(index) changes,
// with values so short that they are inlined as well.
func TestReceiptsRootOfAllSizes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		count := rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(125, 131), rapid.IntRange(254, 260)).Draw(rt, "receipts")
		value := rapid.SliceOfN(rapid.Byte(), 1, rapid.SampledFrom([]int{1, 40, 80}).Draw(rt, "size"))
		list := make(encodedList, count)
		for i := range list {
			list[i] = value.Draw(rt, "value")
		}
		want := types.DeriveSha(list, trie.NewStackTrie(nil))
		if got, err := ReceiptsRoot(list); err != nil || got != want {
			rt.Fatalf("root of %d is %s, error %v, want %s", count, got, err, want)
		}
	})
}

// TestReceiptsRootOfLargeBlock: with indexes of two bytes on either side of a byte's end.
func TestReceiptsRootOfLargeBlock(t *testing.T) {
	for _, count := range []int{MaxReceipts - 1, 4_095, 4_096, 4_097, MaxReceipts} {
		list := make(encodedList, count)
		for i := range list {
			list[i] = rlp.AppendUint64([]byte{0x02}, uint64(i))
		}
		want := types.DeriveSha(list, trie.NewStackTrie(nil))
		if got, err := ReceiptsRoot(list); err != nil || got != want {
			t.Fatalf("root of %d is %s, error %v, want %s", count, got, err, want)
		}
	}
}

func TestVerifyReceipts(t *testing.T) {
	for _, count := range []int{0, 1, 2, 127, 128, 129, 200, 257} {
		theirs := blockReceipts(count)
		root := types.DeriveSha(theirs, trie.NewStackTrie(nil))
		got, err := VerifyReceipts(root, encodeReceipts(t, theirs))
		if err != nil || len(got) != count {
			t.Fatalf("%d receipts: got %d, error %v", count, len(got), err)
		}
		for i := range got {
			if want := ours(theirs[i]); !sameReceipt(got[i], want) {
				t.Fatalf("receipt %d of %d is %+v, want %+v", i, count, got[i], want)
			}
		}
	}
}

// TestProofsAreTheOracles: node for node what go-ethereum's trie shows, of presence and of absence.
func TestProofsAreTheOracles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		count := rapid.OneOf(rapid.IntRange(0, 20), rapid.IntRange(126, 131), rapid.IntRange(254, 258)).Draw(rt, "receipts")
		size := rapid.SampledFrom([]int{1, 40, 300}).Draw(rt, "size")
		oracle, list := newOracleTrie(t), make([][]byte, count)
		for i := range list {
			list[i] = append([]byte{0x02}, rlpList(rlpString(bytes.Repeat([]byte{byte(i)}, size)))...)
			oracle.MustUpdate(rlp.AppendUint64(nil, uint64(i)), list[i])
		}
		probe := func(index uint64) {
			root, proof, err := ProveReceipt(list, index)
			if err != nil || root != oracle.Hash() {
				rt.Fatalf("root %s, error %v, want %s", root, err, oracle.Hash())
			}
			if want := oracle.prove(t, rlp.AppendUint64(nil, index)); count > 0 && !reflect.DeepEqual(proof, want) {
				rt.Fatalf("proof of %d of %d is %x, want %x", index, count, proof, want)
			}
			got, present, err := VerifyReceipt(root, index, proof)
			if err != nil || present != (index < uint64(count)) || present && !bytes.Equal(got, list[index]) {
				rt.Fatalf("receipt %d of %d: got %x, present %v, error %v", index, count, got, present, err)
			}
		}
		for range 4 {
			probe(rapid.Uint64Range(0, uint64(count)+2).Draw(rt, "index"))
		}
		probe(0)
		probe(uint64(count))
		probe(rapid.Uint64().Draw(rt, "far index"))
	})
}

func TestReadReceipt(t *testing.T) {
	theirs := blockReceipts(20)
	encoded := encodeReceipts(t, theirs)
	root, proof, err := ProveReceipt(encoded, 13)
	if err != nil {
		t.Fatal(err)
	}
	got, present, err := ReadReceipt(root, 13, proof)
	if want := ours(theirs[13]); err != nil || !present || !sameReceipt(got, want) {
		t.Fatalf("got %+v, present %v, error %v, want %+v", got, present, err, want)
	}
	root, proof, err = ProveReceipt(encoded, 20)
	if err != nil {
		t.Fatal(err)
	}
	if got, present, err := ReadReceipt(root, 20, proof); err != nil || present || !sameReceipt(got, Receipt{}) {
		t.Fatalf("got %+v, present %v, error %v, want proven absence", got, present, err)
	}
}
