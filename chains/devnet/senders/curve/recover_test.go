package curve

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"
)

// onEach runs a test with the processor's vectors, where it has them, and without.
func onEach(t *testing.T, test func(t *testing.T)) {
	has := vectors
	defer func() { vectors = has }()
	for _, v := range []bool{true, false} {
		t.Run(map[bool]string{true: "vectors", false: "portable"}[v], func(t *testing.T) {
			if v && !has {
				t.Skip("this processor lacks AVX-512 IFMA")
			}
			vectors = v
			test(t)
		})
	}
}

// recovered is what libsecp256k1 recovers, nil for nothing.
func recovered(sig Signature) []byte {
	b := make([]byte, 65)
	sig.R.FillBytes(b[:32])
	sig.S.FillBytes(b[32:64])
	if sig.Odd {
		b[64] = 1
	}
	pub, err := crypto.Ecrecover(sig.Hash[:], b)
	if err != nil {
		return nil
	}
	return pub[1:]
}

// compare asks for all at once, and says which are not known though they can be recovered.
func compare(t interface{ Fatalf(string, ...any) }, signatures []Signature) (unknown []int) {
	keys, known := Recover(signatures)
	for i, sig := range signatures {
		want := recovered(sig)
		if known[i] && string(keys[i][:]) != string(want) {
			t.Fatalf("signature %d of %d: key %x, libsecp256k1 says %x: %+v", i, len(signatures), keys[i], want, sig)
		}
		if !known[i] && want != nil {
			unknown = append(unknown, i)
		}
	}
	return unknown
}

func TestRecoverAgreesWithLibsecp256k1(t *testing.T) {
	onEach(t, func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			var batch []Signature
			made := make(map[int]bool) // by a key; of numbers that somebody chose a few are not recovered here
			for i := range rapid.IntRange(0, 20).Draw(rt, "signatures") {
				sig := Signature{Odd: rapid.Bool().Draw(rt, "odd")}
				numbers(rt, "hash").FillBytes(sig.Hash[:])
				if rapid.Bool().Draw(rt, "signed") {
					private, _ := keyOf(t, numbers(rt, "key"))
					sig.R, sig.S, sig.Odd = signed(t, private, sig.Hash)
					made[i] = true
				} else { // nearly half of all numbers are no abscissa
					sig.R, sig.S = numbers(rt, "r"), numbers(rt, "s")
				}
				batch = append(batch, sig)
			}
			for _, i := range compare(rt, batch) {
				if made[i] {
					rt.Fatalf("not recovered: %d of %+v", i, batch)
				}
			}
		})
	})
}

// crafted is a signature whose R is kG and whose key is u₁G + u₂R.
func crafted(k, u1, u2 *big.Int) Signature {
	x, y := crypto.S256().ScalarBaseMult(k.FillBytes(make([]byte, 32)))
	sig := Signature{R: x, S: new(big.Int), Odd: y.Bit(0) == 1}
	sig.S.Mul(u2, x).Mod(sig.S, order)
	h := new(big.Int).Mul(u1, x)
	h.Neg(h).Mod(h, order)
	h.FillBytes(sig.Hash[:])
	return sig
}

// Whoever knows the logarithm of R may choose every scalar, so that sums meet a point twice,
// or its negative. Then the answer is that it is not known, or the right one; and the others
// of the batch are recovered all the same.
func TestAttackRecoverCraftedScalars(t *testing.T) {
	onEach(t, func(t *testing.T) {
		private, _ := keyOf(t, big.NewInt(77))
		r, s, odd := signed(t, private, [32]byte{7})
		good := Signature{Hash: [32]byte{7}, R: r, S: s, Odd: odd}
		var batch, crafts []Signature
		var small []*big.Int
		for _, n := range []int64{1, 2, 3, 15, 16, 17, 31, 32, 33, 255, 256, 257, 511} {
			small = append(small, big.NewInt(n), new(big.Int).Sub(order, big.NewInt(n)), new(big.Int).Lsh(big.NewInt(n), 128))
		}
		for _, u := range small {
			crafts = append(crafts,
				crafted(big.NewInt(1), big.NewInt(0), u),              // nothing of G
				crafted(big.NewInt(1), u, new(big.Int).Sub(order, u)), // infinity
				crafted(big.NewInt(1), u, u),                          // a point and itself
				crafted(big.NewInt(2), new(big.Int).Lsh(u, 1), big.NewInt(1)),
				crafted(big.NewInt(5), u, big.NewInt(1)),
			)
		}
		for i, sig := range crafts {
			sig.S.Mod(sig.S, order)
			if sig.S.Sign() == 0 {
				continue
			}
			batch = append(batch, sig)
			if i%3 == 0 {
				batch = append(batch, good)
			}
		}
		unknown := compare(t, batch)
		for _, i := range unknown {
			if batch[i].R == good.R {
				t.Fatalf("signature %d is good, and lost by its neighbours", i)
			}
		}
		infinite := 0
		for _, sig := range batch {
			if recovered(sig) == nil {
				infinite++
			}
		}
		if len(unknown) == 0 || infinite == 0 {
			t.Errorf("%d of %d are not known and %d have no key: no formula failed, so that nothing was tested", len(unknown), len(batch), infinite)
		}
	})
}

// Half of all numbers are no abscissa of the curve: a "key" for those would be nobody's.
func TestAttackRecoverNoPoint(t *testing.T) {
	onEach(t, func(t *testing.T) {
		batch := []Signature{{Hash: [32]byte{1}, R: big.NewInt(5), S: big.NewInt(1)}, {Hash: [32]byte{1}, R: big.NewInt(1), S: big.NewInt(1)}}
		if recovered(batch[0]) != nil || recovered(batch[1]) == nil {
			t.Fatal("5 is an abscissa or 1 is none")
		}
		if _, known := Recover(batch); known[0] || !known[1] {
			t.Errorf("known: %v", known)
		}
	})
}

func TestRecoverNothing(t *testing.T) {
	if keys, known := Recover(nil); len(keys) != 0 || len(known) != 0 {
		t.Errorf("keys of nothing: %v, %v", keys, known)
	}
}

// A scalar's halves are odd, short, and make it up.
func TestHalves(t *testing.T) {
	lambda, ok := new(big.Int).SetString("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16)
	if !ok {
		t.Fatal("λ")
	}
	rapid.Check(t, func(rt *rapid.T) {
		n := numbers(rt, "scalar")
		switch rapid.IntRange(0, 3).Draw(rt, "multiplied") {
		case 0:
			n.Mul(n, lambda).Mod(n, order)
		case 1: // near the border between two pairs
			n.Mul(n, order).Rsh(n, 1).Mod(n, order)
		}
		k := element{}
		for i := range k {
			k[i] = new(big.Int).Rsh(n, uint(64*i)).Uint64()
		}
		scalar := [4]uint64(k)
		a, b, aNegative, bNegative := halves(&scalar)
		whole := new(big.Int)
		for _, h := range []struct {
			half
			negative bool
			times    *big.Int
		}{{a, aNegative, big.NewInt(1)}, {b, bNegative, lambda}} {
			v := new(big.Int)
			for i := range h.half {
				v.Or(v, new(big.Int).Lsh(new(big.Int).SetUint64(h.half[i]), uint(64*i)))
			}
			if v.Bit(0) == 0 || v.BitLen() > 129 {
				rt.Fatalf("%x has a half %x, want an odd one below 1.1·2¹²⁸", n, v)
			}
			if h.negative {
				v.Neg(v)
			}
			whole.Add(whole, v.Mul(v, h.times))
		}
		if whole.Mod(whole, order).Cmp(n) != 0 {
			rt.Fatalf("halves of %x make %x", n, whole)
		}
	})
}

// The digits of an odd scalar are odd and make it up.
func TestDigits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := numbers(rt, "scalar")
		n.SetBit(n, 0, 1)
		width, digits := uint64(fixedWidth), make([]digit, fixedDigits)
		if rapid.Bool().Draw(rt, "half") {
			width, digits = halfWidth, make([]digit, halfDigits)
			n.And(n, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), halfWidth*halfDigits), big.NewInt(1)))
		}
		var limbs []uint64
		for i := range 4 {
			limbs = append(limbs, new(big.Int).Rsh(n, uint(64*i)).Uint64())
		}
		k, negative := rapid.IntRange(0, 7).Draw(rt, "position"), rapid.Bool().Draw(rt, "negative")
		write(digits, k, limbs, negative, width, 10, 3)
		sum := new(big.Int)
		for i := len(digits) - 1; i >= 0; i-- {
			row := (digits[i].offsets[k] - 3) / 10
			if row >= 1<<(width-1) {
				rt.Fatalf("digit %d of %x is in row %d", i, n, row)
			}
			d := big.NewInt(int64(2*row + 1))
			if digits[i].negative>>k&1 == 1 {
				d.Neg(d)
			}
			sum.Lsh(sum, uint(width)).Add(sum, d)
		}
		if negative {
			sum.Neg(sum)
		}
		if sum.Cmp(n) != 0 {
			rt.Fatalf("digits of %x make %x", n, sum)
		}
	})
}

// BenchmarkRecover is of batches; the library's recovery, of one after another, is the floor.
func BenchmarkRecover(b *testing.B) {
	for _, n := range []int{1, 3, 8, 32} {
		var batch []Signature
		for i := range n {
			private, _ := keyOf(b, big.NewInt(int64(i+1)))
			sig := Signature{Hash: [32]byte{byte(i)}}
			sig.R, sig.S, sig.Odd = signed(b, private, sig.Hash)
			batch = append(batch, sig)
		}
		b.Run(map[int]string{1: "alone", 3: "of3", 8: "of8", 32: "of32"}[n], func(b *testing.B) {
			for b.Loop() {
				Recover(batch)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/signature")
		})
	}
}
