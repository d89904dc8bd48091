package curve

import (
	"bytes"
	"crypto/ecdsa"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"
)

var order = crypto.S256().Params().N

func keyOf(t testing.TB, d *big.Int) (*ecdsa.PrivateKey, *Key) {
	t.Helper()
	private, err := crypto.ToECDSA(d.FillBytes(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey(crypto.FromECDSAPub(&private.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	return private, key
}

// recovers says what libsecp256k1 says.
func recovers(private *ecdsa.PrivateKey, hash [32]byte, r, s *big.Int, odd bool) bool {
	sig := make([]byte, 65)
	r.FillBytes(sig[:32])
	s.FillBytes(sig[32:64])
	if odd {
		sig[64] = 1
	}
	pub, err := crypto.Ecrecover(hash[:], sig)
	return err == nil && bytes.Equal(pub, crypto.FromECDSAPub(&private.PublicKey))
}

func signed(t testing.TB, private *ecdsa.PrivateKey, hash [32]byte) (r, s *big.Int, odd bool) {
	t.Helper()
	sig, err := crypto.Sign(hash[:], private)
	if err != nil {
		t.Fatal(err)
	}
	return new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:64]), sig[64] == 1
}

// numbers are below the group order and above 0, and often small or nearly as large.
func numbers(t *rapid.T, name string) *big.Int {
	b := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, name)
	z := new(big.Int).SetBytes(b)
	switch rapid.IntRange(0, 3).Draw(t, name+" is") {
	case 0:
		z.SetBytes(b[:1])
	case 1:
		z.Sub(order, z.SetBytes(b[:1]))
	}
	z.Mod(z, order)
	if z.Sign() == 0 {
		z.SetUint64(1)
	}
	return z
}

func TestVerifyAgreesWithRecovery(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		private, key := keyOf(t, numbers(rt, "key"))
		var hash [32]byte
		copy(hash[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(rt, "hash"))
		if rapid.IntRange(0, 9).Draw(rt, "no hash") == 0 {
			hash = [32]byte{}
		}
		r, s, odd := signed(t, private, hash)
		other := numbers(rt, "other")
		flipped := hash
		flipped[rapid.IntRange(0, 31).Draw(rt, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		batch := []Signature{
			{key, hash, r, s, odd},
			{key, hash, r, s, !odd},
			{key, hash, r, new(big.Int).Sub(order, s), !odd}, // as valid, if not low
			{key, hash, r, new(big.Int).Sub(order, s), odd},
			{key, hash, other, s, odd},
			{key, hash, r, other, odd},
			{key, flipped, r, s, odd},
			{key, hash, r, s, odd},
		}
		for i, valid := range Verify(batch) {
			sig := batch[i]
			if want := recovers(private, sig.Hash, sig.R, sig.S, sig.Odd); valid != want {
				rt.Fatalf("signature %d: valid is %v, recovery says %v: %+v", i, valid, want, sig)
			}
		}
		if verdict := Verify(batch[:1]); !verdict[0] {
			rt.Fatal("a good signature is not recognised")
		}
	})
}

// A signature by another key is refused, alone or among good ones.
func TestVerifyTellsKeysApart(t *testing.T) {
	a, keyA := keyOf(t, big.NewInt(7))
	_, keyB := keyOf(t, big.NewInt(8))
	hash := [32]byte{1}
	r, s, odd := signed(t, a, hash)
	if got := Verify([]Signature{{keyB, hash, r, s, odd}, {keyA, hash, r, s, odd}, {keyB, hash, r, s, odd}}); got[0] || !got[1] || got[2] {
		t.Errorf("verdicts are %v", got)
	}
	if got := Verify(nil); len(got) != 0 {
		t.Errorf("verdicts of nothing are %v", got)
	}
}

// Whoever knows a key can have the sum meet a point of the combs, its negative, or
// infinity, where the formulas end. The answer is no there and never a wrong yes.
func TestVerifyWhereFormulasEnd(t *testing.T) {
	n := 0
	for d := int64(1); d < 20; d++ {
		private, key := keyOf(t, big.NewInt(d))
		for u1 := int64(0); u1 < 20; u1++ {
			for u2 := int64(1); u2 < 20; u2++ {
				for _, sign := range []int64{1, -1} {
					// R = (u1 + u2·d)G; with r its abscissa, s = r/u2 and h = u1·s.
					k := new(big.Int).Mod(big.NewInt(sign*u1+u2*d), order)
					if k.Sign() == 0 {
						k.SetInt64(1)
					}
					x, y := crypto.S256().ScalarBaseMult(k.Bytes())
					r := x.Mod(x, order)
					s := new(big.Int).ModInverse(big.NewInt(u2), order)
					s.Mul(s, r).Mod(s, order)
					h := new(big.Int).Mul(big.NewInt(sign*u1), s)
					h.Mod(h, order)
					sig := Signature{Key: key, R: r, S: s, Odd: y.Bit(0) == 1}
					h.FillBytes(sig.Hash[:])
					valid, want := Verify([]Signature{sig})[0], recovers(private, sig.Hash, r, s, sig.Odd)
					if valid && !want {
						t.Fatalf("d %d, u1 %d, u2 %d: accepted, and recovery says no", d, sign*u1, u2)
					}
					if valid != want {
						n++
					}
				}
			}
		}
	}
	if n == 0 {
		t.Error("no sum met a point of the combs: this tries nothing")
	}
}

// What is left of a sum where the formulas end is no proof, whatever point that is, and
// spoils nobody else's: alone, where points are added one by one, and beside others, where
// they are added in columns with one inversion for all.
func TestAttackWhatIsLeftOfASum(t *testing.T) {
	other, keyOfOther := keyOf(t, big.NewInt(12345))
	hash := [32]byte{1}
	r, s, odd := signed(t, other, hash)
	honest := Signature{keyOfOther, hash, r, s, odd}
	for d := int64(1); d <= 3; d++ {
		private, key := keyOf(t, big.NewInt(d))
		for u1 := range int64(8) {
			for u2 := int64(1); u2 < 8; u2++ {
				batch := []Signature{honest, honest}
				for k := int64(1); k <= 12; k++ { // the abscissa of kG, with which u1·G + u2·dG is compared
					r, _ := crypto.S256().ScalarBaseMult(big.NewInt(k).Bytes())
					s := new(big.Int).ModInverse(big.NewInt(u2), order)
					s.Mul(s, r).Mod(s, order)
					sig := Signature{Key: key, R: r, S: s}
					new(big.Int).Mod(new(big.Int).Mul(big.NewInt(u1), s), order).FillBytes(sig.Hash[:])
					batch = append(batch, sig)
					sig.Odd = true
					batch = append(batch, sig)
				}
				for i, valid := range Verify(batch) {
					sig := batch[i]
					if i < 2 {
						if !valid {
							t.Fatalf("d %d, u1 %d, u2 %d: an honest signature beside it is refused", d, u1, u2)
						}
						continue
					}
					if (valid || Verify(batch[i : i+1])[0]) && !recovers(private, sig.Hash, sig.R, sig.S, sig.Odd) {
						t.Fatalf("d %d, u1 %d, u2 %d: accepted with the abscissa of %dG, and recovery says no", d, u1, u2, i/2)
					}
				}
			}
		}
	}
}

// Combs multiply whatever their teeth: also where strides are not whole blocks.
func TestCombsMultiply(t *testing.T) {
	g := crypto.S256().Params()
	base := affine{elementFrom(g.Gx.FillBytes(make([]byte, 32))), elementFrom(g.Gy.FillBytes(make([]byte, 32)))}
	for teeth := 4; teeth <= 10; teeth++ {
		c := newComb(base, teeth)
		for _, scalar := range []*big.Int{big.NewInt(1), big.NewInt(0x1234567), new(big.Int).Sub(order, big.NewInt(3)), new(big.Int).Rsh(order, 1), new(big.Int).Lsh(big.NewInt(1), 255)} {
			limbs, of := [4]uint64(elementFrom(scalar.FillBytes(make([]byte, 32)))), make([]column, columns)
			for i := range of {
				c.gather(&of[i], &limbs, i)
			}
			got := toAffine([]jacobian{horner(of)})[0]
			x, y := crypto.S256().ScalarBaseMult(scalar.Bytes())
			if gx, gy := got.x.canonical(), got.y.canonical(); gx.big().Cmp(x) != 0 || gy.big().Cmp(y) != 0 {
				t.Errorf("%d teeth: %d times the generator is (%x, %x), want (%x, %x)", teeth, scalar, gx.big(), gy.big(), x, y)
			}
		}
	}
}

func TestKeyIsOnTheCurve(t *testing.T) {
	good := crypto.FromECDSAPub(&crypto.ToECDSAUnsafe([]byte{1}).PublicKey)
	off := bytes.Clone(good)
	off[64] ^= 1
	hybrid := bytes.Clone(good)
	hybrid[0] = 6
	for name, b := range map[string][]byte{"nothing": nil, "short": good[:64], "long": append(bytes.Clone(good), 0), "off the curve": off, "hybrid": hybrid} {
		if _, err := NewKey(b); err == nil {
			t.Errorf("%s: taken for a key", name)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, n := range []int{1, 50} {
		private, key := keyOf(b, big.NewInt(12345))
		batch := make([]Signature, n)
		for i := range batch {
			hash := [32]byte{byte(i)}
			r, s, odd := signed(b, private, hash)
			batch[i] = Signature{key, hash, r, s, odd}
		}
		b.Run(map[int]string{1: "alone", 50: "of50"}[n], func(b *testing.B) {
			for b.Loop() {
				if !Verify(batch)[n-1] {
					b.Fatal("refused")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/signature")
		})
	}
}

// BenchmarkRecovery is what a known key saves.
func BenchmarkRecovery(b *testing.B) {
	private, _ := keyOf(b, big.NewInt(12345))
	hash := [32]byte{1}
	sig, err := crypto.Sign(hash[:], private)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := crypto.Ecrecover(hash[:], sig); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewKey(b *testing.B) {
	pub := crypto.FromECDSAPub(&crypto.ToECDSAUnsafe([]byte{9}).PublicKey)
	for b.Loop() {
		if _, err := NewKey(pub); err != nil {
			b.Fatal(err)
		}
	}
}
