package keys

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/term"
)

// Passphrase asks for a passphrase when it is needed, and not before.
type Passphrase func() (string, error)

// FromFile reads the first line of a file that only its owner can read.
func FromFile(path string) Passphrase {
	return func() (string, error) {
		content, err := readPrivate(path)
		if err != nil {
			return "", fmt.Errorf("passphrase: %w", err)
		}
		line, _, _ := strings.Cut(string(content), "\n")
		return required(strings.TrimSuffix(line, "\r"), "file "+path)
	}
}

// FromEnvironment reads an environment variable.
func FromEnvironment(name string) Passphrase {
	return func() (string, error) { return required(os.Getenv(name), "environment variable "+name) }
}

// FromPrompt asks on the terminal, without echo; confirm asks twice, for a key
// that is being made.
func FromPrompt(terminal *os.File, out io.Writer, question string, confirm bool) Passphrase {
	ask := func(question string) (string, error) {
		if _, err := fmt.Fprint(out, question); err != nil {
			return "", fmt.Errorf("prompt: %w", err)
		}
		answer, err := term.ReadPassword(int(terminal.Fd()))
		if err != nil {
			return "", fmt.Errorf("prompt: %w (no terminal? give a passphrase file)", err)
		}
		if _, err := fmt.Fprintln(out); err != nil {
			return "", fmt.Errorf("prompt: %w", err)
		}
		return required(string(answer), "answer")
	}
	return func() (string, error) {
		first, err := ask(question)
		if err != nil || !confirm {
			return first, err
		}
		second, err := ask("once more: ")
		if err == nil && first != second {
			err = fmt.Errorf("%w: the two differ", ErrPassphrase)
		}
		return first, err
	}
}

func required(passphrase, where string) (string, error) {
	if passphrase == "" {
		return "", fmt.Errorf("%w: %s is empty", ErrPassphrase, where)
	}
	return passphrase, nil
}

// ecdsaKey draws a private key. Candidates outside the curve's order, one in
// 2^128, are drawn again.
func ecdsaKey(random io.Reader) (*Key, error) {
	for {
		var candidate [32]byte
		if _, err := io.ReadFull(random, candidate[:]); err != nil {
			return nil, fmt.Errorf("randomness: %w", err)
		}
		private, err := crypto.ToECDSA(candidate[:])
		if err != nil {
			continue
		}
		return NewKey(private)
	}
}
