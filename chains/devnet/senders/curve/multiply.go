package curve

// multiple is a point's multiple, and with bx that of λ times the point.
type multiple struct{ x, bx, y eight }

// multiplyG sums up G's multiples.
func (w *recovery) multiplyG(g *[fixedDigits][]fixed) {
	var h eight
	last := fixedDigits - 1
	w.pick.pickFixed(g[last], &w.inG[last].offsets, w.inG[last].negative)
	w.ofG = jacobianEight{w.pick.x, w.pick.y, *oneEight}
	for i := last - 1; i >= 0; i-- {
		w.pick.pickFixed(g[i], &w.inG[i].offsets, w.inG[i].negative)
		w.ofG.add(&w.pick, &h)
	}
}

// multiply sums up R's multiples by the digits of both halves.
func (w *recovery) multiply(r *affineEight) {
	z := w.tabulate(r)
	var h eight
	last := halfDigits - 1
	w.pickR(&w.inR[last])
	w.sum = jacobianEight{w.pick.x, w.pick.y, *oneEight}
	for i := last; ; i-- {
		if i < last {
			w.pickR(&w.inR[i])
			w.sum.add(&w.pick, &h)
		}
		w.pick.pick(&w.table[0].bx, &w.table[0].y, &w.inOther[i].offsets, w.inOther[i].negative)
		w.sum.add(&w.pick, &h)
		if i == 0 {
			break
		}
		for range halfWidth {
			w.sum.double()
		}
	}
	w.sum.z.mul(&w.sum.z, &z)
}

func (w *recovery) pickR(d *digit) { w.pick.pick(&w.table[0].x, &w.table[0].y, &d.offsets, d.negative) }

// tabulate fills the table with R's odd multiples as if all had the last one's z, which it
// returns: so they are affine points of a curve that the formulas, which do without the
// curve's constant, take for this one.
func (w *recovery) tabulate(r *affineEight) (z eight) {
	twice := jacobianEight{r.x, r.y, *oneEight}
	twice.double()
	var zz eight
	zz.square(&twice.z)
	sum := jacobianEight{z: *oneEight}
	sum.x.mul(&r.x, &zz) // on the curve where twice is affine
	zz.mul(&zz, &twice.z)
	sum.y.mul(&r.y, &zz)
	step := affineEight{twice.x, twice.y}
	w.table[0].x, w.table[0].y = sum.x, sum.y
	for i := 1; i < halfRows; i++ {
		sum.add(&step, &w.ratios[i])
		w.table[i].x, w.table[i].y = sum.x, sum.y
	}
	z.mul(&sum.z, &twice.z)
	beta := betaEight
	last := &w.table[halfRows-1]
	last.bx.mul(&last.x, beta)
	ratio := w.ratios[halfRows-1]
	for i := halfRows - 2; i >= 0; i-- {
		t := &w.table[i]
		zz.square(&ratio)
		t.x.mul(&t.x, &zz)
		zz.mul(&zz, &ratio)
		t.y.mul(&t.y, &zz)
		t.bx.mul(&t.x, beta)
		if i > 0 {
			ratio.mul(&ratio, &w.ratios[i])
		}
	}
	return z
}

var betaEight = all(beta)
