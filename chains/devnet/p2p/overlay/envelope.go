package overlay

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common/lru"
)

// seal puts a frame into the envelope of a millisecond.
func seal(frame []byte, now time.Time) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, envelopeBytes+len(frame)), uint64(now.UnixMilli())), frame...)
}

// unseal is the inverse of seal; the frame shares the envelope's memory.
func unseal(envelope []byte, now time.Time) ([]byte, error) {
	if len(envelope) <= envelopeBytes {
		return nil, fmt.Errorf("consensus envelope has %d bytes, want more than %d", len(envelope), envelopeBytes)
	}
	at, allowed := binary.BigEndian.Uint64(envelope), uint64(maxSkew/time.Millisecond)
	if here := uint64(now.UnixMilli()); at > here+allowed || at+allowed < here {
		return nil, fmt.Errorf("%w: consensus envelope of millisecond %d, at %d here, at most %s apart allowed", ErrIgnore, at, here, maxSkew)
	}
	return envelope[envelopeBytes:], nil
}

// repeats knows when frames were let in. Whoever hears a validator can put what it said into one envelope after the other:
// if each were let in, they would use up what may be relayed of that validator, and its own words were ignored.
type repeats struct {
	at *lru.Cache[frameName, time.Time]
}

type frameName [sha256.Size]byte

func newRepeats() repeats { return repeats{lru.NewCache[frameName, time.Time](maxRepeats)} }

func nameOf(frame []byte) frameName { return sha256.Sum256(frame) }

// early reports whether a frame was let in just now.
func (r *repeats) early(f frameName, now time.Time) bool {
	at, known := r.at.Get(f)
	return known && now.Sub(at) < repeatPause
}

// add notes that a frame is let in, which is signed by a validator: strangers displace nothing.
func (r *repeats) add(f frameName, now time.Time) { r.at.Add(f, now) }
