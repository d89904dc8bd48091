package messages

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
	"pgregory.net/rapid"
)

// The oracle of the digests is go-ethereum's general EIP-712 encoder, which
// knows nothing of our fixed layouts.
func oracle(t testing.TB, domain Domain, primary string, fields []apitypes.Type, message apitypes.TypedDataMessage) [32]byte {
	chainID := math.HexOrDecimal256(*new(big.Int).SetUint64(domain.TargetChain))
	data := apitypes.TypedData{
		Types: apitypes.Types{
			"EIP712Domain": {{Name: "name", Type: "string"}, {Name: "version", Type: "string"}, {Name: "chainId", Type: "uint256"}, {Name: "verifyingContract", Type: "address"}},
			primary:        fields,
		},
		PrimaryType: primary,
		Domain:      apitypes.TypedDataDomain{Name: "Catenary", Version: "1", ChainId: &chainID, VerifyingContract: domain.Verifier.Hex()},
		Message:     message,
	}
	digest, _, err := apitypes.TypedDataAndHash(data)
	if err != nil {
		t.Fatal(err)
	}
	return [32]byte(digest)
}

func draw32(t *rapid.T, label string) (w [32]byte) {
	copy(w[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, label))
	return w
}

func drawCheckpoint(t *rapid.T) (Checkpoint, Domain) {
	verifier := draw32(t, "verifier")
	return Checkpoint{
			Lane: draw32(t, "lane"), Inbox: draw32(t, "inbox"), Nonce: rapid.Uint64().Draw(t, "nonce"),
			Accumulator: draw32(t, "accumulator"), Epoch: rapid.Uint64().Draw(t, "epoch"),
		}, Domain{
			TargetChain: rapid.Uint64().Draw(t, "chain"), Verifier: common.Address(verifier[12:]),
		}
}

func TestCheckpointDigestAgainstOracle(t *testing.T) {
	fields := []apitypes.Type{{Name: "laneId", Type: "bytes32"}, {Name: "inbox", Type: "bytes32"}, {Name: "nonce", Type: "uint64"}, {Name: "accumulator", Type: "bytes32"}, {Name: "epoch", Type: "uint64"}}
	rapid.Check(t, func(rt *rapid.T) {
		c, domain := drawCheckpoint(rt)
		want := oracle(t, domain, "Checkpoint", fields, apitypes.TypedDataMessage{
			"laneId": c.Lane[:], "inbox": c.Inbox[:], "nonce": new(big.Int).SetUint64(c.Nonce),
			"accumulator": c.Accumulator[:], "epoch": new(big.Int).SetUint64(c.Epoch),
		})
		if got := c.Digest(domain); got != want {
			rt.Fatalf("digest %x, want %x", got, want)
		}
	})
}

func TestRotationDigestAgainstOracle(t *testing.T) {
	fields := []apitypes.Type{{Name: "signers", Type: "address[]"}, {Name: "threshold", Type: "uint256"}, {Name: "epoch", Type: "uint64"}}
	rapid.Check(t, func(rt *rapid.T) {
		_, domain := drawCheckpoint(rt)
		r := Rotation{Threshold: rapid.Uint64().Draw(rt, "threshold"), Epoch: rapid.Uint64().Draw(rt, "epoch")}
		var signers []any
		for range rapid.IntRange(0, 5).Draw(rt, "n") {
			w := draw32(rt, "signer")
			r.Signers = append(r.Signers, common.Address(w[12:]))
			signers = append(signers, r.Signers[len(r.Signers)-1].Hex())
		}
		want := oracle(t, domain, "Rotate", fields, apitypes.TypedDataMessage{
			"signers": signers, "threshold": new(big.Int).SetUint64(r.Threshold), "epoch": new(big.Int).SetUint64(r.Epoch),
		})
		if got := r.Digest(domain); got != want {
			rt.Fatalf("digest %x, want %x", got, want)
		}
	})
}

func signedApproval(t testing.TB) Approval {
	key := must(crypto.ToECDSA(filledSlice(0x51)))
	a := Approval{
		Checkpoint: Checkpoint{Lane: filled(1), Inbox: filled(2), Nonce: 3, Accumulator: filled(4), Epoch: 5},
		Domain:     Domain{TargetChain: 6, Verifier: common.Address{19: 7}}, Signer: crypto.PubkeyToAddress(key.PublicKey),
	}
	digest := a.Checkpoint.Digest(a.Domain)
	a.Signature = must(SignatureOf(must(crypto.Sign(digest[:], key))))
	if err := a.Verify(); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestApprovalVerifyRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		attack func(*Approval)
		want   error
	}{
		"another lane":        {func(a *Approval) { a.Checkpoint.Lane[0]++ }, ErrSignerMismatch},
		"another inbox":       {func(a *Approval) { a.Checkpoint.Inbox[0]++ }, ErrSignerMismatch},
		"another nonce":       {func(a *Approval) { a.Checkpoint.Nonce++ }, ErrSignerMismatch},
		"another accumulator": {func(a *Approval) { a.Checkpoint.Accumulator[31]++ }, ErrSignerMismatch},
		"another epoch":       {func(a *Approval) { a.Checkpoint.Epoch++ }, ErrSignerMismatch},
		"another chain":       {func(a *Approval) { a.Domain.TargetChain++ }, ErrSignerMismatch},
		"another verifier":    {func(a *Approval) { a.Domain.Verifier[0]++ }, ErrSignerMismatch},
		"another signer":      {func(a *Approval) { a.Signer[0]++ }, ErrSignerMismatch},
		"flipped v":           {func(a *Approval) { a.Signature[64] ^= 27 ^ 28 }, ErrSignerMismatch},
		"v of 0":              {func(a *Approval) { a.Signature[64] -= 27 }, ErrSignature},
		"v of 29":             {func(a *Approval) { a.Signature[64] = 29 }, ErrSignature},
		"malleated s":         {malleate, ErrMalleable},
		"zero signature":      {func(a *Approval) { a.Signature = Signature{64: 27} }, ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			a := signedApproval(t)
			c.attack(&a)
			if err := a.Verify(); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
		})
	}
}

// malleate makes the second valid form of a signature: s becomes n - s.
func malleate(a *Approval) {
	n := crypto.S256().Params().N
	s := new(big.Int).SetBytes(a.Signature[32:64])
	new(big.Int).Sub(n, s).FillBytes(a.Signature[32:64])
	a.Signature[64] ^= 27 ^ 28
}

func TestMalleatedSignatureWouldRecover(t *testing.T) {
	// The check of s is the only thing that stops the second form: show that the
	// curve itself would take it.
	a := signedApproval(t)
	malleate(&a)
	digest := a.Checkpoint.Digest(a.Domain)
	raw := a.Signature
	raw[64] -= 27
	key, err := crypto.SigToPub(digest[:], raw[:])
	if err != nil || crypto.PubkeyToAddress(*key) != a.Signer {
		t.Fatalf("the attack does not work any more: %v", err)
	}
}

func TestLaneIDAgainstABI(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		outbox := draw32(rt, "outbox")
		lane := Lane{SourceChain: rapid.Uint64().Draw(rt, "s"), Outbox: common.Address(outbox[12:]), OutboxMark: draw32(rt, "mark"), TargetChain: rapid.Uint64().Draw(rt, "t")}
		if got, want := lane.ID(), abiLaneID(rt, lane); got != want {
			rt.Fatalf("lane id %s, want %s", got, want)
		}
	})
}

func TestPositionsTellApart(t *testing.T) {
	// Two different runs of messages never meet: order, content and length all count.
	a, b := ID(filled(1)), ID(filled(2))
	start := Lane{SourceChain: 1, TargetChain: 2}.Start()
	positions := map[Accumulator]string{}
	for name, ids := range map[string][]ID{"none": {}, "a": {a}, "b": {b}, "ab": {a, b}, "ba": {b, a}, "aa": {a, a}, "aab": {a, a, b}} {
		end := FoldAll(start.Accumulator, ids)
		if other, ok := positions[end]; ok {
			t.Errorf("%s and %s fold to the same accumulator", name, other)
		}
		positions[end] = name
		p := start
		for _, id := range ids {
			p = p.Advance(id)
		}
		if p != (Position{uint64(len(ids)), end}) {
			t.Errorf("%s: Advance and FoldAll differ", name)
		}
	}
}
