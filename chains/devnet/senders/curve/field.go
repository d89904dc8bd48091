package curve

import (
	"encoding/binary"
	"math/bits"
)

// element is a number modulo p = 2²⁵⁶ − fold, in limbs of 64 bits, the lowest first. Any
// number below 2²⁵⁶ stands for its remainder, so that 0 to fold−1 have two forms.
type element [4]uint64

// fold is what 2²⁵⁶ is modulo p.
const fold = 1<<32 + 977

var one = element{1}

// elementFrom reads 32 bytes, the highest first.
func elementFrom(b []byte) (z element) {
	for i := range z {
		z[i] = binary.BigEndian.Uint64(b[24-8*i:])
	}
	return z
}

// canonical is the form below p.
func (x *element) canonical() element {
	var z element
	var c uint64
	z[0], c = bits.Add64(x[0], fold, 0)
	z[1], c = bits.Add64(x[1], 0, c)
	z[2], c = bits.Add64(x[2], 0, c)
	z[3], c = bits.Add64(x[3], 0, c)
	if c == 0 { // x + fold < 2²⁵⁶: x was below p
		return *x
	}
	return z
}

func (x *element) isZero() bool {
	if x[0] != 0 && x[0] != 1<<64-fold { // nearly always
		return false
	}
	return x.canonical() == element{}
}

func (x *element) equals(y *element) bool { return x.canonical() == y.canonical() }

func (x *element) isOdd() bool {
	c := x.canonical()
	return c[0]&1 == 1
}

// add sets z = x + y.
func (z *element) add(x, y *element) {
	t0, c := bits.Add64(x[0], y[0], 0)
	t1, c := bits.Add64(x[1], y[1], c)
	t2, c := bits.Add64(x[2], y[2], c)
	t3, c := bits.Add64(x[3], y[3], c)
	t0, c = bits.Add64(t0, c*fold, 0)
	t1, c = bits.Add64(t1, 0, c)
	t2, c = bits.Add64(t2, 0, c)
	t3, c = bits.Add64(t3, 0, c)
	z[0], z[1], z[2], z[3] = t0+c*fold, t1, t2, t3 // after a second carry t0 is below fold
}

// sub sets z = x − y.
func (z *element) sub(x, y *element) {
	t0, b := bits.Sub64(x[0], y[0], 0)
	t1, b := bits.Sub64(x[1], y[1], b)
	t2, b := bits.Sub64(x[2], y[2], b)
	t3, b := bits.Sub64(x[3], y[3], b)
	t0, b = bits.Sub64(t0, b*fold, 0)
	t1, b = bits.Sub64(t1, 0, b)
	t2, b = bits.Sub64(t2, 0, b)
	t3, b = bits.Sub64(t3, 0, b)
	z[0], z[1], z[2], z[3] = t0-b*fold, t1, t2, t3 // after a second borrow t0 is above 2⁶⁴−fold
}

// double sets z = 2x.
func (z *element) double(x *element) { z.add(x, x) }

// row adds x·y to t[0] to t[4] and returns them; the sum is below 2³²⁰.
func row(x *element, y, t0, t1, t2, t3 uint64) (r0, r1, r2, r3, r4 uint64) {
	var c uint64
	h0, l0 := bits.Mul64(x[0], y)
	h1, l1 := bits.Mul64(x[1], y)
	h2, l2 := bits.Mul64(x[2], y)
	h3, l3 := bits.Mul64(x[3], y)
	r0, c = bits.Add64(t0, l0, 0)
	r1, c = bits.Add64(t1, l1, c)
	r2, c = bits.Add64(t2, l2, c)
	r3, c = bits.Add64(t3, l3, c)
	r4 = h3 + c
	r1, c = bits.Add64(r1, h0, 0)
	r2, c = bits.Add64(r2, h1, c)
	r3, c = bits.Add64(r3, h2, c)
	return r0, r1, r2, r3, r4 + c
}

// mulPortable is mul on any processor.
func (z *element) mulPortable(x, y *element) {
	t0, t1, t2, t3, t4 := row(x, y[0], 0, 0, 0, 0)
	t1, t2, t3, t4, t5 := row(x, y[1], t1, t2, t3, t4)
	t2, t3, t4, t5, t6 := row(x, y[2], t2, t3, t4, t5)
	t3, t4, t5, t6, t7 := row(x, y[3], t3, t4, t5, t6)
	z.reduce(t0, t1, t2, t3, t4, t5, t6, t7)
}

// squarePortable is square on any processor: each mixed product is computed once.
func (z *element) squarePortable(x *element) {
	x0, x1, x2, x3 := x[0], x[1], x[2], x[3]
	var c uint64
	t2, t1 := bits.Mul64(x0, x1)
	h, l := bits.Mul64(x0, x2)
	t2, c = bits.Add64(t2, l, 0)
	t3 := h + c
	h, l = bits.Mul64(x0, x3)
	t3, c = bits.Add64(t3, l, 0)
	t4 := h + c
	h, l = bits.Mul64(x1, x2)
	t3, c = bits.Add64(t3, l, 0)
	t4, c = bits.Add64(t4, h, c)
	t5 := c
	h, l = bits.Mul64(x1, x3)
	t4, c = bits.Add64(t4, l, 0)
	t5 += h + c // what has been added up is below 2³⁸⁴
	h, l = bits.Mul64(x2, x3)
	t5, c = bits.Add64(t5, l, 0)
	t6 := h + c
	t7 := t6 >> 63
	t6 = t6<<1 | t5>>63
	t5 = t5<<1 | t4>>63
	t4 = t4<<1 | t3>>63
	t3 = t3<<1 | t2>>63
	t2 = t2<<1 | t1>>63
	t1 <<= 1
	h, t0 := bits.Mul64(x0, x0)
	t1, c = bits.Add64(t1, h, 0)
	h, l = bits.Mul64(x1, x1)
	t2, c = bits.Add64(t2, l, c)
	t3, c = bits.Add64(t3, h, c)
	h, l = bits.Mul64(x2, x2)
	t4, c = bits.Add64(t4, l, c)
	t5, c = bits.Add64(t5, h, c)
	h, l = bits.Mul64(x3, x3)
	t6, c = bits.Add64(t6, l, c)
	t7 += h + c
	z.reduce(t0, t1, t2, t3, t4, t5, t6, t7)
}

// reduce sets z to a number of 512 bits: the upper half counts fold times, what that
// carries over once more, and a last carry once more still.
func (z *element) reduce(t0, t1, t2, t3, t4, t5, t6, t7 uint64) {
	var c uint64
	h0, l0 := bits.Mul64(t4, fold)
	h1, l1 := bits.Mul64(t5, fold)
	h2, l2 := bits.Mul64(t6, fold)
	h3, l3 := bits.Mul64(t7, fold)
	l1, c = bits.Add64(l1, h0, 0)
	l2, c = bits.Add64(l2, h1, c)
	l3, c = bits.Add64(l3, h2, c)
	h3 += c
	t0, c = bits.Add64(t0, l0, 0)
	t1, c = bits.Add64(t1, l1, c)
	t2, c = bits.Add64(t2, l2, c)
	t3, c = bits.Add64(t3, l3, c)
	h, l := bits.Mul64(h3+c, fold)
	t0, c = bits.Add64(t0, l, 0)
	t1, c = bits.Add64(t1, h, c)
	t2, c = bits.Add64(t2, 0, c)
	t3, c = bits.Add64(t3, 0, c)
	t0, c = bits.Add64(t0, c*fold, 0)
	z[0], z[1], z[2], z[3] = t0, t1+c, t2, t3 // a number that carried is below 2⁶⁸ now
}

// invert sets z = x⁻¹ = x^(p−2), 0 for 0: 255 squarings and 15 products (P. Fermat).
// p − 2 in binary is 223 ones, a zero, 22 ones, 0000, 1, 0, 11, 0, 1.
func (z *element) invert(x *element) {
	run := func(z, x *element, n int, y *element) { // z = x^(2ⁿ)·y
		t := *x
		for range n {
			t.square(&t)
		}
		z.mul(&t, y)
	}
	var x2, x3, x6, x9, x11, x22, x44, x88, x176, x220, x223, t element
	run(&x2, x, 1, x)
	run(&x3, &x2, 1, x)
	run(&x6, &x3, 3, &x3)
	run(&x9, &x6, 3, &x3)
	run(&x11, &x9, 2, &x2)
	run(&x22, &x11, 11, &x11)
	run(&x44, &x22, 22, &x22)
	run(&x88, &x44, 44, &x44)
	run(&x176, &x88, 88, &x88)
	run(&x220, &x176, 44, &x44)
	run(&x223, &x220, 3, &x3)
	run(&t, &x223, 23, &x22)
	run(&t, &t, 5, x)
	run(&t, &t, 3, &x2)
	run(z, &t, 2, x)
}

// invertAll replaces each number by its inverse at the price of one and three products
// each (P. Montgomery, "Speeding the Pollard and elliptic curve methods", 1987). None may
// be 0. room holds as many.
func invertAll(xs, room []element) {
	product := one
	for i := range xs {
		room[i] = product
		product.mul(&product, &xs[i])
	}
	product.invert(&product)
	for i := len(xs) - 1; i >= 0; i-- {
		x := xs[i]
		xs[i].mul(&product, &room[i])
		product.mul(&product, &x)
	}
}
