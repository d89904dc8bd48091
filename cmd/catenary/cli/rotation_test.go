package cli

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// testRotation replaces the last of three signers by a fourth; all four have signed.
func testRotation(t testing.TB) (*rotationFile, []*keys.Key) {
	t.Helper()
	var all []*keys.Key
	for range 4 {
		private, err := crypto.GenerateKey()
		if err != nil {
			t.Fatal(err)
		}
		key, err := keys.NewKey(private)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, key)
	}
	sorted := func(members ...*keys.Key) (set []common.Address) {
		for _, m := range members {
			set = append(set, m.Address())
		}
		slices.SortFunc(set, common.Address.Cmp)
		return set
	}
	domain := messages.Domain{TargetChain: 9002, Verifier: common.Address{7}}
	f := &rotationFile{Domain: domain, Current: messages.SignerSet{Domain: domain, Signers: sorted(all[:3]...), Threshold: 2, Epoch: 4},
		Rotation:   messages.Rotation{Signers: sorted(all[0], all[1], all[3]), Threshold: 2, Epoch: 5},
		Signatures: map[common.Address]messages.Signature{}}
	for _, key := range all {
		signature, err := key.Sign(f.Rotation.Digest(domain))
		if err != nil {
			t.Fatal(err)
		}
		f.Signatures[key.Address()] = signature
	}
	return f, all
}

func encode(t testing.TB, f *rotationFile) []byte {
	t.Helper()
	content, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestRotationFileRefuses(t *testing.T) {
	for says, spoil := range map[string]func(*rotationFile){
		"of something else than this rotation": func(f *rotationFile) { f.Rotation.Threshold = 3 },
		"or of something else":                 func(f *rotationFile) { f.Domain.TargetChain++ },
		"rotation.epoch: 5, want 6":            func(f *rotationFile) { f.Current.Epoch++ },
		"rotation.threshold: 4 of 3":           func(f *rotationFile) { f.Rotation.Threshold = 4 },
		"rotation.threshold: 0 of 3":           func(f *rotationFile) { f.Rotation.Threshold = 0 },
		"rotation.signers: 0, want 1 to 64":    func(f *rotationFile) { f.Rotation.Signers = nil },
		"rotation.signers[2]":                  func(f *rotationFile) { f.Rotation.Signers[2] = f.Rotation.Signers[1] },
		"rotation.signers[0]":                  func(f *rotationFile) { f.Rotation.Signers[0] = common.Address{} },
		"domain: want targetChain":             func(f *rotationFile) { f.Domain.Verifier = common.Address{} },
	} {
		f, _ := testRotation(t)
		spoil(f)
		if _, err := decodeRotation(encode(t, f)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
	f, keys := testRotation(t)
	f.Signatures[keys[0].Address()] = f.Signatures[keys[1].Address()]
	if _, err := decodeRotation(encode(t, f)); err == nil || !strings.Contains(err.Error(), "is of "+keys[1].Address().Hex()) {
		t.Errorf("another's signature: %v", err)
	}
	f, keys = testRotation(t)
	signature := f.Signatures[keys[0].Address()]
	signature[64] = 29
	f.Signatures[keys[0].Address()] = signature
	if _, err := decodeRotation(encode(t, f)); err == nil || !strings.Contains(err.Error(), "v is 29") {
		t.Errorf("a malformed signature: %v", err)
	}
	if _, err := decodeRotation([]byte(`{"rotation":{},"and":1}`)); err == nil || !strings.Contains(err.Error(), "unknown field") {
		t.Errorf("an unknown field: %v", err)
	}
}

// TestRotationAttestations: of each set its own members' signatures, ascending, no
// more than the contract wants.
func TestRotationAttestations(t *testing.T) {
	f, _ := testRotation(t)
	for _, set := range []struct {
		members   []common.Address
		threshold int
	}{{f.Current.Signers, f.Current.Threshold}, {f.Rotation.Signers, int(f.Rotation.Threshold)}} {
		joined, count := f.attestation(set.members, set.threshold)
		if count != 3 || len(joined) != 65*set.threshold {
			t.Fatalf("%d signatures, %d bytes", count, len(joined))
		}
		for i := range set.threshold {
			signer, err := messages.Signature(joined[65*i : 65*i+65]).Recover(f.Rotation.Digest(f.Domain))
			if err != nil || signer != set.members[i] {
				t.Errorf("signature %d is of %s, want %s (%v)", i, signer, set.members[i], err)
			}
		}
	}
}

// FuzzDecodeRotation: whatever the file holds, what is accepted is whole: each
// signature is of whom it says, for exactly this rotation.
func FuzzDecodeRotation(f *testing.F) {
	rotation, _ := testRotation(f)
	f.Add(encode(f, rotation))
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"domain":{"targetChain":1,"verifier":"0x0000000000000000000000000000000000000007"},"rotation":{"signers":["0x0000000000000000000000000000000000000001"],"threshold":1,"epoch":1}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := decodeRotation(content)
		if err != nil {
			return
		}
		for signer, signature := range r.Signatures {
			if got, err := signature.Recover(r.Rotation.Digest(r.Domain)); err != nil || got != signer {
				t.Fatalf("accepted a signature of %s as %s's (%v)", got, signer, err)
			}
		}
		again, err := decodeRotation(encode(t, r))
		if err != nil {
			t.Fatalf("does not read what it wrote: %v", err)
		}
		if !bytes.Equal(encode(t, again), encode(t, r)) {
			t.Fatal("reads something else than it wrote")
		}
	})
}
