package curve

import "math/bits"

// The curve has an endomorphism, (x, y) to (βx, y), which multiplies by λ. So a multiple kP is
// aP + bλP for each a and b with a + bλ = k modulo the group order n, which can be half as long
// (R. Gallant, R. Lambert, S. Vanstone, "Faster Point Multiplication on Elliptic Curves with
// Efficient Endomorphisms", 2001). All pairs of one k lie on a lattice with the short basis
// (basis1, −basis2), (basis3, basis1); that of the group's k = 0.
var (
	basis1 = half{0xe86c90e49284eb15, 0x3086d221a7d46bcd}
	basis2 = half{0x6f547fa90abfe4c3, 0xe4437ed6010e8828}
	basis3 = half{0x57c1108d9d44cfd8, 0x14ca50f7a8e2f3f6, 1}

	// basis1 and basis2 over n, times 2³⁸⁴.
	share1 = [4]uint64{0xe893209a45dbb031, 0x3daa8a1471e8ca7f, 0xe86c90e49284eb15, 0x3086d221a7d46bcd}
	share2 = [4]uint64{0x1571b4ae8ac47f71, 0x221208ac9df506c6, 0x6f547fa90abfe4c4, 0xe4437ed6010e8828}

	beta = element{0xc1396c28719501ee, 0x9cf0497512f58995, 0x6e64479eac3434e9, 0x7ae96a2b657c0710}
)

// half is a number of 192 bits, the lowest limb first; signed as a two's complement.
type half [3]uint64

// halves splits a scalar into two odd ones below 2¹³⁰, each with a sign. The nearest pair has
// less than 0.64 and 0.55 times 2¹²⁸. Of the basis, (odd, odd) and (even, odd), one vector each
// makes what is even odd, with the sign that makes the larger change a smaller number: 1.09
// times 2¹²⁸ at most.
func halves(k *[4]uint64) (a, b half, aNegative, bNegative bool) {
	c1, c2 := nearest(k, &share1), nearest(k, &share2)
	a = half{k[0], k[1], k[2]}
	a.sub(c1.times(&basis1)).sub(c2.times(&basis3))
	b = c1.times(&basis2)
	b.sub(c2.times(&basis1))
	if a[0]&1 == 0 {
		if b.negative() {
			a.sub(basis1)
			b.add(basis2)
		} else {
			a.add(basis1)
			b.sub(basis2)
		}
	}
	if b[0]&1 == 0 {
		if a.negative() {
			a.add(basis3)
			b.add(basis1)
		} else {
			a.sub(basis3)
			b.sub(basis1)
		}
	}
	aNegative, bNegative = a.absolute(), b.absolute()
	return a, b, aNegative, bNegative
}

// nearest is k·share/2³⁸⁴, rounded: below 2¹²⁸.
func nearest(k, share *[4]uint64) (q half) {
	var t [8]uint64
	for i, x := range k {
		var carry uint64
		for j, y := range share {
			h, l := bits.Mul64(x, y)
			l, c := bits.Add64(l, t[i+j], 0)
			h += c
			t[i+j], c = bits.Add64(l, carry, 0)
			carry = h + c
		}
		t[i+4] = carry
	}
	var c uint64
	q[0], c = bits.Add64(t[6], t[5]>>63, 0)
	q[1] = t[7] + c
	return q
}

// times is the product modulo 2¹⁹².
func (a half) times(b *half) (p half) {
	h00, l00 := bits.Mul64(a[0], b[0])
	h01, l01 := bits.Mul64(a[0], b[1])
	h10, l10 := bits.Mul64(a[1], b[0])
	var c, d uint64
	p[0] = l00
	p[1], c = bits.Add64(h00, l01, 0)
	p[1], d = bits.Add64(p[1], l10, 0)
	p[2] = h01 + h10 + c + d + a[0]*b[2] + a[1]*b[1] + a[2]*b[0]
	return p
}

func (a *half) add(b half) *half {
	var c uint64
	a[0], c = bits.Add64(a[0], b[0], 0)
	a[1], c = bits.Add64(a[1], b[1], c)
	a[2] += b[2] + c
	return a
}

func (a *half) sub(b half) *half {
	var c uint64
	a[0], c = bits.Sub64(a[0], b[0], 0)
	a[1], c = bits.Sub64(a[1], b[1], c)
	a[2] -= b[2] + c
	return a
}

func (a *half) negative() bool { return a[2]>>63 == 1 }

// absolute takes the sign off and returns it.
func (a *half) absolute() bool {
	if !a.negative() {
		return false
	}
	b := half{}
	*a = *b.sub(*a)
	return true
}
