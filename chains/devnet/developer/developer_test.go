package developer

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

var (
	chain = big.NewInt(31337)
	plain = types.LatestSignerForChainID(chain)
	alice = common.HexToAddress("0xa11ce")
)

func transfer(t testing.TB, from common.Address) *types.Transaction {
	t.Helper()
	tx, err := Impersonate(plain, &types.DynamicFeeTx{ChainID: chain, Gas: 21000, GasFeeCap: big.NewInt(7), GasTipCap: new(big.Int), To: &alice, Value: big.NewInt(1)}, from)
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// TestImpersonation: each type of transaction names its sender, survives its encodings,
// and is read by libraries that check the range of signatures.
func TestImpersonation(t *testing.T) {
	for name, data := range map[string]types.TxData{
		"legacy":   &types.LegacyTx{Gas: 21000, GasPrice: big.NewInt(7), To: &alice, Value: big.NewInt(1)},
		"access":   &types.AccessListTx{ChainID: chain, Gas: 21000, GasPrice: big.NewInt(7), To: &alice, Value: new(big.Int)},
		"dynamic":  &types.DynamicFeeTx{ChainID: chain, Gas: 21000, GasFeeCap: big.NewInt(7), GasTipCap: new(big.Int), Value: new(big.Int)},
		"set code": &types.SetCodeTx{ChainID: uint256.MustFromBig(chain), Gas: 21000, GasFeeCap: uint256.NewInt(7), GasTipCap: new(uint256.Int), Value: new(uint256.Int), AuthList: []types.SetCodeAuthorization{{Address: alice}}},
	} {
		for _, from := range []common.Address{{}, alice, Address, common.MaxAddress} {
			tx, err := Impersonate(plain, data, from)
			if err != nil {
				t.Fatal(name, err)
			}
			raw, err := tx.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			again := new(types.Transaction)
			if err := again.UnmarshalBinary(raw); err != nil {
				t.Fatal(err)
			}
			if got, err := types.Sender(NewSigner(plain), again); err != nil || got != from {
				t.Errorf("%s: sender %s, %v, want %s", name, got, err, from)
			}
			text, err := tx.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			if err := new(types.Transaction).UnmarshalJSON(text); err != nil {
				t.Errorf("%s from %s: a client can't read it: %v", name, from, err)
			}
		}
		one, _ := Impersonate(plain, data, alice)
		other, _ := Impersonate(plain, data, common.Address{1})
		if one.Hash() == other.Hash() {
			t.Errorf("%s: the hash doesn't cover the sender", name)
		}
	}
}

// TestPlainReadersKnowTheSender: once the chain's signer was asked, go-ethereum's own
// answers the same; and what a plain one has said before counts for nothing.
func TestPlainReadersKnowTheSender(t *testing.T) {
	tx := transfer(t, alice)
	if before, err := types.Sender(plain, tx); err == nil && before == alice {
		t.Fatal("a plain signer believes in impersonation")
	}
	Prime(NewSigner(plain), types.Transactions{tx})
	for name, s := range map[string]types.Signer{"plain": plain, "another of the chain": types.NewPragueSigner(chain), "developer's": NewSigner(types.NewPragueSigner(chain))} {
		if got, err := types.Sender(s, tx); err != nil || got != alice {
			t.Errorf("%s signer: sender %s, %v", name, got, err)
		}
	}
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	signed := types.MustSignNewTx(key, NewSigner(plain), &types.DynamicFeeTx{ChainID: chain, GasFeeCap: new(big.Int), GasTipCap: new(big.Int), Value: new(big.Int)})
	if got, err := types.Sender(NewSigner(plain), signed); err != nil || got != crypto.PubkeyToAddress(key.PublicKey) {
		t.Errorf("a signed transaction is from %s, %v", got, err)
	}
}

// TestNotImpersonated: every other form is an ordinary signature.
func TestNotImpersonated(t *testing.T) {
	r := new(big.Int).SetBit(alice.Big(), senderBits, 1)
	for name, vrs := range map[string][3]*big.Int{
		"odd parity":              {big.NewInt(1), r, mark},
		"another s":               {new(big.Int), r, new(big.Int).Add(mark, common.Big1)},
		"r without the bit":       {new(big.Int), alice.Big(), mark},
		"r with more than a bit":  {new(big.Int), new(big.Int).SetBit(r, senderBits+1, 1), mark},
		"r with more above a gap": {new(big.Int), new(big.Int).SetBit(alice.Big(), 200, 1), mark},
	} {
		tx := types.NewTx(&types.DynamicFeeTx{ChainID: chain, GasFeeCap: new(big.Int), GasTipCap: new(big.Int), Value: new(big.Int), V: vrs[0], R: vrs[1], S: vrs[2]})
		if from, ok := Impersonated(tx); ok {
			t.Errorf("%s: from %s", name, from)
		}
	}
	if _, ok := Impersonated(types.NewTx(&types.LegacyTx{V: big.NewInt(27), R: r, S: mark})); ok {
		t.Error("a transaction that is good on every chain")
	}
}

func TestImpersonatedOnAnotherChain(t *testing.T) {
	elsewhere := NewSigner(types.LatestSignerForChainID(big.NewInt(1)))
	if _, err := types.Sender(elsewhere, transfer(t, alice)); !errors.Is(err, types.ErrInvalidChainId) {
		t.Errorf("got %v, want ErrInvalidChainId", err)
	}
}

func newState(t testing.TB) *state.StateDB {
	t.Helper()
	st, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestRecordIsApplied(t *testing.T) {
	st := newState(t)
	st.AddBalance(alice, uint256.NewInt(100), 0)
	slot := common.Hash{31: 5}
	r := Record{[]Change{
		SetBalance(alice, uint256.NewInt(40)), SetBalance(Address2, uint256.NewInt(7)), SetBalance(Address2, uint256.NewInt(9)),
		SetNonce(alice, 12), SetCode(alice, []byte{1, 2}), SetStorage(alice, slot, common.Hash{31: 8}),
	}}
	tx, err := r.Transaction(plain, 3, big.NewInt(11))
	if err != nil {
		t.Fatal(err)
	}
	got, ok, err := RecordOf(plain, tx, 3, big.NewInt(11))
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	Apply(st, got, tx)
	if b := st.GetBalance(alice).Uint64(); b != 40 {
		t.Errorf("balance %d, want 40", b)
	}
	if b := st.GetBalance(Address2).Uint64(); b != 9 {
		t.Errorf("balance %d, want the last one, 9", b)
	}
	if st.GetNonce(alice) != 12 || !bytes.Equal(st.GetCode(alice), []byte{1, 2}) || st.GetState(alice, slot) != (common.Hash{31: 8}) {
		t.Error("nonce, code or storage is not what was set")
	}
	if st.GetNonce(Address) != 4 {
		t.Errorf("records count %d, want 4", st.GetNonce(Address))
	}
	zero := Record{[]Change{SetBalance(alice, new(uint256.Int)), SetCode(alice, nil), SetStorage(alice, slot, common.Hash{})}}
	Apply(st, zero, tx)
	if !st.GetBalance(alice).IsZero() || st.GetCodeSize(alice) != 0 || st.GetState(alice, slot) != (common.Hash{}) {
		t.Error("zero was not set")
	}
}

// Address2 is any other account.
var Address2 = common.HexToAddress("0xb0b")

// TestRecordRefused: each change here is wrong in one way alone.
func TestRecordRefused(t *testing.T) {
	long := bytes.Repeat([]byte{1}, 33)
	for says, r := range map[string]Record{
		"0 changes, want 1":              {},
		"65537 changes, want 1 to 65536": {make([]Change, MaxChanges+1)},
		"kind 0, want 1":                 {[]Change{{}}},
		"kind 6, want 1":                 {[]Change{{Kind: BaseFee + 1}}},
		"kind 1 has slot":                {[]Change{{Kind: Balance, Slot: common.Hash{1}}}},
		"where records come from":        {[]Change{SetNonce(Address, 1)}},
		"a base fee has address":         {[]Change{{Kind: BaseFee, Address: alice}}},
		"of kind 5, want a number":       {[]Change{{Kind: BaseFee, Value: long[:17]}}},
		"of kind 1, want a number":       {[]Change{{Kind: Balance, Address: alice, Value: long}}},
		"value 0x00 of kind 1":           {[]Change{{Kind: Balance, Address: alice, Value: []byte{0}}}},
		"of kind 4, want a number":       {[]Change{{Kind: Storage, Address: alice, Value: long}}},
		"of kind 2, want a number":       {[]Change{{Kind: Nonce, Address: alice, Value: long[:9]}}},
		"at most 2^64-2":                 {[]Change{SetNonce(alice, ^uint64(0))}},
		"sets the base fee among 2":      {[]Change{SetBaseFee(uint256.NewInt(1)), SetNonce(alice, 1)}},
		"1048598 bytes, at most 1048576": {[]Change{SetCode(alice, make([]byte, MaxRecordBytes-45))}},
	} {
		if _, err := r.Encode(); !errors.Is(err, ErrRecord) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v", says, err)
		}
		if len(r.Changes) > MaxChanges {
			continue // larger than the bound in bytes as well
		}
		enc, err := rlp.EncodeToBytes(r.Changes)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := DecodeRecord(enc); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: decoded, %v", says, err)
		}
	}
}

// TestRecordTransactionRefused: of all transactions that carry a record one is accepted.
func TestRecordTransactionRefused(t *testing.T) {
	r := Record{[]Change{SetNonce(alice, 5)}}
	enc, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	honest := func() *types.DynamicFeeTx {
		to := Address
		return &types.DynamicFeeTx{ChainID: chain, Nonce: 3, GasTipCap: new(big.Int), GasFeeCap: big.NewInt(11), To: &to, Value: new(big.Int), Data: enc}
	}
	for name, change := range map[string]func(*types.DynamicFeeTx){
		"nonce":    func(tx *types.DynamicFeeTx) { tx.Nonce = 4 },
		"fee cap":  func(tx *types.DynamicFeeTx) { tx.GasFeeCap = big.NewInt(12) },
		"tip":      func(tx *types.DynamicFeeTx) { tx.GasTipCap = big.NewInt(1) },
		"gas":      func(tx *types.DynamicFeeTx) { tx.Gas = 21000 },
		"value":    func(tx *types.DynamicFeeTx) { tx.Value = big.NewInt(1) },
		"receiver": func(tx *types.DynamicFeeTx) { tx.To = &alice },
		"list":     func(tx *types.DynamicFeeTx) { tx.AccessList = types.AccessList{{Address: alice}} },
		"trailing": func(tx *types.DynamicFeeTx) { tx.Data = append(bytes.Clone(enc), 0) },
	} {
		data := honest()
		change(data)
		tx, err := Impersonate(plain, data, Address)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok, err := RecordOf(plain, tx, 3, big.NewInt(11)); !ok || !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
	tx, err := Impersonate(plain, honest(), alice)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := RecordOf(plain, tx, 3, big.NewInt(11)); ok || err != nil {
		t.Errorf("a record of somebody else: %v, %v", ok, err)
	}
}

func TestRecordRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r Record
		for range rapid.IntRange(1, 20).Draw(t, "changes") {
			a := common.BytesToAddress(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "address"))
			word := common.BytesToHash(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "word"))
			r.Changes = append(r.Changes, []Change{
				SetBalance(a, new(uint256.Int).SetBytes(word[:])), SetNonce(a, rapid.Uint64Max(1<<63).Draw(t, "nonce")),
				SetCode(a, rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(t, "code")), SetStorage(a, word, word),
			}[rapid.IntRange(0, 3).Draw(t, "kind")])
		}
		enc, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := DecodeRecord(enc)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := again.Encode(); err != nil || !bytes.Equal(enc, twice) {
			t.Fatalf("%x becomes %x, %v", enc, twice, err)
		}
	})
}

// FuzzRecord: what is accepted encodes to the same bytes, and can be applied.
func FuzzRecord(f *testing.F) {
	for _, r := range []Record{
		{[]Change{SetBaseFee(uint256.NewInt(7))}},
		{[]Change{SetBalance(alice, uint256.NewInt(1)), SetNonce(alice, 1), SetCode(alice, []byte{0xfe}), SetStorage(alice, common.Hash{1}, common.Hash{2})}},
	} {
		enc, err := r.Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(enc)
	}
	f.Fuzz(func(t *testing.T, enc []byte) {
		r, err := DecodeRecord(enc)
		if err != nil {
			return
		}
		again, err := r.Encode()
		if err != nil || !bytes.Equal(enc, again) {
			t.Fatalf("%x is accepted and becomes %x, %v", enc, again, err)
		}
		tx, err := r.Transaction(plain, 1, big.NewInt(1))
		if err != nil {
			t.Fatal(err)
		}
		Apply(newState(t), r, tx)
	})
}

// FuzzImpersonated: whatever transaction is taken for impersonated is the one that
// Impersonate makes.
func FuzzImpersonated(f *testing.F) {
	for _, from := range []common.Address{{}, alice, Address} {
		raw, err := transfer(f, from).MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		tx := new(types.Transaction)
		if tx.UnmarshalBinary(raw) != nil {
			return
		}
		from, ok := Impersonated(tx)
		if !ok {
			return
		}
		inner := types.LatestSignerForChainID(tx.ChainId())
		var signature [65]byte
		new(big.Int).SetBit(from.Big(), senderBits, 1).FillBytes(signature[:32])
		mark.FillBytes(signature[32:64])
		again, err := tx.WithSignature(inner, signature[:])
		if err != nil || again.Hash() != tx.Hash() {
			t.Fatalf("%x names %s, whose transaction it isn't: %v", raw, from, err)
		}
	})
}

// TestStateChanges: in parts that fit into records, in one order, without what every
// chain has for itself.
func TestStateChanges(t *testing.T) {
	s := State{Accounts: map[common.Address]Account{}}
	for i := range 5 {
		s.Accounts[common.Address{byte(9 - i)}] = Account{
			Nonce: 1, Balance: (*hexutil.U256)(uint256.NewInt(7)), Code: make([]byte, 1<<18), Storage: map[common.Hash]common.Hash{{2}: {3}, {1}: {}},
		}
	}
	for _, a := range Protocol() {
		s.Accounts[a] = Account{Balance: new(hexutil.U256)}
	}
	records, err := s.Changes()
	if err != nil || len(records) != 2 {
		t.Fatalf("%d records, %v, want 2", len(records), err)
	}
	var last common.Address
	changes := 0
	for _, r := range records {
		for _, c := range r {
			if c.Address.Cmp(last) < 0 {
				t.Errorf("%s comes after %s", c.Address, last)
			}
			last = c.Address
			changes++
		}
	}
	if changes != 5*5 {
		t.Errorf("%d changes, want 25", changes)
	}
	s.Accounts[alice] = Account{Nonce: ^uint64(0), Balance: new(hexutil.U256)}
	if _, err := s.Changes(); !errors.Is(err, ErrRecord) {
		t.Errorf("a nonce of 2^64-1: %v", err)
	}
}

func TestStateRefused(t *testing.T) {
	for says, dump := range map[string]string{
		`no "accounts"`:    `{}`,
		"has no balance":   `{"accounts":{"0x00000000000000000000000000000000000a11ce":{"nonce":1}}}`,
		"cannot unmarshal": `{"accounts":[]}`,
		"hex string":       `{"accounts":{"0x0a11ce":{"balance":"0x1"}}}`,
		"invalid":          `{"accounts":{}}x`,
		"268435457 bytes":  strings.Repeat(" ", MaxStateBytes+1),
	} {
		if _, err := DecodeState([]byte(dump)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
}

// FuzzState: a dump that is accepted becomes records, or an error; written again it
// becomes the same ones.
func FuzzState(f *testing.F) {
	f.Add([]byte(`{"block":null,"best_block_number":null,"accounts":{"0x00000000000000000000000000000000000a11ce":{"nonce":1,"balance":"0x7","code":"0x60","storage":{}}}}`))
	f.Fuzz(func(t *testing.T, dump []byte) {
		s, err := DecodeState(dump)
		if err != nil {
			return
		}
		records, err := s.Changes()
		if err != nil {
			return
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := DecodeState(again)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := twice.Changes(); err != nil || !slices.EqualFunc(records, same, func(a, b []Change) bool {
			return slices.EqualFunc(a, b, func(a, b Change) bool {
				return a.Kind == b.Kind && a.Address == b.Address && a.Slot == b.Slot && bytes.Equal(a.Value, b.Value)
			})
		}) {
			t.Fatalf("%s becomes %s, with other changes, %v", dump, again, err)
		}
	})
}
