package mutation

import (
	"fmt"
	"os"
)

// envShare asks for a part of each package's mutants: 2/3 for the second of three, which
// together are all.
const envShare = "MUTANTS"

// share is the part-th of so many; all of them if of is 0.
type share struct{ part, of int }

// askedShare reads the environment.
func askedShare() (s share, err error) {
	asked := os.Getenv(envShare)
	if asked == "" {
		return s, nil
	}
	if n, err := fmt.Sscanf(asked, "%d/%d", &s.part, &s.of); err != nil || n != 2 || s.part < 1 || s.part > s.of || fmt.Sprintf("%d/%d", s.part, s.of) != asked {
		return s, fmt.Errorf("%s is %q, want 1/3 for the first of three parts, and so on", envShare, asked)
	}
	return s, nil
}

// has says that a mutant, by its place in the list, is of the share: neighbours are of
// different ones, so that each has some of every check.
func (s share) has(i int) bool { return s.of == 0 || i%s.of == s.part-1 }

func (s share) String() string {
	if s.of == 0 {
		return ""
	}
	return fmt.Sprintf(" by %s=%d/%d", envShare, s.part, s.of)
}
