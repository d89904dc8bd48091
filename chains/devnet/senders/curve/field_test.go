package curve

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"
)

var p = crypto.S256().Params().P

func (x *element) big() *big.Int {
	z := new(big.Int)
	for i := 3; i >= 0; i-- {
		z.Lsh(z, 64).Or(z, new(big.Int).SetUint64(x[i]))
	}
	return z
}

// modulo is the number below p.
func (x *element) modulo() *big.Int {
	c := x.canonical()
	return c.big()
}

// elements are any limbs, and often those at which carries happen.
var elements = rapid.Custom(func(t *rapid.T) element {
	limb := rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, fold - 1, fold, fold + 1, 1<<64 - fold - 1, 1<<64 - fold, 1<<64 - fold + 1, 1<<63 - 1, 1 << 63, 1<<64 - 2, 1<<64 - 1}))
	return element{limb.Draw(t, "0"), limb.Draw(t, "1"), limb.Draw(t, "2"), limb.Draw(t, "3")}
})

func TestFieldAgreesWithBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := elements.Draw(t, "x"), elements.Draw(t, "y")
		a, b := x.big(), y.big()
		for name, op := range map[string]struct {
			do   func(z, x, y *element)
			want *big.Int
		}{
			"x + y":          {(*element).add, new(big.Int).Add(a, b)},
			"x − y":          {(*element).sub, new(big.Int).Sub(a, b)},
			"x · y":          {(*element).mul, new(big.Int).Mul(a, b)},
			"x²":             {func(z, x, _ *element) { z.square(x) }, new(big.Int).Mul(a, a)},
			"portable x · y": {(*element).mulPortable, new(big.Int).Mul(a, b)},
			"portable x²":    {func(z, x, _ *element) { z.squarePortable(x) }, new(big.Int).Mul(a, a)},
			"2x":             {func(z, x, _ *element) { z.double(x) }, new(big.Int).Lsh(a, 1)},
		} {
			want := op.want.Mod(op.want, p)
			for alias, do := range map[string]func(z *element){
				"apart": func(z *element) { op.do(z, &x, &y) },
				"z = x": func(z *element) { *z = x; op.do(z, z, &y) },
				"z = y": func(z *element) { *z = y; op.do(z, &x, z) },
			} {
				var z element
				if do(&z); new(big.Int).Mod(z.big(), p).Cmp(want) != 0 {
					t.Fatalf("%s, %s: got %x, want %x", name, alias, z.big(), want)
				}
			}
		}
		c := x.canonical()
		if a.Mod(a, p); c.big().Cmp(a) != 0 || x.isZero() != (a.Sign() == 0) || x.isOdd() != (a.Bit(0) == 1) || x.equals(&y) != (a.Cmp(b.Mod(b, p)) == 0) {
			t.Fatalf("canonical %x, zero %v, odd %v, equal to y %v; want %x", c.big(), x.isZero(), x.isOdd(), x.equals(&y), a)
		}
	})
}

// Sums, differences and products carry a last time where they end just above 2²⁵⁶, or below
// 0, which numbers seldom do unless they are chosen for it.
func TestFieldCarriesTheLastTime(t *testing.T) {
	most := element{1<<64 - 1, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1}
	for _, low := range []uint64{0, 1, fold - 2, fold - 1, fold, fold + 1, 1<<64 - fold, 1<<64 - 1} {
		x, y := most, element{low}
		x[0] = low
		for _, other := range []element{most, x, y} {
			var sum, difference element
			sum.add(&x, &other)
			difference.sub(&y, &other)
			if want := new(big.Int).Add(x.big(), other.big()); sum.modulo().Cmp(want.Mod(want, p)) != 0 {
				t.Errorf("%x + %x = %x", x.big(), other.big(), sum.big())
			}
			if want := new(big.Int).Sub(y.big(), other.big()); difference.modulo().Cmp(want.Mod(want, p)) != 0 {
				t.Errorf("%x − %x = %x", y.big(), other.big(), difference.big())
			}
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		a := elements.Filter(func(x element) bool { return !x.isZero() }).Draw(rt, "x")
		x := new(big.Int).Mod(a.big(), p)
		// x·y is a small number modulo p: p and that is what the product comes to before.
		product := new(big.Int).SetUint64(rapid.SampledFrom([]uint64{fold - 1, fold, fold + 1, 1 << 63, 1<<64 - 1}).Draw(rt, "product"))
		if rapid.Bool().Draw(rt, "of two limbs") {
			product.SetUint64(rapid.SampledFrom([]uint64{0, 1, fold - 1, fold}).Draw(rt, "low limb")).SetBit(product, 64, 1)
		}
		y := new(big.Int).ModInverse(x, p)
		y.Mul(y, product).Mod(y, p)
		b := elementFrom(y.FillBytes(make([]byte, 32)))
		for name, mul := range map[string]func(z, x, y *element){"x · y": (*element).mul, "portable x · y": (*element).mulPortable} {
			var z element
			if mul(&z, &a, &b); z.modulo().Cmp(product) != 0 {
				rt.Fatalf("%s: %x · %x = %x, want %x", name, a.big(), b.big(), z.big(), product)
			}
		}
		root := new(big.Int).ModSqrt(product, p)
		if root == nil {
			return
		}
		b = elementFrom(root.FillBytes(make([]byte, 32)))
		for name, square := range map[string]func(z, x *element){"x²": (*element).square, "portable x²": (*element).squarePortable} {
			var z element
			if square(&z, &b); z.modulo().Cmp(product) != 0 {
				rt.Fatalf("%s: %x² = %x, want %x", name, b.big(), z.big(), product)
			}
		}
	})
}

// (p − u)·(p − v) is u·v modulo p, and where that is just above 2⁶⁴ the last carry goes on
// to the second limb.
func TestFieldCarriesIntoTheSecondLimb(t *testing.T) {
	for _, u := range []uint64{1, 1 << 31, 1<<32 - 1, 1 << 32, 1<<32 + 1, fold} {
		for _, v := range []uint64{1, 1 << 31, 1<<32 - 1, 1 << 32, 1<<32 + 1, fold} {
			negative := func(n uint64) element {
				return elementFrom(new(big.Int).Sub(p, new(big.Int).SetUint64(n)).FillBytes(make([]byte, 32)))
			}
			x, y, want := negative(u), negative(v), new(big.Int).SetUint64(u)
			want.Mul(want, new(big.Int).SetUint64(v))
			for name, mul := range map[string]func(z, x, y *element){"mul": (*element).mul, "mulPortable": (*element).mulPortable} {
				var z element
				if mul(&z, &x, &y); z.modulo().Cmp(want) != 0 {
					t.Errorf("%s: −%d · −%d = %x, want %x", name, u, v, z.big(), want)
				}
			}
			var z element
			if z.squarePortable(&x); u == v && z.modulo().Cmp(want) != 0 {
				t.Errorf("squarePortable: −%d squared = %x, want %x", u, z.big(), want)
			}
		}
	}
}

func TestReduceAgreesWithBigIntegers(t *testing.T) {
	// The lower half of this times fold is 2⁶⁴ − 1: whatever comes from below carries on.
	filling := new(big.Int).ModInverse(new(big.Int).SetUint64(1<<64-fold), new(big.Int).Lsh(big.NewInt(1), 64)).Uint64()
	rapid.Check(t, func(rt *rapid.T) {
		low, high := elements.Draw(rt, "low"), elements.Draw(rt, "high")
		if rapid.Bool().Draw(rt, "fill") {
			high[rapid.IntRange(1, 3).Draw(rt, "limb")] = filling
		}
		want := new(big.Int).Lsh(high.big(), 256)
		want.Add(want, low.big()).Mod(want, p)
		var z element
		if z.reduce(low[0], low[1], low[2], low[3], high[0], high[1], high[2], high[3]); z.modulo().Cmp(want) != 0 {
			rt.Fatalf("%x, %x: got %x, want %x", high.big(), low.big(), z.big(), want)
		}
	})
}

// The two forms of small numbers are one number.
func TestFieldKnowsBothForms(t *testing.T) {
	for _, n := range []uint64{0, 1, 2, fold - 1} {
		low := element{n}
		high := element{1<<64 - fold + n, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1}
		if !low.equals(&high) || low.isZero() != high.isZero() || low.isOdd() != high.isOdd() || high.canonical() != low {
			t.Errorf("%d and p + %d are told apart", n, n)
		}
	}
}

func TestInversesMultiplyToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(elements.Filter(func(x element) bool { return !x.isZero() }), 1, 20).Draw(t, "xs")
		inverses := append([]element(nil), xs...)
		invertAll(inverses, make([]element, len(xs)))
		for i := range xs {
			var z element
			if z.mul(&xs[i], &inverses[i]); !z.equals(&one) {
				t.Fatalf("%x · %x = %x", xs[i].big(), inverses[i].big(), z.big())
			}
		}
	})
}

func BenchmarkMul(b *testing.B) {
	x, y := element{1, 2, 3, 4}, element{5, 6, 7, 8}
	for b.Loop() {
		x.mul(&x, &y)
	}
}

func BenchmarkMulPortable(b *testing.B) {
	x, y := element{1, 2, 3, 4}, element{5, 6, 7, 8}
	for b.Loop() {
		x.mulPortable(&x, &y)
	}
}

func BenchmarkSquarePortable(b *testing.B) {
	x := element{1, 2, 3, 4}
	for b.Loop() {
		x.squarePortable(&x)
	}
}
