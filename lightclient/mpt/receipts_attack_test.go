package mpt

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// refit makes a changed receipt consistent in itself again, as a careful forger does.
func refit(r *types.Receipt) { r.Bloom = types.CreateBloom(r) }

// TestAttackReceipts lies about the receipts of a block in each way that leaves them well-formed:
// only the root, which is the header's, can tell.
func TestAttackReceipts(t *testing.T) {
	other := &types.Log{Address: common.Address{0xbb}, Topics: []common.Hash{{1}}, Data: []byte{1}}
	withLogs := 7 // has three
	for name, lie := range map[string]func(types.Receipts) types.Receipts{
		"hidden receipt":   func(r types.Receipts) types.Receipts { return slices.Delete(r, 5, 6) },
		"first one hidden": func(r types.Receipts) types.Receipts { return r[1:] },
		"truncated list":   func(r types.Receipts) types.Receipts { return r[:len(r)-1] },
		"empty list":       func(types.Receipts) types.Receipts { return nil },
		"extra receipt":    func(r types.Receipts) types.Receipts { return append(r, r[len(r)-1]) },
		"receipt repeated": func(r types.Receipts) types.Receipts { return slices.Insert(r, 3, r[3]) },
		"receipts swapped": func(r types.Receipts) types.Receipts {
			r[1], r[2] = r[2], r[1]
			r[1].CumulativeGasUsed, r[2].CumulativeGasUsed = r[2].CumulativeGasUsed, r[1].CumulativeGasUsed
			return r
		},
		"another block's": func(types.Receipts) types.Receipts { return blockReceipts(19) },
		"hidden log":      func(r types.Receipts) types.Receipts { r[withLogs].Logs = r[withLogs].Logs[1:]; return r },
		"all logs hidden": func(r types.Receipts) types.Receipts { r[withLogs].Logs = nil; return r },
		"invented log":    func(r types.Receipts) types.Receipts { r[withLogs].Logs = append(r[withLogs].Logs, other); return r },
		"log in another":  func(r types.Receipts) types.Receipts { r[0].Logs = append(r[0].Logs, other); return r },
		"altered data":    func(r types.Receipts) types.Receipts { r[withLogs].Logs[0].Data[5] ^= 1; return r },
		"altered topic":   func(r types.Receipts) types.Receipts { r[withLogs].Logs[0].Topics[1][31] ^= 1; return r },
		"altered address": func(r types.Receipts) types.Receipts { r[withLogs].Logs[0].Address[19] ^= 1; return r },
		"topic left out": func(r types.Receipts) types.Receipts {
			r[withLogs].Logs[0].Topics = r[withLogs].Logs[0].Topics[:2]
			return r
		},
		"reordered logs":    func(r types.Receipts) types.Receipts { slices.Reverse(r[withLogs].Logs); return r },
		"altered status":    func(r types.Receipts) types.Receipts { r[withLogs].Status ^= 1; return r },
		"altered gas":       func(r types.Receipts) types.Receipts { r[withLogs].CumulativeGasUsed++; return r },
		"another type byte": func(r types.Receipts) types.Receipts { r[withLogs].Type ^= 1; return r },
		"root for a status": func(r types.Receipts) types.Receipts { r[10].PostState = make([]byte, 32); return r },
	} {
		t.Run(name, func(t *testing.T) {
			root, err := ReceiptsRoot(encodeReceipts(t, blockReceipts(20)))
			if err != nil {
				t.Fatal(err)
			}
			forged := lie(blockReceipts(20))
			for _, r := range forged {
				refit(r)
			}
			encoded := encodeReceipts(t, forged)
			if got, err := VerifyReceipts(root, encoded); !errors.Is(err, ErrWrongRoot) || got != nil {
				t.Fatalf("got %d receipts, error %v, want %v", len(got), err, ErrWrongRoot)
			}
			// It is the root alone that refuses: under its own the forgery is a block.
			own, err := ReceiptsRoot(encoded)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := VerifyReceipts(own, encoded); err != nil {
				t.Fatalf("the forgery is not well-formed: %v", err)
			}
		})
	}
}

// fields of a receipt by hand, to be broken one at a time.
func receiptFields(logs ...[]byte) [][]byte {
	return [][]byte{{0x01}, {0x82, 0x52, 0x08}, rlpString(bloomOfTestLogs(len(logs))), rlpList(logs...)}
}

func bloomOfTestLogs(count int) []byte {
	r := &types.Receipt{}
	for range count {
		r.Logs = append(r.Logs, &types.Log{Address: common.Address{0xaa}, Topics: []common.Hash{{1}}})
	}
	bloom := types.CreateBloom(r)
	return bloom[:]
}

func testLog(change func(fields [][]byte) [][]byte) []byte {
	address := common.Address{0xaa}
	fields := [][]byte{rlpString(address[:]), rlpList(rlpString(common.Hash{1}.Bytes())), rlpString(nil)}
	if change != nil {
		fields = change(fields)
	}
	return rlpList(fields...)
}

func setField(fields [][]byte, at int, value []byte) [][]byte { fields[at] = value; return fields }

// TestAttackReceiptEncodings puts under a root of their own what no block holds: root and trie are
// right, so that the decoder alone can refuse.
func TestAttackReceiptEncodings(t *testing.T) {
	log := testLog(nil)
	receipt := func(change func(f [][]byte) [][]byte) []byte { return rlpList(change(receiptFields(log))...) }
	typed := func(kind byte, change func(f [][]byte) [][]byte) []byte {
		return append([]byte{kind}, receipt(change)...)
	}
	same := func(f [][]byte) [][]byte { return f }
	set := func(at int, value []byte) func([][]byte) [][]byte {
		return func(f [][]byte) [][]byte { return setField(f, at, value) }
	}
	logs := func(items ...[]byte) func([][]byte) [][]byte { return set(3, rlpList(items...)) }
	oneLog := func(at int, value []byte) func([][]byte) [][]byte {
		return logs(testLog(func(f [][]byte) [][]byte { return setField(f, at, value) }))
	}
	more := func(values ...[]byte) func([][]byte) [][]byte {
		return func(f [][]byte) [][]byte { return append(f, values...) }
	}
	word := func(n int) []byte { return rlpString(bytes.Repeat([]byte{1}, n)) }
	for _, honest := range [][]byte{receipt(same), typed(1, same), typed(4, same), typed(0x7e, same), typed(0x7e, more([]byte{0x05}, []byte{0x01})), receipt(set(0, word(32))),
		receipt(oneLog(1, rlpList(slices.Repeat([][]byte{rlpString(common.Hash{1}.Bytes())}, 4)...)))} {
		if _, err := DecodeReceipt(honest); err != nil {
			t.Fatalf("the receipt to be broken is refused: %v", err)
		}
	}
	for _, test := range []struct {
		name    string
		encoded []byte
		want    string
	}{
		{"type 0 as a byte", typed(0, same), "type 0x0"},
		{"unknown type 5", typed(5, same), "type 0x5"},
		{"unknown type 0x7f", typed(0x7f, same), "type 0x7f"},
		{"type beyond EIP-2718", typed(0x80, same), "type 0x80"},
		{"type in a string", rlpString(typed(2, same)), "type 0xb9"},
		{"type without a receipt", []byte{0x02}, "want an RLP list"},
		{"two type bytes", append([]byte{0x02}, typed(2, same)...), "want an RLP list"},
		{"byte after the receipt", append(receipt(same), 0), "1 bytes after its RLP list"},
		{"status two", receipt(set(0, []byte{0x02})), "status 0x02"},
		{"status zero as a byte", receipt(set(0, []byte{0x00})), "status 0x00"},
		{"status one in long form", receipt(set(0, []byte{0x81, 0x01})), "status: "},
		{"status is a list", receipt(set(0, rlpList())), "status: "},
		{"status of 31 bytes", receipt(set(0, word(31))), "status 0x0101"},
		{"state root in a typed receipt", typed(1, set(0, word(32))), "status 0x0101"},
		{"gas with a leading zero", receipt(set(1, []byte{0x82, 0x00, 0x05})), "cumulative gas"},
		{"gas of nine bytes", receipt(set(1, word(9))), "cumulative gas"},
		{"gas is a list", receipt(set(1, rlpList())), "cumulative gas"},
		{"bloom forged", receipt(set(2, rlpString(make([]byte, 256)))), "its bloom is not that of its 1 logs"},
		{"bloom full", receipt(set(2, word(256))), "its bloom is not that of its 1 logs"},
		{"bloom of 255 bytes", receipt(set(2, word(255))), "bloom: 255 bytes, want 256"},
		{"bloom is a list", receipt(set(2, rlpList())), "bloom: "},
		{"log hidden behind its bloom", receipt(logs()), "its bloom is not that of its 0 logs"},
		{"logs are a string", receipt(set(3, rlpString(nil))), "logs: "},
		{"log that overruns", receipt(set(3, []byte{0xc2, 0xc5, 0x01})), "logs: "},
		{"log is a string", receipt(logs(rlpString(longValue))), "log 0: "},
		{"second log is a string", receipt(logs(log, rlpString(longValue))), "log 1: "},
		{"address of 19 bytes", receipt(oneLog(0, word(19))), "log 0: address: 19 bytes, want 20"},
		{"address is a list", receipt(oneLog(0, rlpList())), "log 0: address: "},
		{"topics are a string", receipt(oneLog(1, rlpString(nil))), "log 0: topics: "},
		{"topic of 31 bytes", receipt(oneLog(1, rlpList(word(31)))), "log 0: topic 0: 31 bytes, want 32"},
		{"topic is a list", receipt(oneLog(1, rlpList(word(32), rlpList()))), "log 0: topic 1: "},
		{"five topics", receipt(oneLog(1, rlpList(slices.Repeat([][]byte{rlpString(common.Hash{1}.Bytes())}, 5)...))), "at most 4 topics"},
		{"data is a list", receipt(oneLog(2, rlpList())), "log 0: data: "},
		{"data in long form", receipt(oneLog(2, []byte{0xb8, 0x01, 0x80})), "log 0: data: "},
		{"log with a fourth field", receipt(logs(testLog(func(f [][]byte) [][]byte { return append(f, []byte{0x80}) }))), "log 0: 1 bytes after its third field"},
		{"log without data", receipt(logs(testLog(func(f [][]byte) [][]byte { return f[:2] }))), "log 0: data: "},
		{"receipt without logs", receipt(func(f [][]byte) [][]byte { return f[:3] }), "logs: "},
		{"fifth field", typed(2, more([]byte{0x80})), "1 bytes after its last field"},
		{"deposit's fields in another type", typed(2, more([]byte{0x05}, []byte{0x01})), "2 bytes after its last field"},
		{"deposit without a version", typed(0x7e, more([]byte{0x05})), "deposit receipt version: "},
		{"deposit of version 2", typed(0x7e, more([]byte{0x05}, []byte{0x02})), "deposit receipt version 2, want 1"},
		{"deposit nonce with a leading zero", typed(0x7e, more([]byte{0x00}, []byte{0x01})), "deposit nonce: "},
		{"deposit with malformed logs", typed(0x7e, func(f [][]byte) [][]byte {
			return append(setField(setField(f, 2, rlpString(make([]byte, 256))), 3, rlpList(rlpString(longValue))), []byte{0x05}, []byte{0x01})
		}), "log 0: "},
		{"deposit with a seventh field", typed(0x7e, more([]byte{0x05}, []byte{0x01}, []byte{0x80})), "1 bytes after its last field"},
	} {
		t.Run(test.name, func(t *testing.T) {
			encoded := [][]byte{test.encoded}
			root, err := ReceiptsRoot(encoded)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := VerifyReceipts(root, encoded); !errors.Is(err, ErrMalformedValue) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want %v with the words %q", err, ErrMalformedValue, test.want)
			}
		})
	}
	if _, err := DecodeReceipt(nil); !errors.Is(err, ErrMalformedValue) {
		t.Fatalf("no bytes: error %v, want %v", err, ErrMalformedValue)
	}
}

// TestAttackReceiptsOfNoBlock: each receipt is well-formed and the root is theirs, but together they
// are no block's.
func TestAttackReceiptsOfNoBlock(t *testing.T) {
	falling := blockReceipts(3)
	falling[2].CumulativeGasUsed = falling[1].CumulativeGasUsed - 1
	for _, test := range []struct {
		name    string
		encoded [][]byte
		kind    error
		want    string
	}{
		{"wrong cumulative gas", encodeReceipts(t, falling), ErrMalformedValue, "receipt 2 under"},
		{"empty receipt", [][]byte{{0xc0}, nil}, ErrWrongRoot, "receipt 1 is empty"},
		{"endless list", slices.Repeat([][]byte{{0xc0}}, MaxReceipts+1), ErrTooLarge, "16385 receipts"},
		{"oversized list", [][]byte{make([]byte, MaxReceiptsBytes), {0xc0}}, ErrTooLarge, "in the first 2 of 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := newOrderedTrie(test.encoded).root
			if errors.Is(test.kind, ErrTooLarge) {
				root = func() common.Hash { return common.Hash{} } // refused before anything is hashed
			}
			if _, err := VerifyReceipts(root(), test.encoded); !errors.Is(err, test.kind) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want %v with the words %q", err, test.kind, test.want)
			}
			if _, _, err := ProveReceipt(test.encoded, 0); test.name != "wrong cumulative gas" && !errors.Is(err, test.kind) {
				t.Fatalf("proof: error %v, want %v", err, test.kind)
			}
		})
	}
	if err := checkReceiptList(slices.Repeat([][]byte{{0xc0}}, MaxReceipts)); err != nil {
		t.Fatalf("as many receipts as there can be: %v", err)
	}
	if err := checkReceiptList([][]byte{make([]byte, MaxReceiptsBytes)}); err != nil {
		t.Fatalf("as many bytes as there can be: %v", err)
	}
	// Equal gas is no fall: some chains' own transactions use none.
	level := blockReceipts(2)
	level[1].CumulativeGasUsed = level[0].CumulativeGasUsed
	encoded := encodeReceipts(t, level)
	root, err := ReceiptsRoot(encoded)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := VerifyReceipts(root, encoded); err != nil {
		t.Fatal(err)
	}
}

// TestAttackReceiptProof damages a proof that was made here, and shows it for what it isn't.
func TestAttackReceiptProof(t *testing.T) {
	encoded := encodeReceipts(t, blockReceipts(200))
	prove := func(index uint64) (common.Hash, [][]byte) {
		root, proof, err := ProveReceipt(encoded, index)
		if err != nil {
			t.Fatal(err)
		}
		return root, proof
	}
	root, present := prove(77)
	_, absent := prove(200)
	_, neighbour := prove(78)
	otherRoot, _, err := ProveReceipt(encoded[1:], 0)
	if err != nil {
		t.Fatal(err)
	}
	malformed := [][]byte{append([]byte{0x05}, rlpList()...)}
	malformedRoot, malformedProof, err := ProveReceipt(malformed, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		root  common.Hash
		index uint64
		proof [][]byte
		kind  error
	}{
		{"missing node", root, 77, present[:len(present)-1], ErrMissingNode},
		{"missing root", root, 77, present[1:], ErrMissingNode},
		{"extra node", root, 77, append(slices.Clone(present), neighbour[len(neighbour)-1]), ErrUnusedNode},
		{"swapped node", root, 77, append(slices.Clone(present[:len(present)-1]), neighbour[len(neighbour)-1]), ErrMissingNode},
		{"proof of its neighbour", root, 77, neighbour, ErrMissingNode},
		{"exclusion shown as inclusion", root, 77, absent, ErrMissingNode},
		{"inclusion shown as exclusion", root, 200, present, ErrMissingNode},
		{"of another block", otherRoot, 77, present, ErrMissingNode},
		{"of an unknown type", malformedRoot, 0, malformedProof, ErrMalformedValue},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, present, err := ReadReceipt(test.root, test.index, test.proof); present || !errors.Is(err, test.kind) {
				t.Fatalf("present %v, error %v, want %v", present, err, test.kind)
			}
		})
	}
	// An altered receipt hashes to another leaf.
	altered := cloneProof(present)
	altered[len(altered)-1][len(altered[len(altered)-1])-1] ^= 1
	if crypto.Keccak256Hash(altered[0]) != root {
		t.Fatal("the altered node is the root, want the leaf")
	}
	if _, present, err := ReadReceipt(root, 77, altered); present || !errors.Is(err, ErrMissingNode) {
		t.Fatalf("altered receipt: present %v, error %v", present, err)
	}
}
