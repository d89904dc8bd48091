package senders

import (
	"crypto/ecdsa"
	"math/big"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains/devnet/senders/senderstest"
)

var (
	chainID = big.NewInt(9009)
	signer  = types.NewPragueSigner(chainID)
)

func counted() senderstest.Counting { return senderstest.NewCounting(signer) }

// finder guesses, whatever the processor.
func finder(t testing.TB, c Config) *Finder {
	t.Helper()
	f, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	f.together = false
	return f
}

// many recovers many signatures together, whatever the processor.
func many(t testing.TB, c Config) *Finder {
	f := finder(t, c)
	f.together = true
	return f
}

var keys = sync.OnceValue(func() (out []*ecdsa.PrivateKey) {
	for i := range 20 {
		out = append(out, crypto.ToECDSAUnsafe([]byte{byte(i + 1)}))
	}
	return out
})

func address(key *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(key.PublicKey) }

func transfer(key *ecdsa.PrivateKey, nonce uint64) *types.Transaction {
	return types.MustSignNewTx(key, signer, &types.DynamicFeeTx{ChainID: chainID, Nonce: nonce, To: &common.Address{7}, Value: common.Big1, Gas: 21_000})
}

// rounds are transfers of some keys in turn.
func rounds(n int, keys ...*ecdsa.PrivateKey) (txs []*types.Transaction) {
	for i := range n {
		for _, key := range keys {
			txs = append(txs, transfer(key, uint64(i)))
		}
	}
	return txs
}

// settled is a stream on which guesses are tried: the keys' owners have sent in turn.
func settled(t testing.TB, f *Finder, keys ...*ecdsa.PrivateKey) *Stream {
	t.Helper()
	s := f.Stream()
	for range prepareFrom + mostTrust {
		s.Find(rounds(1, keys...))
	}
	for i, guess := range s.guess(len(keys)) {
		if guess == nil || guess.proven.from != address(keys[i]) {
			t.Fatalf("guess %d is %+v, want %s with its key", i, guess, address(keys[i]))
		}
	}
	return s
}

func TestWhoSendsInTurnIsProven(t *testing.T) {
	for _, n := range []int{1, 2, 20} {
		c := counted()
		s := settled(t, finder(t, Config{Signer: c}), keys()[:n]...)
		c.Recovered.Store(0)
		txs := rounds(5, keys()[:n]...)
		s.Find(txs)
		for i, tx := range txs {
			if from, err := types.Sender(c, tx); err != nil || from != address(keys()[i%n]) {
				t.Fatalf("%d in turn: transaction %d is from %s, %v", n, i, from, err)
			}
		}
		if got := c.Recovered.Load(); got != 0 {
			t.Errorf("%d in turn: %d recoveries", n, got)
		}
	}
}

// Whoever sends over another's connection is told by the signature, not by the guess.
func TestAttackGuessIsNoProof(t *testing.T) {
	c := counted()
	s := settled(t, finder(t, Config{Signer: c}), keys()[0])
	txs := []*types.Transaction{transfer(keys()[0], 100), transfer(keys()[1], 0), transfer(keys()[0], 101)}
	s.Find(txs)
	for i, want := range []int{0, 1, 0} {
		if from, err := types.Sender(c, txs[i]); err != nil || from != address(keys()[want]) {
			t.Errorf("transaction %d is from %s, %v; want %s", i, from, err, address(keys()[want]))
		}
	}
}

// kinds are transactions of every kind that is signed for, and one for nobody.
func kinds(nonce uint64) []types.TxData {
	to := common.Address{9}
	return []types.TxData{
		&types.LegacyTx{Nonce: nonce, To: &to, Gas: 21_000, GasPrice: common.Big1, Value: common.Big0},
		&types.AccessListTx{ChainID: chainID, Nonce: nonce, To: &to, Gas: 21_000, GasPrice: common.Big1, Value: common.Big0},
		&types.DynamicFeeTx{ChainID: chainID, Nonce: nonce, Gas: 21_000, GasFeeCap: common.Big1, GasTipCap: common.Big0, Value: common.Big0, Data: []byte{1}},
		&types.SetCodeTx{ChainID: uint256.MustFromBig(chainID), Nonce: nonce, To: to, Gas: 21_000, GasFeeCap: new(uint256.Int), GasTipCap: new(uint256.Int), Value: new(uint256.Int),
			AuthList: []types.SetCodeAuthorization{{Address: to}}},
		&types.BlobTx{ChainID: uint256.MustFromBig(chainID), Nonce: nonce, To: to, Gas: 21_000, GasFeeCap: new(uint256.Int), GasTipCap: new(uint256.Int), Value: new(uint256.Int),
			BlobFeeCap: new(uint256.Int), BlobHashes: []common.Hash{{1}}},
	}
}

// damaged gives a transaction another signature: v, r and s as they come.
type damaged struct {
	types.Signer
	r, s, v *big.Int
}

func (d damaged) SignatureValues(*types.Transaction, []byte) (r, s, v *big.Int, err error) {
	return d.r, d.s, d.v, nil
}

// drawn is a transaction of any kind, chain and damage that a node would decode, twice.
func drawn(rt *rapid.T) (one, copied *types.Transaction) {
	order := crypto.S256().Params().N
	key := rapid.SampledFrom(keys()[:2]).Draw(rt, "key")
	data := rapid.SampledFrom(kinds(rapid.Uint64().Draw(rt, "nonce"))).Draw(rt, "kind")
	by := rapid.SampledFrom([]types.Signer{types.NewPragueSigner(chainID), types.HomesteadSigner{}, types.NewPragueSigner(big.NewInt(9010)), types.NewCancunSigner(chainID)}).Draw(rt, "signer")
	tx, err := types.SignNewTx(key, by, data)
	if err != nil {
		by = signer
		tx, err = types.SignNewTx(key, by, data)
	}
	if err != nil {
		rt.Skip(err)
	}
	v, r, sv := tx.RawSignatureValues()
	switch rapid.IntRange(0, 5).Draw(rt, "damage") {
	case 0:
		v = new(big.Int).Add(v, big.NewInt(rapid.SampledFrom([]int64{-1, 1, 2, 27, 229, 256}).Draw(rt, "to v")))
	case 1:
		v, sv = new(big.Int).Xor(v, common.Big1), new(big.Int).Sub(order, sv) // as valid, but high
	case 2:
		r = new(big.Int).Add(r, order)
	case 3:
		sv = new(big.Int)
	}
	if v.Sign() >= 0 {
		if tx, err = tx.WithSignature(damaged{by, r, sv, v}, nil); err != nil {
			rt.Skip(err)
		}
	}
	b, err := tx.MarshalBinary()
	if err != nil {
		rt.Skip(err)
	}
	one, copied = new(types.Transaction), new(types.Transaction)
	if one.UnmarshalBinary(b) != nil || copied.UnmarshalBinary(b) != nil {
		rt.Skip("no node would decode it")
	}
	return one, copied
}

// sameSender fails unless a transaction's sender is what recovery says of a copy, errors included.
func sameSender(rt *rapid.T, under types.Signer, one, copied *types.Transaction) {
	got, err := types.Sender(under, one)
	want, wantErr := types.Sender(under, copied)
	if got != want || (err == nil) != (wantErr == nil) {
		rt.Fatalf("sender is %s, %v; recovery says %s, %v", got, err, want, wantErr)
	}
}

// signers are of chains that know more or fewer kinds.
var signers = map[string]types.Signer{"all kinds": signer, "London": types.NewLondonSigner(chainID), "of legacy alone": types.NewEIP155Signer(chainID)}

// Whatever comes on a stream whose guess is tried, the answer is what recovery says.
func TestAttackSendersAreWhatRecoverySays(t *testing.T) {
	for name, under := range signers {
		t.Run(name, func(t *testing.T) {
			known := keys()[0]
			f := finder(t, Config{Signer: under})
			s := f.Stream()
			for i := range prepareFrom + mostTrust {
				s.Find([]*types.Transaction{types.MustSignNewTx(known, under, &types.LegacyTx{Nonce: uint64(i), Gas: 21_000})})
			}
			rapid.Check(t, func(rt *rapid.T) {
				one, copied := drawn(rt)
				s.mu.Lock()
				s.trust, s.last = mostTrust, address(known)
				s.mu.Unlock()
				f.mu.Lock()
				if a, ok := f.known.Peek(address(known)); !ok || a.key.Load() == nil {
					rt.Fatal("nobody is known")
				} else {
					a.next = address(known)
				}
				f.mu.Unlock()
				s.Find([]*types.Transaction{one})
				sameSender(rt, under, one, copied)
			})
		})
	}
}

// Whatever comes in a batch that is recovered together, the answer is what recovery of each says.
func TestAttackSendersOfBatchAreWhatRecoverySays(t *testing.T) {
	for name, under := range signers {
		t.Run(name, func(t *testing.T) {
			s := many(t, Config{Signer: under}).Stream()
			rapid.Check(t, func(rt *rapid.T) {
				var batch, copies []*types.Transaction
				for range rapid.IntRange(togetherFrom, atOnce+togetherFrom).Draw(rt, "transactions") {
					one, copied := drawn(rt)
					batch, copies = append(batch, one), append(copies, copied)
				}
				s.Find(batch)
				for i := range batch {
					sameSender(rt, under, batch[i], copies[i])
				}
			})
		})
	}
}

// Of a batch nobody is recovered alone but who has to be, and no memory of senders is kept.
func TestBatchIsRecoveredTogether(t *testing.T) {
	c := counted()
	f := many(t, Config{Signer: c})
	for n, alone := range map[int]int64{1: 1, togetherFrom - 1: togetherFrom - 1, togetherFrom: 0, atOnce: 0, atOnce + 1: 1, 100: 0} {
		c.Recovered.Store(0)
		txs := rounds(n, keys()[0])
		f.Stream().Find(txs)
		for i, tx := range txs {
			if from, err := types.Sender(c, tx); err != nil || from != address(keys()[0]) {
				t.Fatalf("%d at a time: transaction %d is from %s, %v", n, i, from, err)
			}
		}
		if got := c.Recovered.Load(); got != alone {
			t.Errorf("%d at a time: %d recoveries alone, want %d", n, got, alone)
		}
	}
}

// Where senders come in no order nothing is tried, so that nothing is lost.
func TestNoGuessesWithoutOrder(t *testing.T) {
	f := finder(t, Config{Signer: signer})
	s := settled(t, f, keys()[0])
	state := uint32(1)
	for range 100 {
		state = state*1664525 + 1013904223
		s.Find([]*types.Transaction{transfer(keys()[state>>16%20], 0)})
	}
	if s.guess(1) != nil {
		t.Errorf("guesses are tried, trust is %d", s.trust)
	}
	// And order is found again.
	settled(t, f, keys()[3], keys()[4])
}

// What is not valid is recovered once, on all cores: not again under the lock that all
// streams share.
func TestInvalidIsRecoveredOnce(t *testing.T) {
	c := counted()
	s := settled(t, finder(t, Config{Signer: c}), keys()[0])
	c.Recovered.Store(0)
	txs := make([]*types.Transaction, 50)
	for i := range txs {
		tx, err := transfer(keys()[0], uint64(i)).WithSignature(damaged{signer, big.NewInt(5), common.Big1, common.Big0}, nil) // there is no point with abscissa 5
		if err != nil {
			t.Fatal(err)
		}
		txs[i] = tx
	}
	s.Find(txs)
	if got := c.Recovered.Load(); got != 50 {
		t.Errorf("%d recoveries of 50", got)
	}
	if _, err := types.Sender(c, txs[0]); err == nil {
		t.Error("an abscissa without a point has a sender")
	}
	settled(t, s.of, keys()[0]) // nobody was learnt
}

// A transaction that outlives the memory of its sender keeps the address, not the key.
func TestTransactionsKeepNoKeys(t *testing.T) {
	f := finder(t, Config{Signer: signer})
	s := settled(t, f, keys()[0])
	tx := transfer(keys()[0], 100)
	s.Find([]*types.Transaction{tx})
	gone := make(chan struct{})
	a, ok := f.known.Peek(address(keys()[0]))
	if !ok {
		t.Fatal("the sender is not remembered")
	}
	runtime.AddCleanup(a.key.Load(), func(c chan struct{}) { close(c) }, gone)
	a = nil
	f.known.Purge()
	for range 100 {
		runtime.GC()
		select {
		case <-gone:
			if from, err := types.Sender(signer, tx); err != nil || from != address(keys()[0]) {
				t.Errorf("sender is %s, %v", from, err)
			}
			runtime.KeepAlive(tx)
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Error("the key is kept by a transaction")
}

func TestParanoidRecoversAll(t *testing.T) {
	c := counted()
	f, err := New(Config{Signer: c, Paranoid: true}) // as the processor has it
	if err != nil {
		t.Fatal(err)
	}
	s := f.Stream()
	for range 50 {
		s.Find(rounds(1, keys()[0]))
	}
	s.Find(rounds(50, keys()[0]))
	if got := c.Recovered.Load(); got != 100 || f.known.Len() != 0 {
		t.Errorf("%d recoveries of 100, %d accounts are remembered", got, f.known.Len())
	}
}

func TestKnownAccountsAreBounded(t *testing.T) {
	f := finder(t, Config{Signer: named{signer}})
	s := f.Stream()
	txs := make([]*types.Transaction, 100)
	for i := 0; i < maxKnown+200; i += len(txs) {
		for k := range txs {
			txs[k] = types.NewTx(&types.LegacyTx{Nonce: uint64(i + k)})
		}
		s.Find(txs)
	}
	if n := f.known.Len(); n != maxKnown {
		t.Errorf("%d accounts are remembered, want %d", n, maxKnown)
	}
}

// named has each transaction sent by its nonce.
type named struct{ types.Signer }

func (named) Sender(tx *types.Transaction) (common.Address, error) {
	return common.BigToAddress(new(big.Int).SetUint64(tx.Nonce())), nil
}

func (named) Equal(other types.Signer) bool { _, ok := other.(named); return ok }

// Many connections may use one finder, and many requests one stream.
func TestStreamsAtOnce(t *testing.T) {
	c := counted()
	f := finder(t, Config{Signer: c})
	shared := f.Stream()
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			own := f.Stream()
			for n := range 40 {
				for _, s := range []*Stream{own, shared} {
					tx := transfer(keys()[i%3], uint64(n))
					s.Find([]*types.Transaction{tx})
					if from, err := types.Sender(c, tx); err != nil || from != address(keys()[i%3]) {
						t.Errorf("sender is %s, %v", from, err)
					}
				}
			}
		})
	}
	group.Wait()
	// How much was proven depends on who came after whom. What they have left behind is of use.
	before, quiet := c.Recovered.Load(), f.Stream()
	for n := range 40 {
		quiet.Find([]*types.Transaction{transfer(keys()[0], uint64(40+n))})
	}
	if n := c.Recovered.Load() - before; n > 20 {
		t.Errorf("%d recoveries of 40 that one account has sent: nothing is ever proven", n)
	}
}

func TestSignerIsRequired(t *testing.T) {
	for _, s := range []types.Signer{nil, types.HomesteadSigner{}} {
		if _, err := New(Config{Signer: s}); err == nil {
			t.Errorf("%T: taken for a chain's signer", s)
		}
	}
}

// BenchmarkFind is to decode a batch of a hundred and to find its senders: recovered together,
// known ones, and recovered one by one.
func BenchmarkFind(b *testing.B) {
	for _, way := range []string{"together", "known", "recovered"} {
		b.Run(way, func(b *testing.B) {
			f := finder(b, Config{Signer: signer, Paranoid: way == "recovered"})
			s := f.Stream()
			switch way {
			case "known":
				s = settled(b, f, keys()...)
			case "together":
				f.together = true
			}
			var raw [][]byte
			for _, tx := range rounds(5, keys()...) {
				r, err := tx.MarshalBinary()
				if err != nil {
					b.Fatal(err)
				}
				raw = append(raw, r)
			}
			for b.Loop() {
				txs := make([]*types.Transaction, len(raw))
				for i := range txs {
					txs[i] = new(types.Transaction)
					if err := txs[i].UnmarshalBinary(raw[i]); err != nil {
						b.Fatal(err)
					}
				}
				s.Find(txs)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(raw)), "ns/tx")
		})
	}
}
