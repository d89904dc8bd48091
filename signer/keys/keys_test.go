package keys

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
)

func create(t *testing.T) Entry {
	t.Helper()
	entry, err := Create(t.TempDir(), "secret", Light, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

func TestCreateLoadList(t *testing.T) {
	entry := create(t)
	key, err := Load(entry.Path, "secret")
	if err != nil || crypto.PubkeyToAddress(key.PublicKey) != entry.Address {
		t.Fatalf("%v", err)
	}
	info, err := os.Stat(entry.Path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, want 0600 (%v)", info.Mode(), err)
	}
	content, err := os.ReadFile(entry.Path)
	if err != nil || bytes.Contains(content, []byte(fmt.Sprintf("%x", crypto.FromECDSA(key)))) {
		t.Fatal("the key is in the file in the clear")
	}
	entries, err := List(filepath.Dir(entry.Path))
	if err != nil || len(entries) != 1 || entries[0] != entry {
		t.Fatalf("%v, %v", entries, err)
	}
}

func TestImportNeverOverwrites(t *testing.T) {
	entry := create(t)
	key, err := Load(entry.Path, "secret")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Import(filepath.Dir(entry.Path), key, "another", Light); !errors.Is(err, ErrExists) {
		t.Fatalf("got %v", err)
	}
	if _, err := Load(entry.Path, "secret"); err != nil {
		t.Fatalf("the first file is gone: %v", err)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		attack     func(path string) error
		passphrase string
		want       error
	}{
		"wrong passphrase":     {func(string) error { return nil }, "guess", ErrPassphrase},
		"readable by a group":  {func(p string) error { return os.Chmod(p, 0o640) }, "secret", ErrKey},
		"readable by everyone": {func(p string) error { return os.Chmod(p, 0o604) }, "secret", ErrKey},
		"truncated":            {func(p string) error { return os.Truncate(p, 100) }, "secret", ErrKey},
		"oversized":            {func(p string) error { return os.WriteFile(p, make([]byte, maxKeyFile+1), 0o600) }, "secret", ErrKey},
		"gone":                 {os.Remove, "secret", ErrKey},
		"another format":       {func(p string) error { return os.WriteFile(p, []byte("{}"), 0o600) }, "secret", ErrKey},
	} {
		t.Run(name, func(t *testing.T) {
			entry := create(t)
			if err := c.attack(entry.Path); err != nil {
				t.Fatal(err)
			}
			if _, err := Load(entry.Path, c.passphrase); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestPassphraseSources(t *testing.T) {
	file := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(file, []byte("from file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	variable := func(string) (string, bool) { return "from variable", true }
	prompt := func() (string, error) { return "from prompt", nil }
	for name, c := range map[string]struct {
		source PassphraseSource
		want   string
		fails  bool
	}{
		"file first":      {PassphraseSource{file, variable, prompt}, "from file", false},
		"then variable":   {PassphraseSource{"", variable, prompt}, "from variable", false},
		"then prompt":     {PassphraseSource{"", nil, prompt}, "from prompt", false},
		"nothing":         {PassphraseSource{}, "", true},
		"absent file":     {PassphraseSource{file + "x", variable, prompt}, "", true},
		"empty":           {PassphraseSource{"", func(string) (string, bool) { return "", true }, nil}, "", true},
		"prompt that won": {PassphraseSource{"", nil, func() (string, error) { return "", errors.New("no terminal") }}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.source.Passphrase()
			if got != c.want || (err != nil) != c.fails || err != nil && !errors.Is(err, ErrPassphrase) {
				t.Fatalf("%q, %v", got, err)
			}
		})
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := (PassphraseSource{File: file}).Passphrase(); !errors.Is(err, ErrPassphrase) {
		t.Errorf("a passphrase file that everybody can read: %v", err)
	}
}

func TestEmptyPassphraseIsRefused(t *testing.T) {
	if _, err := Create(t.TempDir(), "", Light, rand.Reader); !errors.Is(err, ErrPassphrase) {
		t.Fatalf("got %v", err)
	}
}
