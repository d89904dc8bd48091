// Package sample has checks that its tests cover, and some that they do not. The
// tests of package mutation know which.
package sample

import (
	"errors"
	"time"
)

var (
	errSize  = errors.New("wrong size")
	errOrder = errors.New("not sorted")
	errVotes = errors.New("too few votes")
)

// CheckSize has an operand that is tested and one that is not.
func CheckSize(b []byte) error {
	if len(b) == 0 || // nothing
		len(b) == 13 {
		return errSize
	}
	return nil
}

// CheckVotes is tested at its boundary; beside it, an if that rejects nothing.
func CheckVotes(votes, n int) (int, error) {
	rest := 0
	if n > votes {
		rest = n - votes
	}
	if votes*3 < n*2 {
		return 0, errVotes
	}
	return rest, nil
}

// CheckOrder is tested, but not at its boundary.
func CheckOrder(a, b int) error {
	switch {
	case a == 99:
		return errOrder
	case a > b:
		return errOrder
	}
	return nil
}

// All calls other checks in three ways, the second of which is not tested.
func All(b []byte, votes, n int) error {
	if _, err := CheckVotes(votes, n); err != nil {
		return err
	}
	var err error
	if err == nil {
		err = CheckOrder(votes, n)
	}
	if err != nil {
		return err
	}
	return func() error { return CheckSize(b) }()
}

// Count skips odd values, which is tested, and large ones, which is not.
func Count(values []int) (n int) {
	for _, v := range values {
		if v%2 == 1 {
			continue
		}
		if v < 1000 {
			n++
		}
	}
	return n
}

// Small is tested in its first half.
func Small(v int) bool { return v < 10 && v != 5 }

// Ends loops for ever without its check.
func Ends(v int) error {
	for {
		if v >= 0 {
			return errSize
		}
	}
}

// Apart is called by no test.
func Apart(m map[string]int) error {
	if m == nil && (len(m) > 3 || len(m) == 2) {
		return errSize
	}
	return errOrder
}

// Waits says the same without its check, but so late that its tests time out once.
func Waits(v int) error {
	if v >= 0 {
		return errSize
	}
	time.Sleep(3500 * time.Millisecond)
	return errSize
}
