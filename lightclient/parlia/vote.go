package parlia

import (
	"bytes"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// VoteData is what a validator votes for: that the target descends from the source,
// the highest justified block, and that it belongs to the chain (BEP-126, 4.1.1).
type VoteData struct {
	SourceNumber uint64
	SourceHash   common.Hash
	TargetNumber uint64
	TargetHash   common.Hash
}

// Hash returns what is signed: keccak256 of the RLP of the four fields. It names no
// chain.
func (d VoteData) Hash() common.Hash {
	return crypto.Keccak256Hash(mustEncode(d))
}

// Attestation is the aggregated votes for one block (bsc, core/types/vote.go,
// VoteAttestation).
type Attestation struct {
	Voters    uint64 // bit i: the i-th validator of the set has voted
	Signature [signatureBytes]byte
	Data      VoteData
	Extra     []byte // of no meaning, at most 256 bytes
}

// Encode returns the RLP of a.
func (a *Attestation) Encode() []byte { return mustEncode(a) }

// mustEncode encodes what has nothing in it that RLP cannot carry.
func mustEncode(v any) []byte {
	b, err := rlp.EncodeToBytes(v)
	if err != nil {
		panic(err)
	}
	return b
}

// DecodeAttestation parses the RLP of an attestation: exactly what Encode makes, with
// at most 256 bytes of Extra. Errors wrap lightclient.ErrMalformed.
func DecodeAttestation(b []byte) (*Attestation, error) {
	a, trailing, err := decodeFirst(b)
	if err != nil {
		return nil, err
	}
	if trailing > 0 {
		return nil, malformed("attestation is followed by %d more bytes", trailing)
	}
	return a, nil
}

// decodeFirst parses an attestation at the beginning of b, and returns how many bytes
// follow it. bsc reads attestations so, and takes blocks in which more bytes follow.
func decodeFirst(b []byte) (*Attestation, int, error) {
	r, a := bytes.NewReader(b), new(Attestation)
	// Decoding refuses second forms of numbers and lengths, as FuzzAttestation checks.
	if err := rlp.Decode(r, a); err != nil {
		return nil, 0, malformed("attestation: %v", err)
	}
	if len(a.Extra) > maxAttestationExtra {
		return nil, 0, malformed("attestation has %d bytes of extra, at most %d are allowed", len(a.Extra), maxAttestationExtra)
	}
	return a, r.Len(), nil
}

// sameVotes reports whether b, if there is one, has the same votes as a, so that they
// need not be checked again.
func (a *Attestation) sameVotes(b *Attestation) bool {
	return b != nil && a.Voters == b.Voters && a.Signature == b.Signature && a.Data == b.Data
}
