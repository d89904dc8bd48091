package senders

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
	"github.com/catenary-bridge/catenary/chains/devnet/keccaks"
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
		f.hash(signatures, of)
		keys, known := curve.Recover(signatures)
		for i, address := range addresses(keys) {
			if known[i] {
				_, _ = types.Sender(&provenSigner{f.config.Signer, address}, of[i]) // never an error
			}
		}
	}
	for _, tx := range txs {
		_, _ = types.Sender(f.config.Signer, tx) // recovers the others, here and not one after another later
	}
}

// hash fills in what each signature is of.
func (f *Finder) hash(signatures []curve.Signature, of []*types.Transaction) {
	buf := make([]byte, 0, 128*len(of))
	messages, at := make([][]byte, 0, len(of)), make([]int, 0, len(of))
	for i, tx := range of {
		from, ok := len(buf), false
		if buf, ok = blockcode.AppendSigned(buf, tx, f.chainID); ok {
			messages, at = append(messages, buf[from:len(buf):len(buf)]), append(at, i)
		} else {
			signatures[i].Hash = f.config.Signer.Hash(tx)
		}
	}
	hashes := make([]common.Hash, len(messages))
	keccaks.Sum(messages, hashes)
	for k, i := range at {
		signatures[i].Hash = hashes[k]
	}
}

// addresses are those of public keys (Yellow Paper, appendix F).
func addresses(keys []curve.Recovered) []common.Address {
	messages, hashes, out := make([][]byte, len(keys)), make([]common.Hash, len(keys)), make([]common.Address, len(keys))
	for i := range keys {
		messages[i] = keys[i][:]
	}
	keccaks.Sum(messages, hashes)
	for i := range hashes {
		out[i] = common.Address(hashes[i][12:])
	}
	return out
}
