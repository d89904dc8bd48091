package blockcode

import (
	"bytes"
	"math/big"
	"reflect"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

var wei = rapid.Custom(func(t *rapid.T) *big.Int {
	return new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "wei"))
})

var number = rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, 127, 128, 255, 256, 1<<64 - 1}))

var data = rapid.OneOf(rapid.SliceOfN(rapid.Byte(), 0, 2), rapid.SliceOfN(rapid.Byte(), 50, 60), rapid.SliceOfN(rapid.Byte(), 0, 300))

// transactions are of every kind, and signed by no rule: any numbers stand for signatures.
var transactions = rapid.Custom(func(t *rapid.T) *types.Transaction {
	to := rapid.SampledFrom([]*common.Address{nil, {1}, {0xff, 2}}).Draw(t, "to")
	nonce, gas, value, tip, price := number.Draw(t, "nonce"), number.Draw(t, "gas"), wei.Draw(t, "value"), wei.Draw(t, "tip"), wei.Draw(t, "price")
	chain, v, r, s := wei.Draw(t, "chain"), wei.Draw(t, "v"), wei.Draw(t, "r"), wei.Draw(t, "s")
	input, list := data.Draw(t, "data"), rapid.SampledFrom([]types.AccessList{nil, {}, {{Address: common.Address{1}, StorageKeys: []common.Hash{{2}}}}}).Draw(t, "list")
	switch rapid.IntRange(0, 4).Draw(t, "type") {
	case 0:
		return types.NewTx(&types.LegacyTx{Nonce: nonce, GasPrice: price, Gas: gas, To: to, Value: value, Data: input, V: v, R: r, S: s})
	case 1:
		return types.NewTx(&types.AccessListTx{ChainID: chain, Nonce: nonce, GasPrice: price, Gas: gas, To: to, Value: value, Data: input, AccessList: list, V: v, R: r, S: s})
	case 2:
		return types.NewTx(&types.SetCodeTx{ChainID: uint256.MustFromBig(chain), Nonce: nonce, Gas: gas, Value: uint256.MustFromBig(value), GasFeeCap: uint256.MustFromBig(price), GasTipCap: uint256.MustFromBig(tip),
			Data: input, AccessList: list, AuthList: []types.SetCodeAuthorization{{Nonce: nonce}}, V: uint256.MustFromBig(v), R: uint256.MustFromBig(r), S: uint256.MustFromBig(s)})
	}
	return types.NewTx(&types.DynamicFeeTx{ChainID: chain, Nonce: nonce, GasTipCap: tip, GasFeeCap: price, Gas: gas, To: to, Value: value, Data: input, AccessList: list, V: v, R: r, S: s})
})

var receipts = rapid.Custom(func(t *rapid.T) *types.Receipt {
	r := &types.Receipt{Type: rapid.SampledFrom([]byte{0, 1, 2, 4}).Draw(t, "type"), Status: uint64(rapid.IntRange(0, 1).Draw(t, "status")), CumulativeGasUsed: number.Draw(t, "gas")}
	for range rapid.IntRange(0, 3).Draw(t, "logs") {
		l := &types.Log{Address: common.Address{1}, Data: data.Draw(t, "data")}
		for range rapid.IntRange(0, 4).Draw(t, "topics") {
			l.Topics = append(l.Topics, common.Hash{byte(len(l.Topics))})
		}
		r.Logs = append(r.Logs, l)
	}
	r.Bloom = types.CreateBloom(r)
	return r
})

func TestTransactionsAreGoEthereums(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		txs := types.Transactions(rapid.SliceOfN(transactions, 0, 20).Draw(rt, "transactions"))
		encoded := Transactions(txs)
		for i, tx := range txs {
			want, err := tx.MarshalBinary()
			if err != nil {
				rt.Fatal(err)
			}
			if !bytes.Equal(encoded[i], want) {
				rt.Fatalf("transaction %d is %x, want %x", i, encoded[i], want)
			}
		}
		want, err := rlp.EncodeToBytes(&types.Body{Transactions: txs, Withdrawals: types.Withdrawals{}})
		if err != nil {
			rt.Fatal(err)
		}
		if got := Body(encoded); !bytes.Equal(got, want) {
			rt.Fatalf("body is %x, want %x", got, want)
		}
		if got, want := Root(encoded), types.DeriveSha(txs, trie.NewStackTrie(nil)); got != want {
			rt.Fatalf("root is %s, want %s", got, want)
		}
	})
}

func TestBlocksAreGoEthereums(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		header := &types.Header{Number: wei.Draw(rt, "number"), Difficulty: wei.Draw(rt, "difficulty"), Extra: data.Draw(rt, "extra")}
		body := types.Body{Transactions: rapid.SliceOfN(transactions, 0, 20).Draw(rt, "transactions")}
		if rapid.Bool().Draw(rt, "uncles") {
			body.Uncles = []*types.Header{{Number: common.Big1, Difficulty: common.Big1}}
		}
		switch rapid.IntRange(0, 2).Draw(rt, "withdrawals") {
		case 1:
			body.Withdrawals = types.Withdrawals{}
		case 2:
			body.Withdrawals = types.Withdrawals{{Amount: 1}}
		}
		if body.Withdrawals != nil {
			header.BaseFee, header.WithdrawalsHash = common.Big1, &types.EmptyWithdrawalsHash
		}
		b := types.NewBlockWithHeader(header).WithBody(body)
		want, err := rlp.EncodeToBytes(b)
		if err != nil {
			rt.Fatal(err)
		}
		got, pieces, err := Block(b)
		if !reflect.DeepEqual(pieces, Transactions(b.Transactions())) {
			rt.Fatalf("transactions %x, want %x", pieces, Transactions(b.Transactions()))
		}
		if err != nil || !bytes.Equal(got, want) {
			rt.Fatalf("block is %x, %v, want %x", got, err, want)
		}
		if got := Size(b); got != uint64(len(want)) {
			rt.Fatalf("size is %d, want %d", got, len(want))
		}
	})
}

func TestWhatIsSignedIsGoEthereums(t *testing.T) {
	hand := 0
	rapid.Check(t, func(rt *rapid.T) {
		tx, chain := transactions.Draw(rt, "transaction"), new(big.Int).Add(wei.Draw(rt, "chain id"), common.Big1)
		if tx.Type() != types.LegacyTxType && tx.ChainId().Sign() == 0 {
			rt.Skip("no chain has this id")
		}
		if enc, ok := AppendSigned([]byte{7}, tx, chain); ok {
			hand++
			// Of transactions of other chains it is whatever it is: their signatures are refused before.
			if tx.Type() != types.LegacyTxType {
				chain = tx.ChainId()
				enc, _ = AppendSigned([]byte{7}, tx, chain)
			}
			if got, want := crypto.Keccak256Hash(enc[1:]), types.NewPragueSigner(chain).Hash(tx); got != want {
				rt.Fatalf("what is signed of %+v has hash %s, want %s", tx, got, want)
			}
		}
	})
	if hand == 0 {
		t.Error("nothing was encoded by hand")
	}
}

func TestReceiptsAreGoEthereums(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := types.Receipts(rapid.SliceOfN(receipts, 0, 20).Draw(rt, "receipts"))
		for i, got := range Receipts(list) {
			var want bytes.Buffer
			list.EncodeIndex(i, &want)
			if !bytes.Equal(got, want.Bytes()) {
				rt.Fatalf("receipt %d is %x, want %x", i, got, want.Bytes())
			}
		}
		if got, want := Root(Receipts(list)), types.DeriveSha(list, trie.NewStackTrie(nil)); got != want {
			rt.Fatalf("root is %s, want %s", got, want)
		}
	})
}

// items are of a length each: short ones are embedded in their parents.
type items [][]byte

func (l items) Len() int                           { return len(l) }
func (l items) EncodeIndex(i int, w *bytes.Buffer) { w.Write(l[i]) }

func TestRootsOfEveryLength(t *testing.T) {
	for _, size := range []int{1, 2, 27, 28, 29, 30, 31, 32, 140} {
		var list items
		for n := range 700 {
			if n < 20 || n%13 == 0 || n > 120 && n < 136 || n > 250 && n < 262 { // most about the ends of keys' lengths
				if got, want := Root(list), types.DeriveSha(list, trie.NewStackTrie(nil)); got != want {
					t.Fatalf("root of %d items of %d bytes is %s, want %s", n, size, got, want)
				}
			}
			item := bytes.Repeat([]byte{byte(n) | 1}, size)
			if n%3 == 0 {
				item = item[:1]
			}
			list = append(list, item)
		}
	}
	var many items
	for i := range 70_000 {
		many = append(many, big.NewInt(int64(i+1)).Bytes())
	}
	if got, want := Root(many), types.DeriveSha(many, trie.NewStackTrie(nil)); got != want {
		t.Errorf("root of %d items is %s, want %s", len(many), got, want)
	}
}

// BenchmarkRoot is of a block of transfers; go-ethereum's is the floor.
func BenchmarkRoot(b *testing.B) {
	key, err := crypto.ToECDSA(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		b.Fatal(err)
	}
	var txs types.Transactions
	var list types.Receipts
	for i := range 5000 {
		txs = append(txs, types.MustSignNewTx(key, types.LatestSignerForChainID(big.NewInt(9009)), &types.DynamicFeeTx{ChainID: big.NewInt(9009), Nonce: uint64(i), To: &common.Address{7},
			Value: common.Big1, Gas: 21_000, GasFeeCap: big.NewInt(2e9), GasTipCap: big.NewInt(1e9)}))
		list = append(list, &types.Receipt{Type: 2, Status: 1, CumulativeGasUsed: uint64(21_000 * (i + 1))})
	}
	for name, root := range map[string]func(){
		"transactions/ours": func() { Root(Transactions(txs)) }, "transactions/geth": func() { types.DeriveSha(txs, trie.NewStackTrie(nil)) },
		"receipts/ours": func() { Root(Receipts(list)) }, "receipts/geth": func() { types.DeriveSha(list, trie.NewStackTrie(nil)) },
		"body/ours": func() { Body(Transactions(txs)) }, "body/geth": func() { _, _ = rlp.EncodeToBytes(&types.Body{Transactions: txs}) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				root()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(txs)), "ns/item")
		})
	}
}
