package rpcapi

import (
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/consensus/misc/eip4844"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// The tip suggestion looks at the newest blocks, as go-ethereum's oracle does,
// and at the default when they are empty.
const (
	tipBlocks     = 20
	tipPerBlock   = 3           // the smallest tips that got in
	tipPercentile = 60          // of all those
	defaultTip    = params.GWei // what wallets expect on a quiet chain, and anvil answers
	maxTip        = 500 * params.GWei
)

// ethFees answers the eth_ methods about prices; all are wei per gas.
type ethFees struct {
	reader *reader
}

// GasPrice is eth_gasPrice: the suggested tip on top of the next base fee.
func (e *ethFees) GasPrice() *hexutil.Big {
	backend := e.reader.backend
	price := e.suggestTip()
	return (*hexutil.Big)(price.Add(price, nextBaseFee(backend, backend.CurrentHeader())))
}

// MaxPriorityFeePerGas is eth_maxPriorityFeePerGas.
func (e *ethFees) MaxPriorityFeePerGas() *hexutil.Big {
	return (*hexutil.Big)(e.suggestTip())
}

// BlobBaseFee is eth_blobBaseFee at the head.
func (e *ethFees) BlobBaseFee() *hexutil.Big {
	return (*hexutil.Big)(blobBaseFee(e.reader.backend.ChainConfig(), e.reader.backend.CurrentHeader()))
}

// BaseFee is eth_baseFee: the next block's.
func (e *ethFees) BaseFee() *hexutil.Big {
	return (*hexutil.Big)(nextBaseFee(e.reader.backend, e.reader.backend.CurrentHeader()))
}

func (e *ethFees) suggestTip() *big.Int {
	backend := e.reader.backend
	var tips []*big.Int
	head := backend.CurrentHeader().Number.Uint64()
	for i := range min(uint64(tipBlocks), head+1) {
		block := backend.BlockByNumber(head - i)
		if block == nil {
			break
		}
		tips = append(tips, smallestTips(block)...)
	}
	if len(tips) == 0 {
		return big.NewInt(defaultTip)
	}
	slices.SortFunc(tips, (*big.Int).Cmp)
	tip := new(big.Int).Set(tips[(len(tips)-1)*tipPercentile/100])
	if limit := big.NewInt(maxTip); tip.Cmp(limit) > 0 {
		return limit
	}
	return tip
}

func smallestTips(block *types.Block) []*big.Int {
	var tips []*big.Int
	for _, tx := range block.Transactions() {
		if tip, err := tx.EffectiveGasTip(block.BaseFee()); err == nil && tip.Sign() > 0 {
			tips = append(tips, tip)
		}
	}
	slices.SortFunc(tips, (*big.Int).Cmp)
	return tips[:min(len(tips), tipPerBlock)]
}

func blobBaseFee(config *params.ChainConfig, header *types.Header) *big.Int {
	if header.ExcessBlobGas == nil {
		return new(big.Int)
	}
	return eip4844.CalcBlobFee(config, header)
}
