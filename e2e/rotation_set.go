package e2e

import (
	"math/big"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// Rotation is a proposal of a new signer set for a lane's verifier, rightful or not, and
// who has signed it; [Net.Rotate] makes a rightful one.
type Rotation struct {
	Set            []*demo.Signer
	Threshold      int
	Epoch          uint64
	By, Confirming []*demo.Signer // whose signatures stand for the current set, and for the new one
}

// RotationData is the call of the verifier that proposes it.
func (n *Net) RotationData(from, to *demo.Chain, r Rotation) []byte {
	n.t.Helper()
	rotation := messages.Rotation{Threshold: uint64(r.Threshold), Epoch: r.Epoch}
	for _, s := range ascending(r.Set) {
		rotation.Signers = append(rotation.Signers, s.Address)
	}
	digest := rotation.Digest(n.Domain(from, to))
	return bindings.NewMultisigVerifier().PackRotate(rotation.Signers, big.NewInt(int64(r.Threshold)),
		Join(n.Sign(digest, r.By...)...), Join(n.Sign(digest, r.Confirming...)...))
}
