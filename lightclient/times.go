package lightclient

import (
	"fmt"
	"time"
)

// Times are what a verification by headers' own times depends on, beside the clock.
type Times struct {
	// TrustingPeriod is how long after a header's time those who sealed it are believed.
	TrustingPeriod time.Duration
	// MaxClockDrift is how far a header's time may be ahead of our clock.
	MaxClockDrift time.Duration
}

// Validate checks the ranges.
func (t Times) Validate() error {
	if t.TrustingPeriod < time.Second {
		return fmt.Errorf("trusting period is %v, want at least 1s", t.TrustingPeriod)
	}
	if t.MaxClockDrift < 0 || t.MaxClockDrift >= t.TrustingPeriod {
		return fmt.Errorf("maximum clock drift is %v, want 0s or more and less than the trusting period of %v", t.MaxClockDrift, t.TrustingPeriod)
	}
	return nil
}

// CheckNotFuture refuses a header's time, in seconds, that is ahead of our clock by more
// than the drift. Errors wrap ErrFuture.
func (t Times) CheckNotFuture(timestamp uint64, now time.Time) error {
	// In seconds, since a header's time may be any uint64 and a time.Time may not.
	latest := now.Add(t.MaxClockDrift).Unix()
	if latest < 0 || timestamp > uint64(latest) {
		return fmt.Errorf("%w: timestamp is %d, want at most %d (our clock and %v); check the clocks", ErrFuture, timestamp, latest, t.MaxClockDrift)
	}
	return nil
}

// CheckNotExpired refuses to go on from a header that is as old as the trusting period.
// sealers are those who are believed no more, and block is what the operator has to
// choose as a fresh anchor. Errors wrap ErrExpired.
func (t Times) CheckNotExpired(trusted Header, now time.Time, sealers, block string) error {
	if now.Unix() < 0 || trusted.Time >= uint64(now.Unix()) {
		return nil
	}
	if age := now.Sub(time.Unix(int64(trusted.Time), 0)); age >= t.TrustingPeriod {
		return fmt.Errorf("%w: header %d is %v old, its %s are believed for %v; configure as anchor the number and hash of a recent %s from a source you trust",
			ErrExpired, trusted.Number, age.Truncate(time.Second), sealers, t.TrustingPeriod, block)
	}
	return nil
}

// IsOlder reports whether a header's time, in seconds, is as long ago as age, of which
// fractions of a second do not count.
func IsOlder(timestamp uint64, now time.Time, age time.Duration) bool {
	return now.Unix()-int64(min(timestamp, 1<<62)) >= int64(age/time.Second)
}
