package executor

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// blockHash is the identity of a block: the hash of its header without round and
// seals, since honest validators may hold one block under different seals.
func blockHash(h *types.Header) (common.Hash, error) { return qbft.OnChainHash(h) }

// istanbulDigest is the mixHash of every QBFT header.
var istanbulDigest = consensus.MixDigest

// genesisExtra is block 0's extraData: the entropy as vanity, the set that seals
// block 1, and neither vote nor seals.
func genesisExtra(entropy common.Hash, validators []common.Address) []byte {
	extra := qbft.ExtraData{Vanity: entropy, Validators: validators}
	return extra.Encode()
}
