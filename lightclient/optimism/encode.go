package optimism

import (
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// EncodeProof returns the RLP of a proof, which DecodeProof reads.
func EncodeProof(p Proof) ([]byte, error) {
	b, err := rlp.EncodeToBytes(p)
	if err != nil {
		return nil, fmt.Errorf("encode proof: %w", err)
	}
	return b, nil
}

// DecodeProof accepts exactly what EncodeProof makes, at most MaxProofBytes of it: RLP has
// one encoding for each value, and go-ethereum's decoder takes no other. Errors wrap
// lightclient.ErrMalformed.
func DecodeProof(b []byte) (Proof, error) {
	var p Proof
	if len(b) > MaxProofBytes {
		return Proof{}, fmt.Errorf("%w: proof has %d bytes, at most %d are allowed", lightclient.ErrMalformed, len(b), MaxProofBytes)
	}
	if err := rlp.DecodeBytes(b, &p); err != nil {
		return Proof{}, fmt.Errorf("%w: proof: %w", lightclient.ErrMalformed, err)
	}
	return p, nil
}

// witness is a proof with what it was verified under: what a store keeps of the trusted
// block, and one side of evidence.
type witness struct {
	Parent lightclient.Header
	Output Output
	Proof  Proof
	// Path leads from the proof's block down to the height of a conflict, by parent hashes.
	Path []*types.Header
}

func (w witness) encode() ([]byte, error) {
	b, err := rlp.EncodeToBytes(w)
	if err != nil {
		return nil, fmt.Errorf("encode trusted block: %w", err)
	}
	return b, nil
}

func decodeWitness(b []byte) (witness, error) {
	var w witness
	if len(b) > lightclient.MaxStateBytes {
		return witness{}, fmt.Errorf("%w: trusted block has %d bytes, at most %d are allowed", lightclient.ErrMalformed, len(b), lightclient.MaxStateBytes)
	}
	if err := rlp.DecodeBytes(b, &w); err != nil {
		return witness{}, fmt.Errorf("%w: trusted block: %w", lightclient.ErrMalformed, err)
	}
	return w, nil
}
