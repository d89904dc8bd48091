package curve

// affine is a point other than infinity by its coordinates.
type affine struct{ x, y element }

// jacobian is the point (x/z², y/z³); infinity where z is 0.
type jacobian struct{ x, y, z element }

func (p *jacobian) isInfinity() bool { return p.z == element{} } // only ever written so

// double sets p = 2p: 2 products and 5 squares (D. Bernstein, T. Lange, Explicit-Formulas
// Database, dbl-2009-l). No point of this curve is of order 2.
func (p *jacobian) double() {
	var a, b, c, d, e, t element
	a.square(&p.x)
	b.square(&p.y)
	c.square(&b)
	t.add(&p.x, &b)
	t.square(&t)
	t.sub(&t, &a)
	d.sub(&t, &c)
	d.double(&d)
	e.double(&a)
	e.add(&e, &a)
	p.z.mul(&p.y, &p.z)
	p.z.double(&p.z)
	p.x.square(&e)
	t.double(&d)
	p.x.sub(&p.x, &t)
	t.sub(&d, &p.x)
	p.y.mul(&e, &t)
	c.double(&c)
	c.double(&c)
	c.double(&c)
	p.y.sub(&p.y, &c)
}

// add sets p = p + q: 8 products and 3 squares (madd). It answers false, and p is of no
// use, where q is p or −p, which needs other formulas.
func (p *jacobian) add(q *affine) bool {
	if p.isInfinity() {
		p.x, p.y, p.z = q.x, q.y, one
		return true
	}
	var zz, h, hh, r, v, t element
	zz.square(&p.z)
	h.mul(&q.x, &zz)
	h.sub(&h, &p.x)
	if h.isZero() {
		return false
	}
	zz.mul(&zz, &p.z)
	r.mul(&q.y, &zz)
	r.sub(&r, &p.y)
	p.z.mul(&p.z, &h)
	hh.square(&h)
	h.mul(&h, &hh) // h³ from here on
	v.mul(&p.x, &hh)
	p.x.square(&r)
	p.x.sub(&p.x, &h)
	t.double(&v)
	p.x.sub(&p.x, &t)
	v.sub(&v, &p.x)
	v.mul(&v, &r)
	h.mul(&h, &p.y)
	p.y.sub(&v, &h)
	return true
}

// toAffine converts points, none of them infinity, with one inversion for all.
func toAffine(points []jacobian) []affine {
	zs, room := make([]element, len(points)), make([]element, len(points))
	for i := range points {
		zs[i] = points[i].z
	}
	invertAll(zs, room)
	out := make([]affine, len(points))
	for i := range points {
		var zz element
		zz.square(&zs[i])
		out[i].x.mul(&points[i].x, &zz)
		zz.mul(&zz, &zs[i])
		out[i].y.mul(&points[i].y, &zz)
	}
	return out
}
