package lightclient

import (
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// fullHeader has every field that types.Header knows.
func fullHeader() *types.Header {
	gas, excess, slot := uint64(1), uint64(2), uint64(3)
	return &types.Header{
		Number: big.NewInt(7), Difficulty: big.NewInt(0), ParentHash: common.Hash{1}, Root: common.Hash{2}, ReceiptHash: common.Hash{3}, Time: 99,
		BaseFee: big.NewInt(5), WithdrawalsHash: &common.Hash{4}, BlobGasUsed: &gas, ExcessBlobGas: &excess, ParentBeaconRoot: &common.Hash{5},
		RequestsHash: &common.Hash{6}, BlockAccessListHash: &common.Hash{7}, SlotNumber: &slot,
	}
}

func TestReadHeader(t *testing.T) {
	h := fullHeader()
	got, err := ReadHeader(h)
	want := Header{Number: 7, Hash: h.Hash(), ParentHash: common.Hash{1}, StateRoot: common.Hash{2}, ReceiptsRoot: common.Hash{3}, Time: 99}
	if err != nil || got != want {
		t.Fatalf("got %+v, error %v, want %+v", got, err, want)
	}
}

// TestCheckHashable: a header is refused where its hash does not cover all it says. What is accepted
// survives its own encoding.
func TestCheckHashable(t *testing.T) {
	power := func(bits uint) *big.Int { return new(big.Int).Lsh(common.Big1, bits) }
	for name, test := range map[string]struct {
		change func(h *types.Header)
		want   string // empty: accepted
	}{
		"all fields":                   {func(*types.Header) {}, ""},
		"before London":                {func(h *types.Header) { *h = types.Header{Number: big.NewInt(7), Difficulty: power(255)} }, ""},
		"largest number":               {func(h *types.Header) { h.Number = new(big.Int).SetUint64(1<<64 - 1) }, ""},
		"largest base fee":             {func(h *types.Header) { h.BaseFee = new(big.Int).Sub(power(256), common.Big1) }, ""},
		"number absent":                {func(h *types.Header) { h.Number = nil }, "field number is absent"},
		"number negative":              {func(h *types.Header) { h.Number = big.NewInt(-1) }, "field number is negative"},
		"number of 65 bits":            {func(h *types.Header) { h.Number = power(64) }, "field number has 65 bits, at most 64"},
		"difficulty absent":            {func(h *types.Header) { h.Difficulty = nil }, "field difficulty is absent"},
		"difficulty negative":          {func(h *types.Header) { h.Difficulty = big.NewInt(-1) }, "field difficulty is negative"},
		"difficulty of 257 bits":       {func(h *types.Header) { h.Difficulty = power(256) }, "field difficulty has 257 bits, at most 256"},
		"base fee negative":            {func(h *types.Header) { h.BaseFee = big.NewInt(-1) }, "field baseFeePerGas is negative"},
		"base fee of 257 bits":         {func(h *types.Header) { h.BaseFee = power(256) }, "field baseFeePerGas has 257 bits"},
		"gap at baseFeePerGas":         {func(h *types.Header) { h.BaseFee = nil }, "field baseFeePerGas is absent before a later field that is present (withdrawalsRoot)"},
		"gap at withdrawalsRoot":       {func(h *types.Header) { h.WithdrawalsHash = nil }, "field withdrawalsRoot is absent"},
		"gap at blobGasUsed":           {func(h *types.Header) { h.BlobGasUsed = nil }, "field blobGasUsed is absent"},
		"gap at excessBlobGas":         {func(h *types.Header) { h.ExcessBlobGas = nil }, "field excessBlobGas is absent"},
		"gap at parentBeaconBlockRoot": {func(h *types.Header) { h.ParentBeaconRoot = nil }, "field parentBeaconBlockRoot is absent"},
		"gap at requestsHash":          {func(h *types.Header) { h.RequestsHash = nil }, "field requestsHash is absent"},
		"gap at blockAccessListHash":   {func(h *types.Header) { h.BlockAccessListHash = nil }, "field blockAccessListHash is absent"},
		"gap of several, to the last one": {func(h *types.Header) {
			*h = types.Header{Number: h.Number, Difficulty: h.Difficulty, SlotNumber: h.SlotNumber}
		}, "field blockAccessListHash is absent"},
	} {
		t.Run(name, func(t *testing.T) {
			h := fullHeader()
			test.change(h)
			err := CheckHashable(h)
			got, readErr := ReadHeader(h)
			if test.want != "" {
				if !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), test.want) || !errors.Is(readErr, ErrMalformed) || got != (Header{}) {
					t.Fatalf("error %v and %v, want one that says %q", err, readErr, test.want)
				}
				return
			}
			if err != nil || readErr != nil {
				t.Fatalf("errors %v and %v, want it accepted", err, readErr)
			}
			encoded, err := rlp.EncodeToBytes(h)
			if err != nil {
				t.Fatal(err)
			}
			var again types.Header
			if err := rlp.DecodeBytes(encoded, &again); err != nil || again.Hash() != got.Hash {
				t.Fatalf("decodes with error %v to hash %s, want %s", err, again.Hash(), got.Hash)
			}
		})
	}
	if _, err := ReadHeader(nil); !errors.Is(err, ErrMalformed) {
		t.Fatalf("no header: error %v, want %v", err, ErrMalformed)
	}
}

// realHeaders reads the headers of a folder of the test data, which was written by others and is
// not part of the repository.
func realHeaders(t *testing.T, pattern string) (headers []*types.Header, hashes []common.Hash) {
	t.Helper()
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	files, err := filepath.Glob(filepath.Join(root, "execution", pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("no test data: set CATENARY_VECTORS to the folder that holds execution/%s", pattern)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var envelope struct{ Result json.RawMessage }
		if json.Unmarshal(data, &envelope) == nil && envelope.Result != nil {
			data = envelope.Result
		}
		var header types.Header
		var told struct{ Hash common.Hash }
		if err := errors.Join(json.Unmarshal(data, &header), json.Unmarshal(data, &told)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		headers, hashes = append(headers, &header), append(hashes, told.Hash)
	}
	return headers, hashes
}

// TestRealHeaders: the hashes of real blocks, and that each header of consecutive blocks names the
// one before.
func TestRealHeaders(t *testing.T) {
	for _, pattern := range []string{"headers/*.json", "receipts/block_*.json", "proofs/*_block.json"} {
		t.Run(filepath.Dir(pattern), func(t *testing.T) {
			headers, hashes := realHeaders(t, pattern)
			var read []Header
			for i, h := range headers {
				header, err := ReadHeader(h)
				if err != nil || header.Hash != hashes[i] {
					t.Fatalf("header %v hashes to %s, error %v, want %s", h.Number, header.Hash, err, hashes[i])
				}
				read = append(read, header)
			}
			slices.SortFunc(read, func(a, b Header) int { return int(a.Number) - int(b.Number) })
			links := 0
			for i := 1; i < len(read); i++ {
				if read[i].Number != read[i-1].Number+1 {
					continue
				}
				links++
				if read[i].ParentHash != read[i-1].Hash {
					t.Fatalf("header %d names parent %s, header %d is %s", read[i].Number, read[i].ParentHash, read[i-1].Number, read[i-1].Hash)
				}
			}
			t.Logf("%d headers, %d links", len(read), links)
		})
	}
}
