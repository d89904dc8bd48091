//go:build !amd64

package curve

// vectors: see eight_amd64.go.
var vectors = false

func (z *eight) mul(x, y *eight)          { z.mulPortable(x, y) }
func (z *eight) mulSub(x, y, w *eight)    { z.mulSubPortable(x, y, w) }
func (z *eight) square(x *eight)          { z.mulPortable(x, x) }
func (z *eight) squareSub(x, v, w *eight) { z.squareSubPortable(x, v, w) }
func (z *eight) sub(x, y *eight)          { z.subPortable(x, y) }
func (z *eight) threeHalves(x *eight)     { z.threeHalvesPortable(x) }
func (z *eight) negate(which uint8)       { z.negatePortable(which) }

func (p *affineEight) pick(xs, ys *eight, offsets *[together]uint64, negative uint8) {
	p.pickPortable(xs, ys, offsets, negative)
}

func (p *affineEight) pickFixed(points []fixed, offsets *[together]uint64, negative uint8) {
	p.pickFixedPortable(points, offsets, negative)
}
