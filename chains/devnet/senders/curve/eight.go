package curve

// eight is eight numbers modulo p, side by side: limb i of number k, of 52 bits each and the
// lowest first, is [i][k]. Any number below 2²⁵⁶ + 2²¹⁵ stands for its remainder, the limbs are
// below 2⁵²: that is what every function here takes and leaves.
type eight [5][together]uint64

// together is how many signatures take their steps at a time.
const together = 8

const (
	limbBits = 52
	limbMask = 1<<limbBits - 1
	topBits  = 256 - 4*limbBits // of the highest limb, below 2²⁵⁶
)

// all is eight times the same.
func all(x element) *eight {
	e := new(eight)
	for k := range together {
		e.set(k, &x)
	}
	return e
}

// set gives number k another value.
func (e *eight) set(k int, x *element) {
	e[0][k] = x[0] & limbMask
	e[1][k] = (x[0]>>52 | x[1]<<12) & limbMask
	e[2][k] = (x[1]>>40 | x[2]<<24) & limbMask
	e[3][k] = (x[2]>>28 | x[3]<<36) & limbMask
	e[4][k] = x[3] >> 16
}

// get returns number k below p.
func (e *eight) get(k int) element {
	x := element{e[0][k] | e[1][k]<<52, e[1][k]>>12 | e[2][k]<<40, e[2][k]>>24 | e[3][k]<<28, e[3][k]>>36 | e[4][k]<<16}
	x.add(&x, &element{e[4][k] >> topBits * fold})
	return x.canonical()
}

// zeros are the numbers, a bit for each, that are 0.
func (e *eight) zeros() (which uint8) {
	for k := range together {
		if e.get(k) == (element{}) {
			which |= 1 << k
		}
	}
	return which
}

// odds are those that are odd below p.
func (e *eight) odds() (which uint8) {
	for k := range together {
		which |= uint8(e.get(k)[0]&1) << k
	}
	return which
}

// squares sets z = x^(2ⁿ).
func (z *eight) squares(x *eight, n int) {
	z.square(x)
	for range n - 1 {
		z.square(z)
	}
}

// ones are powers of x to 2ⁿ − 1, of which roots and inverses are made.
type ones struct{ x2, x22, x223 eight }

func (o *ones) of(x *eight) {
	var x3, x6, x9, x11, x44, x88, x176, x220 eight
	run := func(z, x *eight, n int, y *eight) { // z = x^(2ⁿ)·y
		var t eight
		t.squares(x, n)
		z.mul(&t, y)
	}
	run(&o.x2, x, 1, x)
	run(&x3, &o.x2, 1, x)
	run(&x6, &x3, 3, &x3)
	run(&x9, &x6, 3, &x3)
	run(&x11, &x9, 2, &o.x2)
	run(&o.x22, &x11, 11, &x11)
	run(&x44, &o.x22, 22, &o.x22)
	run(&x88, &x44, 44, &x44)
	run(&x176, &x88, 88, &x88)
	run(&x220, &x176, 44, &x44)
	run(&o.x223, &x220, 3, &x3)
}

// root sets z = x^((p+1)/4), a square root where there is one: p is 3 modulo 4. The exponent in
// binary is 223 ones, a zero, 22 ones, 0000, 11, 00.
func (z *eight) root(x *eight) {
	var o ones
	var t eight
	o.of(x)
	t.squares(&o.x223, 23)
	t.mul(&t, &o.x22)
	t.squares(&t, 6)
	t.mul(&t, &o.x2)
	z.squares(&t, 2)
}

// invert sets z = x⁻¹, 0 for 0: the exponent is that of (*element).invert.
func (z *eight) invert(x *eight) {
	var o ones
	var t eight
	o.of(x)
	t.squares(&o.x223, 23)
	t.mul(&t, &o.x22)
	t.squares(&t, 5)
	t.mul(&t, x)
	t.squares(&t, 3)
	t.mul(&t, &o.x2)
	t.squares(&t, 2)
	z.mul(&t, x)
}
