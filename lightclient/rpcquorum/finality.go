package rpcquorum

import (
	"fmt"
	"strconv"
	"strings"
)

// Finality says which of an endpoint's headers is final. Its zero value is none.
type Finality struct {
	tag           string
	confirmations uint64
}

const (
	tagFinalized = "finalized"
	tagSafe      = "safe"
	tagLatest    = "latest"

	confirmationsPrefix = "confirmations:"
)

// Finalized is what the chain's consensus can't take back without burning a third of the stake (the
// `finalized` block tag, Ethereum execution APIs).
func Finalized() Finality { return Finality{tag: tagFinalized} }

// Safe is what two thirds of the stake have attested to but may still be taken back (the `safe`
// block tag).
func Safe() Finality { return Finality{tag: tagSafe} }

// Confirmations is a header with n blocks on top of it: a bet that no reorganisation is deeper,
// right only for chains of which that is known. 0 takes the newest header itself, for chains that
// never reorganise.
func Confirmations(n uint64) Finality { return Finality{tag: tagLatest, confirmations: n} }

// ParseFinality reads "finalized", "safe" or "confirmations:<n>".
func ParseFinality(text string) (Finality, error) {
	switch text {
	case tagFinalized:
		return Finalized(), nil
	case tagSafe:
		return Safe(), nil
	}
	if digits, ok := strings.CutPrefix(text, confirmationsPrefix); ok {
		n, err := strconv.ParseUint(digits, 10, 64)
		f := Confirmations(n)
		// One spelling for each value: "+1" and "01" are refused.
		if err == nil && f.String() == text && f.validate() == nil {
			return f, nil
		}
	}
	return Finality{}, fmt.Errorf("finality is %.40q, want %q, %q or %q with n from 0 to %d", text, tagFinalized, tagSafe, confirmationsPrefix+"<n>", MaxConfirmations)
}

// String returns what ParseFinality reads, empty for the zero value.
func (f Finality) String() string {
	if f.tag == tagLatest {
		return confirmationsPrefix + strconv.FormatUint(f.confirmations, 10)
	}
	return f.tag
}

// MarshalText implements encoding.TextMarshaler.
func (f Finality) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *Finality) UnmarshalText(text []byte) error {
	parsed, err := ParseFinality(string(text))
	if err != nil {
		return err
	}
	*f = parsed
	return nil
}

func (f Finality) validate() error {
	if f.tag == "" {
		return fmt.Errorf("finality is not set, want %q, %q or %q", tagFinalized, tagSafe, confirmationsPrefix+"<n>")
	}
	if f.confirmations > MaxConfirmations {
		return fmt.Errorf("finality is %s, want at most %d confirmations", f, MaxConfirmations)
	}
	return nil
}
