package curve

import (
	"errors"
	"fmt"
	"math/big"
	"sync"

	"github.com/consensys/gnark-crypto/ecc/secp256k1/fr"
	"github.com/ethereum/go-ethereum/crypto"
)

// ErrKey is wrapped by the error for bytes that are no public key.
var ErrKey = errors.New("public key")

// Key is a public key of which multiples are kept: 7.9 kB.
type Key struct{ comb *comb }

// NewKey prepares an uncompressed public key (SEC 1, section 2.3.3: 65 bytes, the first of
// them 4), which costs as much as three recoveries.
func NewKey(uncompressed []byte) (*Key, error) {
	if _, err := crypto.UnmarshalPubkey(uncompressed); err != nil { // length, form, and on the curve
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return &Key{newComb(affine{elementFrom(uncompressed[1:33]), elementFrom(uncompressed[33:])}, keyTeeth)}, nil
}

// generator is the comb of G, which takes half a millisecond.
var generator = sync.OnceValue(func() *comb {
	g := crypto.S256().Params()
	return newComb(affine{elementFrom(g.Gx.FillBytes(make([]byte, 32))), elementFrom(g.Gy.FillBytes(make([]byte, 32)))}, generatorTeeth)
})

// Signature is one to check. R and S are above 0 and below the group order; nothing else
// is asked of them here, neither that S is low.
type Signature struct {
	Key  *Key
	Hash [32]byte
	R, S *big.Int
	Odd  bool // the parity of R's ordinate
}

// Verify says of each signature whether recovery from it yields its key. A no may also be
// for want of a formula, about as often as two random points are the same.
func Verify(signatures []Signature) []bool {
	n := len(signatures)
	scalars, points := make([]fr.Element, n), make([]jacobian, 0, n)
	for i := range signatures {
		scalars[i].SetBigInt(signatures[i].S)
	}
	scalars = fr.BatchInvert(scalars)
	w := works.Get().(*work)
	defer works.Put(w)
	for from := 0; from < n; from += atOnce {
		to := min(from+atOnce, n)
		points = w.sums(points, signatures[from:to], scalars[from:to])
	}
	return match(signatures, points)
}

// sums appends s⁻¹hG + s⁻¹rQ of each signature; infinity also where it can't be had.
func (w *work) sums(to []jacobian, signatures []Signature, inverses []fr.Element) []jacobian {
	w.used = 0
	for i := range signatures {
		sig := &signatures[i]
		var h, r fr.Element
		h.SetBytes(sig.Hash[:]).Mul(&h, &inverses[i])
		r.SetBigInt(sig.R).Mul(&r, &inverses[i])
		ofG, ofKey, g := h.Bits(), r.Bits(), generator()
		for c := range columns {
			at := w.next()
			g.gather(at, &ofG, c)
			sig.Key.comb.gather(at, &ofKey, c)
		}
	}
	if len(signatures) >= pairFrom {
		w.add()
	}
	for i := range signatures {
		to = append(to, horner(w.columns[i*columns:(i+1)*columns]))
	}
	return to
}

// horner adds columns up, the last one first and a doubling for each.
func horner(of []column) (p jacobian) {
	for c := len(of) - 1; c >= 0; c-- {
		if !p.isInfinity() {
			p.double()
		}
		if of[c].lost {
			return jacobian{}
		}
		for k := range of[c].n {
			if !p.add(&of[c].points[k]) {
				return jacobian{}
			}
		}
	}
	return p
}

// match compares points with the signatures' r and parity.
func match(signatures []Signature, points []jacobian) []bool {
	valid := make([]bool, len(points))
	var at []int
	var finite []jacobian
	for i := range points {
		if !points[i].z.isZero() {
			at, finite = append(at, i), append(finite, points[i])
		}
	}
	for k, p := range toAffine(finite) {
		sig := &signatures[at[k]]
		var r [32]byte
		x := elementFrom(sig.R.FillBytes(r[:]))
		valid[at[k]] = p.x.equals(&x) && p.y.isOdd() == sig.Odd
	}
	return valid
}
