package curve

import "sync"

// A column has a point of each block of both combs at most.
const (
	keyStride       = (scalarBits + keyTeeth - 1) / keyTeeth
	generatorStride = (scalarBits + generatorTeeth - 1) / generatorTeeth
	columnPoints    = (keyStride+columns-1)/columns + (generatorStride+columns-1)/columns
)

// atOnce signatures share inversions: more make those no cheaper to speak of, and their
// columns, 5.2 kB each, have to stay near the processor.
const atOnce = 32

// pairFrom is where that begins to pay: fewer signatures add their points one by one.
const pairFrom = 4

// column is points to be added up.
type column struct {
	n      int
	lost   bool // two of them, or sums, were the same or each other's negative
	points [columnPoints]affine
}

// work is room for sums, 180 kB; it is used again.
type work struct {
	columns  [atOnce * columns]column
	used     int
	inverses []element
	room     []element
}

var works = sync.Pool{New: func() any {
	pairs := atOnce * columns * columnPoints / 2
	return &work{inverses: make([]element, 0, pairs), room: make([]element, pairs)}
}}

// next is an empty column.
func (w *work) next() *column {
	c := &w.columns[w.used]
	c.n, c.lost = 0, false
	w.used++
	return c
}

// add leaves at most one point in each column, the sum: in pairs, and what is left in pairs
// again, so that all columns share one inversion a time. With it an addition takes 5
// products and a square, which is half of (*jacobian).add.
func (w *work) add() {
	for w.differences() {
		invertAll(w.inverses, w.room)
		next := 0
		for i := range w.used {
			c := &w.columns[i]
			pairs := c.n / 2
			for k := range pairs {
				c.points[k].sum(&c.points[2*k], &c.points[2*k+1], &w.inverses[next+k])
			}
			next += pairs
			if c.n%2 == 1 {
				c.points[pairs] = c.points[c.n-1]
			}
			c.n -= pairs
		}
	}
}

// differences collects x₂ − x₁ of all pairs; false where there are none. A column with a
// pair that has none is lost.
func (w *work) differences() bool {
	w.inverses = w.inverses[:0]
	for i := range w.used {
		c := &w.columns[i]
		first := len(w.inverses)
		for k := 0; k+1 < c.n; k += 2 {
			w.inverses = append(w.inverses, element{})
			d := &w.inverses[len(w.inverses)-1]
			d.sub(&c.points[k+1].x, &c.points[k].x)
			if d.isZero() {
				w.inverses, c.n, c.lost = w.inverses[:first], 0, true
				break
			}
		}
	}
	return len(w.inverses) > 0
}

// sum sets s = p + q, given 1/(x₂ − x₁); s may be p or q.
func (s *affine) sum(p, q *affine, inverse *element) {
	var slope, x, y element
	slope.sub(&q.y, &p.y)
	slope.mul(&slope, inverse)
	x.square(&slope)
	x.sub(&x, &p.x)
	x.sub(&x, &q.x)
	y.sub(&p.x, &x)
	y.mul(&y, &slope)
	s.y.sub(&y, &p.y)
	s.x = x
}
