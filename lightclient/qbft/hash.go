package qbft

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Quorum returns ⌈2n/3⌉, the number of seals that a set of n validators needs.
func Quorum(n int) int {
	if n <= 0 {
		return 0
	}
	return n - n/3
}

// MaxFaulty returns ⌊(n−1)/3⌋, the number of faulty validators that a set of n
// withstands.
func MaxFaulty(n int) int {
	if n <= 0 {
		return 0
	}
	return (n - 1) / 3
}

// CommittedSealHash is Dialect.CommittedSealHash for QBFT.
func CommittedSealHash(h *types.Header) (common.Hash, error) { return QBFT.CommittedSealHash(h) }

// OnChainHash is Dialect.OnChainHash for QBFT.
func OnChainHash(h *types.Header) (common.Hash, error) { return QBFT.OnChainHash(h) }

// checkHashable refuses headers whose hash would not be the hash of all they say,
// and those of later forks, whose hash this client could not vouch for.
func checkHashable(h *types.Header) error {
	if err := lightclient.CheckHashable(h); err != nil {
		return err
	}
	if h.BlockAccessListHash != nil { // without which there is no slotNumber either
		return malformed("field blockAccessListHash belongs to a fork after Osaka, which this client does not know")
	}
	return nil
}
