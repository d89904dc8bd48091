package executor

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
)

// noDeposits is where no contract is: without a beacon chain there are no deposits (EIP-6110), and the zero address, at
// which a developer may put code, must not make any, since a block with a bad one is impossible.
var noDeposits = common.BytesToAddress(crypto.Keccak256([]byte("catenary: no deposits")))

// OsakaRules returns the chain configuration of every devnet: all forks through
// Osaka from genesis on, nothing after it. It is written out because
// params.AllDevChainProtocolChanges moves with go-ethereum and switches on forks
// that are not released, which would change gas costs under a fixed chain.
//
// Blob parameters are mainnet's at Osaka's activation (target 6, max 9); the
// blob-parameter-only forks after it are left out.
func OsakaRules(chainID uint64) *params.ChainConfig {
	zero := func() *uint64 { return new(uint64) }
	return &params.ChainConfig{
		ChainID:                 new(big.Int).SetUint64(chainID),
		HomesteadBlock:          new(big.Int),
		EIP150Block:             new(big.Int),
		EIP155Block:             new(big.Int),
		EIP158Block:             new(big.Int),
		ByzantiumBlock:          new(big.Int),
		ConstantinopleBlock:     new(big.Int),
		PetersburgBlock:         new(big.Int),
		IstanbulBlock:           new(big.Int),
		MuirGlacierBlock:        new(big.Int),
		BerlinBlock:             new(big.Int),
		LondonBlock:             new(big.Int),
		ArrowGlacierBlock:       new(big.Int),
		GrayGlacierBlock:        new(big.Int),
		MergeNetsplitBlock:      new(big.Int),
		ShanghaiTime:            zero(),
		CancunTime:              zero(),
		PragueTime:              zero(),
		OsakaTime:               zero(),
		TerminalTotalDifficulty: new(big.Int),
		DepositContractAddress:  noDeposits,
		BlobScheduleConfig: &params.BlobScheduleConfig{
			Cancun: &params.BlobConfig{Target: 3, Max: 6, UpdateFraction: 3338477},
			Prague: &params.BlobConfig{Target: 6, Max: 9, UpdateFraction: 5007716},
		},
	}
}

func checkChainID(chainID uint64) error {
	if chainID == 0 || chainID > maxChainID {
		return fmt.Errorf("chain id %d: must be 1 to %d, the range that JavaScript wallets represent exactly", chainID, uint64(maxChainID))
	}
	return nil
}

// CheckGasLimit says whether a block gas limit can be configured.
func CheckGasLimit(limit uint64) error {
	if limit < minGasLimit || limit > maxGasLimit {
		return fmt.Errorf("gas limit %d: must be %d to %d", limit, minGasLimit, uint64(maxGasLimit))
	}
	return nil
}
