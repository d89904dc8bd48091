// Package curve checks ECDSA signatures over secp256k1 (SEC 2, section 2.4.1) of keys that
// are known, for less than half of what it costs to recover a key that is not; and it recovers
// keys eight at a time, for a quarter, where the processor can.
//
// # Known keys
//
// Recovery multiplies a point that nobody has seen before, which takes some 128 doublings
// and a square root. Of a known key multiples can be kept (a comb: C. Lim, P. Lee, "More
// flexible exponentiation with precomputation", 1994), which leaves 12 doublings and 78
// additions of points, those of the generator included.
//
// # Why the answer is the same
//
// A signature (r, s) with the parity v of hash h recovers Q = r⁻¹(sR − hG), R being the one
// point with abscissa r and ordinate parity v. So Q is what is recovered exactly if
// R = s⁻¹hG + s⁻¹rQ. [Verify] computes that sum, and compares its abscissa with r itself,
// not modulo the group order, and its parity with v: there is no second key for which both
// hold. Where the formulas for adding points would need a special case it answers no, and
// whoever asked recovers the key instead.
//
// # Eight at a time
//
// [Recover] has eight signatures take the same steps, on numbers that lie side by side, with
// the vector instructions that multiply 52 by 52 bits (AVX-512 IFMA). Of a signature (r, s) over h
// the key is u₁G + u₂R, u₁ = −h/r and u₂ = s/r. u₂ is split in two halves by the curve's
// endomorphism, G's multiples come from a table, and all digits are odd, so that no step
// depends on one being zero. The formulas of additions are incomplete: where they meet a point
// twice, z becomes 0 and stays so, which is seen at the end, and answered by not knowing.
//
// Nothing here is secret, and nothing takes constant time.
package curve
