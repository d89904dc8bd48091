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
