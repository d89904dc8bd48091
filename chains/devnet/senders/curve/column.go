package curve

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

// work is what sums need room for.
type work struct {
	columns  []column
	inverses []element
	room     []element
}

// add leaves at most one point in each column, the sum: in pairs, and what is left in pairs
// again, so that all columns share one inversion a time. With it an addition takes 5
// products and a square, which is half of (*jacobian).add.
func (w *work) add() {
	for w.differences() {
		if cap(w.room) < len(w.inverses) {
			w.room = make([]element, len(w.inverses))
		}
		invertAll(w.inverses, w.room[:len(w.inverses)])
		next := 0
		for i := range w.columns {
			c := &w.columns[i]
			pairs := c.n / 2
			for k := range pairs {
				c.points[k] = sumOf(&c.points[2*k], &c.points[2*k+1], &w.inverses[next+k])
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
	for i := range w.columns {
		c := &w.columns[i]
		first := len(w.inverses)
		for k := 0; k+1 < c.n; k += 2 {
			var d element
			d.sub(&c.points[k+1].x, &c.points[k].x)
			if d.isZero() {
				w.inverses, c.n, c.lost = w.inverses[:first], 0, true
				break
			}
			w.inverses = append(w.inverses, d)
		}
	}
	return len(w.inverses) > 0
}

// sumOf is p + q, given 1/(x₂ − x₁).
func sumOf(p, q *affine, inverse *element) (s affine) {
	var slope element
	slope.sub(&q.y, &p.y)
	slope.mul(&slope, inverse)
	s.x.square(&slope)
	s.x.sub(&s.x, &p.x)
	s.x.sub(&s.x, &q.x)
	s.y.sub(&p.x, &s.x)
	s.y.mul(&s.y, &slope)
	s.y.sub(&s.y, &p.y)
	return s
}
