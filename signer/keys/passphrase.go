package keys

import (
	"fmt"
	"strings"
)

// PassphraseVariable names the variable in which a passphrase may be given.
const PassphraseVariable = "CATENARY_PASSPHRASE"

// PassphraseSource says where a passphrase is to come from, the first that is
// given counts: a file, the variable, a prompt.
type PassphraseSource struct {
	File   string
	Lookup func(variable string) (string, bool) // os.LookupEnv
	Prompt func() (string, error)               // nil where nobody can be asked
}

// Passphrase returns the passphrase. Of a file, one line break at the end does not
// belong to it.
func (s PassphraseSource) Passphrase() (string, error) {
	var passphrase string
	switch value, ok := s.lookup(); {
	case s.File != "":
		content, err := read(s.File, maxPassphrase)
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrPassphrase, err)
		}
		passphrase = strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	case ok:
		passphrase = value
	case s.Prompt != nil:
		var err error
		if passphrase, err = s.Prompt(); err != nil {
			return "", fmt.Errorf("%w: %w", ErrPassphrase, err)
		}
	default:
		return "", fmt.Errorf("%w: none is given: name a file, set %s, or run in a terminal to be asked", ErrPassphrase, PassphraseVariable)
	}
	if passphrase == "" || len(passphrase) > maxPassphrase {
		return "", fmt.Errorf("%w: it has %d bytes, want 1 to %d", ErrPassphrase, len(passphrase), maxPassphrase)
	}
	return passphrase, nil
}

func (s PassphraseSource) lookup() (string, bool) {
	if s.Lookup == nil {
		return "", false
	}
	return s.Lookup(PassphraseVariable)
}
