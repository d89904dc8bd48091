package curve

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

var prime = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(fold))

// anyEight draws numbers in every form that functions take, the largest limbs often.
func anyEight(t *rapid.T, name string) *eight {
	e := new(eight)
	for k := range together {
		for i := range e {
			most := uint64(limbMask)
			if i == 4 {
				most = 1<<topBits + 1<<7
			}
			e[i][k] = rapid.OneOf(rapid.Uint64Range(0, most), rapid.SampledFrom([]uint64{0, 1, most - 1, most})).Draw(t, name)
		}
		if e[4][k] >= 1<<topBits { // and not above 2²⁵⁶ + 2²¹⁵
			e[3][k] &= 1<<40 - 1
		}
	}
	return e
}

func (e *eight) value(k int) *big.Int {
	v := new(big.Int)
	for i := len(e) - 1; i >= 0; i-- {
		v.Lsh(v, limbBits).Add(v, new(big.Int).SetUint64(e[i][k]))
	}
	return v
}

// Each function computes modulo p, and leaves what the others take.
func TestEightComputesModuloP(t *testing.T) {
	big2, half := big.NewInt(2), new(big.Int).ModInverse(big.NewInt(2), prime)
	functions := map[string]struct {
		do   func(z, x, y, v, w *eight)
		want func(x, y, v, w *big.Int) *big.Int
	}{
		"mul":    {func(z, x, y, _, _ *eight) { z.mul(x, y) }, func(x, y, _, _ *big.Int) *big.Int { return x.Mul(x, y) }},
		"square": {func(z, x, _, _, _ *eight) { z.square(x) }, func(x, _, _, _ *big.Int) *big.Int { return x.Mul(x, x) }},
		"mulSub": {func(z, x, y, _, w *eight) { z.mulSub(x, y, w) }, func(x, y, _, w *big.Int) *big.Int { return x.Mul(x, y).Sub(x, w) }},
		"squareSub": {func(z, x, _, v, w *eight) { z.squareSub(x, v, w) }, func(x, _, v, w *big.Int) *big.Int {
			return x.Mul(x, x).Sub(x, v.Mul(v, big2)).Sub(x, w)
		}},
		"sub":         {func(z, x, y, _, _ *eight) { z.sub(x, y) }, func(x, y, _, _ *big.Int) *big.Int { return x.Sub(x, y) }},
		"threeHalves": {func(z, x, _, _, _ *eight) { z.threeHalves(x) }, func(x, _, _, _ *big.Int) *big.Int { return x.Mul(x, big.NewInt(3)).Mul(x, half) }},
		"negate":      {func(z, x, _, _, _ *eight) { *z = *x; z.negate(0xff) }, func(x, _, _, _ *big.Int) *big.Int { return x.Neg(x) }},
		"not negate":  {func(z, x, _, _, _ *eight) { *z = *x; z.negate(0) }, func(x, _, _, _ *big.Int) *big.Int { return x }},
	}
	onEach(t, func(t *testing.T) {
		for name, f := range functions {
			t.Run(name, func(t *testing.T) {
				rapid.Check(t, func(rt *rapid.T) {
					x, y, v, w := anyEight(rt, "x"), anyEight(rt, "y"), anyEight(rt, "v"), anyEight(rt, "w")
					z := new(eight)
					f.do(z, x, y, v, w)
					in := *x
					f.do(&in, &in, y, v, w) // in place
					if in != *z {
						rt.Fatalf("in place it is %v, otherwise %v", in, z)
					}
					for k := range together {
						want := f.want(x.value(k), y.value(k), v.value(k), w.value(k))
						want.Mod(want, prime)
						if got := new(big.Int).Mod(z.value(k), prime); got.Cmp(want) != 0 {
							rt.Fatalf("number %d is %x, want %x", k, got, want)
						}
						if got := z.get(k); got.canonical() != got || numberOf(got).Cmp(want) != 0 {
							rt.Fatalf("number %d is read as %x, want %x", k, got, want)
						}
						for i := range z {
							if z[i][k] > limbMask || i == 4 && z[i][k] > 1<<topBits+1<<7 {
								rt.Fatalf("limb %d of number %d is %x", i, k, z[i][k])
							}
						}
					}
				})
			})
		}
	})
}

func numberOf(x element) *big.Int {
	v := new(big.Int)
	for i := len(x) - 1; i >= 0; i-- {
		v.Lsh(v, 64).Add(v, new(big.Int).SetUint64(x[i]))
	}
	return v
}

func TestEightRootsAndInverses(t *testing.T) {
	onEach(t, func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			x := anyEight(rt, "x")
			var inverse, root, square eight
			inverse.invert(x)
			square.square(x)
			root.root(&square)
			for k := range together {
				v := new(big.Int).Mod(x.value(k), prime)
				want := new(big.Int)
				if v.Sign() != 0 {
					want.ModInverse(v, prime)
				}
				if got := numberOf(inverse.get(k)); got.Cmp(want) != 0 {
					rt.Fatalf("1/%x is %x, want %x", v, got, want)
				}
				if got := numberOf(root.get(k)); got.Cmp(v) != 0 && got.Add(got, v).Cmp(prime) != 0 {
					rt.Fatalf("the root of %x² is %x", v, root.get(k))
				}
				if (square.zeros()>>k&1 == 1) != (v.Sign() == 0) || x.odds()>>k&1 != uint8(v.Bit(0)) {
					rt.Fatalf("%x: zeros %08b, odds %08b", v, square.zeros(), x.odds())
				}
			}
		})
	})
}
