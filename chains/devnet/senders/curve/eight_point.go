package curve

// affineEight is eight points other than infinity by their coordinates.
type affineEight struct{ x, y eight }

// jacobianEight is eight points (x/z², y/z³). Where z is 0 a formula did not hold, or the
// point is infinity; it stays 0 whatever is done with it.
type jacobianEight struct{ x, y, z eight }

var (
	zeroEight  = new(eight)
	oneEight   = all(one)
	minusSeven = all(element{1<<64 - fold - 7, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1})
)

// double sets p = 2p: 3 products and 4 squares, with the slope 3x²/2y over y.
func (p *jacobianEight) double() {
	var slope, s, t eight
	s.square(&p.y)
	slope.square(&p.x)
	slope.threeHalves(&slope)
	p.z.mul(&p.z, &p.y)
	t.mul(&p.x, &s)
	p.x.squareSub(&slope, &t, zeroEight)
	s.square(&s)
	t.sub(&t, &p.x)
	p.y.mulSub(&slope, &t, &s)
}

// add sets p = p + q: 8 products and 3 squares (madd). It returns what z was multiplied by,
// which is 0 where q is p or −p.
func (p *jacobianEight) add(q *affineEight, h *eight) {
	var zz, r, hh, hhh, v eight
	zz.square(&p.z)
	h.mulSub(&q.x, &zz, &p.x)
	zz.mul(&zz, &p.z)
	r.mulSub(&q.y, &zz, &p.y)
	p.z.mul(&p.z, h)
	hh.square(h)
	hhh.mul(h, &hh)
	v.mul(&p.x, &hh)
	p.x.squareSub(&r, &v, &hhh)
	hhh.mul(&hhh, &p.y)
	v.sub(&v, &p.x)
	p.y.mulSub(&v, &r, &hhh)
}

// join sets p = p + q: 12 products and 4 squares.
func (p *jacobianEight) join(q *jacobianEight) {
	var pz, qz, z3 eight
	pz.square(&p.z)
	qz.square(&q.z)
	other := affineEight{}
	z3.mul(&pz, &p.z)
	other.x.mul(&q.x, &pz)
	other.y.mul(&q.y, &z3)
	// On the curve where p is (x·qz², y·qz³, 1) the other is affine.
	p.x.mul(&p.x, &qz)
	qz.mul(&qz, &q.z)
	p.y.mul(&p.y, &qz)
	z3.mul(&p.z, &q.z)
	var h eight
	p.z = *oneEight
	p.add(&other, &h)
	p.z.mul(&p.z, &z3)
}
