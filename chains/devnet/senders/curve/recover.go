package curve

import (
	"encoding/binary"
	"sync"
	"unsafe"

	"github.com/consensys/gnark-crypto/ecc/secp256k1/fr"
)

const (
	// R's multiples by digits of 5 bits take 15 kB for eight signatures, so that they stay in the first cache.
	halfWidth  = 5
	halfDigits = 130 / halfWidth
	halfRows   = 1 << (halfWidth - 1)
)

// Vectors says that the processor has what makes Recover fast; the answer is the same without.
func Vectors() bool { return vectors }

// recovery is room for eight recoveries, 29 kB; it is used again.
type recovery struct {
	table   [halfRows]multiple
	ratios  [halfRows]eight
	pick    affineEight
	sum     jacobianEight
	ofG     jacobianEight
	inG     [fixedDigits]digit
	inR     [halfDigits]digit
	inOther [halfDigits]digit // of λR
}

var recoveries = sync.Pool{New: func() any { return new(recovery) }}

// Recovered is a public key, x and y of 32 bytes each, the highest first.
type Recovered [64]byte

// Recover recovers the keys of signatures, whatever their Key says, as SEC 1, section 4.1.6
// has it for the first of its candidates: R's abscissa is r. False says that it can't be had
// here: there is none, or a formula doesn't hold for it, which is as rare as a guessed key.
func Recover(signatures []Signature) ([]Recovered, []bool) {
	n := len(signatures)
	inverses := make([]fr.Element, n)
	for i := range signatures {
		inverses[i].SetBigInt(signatures[i].R)
	}
	inverses = fr.BatchInvert(inverses)
	points := make([]jacobianEight, (n+together-1)/together)
	valid := make([]bool, n)
	w := recoveries.Get().(*recovery)
	defer recoveries.Put(w)
	for g := range points {
		from := g * together
		to := min(from+together, n)
		known := w.recover(&points[g], signatures[from:to], inverses[from:to])
		for k := range to - from {
			valid[from+k] = known>>k&1 == 1
		}
	}
	return publics(points, n), valid
}

// recover sets the keys of up to eight signatures, and tells those that are known.
func (w *recovery) recover(to *jacobianEight, signatures []Signature, inverses []fr.Element) (known uint8) {
	var r affineEight
	var odd, without uint8
	for k := range together {
		i := k
		if i >= len(signatures) {
			i = 0 // somebody's steps have to be taken
		}
		x, ok := w.scalars(k, &signatures[i], &inverses[i])
		r.x.set(k, &x)
		if signatures[i].Odd {
			odd |= 1 << k
		}
		if !ok {
			without |= 1 << k
		}
	}
	known = r.ordinate(odd) &^ without
	w.multiplyG(generators())
	w.multiply(&r)
	*to = w.sum
	to.join(&w.ofG)
	lost := to.z.zeros()
	for k := range together {
		if lost>>k&1 == 1 { // it would make all of an inversion 0
			to.z.set(k, &one)
		}
	}
	return known &^ lost
}

// scalars writes the digits of one signature and returns r as an abscissa. False says that
// nothing of G is in the key: 0 has no odd digits.
func (w *recovery) scalars(k int, sig *Signature, inverse *fr.Element) (element, bool) {
	var u1, u2 fr.Element
	u1.SetBytes(sig.Hash[:]).Mul(&u1, inverse)
	u2.SetBigInt(sig.S).Mul(&u2, inverse)
	ofG, positive := u1.Bits(), false
	if ofG[0]&1 == 0 { // n − u₁ is odd
		u1.Neg(&u1)
		ofG, positive = u1.Bits(), true
	}
	write(w.inG[:], k, ofG[:], !positive, fixedWidth, uint64(unsafe.Sizeof(fixed{})), 0)
	ofR := u2.Bits()
	a, b, aNegative, bNegative := halves(&ofR)
	write(w.inR[:], k, a[:], aNegative, halfWidth, uint64(unsafe.Sizeof(multiple{})), uint64(8*k))
	write(w.inOther[:], k, b[:], bNegative, halfWidth, uint64(unsafe.Sizeof(multiple{})), uint64(8*k))
	var r [32]byte
	return elementFrom(sig.R.FillBytes(r[:])), !u1.IsZero()
}

// ordinate sets y of the points with these abscissas, odd or even, and tells those that exist.
func (p *affineEight) ordinate(odd uint8) (exist uint8) {
	var xx, square, rest eight
	xx.square(&p.x)
	square.mulSub(&xx, &p.x, minusSeven)
	p.y.root(&square)
	rest.squareSub(&p.y, zeroEight, &square)
	p.y.negate(p.y.odds() ^ odd)
	return rest.zeros()
}

// publics converts points with one inversion for all; none of their z is 0.
func publics(points []jacobianEight, n int) []Recovered {
	room := make([]eight, len(points))
	product := *oneEight
	for i := range points {
		room[i] = product
		product.mul(&product, &points[i].z)
	}
	product.invert(&product)
	out := make([]Recovered, n)
	for i := len(points) - 1; i >= 0; i-- {
		p := &points[i]
		var inverse, square eight
		inverse.mul(&product, &room[i])
		product.mul(&product, &p.z)
		square.square(&inverse)
		p.x.mul(&p.x, &square)
		square.mul(&square, &inverse)
		p.y.mul(&p.y, &square)
		for k := range min(together, n-i*together) {
			to := &out[i*together+k]
			for at, c := range []element{p.x.get(k), p.y.get(k)} {
				for l := range c {
					binary.BigEndian.PutUint64(to[32*at+24-8*l:], c[l])
				}
			}
		}
	}
	return out
}
