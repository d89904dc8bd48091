package clique

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// SealHash returns what a signer signs: keccak256 of the RLP of all of the header but
// the last 65 bytes of its extraData (EIP-225, "Authorizing a block"), a base fee
// included where there is one (go-ethereum: consensus/clique, encodeSigHeader). A
// header with a shorter extraData, or with fields of later forks, has none: the zero
// hash.
func SealHash(h *types.Header) common.Hash {
	if len(h.Extra) < sealBytes || checkFields(h) != nil {
		return common.Hash{}
	}
	unsealed := types.CopyHeader(h)
	unsealed.Extra = unsealed.Extra[:len(unsealed.Extra)-sealBytes]
	return unsealed.Hash()
}

// Sealer returns who made the seal over hash. Both halves of the range of S are
// taken, as nodes do: a client that refused one would be left behind by a chain in
// which somebody on the way turned a seal around. A turned header has another hash,
// and is not final before a signer has built on it.
func Sealer(hash common.Hash, seal []byte) (common.Address, error) {
	if len(seal) != sealBytes {
		return common.Address{}, malformed("seal has %d bytes, want %d", len(seal), sealBytes)
	}
	if seal[sealBytes-1] > 1 {
		return common.Address{}, malformed("recovery id of the seal is %d, want 0 or 1", seal[sealBytes-1])
	}
	pub, err := crypto.Ecrecover(hash[:], seal)
	if err != nil {
		return common.Address{}, malformed("seal recovers to no key (%v)", err)
	}
	return common.BytesToAddress(crypto.Keccak256(pub[1:])[12:]), nil
}
