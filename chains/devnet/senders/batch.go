package senders

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/senders/curve"
)

// recover has transactions keep their senders, recovered together as far as that goes. Who
// is invalid, or of a kind that is not for here, is told to whoever asks for the sender.
func (f *Finder) recover(txs []*types.Transaction) {
	signatures, of := make([]curve.Signature, 0, len(txs)), make([]*types.Transaction, 0, len(txs))
	for _, tx := range txs {
		if sig, ok := f.signature(tx); ok {
			signatures, of = append(signatures, sig), append(of, tx)
		}
	}
	if len(signatures) >= togetherFrom {
		keys, known := curve.Recover(signatures)
		for i, tx := range of {
			if known[i] {
				by := &provenSigner{f.config.Signer, common.BytesToAddress(crypto.Keccak256(keys[i][:])[12:])}
				_, _ = types.Sender(by, tx) // never an error
			}
		}
	}
	for _, tx := range txs {
		_, _ = types.Sender(f.config.Signer, tx) // recovers the others, here and not one after another later
	}
}
