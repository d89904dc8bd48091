package lightclient_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TestAttackTimes is of what headers say about themselves: a second more or less decides.
func TestAttackTimes(t *testing.T) {
	const clock = 1_700_000_000
	now, before1970 := time.Unix(clock, 0), time.Unix(-20, 0)
	times := lightclient.Times{TrustingPeriod: time.Hour, MaxClockDrift: 10 * time.Second}
	for name, test := range map[string]struct {
		timestamp uint64
		now       time.Time
		future    bool
		expired   bool
	}{
		"our own":                        {clock, now, false, false},
		"as far ahead as allowed":        {clock + 10, now, false, false},
		"a second farther":               {clock + 11, now, true, false},
		"beyond all clocks":              {math.MaxUint64, now, true, false},
		"just young enough":              {clock - 3599, now, false, false},
		"a fraction young enough":        {clock - 3600, now.Add(-time.Millisecond), false, false},
		"as old as the trusting period":  {clock - 3600, now, false, true},
		"of the first second of all":     {0, now, false, true},
		"at the drift before 1970":       {0, time.Unix(-10, 0), false, false},
		"while our clock is before 1970": {0, before1970, true, false},
		"the same, and of any time":      {math.MaxUint64 - 5, before1970, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := times.CheckNotFuture(test.timestamp, test.now)
			if errors.Is(err, lightclient.ErrFuture) != test.future || (err != nil) != test.future {
				t.Errorf("from the future: %v, want %t", err, test.future)
			}
			err = times.CheckNotExpired(lightclient.Header{Number: 7, Time: test.timestamp}, test.now, "validators", "block")
			if errors.Is(err, lightclient.ErrExpired) != test.expired || (err != nil) != test.expired {
				t.Errorf("expired: %v, want %t", err, test.expired)
			}
		})
	}
	err := times.CheckNotExpired(lightclient.Header{Number: 7, Time: clock - 7200}, now, "signers", "checkpoint")
	want := "header 7 is 2h0m0s old, its signers are believed for 1h0m0s; configure as anchor the number and hash of a recent checkpoint"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error is %v, want %q", err, want)
	}
}

// TestAttackTimesValidate: times under which a check would be none.
func TestAttackTimesValidate(t *testing.T) {
	for name, test := range map[string]struct {
		times lightclient.Times
		want  string // empty: accepted
	}{
		"the shortest":                  {lightclient.Times{TrustingPeriod: time.Second}, ""},
		"the longest drift":             {lightclient.Times{TrustingPeriod: time.Hour, MaxClockDrift: time.Hour - 1}, ""},
		"no trusting period":            {lightclient.Times{}, "trusting period is 0s, want at least 1s"},
		"less than a second":            {lightclient.Times{TrustingPeriod: time.Second - 1}, "want at least 1s"},
		"a negative drift":              {lightclient.Times{TrustingPeriod: time.Hour, MaxClockDrift: -1}, "maximum clock drift is -1ns"},
		"a drift of the whole period":   {lightclient.Times{TrustingPeriod: time.Hour, MaxClockDrift: time.Hour}, "maximum clock drift is 1h0m0s"},
		"a drift of more than a period": {lightclient.Times{TrustingPeriod: time.Hour, MaxClockDrift: 2 * time.Hour}, "less than the trusting period of 1h0m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.times.Validate()
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error is %v, want %q", err, test.want)
			}
		})
	}
}

func TestIsOlder(t *testing.T) {
	now := time.Unix(1000, 999_999_999)
	for _, test := range []struct {
		timestamp uint64
		age       time.Duration
		want      bool
	}{
		{970, 30 * time.Second, true}, {971, 30 * time.Second, false}, {970, 30*time.Second + time.Millisecond, true},
		{1000, 0, true}, {1001, 0, false}, {math.MaxUint64, 0, false}, {0, 1000 * time.Second, true},
	} {
		if got := lightclient.IsOlder(test.timestamp, now, test.age); got != test.want {
			t.Errorf("%d is older than %v at %d: %t, want %t", test.timestamp, test.age, now.Unix(), got, test.want)
		}
	}
}
