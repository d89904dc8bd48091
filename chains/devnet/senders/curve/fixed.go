package curve

import (
	"sync"

	"github.com/ethereum/go-ethereum/crypto"
)

// The generator's multiples by digits of 8 bits take 328 kB, which a core's second cache holds.
const (
	fixedWidth  = 8
	fixedDigits = scalarBits / fixedWidth
)

// fixed is a point that all eight positions may read, in limbs of 52 bits.
type fixed struct{ x, y [5]uint64 }

func newFixed(p *affine) (f fixed) {
	var e affineEight
	e.x.set(0, &p.x)
	e.y.set(0, &p.y)
	for l := range f.x {
		f.x[l], f.y[l] = e.x[l][0], e.y[l][0]
	}
	return f
}

// generators[i] are the odd multiples of 2^(8i)·G.
var generators = sync.OnceValue(func() *[fixedDigits][]fixed {
	var out [fixedDigits][]fixed
	g := crypto.S256().Params()
	base := affine{elementFrom(g.Gx.FillBytes(make([]byte, 32))), elementFrom(g.Gy.FillBytes(make([]byte, 32)))}
	for i := range out {
		power := jacobian{base.x, base.y, one}
		power.double()
		twice := toAffine([]jacobian{power})[0]
		points := []jacobian{{base.x, base.y, one}}
		for range 1<<(fixedWidth-1) - 1 {
			next := points[len(points)-1]
			next.add(&twice)
			points = append(points, next)
		}
		for range fixedWidth - 1 {
			power.double()
		}
		of := toAffine(append(points, power))
		for k := range points {
			out[i] = append(out[i], newFixed(&of[k]))
		}
		base = of[len(points)]
	}
	return &out
})
