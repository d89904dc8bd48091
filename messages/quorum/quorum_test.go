package quorum

import (
	"bytes"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

var domain = messages.Domain{TargetChain: 9002, Verifier: common.Address{19: 9}}

func key(i int) *ecdsa.PrivateKey {
	var seed [32]byte
	seed[30], seed[31] = byte(i>>8)+1, byte(i)
	k, err := crypto.ToECDSA(seed[:])
	if err != nil {
		panic(err)
	}
	return k
}

func set(n, threshold int, epoch uint64) messages.SignerSet {
	s := messages.SignerSet{Domain: domain, Threshold: threshold, Epoch: epoch}
	for i := range n {
		s.Signers = append(s.Signers, crypto.PubkeyToAddress(key(i).PublicKey))
	}
	return s
}

func checkpoint(epoch uint64) messages.Checkpoint {
	return messages.Checkpoint{Lane: messages.LaneID{1}, Inbox: messages.InboxID{2}, Nonce: 3, Accumulator: messages.Accumulator{4}, Epoch: epoch}
}

func approve(i int, c messages.Checkpoint, d messages.Domain) *messages.Approval {
	digest := c.Digest(d)
	raw, err := crypto.Sign(digest[:], key(i))
	if err != nil {
		panic(err)
	}
	signature, err := messages.SignatureOf(raw)
	if err != nil {
		panic(err)
	}
	return &messages.Approval{Checkpoint: c, Domain: d, Signer: crypto.PubkeyToAddress(key(i).PublicKey), Signature: signature}
}

func TestAddRefuses(t *testing.T) {
	change := func(f func(*messages.Checkpoint)) messages.Checkpoint { c := checkpoint(2); f(&c); return c }
	good := approve(1, checkpoint(2), domain)
	malleated := *good
	n := crypto.S256().Params().N
	new(big.Int).Sub(n, new(big.Int).SetBytes(good.Signature[32:64])).FillBytes(malleated.Signature[32:64])
	malleated.Signature[64] ^= 27 ^ 28
	borrowed := *good
	borrowed.Signer = crypto.PubkeyToAddress(key(2).PublicKey)
	for name, c := range map[string]struct {
		approval *messages.Approval
		want     error
	}{
		"a stranger":                    {approve(7, checkpoint(2), domain), ErrUnknownSigner},
		"twice by one signer":           {approve(0, checkpoint(2), domain), ErrDuplicate},
		"an earlier epoch":              {approve(1, checkpoint(1), domain), ErrEpoch},
		"a later epoch":                 {approve(1, checkpoint(3), domain), ErrEpoch},
		"another lane":                  {approve(1, change(func(c *messages.Checkpoint) { c.Lane[0]++ }), domain), ErrOtherCheckpoint},
		"another inbox":                 {approve(1, change(func(c *messages.Checkpoint) { c.Inbox[0]++ }), domain), ErrOtherCheckpoint},
		"another nonce":                 {approve(1, change(func(c *messages.Checkpoint) { c.Nonce++ }), domain), ErrOtherCheckpoint},
		"another accumulator":           {approve(1, change(func(c *messages.Checkpoint) { c.Accumulator[0]++ }), domain), ErrOtherCheckpoint},
		"another chain":                 {approve(1, checkpoint(2), messages.Domain{TargetChain: 1, Verifier: domain.Verifier}), ErrOtherDomain},
		"another verifier":              {approve(1, checkpoint(2), messages.Domain{TargetChain: 9002}), ErrOtherDomain},
		"malleated":                     {&malleated, messages.ErrMalleable},
		"one signer in another's name":  {&borrowed, messages.ErrSignerMismatch},
		"a signature of something else": {&messages.Approval{Checkpoint: checkpoint(2), Domain: domain, Signer: good.Signer, Signature: approve(1, checkpoint(3), domain).Signature}, messages.ErrSignerMismatch},
		"no signature":                  {&messages.Approval{Checkpoint: checkpoint(2), Domain: domain, Signer: good.Signer}, messages.ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			tally, err := New(checkpoint(2), set(5, 2, 2))
			if err != nil {
				t.Fatal(err)
			}
			if err := tally.Add(approve(0, checkpoint(2), domain)); err != nil {
				t.Fatal(err)
			}
			if err := tally.Add(c.approval); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if tally.Count() != 1 || tally.Reached() {
				t.Fatal("a refused approval was counted")
			}
			if _, ok := tally.Attestation(); ok {
				t.Fatal("an attestation below the threshold")
			}
		})
	}
}

func TestSetRefuses(t *testing.T) {
	change := func(f func(*messages.SignerSet)) messages.SignerSet { s := set(3, 2, 1); f(&s); return s }
	for name, s := range map[string]messages.SignerSet{
		"no signers":               change(func(s *messages.SignerSet) { s.Signers = nil }),
		"too many":                 set(MaxSigners+1, 2, 1),
		"threshold 0":              change(func(s *messages.SignerSet) { s.Threshold = 0 }),
		"threshold above n":        change(func(s *messages.SignerSet) { s.Threshold = 4 }),
		"epoch 0":                  change(func(s *messages.SignerSet) { s.Epoch = 0 }),
		"a signer twice":           change(func(s *messages.SignerSet) { s.Signers[2] = s.Signers[0] }),
		"the zero address as one":  change(func(s *messages.SignerSet) { s.Signers[1] = common.Address{} }),
		"negative threshold":       change(func(s *messages.SignerSet) { s.Threshold = -1 }),
		"everything left at zero":  {},
		"a set of nothing but one": change(func(s *messages.SignerSet) { s.Signers = make([]common.Address, 1); s.Threshold = 1 }),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := New(checkpoint(1), s); !errors.Is(err, ErrSet) {
				t.Fatalf("got %v", err)
			}
		})
	}
	if _, err := New(checkpoint(1), set(3, 2, 2)); !errors.Is(err, ErrEpoch) {
		t.Errorf("a checkpoint of another epoch than its set: %v", err)
	}
}

// TestCallerKeepsItsSet: a set changed by its owner afterwards changes no tally.
func TestCallerKeepsItsSet(t *testing.T) {
	s := set(3, 1, 1)
	tally, err := New(checkpoint(1), s)
	if err != nil {
		t.Fatal(err)
	}
	s.Signers[0] = crypto.PubkeyToAddress(key(9).PublicKey)
	if err := tally.Add(approve(9, checkpoint(1), domain)); !errors.Is(err, ErrUnknownSigner) {
		t.Fatalf("got %v", err)
	}
}

// TestAnyOrderGivesOneAttestation: whatever the order, and however many sign, the
// attestation holds exactly threshold signatures of distinct members, ascending.
func TestAnyOrderGivesOneAttestation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		threshold := rapid.IntRange(1, n).Draw(t, "threshold")
		s := set(n, threshold, 1)
		c := checkpoint(1)
		tally, err := New(c, s)
		if err != nil {
			t.Fatal(err)
		}
		order := rapid.SliceOfN(rapid.IntRange(0, n+2), 0, 20).Draw(t, "order")
		distinct := map[int]bool{}
		for _, i := range order {
			err := tally.Add(approve(i, c, domain))
			if wantOK := i < n && !distinct[i]; (err == nil) != wantOK {
				t.Fatalf("signer %d: %v", i, err)
			}
			if i < n {
				distinct[i] = true
			}
		}
		attestation, ok := tally.Attestation()
		if ok != (len(distinct) >= threshold) || tally.Count() != len(distinct) || len(tally.Missing()) != n-len(distinct) {
			t.Fatalf("%d of %d: reached %t, counted %d", len(distinct), threshold, ok, tally.Count())
		}
		if !ok {
			return
		}
		if len(attestation) != threshold*messages.SignatureSize {
			t.Fatalf("attestation of %d bytes", len(attestation))
		}
		var last common.Address
		for i := range threshold {
			signer, err := messages.Signature(attestation[i*65 : (i+1)*65]).Recover(c.Digest(domain))
			if err != nil || bytes.Compare(signer[:], last[:]) <= 0 {
				t.Fatalf("signature %d: by %s after %s (%v)", i, signer, last, err)
			}
			last = signer
		}
	})
}
