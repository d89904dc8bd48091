package parliatest

import (
	"crypto/ecdsa"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

const sealBytes = 65

// Seal returns h, sealed anew by the given key for a chain. It asks not whether the
// header has the shape of one: absent fields in between are sealed as empty strings.
// One too short for a seal is returned as it is.
func Seal(t testing.TB, h *types.Header, chainID uint64, key *ecdsa.PrivateKey) *types.Header {
	t.Helper()
	h = types.CopyHeader(h)
	if len(h.Extra) < sealBytes {
		return h
	}
	unsealed := len(h.Extra) - sealBytes
	content := []any{
		chainID, h.ParentHash, h.UncleHash, h.Coinbase, h.Root, h.TxHash, h.ReceiptHash, h.Bloom, h.Difficulty, h.Number,
		h.GasLimit, h.GasUsed, h.Time, h.Extra[:unsealed], h.MixDigest, h.Nonce,
		h.BaseFee, h.WithdrawalsHash, h.BlobGasUsed, h.ExcessBlobGas, h.ParentBeaconRoot,
	}
	if h.RequestsHash != nil {
		content = append(content, h.RequestsHash)
	}
	b, err := rlp.EncodeToBytes(content)
	if err != nil {
		t.Fatalf("seal header %v: %v", h.Number, err)
	}
	seal, err := crypto.Sign(crypto.Keccak256(b), key)
	if err != nil {
		t.Fatalf("seal header %v: %v", h.Number, err)
	}
	copy(h.Extra[unsealed:], seal)
	return h
}
