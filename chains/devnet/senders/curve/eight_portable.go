package curve

import "unsafe"

// What vectors do, number by number: no faster than one signature after another, but the same
// on any processor.

func (z *eight) each(of func(k int) element) {
	var out eight
	for k := range together {
		x := of(k)
		out.set(k, &x)
	}
	*z = out
}

func (z *eight) mulPortable(x, y *eight) {
	z.each(func(k int) (p element) {
		a, b := x.get(k), y.get(k)
		p.mul(&a, &b)
		return p
	})
}

func (z *eight) mulSubPortable(x, y, w *eight) {
	var p eight
	p.mulPortable(x, y)
	z.subPortable(&p, w)
}

func (z *eight) squareSubPortable(x, v, w *eight) {
	var p eight
	p.mulPortable(x, x)
	p.subPortable(&p, v)
	p.subPortable(&p, v)
	z.subPortable(&p, w)
}

func (z *eight) subPortable(x, y *eight) {
	z.each(func(k int) (d element) {
		a, b := x.get(k), y.get(k)
		d.sub(&a, &b)
		return d
	})
}

func (z *eight) threeHalvesPortable(x *eight) {
	z.each(func(k int) (h element) {
		a := x.get(k)
		h.mul(&a, &threeHalves)
		return h
	})
}

// threeHalves is 3/2: (p + 3)/2.
var threeHalves = element{1<<64 - (fold-3)/2, 1<<64 - 1, 1<<64 - 1, 1<<63 - 1}

func (z *eight) negatePortable(which uint8) {
	z.each(func(k int) element {
		x := z.get(k)
		if which>>k&1 == 1 {
			var zero element
			x.sub(&zero, &x)
		}
		return x
	})
}

func (p *affineEight) pickPortable(xs, ys *eight, offsets *[together]uint64, negative uint8) {
	for k, offset := range offsets {
		x, y := (*eight)(unsafe.Add(unsafe.Pointer(xs), offset-uint64(8*k))), (*eight)(unsafe.Add(unsafe.Pointer(ys), offset-uint64(8*k)))
		for i := range x {
			p.x[i][k], p.y[i][k] = x[i][k], y[i][k]
		}
	}
	p.y.negatePortable(negative)
}

func (p *affineEight) pickFixedPortable(points []fixed, offsets *[together]uint64, negative uint8) {
	for k, offset := range offsets {
		of := &points[offset/uint64(unsafe.Sizeof(fixed{}))]
		for i := range of.x {
			p.x[i][k], p.y[i][k] = of.x[i], of.y[i]
		}
	}
	p.y.negatePortable(negative)
}
