package curve

// digit is one of eight scalars each: where a table has the point for it, in bytes, and a bit
// for each that is negative.
type digit struct {
	offsets  [together]uint64
	negative uint8
}

// write sets position k of digits of some bits to those of an odd scalar: odd numbers from
// 1−2ʷ to 2ʷ−1 of which digit i counts 2^(w·i) times. Where each is odd, so is what remains
// above it, and digit i follows from bits w·i to w·(i+1) alone. The last one has no sign: the
// scalar is below 2^(w·n). Rows of the table are of odd multiples 1, 3, 5….
func write(digits []digit, k int, scalar []uint64, negative bool, width, row, base uint64) {
	last := len(digits) - 1
	for i := range digits {
		bits := uint64(i) * width
		word, shift := bits>>6, bits&63
		v := scalar[word] >> shift
		if shift+width >= 64 && int(word)+1 < len(scalar) {
			v |= scalar[word+1] << (64 - shift)
		}
		minus := negative
		if i == last {
			v |= 1
		} else {
			v = v&(2<<width-1) | 1
			if v>>width == 0 { // below 2ʷ: v − 2ʷ
				minus = !minus
				v = 1<<width - v
			} else {
				v -= 1 << width
			}
		}
		d := &digits[i]
		d.offsets[k] = v>>1*row + base
		d.negative &^= 1 << k
		if minus {
			d.negative |= 1 << k
		}
	}
}
