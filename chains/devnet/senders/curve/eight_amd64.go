package curve

import "golang.org/x/sys/cpu"

// vectors says that the processor multiplies eight times 52 by 52 bits at a time (AVX-512
// IFMA): Intel's for servers since 2019, AMD's since 2022. Tests set it.
var vectors = cpu.X86.HasAVX512F && cpu.X86.HasAVX512IFMA

//go:noescape
func mulEight(z, x, y *eight)

//go:noescape
func mulSubEight(z, x, y, w *eight)

//go:noescape
func squareEight(z, x *eight)

//go:noescape
func squareSubEight(z, x, v, w *eight)

//go:noescape
func subEight(z, x, y *eight)

//go:noescape
func threeHalvesEight(z, x *eight)

//go:noescape
func negateEight(z *eight, which uint8)

//go:noescape
func pickEight(x, y, xs, ys *eight, offsets *[together]uint64, negative uint8)

//go:noescape
func pickPointEight(x, y *eight, points *fixed, offsets *[together]uint64, negative uint8)

// mul sets z = x·y.
func (z *eight) mul(x, y *eight) {
	if vectors {
		mulEight(z, x, y)
	} else {
		z.mulPortable(x, y)
	}
}

// mulSub sets z = x·y − w.
func (z *eight) mulSub(x, y, w *eight) {
	if vectors {
		mulSubEight(z, x, y, w)
	} else {
		z.mulSubPortable(x, y, w)
	}
}

// square sets z = x².
func (z *eight) square(x *eight) {
	if vectors {
		squareEight(z, x)
	} else {
		z.mulPortable(x, x)
	}
}

// squareSub sets z = x² − 2v − w.
func (z *eight) squareSub(x, v, w *eight) {
	if vectors {
		squareSubEight(z, x, v, w)
	} else {
		z.squareSubPortable(x, v, w)
	}
}

// sub sets z = x − y.
func (z *eight) sub(x, y *eight) {
	if vectors {
		subEight(z, x, y)
	} else {
		z.subPortable(x, y)
	}
}

// threeHalves sets z = 3x/2.
func (z *eight) threeHalves(x *eight) {
	if vectors {
		threeHalvesEight(z, x)
	} else {
		z.threeHalvesPortable(x)
	}
}

// negate sets those numbers whose bit is set to their negatives.
func (z *eight) negate(which uint8) {
	if vectors {
		negateEight(z, which)
	} else {
		z.negatePortable(which)
	}
}

// pick reads a row of a table for each position, from its own offset on in bytes, and
// negates those ordinates whose bit is set.
func (p *affineEight) pick(xs, ys *eight, offsets *[together]uint64, negative uint8) {
	if vectors {
		pickEight(&p.x, &p.y, xs, ys, offsets, negative)
	} else {
		p.pickPortable(xs, ys, offsets, negative)
	}
}

// pickFixed does so from a table that all positions share.
func (p *affineEight) pickFixed(points []fixed, offsets *[together]uint64, negative uint8) {
	if vectors {
		pickPointEight(&p.x, &p.y, &points[0], offsets, negative)
	} else {
		p.pickFixedPortable(points, offsets, negative)
	}
}
