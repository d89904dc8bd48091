//go:build !amd64

package curve

// mul sets z = x·y.
func (z *element) mul(x, y *element) { z.mulPortable(x, y) }

// square sets z = x².
func (z *element) square(x *element) { z.squarePortable(x) }
