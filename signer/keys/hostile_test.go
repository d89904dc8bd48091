package keys

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAttackHostileKeyFile(t *testing.T) {
	entry, err := Create(t.TempDir(), "secret", Light, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	genuine, err := os.ReadFile(entry.Path)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"a terabyte of memory":       {`"n":4096`, `"n":8589934592`},
		"huge blocks":                {`"r":8`, `"r":1048576`},
		"a year of work":             {`"p":6`, `"p":1000000000`},
		"N is a text":                {`"n":4096`, `"n":"4096"`},
		"N is missing":               {`"n":4096`, `"m":4096`},
		"N is negative":              {`"n":4096`, `"n":-4096`},
		"dklen is a list":            {`"dklen":32`, `"dklen":[]`},
		"another derivation":         {`"kdf":"scrypt"`, `"kdf":"none"`},
		"another cipher":             {`aes-128-ctr`, `null`},
		"an initial vector too long": {`"iv":"`, `"iv":"00`},
		"no salt":                    {`"salt":"`, `"salt":1,"pepper":"`},
		"another version":            {`"version":3`, `"version":9`},
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(genuine, []byte(change[0])) {
				t.Fatalf("the file has no %s: %s", change[0], genuine)
			}
			path := filepath.Join(t.TempDir(), "key.json")
			if err := os.WriteFile(path, []byte(strings.Replace(string(genuine), change[0], change[1], 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			if _, err := Load(path, "secret"); !errors.Is(err, ErrKey) && !errors.Is(err, ErrPassphrase) {
				t.Fatalf("error %v", err)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Fatalf("took %v to refuse", took)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"version":3,"crypto":{"cipher":"aes-128-ctr","ciphertext":"00","cipherparams":{"iv":"00"},"kdf":"scrypt","kdfparams":{"n":2,"r":1,"p":1,"dklen":32,"salt":"00"},"mac":"00"}}`))
	f.Add([]byte(`{"version":1}`))
	f.Add([]byte(`{"version":3,"crypto":{"kdf":"pbkdf2","kdfparams":{"c":1,"prf":"hmac-sha256","dklen":0,"salt":""}}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 4096 || bytes.Count(content, []byte("0")) > 200 {
			return // a legal file may cost a gigabyte; the fuzzer looks for panics
		}
		var small bool
		if err := affordable(content); err == nil {
			small = !bytes.ContainsAny(content, "56789") // cheap parameters only
		}
		if small {
			_, _ = decrypt(content, "x")
		}
	})
}
