package mpt

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
)

var (
	testAddress = common.HexToAddress("0x00000000219ab540356cbb839cbe05303d7705fa")
	testSlot    = common.HexToHash("0x01")
)

// aloneAt is a trie whose only key carries value.
func aloneAt(key, value []byte) (common.Hash, [][]byte) {
	leaf := makeLeaf(value, nibblesOf(key)...)
	return crypto.Keccak256Hash(leaf), [][]byte{leaf}
}

// TestMalformedAccounts: correct trie, wrong account. The trie is one leaf, so only the decoder of
// values can refuse.
func TestMalformedAccounts(t *testing.T) {
	nonce, balance := []byte{0x05}, []byte{0x82, 0x01, 0x00}
	root, code := byHash([]byte("root")), byHash([]byte("code"))
	long := func(n int) []byte { return rlpString(bytes.Repeat([]byte{1}, n)) }
	for _, test := range []struct {
		name  string
		value []byte
		want  string
	}{
		{"a string", rlpString(longValue), "account: want an RLP list"},
		{"byte after the list", append(rlpList(nonce, balance, root, code), 0), "1 bytes after its RLP list"},
		{"three fields", rlpList(nonce, balance, root), "account code hash"},
		{"five fields", rlpList(nonce, balance, root, code, nonce), "1 bytes after its fourth field"},
		{"nonce with a leading zero", rlpList([]byte{0x82, 0x00, 0x05}, balance, root, code), "account nonce"},
		{"nonce zero as a byte", rlpList([]byte{0x00}, balance, root, code), "account nonce"},
		{"nonce of 9 bytes", rlpList(long(9), balance, root, code), "account nonce"},
		{"nonce is a list", rlpList(rlpList(), balance, root, code), "account nonce"},
		{"balance with a leading zero", rlpList(nonce, []byte{0x82, 0x00, 0x05}, root, code), "account balance: 2 bytes with a leading zero"},
		{"balance zero as a byte", rlpList(nonce, []byte{0x00}, root, code), "account balance: 1 bytes with a leading zero"},
		{"balance of 33 bytes", rlpList(nonce, long(33), root, code), "account balance: 33 bytes"},
		{"balance is a list", rlpList(nonce, rlpList(), root, code), "account balance"},
		{"storage root of 31 bytes", rlpList(nonce, balance, long(31), code), "account storage root: 31 bytes, want 32"},
		{"storage root is a list", rlpList(nonce, balance, rlpList(), code), "account storage root"},
		{"code hash of 33 bytes", rlpList(nonce, balance, root, long(33)), "account code hash: 33 bytes, want 32"},
		{"code hash empty", rlpList(nonce, balance, root, []byte{0x80}), "account code hash: 0 bytes, want 32"},
		{"a slot's value", rlpString(bytes.Repeat([]byte{9}, 32)), "account: want an RLP list"},
	} {
		t.Run(test.name, func(t *testing.T) {
			hash, proof := aloneAt(crypto.Keccak256(testAddress[:]), test.value)
			account, present, err := VerifyAccount(hash, testAddress, proof)
			if account != (Account{}) || present {
				t.Errorf("got %+v, present %v along with the refusal", account, present)
			}
			wantMalformedValue(t, err, test.want)
		})
	}
}

// TestAccountBounds: the smallest and the largest account there can be.
func TestAccountBounds(t *testing.T) {
	full := new(uint256.Int).SetAllOne()
	for _, want := range []Account{
		{Balance: new(uint256.Int)},
		{Nonce: math.MaxUint64, Balance: full, StorageRoot: common.MaxHash, CodeHash: common.MaxHash},
	} {
		value, err := rlp.EncodeToBytes([]any{want.Nonce, want.Balance, want.StorageRoot, want.CodeHash})
		if err != nil {
			t.Fatal(err)
		}
		hash, proof := aloneAt(crypto.Keccak256(testAddress[:]), value)
		if n := len(proof[0]); n > maxBranchBytes {
			t.Errorf("leaf has %d bytes, want at most %d", n, maxBranchBytes)
		}
		got, present, err := VerifyAccount(hash, testAddress, proof)
		if err != nil || !present || !got.Balance.Eq(want.Balance) || got.Nonce != want.Nonce || got.StorageRoot != want.StorageRoot || got.CodeHash != want.CodeHash {
			t.Errorf("got %+v, %v, %v; want %+v", got, present, err, want)
		}
	}
}

// TestMalformedSlots: correct trie, wrong storage value.
func TestMalformedSlots(t *testing.T) {
	for _, test := range []struct {
		name  string
		value []byte
		want  string
	}{
		{"a list", rlpList([]byte{5}), "slot: want an RLP string"},
		{"byte after the string", []byte{0x05, 0x06}, "1 bytes after its RLP string"},
		{"stored zero", []byte{0x80}, "a stored zero"},
		{"stored zero as a byte", []byte{0x00}, "leading zero"},
		{"leading zero", []byte{0x82, 0x00, 0x05}, "2 bytes with a leading zero"},
		{"33 bytes", rlpString(bytes.Repeat([]byte{5}, 33)), "33 bytes, want at most 32"},
		{"one byte in long form", []byte{0x81, 0x05}, "slot: want an RLP string"},
		{"raw 32 bytes without RLP", bytes.Repeat([]byte{0xa0}, 32), "slot: want an RLP string"},
	} {
		t.Run(test.name, func(t *testing.T) {
			hash, proof := aloneAt(crypto.Keccak256(testSlot[:]), test.value)
			value, present, err := VerifyStorage(hash, testSlot, proof)
			if value != (common.Hash{}) || present {
				t.Errorf("got %s, present %v along with the refusal", value, present)
			}
			wantMalformedValue(t, err, test.want)
		})
	}
}

// TestMalformedReceipts: correct trie, no receipt envelope.
func TestMalformedReceipts(t *testing.T) {
	for _, test := range []struct {
		name  string
		value []byte
		want  string
	}{
		{"type 0", append([]byte{0x00}, rlpList()...), "first byte 0x0"},
		{"type above 0x7f", append([]byte{0x80}, rlpList()...), "first byte 0x80"},
		{"envelope wrapped once more in a string", rlpString(append([]byte{0x02}, rlpList()...)), "first byte 0x82"},
		{"type byte alone", []byte{0x02}, "receipt: want an RLP list"},
		{"typed string", []byte{0x02, 0x83, 1, 2, 3}, "receipt: want an RLP list"},
		{"byte after a typed list", append([]byte{0x02}, append(rlpList(), 7)...), "1 bytes after its RLP list"},
		{"byte after a legacy list", append(rlpList(), 7), "1 bytes after its RLP list"},
		{"cut list", rlpList(longValue)[:10], "receipt: want an RLP list"},
	} {
		t.Run(test.name, func(t *testing.T) {
			hash, proof := aloneAt(rlp.AppendUint64(nil, 7), test.value)
			receipt, present, err := VerifyReceipt(hash, 7, proof)
			if receipt != nil || present {
				t.Errorf("got %x, present %v along with the refusal", receipt, present)
			}
			wantMalformedValue(t, err, test.want)
		})
	}
}

// TestMalformedReceiptsAreNot: the first and the last type that an envelope can have.
func TestMalformedReceiptsAreNot(t *testing.T) {
	for _, kind := range []byte{0x01, 0x7f} {
		want := append([]byte{kind}, rlpList(rlpString(longValue))...)
		hash, proof := aloneAt(rlp.AppendUint64(nil, 7), want)
		if receipt, present, err := VerifyReceipt(hash, 7, proof); err != nil || !present || !bytes.Equal(receipt, want) {
			t.Fatalf("type %#x: got %x, present %v, error %v", kind, receipt, present, err)
		}
	}
}

// TestReceiptIsACopy: the caller may reuse the proof's buffers.
func TestReceiptIsACopy(t *testing.T) {
	want := append([]byte{0x02}, rlpList(rlpString(longValue))...)
	hash, proof := aloneAt(rlp.AppendUint64(nil, 7), want)
	receipt, _, err := VerifyReceipt(hash, 7, proof)
	if err != nil {
		t.Fatal(err)
	}
	clear(proof[0])
	if !bytes.Equal(receipt, want) {
		t.Fatalf("receipt changed with the proof: got %x, want %x", receipt, want)
	}
}

func wantMalformedValue(t *testing.T, err error, words string) {
	t.Helper()
	if !errors.Is(err, ErrMalformedValue) || !strings.Contains(err.Error(), words) {
		t.Fatalf("got error %v; want %q with the words %q", err, ErrMalformedValue, words)
	}
}
