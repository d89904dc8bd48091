package api

import (
	"bytes"
	"slices"
)

// sortSigners puts signers in the order of the attestation.
func sortSigners(signers []Signer) {
	slices.SortFunc(signers, func(a, b Signer) int { return bytes.Compare(a.Address[:], b.Address[:]) })
}
