package curve

const (
	scalarBits = 256

	// columns are the doublings of a multiplication, and one more: the combs of the key and
	// of the generator share them.
	columns = 13

	// A key's comb has 4 blocks of 31 points, 7.9 kB; with one tooth more it would take a
	// seventh fewer additions and twice the memory, which 10,000 keys would feel.
	keyTeeth = 5

	// The generator's comb is there once: 2 blocks of 1,023 points, 131 kB.
	generatorTeeth = 10
)

// comb keeps sums of a point's multiples, so that a multiplication adds one for several
// bits of the scalar at a time. Tooth t of block b at column c reads bit
// t·stride + b·columns + c; points[b][m-1] is the sum of the point times 2^(t·stride + b·columns)
// over the teeth t that are set in m.
type comb struct {
	teeth, stride int
	points        [][]affine
}

// newComb is of a point on the curve. Scalars of its sums are below 2²⁵⁵, which is below the
// group order, so that none is infinite or meets another or its negative.
func newComb(p affine, teeth int) *comb {
	stride := (scalarBits + teeth - 1) / teeth
	blocks := (stride + columns - 1) / columns
	bases := powers(p, teeth, stride, blocks)
	sums := make([]jacobian, 0, blocks<<teeth)
	for b := range blocks {
		first := len(sums)
		for m := 1; m < 1<<teeth; m++ {
			top := 0
			for m>>(top+1) != 0 {
				top++
			}
			var sum jacobian
			if rest := m &^ (1 << top); rest != 0 {
				sum = sums[first+rest-1]
			}
			sum.add(&bases[b*teeth+top])
			sums = append(sums, sum)
		}
	}
	flat, c := toAffine(sums), &comb{teeth: teeth, stride: stride}
	for b := range blocks {
		n := 1<<teeth - 1
		c.points = append(c.points, flat[b*n:(b+1)*n:(b+1)*n])
	}
	return c
}

// powers are p times 2^(t·stride + b·columns), block by block.
func powers(p affine, teeth, stride, blocks int) []affine {
	at := make([]jacobian, blocks*teeth)
	power := jacobian{p.x, p.y, one}
	for t := range teeth {
		for i := range stride {
			if i%columns == 0 {
				at[i/columns*teeth+t] = power
			}
			power.double()
		}
	}
	return toAffine(at)
}

// gather adds to a column's points what the scalar has there.
func (c *comb) gather(to *column, scalar *[4]uint64, at int) {
	for _, points := range c.points {
		if at >= c.stride {
			return
		}
		mask := 0
		for t := range c.teeth {
			if bit := at + t*c.stride; bit < scalarBits {
				mask |= int(scalar[bit>>6]>>(bit&63)&1) << t
			}
		}
		if mask != 0 {
			to.points[to.n] = points[mask-1]
			to.n++
		}
		at += columns
	}
}
