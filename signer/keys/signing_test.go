package keys

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
)

func TestKeySignsAndKeepsItsSecret(t *testing.T) {
	private, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey(private)
	if err != nil {
		t.Fatal(err)
	}
	digest := [32]byte{1, 2, 3}
	first, err := key.Sign(digest)
	if err != nil {
		t.Fatal(err)
	}
	second, err := key.Sign(digest)
	if err != nil || first != second {
		t.Fatalf("signing again gives other bytes (%v)", err)
	}
	if signer, err := first.Recover(digest); err != nil || signer != key.Address() {
		t.Fatalf("recovers to %s (%v), want %s", signer, err, key.Address())
	}
	secrets := []string{fmt.Sprintf("%x", crypto.FromECDSA(private)), new(big.Int).SetBytes(crypto.FromECDSA(private)).Text(10)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		printed := fmt.Sprintf(verb, key)
		for _, secret := range secrets {
			if strings.Contains(printed, secret) {
				t.Errorf("%s prints the private key", verb)
			}
		}
	}
	if _, err := NewKey(nil); err == nil {
		t.Error("a key without a private key is taken")
	}
}

func TestRecordOwnerIsTheKeysAlone(t *testing.T) {
	seen := map[[32]byte]bool{}
	for range 3 {
		private, err := crypto.GenerateKey()
		if err != nil {
			t.Fatal(err)
		}
		key, err := NewKey(private)
		if err != nil {
			t.Fatal(err)
		}
		owner := key.RecordOwner()
		if owner != key.RecordOwner() || owner.Address != key.Address() || seen[owner.Seal] {
			t.Fatal("owner is not a function of the key")
		}
		seen[owner.Seal] = true
	}
}
