package batch

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

var start = time.Unix(1_790_000_000, 0)

func items(n, size int, gas uint64) []Item {
	queue := make([]Item, n)
	for i := range queue {
		queue[i] = Item{Size: size, GasLimit: gas, Verified: start}
	}
	return queue
}

func TestCut(t *testing.T) {
	limits := Limits{Count: 10, Bytes: 2_000, Gas: 2_000_000, Age: time.Second}
	for name, c := range map[string]struct {
		queue []Item
		after time.Duration
		count int
		wait  time.Duration
	}{
		"empty":                           {nil, time.Hour, 0, 0},
		"young and small waits":           {items(3, 105, 0), 300 * time.Millisecond, 0, 700 * time.Millisecond},
		"old enough":                      {items(3, 105, 0), time.Second, 3, 0},
		"full by count":                   {items(10, 105, 0), 0, 10, 0},
		"more than full by count":         {items(25, 105, 0), 0, 10, 0},
		"full by bytes":                   {items(8, 500, 0), 0, 4, 0},
		"full by gas":                     {items(8, 105, 500_000), 0, 3, 0},
		"one alone exceeds bytes":         {items(2, 60_000, 0), 0, 1, 0},
		"one alone exceeds gas":           {items(2, 105, 12_000_000), 0, 1, 0},
		"one alone exceeds and is young":  {items(1, 105, 12_000_000), 0, 0, time.Second},
		"an absurd gas limit can't wrap":  {items(3, 105, 1<<64-1), 0, 1, 0},
		"the clock may stand before that": {items(1, 105, 0), -time.Second, 0, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			count, wait := limits.Cut(c.queue, 3, start.Add(c.after))
			if count != c.count || wait != c.wait {
				t.Fatalf("got %d after %v, want %d after %v", count, wait, c.count, c.wait)
			}
		})
	}
}

// TestCutKeepsLimits: whatever the queue, a batch keeps every limit or is a single
// message, and a queue that is cut again and again is used up.
func TestCutKeepsLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := Limits{Count: rapid.IntRange(1, 50).Draw(t, "count"), Bytes: rapid.IntRange(105, MaxBytes).Draw(t, "bytes"),
			Gas: rapid.Uint64Range(baseGas+messageGas, MaxTransactionGas).Draw(t, "gas"), Age: time.Second}
		if err := limits.Validate(); err != nil {
			t.Fatal(err)
		}
		signatures := rapid.IntRange(1, 64).Draw(t, "signatures")
		var queue []Item
		for range rapid.IntRange(0, 120).Draw(t, "n") {
			queue = append(queue, Item{Size: rapid.IntRange(messages.HeaderSize, messages.MaxEncodedSize).Draw(t, "size"),
				GasLimit: rapid.Uint64Range(0, 14_000_000).Draw(t, "gasLimit"), Verified: start})
		}
		for len(queue) > 0 {
			count, wait := limits.Cut(queue, signatures, start.Add(limits.Age))
			if count < 1 || wait != 0 {
				t.Fatalf("an old queue waits: %d %v", count, wait)
			}
			size := 0
			for _, item := range queue[:count] {
				size += item.Size
			}
			if count > 1 && (count > limits.Count || size > limits.Bytes || Gas(queue[:count], 0, signatures) > limits.Gas) {
				t.Fatalf("%d messages of %d bytes and %d gas exceed %+v", count, size, Gas(queue[:count], 0, signatures), limits)
			}
			queue = queue[count:]
		}
	})
}

func TestValidateRefuses(t *testing.T) {
	for name, change := range map[string]func(*Limits){
		"no messages":    func(l *Limits) { l.Count = 0 },
		"too many":       func(l *Limits) { l.Count = MaxCount + 1 },
		"no bytes":       func(l *Limits) { l.Bytes = 0 },
		"too many bytes": func(l *Limits) { l.Bytes = MaxBytes + 1 },
		"no gas":         func(l *Limits) { l.Gas = 0 },
		"too much gas":   func(l *Limits) { l.Gas = MaxTransactionGas + 1 },
		"negative age":   func(l *Limits) { l.Age = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			limits := DefaultLimits()
			change(&limits)
			if err := limits.Validate(); !errors.Is(err, ErrLimits) {
				t.Fatalf("got %v", err)
			}
		})
	}
	if err := DefaultLimits().Validate(); err != nil {
		t.Error(err)
	}
}

// TestGasOfLargeSets: attestations of more than 16 signatures cost more, for the
// cut as for the delivery, so that a full batch never gets less than it needs.
func TestGasOfLargeSets(t *testing.T) {
	if few, many := Gas(items(1, 105, 0), 0, 16), Gas(items(1, 105, 0), 0, 64); many != few+48*signatureGas {
		t.Errorf("64 signatures cost %d, 16 cost %d", many, few)
	}
	if bare, tail := Gas(items(1, 105, 0), 0, 3), Gas(items(1, 105, 0), 10, 3); tail != bare+10*tailGas {
		t.Errorf("with a tail %d, without %d", tail, bare)
	}
	limits := Limits{Count: 100, Bytes: MaxBytes, Gas: 1_000_000, Age: time.Second}
	few, _ := limits.Cut(items(100, 105, 0), 3, start)
	many, _ := limits.Cut(items(100, 105, 0), 64, start)
	if many >= few || Gas(items(many, 105, 0), 0, 64) > limits.Gas {
		t.Errorf("%d messages with 64 signatures, %d with 3", many, few)
	}
}
