package curve

import "golang.org/x/sys/cpu"

// adx says that the processor has the instructions of mulADX: BMI2 and ADX, Intel's since
// 2014 and AMD's since 2017.
var adx = cpu.X86.HasBMI2 && cpu.X86.HasADX

//go:noescape
func mulADX(z, x, y *element)

// mul sets z = x·y.
func (z *element) mul(x, y *element) {
	if adx {
		mulADX(z, x, y)
	} else {
		z.mulPortable(x, y)
	}
}

// square sets z = x².
func (z *element) square(x *element) {
	if adx {
		mulADX(z, x, x)
	} else {
		z.squarePortable(x)
	}
}
