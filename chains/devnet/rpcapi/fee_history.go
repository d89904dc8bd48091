package rpcapi

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	gethmath "github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/consensus/misc/eip4844"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// feeHistory is eth_feeHistory's answer.
type feeHistory struct {
	OldestBlock      *hexutil.Big     `json:"oldestBlock"`
	Reward           [][]*hexutil.Big `json:"reward,omitempty"`
	BaseFee          []*hexutil.Big   `json:"baseFeePerGas"`
	GasUsedRatio     []float64        `json:"gasUsedRatio"`
	BlobBaseFee      []*hexutil.Big   `json:"baseFeePerBlobGas"`
	BlobGasUsedRatio []float64        `json:"blobGasUsedRatio"`
}

// FeeHistory is eth_feeHistory: base fees of count blocks up to newest and of
// the one after, how full they were, and the tips at given percentiles of gas.
func (e *ethFees) FeeHistory(ctx context.Context, count gethmath.HexOrDecimal64, newest rpc.BlockNumber, rewardPercentiles *[]float64) (*feeHistory, error) {
	var percentiles []float64 // optional, though the specification has them required
	if rewardPercentiles != nil {
		percentiles = *rewardPercentiles
	}
	if err := checkPercentiles(percentiles); err != nil {
		return nil, err
	}
	header, _, err := e.reader.header(rpc.BlockNumberOrHashWithNumber(newest))
	if errors.Is(err, errHeaderNotFound) {
		return nil, invalidParams("request beyond head block: requested %d, head %d", newest, e.reader.backend.CurrentHeader().Number)
	}
	if err != nil {
		return nil, err
	}
	last := header.Number.Uint64()
	blocks := min(uint64(count), maxFeeHistory, last+1)
	out := &feeHistory{OldestBlock: new(hexutil.Big), GasUsedRatio: []float64{}, BaseFee: []*hexutil.Big{}, BlobBaseFee: []*hexutil.Big{}, BlobGasUsedRatio: []float64{}}
	if blocks == 0 {
		return out, nil
	}
	first := last + 1 - blocks
	out.OldestBlock = (*hexutil.Big)(new(big.Int).SetUint64(first))
	for n := first; n <= last; n++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := e.appendBlock(out, n, percentiles); err != nil {
			return nil, err
		}
	}
	config := e.reader.backend.ChainConfig()
	out.BaseFee = append(out.BaseFee, (*hexutil.Big)(eip1559.CalcBaseFee(config, header)))
	out.BlobBaseFee = append(out.BlobBaseFee, (*hexutil.Big)(nextBlobBaseFee(config, header)))
	return out, nil
}

func checkPercentiles(percentiles []float64) error {
	if len(percentiles) > maxPercentiles {
		return invalidParams("too many reward percentiles: %d, at most %d", len(percentiles), maxPercentiles)
	}
	for i, p := range percentiles {
		if math.IsNaN(p) || p < 0 || p > 100 {
			return invalidParams("invalid reward percentile: %f, want 0 to 100", p)
		}
		if i > 0 && p <= percentiles[i-1] {
			return invalidParams("invalid reward percentile: #%d:%f >= #%d:%f, want them ascending", i-1, percentiles[i-1], i, p)
		}
	}
	return nil
}

func (e *ethFees) appendBlock(out *feeHistory, n uint64, percentiles []float64) error {
	backend := e.reader.backend
	block := backend.BlockByNumber(n)
	hash, ok := backend.HashByNumber(n)
	if block == nil || !ok {
		return fmt.Errorf("%w: block %d", errHeaderNotFound, n)
	}
	header, config := block.Header(), backend.ChainConfig()
	out.BaseFee = append(out.BaseFee, (*hexutil.Big)(nonNil(header.BaseFee)))
	out.GasUsedRatio = append(out.GasUsedRatio, ratio(header.GasUsed, header.GasLimit))
	out.BlobBaseFee = append(out.BlobBaseFee, (*hexutil.Big)(blobBaseFee(config, header)))
	var blobGas uint64
	if header.BlobGasUsed != nil {
		blobGas = *header.BlobGasUsed
	}
	maxBlobGas := uint64(eip4844.MaxBlobsPerBlock(config, header.Time)) * params.BlobTxBlobGasPerBlob
	out.BlobGasUsedRatio = append(out.BlobGasUsedRatio, ratio(blobGas, maxBlobGas))
	if len(percentiles) > 0 {
		out.Reward = append(out.Reward, rewards(block, backend.Receipts(hash), percentiles))
	}
	return nil
}

// rewards are the tips at percentiles of the block's gas, cheapest first; zeros
// for an empty block, as the execution API says.
func rewards(block *types.Block, receipts types.Receipts, percentiles []float64) []*hexutil.Big {
	type paid struct {
		tip *big.Int
		gas uint64
	}
	var all []paid
	for i, tx := range block.Transactions() {
		tip, err := tx.EffectiveGasTip(block.BaseFee())
		if err != nil || i >= len(receipts) {
			continue
		}
		all = append(all, paid{tip, receipts[i].GasUsed})
	}
	slices.SortStableFunc(all, func(a, b paid) int { return a.tip.Cmp(b.tip) })
	out := make([]*hexutil.Big, len(percentiles))
	var index int
	var sum uint64
	if len(all) > 0 {
		sum = all[0].gas
	}
	for i, p := range percentiles {
		if len(all) == 0 {
			out[i] = new(hexutil.Big)
			continue
		}
		threshold := uint64(float64(block.GasUsed()) * p / 100)
		for sum < threshold && index < len(all)-1 {
			index++
			sum += all[index].gas
		}
		out[i] = (*hexutil.Big)(all[index].tip)
	}
	return out
}

// nextBlobBaseFee is that of a block which follows at the same second.
func nextBlobBaseFee(config *params.ChainConfig, header *types.Header) *big.Int {
	if header.ExcessBlobGas == nil || header.BlobGasUsed == nil {
		return new(big.Int)
	}
	excess := eip4844.CalcExcessBlobGas(config, header, header.Time)
	return eip4844.CalcBlobFee(config, &types.Header{Number: new(big.Int).Add(header.Number, common.Big1), Time: header.Time, ExcessBlobGas: &excess})
}

func ratio(used, limit uint64) float64 {
	if limit == 0 {
		return 0
	}
	return float64(used) / float64(limit)
}

func nonNil(v *big.Int) *big.Int {
	if v == nil {
		return new(big.Int)
	}
	return v
}
